"""The schools' subscriptions at SBB: making them, ending them, and whether they still run and point at us."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal, NamedTuple

from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.sbb_subscriptions import (
    Abonnementenboek,
    BekendAbonnement,
    SbbAbonnement,
    SbbAbonnementen,
)

# `loopt`: as it should be. `elders`: SBB sends to another address. `weg`: SBB has no such subscription (any
# more). `vreemd`: it runs at SBB, but was not made here: what it brings is refused. `onbekend`: SBB could not
# be asked.
Stand = Literal["loopt", "elders", "weg", "vreemd", "onbekend"]


class Bevinding(NamedTuple):
    """How a subscription stands; `endpoint` is where SBB sends to, or what we know when SBB has none."""

    school: str
    abonnement_id: str
    endpoint: str
    stand: Stand
    ingangsdatum: date | None = None


class Abonneerder(NamedTuple):
    """What subscribing needs.

    Attributes:
        sbb: SBB on behalf of a school.
        oin: of a school, as SBB knows it.
        boek: what we remember.
        endpoint: where SBB must send to.
    """

    sbb: Callable[[str], SbbAbonnementen]
    oin: Callable[[str], str]
    boek: Abonnementenboek
    endpoint: str

    def abonneer(self, school: str, nu: float, termijn: Termijn) -> str:
        """Have SBB tell us of this school's mutaties; the subscription's GUID. Again gives the same one.

        Raises:
            Fout, OpslagFout: not done, or SBB has it and we do not know it yet; do it again.
        """
        sbb = self.sbb(school)
        lopend = next((a for a in sbb.lopende(termijn) if a.endpoint == self.endpoint), None)
        abonnement = lopend or sbb.abonneer(self.endpoint, termijn)
        self.boek.onthoud(
            BekendAbonnement(
                abonnement.abonnement_id, school, self.oin(school), abonnement.endpoint, round(nu, 3)
            )
        )
        return abonnement.abonnement_id

    def bekijk(self, school: str, termijn: Termijn) -> Sequence[Bevinding]:
        """How every subscription of this school stands, at SBB and here. Raises Fout, OpslagFout."""
        bekend = [abonnement for abonnement in self.boek.alle() if abonnement.school == school]
        return beoordeel(bekend, self.sbb(school).lopende(termijn), self.endpoint)

    def zeg_op(self, school: str, abonnement_id: str | None, termijn: Termijn) -> Sequence[str]:
        """End one subscription, or every one that we made or that points at us; the GUIDs of those.

        Raises:
            Fout, OpslagFout: not, or not wholly, done; do it again.
        """
        sbb = self.sbb(school)
        if abonnement_id is None:
            te_beeindigen = [b.abonnement_id for b in self.bekijk(school, termijn) if self._is_ons(b)]
        else:
            te_beeindigen = [abonnement_id]
        gedaan = []
        for nummer in te_beeindigen:
            bekend = self.boek.vind(nummer)
            # First at SBB: what still runs must stay known, or its messages would be refused.
            if sbb.beeindig(nummer, termijn) or (bekend is not None and bekend.school == school):
                self.boek.vergeet(nummer)
                gedaan.append(nummer)
        return gedaan

    def _is_ons(self, bevinding: Bevinding) -> bool:
        return bevinding.stand != "vreemd" or bevinding.endpoint == self.endpoint

    def controleer(self, termijn: Callable[[], Termijn]) -> Sequence[Bevinding]:
        """How the subscriptions of all schools that have any stand. Raises OpslagFout."""
        bevindingen: list[Bevinding] = []
        alle = self.boek.alle()
        for school in sorted({abonnement.school for abonnement in alle}):
            bekend = [abonnement for abonnement in alle if abonnement.school == school]
            try:
                bevindingen += beoordeel(bekend, self.sbb(school).lopende(termijn()), self.endpoint)
            except Exception:  # noqa: BLE001 - one school keeps nobody from the others
                bevindingen += [Bevinding(school, a.abonnement_id, a.endpoint, "onbekend") for a in bekend]
        return bevindingen


def beoordeel(
    bekend: Sequence[BekendAbonnement], lopend: Sequence[SbbAbonnement], endpoint: str
) -> Sequence[Bevinding]:
    """What we know of one school, held against what runs at SBB."""
    bij_sbb = {abonnement.abonnement_id: abonnement for abonnement in lopend}
    bevindingen = [
        _bevinding(abonnement, bij_sbb.get(abonnement.abonnement_id), endpoint) for abonnement in bekend
    ]
    van_ons = {abonnement.abonnement_id for abonnement in bekend}
    vreemd = [
        Bevinding(a.school, a.abonnement_id, a.endpoint, "vreemd", a.ingangsdatum)
        for a in lopend
        if a.abonnement_id not in van_ons
    ]
    return [*bevindingen, *vreemd]


def _bevinding(bekend: BekendAbonnement, lopend: SbbAbonnement | None, endpoint: str) -> Bevinding:
    if lopend is None:
        return Bevinding(bekend.school, bekend.abonnement_id, bekend.endpoint, "weg")
    stand: Stand = "loopt" if lopend.endpoint == endpoint else "elders"
    return Bevinding(bekend.school, bekend.abonnement_id, lopend.endpoint, stand, lopend.ingangsdatum)
