"""Who is told of people is on record, in the deployed stack; what they were told is not."""

import json
from typing import Any

import pytest

from local.sbb.register import examples
from local.stack.local_stack import LocalStack
from tests.e2e.client import FacadeClient

DETAILS = f"/leerbedrijven/{examples.SHOWPIECE}/detailgegevens"


def _lines(this_stack: LocalStack, request_id: str) -> list[dict[str, Any]]:
    aws, deployed = this_stack.deployed()
    pages = aws.client("dynamodb").get_paginator("scan").paginate(TableName=deployed.output["AuditTabel"])
    everything = [item for page in pages for item in page["Items"]]
    # What another test put there to see whether a role may, is of no request.
    return [item for item in everything if item.get("verzoekId") == {"S": request_id}]


@pytest.mark.parametrize(
    ("path", "operation"),
    [
        (DETAILS, "geefDetailgegevens"),
        ("/leerplaatsen?postcode=3811MG&afstand=50&limit=100", "zoekLeerplaatsen"),
        ("/erkenningen?postcode=3811MG&afstand=50&limit=100", "zoekErkenningen"),
    ],
)
def test_who_got_personal_data(
    facade: FacadeClient, this_stack: LocalStack, path: str, operation: str
) -> None:
    """One record per answer, kept or not, under its request's number: whose people, which fields, no data."""
    facade.question(path)
    # The second time it is a kept answer, where it may be.
    answer = facade.question(path)
    assert answer.status_code == 200
    (line,) = _lines(this_stack, answer.headers["X-Request-Id"])
    assert line["operatie"] == {"S": operation}
    assert line["school"] == {"S": facade.stack["schoolBrin"]}
    content = answer.json()
    personen = [
        person
        for part in content.get("resultaten", [content])
        for kind in ("contactpersonen", "praktijkopleiders")
        for person in part.get(kind, [])
    ]
    assert personen
    assert {field["S"].partition(".")[2] for field in line["velden"]["L"]} == {v for p in personen for v in p}
    van_wie = [
        part.get("leerbedrijf", part)["leerbedrijfId"]
        for part in content.get("resultaten", [content])
        if part.get("contactpersonen") or part.get("praktijkopleiders")
    ]
    assert [one["S"] for one in line["leerbedrijven"]["L"]] == [*dict.fromkeys(van_wie)]
    text = json.dumps(line, ensure_ascii=False)
    for person in personen:
        for field in ("naam", "email", "telefoonnummer", "functie"):
            assert field not in person or person[field] not in text


def test_who_got_to_see_nobody(facade: FacadeClient, this_stack: LocalStack) -> None:
    """Without people in the answer there is no record."""
    answer = facade.question(DETAILS, params={"fields": "naam,website"})
    assert answer.status_code == 200
    assert _lines(this_stack, answer.headers["X-Request-Id"]) == []
