"""The operator's commands as they are typed, against a stack as of `make up`, with its address alone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from local.sbb import examples as vb
from local.stack import Stapel
from tests.e2e.client import Facade


@pytest.fixture
def opdracht(stapel: Stapel, tmp_path: Path) -> "Opdracht":
    """Types a command."""
    return Opdracht(json.loads(stapel.stack_json.read_text())["awsEndpointUrl"], tmp_path)


class Opdracht:
    """Runs `stagemarkt` in a process of its own, as nobody who is logged in anywhere."""

    def __init__(self, endpoint: str, werkmap: Path) -> None:
        self._omgeving = {"AWS_ENDPOINT_URL": endpoint, "PATH": "/usr/bin:/bin", "HOME": str(werkmap)}
        self._werkmap = werkmap

    def __call__(self, woorden: str, invoer: str = "") -> subprocess.CompletedProcess[str]:
        """One command."""
        return subprocess.run(
            [str(Path(sys.executable).with_name("stagemarkt")), *woorden.split()],
            env=self._omgeving,
            cwd=self._werkmap,
            input=invoer,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


def test_van_niets_naar_een_antwoord(facade: Facade, opdracht: Opdracht) -> None:
    """One command makes a key that works where it was granted and nowhere else; another ends it."""
    gemaakt = opdracht("sleutel maken --afnemer nieuw-pakket --school 99XX --scope identificatie --json")
    assert gemaakt.returncode == 0, gemaakt.stderr
    nieuw = json.loads(gemaakt.stdout)
    assert list(nieuw) == ["sleutel", "prefix"]
    pad = f"/leerbedrijven/{vb.TOONBEELD}"
    assert facade.vraag(pad, sleutel=nieuw["sleutel"]).status_code == 200
    geweigerd = facade.vraag(f"{pad}/erkenningen/25998", sleutel=nieuw["sleutel"])
    assert geweigerd.status_code == 403
    assert "`verificatie`" in geweigerd.json()["detail"]
    (getoond,) = json.loads(opdracht("sleutel lijst --afnemer nieuw-pakket --json").stdout)
    assert getoond["prefix"] == nieuw["prefix"]
    # The authorizer wrote this, and is allowed to write nothing else.
    assert getoond["laatstGebruiktOp"] is not None
    assert opdracht(f"sleutel intrekken {nieuw['prefix']}").returncode == 0
    ander = json.loads(opdracht("sleutel maken --afnemer nieuw-pakket --json").stdout)
    opdracht(f"sleutel intrekken {ander['prefix']}")
    assert facade.vraag(pad, sleutel=ander["sleutel"]).status_code == 401


def test_een_school_erbij_met_licentie(facade: Facade, opdracht: Opdracht) -> None:
    """A school without certificate is told so, and whose matter that is."""
    opdracht("school toevoegen 30QQ --naam Nieuwe-School")
    assert opdracht("school licentie 30QQ", invoer="LIC-30QQ\n").returncode == 0
    sleutel = opdracht("sleutel maken --afnemer bij-30qq --school 30QQ --scope verificatie").stdout.strip()
    antwoord = facade.vraag(f"/leerbedrijven/{vb.TOONBEELD}/erkenningen/25998", sleutel=sleutel)
    assert (antwoord.status_code, antwoord.json()["code"]) == (502, "bron-certificaat")


def test_het_certificaat_van_een_school(facade: Facade, opdracht: Opdracht) -> None:
    """A good certificate is kept, and the status knows it at once; a bad one changes nothing."""
    school = facade.sbb.post("/scholen", json={"brin": "21AE", "naam": "Certificaatschool"}).json()
    assert opdracht("school toevoegen 21AE").returncode == 0
    assert opdracht("school licentie 21AE", invoer=school["licentie"]).returncode == 0
    pem, sleutel, ca = school["clientCert"], school["clientKey"], facade.stack["sbbCa"]
    proef = opdracht(f"school certificaat 21AE --pem {pem} --sleutel {sleutel} --ca {ca} --proef --json")
    assert proef.returncode == 0, proef.stderr
    assert json.loads(proef.stdout)["oin"] == school["oin"]
    bewaard = opdracht(f"school certificaat --school 21AE --pem {pem} --sleutel {sleutel} --ca {ca}")
    assert bewaard.returncode == 0, bewaard.stderr
    assert "Het vorige" not in bewaard.stderr
    assert "wacht" not in bewaard.stderr
    gemaakt = opdracht("sleutel maken --afnemer certificaat --school 21AE --scope verificatie --json")
    sleutel_21 = json.loads(gemaakt.stdout)["sleutel"]
    pad = f"/leerbedrijven/{vb.TOONBEELD}/erkenningen/25998"
    assert facade.vraag(pad, sleutel=sleutel_21).status_code == 200
    status = facade.vraag("/status/school", sleutel=sleutel_21).json()
    assert status["certificaat"]["dagenOver"] > 300
    # Of another school, with the key of a third: both are told, and nothing is kept.
    vreemd = facade.sbb.get("/").json()["scholen"]["99XZ"]["clientCert"]
    slecht = opdracht(f"school certificaat 21AE --pem {vreemd} --sleutel {sleutel} --json")
    assert slecht.returncode == 1
    assert json.loads(slecht.stdout)["bruikbaar"] is False
    assert "hoort niet bij" in slecht.stderr
    assert "99XZ" in slecht.stderr
    assert facade.vraag(pad, sleutel=sleutel_21).status_code == 200
    for uitvoer in (proef, bewaard, slecht):
        assert "PRIVATE KEY" not in uitvoer.stdout + uitvoer.stderr
    verkeerd = opdracht("school certificaat 21AE")
    assert (verkeerd.returncode, "--pfx" in verkeerd.stderr) == (2, True)


def test_een_licentie_na_het_certificaat(facade: Facade, opdracht: Opdracht) -> None:
    """In whichever order licence and certificate are set, the status is right at once."""
    school = facade.sbb.post("/scholen", json={"brin": "21AF", "naam": "Omgekeerd"}).json()
    opdracht("school toevoegen 21AF")
    opdracht(f"school certificaat 21AF --pem {school['clientCert']} --sleutel {school['clientKey']}")
    sleutel = opdracht("sleutel maken --afnemer omgekeerd --school 21AF --scope zoeken").stdout.strip()
    status = facade.vraag("/status/school", sleutel=sleutel).json()
    assert (status["status"], status["certificaat"]["status"]) == ("verstoord", "onbruikbaar")
    opdracht("school licentie 21AF", invoer=school["licentie"])
    status = facade.vraag("/status/school", sleutel=sleutel).json()
    assert (status["status"], status["certificaat"]["status"]) == ("onbekend", "nog-niet-geprobeerd")
    geprobeerd = opdracht("school tonen 21AF --probeer")
    assert geprobeerd.returncode == 0, geprobeerd.stderr
    status = facade.vraag("/status/school", sleutel=sleutel).json()
    assert (status["status"], status["certificaat"]["status"]) == ("in-orde", "in-orde")
