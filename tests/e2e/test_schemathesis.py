"""Schemathesis tries the stack out with what fits the document and what does not: all its checks hold."""

import subprocess
from collections.abc import Callable

import pytest

from tests.e2e.client import FacadeClient
from tests.unit.requests import ROOT

PROGRAM = ROOT / ".local" / "venv-clients" / "bin" / "schemathesis"
# The same requests each time: what it finds is there for who looks next.
SEED = 13


@pytest.mark.proof
def test_the_stack_is_as_the_document_says(
    facade: FacadeClient, is_missing: Callable[[str], None], scale: Callable[[int], int]
) -> None:
    """No check fails but those that tests/clients/schemathesis.toml leaves out, each for its reason."""
    if not PROGRAM.exists():
        is_missing("schemathesis (make clients)")
    ready = subprocess.run(
        [
            *(str(PROGRAM), "--config-file", str(ROOT / "tests/clients/schemathesis.toml"), "run"),
            f"{facade.stack['apiUrl']}/openapi.json",
            *("-H", f"Authorization: Bearer {facade.stack['apiKey']}", "--no-color", "--no-shrink"),
            *("--seed", str(SEED), "--continue-on-failure", "--generation-database", "none"),
            # Of a part it says as much in less time; the whole is an hour at most.
            *("--max-examples", str(max(2, scale(40))), "--max-time", str(max(25, scale(500)))),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=3600,
    )
    summary = ready.stdout[ready.stdout.find("= SUMMARY =") :]
    print(summary)  # noqa: T201 - `make proof` shows it
    assert ready.returncode == 0, ready.stdout + ready.stderr
    assert "Tested: 2" in summary
