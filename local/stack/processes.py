"""Programs in the background: start one detached with its log in a file, see whether it lives, stop it."""

import os
import random
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

import psutil

# Clocks are set now and then, and the moment that a process began is told by them.
_SLACK: Final = 2.0
_EPHEMERAL: Final = Path("/proc/sys/net/ipv4/ip_local_port_range")
# How many ports below the temporary ones are chosen from.
_WIDTH: Final = 12_000
_RANDOM: Final = random.SystemRandom()


class DidNotStart(RuntimeError):
    """A program did not come up; the text ends with the last lines of its log."""


class RunningProcess(NamedTuple):
    """A process: its id, and since when (seconds since 1970), for ids are given again to others."""

    pid: int
    sinds: float


def _first_ephemeral() -> int:
    """The first port of those that connections are given: one of those would be taken before it is used."""
    try:
        return int(_EPHEMERAL.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        # Lower than on any other system.
        return 32768


def _candidates() -> Iterator[int]:
    """Ports that the system gives to nobody by itself, in an order of chance: two that choose seldom meet."""
    until = _first_ephemeral()
    first = _RANDOM.randrange(_WIDTH)
    return (until - 1 - (first + further) % _WIDTH for further in range(_WIDTH))


class HeldPorts:
    """Ports on 127.0.0.1, ours from the moment that they are chosen until `close`.

    Each is bound and does not listen: nobody else chooses it, and the server that it is for (with
    SO_REUSEADDR, as servers have) listens there all the same, as often as it likes.

    Args:
        candidates: gives what may be chosen from, in order.
    """

    def __init__(self, candidates: Callable[[], Iterable[int]] = _candidates) -> None:
        self._candidates = candidates
        self._held: dict[int, socket.socket] = {}

    def choose(self) -> int:
        """One that nobody uses or holds, held from now on.

        Raises:
            DidNotStart: there is none.
        """
        for port in self._candidates():
            # Without SO_REUSEADDR: one that somebody holds is not free either.
            if port not in self._held and self._bind(port, shared=False):
                return port
        raise DidNotStart("there is no free port on this machine")

    def hold(self, port: int) -> bool:
        """Hold this one, which we had before or were told to use; False when somebody listens there.

        What its last server left behind (TIME_WAIT) is no hindrance.
        """
        return port in self._held or self._bind(port, shared=True)

    def close(self) -> None:
        """Let go of all of them."""
        while self._held:
            self._held.popitem()[1].close()

    def _bind(self, port: int, *, shared: bool) -> bool:
        holder = socket.socket()
        try:
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, shared)
            holder.bind(("127.0.0.1", port))
            # From here on it stands in no server's way.
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        except OSError:
            holder.close()
            return False
        if is_free(port):
            self._held[port] = holder
        else:
            # On systems other than Linux it does stand in its way: then the port is chosen, and not held.
            holder.close()
        return True


def is_free(port: int) -> bool:
    """Whether nobody uses this port on 127.0.0.1."""
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def is_allowed(port: int) -> bool:
    """Whether we may use this port at all."""
    with socket.socket() as sock:
        try:
            sock.bind(("127.0.0.1", port))
        except OSError as error:
            return not isinstance(error, PermissionError)
    return True


def start(
    command: Sequence[str],
    environment: Mapping[str, str],
    logbook: Path,
    work_dir: Path,
    remember: Callable[[RunningProcess], None],
) -> RunningProcess:
    """Start a program in a session of its own, so that it outlives us.

    `remember` hears of it before anybody can break off: what is started can always be found again.
    """
    with logbook.open("ab") as output, undisturbed():
        process = subprocess.Popen(
            command,
            env=dict(environment),
            cwd=work_dir,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        # Its end is seen by `is_alive`; Popen must not warn that nobody waited for it.
        process.returncode = 0
        running = RunningProcess(process.pid, psutil.Process(process.pid).create_time())
        remember(running)
    return running


@contextmanager
def undisturbed() -> Iterator[None]:
    """Within it Ctrl-C waits; it comes through at the end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    arrived: list[Any] = []
    otherwise = signal.signal(signal.SIGINT, lambda *wat: arrived.append(wat))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, otherwise)
        if arrived and callable(otherwise):
            otherwise(*arrived[0])


def is_alive(running: RunningProcess) -> bool:
    """Whether this very process runs (a zombie does not, nor does another that was given its id)."""
    with suppress(ChildProcessError):
        os.waitpid(running.pid, os.WNOHANG)
    try:
        process = psutil.Process(running.pid)
        return _is(process, running) and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def ports(running: RunningProcess) -> frozenset[int]:
    """The ports on which this process, or one that it started, listens."""
    if not is_alive(running):
        return frozenset()
    found: set[int] = set()
    with suppress(psutil.Error):
        process = psutil.Process(running.pid)
        for one in (process, *process.children(recursive=True)):
            with suppress(psutil.Error):
                found |= {v.laddr.port for v in one.net_connections() if v.status == psutil.CONN_LISTEN}
    return frozenset(found)


def stop(running: RunningProcess, patience: float = 10.0) -> None:
    """Ask the process and its session to end, and insist after `patience` seconds.

    When it has gone itself, what it left behind in its session is ended too: as long as that is there
    its id is nobody else's.

    Raises:
        TimeoutError: it has not ended `patience` seconds after it was killed, as one waiting for disk.
    """
    with suppress(psutil.NoSuchProcess):
        if not _is(psutil.Process(running.pid), running):
            return
    with suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGTERM)
        end = time.monotonic() + patience
        while is_alive(running) and time.monotonic() < end:
            time.sleep(0.05)
        os.killpg(running.pid, signal.SIGKILL)
        end = time.monotonic() + patience
        while is_alive(running):
            if time.monotonic() > end:
                raise TimeoutError(f"process {running.pid} does not end")
            time.sleep(0.01)


def _is(process: psutil.Process, running: RunningProcess) -> bool:
    return abs(process.create_time() - running.sinds) < _SLACK


def wait(ready: Callable[[], bool], running: RunningProcess, logbook: Path, seconds: float) -> None:
    """Return when `ready`.

    Raises:
        DidNotStart: the process ended, or is not ready in time.
    """
    end = time.monotonic() + seconds
    while not ready():
        if not is_alive(running) or time.monotonic() > end:
            tail = logbook.read_text(errors="replace").splitlines()[-15:]
            raise DidNotStart("\n".join([f"did not start; {logbook} ends with:", *tail]))
        time.sleep(0.05)
