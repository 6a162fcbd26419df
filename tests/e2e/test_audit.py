"""Who is told of people is on record, in the deployed stack; what they were told is not."""

import json
from typing import Any

import pytest

from local.sbb import examples as vb
from local.stack import Stapel
from tests.e2e.client import Facade

DETAILS = f"/leerbedrijven/{vb.TOONBEELD}/detailgegevens"


def _regels(stapel: Stapel, verzoek_id: str) -> list[dict[str, Any]]:
    aws, uitgerold = stapel.uitgerold()
    bladzijden = (
        aws.client("dynamodb").get_paginator("scan").paginate(TableName=uitgerold.uitvoer["AuditTabel"])
    )
    alle = [item for bladzij in bladzijden for item in bladzij["Items"]]
    # What another test put there to see whether a role may, is of no request.
    return [item for item in alle if item.get("verzoekId") == {"S": verzoek_id}]


@pytest.mark.parametrize(
    ("pad", "operatie"),
    [
        (DETAILS, "geefDetailgegevens"),
        ("/leerplaatsen?postcode=3811MG&afstand=50&limit=100", "zoekLeerplaatsen"),
        ("/erkenningen?postcode=3811MG&afstand=50&limit=100", "zoekErkenningen"),
    ],
)
def test_wie_persoonsgegevens_kreeg(facade: Facade, stapel: Stapel, pad: str, operatie: str) -> None:
    """One record per answer, kept or not, under its request's number: whose people, which fields, no data."""
    facade.vraag(pad)
    # The second time it is a kept answer, where it may be.
    antwoord = facade.vraag(pad)
    assert antwoord.status_code == 200
    (regel,) = _regels(stapel, antwoord.headers["X-Request-Id"])
    assert regel["operatie"] == {"S": operatie}
    assert regel["school"] == {"S": facade.stack["schoolBrin"]}
    inhoud = antwoord.json()
    personen = [
        persoon
        for deel in inhoud.get("resultaten", [inhoud])
        for soort in ("contactpersonen", "praktijkopleiders")
        for persoon in deel.get(soort, [])
    ]
    assert personen
    assert {veld["S"].partition(".")[2] for veld in regel["velden"]["L"]} == {v for p in personen for v in p}
    van_wie = [
        deel.get("leerbedrijf", deel)["leerbedrijfId"]
        for deel in inhoud.get("resultaten", [inhoud])
        if deel.get("contactpersonen") or deel.get("praktijkopleiders")
    ]
    assert [een["S"] for een in regel["leerbedrijven"]["L"]] == [*dict.fromkeys(van_wie)]
    tekst = json.dumps(regel, ensure_ascii=False)
    for persoon in personen:
        for veld in ("naam", "email", "telefoonnummer", "functie"):
            assert veld not in persoon or persoon[veld] not in tekst


def test_wie_niemand_te_zien_kreeg(facade: Facade, stapel: Stapel) -> None:
    """Without people in the answer there is no record."""
    antwoord = facade.vraag(DETAILS, params={"fields": "naam,website"})
    assert antwoord.status_code == 200
    assert _regels(stapel, antwoord.headers["X-Request-Id"]) == []
