"""One call to SBB under way: what it may do, with what it went, and what its end says of its school."""

from collections.abc import Callable
from typing import TypeVar

from stagemarkt.domain.guard.outcome import GOED, Uitkomst, uitkomst_van
from stagemarkt.domain.guard.refusals import Warn
from stagemarkt.model.errors import BronLicentie, Fout, OpslagFout, SchoolcertificaatOngeschikt
from stagemarkt.model.school import Merken
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.records import Records, Refused, SchoolChange
from stagemarkt.ports.standing import Wissel

T = TypeVar("T")
_UNKNOWN = Merken("", "")


def _not_again() -> float | None:
    return None


class Passage:
    """Watches over one call (implements `ports.deadline.Watch`); `again` is whether it may go once more."""

    def __init__(self, again: Callable[[], float | None] = _not_again) -> None:
        self.again = again
        self.fell_back = False
        self._with = _UNKNOWN
        self._taken = False
        self._newest = _UNKNOWN
        self._restored = False

    def went_with(self, merken: Merken, *, taken: bool) -> None:
        """As the port says."""
        self._with, self._taken = merken, taken

    def swapped(self, wissel: Wissel, nieuw: Merken) -> None:
        """As the port says."""
        self._newest = nieuw
        self.fell_back, self._restored = wissel == "terugval", wissel == "hersteld"

    def end(self, at: float, outcome: Uitkomst, fout: BaseException | None = None) -> SchoolChange:
        """What its end at `at`, seconds since 1970, says of the school; `fout` is what it raised."""
        refused: list[Refused] = []
        signaal = fout.signaal if isinstance(fout, Fout) else None
        code = None if signaal is None else signaal.signaalcode
        if isinstance(fout, BronLicentie):
            refused.append(Refused("licentie", code, self._with.licentie or None))
        elif isinstance(fout, SchoolcertificaatOngeschikt):
            refused.append(Refused("certificaat", code, self._with.certificaat or None))
        taken = not refused and (self._taken or outcome.school == "goed")
        if self.fell_back:
            refused.append(Refused("wisseling", None, self._newest.certificaat or None))
        return SchoolChange(
            at,
            answered={"goed": True, "mis": False}.get(outcome.bron),
            taken=self._with if taken else None,
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
        storage: Callable[[str, OpslagFout], None],
    ) -> None:
        self._school = school
        self._records = records
        self._now = now
        self._refusal = refusal
        self._storage = storage

    def ask(self, call: Callable[[Termijn], T], termijn: Termijn, passage: Passage | None = None) -> T:
        """Do this call, and give or raise what it gave or raised."""
        passage = passage or Passage()
        try:
            answer = call(termijn._replace(watch=passage))
        except BaseException as fout:
            self._write(passage.end(self._now(), uitkomst_van(fout), fout))
            raise
        self._write(passage.end(self._now(), GOED))
        return answer

    def _write(self, change: SchoolChange) -> None:
        # Whether SBB answers others is told by those who ask for them.
        change = change._replace(answered=None)
        if change == SchoolChange(change.at):
            return
        try:
            before = self._records.write_school(self._school, change).record.standing
        except OpslagFout as fout:
            self._storage("schooltoestand", fout)
            return
        for refused in change.refused:
            self._refusal(self._school, refused, before, change.at)
