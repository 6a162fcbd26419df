"""The operator's commands as they are typed, against a stack as of `make up`, with its address alone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from local.sbb.register import examples
from local.stack.local_stack import LocalStack
from tests.e2e.client import FacadeClient


@pytest.fixture
def command(this_stack: LocalStack, tmp_path: Path) -> "CommandRun":
    """Types a command."""
    return CommandRun(json.loads(this_stack.stack_json.read_text())["awsEndpointUrl"], tmp_path)


class CommandRun:
    """Runs `stagemarkt` in a process of its own, as nobody who is logged in anywhere."""

    def __init__(self, endpoint: str, work_dir: Path) -> None:
        self._clock_and_chance = {
            "AWS_ENDPOINT_URL": endpoint,
            "PATH": "/usr/bin:/bin",
            "HOME": str(work_dir),
        }
        self._work_dir = work_dir

    def __call__(self, words: str, inputs: str = "") -> subprocess.CompletedProcess[str]:
        """One command."""
        return subprocess.run(
            [str(Path(sys.executable).with_name("stagemarkt")), *words.split()],
            env=self._clock_and_chance,
            cwd=self._work_dir,
            input=inputs,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


def test_from_nothing_to_an_answer(facade: FacadeClient, command: CommandRun) -> None:
    """One command makes a key that works where it was granted and nowhere else; another ends it."""
    made = command("sleutel maken --afnemer nieuw-pakket --school 99XX --scope identificatie --json")
    assert made.returncode == 0, made.stderr
    new = json.loads(made.stdout)
    assert list(new) == ["sleutel", "prefix"]
    path = f"/leerbedrijven/{examples.SHOWPIECE}"
    assert facade.question(path, sleutel=new["sleutel"]).status_code == 200
    refused = facade.question(f"{path}/erkenningen/25998", sleutel=new["sleutel"])
    assert refused.status_code == 403
    assert "`verificatie`" in refused.json()["detail"]
    (shown,) = json.loads(command("sleutel lijst --afnemer nieuw-pakket --json").stdout)
    assert shown["prefix"] == new["prefix"]
    # The authorizer wrote this, and is allowed to write nothing else.
    assert shown["laatstGebruiktOp"] is not None
    assert command(f"sleutel intrekken {new['prefix']}").returncode == 0
    other = json.loads(command("sleutel maken --afnemer nieuw-pakket --json").stdout)
    command(f"sleutel intrekken {other['prefix']}")
    assert facade.question(path, sleutel=other["sleutel"]).status_code == 401


def test_adding_a_school_with_its_licentie(facade: FacadeClient, command: CommandRun) -> None:
    """A school without certificate is told so, and whose matter that is."""
    command("school toevoegen 30QQ --naam Nieuwe-School")
    assert command("school licentie 30QQ", inputs="LIC-30QQ\n").returncode == 0
    sleutel = command("sleutel maken --afnemer bij-30qq --school 30QQ --scope verificatie").stdout.strip()
    answer = facade.question(f"/leerbedrijven/{examples.SHOWPIECE}/erkenningen/25998", sleutel=sleutel)
    assert (answer.status_code, answer.json()["code"]) == (502, "bron-certificaat")


def test_the_certificate_of_a_school(facade: FacadeClient, command: CommandRun) -> None:
    """A good certificate is kept, and the status knows it at once; a bad one changes nothing."""
    school = facade.sbb.post("/scholen", json={"brin": "21AE", "naam": "Certificaatschool"}).json()
    assert command("school toevoegen 21AE").returncode == 0
    assert command("school licentie 21AE", inputs=school["licentie"]).returncode == 0
    pem, sleutel, ca = school["clientCert"], school["clientKey"], facade.stack["sbbCa"]
    proef = command(f"school certificaat 21AE --pem {pem} --sleutel {sleutel} --ca {ca} --proef --json")
    assert proef.returncode == 0, proef.stderr
    assert json.loads(proef.stdout)["oin"] == school["oin"]
    kept = command(f"school certificaat --school 21AE --pem {pem} --sleutel {sleutel} --ca {ca}")
    assert kept.returncode == 0, kept.stderr
    assert "Het vorige" not in kept.stderr
    assert "wacht" not in kept.stderr
    made = command("sleutel maken --afnemer certificaat --school 21AE --scope verificatie --json")
    sleutel_21 = json.loads(made.stdout)["sleutel"]
    path = f"/leerbedrijven/{examples.SHOWPIECE}/erkenningen/25998"
    assert facade.question(path, sleutel=sleutel_21).status_code == 200
    status = facade.question("/status/school", sleutel=sleutel_21).json()
    assert status["certificaat"]["dagenOver"] > 300
    # Of another school, with the key of a third: both are told, and nothing is kept.
    foreign = facade.sbb.get("/").json()["scholen"]["99XZ"]["clientCert"]
    bad = command(f"school certificaat 21AE --pem {foreign} --sleutel {sleutel} --json")
    assert bad.returncode == 1
    assert json.loads(bad.stdout)["bruikbaar"] is False
    assert "hoort niet bij" in bad.stderr
    assert "99XZ" in bad.stderr
    assert facade.question(path, sleutel=sleutel_21).status_code == 200
    for output in (proef, kept, bad):
        assert "PRIVATE KEY" not in output.stdout + output.stderr
    wrong = command("school certificaat 21AE")
    assert (wrong.returncode, "--pfx" in wrong.stderr) == (2, True)


def test_a_licentie_after_the_certificate(facade: FacadeClient, command: CommandRun) -> None:
    """In whichever order licence and certificate are set, the status is right at once."""
    school = facade.sbb.post("/scholen", json={"brin": "21AF", "naam": "Omgekeerd"}).json()
    command("school toevoegen 21AF")
    command(f"school certificaat 21AF --pem {school['clientCert']} --sleutel {school['clientKey']}")
    sleutel = command("sleutel maken --afnemer omgekeerd --school 21AF --scope zoeken").stdout.strip()
    status = facade.question("/status/school", sleutel=sleutel).json()
    assert (status["status"], status["certificaat"]["status"]) == ("verstoord", "onbruikbaar")
    command("school licentie 21AF", inputs=school["licentie"])
    status = facade.question("/status/school", sleutel=sleutel).json()
    assert (status["status"], status["certificaat"]["status"]) == ("onbekend", "nog-niet-geprobeerd")
    tried = command("school tonen 21AF --probeer")
    assert tried.returncode == 0, tried.stderr
    status = facade.question("/status/school", sleutel=sleutel).json()
    assert (status["status"], status["certificaat"]["status"]) == ("in-orde", "in-orde")
