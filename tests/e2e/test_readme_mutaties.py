"""The README's "See a change arrive", pasted as a newcomer does: in one terminal, and in another."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from local.sbb import examples as vb
from tests.e2e.client import Facade
from tests.e2e.readme import PROJECT, voorbeelden

EERSTE, TWEEDE = voorbeelden("See a change arrive")
_MOMENT = re.compile(r"\d{2}-\d{2}-\d{4}( [\d:]+)?")


@pytest.fixture
def map_(facade: Facade, tmp_path: Path) -> Iterator[Path]:
    """A folder as the project is after `make up`."""
    (tmp_path / ".local").symlink_to(facade.werkmap)
    (tmp_path / ".venv").symlink_to(PROJECT / ".venv")
    yield tmp_path
    code = {"leerbedrijfId": vb.ERKEND_CREBO[0], "code": vb.ERKEND_CREBO[1], "status": "Erkend"}
    facade.sbb.post("/erkenningen", json=code).raise_for_status()


def _hoort_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_een_wijziging_zien_aankomen(map_: Path) -> None:
    """What the second terminal changes, the first one shows, as it is printed there; Ctrl-C ends it well."""
    omgeving = {"PATH": os.environ["PATH"], "HOME": str(map_)}  # noqa: TID251 - a shell needs a PATH
    # `exec`: the signal is for the command, as Ctrl-C is.
    with (
        subprocess.Popen(
            ["/bin/sh", "-euc", f"exec {EERSTE.opdracht}"],
            cwd=map_,
            env=omgeving,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # Who runs these tests in the background ignores Ctrl-C, and so would what they start.
            preexec_fn=_hoort_ctrl_c,  # noqa: PLW1509 - it takes no lock
        ) as volger,
        ExitStack() as opruimer,
    ):
        opruimer.callback(volger.kill)
        assert volger.stdout is not None
        assert volger.stderr is not None
        assert volger.stderr.readline().startswith("Ik wacht op wijzigingen")
        ander = subprocess.run(
            ["/bin/sh", "-euc", TWEEDE.opdracht],
            cwd=map_,
            env=omgeving,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert ander.returncode == 0, ander.stderr
        gezien = volger.stdout.readline()
        volger.send_signal(signal.SIGINT)
        assert volger.wait(timeout=30) == 0
        assert "--cursor" in volger.stderr.read()
    assert _MOMENT.sub("…", gezien) == _MOMENT.sub("…", TWEEDE.gedrukt)
