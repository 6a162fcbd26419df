"""`stagemarkt contract vergelijk`: exit codes, the list for people and the one for programs."""

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.unit.cli.command_line import Opdrachtregel, geeft
from tests.unit.cli.sources import ASMX, CONTRACT, WSDL, onze, samen
from tests.unit.cli.wsdl_changes import TIEN

Regel = Callable[[Callable[[httpx.Request], httpx.Response]], Opdrachtregel]
ONS = str(CONTRACT / WSDL)


@pytest.fixture
def anders(tmp_path: Path) -> str:
    """A WSDL on disk that was changed in ten ways."""
    for naam, tekst in samen(*(mutatie.ingreep for mutatie in TIEN))(onze()).items():
        (tmp_path / naam).write_text(tekst, encoding="utf-8")
    return str(tmp_path / WSDL)


def test_gelijk(regel: Regel) -> None:
    """Equal is 0."""
    uitkomst = regel(geeft({}))("contract", "vergelijk", ONS)
    assert (uitkomst.code, uitkomst.fout) == (0, "")
    assert "Geen verschillen" in uitkomst.uit


@pytest.mark.parametrize("breed", [80, 120])
def test_voor_mensen(regel: Regel, anders: str, breed: int) -> None:
    """All are named, numbered, with what breaks and where; it fits the terminal."""
    opdracht = regel(geeft({}))
    opdracht.breed = breed
    uitkomst = opdracht("contract", "vergelijk", anders, "--ons", ONS)
    assert uitkomst.code == 1
    assert max(map(len, uitkomst.uit.splitlines())) <= breed
    for nummer, mutatie in enumerate(TIEN, 1):
        assert f"\n{nummer}. " in f"\n{uitkomst.uit}"
        assert mutatie.wat.value in uitkomst.uit
    assert f"{len(TIEN)} verschillen: 9 breekt, 2 let op, 1 zonder gevolg." in uitkomst.uit


def test_voor_programmas(regel: Regel, anders: str) -> None:
    """The same as JSON."""
    uitkomst = regel(geeft({}))("contract", "vergelijk", anders, "--ons", ONS, "--json")
    assert uitkomst.code == 1
    lijst = json.loads(uitkomst.uit)
    assert len(lijst) == len(TIEN)
    assert all(set(een) == {"wat", "ernst", "waar", "ons", "hun", "gevolg", "plekken"} for een in lijst)


def test_json_gelijk(regel: Regel) -> None:
    """No differences is an empty list."""
    assert json.loads(regel(geeft({}))("contract", "vergelijk", ONS, "--json").uit) == []


def test_asmx(regel: Regel) -> None:
    """A WSDL of ASP.NET from a file."""
    assert regel(geeft({}))("contract", "vergelijk", str(ASMX)).code == 1


@pytest.mark.parametrize(
    "woorden",
    [["/nergens.wsdl"], ["http://sbb.example/x?wsdl"], [ONS, "--ons", "/nergens.wsdl"], ["/"], ["a\0b"]],
)
def test_onleesbaar(regel: Regel, woorden: list[str]) -> None:
    """What cannot be read is 2, with the reason."""
    uitkomst = regel(geeft({}))("contract", "vergelijk", *woorden)
    assert (uitkomst.code, uitkomst.uit) == (2, "")
    assert uitkomst.fout.startswith("Niet te lezen: ")
