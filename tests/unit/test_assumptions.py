"""docs/assumptions.md: each assumption has its one place, and the place is there."""

import re
from collections.abc import Iterator

import pytest

from tests.unit.requests import ROOT

_PACKAGE = ROOT / "layers" / "stagemarkt" / "stagemarkt"


def _places() -> Iterator[tuple[str, str]]:
    """Every file in the last column, with each name that is said to be in it."""
    for line in (ROOT / "docs" / "assumptions.md").read_text(encoding="utf-8").splitlines():
        if not line.startswith("| ") or line.startswith("| what "):
            continue
        file = ""
        for word in re.findall(r"`([^`]+)`", line.rsplit("|", 2)[1]):
            if re.search(r"\.(py|yaml)$", word):
                file = word
                yield file, ""
            elif re.fullmatch(r"[A-Za-z_.]+", word) and file:
                yield file, word.rpartition(".")[2]


@pytest.mark.parametrize(("file", "name"), sorted(set(_places())))
def test_the_place_is_there(file: str, name: str) -> None:
    """A file that is named exists, and holds the name."""
    path = _PACKAGE / file if (_PACKAGE / file).is_file() else ROOT / file
    assert path.is_file()
    assert re.search(rf"(?<![A-Za-z0-9]){re.escape(name)}", path.read_text(encoding="utf-8"))


def test_there_are_many() -> None:
    """The table is read at all."""
    assert len(set(_places())) > 60
