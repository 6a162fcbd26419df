"""Every operation of the document is a method, and asks what the document says."""

import inspect
import json
import re
from collections.abc import Mapping
from typing import Any, Final

import httpx
import pytest
from stagemarkt.client import AsyncClient, Client, ProblemError, UnexpectedAnswer

from tests.unit.client.facade import ScriptedFacade
from tests.unit.requests import ROOT

DOCUMENT: Final = json.loads((ROOT / "functions/documentatie/openapi.json").read_text(encoding="utf-8"))
EXAMPLES: Final = json.loads(
    (ROOT / "layers/stagemarkt/stagemarkt/web/documents/voorbeelden.json").read_text(encoding="utf-8")
)
HEADERS: Final = {
    "school": "Namens-School",
    "versheid": "Cache-Control",
    "if_none_match": "If-None-Match",
    "if_match": "If-Match",
}
OPERATIONS: Final = {
    found["operationId"]: (path, method, found)
    for path, item in DOCUMENT["paths"].items()
    for method, found in item.items()
    if method in {"get", "post", "put", "patch", "delete"}
}


def snake(name: str) -> str:
    """As Python has it."""
    return re.sub("([A-Z])", r"_\1", name).lower()


def _body(found: Mapping[str, Any]) -> dict[str, Any]:
    """The first example of a body."""
    if "requestBody" not in found:
        return {}
    examples = found["requestBody"]["content"]["application/json"]["examples"]
    example = next(iter(examples.values()))
    reference = example.get("$ref", "").rpartition("/")[2]
    body: dict[str, Any] = (DOCUMENT["components"]["examples"][reference] if reference else example)["value"]
    return body


def _arguments(found: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """An example of all that may be given, by its name in Python; and of that what is in the address."""
    given, query = {}, {}
    for parameter in found["parameters"]:
        example = parameter["schema"].get("examples", [parameter.get("example")])[0]
        name = {wire: name for name, wire in HEADERS.items()}.get(parameter["name"], snake(parameter["name"]))
        if parameter["name"] != "Accept-Language":
            given[name] = "no-cache" if name == "versheid" else example
        if parameter["in"] == "query":
            query[parameter["name"]] = json.dumps(example).strip('"')
    given |= {snake(name): value for name, value in _body(found).items()}
    return given, query


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_each_operation_is_a_method(operation: str, kind: type) -> None:
    """Under its own name, with an argument for all that the document lets a caller say."""
    _, _, found = OPERATIONS[operation]
    method = getattr(kind, snake(operation))
    arguments, _ = _arguments(found)
    assert arguments.keys() <= inspect.signature(method).parameters.keys()
    assert inspect.iscoroutinefunction(method) is (kind is AsyncClient)
    assert method.__doc__ == f"{found['summary']}."


@pytest.mark.parametrize("operation", OPERATIONS)
def test_what_is_asked_is_what_the_document_says(operation: str) -> None:
    """Method, address, headers and body, from both clients alike."""
    path, method, found = OPERATIONS[operation]
    given, query = _arguments(found)
    sent: list[httpx.Request] = []
    for facade in (
        ScriptedFacade([httpx.Response(200, json={})]),
        ScriptedFacade([httpx.Response(200, json={})]),
    ):
        ask = facade.waiting if not sent else facade.awaited
        ask(lambda client: getattr(client, snake(operation))(**given))
        sent += facade.asked
    expected = "/v1" + re.sub(r"\{(\w+)\}", lambda hit: str(given[snake(hit[1])]), path)
    for request in sent:
        assert (request.method, request.url.path) == (method.upper(), expected)
        assert dict(request.url.params) == query
        assert json.loads(request.content or b"{}") == _body(found)
        assert {name: request.headers.get(wire) for name, wire in HEADERS.items()} == {
            name: given.get(name) for name in HEADERS
        }
        assert request.headers["Authorization"] == "Bearer smk_geheim_geheim"


def _future(answer: Any) -> Any:
    """With a field, and with words, of a later version."""
    if isinstance(answer, dict):
        return {"nieuwVeld": [1]} | {
            name: "woord-van-later"
            if name in {"status", "soort", "toestand", "bron"} and isinstance(value, str)
            else _future(value)
            for name, value in answer.items()
        }
    return [_future(part) for part in answer] if isinstance(answer, list) else answer


GOOD: Final = [
    example for example in EXAMPLES if example["status"] < 300 and isinstance(example.get("antwoord"), dict)
]
BAD: Final = [example for example in EXAMPLES if example["status"] >= 400]


@pytest.mark.parametrize("example", GOOD, ids=lambda example: f"{example['operatie']}-{example['naam']}")
def test_each_answer_of_the_document_is_read(example: dict[str, Any]) -> None:
    """As it is, and as a later version may give it: nothing is lost and nothing is refused."""
    given, _ = _arguments(OPERATIONS[example["operatie"]][2])
    for content in (example["antwoord"], _future(example["antwoord"])):
        facade = ScriptedFacade([httpx.Response(example["status"], json=content)])
        answer = facade.waiting(lambda client: getattr(client, snake(example["operatie"]))(**given))
        assert answer.inhoud == content


@pytest.mark.parametrize("example", BAD, ids=lambda example: f"{example['operatie']}-{example['naam']}")
def test_each_problem_of_the_document_is_raised(example: dict[str, Any]) -> None:
    """With its code, its status and whether it may be asked again."""
    given, _ = _arguments(OPERATIONS[example["operatie"]][2])
    problem = example["antwoord"]
    facade = ScriptedFacade([httpx.Response(example["status"], json=problem)] * 4)
    with pytest.raises(ProblemError) as raised:
        facade.waiting(lambda client: getattr(client, snake(example["operatie"]))(**given))
    error = raised.value
    assert (error.status, error.code, error.herhaalbaar, error.detail) == (
        *(problem[name] for name in ("status", "code", "herhaalbaar", "detail")),
    )
    assert error.fouten == problem.get("fouten", [])


def test_the_document_has_examples() -> None:
    """Enough to prove something."""
    assert len(OPERATIONS) > 24
    assert len(GOOD) > 20
    assert len(BAD) > 3


def test_pages_are_read_to_the_end() -> None:
    """Each result once, with the cursor of the page before; who goes round is not asked for ever."""
    pages = [
        {"resultaten": [1, 2], "volgendeCursor": "a"},
        {"resultaten": [], "volgendeCursor": "b"},
        {"resultaten": [3]},
    ]
    waiting = ScriptedFacade([httpx.Response(200, json=page) for page in pages])
    found = waiting.waiting(lambda client: list(client.zoek_leerplaatsen_alle(plaats="Ede", limit=2)))
    awaited = ScriptedFacade([httpx.Response(200, json=page) for page in pages])

    async def collect(client: AsyncClient) -> list[Any]:
        return [result async for result in client.zoek_leerplaatsen_alle(plaats="Ede", limit=2)]

    assert found == awaited.awaited(collect) == [1, 2, 3]
    for facade in (waiting, awaited):
        assert [dict(request.url.params).get("cursor") for request in facade.asked] == [None, "a", "b"]
        assert {request.url.params["limit"] for request in facade.asked} == {"2"}
    round_and_round = ScriptedFacade([httpx.Response(200, json=pages[0])] * 5)
    with pytest.raises(UnexpectedAnswer, match="steeds dezelfde"):
        round_and_round.waiting(lambda client: list(client.zoek_erkenningen_alle()))
    assert len(round_and_round.asked) == 2
