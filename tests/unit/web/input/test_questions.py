"""From a request to a question of the domain, or to every fault that it has."""

from collections.abc import Callable
from datetime import date

import pytest
from stagemarkt.model.errors import OngeldigeInvoer
from stagemarkt.model.questions import Erkenningsvraag, Identificatievraag
from stagemarkt.web.input import questions
from stagemarkt.web.request import Verzoek

from tests.unit.fakes import LEERBEDRIJF_ID, VANDAAG
from tests.unit.requests import maak_verzoek, zoek_lichaam, zoek_query

Punt = tuple[str, str, str]
ONTBREEKT = "ontbrekende-combinatie"


def _fouten(lees: Callable[[], object]) -> list[Punt]:
    with pytest.raises(OngeldigeInvoer) as gevangen:
        lees()
    return [punt[:3] for punt in gevangen.value.fouten]


@pytest.mark.parametrize(
    ("query", "vraag"),
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
def test_identificatie_uit_query(query: dict[str, str], vraag: Identificatievraag) -> None:
    """By name, by address, or by both."""
    assert questions.identificatie_uit_query(zoek_query(**query)) == vraag


COMBINATIES: list[tuple[dict[str, str], str]] = [
    ({}, "naam"),
    ({"inclusiefHistorisch": "true"}, "naam"),
    ({"postcode": "3811MG"}, "huisnummer"),
    ({"huisnummer": "12"}, "postcode"),
    ({"naam": "B", "huisnummer": "12"}, "postcode"),
]


@pytest.mark.parametrize(("query", "ontbreekt"), COMBINATIES)
def test_te_weinig_om_op_te_zoeken(query: dict[str, str], ontbreekt: str) -> None:
    """Less than a name, or a postcode with its number, is a missing combination."""
    verzoek = zoek_query(**query)
    assert _fouten(lambda: questions.identificatie_uit_query(verzoek)) == [("query", ontbreekt, ONTBREEKT)]


def test_te_weinig_in_een_lichaam() -> None:
    """The same goes for a body."""
    verzoek = zoek_lichaam("{}")
    assert _fouten(lambda: questions.identificatie_uit_lichaam(verzoek)) == [("body", "naam", ONTBREEKT)]


@pytest.mark.parametrize(
    ("query", "fouten"),
    [
        ({"naam": ""}, [("query", "naam", "ongeldige-invoer")]),
        (
            {"postcode": "x", "huisnummer": "y"},
            [("query", "postcode", "ongeldige-invoer"), ("query", "huisnummer", "ongeldige-invoer")],
        ),
        ({"postcode": "x"}, [("query", "postcode", "ongeldige-invoer"), ("query", "huisnummer", ONTBREEKT)]),
        ({"name": "B"}, [("query", "name", "onbekende-parameter"), ("query", "naam", ONTBREEKT)]),
    ],
)
def test_onleesbaar_is_niet_hetzelfde_als_afwezig(query: dict[str, str], fouten: list[Punt]) -> None:
    """A value that cannot be read is a fault of its own, and not one that is missing as well."""
    assert _fouten(lambda: questions.identificatie_uit_query(zoek_query(**query))) == fouten


def test_identificatie_uit_lichaam() -> None:
    """The same question, out of a body."""
    verzoek = zoek_lichaam('{"naam":"B","postcode":"3811MG","huisnummer":1,"inclusiefHistorisch":true}')
    assert questions.identificatie_uit_lichaam(verzoek) == Identificatievraag(
        None, "B", "3811MG", 1, inclusief_historisch=True
    )


def test_geen_namen_in_het_adres_van_een_zoekopdracht() -> None:
    """What belongs in the body is unknown in the query, and told beside the faults of the body."""
    verzoek = zoek_lichaam("{}")._replace(query={"naam": ["B"]})
    assert _fouten(lambda: questions.identificatie_uit_lichaam(verzoek)) == [
        ("query", "naam", "onbekende-parameter"),
        ("body", "naam", ONTBREEKT),
    ]


def test_een_kapot_lichaam_verbergt_de_query_niet() -> None:
    """Faults of the query are told beside a body that cannot be read."""
    verzoek = zoek_lichaam("{")._replace(query={"naam": ["B"]})
    assert _fouten(lambda: questions.identificatie_uit_lichaam(verzoek)) == [
        ("query", "naam", "onbekende-parameter"),
        ("body", "", "ongeldige-invoer"),
    ]


def test_identificatie_uit_pad() -> None:
    """By ID, historische ones included."""
    vraag = questions.identificatie_uit_pad(maak_verzoek(padvelden={"leerbedrijfId": LEERBEDRIJF_ID}))
    assert vraag == Identificatievraag(leerbedrijf_id=LEERBEDRIJF_ID, inclusief_historisch=True)


def test_fouten_in_pad_en_query_samen() -> None:
    """A wrong ID and a parameter that does not belong are told together."""
    verzoek = maak_verzoek(padvelden={"leerbedrijfId": "!"}, query={"inclusiefHistorisch": ["true"]})
    assert _fouten(lambda: questions.identificatie_uit_pad(verzoek)) == [
        ("path", "leerbedrijfId", "ongeldige-invoer"),
        ("query", "inclusiefHistorisch", "onbekende-parameter"),
    ]


def _erkenning(code: str = "25998", **query: str) -> Verzoek:
    return maak_verzoek(
        padvelden={"leerbedrijfId": LEERBEDRIJF_ID, "code": code},
        query={naam: [waarde] for naam, waarde in query.items()},
    )


@pytest.mark.parametrize(
    ("query", "peildatum", "tot_en_met"),
    [
        ({}, VANDAAG, None),
        ({"peildatum": "2020-02-29"}, date(2020, 2, 29), None),
        ({"totEnMet": "2026-09-01"}, VANDAAG, VANDAAG),
        ({"peildatum": "2026-10-01", "totEnMet": "2027-01-31"}, date(2026, 10, 1), date(2027, 1, 31)),
    ],
)
def test_erkenning(query: dict[str, str], peildatum: date, tot_en_met: date | None) -> None:
    """Today unless another date is given; a period may be of one day."""
    vraag = questions.erkenning(_erkenning("k0067", **query), VANDAAG)
    assert vraag == Erkenningsvraag(LEERBEDRIJF_ID, "K0067", peildatum, tot_en_met)


ONGELDIG = "ongeldige-invoer"


@pytest.mark.parametrize(
    ("query", "fouten"),
    [
        ({"totEnMet": "2026-08-31"}, [("query", "totEnMet", ONGELDIG)]),
        ({"peildatum": "2026-10-01", "totEnMet": "2026-09-30"}, [("query", "totEnMet", ONGELDIG)]),
        # What was meant with an unreadable peildatum is unknown: the period is not judged.
        ({"peildatum": "x", "totEnMet": "2000-01-01"}, [("query", "peildatum", ONGELDIG)]),
        (
            {"peildatum": "x", "totEnMet": "y"},
            [("query", "peildatum", ONGELDIG), ("query", "totEnMet", ONGELDIG)],
        ),
        ({"peilDatum": "2026-09-01"}, [("query", "peilDatum", "onbekende-parameter")]),
    ],
)
def test_erkenning_met_fouten(query: dict[str, str], fouten: list[Punt]) -> None:
    """A period ends no earlier than it starts; every fault is told."""
    assert _fouten(lambda: questions.erkenning(_erkenning(**query), VANDAAG)) == fouten


def test_erkenning_met_fouten_overal() -> None:
    """Faults of path and query come together."""
    verzoek = _erkenning("?", totEnMet="2026-08-31", x="y")._replace(
        padvelden={"leerbedrijfId": "", "code": "?"}
    )
    assert _fouten(lambda: questions.erkenning(verzoek, VANDAAG)) == [
        ("path", "leerbedrijfId", ONGELDIG),
        ("path", "code", ONGELDIG),
        ("query", "x", "onbekende-parameter"),
        ("query", "totEnMet", ONGELDIG),
    ]
