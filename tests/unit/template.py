"""`template.yaml`, read as SAM reads it, for the tests of it."""

import json
from collections.abc import Iterator
from typing import Any

from samtranslator.yaml_helper import yaml_parse

from tests.unit.requests import WORTEL

SJABLOON: dict[str, Any] = yaml_parse((WORTEL / "template.yaml").read_text())
BRONNEN: dict[str, Any] = SJABLOON["Resources"]


def van_soort(soort: str) -> dict[str, dict[str, Any]]:
    """The resources of this type, by name: their properties."""
    return {naam: bron["Properties"] for naam, bron in BRONNEN.items() if bron["Type"] == soort}


FUNCTIES = van_soort("AWS::Serverless::Function")
API = BRONNEN["Api"]["Properties"]


# What calls a function besides the API.
GEEN_API = ("ScheduleV2", "EventBridgeRule")


def map_van(functie: str) -> str:
    """The folder in `functions/` that a function's code is in."""
    uri: str = FUNCTIES[functie]["CodeUri"]
    return uri.removeprefix("functions/").rstrip("/")


def aanroepen() -> Iterator[tuple[str, str, str, str | None]]:
    """Every event of the API: the function, the method, the path, and its authorizer if not the default."""
    for functie, eigenschappen in FUNCTIES.items():
        for event in eigenschappen.get("Events", {}).values():
            if event["Type"] in GEEN_API:
                continue
            assert event["Type"] == "Api"
            waarden = event["Properties"]
            if waarden["RestApiId"] == {"Ref": "IntakeApi"}:
                # For SBB alone, with an API of its own: tests/unit/test_template_intake.py.
                continue
            assert waarden["RestApiId"] == {"Ref": "Api"}
            yield (
                functie,
                waarden["Method"].upper(),
                waarden["Path"],
                waarden.get("Auth", {}).get("Authorizer"),
            )


def regels_van(functie: str) -> Iterator[dict[str, Any]]:
    """The statements of a function's policies: its own, and those that it shares."""
    for beleid in FUNCTIES[functie].get("Policies", []):
        gedeeld = "Ref" in beleid
        document = BRONNEN[beleid["Ref"]]["Properties"]["PolicyDocument"] if gedeeld else beleid
        yield from document["Statement"]


def als_lijst(waarde: Any) -> list[Any]:
    """What IAM takes as one or more, as more."""
    return waarde if isinstance(waarde, list) else [waarde]


def probleem_van(antwoord: dict[str, Any]) -> dict[str, Any]:
    """The body of a gateway response, which has to be JSON before API Gateway fills it in."""
    inhoud: dict[str, Any] = json.loads(antwoord["ResponseTemplates"]["application/json"])
    return inhoud


def koppen_van(antwoord: dict[str, Any]) -> dict[str, str]:
    """The headers of a gateway response: the fixed ones without the quotes of API Gateway."""
    koppen: dict[str, str] = antwoord["ResponseParameters"]["Headers"]
    return {
        naam: waarde[1:-1] if waarde[0] == waarde[-1] == "'" else f"${waarde}"
        for naam, waarde in koppen.items()
    }
