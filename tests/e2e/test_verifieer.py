"""`stagemarkt verifieer` as a program, against the deployed stack: many rows, and a source that goes away."""

import csv
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

import openpyxl
import pytest
from stagemarkt_cli.commands.toolbox import Toolbox
from stagemarkt_cli.main import app
from typer.testing import CliRunner

from local.sbb.register import examples
from tests.e2e.client import FacadeClient

Run = Callable[..., "subprocess.CompletedProcess[str]"]

HEAD: Final = ("Nr", "Leerbedrijf ID", "Crebo", "Begindatum BPV", "Einddatum BPV")
# Of each kind of row what SBB's simulator says of it.
KINDS: Final[dict[str, tuple[str, str, str, str]]] = {
    "erkend": (*examples.ERKEND_CREBO, "{day}", "31-1-2027"),
    "eindigtTijdensPeriode": (*examples.ENDS, "{day}", "1-8-2031"),
    "nietErkend": (*examples.WITHDRAWN, "{day}", ""),
    "onbekendLeerbedrijf": (examples.UNKNOWN_LEERBEDRIJF, "25998", "{day}", ""),
    "onbekendeCode": (examples.SHOWPIECE, examples.UNKNOWN_CREBO, "{day}", ""),
    "nietGecontroleerd": ("9,00E+08", "25998", "{day}", ""),
}


@pytest.fixture
def verifieer(facade: FacadeClient) -> Run:
    """Runs it in a pipe, in this folder."""

    def run(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
        environment = {
            "STAGEMARKT_API_URL": facade.stack["apiUrl"],
            "STAGEMARKT_SLEUTEL": facade.stack["apiKey"],
            "PYTHONWARNINGS": "error",
        }
        command = [sys.executable, "-m", "stagemarkt_cli", "verifieer", *words]
        return subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
        )

    return run


def row_of(number: int, kind: str) -> tuple[str, ...]:
    """A row of this kind, that begins on one of 112 days before February 2027."""
    day = f"{1 + number % 28}-{9 + number // 28 % 4}-2026"
    return str(number), *(cell.format(day=day) for cell in KINDS[kind])


def write(path: Path, kinds: list[str]) -> None:
    """A file as Dutch Excel writes it, with a row of each of these kinds, over 112 first days."""
    with path.open("w", encoding="cp1252", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(HEAD)
        writer.writerows(row_of(number, kind) for number, kind in enumerate(kinds))


@pytest.mark.proof
def test_a_school_at_once(verifieer: Run, tmp_path: Path, scale: Callable[[int], int]) -> None:
    """2,500 rows of every kind: each its verdict, its own columns as they were."""
    names = list(KINDS)
    kinds = [names[number % len(names)] for number in range(scale(2500))]
    source = tmp_path / "bpvos.csv"
    write(source, kinds)
    before = source.read_bytes()
    outcome = verifieer(tmp_path, source.name, "--ja")
    assert (outcome.returncode, "Traceback" in outcome.stderr) == (1, False), outcome.stderr
    result = (tmp_path / "bpvos-gecontroleerd.csv").read_bytes().splitlines()
    lines = before.splitlines()
    assert [line.startswith(own + b";") for line, own in zip(result, lines, strict=True)] == [True] * len(
        lines
    )
    found = [row["uitkomst"] for row in csv.DictReader(map(bytes.decode, result), delimiter=";")]
    assert found == kinds
    assert Counter(found) == Counter(kinds)
    assert source.read_bytes() == before


def test_a_workbook(verifieer: Run, tmp_path: Path) -> None:
    """A workbook in, a workbook out."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEAD)
    for kind in KINDS:
        sheet.append([int(cell) if cell.isdigit() else cell for cell in row_of(0, kind)])
    book.save(tmp_path / "bpvos.xlsx")
    outcome = verifieer(tmp_path, "bpvos.xlsx", "--ja")
    assert outcome.returncode == 1, outcome.stderr
    result = openpyxl.load_workbook(tmp_path / "bpvos-gecontroleerd.xlsx").worksheets[0]
    assert [row[5].value for row in result.iter_rows(min_row=2)] == list(KINDS)


def test_a_dead_source_is_no_no(facade: FacadeClient, tmp_path: Path) -> None:
    """With SBB away no row is "niet erkend"."""
    write(tmp_path / "bpvos.csv", ["erkend", "nietErkend"])
    # Waiting for SBB takes a minute, in which nothing happens here.
    at_the_desk = Toolbox(tmp_path, sleep=lambda _: None)
    environment = {"STAGEMARKT_API_URL": facade.stack["apiUrl"], "STAGEMARKT_SLEUTEL": facade.stack["apiKey"]}
    facade.storing("http503")
    outcome = CliRunner().invoke(app, ["verifieer", "bpvos.csv"], obj=at_the_desk, env=environment)
    assert outcome.exit_code == 3
    result = (tmp_path / "bpvos-gecontroleerd.csv").read_text(encoding="cp1252")
    assert result.count(";nietGecontroleerd;") == 2
    assert "nietErkend" not in result
