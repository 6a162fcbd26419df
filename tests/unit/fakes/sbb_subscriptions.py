"""SBB's side of the subscriptions, in memory: of one school or of several."""

from collections.abc import Sequence
from datetime import date

from stagemarkt.model.errors import Bilingual, BronUnavailable
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.sbb_subscriptions import SbbAbonnement
from stagemarkt.ports.standing import OperatorWarning

STORING = BronUnavailable(Bilingual("SBB meldt een storing.", "SBB reports a failure."))


class FakeSbbAbonnementen:
    """SBB for one school; numbers its subscriptions, and gives a new one each time that it is asked."""

    def __init__(self, school: str, *lopend: SbbAbonnement, fout: Exception | None = None) -> None:
        self.school = school
        self.lopend = list(lopend)
        self.fout = fout
        self.times = 0

    def subscribe(self, endpoint: str, _deadline: Deadline) -> SbbAbonnement:
        """As the port says."""
        self._mark_broken()
        self.times += 1
        new = SbbAbonnement(f"{self.school}-{self.times}", self.school, endpoint, date(2026, 9, 1), None)
        self.lopend.append(new)
        return new

    def list_running(self, _deadline: Deadline) -> Sequence[SbbAbonnement]:
        """As the port says."""
        self._mark_broken()
        return list(self.lopend)

    def end(self, abonnement_id: str, _deadline: Deadline) -> bool:
        """As the port says."""
        self._mark_broken()
        before = len(self.lopend)
        self.lopend = [a for a in self.lopend if a.abonnement_id != abonnement_id]
        return len(self.lopend) < before

    def _mark_broken(self) -> None:
        if self.fout is not None:
            raise self.fout


class FakeSubscriptionWarner:
    """Who warns the operator."""

    def __init__(self, fout: Exception | None = None) -> None:
        self.fout = fout
        self.gewaarschuwd: list[OperatorWarning] = []

    def warn(self, warning: OperatorWarning) -> None:
        """As the port says."""
        if self.fout is not None:
            raise self.fout
        self.gewaarschuwd.append(warning)
