"""Whatever a test is answered, the OpenAPI document says so: status, code, headers and every field."""

import json
import re
from collections import Counter
from typing import Any, Final

import httpx
import jsonschema
from stagemarkt.web.response import SECURITY_HEADERS

from tests.unit.closed_schema import closed
from tests.unit.requests import ROOT

DOCUMENT: Final[dict[str, Any]] = json.loads((ROOT / "functions/documentatie/openapi.json").read_bytes())
# What stands on every answer: of the web itself, of API Gateway, and for security (ADR).
EVERYWHERE: Final = frozenset(
    {
        *("content-type", "content-length", "content-encoding", "vary", "date", "connection"),
        *("x-amz-request-id", "x-amzn-requestid", "x-amzn-errortype"),
        *(name.lower() for name in SECURITY_HEADERS),
    }
)
# Reading a schema takes longer than an answer: of each kind the first so many are held against it.
_ENOUGH: Final = 12
_PATHS: Final = [
    (re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))), operations)
    for path, operations in DOCUMENT["paths"].items()
]


_COMPONENTS: Final = closed(DOCUMENT["components"])


class DocumentedAnswers:
    """Holds each answer of an API against the document; called by httpx with each."""

    def __init__(self, base_url: str) -> None:
        self._base = httpx.URL(base_url).path.rstrip("/")
        self._seen: Counter[tuple[str, int]] = Counter()

    def __call__(self, answer: httpx.Response) -> None:
        """Raises AssertionError for what the document does not say."""
        operation = self._operation(answer.request)
        if operation is None:
            return
        name, status = operation["operationId"], answer.status_code
        described = operation["responses"].get(str(status))
        assert described is not None, f"{name} does not say {status}"
        unnamed = {header.lower() for header in answer.headers} - EVERYWHERE
        unnamed -= {header.lower() for header in described["headers"]}
        assert not unnamed, f"{name} {status} does not name {sorted(unnamed)}"
        if answer.request.method == "HEAD" or "content" not in described:
            return
        answer.read()
        self._seen[name, status] += 1
        content = answer.json()
        [(mediatype, body)] = described["content"].items()
        assert answer.headers["Content-Type"] == mediatype
        if "code" in content and status >= 400:
            assert content["code"] in body["examples"], f"{name} {status} does not name {content['code']}"
        if self._seen[name, status] <= _ENOUGH:
            schema = closed(body["schema"]) | {"components": _COMPONENTS}
            jsonschema.Draft202012Validator(schema).validate(content)

    def _operation(self, request: httpx.Request) -> dict[str, Any] | None:
        """The one that this asks; None where there is no such address or method."""
        path = request.url.path.removeprefix(self._base)
        method = "get" if request.method == "HEAD" else request.method.lower()
        for pattern, operations in _PATHS:
            if pattern.fullmatch(path) and method in operations:
                found: dict[str, Any] = operations[method]
                return found
        return None
