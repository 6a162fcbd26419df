"""The collection for Postman and Bruno: every operation is in it, as the document is, and no key is."""

import json
import re
from collections.abc import Iterator
from typing import Any

from portal.collection import COLLECTION, VARIABLES, build_collection
from tests.unit.requests import ROOT

TEXT = COLLECTION.read_text(encoding="utf-8")
DOCUMENT = json.loads((ROOT / "functions/documentatie/openapi.json").read_text(encoding="utf-8"))


def _requests(item: Any) -> Iterator[Any]:
    """Every request, in whatever folder."""
    if "request" in item:
        yield item["request"]
    for one in item.get("item", []):
        yield from _requests(one)


REQUESTS = list(_requests(json.loads(TEXT)))


def test_it_is_made_of_the_document() -> None:
    """What is in the repository is what would be made now, each time the same."""
    assert json.loads(TEXT) == build_collection(DOCUMENT) == build_collection(DOCUMENT)


def test_every_operation_is_in_it_and_no_other() -> None:
    """By method and path, with each name in the path as the document has it."""
    there = {
        (one["method"], "/" + re.sub(r":(\w+)", r"{\1}", "/".join(one["url"]["path"]))) for one in REQUESTS
    }
    documented = {
        (method.upper(), path)
        for path, methods in DOCUMENT["paths"].items()
        for method in methods
        if "operationId" in methods[method]
    }
    assert there == documented


def test_every_parameter_is_in_it() -> None:
    """What may be asked can be put on; a condition on what was fetched before is the program's own."""
    given = {
        (one["method"], "/".join(one["url"]["path"])): {
            row["key"] for row in (*one["url"]["query"], *one["url"]["variable"], *one["header"])
        }
        for one in REQUESTS
    }
    lacking = [
        (path, parameter["name"])
        for path, methods in DOCUMENT["paths"].items()
        for method, operation in methods.items()
        for parameter in operation["parameters"]
        if parameter["name"] != "If-None-Match"
        and parameter["name"] not in given[method.upper(), re.sub(r"\{(\w+)\}", r":\1", path).strip("/")]
    ]
    assert lacking == []


def test_what_needs_no_key_sends_none() -> None:
    """The others send the one of the collection."""
    open_paths = {"/".join(one["url"]["path"]) for one in REQUESTS if "auth" in one}
    assert open_paths == {
        path.strip("/")
        for path, methods in DOCUMENT["paths"].items()
        if not methods.get("get", {"security": 1})["security"]
    }


def test_no_key_is_in_it() -> None:
    """What differs per caller is a variable without a value, and each that is used is declared."""
    assert re.findall(r"smk_[0-9A-Za-z]|whsec_[0-9A-Za-z]", TEXT) == []
    assert {one["key"]: one["value"] for one in json.loads(TEXT)["variable"]} == dict.fromkeys(VARIABLES, "")
    assert set(re.findall(r"\{\{(\w+)\}\}", TEXT)) == VARIABLES.keys()
