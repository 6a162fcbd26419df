"""The local stack itself: started twice, bound to this machine alone, with another White Label endpoint."""

import json
import stat
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from local import processen
from local.instellingen import AndereSbb, Instellingen
from local.sbb import voorbeelden as vb
from local.sbb.simulator import Simulator
from local.stand import lees_stand
from local.stapel import Stapel
from tests.e2e.klant import Facade

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
    assert all(processen.leeft(een) for een in lopend)


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


def test_een_ander_eindpunt(tmp_path: Path) -> None:
    """Another White Label endpoint takes the simulator's place; the BRIN comes out of the certificate.

    What a signaalcode means there is a setting.
    """
    meldingen: list[str] = []
    with Simulator(tmp_path / "elders") as elders:
        beschrijving: dict[str, Any] = elders.beschrijving()
        school = beschrijving["scholen"]["99XZ"]
        sbb = AndereSbb(
            url=elders.url,
            ca=elders.pki.ca,
            certificaat=Path(school["clientCert"]),
            sleutel=Path(school["clientKey"]),
            licentie=school["licentie"],
            oin=beschrijving["ontvangerOin"],
            school_brin=None,
            namespace=None,
            soapaction=None,
        )
        codes = "101:code-onbekend"
        stapel = Stapel(Instellingen(tmp_path / "hier", signaalcodes=codes, sbb=sbb), meld=meldingen.append)
        stack = stapel.omhoog()
        try:
            assert (stack["schoolBrin"], stack["sbbUrl"]) == ("99XZ", elders.url)
            with Facade(tmp_path / "hier", bediening=False) as facade:
                assert facade.vraag(f"/leerbedrijven/{vb.TOONBEELD}").status_code == 200
                onbekend = facade.vraag("/leerbedrijven/999999999").json()
                assert (onbekend["code"], onbekend["bron"]["signaalcode"]) == ("code-onbekend", 101)
        finally:
            stapel.omlaag()
    assert not any(melding.startswith("Warning") for melding in meldingen)


def test_een_certificaat_dat_er_vreemd_uitziet(tmp_path: Path) -> None:
    """A certificate without an OIN is a warning: the licence holder may know better."""
    with Simulator(tmp_path / "elders") as elders:
        sbb = AndereSbb(
            url=elders.url,
            ca=elders.pki.ca,
            certificaat=elders.pki.server.cert,
            sleutel=elders.pki.server.key,
            licentie="x",
            oin="00000003273711120000",
            school_brin=None,
            namespace=None,
            soapaction=None,
        )
        meldingen: list[str] = []
        stapel = Stapel(Instellingen(tmp_path / "hier", sbb=sbb), meld=meldingen.append)
        try:
            assert stapel.omhoog()["schoolBrin"] == "99XX"
        finally:
            stapel.omlaag()
    assert any("serialNumber" in melding for melding in meldingen)
