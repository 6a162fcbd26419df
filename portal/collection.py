"""A collection for Postman and Bruno, made of the OpenAPI document: Postman's form 2.1, which both import.

`python -m portal.collection` writes `docs/stagemarkt.postman_collection.json`; with `--check` it compares.
No key is in it: address and key are variables that whoever imports it fills in.
"""

import argparse
import json
import re
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl, urlsplit

_ROOT: Final = Path(__file__).parents[1]
COLLECTION: Final = _ROOT / "docs" / "stagemarkt.postman_collection.json"
_DOCUMENT: Final = _ROOT / "functions" / "documentatie" / "openapi.json"
_SCHEMA: Final = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
_STALE: Final = 1
_METHODS: Final = ("get", "post", "patch", "put", "delete")
# What differs per caller and per run; the last two are filled in by what answers.
VARIABLES: Final = {
    "apiUrl": "Het adres van de facade, tot en met /v1.",
    "sleutel": "Uw sleutel (smk_…). Zet hem bij de waarden die niet gedeeld worden.",
    "school": "Namens welke school, bij een sleutel voor meer dan één.",
    "webhookUrl": "Waar uw ontvanger luistert.",
    "abonnementId": "Vult zichzelf in, zodra er een abonnement is gemaakt.",
    "mutatieId": "Vult zichzelf in, zodra er wijzigingen zijn gelezen.",
}
_OF_A_RUN: Final = ("abonnementId", "mutatieId")
# What an answer gives for the requests after it.
_KEEPS: Final = {
    "maakAbonnement": 'pm.collectionVariables.set("abonnementId", pm.response.json().abonnementId);',
    "geefMutaties": 'pm.collectionVariables.set("mutatieId", pm.response.json().resultaten[0].id);',
}
_HEADERS: Final = {"Namens-School": "{{school}}", "If-Match": "*", "Accept-Language": "nl"}
_CALL: Final = re.compile(r"`([A-Z]+) ([^`]+)`")


class _Call(NamedTuple):
    """A call that an example of the document was the answer to."""

    name: str
    query: Mapping[str, str]
    path: str
    body: object = None


def build_collection(document: Mapping[str, Any]) -> dict[str, Any]:
    """The collection: a folder per tag, and in it every call that the document has an example of."""
    folders: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in document.get("tags", [])}
    for path, methods in document["paths"].items():
        for method in _METHODS:
            if method in methods:
                operation = methods[method]
                folders.setdefault(operation["tags"][0], []).extend(_items(document, path, method, operation))
    info = document["info"]
    return {
        "info": {
            "_postman_id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{info['title']} {info['version']}")),
            "name": info["title"],
            "description": (
                "Gemaakt uit het OpenAPI-document. Vul `apiUrl` en `sleutel` in; bij `make up` staan ze in "
                "`.local/stack.json`."
            ),
            "schema": _SCHEMA,
        },
        "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{sleutel}}", "type": "string"}]},
        "variable": [
            {"key": name, "value": "", "type": "string", "description": text}
            for name, text in VARIABLES.items()
        ],
        # What ends is last, so that a whole folder can be run from top to bottom.
        "item": [
            {"name": tag, "item": sorted(items, key=lambda item: item["request"]["method"] == "DELETE")}
            for tag, items in folders.items()
            if items
        ],
    }


def _items(
    document: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    calls = list(_calls(document, path, method, operation))
    # What makes or changes something is there once: of the rest there is an item for each example.
    reads = method == "get" or operation["operationId"] in {"zoekLeerbedrijvenInLichaam", "verifieerReeks"}
    for call in calls if reads else calls[:1]:
        several = reads and len(calls) > 1
        item: dict[str, Any] = {
            "name": f"{operation['summary']}: {call.name}" if several else operation["summary"],
            "request": _request(path, method, operation, call),
        }
        keeps = _KEEPS.get(operation["operationId"])
        if keeps and not call.query:
            script = {"type": "text/javascript", "exec": [keeps]}
            item["event"] = [{"listen": "test", "script": script}]
        yield item


def _calls(
    document: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]
) -> Iterator[_Call]:
    """Those of the examples of its good answers, or one without any choice."""
    examples, found = document["components"]["examples"], False
    if operation["operationId"] == "geefMutaties":
        # From the beginning, so that the first of them gives what is asked for next.
        yield _Call("alles wat er is", {}, path)
    for name in _example_names(operation):
        example = examples[name]
        call = _CALL.fullmatch(example["description"])
        # What needs SBB to be in a bad way is no call to keep.
        if call is None or call[1] != method.upper():
            continue
        target = urlsplit(call[2])
        body = examples.get(f"{name}-vraag", {}).get("value")
        found = True
        yield _Call(example["summary"], dict(parse_qsl(target.query)), target.path, body)
    if not found:
        body = next((examples[f"{name}-vraag"]["value"] for name in _body_names(operation)), None)
        yield _Call(operation["summary"], {}, path, body)


def _example_names(operation: Mapping[str, Any]) -> Iterator[str]:
    for status, answer in operation["responses"].items():
        for content in answer.get("content", {}).values() if status.startswith("2") else ():
            yield from _names(content)


def _body_names(operation: Mapping[str, Any]) -> Sequence[str]:
    content = operation.get("requestBody", {}).get("content", {})
    return [name.removesuffix("-vraag") for one in content.values() for name in _names(one)]


def _names(content: Mapping[str, Any]) -> Sequence[str]:
    """Those of all its examples: generators get one each, and the rest by name alone."""
    names: Sequence[str] = content.get("x-voorbeelden") or list(content.get("examples", {}))
    return names


def _request(path: str, method: str, operation: Mapping[str, Any], call: _Call) -> dict[str, Any]:
    of_path, query, headers = _parameters(path, operation, call)
    parts = [re.sub(r"^\{(\w+)\}$", r":\1", part) for part in path.strip("/").split("/")]
    asked = "&".join(f"{one['key']}={one['value']}" for one in query if not one.get("disabled"))
    request: dict[str, Any] = {
        "method": method.upper(),
        "description": operation["description"],
        "header": headers,
        "url": {
            "raw": "/".join(["{{apiUrl}}", *parts]) + (f"?{asked}" if asked else ""),
            "host": ["{{apiUrl}}"],
            "path": parts,
            "query": query,
            "variable": of_path,
        },
    }
    if not operation.get("security"):
        request["auth"] = {"type": "noauth"}
    if call.body is not None:
        headers.append({"key": "Content-Type", "value": "application/json"})
        raw = json.dumps(_with_variables(call.body), ensure_ascii=False, indent=2)
        request["body"] = {"mode": "raw", "raw": raw, "options": {"raw": {"language": "json"}}}
    return request


def _parameters(
    path: str, operation: Mapping[str, Any], call: _Call
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Those in the path, in the query and in the headers; what the call does not have is there, put off."""
    given = _path_values(path, call.path)
    of_path: list[dict[str, Any]] = []
    query: list[dict[str, Any]] = []
    headers: list[dict[str, Any]] = []
    for one in operation.get("parameters", []):
        name, example = one["name"], _example(one)
        row: dict[str, Any] = {"key": name, "description": one.get("description", "")}
        if one["in"] == "path":
            of_path.append(row | {"value": _variable(name, given.get(name, example))})
        elif one["in"] == "query":
            asked = name in call.query
            value = _variable(name, call.query.get(name, example))
            query.append(row | {"value": value} | ({} if asked else {"disabled": True}))
        elif name != "If-None-Match":
            off = {} if one.get("required") else {"disabled": True}
            headers.append(row | {"value": _HEADERS.get(name, example)} | off)
    return of_path, query, headers


def _path_values(template: str, path: str) -> dict[str, str]:
    pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template)
    match = re.fullmatch(pattern, path)
    return match.groupdict() if match else {}


def _example(parameter: Mapping[str, Any]) -> str:
    examples = parameter["schema"].get("examples", [""])
    return examples[0] if isinstance(examples[0], str) else json.dumps(examples[0])


def _variable(name: str, value: str) -> str:
    return f"{{{{{name}}}}}" if name in _OF_A_RUN else value


def _with_variables(body: object) -> object:
    """The body; the address of a webhook is the reader's own."""
    if isinstance(body, dict) and body.get("soort") == "webhook":
        return body | {"url": "{{webhookUrl}}"}
    return body


def main() -> int:
    """0 when all is as it should be."""
    parser = argparse.ArgumentParser(prog="python -m portal.collection")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when something would be")
    document = json.loads(_DOCUMENT.read_text(encoding="utf-8"))
    text = json.dumps(build_collection(document), ensure_ascii=False, indent=1) + "\n"
    if not parser.parse_args().check:
        COLLECTION.write_text(text, encoding="utf-8")
        return 0
    return 0 if COLLECTION.exists() and COLLECTION.read_text(encoding="utf-8") == text else _STALE


if __name__ == "__main__":
    sys.exit(main())
