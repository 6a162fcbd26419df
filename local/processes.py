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
_SPELING: Final = 2.0
_TIJDELIJK: Final = Path("/proc/sys/net/ipv4/ip_local_port_range")
# How many ports below the temporary ones are chosen from.
_BREEDTE: Final = 12_000
_LOTING: Final = random.SystemRandom()


class StartteNiet(RuntimeError):
    """A program did not come up; the text ends with the last lines of its log."""


class Lopend(NamedTuple):
    """A process: its id, and since when (seconds since 1970), for ids are given again to others."""

    pid: int
    sinds: float


def vrije_poort() -> int:
    """A port on 127.0.0.1 that nobody uses now, and that the system gives to nobody by itself."""
    tot = _eerste_tijdelijke()
    eerste = _LOTING.randrange(_BREEDTE)
    for poort in (tot - 1 - (eerste + verder) % _BREEDTE for verder in range(_BREEDTE)):
        # Without SO_REUSEADDR: one that somebody keeps for later is not free either.
        with socket.socket() as stopcontact, suppress(OSError):
            stopcontact.bind(("127.0.0.1", poort))
            return poort
    raise StartteNiet("there is no free port on this machine")


def _eerste_tijdelijke() -> int:
    """The first port of those that connections are given: one of those would be taken before it is used."""
    try:
        return int(_TIJDELIJK.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        # Lower than on any other system.
        return 32768


def is_vrij(poort: int) -> bool:
    """Whether nobody uses this port on 127.0.0.1."""
    with socket.socket() as stopcontact:
        stopcontact.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            stopcontact.bind(("127.0.0.1", poort))
        except OSError:
            return False
    return True


def is_toegestaan(poort: int) -> bool:
    """Whether we may use this port at all."""
    with socket.socket() as stopcontact:
        try:
            stopcontact.bind(("127.0.0.1", poort))
        except OSError as fout:
            return not isinstance(fout, PermissionError)
    return True


def start(
    opdracht: Sequence[str],
    omgeving: Mapping[str, str],
    logboek: Path,
    werkmap: Path,
    onthoud: Callable[[Lopend], None],
) -> Lopend:
    """Start a program in a session of its own, so that it outlives us.

    `onthoud` hears of it before anybody can break off: what is started can always be found again.
    """
    with logboek.open("ab") as uitvoer, ongestoord():
        proces = subprocess.Popen(
            opdracht,
            env=dict(omgeving),
            cwd=werkmap,
            stdin=subprocess.DEVNULL,
            stdout=uitvoer,
            stderr=uitvoer,
            start_new_session=True,
        )
        # Its end is seen by `leeft`; Popen must not warn that nobody waited for it.
        proces.returncode = 0
        lopend = Lopend(proces.pid, psutil.Process(proces.pid).create_time())
        onthoud(lopend)
    return lopend


@contextmanager
def ongestoord() -> Iterator[None]:
    """Within it Ctrl-C waits; it comes through at the end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    gekomen: list[Any] = []
    anders = signal.signal(signal.SIGINT, lambda *wat: gekomen.append(wat))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, anders)
        if gekomen and callable(anders):
            anders(*gekomen[0])


def leeft(lopend: Lopend) -> bool:
    """Whether this very process runs (a zombie does not, nor does another that was given its id)."""
    with suppress(ChildProcessError):
        os.waitpid(lopend.pid, os.WNOHANG)
    try:
        proces = psutil.Process(lopend.pid)
        return _is(proces, lopend) and proces.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def poorten(lopend: Lopend) -> frozenset[int]:
    """The ports on which this process, or one that it started, listens."""
    if not leeft(lopend):
        return frozenset()
    gevonden: set[int] = set()
    with suppress(psutil.Error):
        proces = psutil.Process(lopend.pid)
        for een in (proces, *proces.children(recursive=True)):
            with suppress(psutil.Error):
                gevonden |= {v.laddr.port for v in een.net_connections() if v.status == psutil.CONN_LISTEN}
    return frozenset(gevonden)


def stop(lopend: Lopend, geduld: float = 10.0) -> None:
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
        while leeft(lopend) and time.monotonic() < einde:
            time.sleep(0.05)
        os.killpg(lopend.pid, signal.SIGKILL)
        einde = time.monotonic() + geduld
        while leeft(lopend):
            if time.monotonic() > einde:
                raise TimeoutError(f"process {lopend.pid} does not end")
            time.sleep(0.01)


def _is(proces: psutil.Process, lopend: Lopend) -> bool:
    return abs(proces.create_time() - lopend.sinds) < _SPELING


def wacht(klaar: Callable[[], bool], lopend: Lopend, logboek: Path, seconden: float) -> None:
    """Return when `klaar`.

    Raises:
        StartteNiet: the process ended, or is not ready in time.
    """
    einde = time.monotonic() + seconden
    while not klaar():
        if not leeft(lopend) or time.monotonic() > einde:
            staart = logboek.read_text(errors="replace").splitlines()[-15:]
            raise StartteNiet("\n".join([f"did not start; {logboek} ends with:", *staart]))
        time.sleep(0.05)
