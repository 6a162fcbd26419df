"""The local stack itself: started twice, and bound to this machine alone."""

import json
import stat
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from local import processes
from local.stack import Stapel
from local.stack_file import lees_stand
from tests.e2e.client import Facade

_VELDEN = [
    "apiUrl",
    "apiKey",
    "schoolBrin",
    "awsEndpointUrl",
    "sbbUrl",
    "sbbCa",
    "sbbClientCert",
    "sbbClientKey",
    "intakeUrl",
    "intakeCa",
    "intakeClientCert",
    "intakeClientKey",
    "ontvangers",
    "ontvangerCa",
    "ontvangerCert",
    "ontvangerKey",
]

_BESTANDEN = ["sbbCa", "sbbClientCert", "sbbClientKey", "intakeCa", "intakeClientCert", "intakeClientKey"]


def test_stack_json(stapel: Stapel, facade: Facade) -> None:
    """It has the fields that others rely on, with absolute paths of files that exist, for our eyes only."""
    stack = json.loads(stapel.stack_json.read_text())
    assert list(stack) == _VELDEN
    assert stack["apiUrl"].endswith("/v1")
    assert all(Path(stack[veld]).is_absolute() and Path(stack[veld]).is_file() for veld in _BESTANDEN)
    assert stat.S_IMODE(stapel.stack_json.stat().st_mode) == 0o600
    assert facade.stack == stack


def test_een_tweede_keer_doet_geen_kwaad(stapel: Stapel) -> None:
    """Starting it again leaves what runs as it is."""
    voor = stapel.stack_json.read_text()
    lopend = lees_stand(stapel.stack_json.parent / "proces.json").processen
    stapel.omhoog()
    assert stapel.stack_json.read_text() == voor
    assert len(lopend) == 3
    assert all(processes.leeft(een) for een in lopend)


def test_alleen_deze_machine(stapel: Stapel) -> None:
    """Every port that it listens on is bound to 127.0.0.1."""
    tabel = Path("/proc/net/tcp")
    if not tabel.exists():
        pytest.skip("no /proc/net/tcp: the bound addresses cannot be seen on this system")
    stack = json.loads(stapel.stack_json.read_text())
    poorten = {urlsplit(stack[veld]).port for veld in ("apiUrl", "sbbUrl", "intakeUrl")}
    luisterend = [
        regel.split()[1].split(":") for regel in tabel.read_text().splitlines()[1:] if " 0A " in regel
    ]
    gebonden = {int(poort, 16): adres for adres, poort in luisterend}
    assert {gebonden[poort] for poort in poorten} == {"0100007F"}


def test_een_webpagina_komt_niet_bij_de_geheimen(stapel: Stapel, facade: Facade) -> None:
    """A page in the browser of this machine may ask the API; what else is emulated refuses it."""
    elders = {"Origin": "https://kwaad.example"}
    aws, uitgerold = stapel.uitgerold()
    geheim = f"{uitgerold.uitvoer['GeheimenVoorvoegsel']}/school/99XX"
    # What a page would send, with the one account that everybody knows.
    lees = {
        "X-Amz-Target": "secretsmanager.GetSecretValue",
        "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/secretsmanager/aws4_request, "
        "SignedHeaders=host, Signature=x",
    }
    for pad in ("/", "/_aws/execute-api/", "/_aws/execute-api/x"):
        adres, vraag = aws.eindpunt + pad, {"SecretId": geheim}
        antwoord = facade.http.post(adres, json=vraag, headers=lees | elders)
        assert (antwoord.status_code, "PRIVATE" in antwoord.text) == (403, False)
        assert "Access-Control-Allow-Origin" not in antwoord.headers
        assert facade.http.options(adres, headers=elders).status_code == 403
        assert (
            facade.http.post(adres, json=vraag, headers=lees | {"Host": "kwaad.example"}).status_code == 403
        )
    assert "PRIVATE KEY" in facade.http.post(aws.eindpunt, json={"SecretId": geheim}, headers=lees).text
    assert facade.http.get("/openapi.json", headers=elders).headers["Access-Control-Allow-Origin"] == "*"
