"""Programs in the background: start one detached with its log in a file, see whether it lives, stop it."""

import os
import random
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
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


def free_port() -> int:
    """A port on 127.0.0.1 that nobody uses now, and that the system gives to nobody by itself."""
    until = _first_ephemeral()
    first = _RANDOM.randrange(_WIDTH)
    for port in (until - 1 - (first + further) % _WIDTH for further in range(_WIDTH)):
        # Without SO_REUSEADDR: one that somebody keeps for later is not free either.
        with socket.socket() as sock, suppress(OSError):
            sock.bind(("127.0.0.1", port))
            return port
    raise DidNotStart("there is no free port on this machine")


def _first_ephemeral() -> int:
    """The first port of those that connections are given: one of those would be taken before it is used."""
    try:
        return int(_EPHEMERAL.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        # Lower than on any other system.
        return 32768


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
        except OSError as fout:
            return not isinstance(fout, PermissionError)
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
        lopend = RunningProcess(process.pid, psutil.Process(process.pid).create_time())
        remember(lopend)
    return lopend


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


def is_alive(lopend: RunningProcess) -> bool:
    """Whether this very process runs (a zombie does not, nor does another that was given its id)."""
    with suppress(ChildProcessError):
        os.waitpid(lopend.pid, os.WNOHANG)
    try:
        process = psutil.Process(lopend.pid)
        return _is(process, lopend) and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def ports(lopend: RunningProcess) -> frozenset[int]:
    """The ports on which this process, or one that it started, listens."""
    if not is_alive(lopend):
        return frozenset()
    found: set[int] = set()
    with suppress(psutil.Error):
        process = psutil.Process(lopend.pid)
        for one in (process, *process.children(recursive=True)):
            with suppress(psutil.Error):
                found |= {v.laddr.port for v in one.net_connections() if v.status == psutil.CONN_LISTEN}
    return frozenset(found)


def stop(lopend: RunningProcess, geduld: float = 10.0) -> None:
    """Ask the process and its session to end, and insist after `geduld` seconds.

    When it has gone itself, what it left behind in its session is ended too: as long as that is there
    its id is nobody else's.

    Raises:
        TimeoutError: it has not ended `geduld` seconds after it was killed, as what waits for a disk may not.
    """
    with suppress(psutil.NoSuchProcess):
        if not _is(psutil.Process(lopend.pid), lopend):
            return
    with suppress(ProcessLookupError):
        os.killpg(lopend.pid, signal.SIGTERM)
        einde = time.monotonic() + geduld
        while is_alive(lopend) and time.monotonic() < einde:
            time.sleep(0.05)
        os.killpg(lopend.pid, signal.SIGKILL)
        einde = time.monotonic() + geduld
        while is_alive(lopend):
            if time.monotonic() > einde:
                raise TimeoutError(f"process {lopend.pid} does not end")
            time.sleep(0.01)


def _is(process: psutil.Process, lopend: RunningProcess) -> bool:
    return abs(process.create_time() - lopend.sinds) < _SLACK


def wait(ready: Callable[[], bool], lopend: RunningProcess, logbook: Path, seconden: float) -> None:
    """Return when `klaar`.

    Raises:
        DidNotStart: the process ended, or is not ready in time.
    """
    einde = time.monotonic() + seconden
    while not ready():
        if not is_alive(lopend) or time.monotonic() > einde:
            tail = logbook.read_text(errors="replace").splitlines()[-15:]
            raise DidNotStart("\n".join([f"did not start; {logbook} ends with:", *tail]))
        time.sleep(0.05)
