"""House numbers with an addition, however they are written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.model.huisnummer import (
    HUISNUMMER,
    Huisnummer,
    core,
    huisnummer_after_straat,
    read_huisnummer,
    split_huisnummer,
)


@pytest.mark.parametrize(
    ("huisnummer", "toevoeging", "split_up"),
    [
        ("2a", None, ("2", "a")),
        ("2", "a", ("2", "a")),
        ("2", "-a", ("2", "a")),
        ("12 bis", " ", ("12", "bis")),
        ("12-14", None, ("12", "14")),
        ("12-14", "bis", ("12-14", "bis")),
        ("12", None, ("12", None)),
        (None, "a", (None, "a")),
        (None, None, (None, None)),
        ("t/o 5", None, ("t/o 5", None)),
    ],
)
def test_splits(
    huisnummer: str | None, toevoeging: str | None, split_up: tuple[str | None, str | None]
) -> None:
    """Number and addition come apart whichever field SBB has them in; what is no number stays as it is."""
    assert split_huisnummer(huisnummer, toevoeging) == split_up
    assert split_huisnummer(*split_up) == split_up


def test_core() -> None:
    """Spellings of one addition compare as one."""
    assert {core(text) for text in ("bis II", "Bis-ii", "BISII", " bis/II.")} == {"bisii"}
    assert core(None) == core(" ") == ""


@pytest.mark.parametrize(
    ("straat", "number"),
    [
        ("Langestraat 27", Huisnummer(27)),
        ("Dorpsweg 12 bis", Huisnummer(12, "bis")),
        ("A 2a", Huisnummer(2, "a")),
        ("Langestraat", None),
        ("27", None),
        (None, None),
    ],
)
def test_behind_the_straat(straat: str | None, number: Huisnummer | None) -> None:
    """Where street and number stand together the number is at the end."""
    assert huisnummer_after_straat(straat) == number


@given(st.from_regex(re.compile(HUISNUMMER, re.ASCII), fullmatch=True))
def test_the_form_in_openapi_is_read(text: str) -> None:
    """What the form in OpenAPI allows is read, but for 0 and `1e3`; and reads as itself."""
    parsed = read_huisnummer(text)
    if parsed is None:
        assert re.match("0+([^0-9]|$)", text) or re.fullmatch("[0-9]+[eE][0-9]+", text)
    else:
        toevoeging = f"-{parsed.toevoeging}" if parsed.toevoeging else ""
        again = read_huisnummer(f"{parsed.number}{toevoeging}")
        assert again is not None
        assert (again.number, core(again.toevoeging)) == (parsed.number, core(parsed.toevoeging))
