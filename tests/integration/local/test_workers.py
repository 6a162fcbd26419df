"""The functions' processes are forks, and each is what a fresh interpreter would be."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import psutil
import pytest

from local.emulator.workers import Forked, ForkServer, fork_workers
from tests.waiting import wait_until

if not hasattr(os, "pidfd_open"):
    pytest.skip("this system has no descriptors of processes", allow_module_level=True)

# As MiniStack's own: a line in, a line out.
_WORKER = """
import json, os, random, sys, threading, time
def tell():
    return {
        "env": dict(os.environ), "cwd": os.getcwd(), "argv": sys.argv, "path": sys.path, "name": __name__,
        "chance": random.random(), "zone": time.tzname, "threads": threading.active_count(),
        "files": sorted(map(int, os.listdir("/proc/self/fd")))[:-1],
        "modules": sorted(sys.modules), "parent": os.getppid(),
    }
print("to the log", file=sys.stderr, flush=True)
for line in sys.stdin:
    print(json.dumps(tell()), flush=True)
"""
_ENV = {"PATH": "/usr/bin:/bin", "LC_CTYPE": "C.UTF-8", "AWS_LAMBDA_FUNCTION_NAME": "f"}
Start = Callable[..., Forked]


@pytest.fixture(scope="module")
def server() -> Iterator[ForkServer]:
    """One for all: getting ready takes longest."""
    server = ForkServer(_ENV)
    # Ready when it has forked once.
    begun = server.start(os.devnull, "/", _ENV)
    begun.wait(60)
    _close(begun)
    yield server
    server.stop()


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """What MiniStack has a process run."""
    path = tmp_path / "_worker.py"
    path.write_text(_WORKER)
    return path


@pytest.fixture
def start(server: ForkServer, script: Path) -> Iterator[Start]:
    """Starts one; whatever was started is gone afterwards."""
    started: list[Forked] = []

    def begin(env: Mapping[str, str] = _ENV) -> Forked:
        started.append(server.start(str(script), str(script.parent), env))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait(20)
        _close(process)


def _close(process: Any) -> None:
    for stream in (process.stdin, process.stdout, process.stderr):
        stream.close()


def _tell(process: Any) -> dict[str, Any]:
    process.stdin.write("\n")
    told: dict[str, Any] = json.loads(process.stdout.readline())
    return told


def test_like_a_fresh_process(start: Start, script: Path) -> None:
    """Its environment, folder, arguments, files and module are what a fresh interpreter has."""
    env = _ENV | {"TZ": "Europe/Amsterdam"}
    with subprocess.Popen(
        [sys.executable, str(script)],
        env=env,
        cwd=script.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as fresh:
        expected = _tell(fresh)
    told = _tell(start(env))
    for wat in ("env", "cwd", "argv", "path", "name", "zone", "threads", "files"):
        assert told[wat] == expected[wat], wat
    assert set(expected["modules"]) < set(told["modules"])


def test_what_is_there_already(start: Start) -> None:
    """The libraries are there, and nothing of ours: each function imports its own."""
    modules = _tell(start())["modules"]
    assert {"boto3", "httpx", "pydantic", "cryptography", "xml.etree.ElementTree"} <= set(modules)
    assert not {name.partition(".")[0] for name in modules} & {"stagemarkt", "local", "functions", "app"}


def test_each_its_own(start: Start) -> None:
    """Chance is another one in each, and who loses its caller ends, whoever else was started since."""
    one, other = start(_ENV | {"WIE": "een"}), start(_ENV | {"WIE": "ander"})
    of_one, of_other = _tell(one), _tell(other)
    assert (of_one["env"]["WIE"], of_other["env"]["WIE"]) == ("een", "ander")
    assert of_one["chance"] != of_other["chance"]
    one.stdin.close()
    assert one.wait(20) == 0
    assert other.poll() is None


def test_the_end(start: Start, server: ForkServer) -> None:
    """Its end is seen however it comes, leaves no zombie, and can be asked for twice."""
    asked, killed = start(), start()
    assert asked.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        asked.wait(0.01)
    asked.terminate()
    killed.kill()
    for process in (asked, killed):
        assert process.wait(20) == 0
        assert process.poll() == 0
        process.terminate()
    parent = psutil.Process(server.process.pid)
    wait_until(lambda: not parent.children(), 20, "the end of what had been forked")


def test_the_log(start: Start) -> None:
    """What it writes to stderr comes by a stream of its own."""
    assert start().stderr.readline() == "to the log\n"


def test_gone_is_gone(script: Path) -> None:
    """With the fork server gone a cold start fails at once; what had been started goes on."""
    server = ForkServer(_ENV)
    over = server.start(str(script), "/", _ENV)
    server.process.kill()
    server.process.wait()
    with pytest.raises(OSError, match=r"gone|Broken pipe|reset"):
        server.start(str(script), "/", _ENV)
    assert _tell(over)["cwd"] == "/"
    _close(over)
    over.wait(20)
    server.stop()


@pytest.mark.parametrize(
    ("program", "extra", "kind"),
    [
        (sys.executable, {}, Forked),
        # Python heeds it when it starts.
        (sys.executable, {"PYTHONHASHSEED": "0"}, subprocess.Popen),
        # No function in Python.
        ("/bin/sh", {}, subprocess.Popen),
    ],
)
def test_what_cannot_be_a_fork(
    server: ForkServer, script: Path, program: str, extra: dict[str, str], kind: type
) -> None:
    """MiniStack's runtime gets a fork where that is the same, and else the process that it asked for."""
    runtime = ModuleType("runtime")
    fork_workers(runtime, _ENV, server)
    pijpen = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    process: Any = runtime.subprocess.Popen(
        [program, str(script)], cwd=str(script.parent), text=True, bufsize=1, env=_ENV | extra, **pijpen
    )
    begun = type(process)
    assert begun is kind
    process.kill()
    process.wait(20)
    _close(process)
