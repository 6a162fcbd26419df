"""A stack that tests started ends with the process that ran them, however that ends.

Where Ctrl-C, SIGTERM or a worker that is killed leave no fixture the time to stop it, its watchman does: a
process in a session of its own, at one end of a pipe. Nobody but the process of the tests holds the other.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from local.stack import processes
from local.stack.stack_file import read_state

_PROJECT: Final = Path(__file__).resolve().parents[1]
_PATIENCE: Final = 2.0


@contextmanager
def watched(folder: Path) -> Iterator[int]:
    """Within it, and when this process ends within it, stacks below `folder` are looked after; by whom."""
    command = [sys.executable, "-m", "tests.watchman", str(folder)]
    with subprocess.Popen(command, cwd=_PROJECT, stdin=subprocess.PIPE, start_new_session=True) as watchman:
        yield watchman.pid


def stop_all(folder: Path) -> None:
    """Stop whatever runs of the stacks that keep their state below `folder`."""
    for state in folder.rglob("proces.json"):
        for process in read_state(state).processen:
            processes.stop(process, _PATIENCE)


if __name__ == "__main__":
    # Until the other end is closed; nothing is ever written.
    sys.stdin.buffer.read()
    stop_all(Path(sys.argv[1]))
