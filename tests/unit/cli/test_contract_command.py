"""`stagemarkt contract vergelijk`: exit codes, the list for people and the one for programs."""

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.unit.cli.command_line import CommandLine, responds_with
from tests.unit.cli.sources import ASMX, CONTRACT, WSDL, ours, together
from tests.unit.cli.wsdl_changes import TEN

Line = Callable[[Callable[[httpx.Request], httpx.Response]], CommandLine]
OUR_ACCOUNT = str(CONTRACT / WSDL)


@pytest.fixture
def otherwise(tmp_path: Path) -> str:
    """A WSDL on disk that was changed in ten ways."""
    for name, text in together(*(mutatie.ingreep for mutatie in TEN))(ours()).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return str(tmp_path / WSDL)


def test_equal(line: Line) -> None:
    """Equal is 0."""
    outcome = line(responds_with({}))("contract", "vergelijk", OUR_ACCOUNT)
    assert (outcome.code, outcome.fout) == (0, "")
    assert "Geen verschillen" in outcome.out


@pytest.mark.parametrize("wide", [80, 120])
def test_for_people(line: Line, otherwise: str, wide: int) -> None:
    """All are named, numbered, with what breaks and where; it fits the terminal."""
    command = line(responds_with({}))
    command.wide = wide
    outcome = command("contract", "vergelijk", otherwise, "--ons", OUR_ACCOUNT)
    assert outcome.code == 1
    assert max(map(len, outcome.out.splitlines())) <= wide
    for number, mutatie in enumerate(TEN, 1):
        assert f"\n{number}. " in f"\n{outcome.out}"
        assert mutatie.wat.value in outcome.out
    assert f"{len(TEN)} verschillen: 9 breekt, 2 let op, 1 zonder gevolg." in outcome.out


def test_for_programs(line: Line, otherwise: str) -> None:
    """The same as JSON."""
    outcome = line(responds_with({}))("contract", "vergelijk", otherwise, "--ons", OUR_ACCOUNT, "--json")
    assert outcome.code == 1
    listing = json.loads(outcome.out)
    assert len(listing) == len(TEN)
    assert all(set(one) == {"wat", "ernst", "waar", "ons", "hun", "gevolg", "plekken"} for one in listing)


def test_json_equal(line: Line) -> None:
    """No differences is an empty list."""
    assert json.loads(line(responds_with({}))("contract", "vergelijk", OUR_ACCOUNT, "--json").out) == []


def test_asmx(line: Line) -> None:
    """A WSDL of ASP.NET from a file."""
    assert line(responds_with({}))("contract", "vergelijk", str(ASMX)).code == 1


@pytest.mark.parametrize(
    "words",
    [
        ["/nergens.wsdl"],
        ["http://sbb.example/x?wsdl"],
        [OUR_ACCOUNT, "--ons", "/nergens.wsdl"],
        ["/"],
        ["a\0b"],
    ],
)
def test_unreadable(line: Line, words: list[str]) -> None:
    """What cannot be read is 2, with the reason."""
    outcome = line(responds_with({}))("contract", "vergelijk", *words)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.fout.startswith("Niet te lezen: ")
