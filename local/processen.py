"""Programs in the background: start one detached with its log in a file, see whether it lives, stop it."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


class StartteNiet(RuntimeError):
    """A program did not come up; the text ends with the last lines of its log."""


def vrije_poort() -> int:
    """A port on 127.0.0.1 that nobody uses now."""
    with socket.socket() as stopcontact:
        stopcontact.bind(("127.0.0.1", 0))
        poort: int = stopcontact.getsockname()[1]
    return poort


def is_vrij(poort: int) -> bool:
    """Whether nobody uses this port on 127.0.0.1."""
    with socket.socket() as stopcontact:
        stopcontact.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            stopcontact.bind(("127.0.0.1", poort))
        except OSError:
            return False
    return True


def start(opdracht: Sequence[str], omgeving: Mapping[str, str], logboek: Path, werkmap: Path) -> int:
    """Start a program in a session of its own, so that it outlives us; its process id."""
    with logboek.open("ab") as uitvoer:
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
    return proces.pid


def leeft(pid: int) -> bool:
    """Whether this process runs (a zombie child of ours does not)."""
    try:
        klaar, _ = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        klaar = 0
    if klaar == pid:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def stop(pid: int, geduld: float = 10.0) -> None:
    """Ask the process and its session to end, and insist after `geduld` seconds."""
    for sein in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(pid, sein)
        except ProcessLookupError:
            return
        einde = time.monotonic() + geduld
        while leeft(pid) and time.monotonic() < einde:
            time.sleep(0.05)
        if not leeft(pid):
            return


def wacht(klaar: Callable[[], bool], pid: int, logboek: Path, seconden: float) -> None:
    """Return when `klaar`.

    Raises:
        StartteNiet: the process ended, or is not ready in time.
    """
    einde = time.monotonic() + seconden
    while not klaar():
        if not leeft(pid) or time.monotonic() > einde:
            staart = logboek.read_text(errors="replace").splitlines()[-15:]
            raise StartteNiet("\n".join([f"did not start; {logboek} ends with:", *staart]))
        time.sleep(0.05)
