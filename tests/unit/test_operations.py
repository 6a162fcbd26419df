"""docs/operations.md names all that the template and the code have, and nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.unit.template import BRONNEN, SJABLOON

_PROJECT: Final = Path(__file__).parents[2]
_TEKST: Final = (_PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")
_LOG: Final = re.compile(r"logger\.(?:debug|info|warning|error|critical|exception)\(\s*\"([^\"]+)\"")


def _deel(kop: str) -> str:
    """What stands under this heading, up to the next of the same depth."""
    diepte = kop.split(" ", maxsplit=1)[0]
    return _TEKST.split(f"\n{kop}\n", 1)[1].split(f"\n{diepte} ", 1)[0]


def _rijen(deel: str, kop: str) -> Iterator[list[str]]:
    """The rows of the table in it of which the first column has this heading."""
    regels = iter(deel.splitlines())
    for regel in regels:
        if regel.startswith(f"| {kop} |"):
            break
    for regel in regels:
        if not regel.startswith("|"):
            return
        if not regel.startswith("|---"):
            yield [cel.strip() for cel in re.split(r"(?<!\\)\|", regel)[1:-1]]


def _namen(rijen: Iterator[list[str]]) -> list[str]:
    return [naam for rij in rijen for naam in re.findall(r"`([^`]+)`", rij[0])]


def test_elke_parameter() -> None:
    """Each parameter of the template has a row, with the default that the template has."""
    standaarden = {
        rij[0].strip("`"): rij[1].strip("`") for rij in _rijen(_deel("## Parameters"), "parameter")
    }
    echt = {
        naam: "none" if "Default" not in parameter else str(parameter["Default"]) or "empty"
        for naam, parameter in SJABLOON["Parameters"].items()
    }
    assert standaarden == echt


def test_elke_uitvoer() -> None:
    """Each output of the template has a row."""
    assert sorted(_namen(_rijen(_deel("## Outputs"), "output"))) == sorted(SJABLOON["Outputs"])


def test_elk_alarm() -> None:
    """Each alarm of the template has a row that says what it means and what to do."""
    rijen = list(_rijen(_deel("## Alarms"), "alarm"))
    alarmen = [naam for naam, bron in BRONNEN.items() if bron["Type"] == "AWS::CloudWatch::Alarm"]
    assert sorted(_namen(iter(rijen))) == sorted(alarmen)
    assert all(cel for rij in rijen for cel in rij)


def test_elk_alarm_wordt_gehoord() -> None:
    """Each alarm goes to the topic of warnings."""
    for naam, bron in BRONNEN.items():
        if bron["Type"] == "AWS::CloudWatch::Alarm":
            assert bron["Properties"]["AlarmActions"] == [{"Ref": "Waarschuwingen"}], naam


def _bron() -> str:
    mappen = (_PROJECT / "layers" / "stagemarkt" / "stagemarkt", _PROJECT / "functions")
    return "\n".join(bestand.read_text(encoding="utf-8") for map_ in mappen for bestand in map_.rglob("*.py"))


def test_elke_gebeurtenis_in_het_logboek() -> None:
    """Each event that the code logs has a row, and each row is an event that the code knows."""
    bron, rijen = _bron(), set(_namen(_rijen(_deel("## Logs"), "event")))
    assert set(_LOG.findall(bron)) <= rijen
    assert {naam for naam in rijen if f'"{naam}"' not in bron} == set()


@pytest.mark.parametrize(
    "naam", [n for n, bron in BRONNEN.items() if bron["Type"] == "AWS::Logs::MetricFilter"]
)
def test_elke_maat(naam: str) -> None:
    """Each metric that is made of the logs is named."""
    for maat in BRONNEN[naam]["Properties"]["MetricTransformations"]:
        assert f"`{maat['MetricName']}`" in _TEKST
