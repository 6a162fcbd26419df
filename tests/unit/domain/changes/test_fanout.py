"""Fan-out: what happens to mutaties that were stored, in which order, and when it is done again."""

import pytest
from stagemarkt.model.abonnement import Filter
from stagemarkt.model.aflevering import Stand
from stagemarkt.model.errors import OpslagFout

from tests.unit.fakes import ANDERE_SCHOOL, SCHOOL
from tests.unit.fakes_outbox import Rampen, abonnement, mutatie
from tests.unit.way_out import Uitgang, typen, volgnummers


def test_elk_abonnement_krijgt_wat_past() -> None:
    """School and filter decide; every abonnement counts for itself, without gaps."""
    uitgang = Uitgang()
    alles, een, ander = abonnement("a1"), abonnement("a2", filter_=Filter(codes=("K0067",))), abonnement("a3")
    ander = abonnement("a3", school=ANDERE_SCHOOL)
    for wie in (alles, een, ander):
        uitgang.abonneer(wie)
    codes = ["25998", "K0067", "25998", "K0067", "25998"]
    uitgang.verdeel(*(mutatie(n, code=code) for n, code in enumerate(codes, 1)))
    uitgang.werk_af()
    assert volgnummers(uitgang.ontvangen(alles)) == [1, 2, 3, 4, 5]
    assert [(b.volgnummer, b.code) for b in uitgang.ontvangen(een)] == [(1, "K0067"), (2, "K0067")]
    assert uitgang.ontvangen(ander) == []


@pytest.mark.parametrize(
    ("filter_", "past"),
    [
        (Filter(), True),
        (Filter(leerbedrijf_ids=("900000001",)), True),
        (Filter(leerbedrijf_ids=("900000002",)), False),
        (Filter(codes=("25998", "K0067")), True),
        (Filter(statussen=("ingetrokken",)), False),
        (Filter(("900000001",), ("25998",), ("erkend",)), True),
        (Filter(("900000001",), ("25998",), ("verlopen",)), False),
    ],
)
def test_filter(filter_: Filter, past: bool) -> None:  # noqa: FBT001 - the expected answer
    """All parts of a filter must fit; an empty part lets everything through."""
    assert filter_.past(mutatie()) is past


def test_eerst_vergeten_dan_vertellen() -> None:
    """Nothing has a number, nobody is nudged, while what was kept of its leerbedrijf is not forgotten."""
    uitgang = Uitgang()
    uitgang.abonneer(abonnement())
    uitgang.vergeter.rampen = Rampen(kans=2.0)
    with pytest.raises(OpslagFout):
        uitgang.verdeel(mutatie())
    assert (uitgang.feed.regels, uitgang.wekker.gewekt) == ({}, [])
    uitgang.vergeter.rampen = Rampen()
    uitgang.verdeel(mutatie(1), mutatie(2), mutatie(3, leerbedrijf_id="2"))
    assert uitgang.vergeter.vergeten == [(SCHOOL, "900000001"), (SCHOOL, "2")]


def test_nog_eens_verandert_niets() -> None:
    """The same mutaties again, alone or among others, get no second number anywhere."""
    uitgang = Uitgang()
    wie = uitgang.abonneer(abonnement())
    assert uitgang.verdeel(mutatie(1), mutatie(2), mutatie(1)).genummerd == 2
    assert uitgang.verdeel(mutatie(2), mutatie(3)).genummerd == 1
    assert uitgang.verdeel(mutatie(1), mutatie(2), mutatie(3)).genummerd == 0
    uitgang.werk_af()
    assert volgnummers(uitgang.ontvangen(wie)) == [1, 2, 3]
    assert [regel.nummer for regel in uitgang.feed.regels[SCHOOL]] == [1, 2, 3]


def test_eerder_gezien_per_school_leerbedrijf_en_code() -> None:
    """The first erkend of a pair is verleend, each later one gewijzigd; another school has its own first."""
    uitgang = Uitgang()
    wie = uitgang.abonneer(abonnement())
    ander = uitgang.abonneer(abonnement("a2", school=ANDERE_SCHOOL))
    uitgang.verdeel(mutatie(1), mutatie(2), mutatie(3, code="K0067"), mutatie(4, status="ingetrokken"))
    uitgang.verdeel(mutatie(5), mutatie(6, status="verlopen"), mutatie(7, status="nietErkend"))
    uitgang.verdeel(mutatie(8, school=ANDERE_SCHOOL))
    uitgang.werk_af()
    assert typen(uitgang.ontvangen(wie)) == [
        "verleend",
        "gewijzigd",
        "verleend",
        "ingetrokken",
        "gewijzigd",
        "verlopen",
        "ingetrokken",
    ]
    assert typen(uitgang.ontvangen(ander)) == ["verleend"]


def test_nieuw_begint_nu() -> None:
    """A new abonnement gets what comes, also when older mutaties are passed on once more; no history."""
    uitgang = Uitgang()
    uitgang.verdeel(mutatie(1), mutatie(2))
    wie = uitgang.abonneer(abonnement())
    uitgang.verdeel(mutatie(1), mutatie(2), mutatie(3))
    uitgang.werk_af()
    assert [(b.id, b.volgnummer) for b in uitgang.ontvangen(wie)] == [(mutatie(3).mutatie_id, 1)]


def test_afgebroken_tussen_feed_en_abonnement() -> None:
    """What was numbered in the feed and not for an abonnement is made good by the next that comes by."""
    uitgang = Uitgang()
    wie = uitgang.abonneer(abonnement())
    uitgang.uitbak.rampen = Rampen(kans=2.0)
    with pytest.raises(OpslagFout):
        uitgang.verdeel(*(mutatie(n) for n in range(1, 300)))
    uitgang.uitbak.rampen = Rampen()
    assert uitgang.uitbak.stand(wie.sleutel) == Stand(0, 0)
    uitgang.verdeel(mutatie(300))
    uitgang.werk_af()
    assert volgnummers(uitgang.ontvangen(wie)) == list(range(1, 301))


def test_een_por_die_verloren_gaat() -> None:
    """When the queue fails the fan-out is done all the same, and the sweep finds what is due."""
    uitgang = Uitgang()
    wie = uitgang.abonneer(abonnement())
    uitgang.wekker.rampen = Rampen(kans=2.0)
    uitgang.verdeel(mutatie())
    assert uitgang.meldingen == ["wekken"]
    assert uitgang.veeg() == [wie.sleutel]


def test_een_regel_die_verlopen_is_houdt_niets_op() -> None:
    """An abonnement that was behind for more than 90 days goes on with what is left."""
    uitgang = Uitgang()
    wie = uitgang.abonneer(abonnement())
    uitgang.verdeel(mutatie(1))
    uitgang.uitbak.begin(wie.sleutel, 0)
    verdeler, lees = uitgang.verdeler, uitgang.feed.lees
    uitgang.feed.lees = lambda school, na, aantal: lees(school, max(na, 99), aantal)
    verdeler.verdeel(SCHOOL, [mutatie(1).mutatie_id])
    assert uitgang.uitbak.stand(wie.sleutel) == Stand(0, 1)


def test_wat_niet_in_de_opslag_staat_wordt_geteld() -> None:
    """An id that the store does not know (any more) is told of, and the rest goes on."""
    uitgang = Uitgang()
    uitgang.mutaties.inhoud[mutatie(1).mutatie_id] = mutatie(1)
    gedaan = uitgang.verdeler.verdeel(SCHOOL, [mutatie(1).mutatie_id, "weg"])
    assert (gedaan.onbekend, gedaan.genummerd) == (1, 1)
