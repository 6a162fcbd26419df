"""The events in `events/`: each is used here, and says what the table of routes says."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from stagemarkt.domain.access import read_sleutel
from stagemarkt.model.detailgegevens import Contactpersoon, Detailgegevens
from stagemarkt.model.leerplaats import Leerplaats, Vestiging
from stagemarkt.ports.sbb import Details, ErkendBedrijf
from stagemarkt.web.handler import LambdaContext
from stagemarkt.web.routes import find_route, methods

from functions.abonnementen import app as abonnementen
from functions.aflevering import app as delivery
from functions.detailgegevens import app as detailgegevens
from functions.documentatie import app as documentatie
from functions.identificatie import app as identificatie
from functions.mutaties import app as mutaties
from functions.status import app as status
from functions.verificatie import app as verificatie
from functions.zoeken import app as zoeken
from tests.unit.fakes.composition import ERKENNING, LEERBEDRIJF_ID, FakeComposition, FakeContext
from tests.unit.outbox_setup import ABONNEMENT_ID, OutgoingComposition, outgoing_composition
from tests.unit.requests import EVENTS, json_of, load_event

Handler = Callable[[dict[str, Any], LambdaContext], dict[str, Any]]
COMPOSITION = FakeComposition()
COMPOSITION.fake_sbb.details = Details(
    Detailgegevens(
        leerbedrijf_id=LEERBEDRIJF_ID, naam="Bakkerij", contactpersonen=(Contactpersoon(naam="A"),)
    ),
    [ERKENNING.model_copy(update={"code": "25998"})],
)
COMPANY = Vestiging(leerbedrijf_id=LEERBEDRIJF_ID)
COMPOSITION.fake_sbb.leerplaatsen = [Leerplaats(leerplaats_id="3000001", leerbedrijf=COMPANY)]
COMPOSITION.fake_sbb.erkende_bedrijven = [
    ErkendBedrijf(COMPANY, ERKENNING.model_copy(update={"code": "25998"}), None, (), None)
]


def _fresh(make: Callable[[OutgoingComposition], Handler]) -> Handler:
    """A handler whose abonnement is new for each event: what one changes, another does not see."""

    def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        return make(outgoing_composition())(event, context)

    return handler


HANDLERS: dict[str, Handler] = {
    "detailgegevens": detailgegevens.make_handler(COMPOSITION),
    "zoeken": zoeken.make_handler(COMPOSITION),
    "identificatie": identificatie.make_handler(COMPOSITION),
    "verificatie": verificatie.make_handler(COMPOSITION),
    "status": status.make_handler(COMPOSITION),
    "documentatie": documentatie.handler,
    "abonnementen": _fresh(abonnementen.make_handler),
    "aflevering": _fresh(delivery.make_handler),
    "mutaties": _fresh(mutaties.make_handler),
}
# Event -> the function that it goes to, the status, and where in the answer to look for what.
USAGE: dict[str, tuple[str, int, list[str | int], object]] = {
    "identificatie-naam": ("identificatie", 200, ["resultaten", 0, "leerbedrijfId"], LEERBEDRIJF_ID),
    "identificatie-zoek": ("identificatie", 200, ["totaal"], 1),
    "identificatie-id": ("identificatie", 200, ["leerbedrijfId"], LEERBEDRIJF_ID),
    "verificatie": ("verificatie", 200, ["erkend"], True),
    "verificatie-periode": ("verificatie", 200, ["erkendGehelePeriode"], True),
    "verificaties-batch": ("verificatie", 200, ["results", 0, "referentie"], "bpvo-1"),
    "erkenningen": ("verificatie", 200, ["resultaten", 0, "code"], "25998"),
    "detailgegevens": ("detailgegevens", 200, [], {"naam": "Bakkerij", "contactpersonen": [{"naam": "A"}]}),
    "leerplaatsen": ("zoeken", 200, ["resultaten", 0, "leerplaatsId"], "3000001"),
    "leerplaats": ("zoeken", 200, ["leerplaatsId"], "3000001"),
    "erkenningen-zoeken": ("zoeken", 200, ["resultaten", 0, "erkenning", "erkend"], True),
    "abonnementen": ("abonnementen", 200, ["resultaten", 0, "toestand"], "actief"),
    "abonnement-nemen": ("abonnementen", 201, ["filter"], {"codes": ["25998"]}),
    "abonnement": ("abonnementen", 200, ["abonnementId"], ABONNEMENT_ID),
    "abonnement-wijzigen": ("abonnementen", 200, ["toestand"], "gepauzeerd"),
    "abonnement-beeindigen": ("abonnementen", 412, ["code"], "versie-gewijzigd"),
    "herafleveringen": (
        "abonnementen",
        202,
        [],
        {"aantal": 1, "eersteVolgnummer": 1, "laatsteVolgnummer": 1},
    ),
    "sleutelrotaties": ("abonnementen", 201, ["abonnementId"], ABONNEMENT_ID),
    "afleveringen": ("abonnementen", 200, ["resultaten", 0, "stand"], "wacht"),
    "testberichten": ("aflevering", 200, ["uitkomst"], "geleverd"),
    "mutaties": ("mutaties", 200, ["resultaten", 0, "volgnummer"], 1),
    "mutatie": ("mutaties", 200, ["data", "code"], "25998"),
    "status": ("status", 200, ["facade", "uitleg"], "This facade works."),
    "status-school": ("status", 200, ["certificaat", "status"], "onbekend"),
    "openapi": ("documentatie", 200, ["openapi"], "3.1.0"),
    "asyncapi": ("documentatie", 200, ["asyncapi"], "3.0.0"),
    "methode-onbekend": ("documentatie", 405, ["code"], "methode-niet-toegestaan"),
}
NAMES = sorted(path.stem for path in EVENTS.glob("*.json"))


def test_every_event_is_used() -> None:
    """No event lies about: each has its place in the table above, two in tests of their own."""
    assert set(NAMES) == {*USAGE, "authorizer", "mutaties-brengen"}


@pytest.mark.parametrize("name", USAGE)
def test_an_event_gets_its_response(name: str) -> None:
    """Every event gets the answer that it is an example of, from the function that it is for."""
    function, expected, weg, value = USAGE[name]
    event = load_event(name)
    answer = HANDLERS[function](event, FakeContext())
    found: Any = json_of(answer)
    for step in weg:
        found = found[step]
    assert (answer["statusCode"], found) == (expected, value)
    assert answer["headers"]["X-Request-Id"] == event["requestContext"]["requestId"]


@pytest.mark.parametrize("name", USAGE)
def test_an_event_is_a_route(name: str) -> None:
    """An event's resource, path and method are those of a route of its function; 405 is for the others."""
    function, expected, _way, _value = USAGE[name]
    event = load_event(name)
    route = find_route(event["resource"], event["httpMethod"])
    assert methods(event["resource"])
    assert event["path"] == event["resource"].format(**(event["pathParameters"] or {}))
    assert event["requestContext"]["path"] == f"/v1{event['path']}"
    assert event["requestContext"]["resourcePath"] == event["resource"]
    if expected == 405:
        assert route is None
    else:
        assert route is not None
        assert route.functie == function
        assert ("authorizer" in event["requestContext"]) == (route.scope is not None)


@pytest.mark.parametrize("name", USAGE)
def test_an_event_agrees_with_itself(name: str) -> None:
    """What API Gateway sends twice, single and multiple, is the same; every request has an id of its own."""
    event = load_event(name)
    assert event["multiValueHeaders"] == {header: [value] for header, value in event["headers"].items()}
    assert (event["multiValueQueryStringParameters"] or {}) == {
        sleutel: [value] for sleutel, value in (event["queryStringParameters"] or {}).items()
    }
    ids = [load_event(other)["requestContext"]["requestId"] for other in USAGE]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", NAMES)
def test_no_real_sleutel(name: str) -> None:
    """Whatever in an event begins as a key has the form of one, and says that it is none."""
    text = (EVENTS / f"{name}.json").read_text()
    sleutels = re.findall(r'"(Bearer smk_[^"]*)"', text)
    assert len(sleutels) == text.count("smk_")
    parsed = [read_sleutel(header) for header in sleutels]
    assert {one.prefix for one in parsed if one is not None} <= {"nietecht"}
    assert None not in parsed
    without = {"status", "openapi", "asyncapi", "methode-onbekend", "mutaties-brengen"}
    assert (sleutels == []) == (name in without)


def test_the_guide_names_every_event() -> None:
    """`events/README.md` lists every event, and none that is gone."""
    text = (EVENTS / "README.md").read_text()
    assert [name for name in NAMES if text.count(f"| `{name}.json` |") != 1] == []
    assert text.count(".json` |") == len(NAMES)
