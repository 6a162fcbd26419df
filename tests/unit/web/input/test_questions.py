"""From a request to a question of the domain, or to every fault that it has."""

from collections.abc import Callable
from datetime import date

import pytest
from stagemarkt.model.errors import InvalidInput
from stagemarkt.model.questions import Erkenningsvraag, Identificatievraag
from stagemarkt.web.input import questions
from stagemarkt.web.input.cursor import write_cursor
from stagemarkt.web.request import Request, read_event

from tests.unit.fakes.composition import LEERBEDRIJF_ID, TODAY
from tests.unit.requests import build_event, make_request, search_body, search_query

Point = tuple[str, str, str]
MISSING = "ontbrekende-combinatie"


def _errors(read: Callable[[], object]) -> list[Point]:
    with pytest.raises(InvalidInput) as caught:
        read()
    return [point[:3] for point in caught.value.fouten]


@pytest.mark.parametrize(
    ("query", "question"),
    [
        ({"naam": "Bakkerij"}, Identificatievraag(naam="Bakkerij")),
        (
            {"postcode": "3811 mg", "huisnummer": "12"},
            Identificatievraag(postcode="3811MG", huisnummer=12),
        ),
        (
            {"postcode": "3811 mg", "huisnummer": "12 bis"},
            Identificatievraag(postcode="3811MG", huisnummer=12, toevoeging="bis"),
        ),
        ({"naam": "B", "postcode": "3811MG"}, Identificatievraag(naam="B", postcode="3811MG")),
        (
            {"naam": "B", "postcode": "3811MG", "huisnummer": "1", "inclusiefHistorisch": "true"},
            Identificatievraag(None, "B", "3811MG", 1, inclusief_historisch=True),
        ),
    ],
)
def test_identificatie_from_query(query: dict[str, str], question: Identificatievraag) -> None:
    """By name, by address, or by both."""
    assert questions.identificatie_from_query(search_query(**query)) == question


COMBINATIES: list[tuple[dict[str, str], str]] = [
    ({}, "naam"),
    ({"inclusiefHistorisch": "true"}, "naam"),
    ({"postcode": "3811MG"}, "huisnummer"),
    ({"huisnummer": "12"}, "postcode"),
    ({"naam": "B", "huisnummer": "12"}, "postcode"),
]


@pytest.mark.parametrize(("query", "is_missing"), COMBINATIES)
def test_too_little_to_search_by(query: dict[str, str], is_missing: str) -> None:
    """Less than a name, or a postcode with its number, is a missing combination."""
    request = search_query(**query)
    assert _errors(lambda: questions.identificatie_from_query(request)) == [("query", is_missing, MISSING)]


def test_too_little_in_a_body() -> None:
    """The same goes for a body."""
    request = search_body("{}")
    assert _errors(lambda: questions.identificatie_from_body(request)) == [("body", "naam", MISSING)]


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ({"naam": ""}, [("query", "naam", "ongeldige-invoer")]),
        (
            {"postcode": "x", "huisnummer": "y"},
            [("query", "postcode", "ongeldige-invoer"), ("query", "huisnummer", "ongeldige-invoer")],
        ),
        ({"postcode": "x"}, [("query", "postcode", "ongeldige-invoer"), ("query", "huisnummer", MISSING)]),
        ({"name": "B"}, [("query", "name", "onbekende-parameter"), ("query", "naam", MISSING)]),
    ],
)
def test_unreadable_is_not_the_same_as_absent(query: dict[str, str], errors: list[Point]) -> None:
    """A value that cannot be read is a fault of its own, and not one that is missing as well."""
    assert _errors(lambda: questions.identificatie_from_query(search_query(**query))) == errors


def test_identificatie_from_body() -> None:
    """The same question, out of a body."""
    request = search_body('{"naam":"B","postcode":"3811MG","huisnummer":1,"inclusiefHistorisch":true}')
    assert questions.identificatie_from_body(request) == Identificatievraag(
        None, "B", "3811MG", 1, inclusief_historisch=True
    )


def test_no_names_in_the_address_of_a_search() -> None:
    """What belongs in the body is unknown in the query, and told beside the faults of the body."""
    request = search_body("{}")._replace(query={"naam": ["B"]})
    assert _errors(lambda: questions.identificatie_from_body(request)) == [
        ("query", "naam", "onbekende-parameter"),
        ("body", "naam", MISSING),
    ]


def test_a_broken_body_does_not_hide_the_query() -> None:
    """Faults of the query are told beside a body that cannot be read."""
    request = search_body("{")._replace(query={"naam": ["B"]})
    assert _errors(lambda: questions.identificatie_from_body(request)) == [
        ("query", "naam", "onbekende-parameter"),
        ("body", "", "ongeldige-invoer"),
    ]


def test_identificatie_from_path() -> None:
    """By ID, historische ones included."""
    question = questions.identificatie_from_path(make_request(path_fields={"leerbedrijfId": LEERBEDRIJF_ID}))
    assert question == Identificatievraag(leerbedrijf_id=LEERBEDRIJF_ID, inclusief_historisch=True)


def test_errors_in_path_and_query_together() -> None:
    """A wrong ID and a parameter that does not belong are told together."""
    request = make_request(path_fields={"leerbedrijfId": "!"}, query={"inclusiefHistorisch": ["true"]})
    assert _errors(lambda: questions.identificatie_from_path(request)) == [
        ("path", "leerbedrijfId", "ongeldige-invoer"),
        ("query", "inclusiefHistorisch", "onbekende-parameter"),
    ]


def _erkenning(code: str = "25998", **query: str) -> Request:
    return make_request(
        path_fields={"leerbedrijfId": LEERBEDRIJF_ID, "code": code},
        query={name: [value] for name, value in query.items()},
    )


@pytest.mark.parametrize(
    ("query", "peildatum", "tot_en_met"),
    [
        ({}, TODAY, None),
        ({"peildatum": "2020-02-29"}, date(2020, 2, 29), None),
        ({"totEnMet": "2026-09-01"}, TODAY, TODAY),
        ({"peildatum": "2026-10-01", "totEnMet": "2027-01-31"}, date(2026, 10, 1), date(2027, 1, 31)),
    ],
)
def test_erkenning(query: dict[str, str], peildatum: date, tot_en_met: date | None) -> None:
    """Today unless another date is given; a period may be of one day."""
    question = questions.erkenning(_erkenning("k0067", **query), TODAY)
    assert question == Erkenningsvraag(LEERBEDRIJF_ID, "K0067", peildatum, tot_en_met)


INVALID = "ongeldige-invoer"


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ({"totEnMet": "2026-08-31"}, [("query", "totEnMet", INVALID)]),
        ({"peildatum": "2026-10-01", "totEnMet": "2026-09-30"}, [("query", "totEnMet", INVALID)]),
        # What was meant with an unreadable peildatum is unknown: the period is not judged.
        ({"peildatum": "x", "totEnMet": "2000-01-01"}, [("query", "peildatum", INVALID)]),
        (
            {"peildatum": "x", "totEnMet": "y"},
            [("query", "peildatum", INVALID), ("query", "totEnMet", INVALID)],
        ),
        ({"peilDatum": "2026-09-01"}, [("query", "peilDatum", "onbekende-parameter")]),
    ],
)
def test_erkenning_with_errors(query: dict[str, str], errors: list[Point]) -> None:
    """A period ends no earlier than it starts; every fault is told."""
    assert _errors(lambda: questions.erkenning(_erkenning(**query), TODAY)) == errors


def test_erkenning_with_errors_everywhere() -> None:
    """Faults of path and query come together."""
    request = _erkenning("?", totEnMet="2026-08-31", x="y")._replace(
        path_fields={"leerbedrijfId": "", "code": "?"}
    )
    assert _errors(lambda: questions.erkenning(request, TODAY)) == [
        ("path", "leerbedrijfId", INVALID),
        ("path", "code", INVALID),
        ("query", "x", "onbekende-parameter"),
        ("query", "totEnMet", INVALID),
    ]


@pytest.mark.parametrize(
    ("begin", "other"),
    [
        (0, {}),
        (25, {"operatie": "/erkenningen"}),
        (25, {"operatie": "/mutaties"}),
        (25, {"school": "99XZ"}),
        (25, {"plaats": "Utrecht"}),
        (25, {"niveau": 4}),
    ],
)
def test_a_cursor_of_somebodys_making(begin: int, other: dict[str, object]) -> None:
    """A cursor to the beginning, or of another list, school or filter, is refused; another is taken."""
    # Which school it is for, the handler says.
    tag = {"operatie": "/leerplaatsen", "school": "", "plaats": "Amersfoort"}

    def read(cursor: str) -> questions.SearchRequest:
        query = {"plaats": ["Amersfoort"], "cursor": [cursor]}
        return questions.zoeken(read_event(build_event("GET", "/leerplaatsen", query=query), 28.0))

    assert _errors(lambda: read(write_cursor(begin, tag | other))) == [
        ("query", "cursor", "ongeldige-invoer")
    ]
    assert read(write_cursor(25, tag)).begin == 25
