"""docs/assumptions.md: each assumption has its one place, and the place is there."""

import re
from collections.abc import Iterator

import pytest

from tests.unit.requests import WORTEL

_PAKKET = WORTEL / "layers" / "stagemarkt" / "stagemarkt"


def _plekken() -> Iterator[tuple[str, str]]:
    """Every file in the last column, with each name that is said to be in it."""
    for regel in (WORTEL / "docs" / "assumptions.md").read_text(encoding="utf-8").splitlines():
        if not regel.startswith("| ") or regel.startswith("| what "):
            continue
        bestand = ""
        for woord in re.findall(r"`([^`]+)`", regel.rsplit("|", 2)[1]):
            if re.search(r"\.(py|yaml)$", woord):
                bestand = woord
                yield bestand, ""
            elif re.fullmatch(r"[A-Za-z_.]+", woord) and bestand:
                yield bestand, woord.rpartition(".")[2]


@pytest.mark.parametrize(("bestand", "naam"), sorted(set(_plekken())))
def test_de_plek_is_er(bestand: str, naam: str) -> None:
    """A file that is named exists, and holds the name."""
    pad = _PAKKET / bestand if (_PAKKET / bestand).is_file() else WORTEL / bestand
    assert pad.is_file()
    assert re.search(rf"(?<![A-Za-z0-9]){re.escape(naam)}", pad.read_text(encoding="utf-8"))


def test_er_zijn_er_veel() -> None:
    """The table is read at all."""
    assert len(set(_plekken())) > 60
