"""Seeing a change arrive, pasted as a newcomer does: in one terminal, and in another."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from local.sbb.register import examples
from tests.e2e.client import FacadeClient
from tests.e2e.readme import PROJECT, examples_in

FIRST, SECOND = examples_in("docs/eerste-uur.md", "Zie een wijziging aankomen")
_MOMENT = re.compile(r"\d{2}-\d{2}-\d{4}( [\d:]+)?")


@pytest.fixture
def folder(facade: FacadeClient, tmp_path: Path) -> Iterator[Path]:
    """A folder as the project is after `make up`."""
    (tmp_path / ".local").symlink_to(facade.work_dir)
    (tmp_path / ".venv").symlink_to(PROJECT / ".venv")
    yield tmp_path
    code = {"leerbedrijfId": examples.ERKEND_CREBO[0], "code": examples.ERKEND_CREBO[1], "status": "Erkend"}
    facade.sbb.post("/erkenningen", json=code).raise_for_status()


def _heed_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_seeing_a_change_arrive(folder: Path) -> None:
    """What the second terminal changes, the first one shows, as it is printed there; Ctrl-C ends it well."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}  # noqa: TID251 - a shell needs a PATH
    # `exec`: the signal is for the command, as Ctrl-C is.
    with (
        subprocess.Popen(
            ["/bin/sh", "-euc", f"exec {FIRST.command}"],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # Who runs these tests in the background ignores Ctrl-C, and so would what they start.
            preexec_fn=_heed_ctrl_c,  # noqa: PLW1509 - it takes no lock
        ) as follower,
        ExitStack() as purger,
    ):
        purger.callback(follower.kill)
        assert follower.stdout is not None
        assert follower.stderr is not None
        assert follower.stderr.readline().startswith("Ik wacht op wijzigingen")
        other = subprocess.run(
            ["/bin/sh", "-euc", SECOND.command],
            cwd=folder,
            env=environment,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert other.returncode == 0, other.stderr
        seen = follower.stdout.readline()
        follower.send_signal(signal.SIGINT)
        assert follower.wait(timeout=30) == 0
        assert "--cursor" in follower.stderr.read()
    assert _MOMENT.sub("…", seen) == _MOMENT.sub("…", SECOND.printed)
