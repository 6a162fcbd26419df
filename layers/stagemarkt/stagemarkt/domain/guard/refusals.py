"""What SBB refuses of a school: told once per incident to the operator."""

from collections.abc import Callable
from typing import Final

from stagemarkt.domain.schools.warnings import geweigerd
from stagemarkt.model.errors import OpslagFout
from stagemarkt.ports.records import Records, Refused
from stagemarkt.ports.standing import Schooltoestand, Soort, Waarschuwer

# A refusal within this many seconds after the last one is the same incident, whatever went well in between.
RUST: Final = 3600


# Told that SBB refused something of a school, what was known of her until then, and when (seconds since
# 1970). It raises nothing.
Warn = Callable[[str, Refused, Schooltoestand, float], None]


def is_new_incident(was: Schooltoestand, soort: Soort, now: float) -> bool:
    """Whether a refusal at `now` (seconds since 1970) is one that the operator has not heard of."""
    vorige = was.weigeringen.get(soort)
    if vorige is None or vorige.gewaarschuwd_op is None:
        return True
    over = vorige.hersteld_op if soort == "wisseling" else was.laatste_succes
    return over is not None and over > vorige.op and now - vorige.op >= RUST


class Warner:
    """Tells the operator of refusals (implements `Warn`).

    Args:
        records: where is kept who was warned of what.
        waarschuwer: makes what tells the operator, when there is something to tell.
        storage: told of a warning that failed.
    """

    def __init__(
        self,
        records: Records,
        waarschuwer: Callable[[], Waarschuwer],
        storage: Callable[[str, OpslagFout], None],
    ) -> None:
        self._records = records
        self._waarschuwer = waarschuwer
        self._storage = storage

    def __call__(self, school: str, refused: Refused, was: Schooltoestand, now: float) -> None:
        """As `Warn` says; a warning that cannot be sent is left to the next who meets the refusal."""
        try:
            self.warn(school, refused, was, now)
        except OpslagFout as fout:
            self._storage("schooltoestand", fout)

    def warn(self, school: str, refused: Refused, was: Schooltoestand, now: float) -> bool:
        """Tell the operator, if it is a new incident and nobody else does so now; whether it was told.

        Raises:
            OpslagFout: it could not be told; then the next who meets it tries again.
        """
        soort, vorige = refused.soort, was.weigeringen.get(refused.soort)
        if not is_new_incident(was, soort, now):
            return False
        if not self._records.claim_warning(school, soort, now, vorige.gewaarschuwd_op if vorige else None):
            return False
        try:
            self._waarschuwer().waarschuw(geweigerd(school, soort, refused.signaalcode))
        except OpslagFout:
            self._records.drop_warning(school, soort)
            raise
        return True
