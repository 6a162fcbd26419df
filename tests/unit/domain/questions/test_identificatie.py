"""Vaststellen: under what an answer is kept, and which of SBB's matches are given."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stagemarkt.domain.questions.identificatie import geef_leerbedrijf, sleutel_van, zoek_leerbedrijven
from stagemarkt.model.errors import BronAntwoordOngeldig, BronTimeout, LeerbedrijfOnbekend, Tekst
from stagemarkt.model.leerbedrijf import Adres, Leerbedrijf
from stagemarkt.model.questions import Identificatievraag

from tests.unit.fakes import ANDERE_SCHOOL, BAKKERIJ, LEERBEDRIJF_ID, SCHOOL, TERMIJN, NepSbb

HISTORISCH = BAKKERIJ.model_copy(update={"leerbedrijf_id": "100000001", "status": "historisch"})
OP_ID = Identificatievraag(leerbedrijf_id=LEERBEDRIJF_ID, inclusief_historisch=True)
OP_NAAM = Identificatievraag(naam="Kanarie Jansen", postcode="3811MG", huisnummer=12)
NAMEN = st.text(min_size=1, max_size=30)


def test_de_sleutel_van_een_id_is_leesbaar() -> None:
    """What belongs to one leerbedrijf can be found, and removed, by its ID."""
    assert sleutel_van(OP_ID, SCHOOL) == (SCHOOL, f"leerbedrijf#{LEERBEDRIJF_ID}", "identificatie")


def test_de_sleutel_van_een_naam_is_een_getal() -> None:
    """Nothing that was searched for is readable in the key."""
    sleutel = sleutel_van(OP_NAAM, SCHOOL)
    assert re.fullmatch(r"vraag#[0-9a-f]{64}", sleutel.onderwerp)
    assert (sleutel.school, sleutel.soort) == (SCHOOL, "identificatie")


@pytest.mark.parametrize(
    "anders",
    [
        OP_NAAM._replace(naam="Kanarie Janssen"),
        OP_NAAM._replace(naam=None),
        OP_NAAM._replace(postcode="3811MH"),
        OP_NAAM._replace(postcode=None),
        OP_NAAM._replace(huisnummer=13),
        OP_NAAM._replace(huisnummer=None),
        OP_NAAM._replace(toevoeging="A"),
        OP_NAAM._replace(inclusief_historisch=True),
    ],
)
def test_elk_deel_van_de_vraag_telt(anders: Identificatievraag) -> None:
    """Another question never finds this answer."""
    assert sleutel_van(anders, SCHOOL) != sleutel_van(OP_NAAM, SCHOOL)


def test_delen_lopen_niet_in_elkaar_over() -> None:
    """A name cannot be written such that it looks like a name with an address."""
    naam = Identificatievraag(naam='x", "3811MG", 1')
    assert sleutel_van(naam, SCHOOL) != sleutel_van(Identificatievraag(None, "x", "3811MG", 1), SCHOOL)


@pytest.mark.parametrize("vraag", [OP_ID, OP_NAAM])
def test_elke_school_heeft_haar_eigen_antwoord(vraag: Identificatievraag) -> None:
    """The same question of another school has another key."""
    assert sleutel_van(vraag, SCHOOL) != sleutel_van(vraag, ANDERE_SCHOOL)


def test_hoofdletters_in_een_naam_tellen_niet() -> None:
    """A name in capitals finds the answer to the name without."""
    hoofdletters = OP_NAAM._replace(naam="KANARIE JANSEN")
    assert sleutel_van(hoofdletters, SCHOOL) == sleutel_van(OP_NAAM, SCHOOL)


def test_andere_letters_zijn_geen_hoofdletters() -> None:
    """Names that SBB tells apart do not share an answer: Stra\u00dfe is not Strasse."""
    een, twee = (Identificatievraag(naam=naam) for naam in ("Stra\u00dfe", "Strasse"))
    assert sleutel_van(een, SCHOOL) != sleutel_van(twee, SCHOOL)


@given(NAMEN, NAMEN)
def test_namen_die_meer_verschillen_hebben_een_andere_sleutel(een: str, twee: str) -> None:
    """Names that are not equal without capitals do not meet."""
    assume(een.casefold() != twee.casefold())
    vragen = (Identificatievraag(naam=een), Identificatievraag(naam=twee))
    assert sleutel_van(vragen[0], SCHOOL) != sleutel_van(vragen[1], SCHOOL)


@pytest.mark.parametrize(
    ("historisch", "verwacht"),
    [(False, [BAKKERIJ, BAKKERIJ]), (True, [BAKKERIJ, HISTORISCH, BAKKERIJ])],
    ids=["only-actueel", "historisch-too"],
)
def test_historische_alleen_als_erom_is_gevraagd(verwacht: list[Leerbedrijf], *, historisch: bool) -> None:
    """Leerbedrijven that are no longer actueel are left out unless asked for; SBB's order stays."""
    sbb = NepSbb([BAKKERIJ, HISTORISCH, BAKKERIJ])
    vraag = OP_NAAM._replace(inclusief_historisch=historisch)
    assert zoek_leerbedrijven(sbb, vraag, TERMIJN) == verwacht
    assert sbb.gevraagd == [vraag]


def test_geen_treffer_is_een_lege_lijst() -> None:
    """Searching without a match is no error."""
    assert zoek_leerbedrijven(NepSbb([]), OP_NAAM, TERMIJN) == []


def test_een_leerbedrijf_op_id() -> None:
    """The leerbedrijf with the ID that was asked for."""
    assert geef_leerbedrijf(NepSbb(), OP_ID, TERMIJN) == BAKKERIJ


def test_op_id_ook_een_historisch_leerbedrijf() -> None:
    """By ID a leerbedrijf that is no longer actueel is given as well."""
    vraag = OP_ID._replace(leerbedrijf_id=HISTORISCH.leerbedrijf_id)
    assert geef_leerbedrijf(NepSbb([HISTORISCH]), vraag, TERMIJN) == HISTORISCH


def test_een_onbekend_id() -> None:
    """An ID that SBB does not know is told as such."""
    with pytest.raises(LeerbedrijfOnbekend):
        geef_leerbedrijf(NepSbb([]), OP_ID, TERMIJN)


@pytest.mark.parametrize(
    "gevonden",
    [
        pytest.param([HISTORISCH], id="another"),
        pytest.param([BAKKERIJ, HISTORISCH], id="more"),
        pytest.param([BAKKERIJ, BAKKERIJ], id="twice"),
    ],
)
def test_een_ander_leerbedrijf_wordt_niet_doorgegeven(gevonden: list[Leerbedrijf]) -> None:
    """Data of any other leerbedrijf than the one asked for are not passed on."""
    with pytest.raises(BronAntwoordOngeldig):
        geef_leerbedrijf(NepSbb(gevonden), OP_ID, TERMIJN)


def test_wat_sbb_raakt_komt_door() -> None:
    """A failure of SBB is neither an empty list nor an unknown ID."""
    sbb = NepSbb(fout=BronTimeout(Tekst("Te laat.", "Too late.")))
    with pytest.raises(BronTimeout):
        zoek_leerbedrijven(sbb, OP_NAAM, TERMIJN)
    with pytest.raises(BronTimeout):
        geef_leerbedrijf(sbb, OP_ID, TERMIJN)


def _op(nummer: str | None, toevoeging: str | None = None, straat: str | None = None) -> Leerbedrijf:
    adres = Adres(straat=straat, huisnummer=nummer, huisnummertoevoeging=toevoeging, postcode="3811MG")
    return BAKKERIJ.model_copy(update={"vestigingsadres": adres})


@pytest.mark.parametrize(
    ("toevoeging", "namen"),
    [
        pytest.param("a", ["A", "12a"], id="whichever-way-sbb-writes-it"),
        pytest.param("bis II", ["bis-ii"], id="spaces-and-hyphens"),
        pytest.param("C", ["A", "12a", "bis-ii", "geen", "straat"], id="sbb-has-no-such-addition"),
        pytest.param(None, ["geen", "straat", "A", "12a", "bis-ii"], id="without-goes-first"),
    ],
)
def test_de_toevoeging(toevoeging: str | None, namen: list[str]) -> None:
    """Those with the addition asked for, if any; else all at that number, for SBB's may be wanting."""
    op = {
        "A": _op("12", "A"),
        "12a": _op("12a"),
        "bis-ii": _op("12", "bis-ii"),
        "geen": _op("12"),
        "straat": _op(None, None, "Dorpsweg 12"),
    }
    bedrijven = [bedrijf.model_copy(update={"naam": naam}) for naam, bedrijf in op.items()]
    vraag = Identificatievraag(postcode="3811MG", huisnummer=12, toevoeging=toevoeging)
    gevonden = zoek_leerbedrijven(NepSbb(leerbedrijven=bedrijven), vraag, TERMIJN)
    assert [bedrijf.naam for bedrijf in gevonden] == namen


def test_de_toevoeging_telt_een_keer_in_de_sleutel() -> None:
    """One addition in two spellings is one question."""
    een, twee = (OP_NAAM._replace(toevoeging=tekst) for tekst in ("bis II", "Bis-II"))
    assert sleutel_van(een, SCHOOL) == sleutel_van(twee, SCHOOL)


@pytest.mark.parametrize(
    ("naam", "gevonden"),
    [
        ("100%", ["100% Brood"]),
        ("_", ["Snack_Bar"]),
        ("snack_", ["Snack_Bar"]),
        ("[bio]", ["Caf\u00e9 [Bio]"]),
        ("cafe  [b", ["Caf\u00e9 [Bio]"]),
        ("100", ["100% Brood", "Snack_Bar", "Caf\u00e9 [Bio]", "1000 Broden"]),
    ],
)
def test_een_letter_is_geen_joker(naam: str, gevonden: list[str]) -> None:
    """Of what SBB finds with wildcards only that is given which has the caller's own text."""
    namen = ("100% Brood", "Snack_Bar", "Caf\u00e9 [Bio]", "1000 Broden")
    bedrijven = [BAKKERIJ.model_copy(update={"naam": ander}) for ander in namen]
    uitkomst = zoek_leerbedrijven(NepSbb(leerbedrijven=bedrijven), Identificatievraag(naam=naam), TERMIJN)
    assert [bedrijf.naam for bedrijf in uitkomst] == gevonden
