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

from local.sbb.protocol import CONTRACT, OIN_SBB
from local.sbb.register.examples import SHOWPIECE
from local.sbb.simulator import Simulator
from tests.integration.sbb.client import SoapClient, tls
from tests.integration.sbb.controller import control
from tests.waiting import wait_until

FIELDS = (("CodeLeerbedrijf", SHOWPIECE),)


def test_two_hundred_at_once(sim: Simulator) -> None:
    """Two hundred clients with a connection each are answered, all of them open at once."""
    together = threading.Barrier(200)

    def question(_number: int) -> int:
        with SoapClient(sim) as client:
            first = client.question("GeefDetails", *FIELDS).signaalcode
            together.wait(timeout=60)
            return first + client.question("GeefDetails", *FIELDS).signaalcode

    with ThreadPoolExecutor(200) as threads:
        assert set(threads.map(question, range(200))) == {0}
    assert control(sim, "GET", "/verzoeken")[1]["teller"] == 400


def test_who_keeps_hanging_holds_nobody_up(sim: Simulator) -> None:
    """Clients that connect and say nothing do not hold up the next."""
    port = urlsplit(sim.url).port or 0
    hanging_ones = [socket.create_connection(("127.0.0.1", port)) for _ in range(20)]
    try:
        begin = time.monotonic()
        with SoapClient(sim) as client:
            assert client.question("GeefDetails", *FIELDS).signaalcode == 0
        # Of each of them a handshake is waited for, ten seconds.
        assert time.monotonic() - begin < 9
    finally:
        for hanging_one in hanging_ones:
            hanging_one.close()


def test_without_a_certificate_or_tls(sim: Simulator) -> None:
    """Without a client certificate, and without TLS, nobody gets an answer."""
    adres = ("127.0.0.1", urlsplit(sim.url).port or 0)
    with (
        socket.create_connection(adres, timeout=5) as bare,
        tls(sim, None).wrap_socket(bare, server_hostname="localhost") as connection,
        pytest.raises(ssl.SSLError, match="certificate required"),
    ):
        connection.recv(1)
    with socket.create_connection(adres, timeout=5) as bare:
        bare.sendall(b"GET /whitelabel?wsdl HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert not bare.recv(100).startswith(b"HTTP")


def test_tls_versions(sim: Simulator) -> None:
    """TLS 1.2 and 1.3 are spoken, and nothing older."""
    adres = ("127.0.0.1", urlsplit(sim.url).port or 0)
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        context = ssl.create_default_context(cafile=str(sim.pki.ca))
        context.load_cert_chain(sim.pki.scholen["99XX"].cert, sim.pki.scholen["99XX"].key)
        context.minimum_version = context.maximum_version = version
        with (
            socket.create_connection(adres, timeout=5) as bare,
            context.wrap_socket(bare, server_hostname="localhost") as connection,
        ):
            assert connection.version() == version.name.replace("_", ".")
    assert sim.soap.context is not None
    assert sim.soap.context.minimum_version == ssl.TLSVersion.TLSv1_2


def test_only_this_machine(sim: Simulator) -> None:
    """Both servers listen on 127.0.0.1 only."""
    assert sim.control_url.startswith("http://127.0.0.1:")
    for server in (sim.soap, sim.bediening):
        assert server.socket.getsockname()[0] == "127.0.0.1"


def test_stopping_with_open_connections(tmp_path: Path) -> None:
    """Stopping breaks off what is open, also an answer that drips, and leaves no thread."""
    before = set(threading.enumerate())
    with Simulator(tmp_path) as sim, SoapClient(sim) as client, ThreadPoolExecutor(1) as threads:
        client.question("GeefDetails", *FIELDS)
        control(sim, "POST", "/storingen", {"soort": "vertraging", "seconden": 60})
        wachtend = threads.submit(client.question, "GeefDetails", *FIELDS)
        wait_until(
            lambda: control(sim, "GET", "/verzoeken?sinds=1")[1]["verzoeken"], 30, "the second request"
        )
        begin = time.monotonic()
        sim.stop()
        assert isinstance(wachtend.exception(timeout=30), OSError)
        assert time.monotonic() - begin < 30
    assert set(threading.enumerate()) <= before


def test_commando(tmp_path: Path) -> None:
    """The command writes sbb.json when it is ready, and stops on SIGTERM without a word on stderr."""
    description = tmp_path / "sbb.json"
    command = [sys.executable, "-W", "error", "-m", "local.sbb", "--map", str(tmp_path)]
    environment = {"PATH": os.defpath, "PYTHONDEVMODE": "1"}
    with subprocess.Popen(command, cwd=CONTRACT.parent, env=environment, stderr=subprocess.PIPE) as process:
        wait_until(lambda: description.exists() or process.poll() is not None, 60, "sbb.json")
        data = json.loads(description.read_text())
        process.send_signal(signal.SIGTERM)
        _, stderr = process.communicate(timeout=60)
    assert (process.returncode, stderr) == (0, b"")
    assert data["ontvangerOin"] == OIN_SBB
    assert set(data["licenties"]) == set(data["scholen"]) == {"99XX", "99XZ", "99XY"}
    for name in ("ca", "clientCert", "clientKey", "sbbClientCert", "sbbClientKey"):
        assert Path(data[name]).is_absolute()
        assert Path(data[name]).is_file()
    assert stat.S_IMODE(Path(data["clientKey"]).stat().st_mode) == 0o600
    assert not description.exists()
