"""The threat model names tests that exist: what is said to be proven, is."""

import re

import pytest

from tests.unit.requests import WORTEL

TEKST = (WORTEL / "docs" / "threat-model.md").read_text()
GENOEMD = sorted(
    set(re.findall(r"`(tests/[\w/]+\.py(?:::\w+)?)`", TEKST)) - {"tests/unit/test_threat_model.py"}
)


@pytest.mark.parametrize("naam", GENOEMD)
def test_elk_bewijs_bestaat(naam: str) -> None:
    """Each file is there, and each test in it."""
    bestand, _, test = naam.partition("::")
    inhoud = (WORTEL / bestand).read_text()
    # Without a name any will do.
    begin = "def " + (test or r"test_\w+")
    assert re.search(rf"^{begin}\(", inhoud, re.MULTILINE)


def test_elke_dreiging_heeft_een_bewijs() -> None:
    """Each threat of the table names at least one test, and every kind of STRIDE is there."""
    rijen = re.findall(r"^\| ([STRIDE]) \|(.*)$", TEKST, re.MULTILINE)
    assert {soort for soort, _ in rijen} == set("STRIDE")
    assert all("`tests/" in rij for _, rij in rijen)
