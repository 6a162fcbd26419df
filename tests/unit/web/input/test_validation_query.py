"""Reading the query and the path: every fault at once."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.model.errors import InputError, InvalidInput
from stagemarkt.web.input import fields
from stagemarkt.web.input.validation import MAX_ERRORS, Input
from stagemarkt.web.problems import problem_response

from tests.unit.requests import make_request


def _errors(query: dict[str, list[str]], may: tuple[fields.Field, ...]) -> list[InputError]:
    inputs = Input()
    inputs.query(make_request(query=query), may)
    return inputs.fouten


def test_what_is_good_is_given() -> None:
    """Values come by their names, each in its own type; without faults nothing is raised."""
    inputs = Input()
    request = make_request(
        query={"naam": ["Bakkerij"], "huisnummer": ["12"], "inclusiefHistorisch": ["true"]},
        path_fields={"leerbedrijfId": "900000001", "code": "k0067"},
    )
    inputs.query(request, fields.IDENTIFICATIE)
    inputs.path(request)
    inputs.finish()
    assert inputs.values == {
        "naam": "Bakkerij",
        "huisnummer": 12,
        "inclusiefHistorisch": True,
        "leerbedrijfId": "900000001",
        "code": "K0067",
    }


def test_every_error_in_one_go() -> None:
    """All faults of path and query are told together, each at its place and with its code."""
    inputs = Input()
    request = make_request(
        query={"naam": [""], "postcode": ["1"], "huisnummer": ["x"], "postcod": ["3811MG"]},
        path_fields={"leerbedrijfId": "!", "code": "?"},
    )
    inputs.query(request, fields.IDENTIFICATIE)
    inputs.path(request)
    with pytest.raises(InvalidInput) as caught:
        inputs.finish()
    assert [point[:3] for point in caught.value.fouten] == [
        ("query", "naam", "ongeldige-invoer"),
        ("query", "postcode", "ongeldige-invoer"),
        ("query", "huisnummer", "ongeldige-invoer"),
        ("query", "postcod", "onbekende-parameter"),
        ("path", "leerbedrijfId", "ongeldige-invoer"),
        ("path", "code", "ongeldige-invoer"),
    ]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Naam", "naam"),
        ("name", "naam"),
        ("POSTCODE", "postcode"),
        ("postcod", "postcode"),
        ("huis_nummer", "huisnummer"),
        ("inclusief_historisch", "inclusiefHistorisch"),
        ("inclusiefhistorisch", "inclusiefHistorisch"),
    ],
)
def test_an_almost_right_name(name: str, meant: str) -> None:
    """Who mistypes a parameter hears which one is nearest."""
    (error,) = _errors({name: ["x"]}, fields.IDENTIFICATIE)
    assert (error.plaats, error.naam, error.code) == ("query", name, "onbekende-parameter")
    assert all(f"`{meant}`" in text for text in error.detail)
    assert "bedoelt u" in error.detail.nl


@pytest.mark.parametrize("name", ["xyzzy", "", "\u00e9\u00e9n"])
def test_an_entirely_different_name(name: str) -> None:
    """Who sends something else altogether hears what there is."""
    (error,) = _errors({name: ["x"]}, fields.ERKENNING)
    assert all("`peildatum`, `totEnMet`" in text for text in error.detail)


def test_where_nothing_belongs() -> None:
    """Where no parameter belongs, that is said."""
    (error,) = _errors({"naam": ["x"]}, ())
    assert (error.naam, error.detail.nl) == ("naam", "Onbekend; hier hoort niets.")


def test_a_long_name_is_not_sent_back() -> None:
    """A name of kilobytes is cut short."""
    (error,) = _errors({"naam" * 5000: ["x"]}, fields.IDENTIFICATIE)
    assert len(error.naam) == 100


@pytest.mark.parametrize("texts", [["a", "b"], ["a", "a"], ["", ""]])
def test_one_parameter_twice(texts: list[str]) -> None:
    """A parameter that is there twice is a fault, even with the same value; neither is used."""
    inputs = Input()
    inputs.query(make_request(query={"naam": texts}), fields.IDENTIFICATIE)
    assert [point[:3] for point in inputs.fouten] == [("query", "naam", "ongeldige-invoer")]
    assert inputs.values == {}


def test_without_errors_it_finishes() -> None:
    """Nothing read and nothing wrong is fine."""
    inputs = Input()
    inputs.query(make_request(), fields.IDENTIFICATIE)
    inputs.finish()
    assert (inputs.values, inputs.fouten) == ({}, [])


@pytest.mark.parametrize(
    ("name", "fields_", "meant"),
    [
        ("einddatum", fields.ERKENNING, "totEnMet"),
        ("eind_datum", fields.ERKENNING, "totEnMet"),
        ("endDate", fields.ERKENNING, "totEnMet"),
        ("tot", fields.ERKENNING, "totEnMet"),
        ("begindatum", fields.ERKENNING, "peildatum"),
        ("startdatum", fields.ERKENNING, "peildatum"),
        ("datum", fields.ERKENNING, "peildatum"),
        ("pagina", fields.ZOEKEN, "cursor"),
        ("page", fields.ZOEKEN, "cursor"),
        ("offset", fields.ZOEKEN, "cursor"),
        ("aantal", fields.ZOEKEN, "limit"),
        ("per_page", fields.ZOEKEN, "limit"),
        ("pageSize", fields.ZOEKEN, "limit"),
        ("bedrijfsnaam", fields.IDENTIFICATIE, "naam"),
        ("company-name", fields.IDENTIFICATIE, "naam"),
        ("zipcode", fields.IDENTIFICATIE, "postcode"),
        ("opleiding", fields.ZOEKEN, "opleidingsnaam"),
        ("opleidingscode", fields.ZOEKEN, "crebo"),
        ("stad", fields.ZOEKEN, "plaats"),
        ("woonplaats", fields.ZOEKEN, "plaats"),
        ("City", fields.ZOEKEN, "plaats"),
        ("radius", fields.ZOEKEN, "afstand"),
        ("straal", fields.ZOEKEN, "afstand"),
        ("level", fields.ZOEKEN, "niveau"),
        ("Leerweg", fields.ZOEKEN, "leerweg"),
        ("crebo", fields.FIELDS_OF["geefMutaties"], "code"),
        ("bedrijfId", fields.FIELDS_OF["geefMutaties"], "leerbedrijfId"),
        ("webhook", fields.FIELDS_OF["maakAbonnement"], "url"),
    ],
)
def test_another_word_for_the_same(name: str, fields_: tuple[fields.Field, ...], meant: str) -> None:
    """Who uses another word for a parameter hears ours, not the one that is nearest in letters."""
    (error,) = _errors({name: ["x"]}, fields_)
    assert error.detail.nl == f"Onbekend; bedoelt u `{meant}`?"
    assert error.detail.en == f"Unknown; do you mean `{meant}`?"


@pytest.mark.parametrize(
    ("name", "fields_"),
    [
        ("kvk", fields.IDENTIFICATIE),
        ("kvkNummer", fields.IDENTIFICATIE),
        ("pagina", fields.ERKENNING),
        ("einddatum", fields.ZOEKEN),
        ("telefoon", fields.ZOEKEN),
        ("format", fields.ZOEKEN),
        ("sort", fields.ZOEKEN),
        ("code", fields.IDENTIFICATIE),
        ("radius", fields.IDENTIFICATIE),
    ],
)
def test_rather_no_advice_than_wrong_advice(name: str, fields_: tuple[fields.Field, ...]) -> None:
    """Where what is meant is not asked for here, all that there is is named, and nothing is guessed."""
    (error,) = _errors({name: ["x"]}, fields_)
    assert error.detail.nl.startswith("Onbekend; wel bekend: ")
    assert all(f"`{field.naam}`" in error.detail.nl for field in fields_)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("huisnummertoevoeging", "`huisnummer`"),
        ("huisnummer_toevoeging", "`huisnummer`"),
        ("school", "`Namens-School`"),
        ("api_key", "`Authorization`"),
    ],
)
def test_what_is_no_parameter(name: str, word: str) -> None:
    """What goes elsewhere: it is said where."""
    (error,) = _errors({name: ["x"]}, fields.IDENTIFICATIE)
    assert all(word in text and "bedoelt u" not in text for text in error.detail)


@given(st.sampled_from(sorted(fields.FIELDS_OF)), st.text(max_size=20))
def test_advice_names_only_what_exists(operation: str, name: str) -> None:
    """No advice names a parameter that this call does not take."""
    names = {field.naam for field in fields.FIELDS_OF[operation]}
    for error in _errors({name: ["x"]}, fields.FIELDS_OF[operation]):
        meant = re.search(r"bedoelt u `(.+)`", error.detail.nl)
        assert meant is None or meant[1] in names


@pytest.mark.parametrize("text", ["Caf\ufffd", "\ufffd", "900000001\ufffd"])
def test_bytes_that_are_no_utf8(text: str) -> None:
    """`%E9` arrives as U+FFFD: no value holds that, in a query or a path, and the fault says what it is."""
    everything = {field.naam: field for possible in fields.FIELDS_OF.values() for field in possible}
    inputs = Input()
    inputs.query(make_request(query={name: [text] for name in everything}), tuple(everything.values()))
    inputs.path(make_request(path_fields=dict.fromkeys(fields.PATH_FIELDS, text)))
    assert len(inputs.fouten) == len(everything) + len(fields.PATH_FIELDS)
    assert all("UTF-8" in error.detail.nl and "UTF-8" in error.detail.en for error in inputs.fouten)
    assert inputs.values == {}


def test_a_name_that_is_no_utf8() -> None:
    """In the name of a parameter it is the same fault."""
    (error,) = _errors({"pla\ufffdts": ["x"]}, fields.ZOEKEN)
    assert (error.code, "UTF-8" in error.detail.nl) == ("ongeldige-invoer", True)


def test_as_many_as_anyone_reads() -> None:
    """However many unknown names: a hundred are told, and how many more there are; within what one reads."""
    inputs = Input()
    query = {f"x{number}": ["1"] for number in range(2000)}
    inputs.query(make_request(query=query), (fields.FIELDS,))
    with pytest.raises(InvalidInput) as caught:
        inputs.finish()
    errors = caught.value.fouten
    assert len(errors) == MAX_ERRORS + 1
    assert "nog 1900 fouten" in errors[-1].detail.nl
    assert len(problem_response(caught.value, "1", "nl").body) < 32_000


def test_as_many_names_in_fields_as_anyone_reads() -> None:
    """Of very many names in `fields` the first are told, and how many more there are."""
    (error,) = _errors({"fields": [",".join(f"x{number}" for number in range(300))]}, (fields.FIELDS,))
    assert "`x9`:" in error.detail.nl
    assert error.detail.nl.endswith("En nog 290.")
    assert len(error.detail.nl) < 4_000


def test_two_thousand_commas() -> None:
    """The same wrong name is one fault, however often it is there."""
    (error,) = _errors({"fields": ["," * 1999]}, (fields.FIELDS,))
    assert (error.naam, len(error.detail.nl) < 500) == ("fields", True)
