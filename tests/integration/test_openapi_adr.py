"""The OpenAPI document against the NL API Design Rules, by their own linter and pinned ruleset."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SPECTRAL = PROJECT / "tests" / "adr" / "node_modules" / "@stoplight" / "spectral-cli" / "dist" / "index.js"


def test_the_document_follows_the_adr(
    required: Callable[[str], str], is_missing: Callable[[str], None]
) -> None:
    """Spectral with contract/adr-ruleset.yaml finds no error and no warning."""
    node = required("node")
    if not SPECTRAL.exists():
        is_missing("the ADR linter (npm ci --prefix tests/adr)")
    outcome = subprocess.run(
        [
            node,
            str(SPECTRAL),
            "lint",
            "--fail-severity=warn",
            "--ruleset",
            str(PROJECT / "contract" / "adr-ruleset.yaml"),
            str(PROJECT / "functions" / "documentatie" / "openapi.json"),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if outcome.returncode != 0:
        pytest.fail(outcome.stdout + outcome.stderr)
