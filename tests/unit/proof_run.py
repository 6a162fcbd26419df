"""The big proof's run: traffic through fan-out and workers while all that can fails, then the checks."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from random import Random
from typing import NamedTuple

from stagemarkt.model.aflevering import Aflevering
from stagemarkt.model.errors import OpslagFout
from stagemarkt.model.mutatie import Mutatie
from stagemarkt.ports.delivery import Bericht, Uitkomst

from tests.unit.fakes_outbox import Dood, NepUitbak
from tests.unit.proof import SCHOLEN, Verkeer, controleer, controleer_typen, maak_abonnementen
from tests.unit.way_out import RUIM, Uitgang
from tests.waiting import at_most


class Rijen:
    """The queue to the fan-out: FIFO per school; what was not done stays in front."""

    def __init__(self, verkeer: Verkeer) -> None:
        self._rijen: dict[str, deque[tuple[str, ...]]] = defaultdict(deque)
        for stuk in verkeer.wachtrij:
            self._rijen[stuk.school].append(stuk.mutatie_ids)

    def volgende(self, toeval: Random) -> str | None:
        """A school that has something waiting."""
        vol = [school for school, rij in self._rijen.items() if rij]
        return toeval.choice(vol) if vol else None

    def verwerk(self, uitgang: Uitgang, school: str) -> None:
        """One invocation of the fan-out."""
        uitgang.verdeler.verdeel(school, self._rijen[school][0])
        self._rijen[school].popleft()


def grillig(toeval: Random) -> Callable[[Bericht], Uitkomst]:
    """A receiver that fails one time in five, one way or another."""
    kwaad = (Uitkomst("mislukt", 500, None, "http-status"), Uitkomst("mislukt", 400, None, "http-status"))
    return lambda _: toeval.choice(kwaad) if toeval.random() < 0.2 else Uitkomst("geleverd", 200)


class Wekstand(NamedTuple):
    """When an abonnement is due, until when somebody has the right to it, and its receiver rests."""

    wek_op: float | None
    pacht_tot: float
    rust_tot: float


def controleer_gewekt(wachtend: Iterable[Aflevering], stand: Wekstand, nu: float) -> None:
    """Something waits, so it is due (when its turn comes), or somebody holds the expiring right to it."""
    hoofden: dict[tuple[str, str], float] = {}
    for aflevering in wachtend:
        hoofden.setdefault(aflevering.baan, aflevering.poging_op)
    if not hoofden or stand.pacht_tot > nu:
        return
    assert stand.wek_op is not None
    assert stand.wek_op <= max(nu, min(hoofden.values()), stand.rust_tot)


def _controleer_gewekt(uitgang: Uitgang) -> None:
    for sleutel, vak in uitgang.uitbak.vakken.items():
        if vak.wachtend and (vak.wek_op is None or vak.wek_op > uitgang.nu):
            stand = Wekstand(vak.wek_op, vak.pacht_tot, vak.rust_tot)
            wachtend = [uitgang.uitbak.vakken[sleutel].afleveringen[n] for n in sorted(vak.wachtend)]
            controleer_gewekt(wachtend, stand, uitgang.nu)


def _leef(uitgang: Uitgang, stap: Callable[[], None]) -> None:
    """One invocation of some function: it may fail, it may be killed, and time goes by."""
    uitgang.nu += 0.5
    try:
        stap()
    except OpslagFout:
        pass
    except Dood:
        uitgang.rampen.herstart()
    uitgang.controleer()


def _werk(uitgang: Uitgang) -> None:
    for sleutel in uitgang.veeg():
        uitgang.afleveraar.lever_af(sleutel, RUIM)


class Uitslag(NamedTuple):
    """What the run came to."""

    afleveringen: int
    pogingen: int
    dubbel: int
    gebeurd: dict[str, int]

    def __str__(self) -> str:
        return (
            f"{self.afleveringen} deliveries in {self.pogingen} attempts, {self.dubbel} of them duplicates "
            f"with the same id; {self.gebeurd['fout ervoor']} calls failed before they were done and "
            f"{self.gebeurd['fout erna']} after, {self.gebeurd['gedood']} workers were killed"
        )


def beproef(uitgang: Uitgang, verkeer: Verkeer, kans: float, dood: float, zaad: int) -> Uitslag:
    """Run all of it with these chances of failing and of being killed, per call of a port; check; count."""
    toeval = Random(zaad)  # noqa: S311 - repeatable, no secret
    abonnementen = maak_abonnementen()
    for wie in abonnementen:
        uitgang.abonneer(wie)
        uitgang.bezorger.zegt[wie.abonnement_id] = grillig(toeval)
    rampen = uitgang.rampen
    if isinstance(uitgang.uitbak, NepUitbak):
        uitgang.controleer = lambda: _controleer_gewekt(uitgang)
    rampen.kans, rampen.dood = kans, dood
    rijen = Rijen(verkeer)
    while (school := rijen.volgende(toeval)) is not None:
        _leef(uitgang, lambda school=school: rijen.verwerk(uitgang, school))  # type: ignore[misc]
        _leef(uitgang, lambda: _werk(uitgang))
    # A delivery is given up on after three days, so all has ended within four.
    for _ in at_most(4 * 24 * 60):
        uitgang.nu += 60
        _leef(uitgang, lambda: _werk(uitgang))
        rampen.kans = rampen.dood = 0.0
        nog_te_doen = any(any(True for _ in uitgang.uitbak.wachtend(wie.sleutel)) for wie in abonnementen)
        rampen.kans, rampen.dood = kans, dood
        if not nog_te_doen:
            break
    rampen.kans = rampen.dood = 0.0
    dubbel = 0
    for wie in abonnementen:
        mutaties = verkeer.mutaties[wie.school]
        dubbel += controleer(wie, mutaties, uitgang.ontvangen(wie))
        controleer_typen(mutaties, uitgang.ontvangen(wie))
    _controleer_feeds(uitgang, verkeer.mutaties)
    ontvangen = sum(len(uitgang.ontvangen(wie)) for wie in abonnementen)
    return Uitslag(ontvangen, len(uitgang.bezorger.pogingen), dubbel, rampen.telling)


def _controleer_feeds(uitgang: Uitgang, mutaties: dict[str, list[Mutatie]]) -> None:
    """Whoever reads the feed, page by page, sees every mutatie of the school once, in order."""
    for school in SCHOLEN:
        gelezen, na = [], 0
        while bladzij := uitgang.feed.lees(school, na, 25):
            gelezen += bladzij
            na = bladzij[-1].nummer
        assert [regel.mutatie for regel in gelezen] == mutaties[school]
        assert [regel.nummer for regel in gelezen] == list(range(1, len(gelezen) + 1))
