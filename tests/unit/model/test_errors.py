"""The family of failures."""

import pytest
from stagemarkt.model import errors
from stagemarkt.model.errors import Invoerfout, OngeldigeInvoer, Tekst

DETAIL = Tekst("Zo.", "So.")


def _punt(code: str) -> Invoerfout:
    return Invoerfout("query", "naam", code, DETAIL)


@pytest.mark.parametrize(
    ("codes", "code"),
    [
        ((), "ongeldige-invoer"),
        (("onbekende-parameter",), "onbekende-parameter"),
        (("onbekende-parameter", "onbekende-parameter"), "onbekende-parameter"),
        (("ongeldige-invoer", "onbekende-parameter"), "ongeldige-invoer"),
        (("ontbrekende-combinatie", "onbekende-parameter"), "ongeldige-invoer"),
    ],
)
def test_de_code_van_alle_punten_samen(codes: tuple[str, ...], code: str) -> None:
    """Faults that share a code give it to the whole, others are invalid input."""
    assert OngeldigeInvoer(tuple(map(_punt, codes))).gemeenschappelijke_code == code


def test_de_tekst_van_een_fout_is_die_voor_het_logboek() -> None:
    """What an exception says of itself is its code with the internal text, or else with the safe one."""
    assert str(errors.BronTimeout(DETAIL, intern="ReadTimeout")) == "bron-timeout: ReadTimeout"
    assert str(errors.BronTimeout(DETAIL)) == "bron-timeout: So."


def test_elke_bronfout_is_van_de_bron() -> None:
    """What goes wrong at SBB can be caught as one, and its code says so."""
    soorten = errors.Bronfout.__subclasses__()
    assert len(soorten) == 6
    assert all(soort.code.startswith("bron-") for soort in soorten)


def test_een_methode_die_niet_kan_noemt_die_wel_kunnen() -> None:
    """405 lists the methods that exist, in both languages."""
    fout = errors.MethodeNietToegestaan("DELETE", ("GET", "POST"))
    assert fout.toegestaan == ("GET", "POST")
    assert all("DELETE" in tekst and "GET, POST" in tekst for tekst in fout.detail)
