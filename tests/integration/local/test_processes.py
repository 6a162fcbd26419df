"""Programs in the background, with real processes."""

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from local import processes
from local.processes import Lopend, StartteNiet
from local.stack_file import Stand, bewaar_stand, lees_stand
from local.writing import alleen
from tests.waiting import wait_until

_SLAAP = "import time; print('klaar', flush=True); time.sleep(600)"
Start = Callable[[str], Lopend]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts Python with a program; whatever it started is gone afterwards."""
    gestart: list[Lopend] = []
    log = tmp_path / "log"

    def begin(programma: str) -> Lopend:
        return processes.start([sys.executable, "-c", programma], {}, log, tmp_path, gestart.append)

    yield begin
    for lopend in gestart:
        processes.stop(lopend)
        assert not processes.leeft(lopend)


def _wacht_op(tekst: str, log: Path, lopend: Lopend) -> None:
    processes.wacht(lambda: tekst in log.read_text(), lopend, log, 20)


def test_leven_en_stoppen(start: Start) -> None:
    """It lives until it is stopped; stopping it twice does no harm."""
    lopend = start(_SLAAP)
    assert processes.leeft(lopend)
    processes.stop(lopend)
    assert not processes.leeft(lopend)
    processes.stop(lopend)


def test_wie_niet_wil(start: Start, tmp_path: Path) -> None:
    """A program that does not heed the request is ended all the same."""
    lopend = start(f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {_SLAAP}")
    _wacht_op("klaar", tmp_path / "log", lopend)
    processes.stop(lopend, geduld=0.1)
    assert not processes.leeft(lopend)


def test_een_nummer_van_een_ander(start: Start) -> None:
    """A process that was given the id of one of ours is left alone."""
    lopend = start(_SLAAP)
    ander = Lopend(lopend.pid, lopend.sinds - 3600)
    assert not processes.leeft(ander)
    processes.stop(ander)
    assert processes.leeft(lopend)


def test_wat_achterbleef(start: Start, tmp_path: Path) -> None:
    """Of a program that was killed, what it had started goes as well."""
    lopend = start(
        f"import subprocess, sys; k = subprocess.Popen([sys.executable, '-c', {_SLAAP!r}]); "
        "print('kind', k.pid, flush=True); k.wait()"
    )
    _wacht_op("klaar", tmp_path / "log", lopend)
    kind = int((tmp_path / "log").read_text().split("kind ")[1].split()[0])
    os.kill(lopend.pid, signal.SIGKILL)
    wait_until(lambda: not processes.leeft(lopend), 30, "the end of what was killed")
    os.kill(kind, 0)
    processes.stop(lopend)
    with pytest.raises(StartteNiet):
        processes.wacht(lambda: False, Lopend(kind, 0.0), tmp_path / "log", 5)


def test_startte_niet(start: Start, tmp_path: Path) -> None:
    """What ends at once says what its log ends with."""
    lopend = start("raise SystemExit('geen zin')")
    with pytest.raises(StartteNiet, match="geen zin"):
        processes.wacht(lambda: False, lopend, tmp_path / "log", 20)


def test_ctrl_c_wacht() -> None:
    """Ctrl-C between starting a program and writing it down comes through after that."""
    opgeschreven: list[str] = []

    def begin() -> None:
        with processes.ongestoord():
            signal.raise_signal(signal.SIGINT)
            opgeschreven.append("ja")

    with pytest.raises(KeyboardInterrupt):
        begin()
    assert opgeschreven == ["ja"]


def test_stand(tmp_path: Path) -> None:
    """What runs is read back as it was written; half a file, or one of another form, is nothing."""
    stand = Stand(4566, "m", [8443], 9443, [Lopend(1, 2.5)], {"CACHE_MODE": "uit"})
    bewaar_stand(tmp_path / "proces.json", stand)
    assert lees_stand(tmp_path / "proces.json") == stand
    for inhoud in ("", '{"stand', "[]", '{"pids": [1]}', '{"processen": [1]}'):
        (tmp_path / "proces.json").write_text(inhoud)
        assert lees_stand(tmp_path / "proces.json") == Stand(0, "", [], 0, [])
    # Another version started it: what runs is known all the same.
    (tmp_path / "proces.json").write_text('{"stand": "s", "processen": [{"pid": 1, "sinds": 2.5}]}')
    assert lees_stand(tmp_path / "proces.json") == Stand(0, "", [], 0, [Lopend(1, 2.5)])
    assert lees_stand(tmp_path / "nergens.json").processen == []


def test_een_tegelijk(tmp_path: Path) -> None:
    """Who comes second is told, waits, and goes on when the first is done."""
    gemeld, gedaan, bezig = threading.Event(), [], threading.Event()

    def tweede() -> None:
        bezig.wait(20)
        with alleen(tmp_path / "slot", lambda _: gemeld.set()):
            gedaan.append("tweede")

    draad = threading.Thread(target=tweede)
    draad.start()
    with alleen(tmp_path / "slot", lambda _: None):
        bezig.set()
        assert gemeld.wait(20)
        gedaan.append("eerste")
    draad.join(20)
    assert gedaan == ["eerste", "tweede"]


def test_een_vrije_poort() -> None:
    """One that no connection is given by itself, and not one that somebody keeps for later."""
    tijdelijk = Path("/proc/sys/net/ipv4/ip_local_port_range")
    eerste = int(tijdelijk.read_text().split()[0]) if tijdelijk.exists() else 32768
    with socket.socket() as bewaard:
        bewaard.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        poort = processes.vrije_poort()
        bewaard.bind(("127.0.0.1", poort))
        poorten = {processes.vrije_poort() for _ in range(50)}
        assert poort not in poorten
        assert all(1024 <= andere < eerste for andere in poorten)
        # Who kept it is in nobody's way.
        with socket.create_server(("127.0.0.1", poort)):
            assert not processes.is_vrij(poort)
