"""What SBB refuses of a school: told to the operator, once per incident, and rather twice than not at all."""

from collections.abc import Callable
from typing import Final

from stagemarkt.domain.schools.operator_warnings import refused_warning
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.records import Records, Refused
from stagemarkt.ports.standing import KeptStanding, OperatorWarner, RefusalKind

# A refusal within this many seconds after the last one is the same incident, whatever went well in between.
COOLDOWN: Final = 3600
# Longer than it takes to tell: whoever claimed that and is silent for so many seconds, is dead or never knew.
TELLING: Final = 60.0


# Told that SBB refused something of a school, what was known of her until then, and when (seconds since
# 1970). It raises nothing.
Warn = Callable[[str, Refused, KeptStanding, float], None]


def is_new_incident(was: KeptStanding, kind: RefusalKind, now: float) -> bool:
    """Whether a refusal at `now` (seconds since 1970) is one that the operator has not heard of."""
    previous = was.refusals.get(kind)
    if previous is None or previous.warned_at is None:
        return True
    over = previous.recovered_at if kind == "wisseling" else was.laatste_succes
    return over is not None and over > previous.at and now - previous.at >= COOLDOWN


class Warner:
    """Tells the operator of refusals (implements `Warn`).

    Args:
        records: where is kept who was warned of what.
        warner: makes what tells the operator, when there is something to tell.
        storage: told of a warning that failed.
    """

    def __init__(
        self,
        records: Records,
        warner: Callable[[], OperatorWarner],
        storage: Callable[[str, StorageError], None],
    ) -> None:
        self._records = records
        self._warner = warner
        self._storage = storage

    def __call__(self, school: str, refused: Refused, was: KeptStanding, now: float) -> None:
        """As `Warn` says; a warning that cannot be sent is left to the next who meets the refusal."""
        try:
            self.warn(school, refused, was, now)
        except StorageError as error:
            self._storage("schooltoestand", error)

    def warn(self, school: str, refused: Refused, was: KeptStanding, now: float) -> bool:
        """Tell the operator, if it is a new incident and nobody else does so now; whether it was told.

        Raises:
            StorageError: it could not be told; then the next who meets it tries again.
        """
        kind, previous = refused.soort, was.refusals.get(refused.soort)
        if not is_new_incident(was, kind, now):
            return False
        before = previous.warned_at if previous else None
        if not self._records.claim_warning(school, kind, now, now + TELLING, before):
            return False
        try:
            self._warner().warn(refused_warning(school, kind, refused.signaalcode))
        except StorageError:
            self._records.drop_warning(school, kind)
            raise
        self._records.confirm_warning(school, kind, now)
        return True
