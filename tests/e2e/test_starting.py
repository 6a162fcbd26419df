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

from local.settings import PROJECT
from local.stack import processes
from local.stack.stack_file import StackFile, read_state
from tests.waiting import wait_until

Process = subprocess.Popen[str]


class StartWorkshop:
    """Runs `make up` and `make down` with a state of their own."""

    def __init__(self, work_dir: Path) -> None:
        self.work_dir = work_dir

    def begin(self, command: str, **otherwise: str) -> Process:
        """Start one."""
        environment = {"PATH": os.defpath, "STACK_MAP": str(self.work_dir), **otherwise}
        return subprocess.Popen(
            [sys.executable, "-m", "local", command],
            cwd=PROJECT,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def run(self, command: str, **otherwise: str) -> tuple[int, str]:
        """Run one to its end: exit code and what it said."""
        process = self.begin(command, **otherwise)
        out, _ = process.communicate(timeout=90)
        return process.returncode, out

    @property
    def stand(self) -> StackFile:
        """What it says is running."""
        return read_state(self.work_dir / "proces.json")

    def wait_until(self, count: int, process: Process) -> StackFile:
        """Wait until so many programs have been started."""

        def started() -> bool:
            assert process.poll() is None, process.communicate()
            return len(self.stand.processen) >= count

        wait_until(started, 60, f"{count} programs")
        return self.stand


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[StartWorkshop]:
    """One, with nothing left running afterwards."""
    own = StartWorkshop(tmp_path / "stack")
    yield own
    assert own.run("down")[0] == 0
    assert own.stand.processen == []
    assert own.run("down") == (0, f"There was no stack in {own.work_dir}.\n")


def test_ctrl_c(workshop: StartWorkshop) -> None:
    """Broken off while the emulator starts, it says so and leaves nothing behind."""
    process = workshop.begin("up")
    started = workshop.wait_until(2, process).processen
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in out
    assert not any(map(processes.is_alive, started))
    assert not (workshop.work_dir / "stack.json").exists()


def test_killed_hard(workshop: StartWorkshop) -> None:
    """Killed in the middle, what it had started is found by `make down`."""
    process = workshop.begin("up")
    started = workshop.wait_until(2, process).processen
    process.kill()
    process.communicate(timeout=60)
    assert workshop.run("down")[0] == 0
    assert not any(map(processes.is_alive, started))


def test_two_at_once_and_a_part_dead(workshop: StartWorkshop) -> None:
    """Two at once make one stack; when a part of it is killed the next one makes it whole."""
    first, second = workshop.begin("up"), workshop.begin("up")
    output = [process.communicate(timeout=120)[0] for process in (first, second)]
    assert [first.returncode, second.returncode] == [0, 0], output
    assert sum("The stack is up already." in out for out in output) == 1
    state = workshop.stand
    assert len(state.processen) >= 2
    assert all(map(processes.is_alive, state.processen))
    os.kill(state.processen[1].pid, signal.SIGKILL)
    assert workshop.run("up")[0] == 0
    assert not any(map(processes.is_alive, state.processen))
    stack = json.loads((workshop.work_dir / "stack.json").read_text())
    assert httpx.get(f"{stack['apiUrl']}/status", trust_env=False).status_code == 200


def test_another_setting(workshop: StartWorkshop) -> None:
    """What is otherwise, and what that costs, is said before it is done; what cannot be changes nothing."""
    assert workshop.run("up", CACHE_MODE="uit")[0] == 0
    then = workshop.stand
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        code, out = workshop.run("up", SBB_PORT=str(other.getsockname()[1]))
    assert (code, "in use by another program" in out) == (1, True)
    assert workshop.stand == then
    assert all(map(processes.is_alive, then.processen))
    # The port of what is stopped is free to be asked for.
    code, out = workshop.run("up", AWS_PORT=str(then.aws_poort))
    assert code == 0
    lines = out.splitlines()
    assert "- CACHE_MODE was uit, and is volledig" in lines
    assert out.index("keys of your own") < out.index("Starting the simulator")
    assert workshop.stand.aws_poort == then.aws_poort
    assert "is up already" in workshop.run("up", AWS_PORT=str(then.aws_poort))[1]
    code, out = workshop.run("down")
    assert code == 0
    assert out.index("keys of your own") < out.index("The stack is down.")


def test_a_port_of_somebody_else(workshop: StartWorkshop) -> None:
    """A port that another program has is refused by name, before anything is started."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        for name in ("AWS_PORT", "SBB_PORT"):
            code, out = workshop.run("up", **{name: port})
            assert (code, out) == (1, f"make up: {name}: port {port} is in use by another program\n")


def test_wrong_settings(workshop: StartWorkshop) -> None:
    """All that is wrong, at once, without a traceback; `make down` works all the same."""
    otherwise = {"CACHE_MODE": "foo", "SBB_URL": "http://", "SBB_KEY": "/nergens"}
    code, out = workshop.run("up", **otherwise)
    assert code == 1
    assert "Traceback" not in out
    assert all(name in out for name in (*otherwise, "SBB_CA", "SBB_CERT", "SBB_LICENTIE", "SBB_OIN"))
    assert workshop.run("down", **otherwise)[0] == 0
