"""What tests started does not outlive the process that ran them, though it be killed."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from local.stack import processes
from local.stack.processes import RunningProcess
from local.stack.stack_file import StackFile, store_state
from tests.watchman import stop_all, watched

PROJECT = Path(__file__).resolve().parents[2]
SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
# A process that runs tests: it starts a part of a stack, and gets no chance to stop it.
TESTS = """
import sys
from pathlib import Path
from tests.integration.test_watchman import begin
from tests.watchman import watched

with watched(Path(sys.argv[1])) as watchman:
    print(begin(Path(sys.argv[1]) / "stack").pid, watchman, flush=True)
    sys.stdin.read()
"""


def begin(folder: Path) -> RunningProcess:
    """Start what sleeps, as a stack in `folder` does."""
    folder.mkdir()
    state = StackFile(0, "", [], 0, [])

    def keep(process: RunningProcess) -> None:
        state.processen.append(process)
        store_state(folder / "proces.json", state)

    return processes.start(SLEEP, {}, folder / "log", folder, keep)


def test_a_worker_that_is_killed(tmp_path: Path) -> None:
    """Its stack ends, and its watchman after that: both would go on for ever."""
    with subprocess.Popen(
        [sys.executable, "-c", TESTS, str(tmp_path)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as tests:
        assert tests.stdout is not None
        orphans = [psutil.Process(int(number)) for number in tests.stdout.readline().split()]
        assert len(orphans) == 2
        tests.kill()
    gone, alive = psutil.wait_procs(orphans, timeout=30)
    assert (len(gone), alive) == (2, [])


def test_who_cleans_up_itself(tmp_path: Path) -> None:
    """Where a fixture stopped its stack itself the watchman goes without a word."""
    with watched(tmp_path) as watchman:
        stack = begin(tmp_path / "stack")
        stop_all(tmp_path)
        assert not processes.is_alive(stack)
    assert not psutil.pid_exists(watchman)


@pytest.mark.parametrize("text", ["", "{", '{"processen": [{"pid": "x"}]}'])
def test_a_state_that_cannot_be_read(tmp_path: Path, text: str) -> None:
    """Half a file of a stack that was just beginning is no reason to leave the others."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "proces.json").write_text(text)
    stack = begin(tmp_path / "b")
    stop_all(tmp_path)
    assert not processes.is_alive(stack)
