"""One call to SBB under way: what it may do, with what it went, and what its end says of its school."""

from collections.abc import Callable
from typing import TypeVar

from stagemarkt.domain.guard.outcome import GOOD, CallOutcome, outcome_of
from stagemarkt.domain.guard.refusals import Warn
from stagemarkt.model.errors import BronLicentie, FacadeError, SchoolCertificateUnsuitable, StorageError
from stagemarkt.model.school import Marks
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.records import Records, Refused, SchoolChange
from stagemarkt.ports.standing import CertificateSwitch

T = TypeVar("T")
_UNKNOWN = Marks("", "")


def _not_again() -> float | None:
    return None


class Passage:
    """Watches over one call (implements `ports.deadline.Watch`); `retry_delay` is as the port says."""

    def __init__(self, retry_delay: Callable[[], float | None] = _not_again) -> None:
        self.retry_delay = retry_delay
        self.fell_back = False
        self._with = _UNKNOWN
        self._taken = False
        self._newest = _UNKNOWN
        self._restored = False

    def went_with(self, marks: Marks, *, accepted: bool) -> None:
        """As the port says."""
        self._with, self._taken = marks, accepted

    def swapped(self, switch: CertificateSwitch, new: Marks) -> None:
        """As the port says."""
        self._newest = new
        self.fell_back, self._restored = switch == "terugval", switch == "hersteld"

    def end(self, at: float, outcome: CallOutcome, error: BaseException | None = None) -> SchoolChange:
        """What its end at `at`, seconds since 1970, says of the school; `error` is what it raised."""
        refused: list[Refused] = []
        sbb_signal = error.sbb_signal if isinstance(error, FacadeError) else None
        code = None if sbb_signal is None else sbb_signal.signaalcode
        if isinstance(error, BronLicentie):
            refused.append(Refused("licentie", code, self._with.licentie or None))
        elif isinstance(error, SchoolCertificateUnsuitable):
            refused.append(Refused("certificaat", code, self._with.certificaat or None))
        accepted = not refused and (self._taken or outcome.school == "goed")
        if self.fell_back:
            refused.append(Refused("wisseling", None, self._newest.certificaat or None))
        return SchoolChange(
            at,
            answered={"goed": True, "mis": False}.get(outcome.bron),
            accepted=self._with if accepted else None,
            refused=tuple(refused),
            restored=self._restored,
        )


class Recorder:
    """Writes how SBB takes a school, of calls of an operator: they pass no circuit, and take no room.

    Args:
        school: the BRIN.
        records: what is shared.
        now: seconds since 1970.
        refusal: told of what SBB refuses.
        storage: told of a storage that failed; the call goes on without it.
    """

    def __init__(
        self,
        school: str,
        records: Records,
        now: Callable[[], float],
        refusal: Warn,
        storage: Callable[[str, StorageError], None],
    ) -> None:
        self._school = school
        self._records = records
        self._now = now
        self._refusal = refusal
        self._storage = storage

    def ask(self, call: Callable[[Deadline], T], deadline: Deadline, passage: Passage | None = None) -> T:
        """Do this call, and give or raise what it gave or raised."""
        passage = passage or Passage()
        try:
            answer = call(deadline._replace(watch=passage))
        except BaseException as error:
            self._write(passage.end(self._now(), outcome_of(error), error))
            raise
        self._write(passage.end(self._now(), GOOD))
        return answer

    def _write(self, change: SchoolChange) -> None:
        # Whether SBB answers others is told by those who ask for them.
        change = change._replace(answered=None)
        if change == SchoolChange(change.at):
            return
        try:
            before = self._records.write_school(self._school, change).record.standing
        except StorageError as error:
            self._storage("schooltoestand", error)
            return
        for refused in change.refused:
            self._refusal(self._school, refused, before, change.at)
