"""The functions' processes as MiniStack has them: started by a fork server rather than each from nothing.

MiniStack starts `python _worker.py` for each cold start and speaks with it by its standard streams. That
stays as it is; only who starts the process is another.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import IO, Any, Final

from local.emulator.fork_server import LARGEST

_PROGRAM: Final = Path(__file__).with_name("fork_server.py")
# As MiniStack names what it starts for a function in Python.
_SCRIPT: Final = "_worker.py"
# What an interpreter heeds when it starts: one that runs already cannot be told.
_AT_START: Final = ("PYTHON", "LC_", "LANG", "LD_")


class ForkServer:
    """A process that forks at a word; it ends with this one."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._one_at_a_time = threading.Lock()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, str(_PROGRAM), str(theirs.fileno())],
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )

    def start(self, script: str, cwd: str, env: Mapping[str, str]) -> "Forked":
        """What `python <script>` would be in this folder, with this environment.

        Raises:
            OSError: the fork server has gone.
        """
        request = json.dumps({"script": script, "cwd": cwd, "env": dict(env)}).encode()
        (stdin, ours_in), (ours_out, stdout), (ours_err, stderr) = os.pipe(), os.pipe(), os.pipe()
        theirs = [stdin, stdout, stderr]
        try:
            with self._one_at_a_time:
                socket.send_fds(self._channel, [request], theirs)
                answer, handles, _, _ = socket.recv_fds(self._channel, LARGEST, 1)
            if not handles:
                raise ConnectionResetError("the fork server of the emulated AWS has gone; make down, make up")
        except OSError:
            for stream in (ours_in, ours_out, ours_err):
                os.close(stream)
            raise
        finally:
            for stream in theirs:
                os.close(stream)
        return Forked(int(answer), handles[0], (ours_in, ours_out, ours_err))

    def stop(self) -> None:
        """End it; what it forked ends by itself when nobody writes to it any more."""
        self._channel.close()
        self.process.wait()


class Forked:
    """A process that was forked: what MiniStack uses of `subprocess.Popen`, with text streams.

    How it ended is not known; that it did is.
    """

    def __init__(self, pid: int, handle: int, streams: tuple[int, int, int]) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._handle = handle
        self._close = weakref.finalize(self, os.close, handle)
        self._lock = threading.Lock()
        writing, reading, errors = streams
        self.stdin: IO[str] = os.fdopen(writing, "w", buffering=1)
        self.stdout: IO[str] = os.fdopen(reading)
        self.stderr: IO[str] = os.fdopen(errors)

    def poll(self) -> int | None:
        """0 when it has ended."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        """Until it has ended.

        Raises:
            subprocess.TimeoutExpired: it has not, in so many seconds.
        """
        code = self._ended(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return code

    def terminate(self) -> None:
        """Ask it to end."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self._signal(signal.SIGKILL)

    def _ended(self, timeout: float | None) -> int | None:
        with self._lock:
            if self.returncode is not None:
                return self.returncode
            handle = os.dup(self._handle)
        try:
            # Not with the lock: another must be able to end it meanwhile.
            waiting = select.poll()
            waiting.register(handle, select.POLLIN)
            ended = waiting.poll(None if timeout is None else timeout * 1000)
        finally:
            os.close(handle)
        if ended:
            with self._lock:
                self.returncode = 0
                self._close()
        return self.returncode

    def _signal(self, number: int) -> None:
        with self._lock, suppress(ProcessLookupError):
            if self.returncode is None:
                # By its descriptor: its id may be another's by now.
                signal.pidfd_send_signal(self._handle, number)


def fork_workers(runtime: ModuleType, environment: Mapping[str, str], server: ForkServer) -> None:
    """Have MiniStack's `runtime` start the functions' processes by `server`, which has this environment.

    What a fork cannot be is started as before: another program, or one with variables for Python itself.
    """

    def start(command: Sequence[str], **options: Any) -> Any:  # noqa: ANN401 - as Popen
        if _is_worker(command) and _at_start(options["env"]) == _at_start(environment):
            return server.start(command[1], options["cwd"], options["env"])
        return subprocess.Popen(command, **options)

    # The name `subprocess` in that one module.
    runtime.subprocess = SimpleNamespace(**{**vars(subprocess), "Popen": start})  # type: ignore[attr-defined]


def _is_worker(command: Sequence[str]) -> bool:
    return len(command) == 2 and command[0] == sys.executable and Path(command[1]).name == _SCRIPT  # noqa: PLR2004


def _at_start(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_AT_START)}
