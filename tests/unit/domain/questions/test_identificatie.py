"""Vaststellen: under what an answer is kept, and which of SBB's matches are given."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stagemarkt.domain.questions.identificatie import answer_key_of, get_leerbedrijf, search_leerbedrijven
from stagemarkt.model.errors import Bilingual, BronAnswerInvalid, BronTimeout, LeerbedrijfUnknown
from stagemarkt.model.leerbedrijf import Adres, Leerbedrijf
from stagemarkt.model.questions import Identificatievraag

from tests.unit.fakes.composition import BAKERY, DEADLINE, LEERBEDRIJF_ID, OTHER_SCHOOL, SCHOOL, FakeSbb

HISTORICAL = BAKERY.model_copy(update={"leerbedrijf_id": "100000001", "status": "historisch"})
BY_ID = Identificatievraag(leerbedrijf_id=LEERBEDRIJF_ID, inclusief_historisch=True)
BY_NAME = Identificatievraag(naam="Kanarie Jansen", postcode="3811MG", huisnummer=12)
NAMES = st.text(min_size=1, max_size=30)


def test_the_key_of_an_id_is_readable() -> None:
    """What belongs to one leerbedrijf can be found, and removed, by its ID."""
    assert answer_key_of(BY_ID, SCHOOL) == (SCHOOL, f"leerbedrijf#{LEERBEDRIJF_ID}", "identificatie")


def test_the_key_of_a_name_is_a_number() -> None:
    """Nothing that was searched for is readable in the key."""
    sleutel = answer_key_of(BY_NAME, SCHOOL)
    assert re.fullmatch(r"vraag#[0-9a-f]{64}", sleutel.onderwerp)
    assert (sleutel.school, sleutel.soort) == (SCHOOL, "identificatie")


@pytest.mark.parametrize(
    "otherwise",
    [
        BY_NAME._replace(naam="Kanarie Janssen"),
        BY_NAME._replace(naam=None),
        BY_NAME._replace(postcode="3811MH"),
        BY_NAME._replace(postcode=None),
        BY_NAME._replace(huisnummer=13),
        BY_NAME._replace(huisnummer=None),
        BY_NAME._replace(toevoeging="A"),
        BY_NAME._replace(inclusief_historisch=True),
    ],
)
def test_every_part_of_the_question_counts(otherwise: Identificatievraag) -> None:
    """Another question never finds this answer."""
    assert answer_key_of(otherwise, SCHOOL) != answer_key_of(BY_NAME, SCHOOL)


def test_parts_do_not_run_into_each_other() -> None:
    """A name cannot be written such that it looks like a name with an address."""
    name = Identificatievraag(naam='x", "3811MG", 1')
    assert answer_key_of(name, SCHOOL) != answer_key_of(Identificatievraag(None, "x", "3811MG", 1), SCHOOL)


@pytest.mark.parametrize("question", [BY_ID, BY_NAME])
def test_every_school_has_its_own_answer(question: Identificatievraag) -> None:
    """The same question of another school has another key."""
    assert answer_key_of(question, SCHOOL) != answer_key_of(question, OTHER_SCHOOL)


def test_capitals_in_a_name_do_not_count() -> None:
    """A name in capitals finds the answer to the name without."""
    upper_case = BY_NAME._replace(naam="KANARIE JANSEN")
    assert answer_key_of(upper_case, SCHOOL) == answer_key_of(BY_NAME, SCHOOL)


def test_other_letters_are_no_capitals() -> None:
    """Names that SBB tells apart do not share an answer: Stra\u00dfe is not Strasse."""
    one, two = (Identificatievraag(naam=name) for name in ("Stra\u00dfe", "Strasse"))
    assert answer_key_of(one, SCHOOL) != answer_key_of(two, SCHOOL)


@given(NAMES, NAMES)
def test_names_that_differ_more_have_another_key(one: str, two: str) -> None:
    """Names that are not equal without capitals do not meet."""
    assume(one.casefold() != two.casefold())
    questions = (Identificatievraag(naam=one), Identificatievraag(naam=two))
    assert answer_key_of(questions[0], SCHOOL) != answer_key_of(questions[1], SCHOOL)


@pytest.mark.parametrize(
    ("historical", "expected"),
    [(False, [BAKERY, BAKERY]), (True, [BAKERY, HISTORICAL, BAKERY])],
    ids=["only-actueel", "historisch-too"],
)
def test_historical_ones_only_when_asked_for(expected: list[Leerbedrijf], *, historical: bool) -> None:
    """Leerbedrijven that are no longer actueel are left out unless asked for; SBB's order stays."""
    sbb = FakeSbb([BAKERY, HISTORICAL, BAKERY])
    question = BY_NAME._replace(inclusief_historisch=historical)
    assert search_leerbedrijven(sbb, question, DEADLINE) == expected
    assert sbb.asked == [question]


def test_no_match_is_an_empty_list() -> None:
    """Searching without a match is no error."""
    assert search_leerbedrijven(FakeSbb([]), BY_NAME, DEADLINE) == []


def test_a_leerbedrijf_by_id() -> None:
    """The leerbedrijf with the ID that was asked for."""
    assert get_leerbedrijf(FakeSbb(), BY_ID, DEADLINE) == BAKERY


def test_by_id_a_historical_leerbedrijf_too() -> None:
    """By ID a leerbedrijf that is no longer actueel is given as well."""
    question = BY_ID._replace(leerbedrijf_id=HISTORICAL.leerbedrijf_id)
    assert get_leerbedrijf(FakeSbb([HISTORICAL]), question, DEADLINE) == HISTORICAL


def test_an_unknown_id() -> None:
    """An ID that SBB does not know is told as such."""
    with pytest.raises(LeerbedrijfUnknown):
        get_leerbedrijf(FakeSbb([]), BY_ID, DEADLINE)


@pytest.mark.parametrize(
    "found",
    [
        pytest.param([HISTORICAL], id="another"),
        pytest.param([BAKERY, HISTORICAL], id="more"),
        pytest.param([BAKERY, BAKERY], id="twice"),
    ],
)
def test_another_leerbedrijf_is_not_passed_on(found: list[Leerbedrijf]) -> None:
    """Data of any other leerbedrijf than the one asked for are not passed on."""
    with pytest.raises(BronAnswerInvalid):
        get_leerbedrijf(FakeSbb(found), BY_ID, DEADLINE)


def test_a_failure_of_sbb_comes_through() -> None:
    """A failure of SBB is neither an empty list nor an unknown ID."""
    sbb = FakeSbb(fout=BronTimeout(Bilingual("Te laat.", "Too late.")))
    with pytest.raises(BronTimeout):
        search_leerbedrijven(sbb, BY_NAME, DEADLINE)
    with pytest.raises(BronTimeout):
        get_leerbedrijf(sbb, BY_ID, DEADLINE)


def _at_address(number: str | None, toevoeging: str | None = None, straat: str | None = None) -> Leerbedrijf:
    adres = Adres(straat=straat, huisnummer=number, huisnummertoevoeging=toevoeging, postcode="3811MG")
    return BAKERY.model_copy(update={"vestigingsadres": adres})


@pytest.mark.parametrize(
    ("toevoeging", "names"),
    [
        pytest.param("a", ["A", "12a"], id="whichever-way-sbb-writes-it"),
        pytest.param("bis II", ["bis-ii"], id="spaces-and-hyphens"),
        pytest.param("C", ["A", "12a", "bis-ii", "geen", "straat"], id="sbb-has-no-such-addition"),
        pytest.param(None, ["geen", "straat", "A", "12a", "bis-ii"], id="without-goes-first"),
    ],
)
def test_the_addition(toevoeging: str | None, names: list[str]) -> None:
    """Those with the addition asked for, if any; else all at that number, for SBB's may be wanting."""
    at = {
        "A": _at_address("12", "A"),
        "12a": _at_address("12a"),
        "bis-ii": _at_address("12", "bis-ii"),
        "geen": _at_address("12"),
        "straat": _at_address(None, None, "Dorpsweg 12"),
    }
    bedrijven = [company.model_copy(update={"naam": name}) for name, company in at.items()]
    question = Identificatievraag(postcode="3811MG", huisnummer=12, toevoeging=toevoeging)
    found = search_leerbedrijven(FakeSbb(leerbedrijven=bedrijven), question, DEADLINE)
    assert [company.naam for company in found] == names


def test_the_addition_counts_once_in_the_key() -> None:
    """One addition in two spellings is one question."""
    one, two = (BY_NAME._replace(toevoeging=text) for text in ("bis II", "Bis-II"))
    assert answer_key_of(one, SCHOOL) == answer_key_of(two, SCHOOL)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("100%", ["100% Brood"]),
        ("_", ["Snack_Bar"]),
        ("snack_", ["Snack_Bar"]),
        ("[bio]", ["Caf\u00e9 [Bio]"]),
        ("cafe  [b", ["Caf\u00e9 [Bio]"]),
        ("100", ["100% Brood", "Snack_Bar", "Caf\u00e9 [Bio]", "1000 Broden"]),
    ],
)
def test_a_letter_is_no_wildcard(name: str, found: list[str]) -> None:
    """Of what SBB finds with wildcards only that is given which has the caller's own text."""
    names = ("100% Brood", "Snack_Bar", "Caf\u00e9 [Bio]", "1000 Broden")
    bedrijven = [BAKERY.model_copy(update={"naam": other}) for other in names]
    outcome = search_leerbedrijven(FakeSbb(leerbedrijven=bedrijven), Identificatievraag(naam=name), DEADLINE)
    assert [company.naam for company in outcome] == found
