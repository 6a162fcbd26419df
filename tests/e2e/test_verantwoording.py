"""In which tables names of people stand, is what docs/verantwoording.md says: each is looked through."""

import gzip
from contextlib import closing
from typing import Any

from local.sbb.register import examples
from local.stack.local_stack import LocalStack
from portal.accountability import KEPT_TABLES
from tests.e2e.client import FacadeClient

CODE = "25016"


def _text(value: object) -> str:
    """Everything that is in an item, unpacked."""
    if isinstance(value, dict):
        return " ".join(f"{name} {_text(one)}" for name, one in value.items())
    if isinstance(value, list):
        return " ".join(map(_text, value))
    if isinstance(value, bytes):
        return (gzip.decompress(value) if value[:2] == b"\x1f\x8b" else value).decode(errors="replace")
    return str(value)


def _tables_with(this_stack: LocalStack, name: str) -> set[str]:
    aws, deployed = this_stack.deployed()
    found = set()
    with closing(aws.client("dynamodb")) as dynamodb:
        for table in KEPT_TABLES:
            pages = dynamodb.get_paginator("scan").paginate(TableName=deployed.output[f"{table}Tabel"])
            items: list[Any] = [item for page in pages for item in page["Items"]]
            if any(name in _text(item) for item in items):
                found.add(table)
    return found


def test_names_stand_where_it_says(this_stack: LocalStack, facade: FacadeClient) -> None:
    """Of a one-person business: asked for, its people told, its erkenning changed and told on."""
    before = facade.question("/mutaties", params={"vanaf": "nu"}).json()["volgendeCursor"]
    company = facade.question(f"/leerbedrijven/{examples.EENMANSZAAK}").json()["naam"]
    people = facade.question(f"/leerbedrijven/{examples.EENMANSZAAK}/detailgegevens").json()
    person = people["praktijkopleiders"][0]
    change = {"leerbedrijfId": examples.EENMANSZAAK, "code": CODE, "status": "Erkend"}
    facade.sbb.post("/erkenningen", json=change).raise_for_status()
    told = False
    for _ in range(200):
        page = facade.question("/mutaties", params={"cursor": before}).json()
        told = told or any(one["subject"] == examples.EENMANSZAAK for one in page["resultaten"])
        before = page["volgendeCursor"]
        if told:
            break
    assert told
    # The change has made the facade forget; it is asked for again.
    facade.question(f"/leerbedrijven/{examples.EENMANSZAAK}")
    facade.question(f"/leerbedrijven/{examples.EENMANSZAAK}/detailgegevens")
    said = {name for name, kept in KEPT_TABLES.items() if "eenmanszaak" in kept.personal}
    of_people = {name for name, kept in KEPT_TABLES.items() if "praktijkopleiders" in kept.personal}
    assert _tables_with(this_stack, company) == said | of_people
    assert _tables_with(this_stack, person["email"]) == of_people
