"""The events in `events/`: each is used here, and says what the table of routes says."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from stagemarkt.domain.access import lees_sleutel
from stagemarkt.model.detailgegevens import Contactpersoon, Detailgegevens
from stagemarkt.model.leerplaats import Leerplaats, Vestiging
from stagemarkt.ports.results import Details, ErkendBedrijf
from stagemarkt.web.handler import LambdaContext
from stagemarkt.web.routes import methoden, zoek_route

from functions.abonnementen import app as abonnementen
from functions.aflevering import app as aflevering
from functions.detailgegevens import app as detailgegevens
from functions.documentatie import app as documentatie
from functions.identificatie import app as identificatie
from functions.mutaties import app as mutaties
from functions.status import app as status
from functions.verificatie import app as verificatie
from functions.zoeken import app as zoeken
from tests.unit.fakes import ERKENNING, LEERBEDRIJF_ID, NepContext, NepOpbouw
from tests.unit.outbox_setup import ABONNEMENT_ID, UitgaandOpbouw, uitgaand_opbouw
from tests.unit.requests import EVENTS, json_van, laad_event

Handler = Callable[[dict[str, Any], LambdaContext], dict[str, Any]]
OPBOUW = NepOpbouw()
OPBOUW.nep_sbb.details = Details(
    Detailgegevens(
        leerbedrijf_id=LEERBEDRIJF_ID, naam="Bakkerij", contactpersonen=(Contactpersoon(naam="A"),)
    ),
    [ERKENNING.model_copy(update={"code": "25998"})],
)
BEDRIJF = Vestiging(leerbedrijf_id=LEERBEDRIJF_ID)
OPBOUW.nep_sbb.leerplaatsen = [Leerplaats(leerplaats_id="3000001", leerbedrijf=BEDRIJF)]
OPBOUW.nep_sbb.erkende_bedrijven = [
    ErkendBedrijf(BEDRIJF, ERKENNING.model_copy(update={"code": "25998"}), None, (), None)
]


def _vers(maak: Callable[[UitgaandOpbouw], Handler]) -> Handler:
    """A handler whose abonnement is new for each event: what one changes, another does not see."""

    def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        return maak(uitgaand_opbouw())(event, context)

    return handler


HANDLERS: dict[str, Handler] = {
    "detailgegevens": detailgegevens.maak_handler(OPBOUW),
    "zoeken": zoeken.maak_handler(OPBOUW),
    "identificatie": identificatie.maak_handler(OPBOUW),
    "verificatie": verificatie.maak_handler(OPBOUW),
    "status": status.maak_handler(OPBOUW),
    "documentatie": documentatie.handler,
    "abonnementen": _vers(abonnementen.maak_handler),
    "aflevering": _vers(aflevering.maak_handler),
    "mutaties": _vers(mutaties.maak_handler),
}
# Event -> the function that it goes to, the status, and where in the answer to look for what.
GEBRUIK: dict[str, tuple[str, int, list[str | int], object]] = {
    "identificatie-naam": ("identificatie", 200, ["resultaten", 0, "leerbedrijfId"], LEERBEDRIJF_ID),
    "identificatie-zoek": ("identificatie", 200, ["totaal"], 1),
    "identificatie-id": ("identificatie", 200, ["leerbedrijfId"], LEERBEDRIJF_ID),
    "verificatie": ("verificatie", 200, ["erkend"], True),
    "verificatie-periode": ("verificatie", 200, ["erkendGehelePeriode"], True),
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
NAMEN = sorted(pad.stem for pad in EVENTS.glob("*.json"))


def test_elk_event_wordt_gebruikt() -> None:
    """No event lies about: each has its place in the table above, two in tests of their own."""
    assert set(NAMEN) == {*GEBRUIK, "authorizer", "mutaties-brengen"}


@pytest.mark.parametrize("naam", GEBRUIK)
def test_een_event_krijgt_zijn_antwoord(naam: str) -> None:
    """Every event gets the answer that it is an example of, from the function that it is for."""
    functie, verwacht, weg, waarde = GEBRUIK[naam]
    event = laad_event(naam)
    antwoord = HANDLERS[functie](event, NepContext())
    gevonden: Any = json_van(antwoord)
    for stap in weg:
        gevonden = gevonden[stap]
    assert (antwoord["statusCode"], gevonden) == (verwacht, waarde)
    assert antwoord["headers"]["X-Request-Id"] == event["requestContext"]["requestId"]


@pytest.mark.parametrize("naam", GEBRUIK)
def test_een_event_is_een_route(naam: str) -> None:
    """An event's resource, path and method are those of a route of its function; 405 is for the others."""
    functie, verwacht, _weg, _waarde = GEBRUIK[naam]
    event = laad_event(naam)
    route = zoek_route(event["resource"], event["httpMethod"])
    assert methoden(event["resource"])
    assert event["path"] == event["resource"].format(**(event["pathParameters"] or {}))
    assert event["requestContext"]["path"] == f"/v1{event['path']}"
    assert event["requestContext"]["resourcePath"] == event["resource"]
    if verwacht == 405:
        assert route is None
    else:
        assert route is not None
        assert route.functie == functie
        assert ("authorizer" in event["requestContext"]) == (route.scope is not None)


@pytest.mark.parametrize("naam", GEBRUIK)
def test_een_event_is_met_zichzelf_in_overeenstemming(naam: str) -> None:
    """What API Gateway sends twice, single and multiple, is the same; every request has an id of its own."""
    event = laad_event(naam)
    assert event["multiValueHeaders"] == {kop: [waarde] for kop, waarde in event["headers"].items()}
    assert (event["multiValueQueryStringParameters"] or {}) == {
        sleutel: [waarde] for sleutel, waarde in (event["queryStringParameters"] or {}).items()
    }
    ids = [laad_event(ander)["requestContext"]["requestId"] for ander in GEBRUIK]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("naam", NAMEN)
def test_geen_echte_sleutel(naam: str) -> None:
    """Whatever in an event begins as a key has the form of one, and says that it is none."""
    tekst = (EVENTS / f"{naam}.json").read_text()
    sleutels = re.findall(r'"(Bearer smk_[^"]*)"', tekst)
    assert len(sleutels) == tekst.count("smk_")
    gelezen = [lees_sleutel(kop) for kop in sleutels]
    assert {een.prefix for een in gelezen if een is not None} <= {"nietecht"}
    assert None not in gelezen
    zonder = {"status", "openapi", "asyncapi", "methode-onbekend", "mutaties-brengen"}
    assert (sleutels == []) == (naam in zonder)


def test_de_leeswijzer_noemt_elk_event() -> None:
    """`events/README.md` lists every event, and none that is gone."""
    tekst = (EVENTS / "README.md").read_text()
    assert [naam for naam in NAMEN if tekst.count(f"| `{naam}.json` |") != 1] == []
    assert tekst.count(".json` |") == len(NAMEN)
