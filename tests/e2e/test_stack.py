"""The local stack itself: started twice, and bound to this machine alone."""

import json
import stat
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from local.stack import processes
from local.stack.local_stack import LocalStack
from local.stack.stack_file import read_state
from tests.e2e.client import FacadeClient

_FIELDS = [
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

_FILES = ["sbbCa", "sbbClientCert", "sbbClientKey", "intakeCa", "intakeClientCert", "intakeClientKey"]


def test_stack_json(this_stack: LocalStack, facade: FacadeClient) -> None:
    """It has the fields that others rely on, with absolute paths of files that exist, for our eyes only."""
    stack = json.loads(this_stack.stack_json.read_text())
    assert list(stack) == _FIELDS
    assert stack["apiUrl"].endswith("/v1")
    assert all(Path(stack[field]).is_absolute() and Path(stack[field]).is_file() for field in _FILES)
    assert stat.S_IMODE(this_stack.stack_json.stat().st_mode) == 0o600
    assert facade.stack == stack


def test_a_second_time_does_no_harm(this_stack: LocalStack) -> None:
    """Starting it again leaves what runs as it is."""
    before = this_stack.stack_json.read_text()
    running = read_state(this_stack.stack_json.parent / "proces.json").processen
    this_stack.up()
    assert this_stack.stack_json.read_text() == before
    assert len(running) == 3
    assert all(processes.is_alive(one) for one in running)


def test_only_this_machine(this_stack: LocalStack) -> None:
    """Every port that it listens on is bound to 127.0.0.1."""
    table = Path("/proc/net/tcp")
    if not table.exists():
        pytest.skip("no /proc/net/tcp: the bound addresses cannot be seen on this system")
    stack = json.loads(this_stack.stack_json.read_text())
    ports = {urlsplit(stack[field]).port for field in ("apiUrl", "sbbUrl", "intakeUrl")}
    listening = [line.split()[1].split(":") for line in table.read_text().splitlines()[1:] if " 0A " in line]
    bound = {int(port, 16): adres for adres, port in listening}
    assert {bound[port] for port in ports} == {"0100007F"}


def test_a_web_page_does_not_reach_the_secrets(this_stack: LocalStack, facade: FacadeClient) -> None:
    """A page in the browser of this machine may ask the API; what else is emulated refuses it."""
    elders = {"Origin": "https://kwaad.example"}
    aws, deployed = this_stack.deployed()
    secret = f"{deployed.output['GeheimenVoorvoegsel']}/school/99XX"
    # What a page would send, with the one account that everybody knows.
    read = {
        "X-Amz-Target": "secretsmanager.GetSecretValue",
        "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/secretsmanager/aws4_request, "
        "SignedHeaders=host, Signature=x",
    }
    for path in ("/", "/_aws/execute-api/", "/_aws/execute-api/x"):
        adres, question = aws.endpoint + path, {"SecretId": secret}
        answer = facade.http.post(adres, json=question, headers=read | elders)
        assert (answer.status_code, "PRIVATE" in answer.text) == (403, False)
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert facade.http.options(adres, headers=elders).status_code == 403
        assert (
            facade.http.post(adres, json=question, headers=read | {"Host": "kwaad.example"}).status_code
            == 403
        )
    assert "PRIVATE KEY" in facade.http.post(aws.endpoint, json={"SecretId": secret}, headers=read).text
    assert facade.http.get("/openapi.json", headers=elders).headers["Access-Control-Allow-Origin"] == "*"
