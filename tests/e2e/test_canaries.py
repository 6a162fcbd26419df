"""Nothing that a caller sends, or that names a person, key or licence, is in a log of the deployed stack."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from stagemarkt.web.input.fields import PADVELDEN, VELDEN_VAN
from stagemarkt.web.routes import ROUTES, Route

from local.sbb import examples as vb
from local.stack import Stapel
from tests.e2e.client import Facade
from tests.unit.template import API

KANARIE: Final = "Kanarie"
GELDIG: Final = {"leerbedrijfId": vb.TOONBEELD, "code": "25998", "leerplaatsId": "3000001"}


def _aanroepen(route: Route) -> Iterator[dict[str, Any]]:
    """One call per field of the route, with a canary of its own in it; then all of them, and in the body."""
    namen = re.findall(r"\{(\w+)\}", route.pad)
    pad = route.pad.format(
        **{naam: GELDIG.get(naam, "00000000-0000-4000-8000-000000000000") for naam in namen}
    )
    for naam in namen:
        raar = {ander: GELDIG.get(ander, "x") for ander in namen} | {naam: f"{KANARIE}Pad{naam}"}
        yield {"pad": route.pad.format(**raar)}
    velden = VELDEN_VAN.get(route.operatie, ())
    kanaries = {veld.naam: f"{KANARIE}{route.operatie}{veld.naam}" for veld in velden}
    for naam, waarde in (kanaries | {f"{KANARIE}Onbekend": "x"}).items():
        if route.methode in _ZONDER_LICHAAM:
            yield {"pad": pad, "params": {naam: waarde}}
        else:
            yield {"pad": pad, "json": {naam: waarde}}
            yield {"pad": pad, "json": {naam: [waarde, {waarde: waarde}]}}
    if route.methode not in _ZONDER_LICHAAM:
        yield {"pad": pad, "json": kanaries}
        yield {"pad": pad, "content": f'{{"naam": "{KANARIE}Half'.encode(), "headers": _JSON}
        yield {
            "pad": pad,
            "content": f"<{KANARIE}/>".encode(),
            "headers": {"Content-Type": f"text/{KANARIE}"},
        }
    for kop in ("Namens-School", "Accept", "Accept-Language", "If-None-Match", "If-Match", "Cache-Control"):
        yield {"pad": pad, "headers": {kop: f"{KANARIE}{kop}"}}
    eigen = {
        "traceparent": f"00-{KANARIE}",
        f"X-{KANARIE}": KANARIE,
        "User-Agent": KANARIE,
        "Cookie": KANARIE,
    }
    yield {"pad": pad, "headers": eigen}
    yield {"pad": pad, "sleutel": f"smk_kanarie1_{KANARIE:x<43}"}
    yield {"pad": pad, "sleutel": KANARIE}


_ZONDER_LICHAAM: Final = {"GET", "DELETE"}
_JSON: Final = {"Content-Type": "application/json"}


def _logboeken(stapel: Stapel) -> str:
    """Everything that the functions logged, and what the emulated AWS wrote of itself."""
    aws, _ = stapel.uitgerold()
    logs, regels = aws.client("logs"), list[str]()
    for groep in logs.describe_log_groups()["logGroups"]:
        naam = groep["logGroupName"]
        for stroom in logs.describe_log_streams(logGroupName=naam)["logStreams"]:
            gebeurtenissen = logs.get_log_events(
                logGroupName=naam, logStreamName=stroom["logStreamName"], startFromHead=True
            )
            regels += [gebeurtenis["message"] for gebeurtenis in gebeurtenissen["events"]]
    regels.append((stapel.stack_json.parent / "ministack.log").read_text())
    return "\n".join(regels)


def test_geen_kanarie_in_een_logboek(facade: Facade, stapel: Stapel) -> None:
    """A canary in every field of every route, in path, query, headers and body; none is logged."""
    statussen = set[int]()
    for route in ROUTES:
        for aanroep in _aanroepen(route):
            pad = aanroep.pop("pad")
            antwoord = facade.vraag(pad, methode=route.methode, **aanroep)
            statussen.add(antwoord.status_code)
            assert antwoord.headers["X-Content-Type-Options"] == "nosniff", pad
            assert antwoord.headers["Strict-Transport-Security"], pad
    assert {200, 400, 401, 404, 406, 415} <= statussen
    assert 500 not in statussen
    logboeken = _logboeken(stapel)
    assert logboeken.count('"message":"verzoek"') > 100
    assert KANARIE.lower() not in logboeken.lower()


def test_geen_geheim_en_niemand_in_een_logboek(facade: Facade, stapel: Stapel) -> None:
    """Neither a key, a licence or the school's private key, nor anybody that was answered with."""
    details = facade.vraag(f"/leerbedrijven/{vb.TOONBEELD}/detailgegevens").json()
    personen = [*details["contactpersonen"], *details["praktijkopleiders"]]
    gezocht = {details["naam"], details["vestigingsadres"]["straat"], facade.stack["apiKey"]}
    gezocht |= {p[veld] for p in personen for veld in ("naam", "email", "telefoonnummer") if veld in p}
    gezocht |= set(facade.sbb.get("/").json()["licenties"].values())
    pem = Path(facade.stack["sbbClientKey"]).read_text().splitlines()
    # The secret part may hold an underscore itself.
    gezocht |= {pem[1], facade.stack["apiKey"].split("_", 2)[2]}
    logboeken = _logboeken(stapel)
    assert [tekst for tekst in gezocht if tekst in logboeken] == []


def test_de_toegangslog_kan_niets_van_een_aanroep_weten() -> None:
    """No variable of the access log can hold what a caller wrote: not the path, query, headers or address."""
    variabelen = set(re.findall(r"\$context\.([\w.]+)", API["AccessLogSetting"]["Format"]))
    van_de_aanroeper = (
        "path",
        "identity",
        "requestOverride",
        "responseOverride",
        "domainName",
        "customDomain",
    )
    assert not [v for v in variabelen if v.startswith(van_de_aanroeper)]
    assert json.loads(API["AccessLogSetting"]["Format"])["resource"] == "$context.resourcePath"


@pytest.mark.parametrize(
    "pad", ["/leerbedrijven", "/nergens", "/status", "/openapi.json", "/leerbedrijven/1/"]
)
@pytest.mark.parametrize("methode", ["GET", "DELETE", "POST"])
def test_elk_antwoord_is_beveiligd(facade: Facade, pad: str, methode: str) -> None:
    """Whoever answers, function or API Gateway, sends the security headers."""
    antwoord = facade.http.request(methode, pad)
    for kop in ("Strict-Transport-Security", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"):
        assert antwoord.headers.get(kop), (antwoord.status_code, kop)
    assert "default-src 'none'" in antwoord.headers["Content-Security-Policy"]


def test_elk_veld_heeft_zijn_kanarie() -> None:
    """The canaries are made from the tables that the code runs on: a new field has one by itself."""
    gemaakt = [json.dumps(a, default=str) for route in ROUTES for a in _aanroepen(route)]
    for operatie, velden in VELDEN_VAN.items():
        if any(route.operatie == operatie for route in ROUTES):
            assert all(any(f"{KANARIE}{operatie}{veld.naam}" in a for a in gemaakt) for veld in velden)
    in_paden = {naam for route in ROUTES for naam in re.findall(r"\{(\w+)\}", route.pad)}
    assert in_paden <= set(PADVELDEN)
