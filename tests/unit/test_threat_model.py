"""The threat model names tests that exist: what is said to be proven, is."""

import re

import pytest

from tests.unit.requests import ROOT

TEXT = (ROOT / "docs" / "threat-model.md").read_text()
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py(?:::\w+)?)`", TEXT)) - {"tests/unit/test_threat_model.py"})


@pytest.mark.parametrize("name", NAMED)
def test_every_proof_exists(name: str) -> None:
    """Each file is there, and each test in it."""
    file, _, test = name.partition("::")
    content = (ROOT / file).read_text()
    # Without a name any will do.
    begin = "def " + (test or r"test_\w+")
    assert re.search(rf"^{begin}\(", content, re.MULTILINE)


def test_every_threat_has_a_proof() -> None:
    """Each threat of the table names at least one test, and every kind of STRIDE is there."""
    rows = re.findall(r"^\| ([STRIDE]) \|(.*)$", TEXT, re.MULTILINE)
    assert {kind for kind, _ in rows} == set("STRIDE")
    assert all("`tests/" in row for _, row in rows)
