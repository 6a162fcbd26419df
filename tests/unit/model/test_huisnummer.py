"""House numbers with an addition, however they are written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.model.huisnummer import HUISNUMMER, Huisnummer, achter_straat, kern, lees_huisnummer, splits


@pytest.mark.parametrize(
    ("huisnummer", "toevoeging", "gesplitst"),
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
    huisnummer: str | None, toevoeging: str | None, gesplitst: tuple[str | None, str | None]
) -> None:
    """Number and addition come apart whichever field SBB has them in; what is no number stays as it is."""
    assert splits(huisnummer, toevoeging) == gesplitst
    assert splits(*gesplitst) == gesplitst


def test_kern() -> None:
    """Spellings of one addition compare as one."""
    assert {kern(tekst) for tekst in ("bis II", "Bis-ii", "BISII", " bis/II.")} == {"bisii"}
    assert kern(None) == kern(" ") == ""


@pytest.mark.parametrize(
    ("straat", "nummer"),
    [
        ("Langestraat 27", Huisnummer(27)),
        ("Dorpsweg 12 bis", Huisnummer(12, "bis")),
        ("A 2a", Huisnummer(2, "a")),
        ("Langestraat", None),
        ("27", None),
        (None, None),
    ],
)
def test_achter_de_straat(straat: str | None, nummer: Huisnummer | None) -> None:
    """Where street and number stand together the number is at the end."""
    assert achter_straat(straat) == nummer


@given(st.from_regex(re.compile(HUISNUMMER, re.ASCII), fullmatch=True))
def test_de_vorm_in_openapi_wordt_gelezen(tekst: str) -> None:
    """What the form in OpenAPI allows is read, but for 0 and `1e3`; and reads as itself."""
    gelezen = lees_huisnummer(tekst)
    if gelezen is None:
        assert re.match("0+([^0-9]|$)", tekst) or re.fullmatch("[0-9]+[eE][0-9]+", tekst)
    else:
        toevoeging = f"-{gelezen.toevoeging}" if gelezen.toevoeging else ""
        opnieuw = lees_huisnummer(f"{gelezen.nummer}{toevoeging}")
        assert opnieuw is not None
        assert (opnieuw.nummer, kern(opnieuw.toevoeging)) == (gelezen.nummer, kern(gelezen.toevoeging))
