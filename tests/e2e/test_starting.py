"""`make up` and `make down` when disturbed: nothing is left running, and nothing of others is taken."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from local import processes
from local.settings import PROJECT
from local.stack_file import Stand, lees_stand
from tests.waiting import wait_until

Proces = subprocess.Popen[str]


class Werkplaats:
    """Runs `make up` and `make down` with a state of their own."""

    def __init__(self, werkmap: Path) -> None:
        self.werkmap = werkmap

    def begin(self, opdracht: str, **anders: str) -> Proces:
        """Start one."""
        omgeving = {"PATH": os.defpath, "STACK_MAP": str(self.werkmap), **anders}
        return subprocess.Popen(
            [sys.executable, "-m", "local", opdracht],
            cwd=PROJECT,
            env=omgeving,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def doe(self, opdracht: str, **anders: str) -> tuple[int, str]:
        """Run one to its end: exit code and what it said."""
        proces = self.begin(opdracht, **anders)
        uit, _ = proces.communicate(timeout=90)
        return proces.returncode, uit

    @property
    def stand(self) -> Stand:
        """What it says is running."""
        return lees_stand(self.werkmap / "proces.json")

    def wacht_op(self, aantal: int, proces: Proces) -> Stand:
        """Wait until so many programs have been started."""

        def started() -> bool:
            assert proces.poll() is None, proces.communicate()
            return len(self.stand.processen) >= aantal

        wait_until(started, 60, f"{aantal} programs")
        return self.stand


@pytest.fixture
def werkplaats(tmp_path: Path) -> Iterator[Werkplaats]:
    """One, with nothing left running afterwards."""
    eigen = Werkplaats(tmp_path / "stack")
    yield eigen
    assert eigen.doe("down")[0] == 0
    assert eigen.stand.processen == []
    assert eigen.doe("down") == (0, f"There was no stack in {eigen.werkmap}.\n")


def test_ctrl_c(werkplaats: Werkplaats) -> None:
    """Broken off while the emulator starts, it says so and leaves nothing behind."""
    proces = werkplaats.begin("up")
    gestart = werkplaats.wacht_op(2, proces).processen
    proces.send_signal(signal.SIGINT)
    uit, _ = proces.communicate(timeout=60)
    assert proces.returncode == 130
    assert "Traceback" not in uit
    assert not any(map(processes.leeft, gestart))
    assert not (werkplaats.werkmap / "stack.json").exists()


def test_hard_afgebroken(werkplaats: Werkplaats) -> None:
    """Killed in the middle, what it had started is found by `make down`."""
    proces = werkplaats.begin("up")
    gestart = werkplaats.wacht_op(2, proces).processen
    proces.kill()
    proces.communicate(timeout=60)
    assert werkplaats.doe("down")[0] == 0
    assert not any(map(processes.leeft, gestart))


def test_twee_tegelijk_en_een_deel_dood(werkplaats: Werkplaats) -> None:
    """Two at once make one stack; when a part of it is killed the next one makes it whole."""
    eerste, tweede = werkplaats.begin("up"), werkplaats.begin("up")
    uitvoer = [proces.communicate(timeout=120)[0] for proces in (eerste, tweede)]
    assert [eerste.returncode, tweede.returncode] == [0, 0], uitvoer
    assert sum("The stack is up already." in uit for uit in uitvoer) == 1
    stand = werkplaats.stand
    assert len(stand.processen) >= 2
    assert all(map(processes.leeft, stand.processen))
    os.kill(stand.processen[1].pid, signal.SIGKILL)
    assert werkplaats.doe("up")[0] == 0
    assert not any(map(processes.leeft, stand.processen))
    stack = json.loads((werkplaats.werkmap / "stack.json").read_text())
    assert httpx.get(f"{stack['apiUrl']}/status", trust_env=False).status_code == 200


def test_een_andere_instelling(werkplaats: Werkplaats) -> None:
    """What is otherwise, and what that costs, is said before it is done; what cannot be changes nothing."""
    assert werkplaats.doe("up", CACHE_MODE="uit")[0] == 0
    toen = werkplaats.stand
    with socket.socket() as ander:
        ander.bind(("127.0.0.1", 0))
        ander.listen()
        code, uit = werkplaats.doe("up", SBB_PORT=str(ander.getsockname()[1]))
    assert (code, "in use by another program" in uit) == (1, True)
    assert werkplaats.stand == toen
    assert all(map(processes.leeft, toen.processen))
    # The port of what is stopped is free to be asked for.
    code, uit = werkplaats.doe("up", AWS_PORT=str(toen.aws_poort))
    assert code == 0
    regels = uit.splitlines()
    assert "- CACHE_MODE was uit, and is volledig" in regels
    assert uit.index("keys of your own") < uit.index("Starting the simulator")
    assert werkplaats.stand.aws_poort == toen.aws_poort
    assert "is up already" in werkplaats.doe("up", AWS_PORT=str(toen.aws_poort))[1]
    code, uit = werkplaats.doe("down")
    assert code == 0
    assert uit.index("keys of your own") < uit.index("The stack is down.")


def test_een_poort_van_een_ander(werkplaats: Werkplaats) -> None:
    """A port that another program has is refused by name, before anything is started."""
    with socket.socket() as ander:
        ander.bind(("127.0.0.1", 0))
        ander.listen()
        poort = str(ander.getsockname()[1])
        for naam in ("AWS_PORT", "SBB_PORT"):
            code, uit = werkplaats.doe("up", **{naam: poort})
            assert (code, uit) == (1, f"make up: {naam}: port {poort} is in use by another program\n")


def test_verkeerde_instellingen(werkplaats: Werkplaats) -> None:
    """All that is wrong, at once, without a traceback; `make down` works all the same."""
    anders = {"CACHE_MODE": "foo", "SBB_URL": "http://", "SBB_KEY": "/nergens"}
    code, uit = werkplaats.doe("up", **anders)
    assert code == 1
    assert "Traceback" not in uit
    assert all(naam in uit for naam in (*anders, "SBB_CA", "SBB_CERT", "SBB_LICENTIE", "SBB_OIN"))
    assert werkplaats.doe("down", **anders)[0] == 0
