"""SBB's side of the subscriptions, in memory: of one school or of several."""

from collections.abc import Sequence
from datetime import date

from stagemarkt.model.errors import BronNietBeschikbaar, Tekst
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.sbb_subscriptions import SbbAbonnement
from stagemarkt.ports.standing import Waarschuwing

STORING = BronNietBeschikbaar(Tekst("SBB meldt een storing.", "SBB reports a failure."))


class NepSbbAbonnementen:
    """SBB for one school; numbers its subscriptions, and gives a new one each time that it is asked."""

    def __init__(self, school: str, *lopend: SbbAbonnement, fout: Exception | None = None) -> None:
        self.school = school
        self.lopend = list(lopend)
        self.fout = fout
        self.keren = 0

    def abonneer(self, endpoint: str, _termijn: Termijn) -> SbbAbonnement:
        """As the port says."""
        self._breek()
        self.keren += 1
        nieuw = SbbAbonnement(f"{self.school}-{self.keren}", self.school, endpoint, date(2026, 9, 1), None)
        self.lopend.append(nieuw)
        return nieuw

    def lopende(self, _termijn: Termijn) -> Sequence[SbbAbonnement]:
        """As the port says."""
        self._breek()
        return list(self.lopend)

    def beeindig(self, abonnement_id: str, _termijn: Termijn) -> bool:
        """As the port says."""
        self._breek()
        voor = len(self.lopend)
        self.lopend = [a for a in self.lopend if a.abonnement_id != abonnement_id]
        return len(self.lopend) < voor

    def _breek(self) -> None:
        if self.fout is not None:
            raise self.fout


class NepWaarschuwer:
    """Who warns the operator."""

    def __init__(self, fout: Exception | None = None) -> None:
        self.fout = fout
        self.gewaarschuwd: list[Waarschuwing] = []

    def waarschuw(self, waarschuwing: Waarschuwing) -> None:
        """As the port says."""
        if self.fout is not None:
            raise self.fout
        self.gewaarschuwd.append(waarschuwing)
