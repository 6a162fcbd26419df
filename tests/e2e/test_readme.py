"""What the README and the first hour print, pasted as a newcomer does."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from local.sbb.register import examples
from tests.e2e.client import FacadeClient
from tests.e2e.readme import PROJECT, differences, examples_in, without_moments

# In one shell: the first hour goes on where the README ends, and what is fresh enough where that ends.
HOUR = examples_in(
    "docs/eerste-uur.md",
    "Klaarzetten",
    "De vijf functies",
    "Aan wie het ligt",
    "Met het commando",
    "Een wijziging bij SBB",
)
EXAMPLES = [*examples_in("README.md", "Try it"), *HOUR, *examples_in("docs/caching.md", "Fresh enough")]
_SEPARATOR = "=== hier begint het volgende ==="


@pytest.fixture(scope="module")
def outcomes(
    shared_facade: FacadeClient, purge_cache: Callable[[], None], tmp_path_factory: pytest.TempPathFactory
) -> list[str]:
    """What each block printed: all pasted in one shell, in a folder as the project is after `make up`."""
    facade = shared_facade
    purge_cache()
    # A client for here alone: its connection ends with it.
    with FacadeClient(facade.work_dir) as own:
        own.restore_sbb()
    folder = tmp_path_factory.mktemp("nieuwkomer")
    (folder / ".local").symlink_to(facade.work_dir)
    for name in (".venv", "contract"):
        (folder / name).symlink_to(PROJECT / name)
    script = f"\necho '{_SEPARATOR}'\n".join(example.command for example in EXAMPLES)
    try:
        ready = subprocess.run(
            ["/bin/sh", "-eu", "-c", script],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "HOME": str(folder)},  # noqa: TID251 - a shell needs a PATH
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    finally:
        code = {
            "leerbedrijfId": examples.ERKEND_CREBO[0],
            "code": examples.ERKEND_CREBO[1],
            "status": "Erkend",
        }
        with FacadeClient(facade.work_dir) as own:
            own.sbb.post("/erkenningen", json=code).raise_for_status()
            disturbances = own.sbb.get("/storingen").json()["storingen"]
            own.restore_sbb()
    assert disturbances == [], "who pastes all of it must be left with a simulated SBB that works"
    assert (ready.returncode, ready.stderr) == (0, ""), ready.stderr
    return ready.stdout.split(f"{_SEPARATOR}\n")


def test_there_is_something_to_paste(outcomes: list[str]) -> None:
    """Each block ran; each JSON example is JSON."""
    assert len(EXAMPLES) == len(outcomes) > 10
    assert all(json.loads(v.printed) for v in EXAMPLES if v.soort == "json")


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_what_is_written_is_what_comes_out(outcomes: list[str], number: int) -> None:
    """The answer has what is printed under the example: no field more or less where nothing is left out."""
    example, real = EXAMPLES[number], outcomes[number]
    if example.soort == "json":
        assert list(differences(json.loads(example.printed), json.loads(real))) == []
    elif example.soort == "text":
        assert without_moments(real) == without_moments(example.printed)


def test_the_example_of_the_simulator(outcomes: list[str]) -> None:
    """What the control interface is asked to change, it says it has changed."""
    outcome = outcomes[len(EXAMPLES) - len(examples_in("docs/caching.md", "Fresh enough")) - 1]
    assert "Ingetrokken" in outcome
    assert "http500-html" in outcome
    assert outcome.index('"code":"bron-niet-beschikbaar"') < outcome.index('"erkend":false')


def test_the_folder_is_that_of_the_project() -> None:
    """The paths that the examples name are there after `make up`."""
    assert (PROJECT / ".venv" / "bin" / "stagemarkt").exists()
    assert Path(PROJECT, "contract", "whitelabel.wsdl").is_file()
