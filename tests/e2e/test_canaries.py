"""Nothing that a caller sends, or that names a person, key or licence, is in a log of the deployed stack."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from stagemarkt.web.input.fields import FIELDS_OF, PATH_FIELDS
from stagemarkt.web.routes import ROUTES, Route

from local.sbb.register import examples
from local.stack.local_stack import LocalStack
from tests.e2e.client import FacadeClient
from tests.unit.template import API

CANARY: Final = "Kanarie"
VALID: Final = {"leerbedrijfId": examples.SHOWPIECE, "code": "25998", "leerplaatsId": "3000001"}


def _calls(route: Route) -> Iterator[dict[str, Any]]:
    """One call per field of the route, with a canary of its own in it; then all of them, and in the body."""
    names = re.findall(r"\{(\w+)\}", route.path)
    path = route.path.format(
        **{name: VALID.get(name, "00000000-0000-4000-8000-000000000000") for name in names}
    )
    for name in names:
        odd = {other: VALID.get(other, "x") for other in names} | {name: f"{CANARY}Pad{name}"}
        yield {"pad": route.path.format(**odd)}
    fields = FIELDS_OF.get(route.operatie, ())
    canaries = {field.naam: f"{CANARY}{route.operatie}{field.naam}" for field in fields}
    for name, value in (canaries | {f"{CANARY}Onbekend": "x"}).items():
        if route.method in _WITHOUT_BODY:
            yield {"pad": path, "params": {name: value}}
        else:
            yield {"pad": path, "json": {name: value}}
            yield {"pad": path, "json": {name: [value, {value: value}]}}
    if route.method not in _WITHOUT_BODY:
        yield {"pad": path, "json": canaries}
        yield {"pad": path, "content": f'{{"naam": "{CANARY}Half'.encode(), "headers": _JSON}
        yield {
            "pad": path,
            "content": f"<{CANARY}/>".encode(),
            "headers": {"Content-Type": f"text/{CANARY}"},
        }
    for header in (
        "Namens-School",
        "Accept",
        "Accept-Language",
        "If-None-Match",
        "If-Match",
        "Cache-Control",
    ):
        yield {"pad": path, "headers": {header: f"{CANARY}{header}"}}
    own = {
        "traceparent": f"00-{CANARY}",
        f"X-{CANARY}": CANARY,
        "User-Agent": CANARY,
        "Cookie": CANARY,
    }
    yield {"pad": path, "headers": own}
    yield {"pad": path, "sleutel": f"smk_kanarie1_{CANARY:x<43}"}
    yield {"pad": path, "sleutel": CANARY}


_WITHOUT_BODY: Final = {"GET", "DELETE"}
_JSON: Final = {"Content-Type": "application/json"}


def _logboeken(this_stack: LocalStack) -> str:
    """Everything that the functions logged, and what the emulated AWS wrote of itself."""
    aws, _ = this_stack.deployed()
    logs, lines = aws.client("logs"), list[str]()
    for group in logs.describe_log_groups()["logGroups"]:
        name = group["logGroupName"]
        for stream in logs.describe_log_streams(logGroupName=name)["logStreams"]:
            events = logs.get_log_events(
                logGroupName=name, logStreamName=stream["logStreamName"], startFromHead=True
            )
            lines += [this_event["message"] for this_event in events["events"]]
    lines.append((this_stack.stack_json.parent / "ministack.log").read_text())
    return "\n".join(lines)


def test_no_canary_in_a_log(facade: FacadeClient, this_stack: LocalStack) -> None:
    """A canary in every field of every route, in path, query, headers and body; none is logged."""
    statussen = set[int]()
    for route in ROUTES:
        for invocation in _calls(route):
            path = invocation.pop("pad")
            answer = facade.question(path, method=route.method, **invocation)
            statussen.add(answer.status_code)
            assert answer.headers["X-Content-Type-Options"] == "nosniff", path
            assert answer.headers["Strict-Transport-Security"], path
    assert {200, 400, 401, 404, 406, 415} <= statussen
    assert 500 not in statussen
    logboeken = _logboeken(this_stack)
    assert logboeken.count('"message":"verzoek"') > 100
    assert CANARY.lower() not in logboeken.lower()


def test_no_secret_and_no_person_in_a_log(facade: FacadeClient, this_stack: LocalStack) -> None:
    """Neither a key, a licence or the school's private key, nor anybody that was answered with."""
    details = facade.question(f"/leerbedrijven/{examples.SHOWPIECE}/detailgegevens").json()
    personen = [*details["contactpersonen"], *details["praktijkopleiders"]]
    sought = {details["naam"], details["vestigingsadres"]["straat"], facade.stack["apiKey"]}
    sought |= {p[field] for p in personen for field in ("naam", "email", "telefoonnummer") if field in p}
    sought |= set(facade.sbb.get("/").json()["licenties"].values())
    pem = Path(facade.stack["sbbClientKey"]).read_text().splitlines()
    # The secret part may hold an underscore itself.
    sought |= {pem[1], facade.stack["apiKey"].split("_", 2)[2]}
    logboeken = _logboeken(this_stack)
    assert [text for text in sought if text in logboeken] == []


def test_the_access_log_can_know_nothing_of_a_call() -> None:
    """No variable of the access log can hold what a caller wrote: not the path, query, headers or address."""
    variables = set(re.findall(r"\$context\.([\w.]+)", API["AccessLogSetting"]["Format"]))
    from_the_caller = (
        "path",
        "identity",
        "requestOverride",
        "responseOverride",
        "domainName",
        "customDomain",
    )
    assert not [v for v in variables if v.startswith(from_the_caller)]
    assert json.loads(API["AccessLogSetting"]["Format"])["resource"] == "$context.resourcePath"


@pytest.mark.parametrize(
    "path", ["/leerbedrijven", "/nergens", "/status", "/openapi.json", "/leerbedrijven/1/"]
)
@pytest.mark.parametrize("method", ["GET", "DELETE", "POST"])
def test_every_response_is_secured(facade: FacadeClient, path: str, method: str) -> None:
    """Whoever answers, function or API Gateway, sends the security headers."""
    answer = facade.http.request(method, path)
    for header in (
        "Strict-Transport-Security",
        "X-Content-Type-Options",
        "X-Frame-Options",
        "Referrer-Policy",
    ):
        assert answer.headers.get(header), (answer.status_code, header)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_every_field_has_its_canary() -> None:
    """The canaries are made from the tables that the code runs on: a new field has one by itself."""
    made = [json.dumps(a, default=str) for route in ROUTES for a in _calls(route)]
    for operation, fields in FIELDS_OF.items():
        if any(route.operatie == operation for route in ROUTES):
            assert all(any(f"{CANARY}{operation}{field.naam}" in a for a in made) for field in fields)
    in_paths = {name for route in ROUTES for name in re.findall(r"\{(\w+)\}", route.path)}
    assert in_paths <= set(PATH_FIELDS)
