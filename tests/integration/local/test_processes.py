"""Programs in the background, with real processes."""

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from local.stack import processes
from local.stack.processes import DidNotStart, HeldPorts, RunningProcess
from local.stack.stack_file import StackFile, read_state, store_state
from local.stack.writing import alone
from tests.waiting import wait_until

_SLEEP = "import time; print('klaar', flush=True); time.sleep(600)"
Start = Callable[[str], RunningProcess]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts Python with a program; whatever it started is gone afterwards."""
    started: list[RunningProcess] = []
    log = tmp_path / "log"

    def begin(program: str) -> RunningProcess:
        return processes.start([sys.executable, "-c", program], {}, log, tmp_path, started.append)

    yield begin
    for running in started:
        processes.stop(running)
        assert not processes.is_alive(running)


def _wait_for(text: str, log: Path, running: RunningProcess) -> None:
    processes.wait(lambda: text in log.read_text(), running, log, 20)


def test_living_and_stopping(start: Start) -> None:
    """It lives until it is stopped; stopping it twice does no harm."""
    running = start(_SLEEP)
    assert processes.is_alive(running)
    processes.stop(running)
    assert not processes.is_alive(running)
    processes.stop(running)


def test_who_does_not_want_to_stop(start: Start, tmp_path: Path) -> None:
    """A program that does not heed the request is ended all the same."""
    running = start(f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {_SLEEP}")
    _wait_for("klaar", tmp_path / "log", running)
    processes.stop(running, patience=0.1)
    assert not processes.is_alive(running)


def test_a_pid_that_is_now_another_process(start: Start) -> None:
    """A process that was given the id of one of ours is left alone."""
    running = start(_SLEEP)
    other = RunningProcess(running.pid, running.sinds - 3600)
    assert not processes.is_alive(other)
    processes.stop(other)
    assert processes.is_alive(running)


def test_what_was_left_behind(start: Start, tmp_path: Path) -> None:
    """Of a program that was killed, what it had started goes as well."""
    running = start(
        f"import subprocess, sys; k = subprocess.Popen([sys.executable, '-c', {_SLEEP!r}]); "
        "print('kind', k.pid, flush=True); k.wait()"
    )
    _wait_for("klaar", tmp_path / "log", running)
    child = int((tmp_path / "log").read_text().split("kind ")[1].split()[0])
    os.kill(running.pid, signal.SIGKILL)
    wait_until(lambda: not processes.is_alive(running), 30, "the end of what was killed")
    os.kill(child, 0)
    processes.stop(running)
    with pytest.raises(DidNotStart):
        processes.wait(lambda: False, RunningProcess(child, 0.0), tmp_path / "log", 5)


def test_did_not_start(start: Start, tmp_path: Path) -> None:
    """What ends at once says what its log ends with."""
    running = start("raise SystemExit('geen zin')")
    with pytest.raises(DidNotStart, match="geen zin"):
        processes.wait(lambda: False, running, tmp_path / "log", 20)


def test_ctrl_c_waits() -> None:
    """Ctrl-C between starting a program and writing it down comes through after that."""
    written_down: list[str] = []

    def begin() -> None:
        with processes.undisturbed():
            signal.raise_signal(signal.SIGINT)
            written_down.append("ja")

    with pytest.raises(KeyboardInterrupt):
        begin()
    assert written_down == ["ja"]


def test_state(tmp_path: Path) -> None:
    """What runs is read back as it was written; half a file, or one of another form, is nothing."""
    state = StackFile(4566, "m", [8443], 9443, [RunningProcess(1, 2.5)], {"CACHE_MODE": "uit"})
    store_state(tmp_path / "proces.json", state)
    assert read_state(tmp_path / "proces.json") == state
    for content in ("", '{"stand', "[]", '{"pids": [1]}', '{"processen": [1]}'):
        (tmp_path / "proces.json").write_text(content)
        assert read_state(tmp_path / "proces.json") == StackFile(0, "", [], 0, [])
    # Another version started it: what runs is known all the same.
    (tmp_path / "proces.json").write_text('{"stand": "s", "processen": [{"pid": 1, "sinds": 2.5}]}')
    assert read_state(tmp_path / "proces.json") == StackFile(0, "", [], 0, [RunningProcess(1, 2.5)])
    assert read_state(tmp_path / "nergens.json").processen == []


def test_one_at_a_time(tmp_path: Path) -> None:
    """Who comes second is told, waits, and goes on when the first is done."""
    reported, done, busy = threading.Event(), [], threading.Event()

    def second() -> None:
        busy.wait(20)
        with alone(tmp_path / "slot", lambda _: reported.set()):
            done.append("tweede")

    wire = threading.Thread(target=second)
    wire.start()
    with alone(tmp_path / "slot", lambda _: None):
        busy.set()
        assert reported.wait(20)
        done.append("eerste")
    wire.join(20)
    assert done == ["eerste", "tweede"]


def test_a_port_that_is_held() -> None:
    """Nobody else chooses it, before, while and after a server listens there; its holder keeps it."""
    with closing(HeldPorts()) as one:
        port = one.choose()
        with closing(HeldPorts(lambda: [port])) as other:
            for _ in range(2):
                with pytest.raises(DidNotStart):
                    other.choose()
                with socket.create_server(("127.0.0.1", port)):
                    assert not processes.is_free(port)
                    assert not other.hold(port)
                    assert one.hold(port)
        with pytest.raises(DidNotStart):
            HeldPorts(list).choose()


def test_which_ports_are_chosen() -> None:
    """Those that the system gives to no connection by itself, and not one that somebody keeps for later."""
    temporary = Path("/proc/sys/net/ipv4/ip_local_port_range")
    first = int(temporary.read_text().split()[0]) if temporary.exists() else 32768
    with closing(HeldPorts()) as one, closing(HeldPorts()) as other:
        kept = one.choose()
        chosen = {other.choose() for _ in range(50)}
    assert kept not in chosen
    assert len(chosen) == 50
    assert all(1024 <= port < first for port in chosen)
