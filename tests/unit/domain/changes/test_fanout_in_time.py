"""Fan-out watches its time: what it costs, that it stops, and that whoever comes next goes on from there."""

from collections.abc import Callable, Sequence
from typing import Final

import pytest
from stagemarkt.domain.changes.fanout import Verdeeld
from stagemarkt.model.abonnement import Filter
from stagemarkt.model.errors import OpslagFout
from stagemarkt.model.mutatie import Mutatie
from stagemarkt.ports.deadline import Termijn

from tests.unit.fakes import SCHOOL
from tests.unit.fakes_outbox import Rampen, abonnement, mutatie
from tests.unit.way_out import Uitgang, volgnummers

AANROEP: Final = 0.015
# What the function hands on of its 28 seconds.
TIJD: Final = 20.0


class Traag(Rampen):
    """A storage of which each call takes 15 ms."""

    @property
    def nu(self) -> float:
        """Seconds that went by."""
        return self.aanroepen * AANROEP

    def termijn(self, seconden: float = TIJD) -> Termijn:
        """What ends so many seconds from now."""
        return Termijn.van(seconden, lambda: self.nu)


def _stukken(berichten: int, per_bericht: int) -> list[list[Mutatie]]:
    alle = [mutatie(n, leerbedrijf_id=str(n)) for n in range(1, berichten * per_bericht + 1)]
    return [alle[n : n + per_bericht] for n in range(0, len(alle), per_bericht)]


def _verdeel(uitgang: Uitgang, stukken: Sequence[Sequence[Mutatie]], termijn: Termijn) -> Verdeeld:
    uitgang.mutaties.inhoud |= {m.mutatie_id: m for stuk in stukken for m in stuk}
    return uitgang.verdeler.verdeel_stukken(SCHOOL, [[m.mutatie_id for m in s] for s in stukken], termijn)


@pytest.mark.parametrize(("aantal", "hoogstens", "in_keren"), [(50, 530, 1), (130, 850, 1), (400, 2150, 2)])
def test_wat_een_volle_wachtrij_kost(aantal: int, hoogstens: int, in_keren: int) -> None:
    """10 messages of 25 mutaties that every abonnement wants: a bounded number of calls, and all is done."""
    traag = Traag()
    uitgang = Uitgang(traag)
    wie = [uitgang.abonneer(abonnement(f"a{n:04d}")) for n in range(aantal)]
    begin, stukken, keren = traag.aanroepen, _stukken(10, 25), 0
    while stukken:
        gedaan = _verdeel(uitgang, stukken, traag.termijn())
        stukken, keren = stukken[gedaan.stukken :], keren + 1
        assert keren <= in_keren
    print(f"\n{aantal} abonnementen: {traag.aanroepen - begin} calls in {keren} times")  # noqa: T201
    assert traag.aanroepen - begin <= hoogstens
    assert all(uitgang.uitbak.stand(een.sleutel) == (250, 250) for een in wie)
    assert keren == in_keren


def test_wie_niets_wil_kost_bijna_niets() -> None:
    """A hundred abonnementen that want none of it are one write together."""
    traag = Traag()
    uitgang = Uitgang(traag)
    wie = [uitgang.abonneer(abonnement(f"a{n:03d}", filter_=Filter(codes=("K0067",)))) for n in range(100)]
    begin = traag.aanroepen
    _verdeel(uitgang, _stukken(1, 1), traag.termijn())
    assert traag.aanroepen - begin <= 14
    assert {uitgang.uitbak.stand(een.sleutel) for een in wie} == {(0, 1)}
    assert uitgang.wekker.gewekt == []


@pytest.mark.parametrize("seconden", [0.0, 0.3, 1.0, 3.0])
def test_op_tijd_opgehouden_en_verder_gegaan(seconden: float) -> None:
    """However little time there is: nothing is begun after it, nothing done twice, and it comes to an end."""
    traag = Traag()
    uitgang = Uitgang(traag)
    wie = [uitgang.abonneer(abonnement(f"a{n:02d}")) for n in range(40)]
    stukken, keren = _stukken(4, 25), 0
    while stukken:
        begin = traag.nu
        gedaan = _verdeel(uitgang, stukken, traag.termijn(seconden or 0.1 * keren))
        # One piece that was under way: forgetting, numbering; and the nudges.
        assert traag.nu - begin <= (seconden or 0.1 * keren) + 80 * AANROEP
        assert gedaan.fout is None
        stukken, keren = stukken[gedaan.stukken :], keren + 1
        assert keren < 60
    uitgang.werk_af()
    assert len(uitgang.vergeter.vergeten) == 100
    for een in wie:
        assert volgnummers(uitgang.ontvangen(een)) == list(range(1, 101))


def test_wat_genummerd_is_wordt_gepord_ook_als_de_tijd_op_is() -> None:
    """Who was served before the time was over need not wait for the rest, nor for the sweep."""
    traag = Traag()
    uitgang = Uitgang(traag)
    for n in range(200):
        uitgang.abonneer(abonnement(f"a{n:03d}"))
    gedaan = _verdeel(uitgang, _stukken(1, 25), traag.termijn(0.7))
    assert gedaan.stukken == 0
    assert 0 < len(uitgang.wekker.gewekt) == min(50, gedaan.afleveringen // 25) < 200


def test_een_stuk_dat_niet_gaat_houdt_niet_op_wat_ervoor_kwam() -> None:
    """A piece that keeps failing comes back with what is behind it; what came before is done."""
    uitgang = Uitgang()
    wie = uitgang.abonneer(abonnement())
    stukken = _stukken(3, 2)
    lees: Callable[[Sequence[str]], Sequence[Mutatie]] = uitgang.mutaties.lees_alle

    def kapot(ids: Sequence[str]) -> Sequence[Mutatie]:
        if stukken[1][0].mutatie_id in ids:
            raise OpslagFout("a mutatie without its attributes")
        return lees(ids)

    uitgang.mutaties.lees_alle = kapot
    gedaan = _verdeel(uitgang, stukken, Traag().termijn())
    assert (gedaan.stukken, str(gedaan.fout)) == (1, "a mutatie without its attributes")
    uitgang.werk_af()
    assert volgnummers(uitgang.ontvangen(wie)) == [1, 2]


def test_wie_achter_is_leest_mee() -> None:
    """Abonnementen at different places of the feed: it is read once for all that need a stretch of it."""
    traag = Traag()
    uitgang = Uitgang(traag)
    achter = [uitgang.abonneer(abonnement(f"a{n:02d}")) for n in range(20)]
    _verdeel(uitgang, _stukken(4, 25), traag.termijn())
    for een in achter[:10]:
        uitgang.uitbak.begin(een.sleutel, 30)
    begin = traag.aanroepen
    _verdeel(uitgang, [[mutatie(101)]], traag.termijn())
    # Eleven that are not about who is behind; one stretch is read, ten are written, twenty nudged.
    assert traag.aanroepen - begin <= 44
    assert {uitgang.uitbak.stand(een.sleutel) for een in achter[:10]} == {(71, 101)}
    assert {uitgang.uitbak.stand(een.sleutel) for een in achter[10:]} == {(101, 101)}
