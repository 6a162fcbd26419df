import json
import os
import signal
import socket
import ssl
import stat
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from local.sbb.examples import TOONBEELD
from local.sbb.protocol import CONTRACT, OIN_SBB
from local.sbb.simulator import Simulator
from tests.integration.sbb.client import Klant, tls
from tests.integration.sbb.controller import bedien
from tests.waiting import wait_until

VELDEN = (("CodeLeerbedrijf", TOONBEELD),)


def test_tweehonderd_tegelijk(sim: Simulator) -> None:
    """Two hundred clients with a connection each are answered, all of them open at once."""
    samen = threading.Barrier(200)

    def vraag(_nummer: int) -> int:
        with Klant(sim) as klant:
            eerste = klant.vraag("GeefDetails", *VELDEN).signaalcode
            samen.wait(timeout=60)
            return eerste + klant.vraag("GeefDetails", *VELDEN).signaalcode

    with ThreadPoolExecutor(200) as draden:
        assert set(draden.map(vraag, range(200))) == {0}
    assert bedien(sim, "GET", "/verzoeken")[1]["teller"] == 400


def test_wie_blijft_hangen_houdt_niemand_op(sim: Simulator) -> None:
    """Clients that connect and say nothing do not hold up the next."""
    poort = urlsplit(sim.url).port or 0
    hangers = [socket.create_connection(("127.0.0.1", poort)) for _ in range(20)]
    try:
        begin = time.monotonic()
        with Klant(sim) as klant:
            assert klant.vraag("GeefDetails", *VELDEN).signaalcode == 0
        # Of each of them a handshake is waited for, ten seconds.
        assert time.monotonic() - begin < 9
    finally:
        for hanger in hangers:
            hanger.close()


def test_zonder_certificaat_of_tls(sim: Simulator) -> None:
    """Without a client certificate, and without TLS, nobody gets an answer."""
    adres = ("127.0.0.1", urlsplit(sim.url).port or 0)
    with (
        socket.create_connection(adres, timeout=5) as kaal,
        tls(sim, None).wrap_socket(kaal, server_hostname="localhost") as verbinding,
        pytest.raises(ssl.SSLError, match="certificate required"),
    ):
        verbinding.recv(1)
    with socket.create_connection(adres, timeout=5) as kaal:
        kaal.sendall(b"GET /whitelabel?wsdl HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert not kaal.recv(100).startswith(b"HTTP")


def test_tls_versies(sim: Simulator) -> None:
    """TLS 1.2 and 1.3 are spoken, and nothing older."""
    adres = ("127.0.0.1", urlsplit(sim.url).port or 0)
    for versie in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        context = ssl.create_default_context(cafile=str(sim.pki.ca))
        context.load_cert_chain(sim.pki.scholen["99XX"].cert, sim.pki.scholen["99XX"].key)
        context.minimum_version = context.maximum_version = versie
        with (
            socket.create_connection(adres, timeout=5) as kaal,
            context.wrap_socket(kaal, server_hostname="localhost") as verbinding,
        ):
            assert verbinding.version() == versie.name.replace("_", ".")
    assert sim.soap.context is not None
    assert sim.soap.context.minimum_version == ssl.TLSVersion.TLSv1_2


def test_alleen_deze_machine(sim: Simulator) -> None:
    """Both servers listen on 127.0.0.1 only."""
    assert sim.bediening_url.startswith("http://127.0.0.1:")
    for server in (sim.soap, sim.bediening):
        assert server.socket.getsockname()[0] == "127.0.0.1"


def test_stoppen_met_open_verbindingen(tmp_path: Path) -> None:
    """Stopping breaks off what is open, also an answer that drips, and leaves no thread."""
    voor = set(threading.enumerate())
    with Simulator(tmp_path) as sim, Klant(sim) as klant, ThreadPoolExecutor(1) as draden:
        klant.vraag("GeefDetails", *VELDEN)
        bedien(sim, "POST", "/storingen", {"soort": "vertraging", "seconden": 60})
        wachtend = draden.submit(klant.vraag, "GeefDetails", *VELDEN)
        wait_until(lambda: bedien(sim, "GET", "/verzoeken?sinds=1")[1]["verzoeken"], 30, "the second request")
        begin = time.monotonic()
        sim.stop()
        assert isinstance(wachtend.exception(timeout=30), OSError)
        assert time.monotonic() - begin < 30
    assert set(threading.enumerate()) <= voor


def test_commando(tmp_path: Path) -> None:
    """The command writes sbb.json when it is ready, and stops on SIGTERM without a word on stderr."""
    beschrijving = tmp_path / "sbb.json"
    opdracht = [sys.executable, "-W", "error", "-m", "local.sbb", "--map", str(tmp_path)]
    omgeving = {"PATH": os.defpath, "PYTHONDEVMODE": "1"}
    with subprocess.Popen(opdracht, cwd=CONTRACT.parent, env=omgeving, stderr=subprocess.PIPE) as proces:
        wait_until(lambda: beschrijving.exists() or proces.poll() is not None, 60, "sbb.json")
        gegevens = json.loads(beschrijving.read_text())
        proces.send_signal(signal.SIGTERM)
        _, stderr = proces.communicate(timeout=60)
    assert (proces.returncode, stderr) == (0, b"")
    assert gegevens["ontvangerOin"] == OIN_SBB
    assert set(gegevens["licenties"]) == set(gegevens["scholen"]) == {"99XX", "99XZ", "99XY"}
    for naam in ("ca", "clientCert", "clientKey", "sbbClientCert", "sbbClientKey"):
        assert Path(gegevens[naam]).is_absolute()
        assert Path(gegevens[naam]).is_file()
    assert stat.S_IMODE(Path(gegevens["clientKey"]).stat().st_mode) == 0o600
    assert not beschrijving.exists()
