"""The promise of the mutation service, at its full size, with everything going wrong that can."""

from collections import defaultdict, deque
from collections.abc import Callable
from random import Random

import pytest
from stagemarkt.model.fouten import OpslagFout
from stagemarkt.model.mutatie import Mutatie
from stagemarkt.poorten.bezorgen import Bericht, Uitkomst

from tests.unit.bewijs import (
    SCHOLEN,
    Verkeer,
    controleer,
    controleer_typen,
    maak_abonnementen,
    maak_verkeer,
)
from tests.unit.nep_uitgang import Dood, Rampen
from tests.unit.uitgang import RUIM, Uitgang

AANTAL = 10_000


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


def _leef(uitgang: Uitgang, stap: Callable[[], None]) -> None:
    """One invocation of some function: it may fail, it may be killed, and time goes by."""
    uitgang.nu += 0.5
    try:
        stap()
    except OpslagFout:
        pass
    except Dood:
        uitgang.rampen.herstart()


def _werk(uitgang: Uitgang) -> None:
    for sleutel in uitgang.veeg():
        uitgang.afleveraar.lever_af(sleutel, RUIM)


@pytest.mark.proof
def test_niets_kwijt_en_alles_op_volgorde(schaal: Callable[[int], int]) -> None:
    """10,000 mutaties, resends, killed workers, failing tables and receivers: each gets its events."""
    toeval = Random(5)  # noqa: S311 - repeatable, no secret
    rampen = Rampen(zaad=7, kans=0.01, dood=0.002)
    uitgang = Uitgang(rampen, zaad=11)
    verkeer = maak_verkeer(schaal(AANTAL), schaal(250), zaad=3)
    uitgang.mutaties.inhoud = {m.mutatie_id: m for lijst in verkeer.mutaties.values() for m in lijst}
    abonnementen = maak_abonnementen()
    for wie in abonnementen:
        uitgang.abonnementen.inhoud[wie.sleutel] = wie
        uitgang.uitbak.begin(wie.sleutel, 0)
        uitgang.bezorger.zegt[wie.abonnement_id] = grillig(toeval)
    rijen = Rijen(verkeer)
    while (school := rijen.volgende(toeval)) is not None:
        _leef(uitgang, lambda school=school: rijen.verwerk(uitgang, school))  # type: ignore[misc]
        _leef(uitgang, lambda: _werk(uitgang))
    while any(vak.wachtend for vak in uitgang.uitbak.vakken.values()):
        uitgang.nu += 60
        _leef(uitgang, lambda: _werk(uitgang))
    dubbel = 0
    for wie in abonnementen:
        mutaties = verkeer.mutaties[wie.school]
        dubbel += controleer(wie, mutaties, uitgang.ontvangen(wie))
        controleer_typen(mutaties, uitgang.ontvangen(wie))
    _controleer_feeds(uitgang, verkeer.mutaties)
    print(  # noqa: T201 - the figures are what `make proof` is for
        f"\n{schaal(AANTAL)} mutaties in {verkeer.berichten} messages, {verkeer.dubbel} sent again; "
        f"{sum(len(uitgang.ontvangen(wie)) for wie in abonnementen)} deliveries to "
        f"{len(abonnementen)} abonnementen, {len(uitgang.bezorger.pogingen)} attempts, "
        f"{dubbel} duplicates with the same id; {rampen.telling}"
    )
    assert all(rampen.telling.values())


def _controleer_feeds(uitgang: Uitgang, mutaties: dict[str, list[Mutatie]]) -> None:
    """Whoever reads the feed, page by page, sees every mutatie of the school once, in order."""
    for school in SCHOLEN:
        gelezen, na = [], 0
        while bladzij := uitgang.feed.regels.get(school, [])[na : na + 25]:
            gelezen += bladzij
            na = bladzij[-1].nummer
        assert [regel.mutatie for regel in gelezen] == mutaties[school]
        assert [regel.nummer for regel in gelezen] == list(range(1, len(gelezen) + 1))
