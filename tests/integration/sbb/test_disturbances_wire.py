import http.client
import socket
import ssl
import time
import zlib
from urllib.parse import urlsplit

import pytest

from local.sbb.examples import TOONBEELD
from local.sbb.simulator import Simulator
from tests.integration.sbb.client import Bericht, Klant, http_verzoek, ruw, tls
from tests.integration.sbb.controller import bedien
from tests.waiting import at_most

VELDEN = (("CodeLeerbedrijf", TOONBEELD),)


def stoor(sim: Simulator, soort: str, **velden: object) -> None:
    """Switch a storing on, for one request."""
    assert bedien(sim, "POST", "/storingen", {"soort": soort, "keer": 1, **velden})[0] == 200


def vraag(sim: Simulator, tot: int | None = None) -> bytes:
    """Ask for details, and give the bytes that come."""
    return ruw(sim, Bericht("GeefDetails", VELDEN), tot)


def delen(antwoord: bytes) -> tuple[bytes, bytes]:
    """Part headers and body."""
    koppen, _, body = antwoord.partition(b"\r\n\r\n")
    return koppen, body


def beloofd(koppen: bytes) -> int:
    """Give the Content-Length."""
    return int(koppen.lower().split(b"content-length: ")[1].split(b"\r\n")[0])


def test_reset(sim: Simulator) -> None:
    """The connection is reset: TCP sends a RST."""
    stoor(sim, "reset")
    # Read beneath TLS: Python's own SSLSocket shows a reset as the end of the stream.
    with pytest.raises(ConnectionResetError):
        _tot_het_einde(sim)


def test_verbreek(sim: Simulator) -> None:
    """The connection closes without a byte, in the ordinary way of TCP."""
    stoor(sim, "verbreek")
    assert _tot_het_einde(sim) == b""


def _tot_het_einde(sim: Simulator) -> bytes:
    """Ask for details over a TLS of our own making; gives what the plain socket brought after that."""
    erin, eruit = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = tls(sim, sim.pki.scholen["99XX"]).wrap_bio(erin, eruit, server_hostname="localhost")
    with socket.create_connection(("127.0.0.1", urlsplit(sim.url).port or 0), timeout=10) as kaal:
        for _ in at_most(20):
            try:
                client.do_handshake()
                break
            except ssl.SSLWantReadError:
                kaal.sendall(eruit.read())
                erin.write(kaal.recv(65536))
        client.write(http_verzoek(Bericht("GeefDetails", VELDEN)))
        kaal.sendall(eruit.read())
        return kaal.recv(65536)


def test_certificaat_achteraf(sim: Simulator) -> None:
    """A new line asks for the certificate after the request; who does not offer it is a stranger."""
    bedien(sim, "POST", "/storingen", {"soort": "certificaat-achteraf"})
    context = ssl.create_default_context(cafile=str(sim.pki.ca))
    paar = sim.pki.scholen["99XX"]
    context.load_cert_chain(paar.cert, paar.key)
    for biedt_aan, signaalcode in ((False, b">997<"), (True, b">0<")):
        context.post_handshake_auth = biedt_aan
        with (
            socket.create_connection(("127.0.0.1", urlsplit(sim.url).port or 0), timeout=10) as kaal,
            context.wrap_socket(kaal, server_hostname="localhost") as lijn,
        ):
            lijn.sendall(http_verzoek(Bericht("GeefDetails", VELDEN)))
            antwoord = b"".join(iter(lambda: lijn.recv(65536), b""))
        assert signaalcode in antwoord


def test_certificaat_achteraf_op_een_oude_lijn(sim: Simulator) -> None:
    """A line from before is closed without an answer, so that a client comes back by a new one."""
    with Klant(sim) as klant:
        klant.vraag("GeefDetails", *VELDEN)
        bedien(sim, "POST", "/storingen", {"soort": "certificaat-achteraf"})
        with pytest.raises(http.client.RemoteDisconnected):
            klant.vraag("GeefDetails", *VELDEN)


def test_rommel_http(sim: Simulator) -> None:
    """What comes is no HTTP."""
    stoor(sim, "rommel-http")
    antwoord = vraag(sim)
    assert antwoord
    assert not antwoord.startswith(b"HTTP")


def test_afgebroken(sim: Simulator) -> None:
    """Less comes than Content-Length says: half, when nothing else was asked for."""
    stoor(sim, "afgebroken")
    koppen, body = delen(vraag(sim))
    assert len(body) == beloofd(koppen) // 2


@pytest.mark.parametrize("na_bytes", [0, 10, 10_000_000])
def test_afgebroken_na(sim: Simulator, na_bytes: int) -> None:
    """As much comes as was asked for, but never all."""
    stoor(sim, "afgebroken", na_bytes=na_bytes)
    koppen, body = delen(vraag(sim))
    assert len(body) == min(na_bytes, beloofd(koppen) - 1)


def test_halve_xml(sim: Simulator) -> None:
    """The HTTP is whole, the XML is not; where it stops can be said."""
    stoor(sim, "halve-xml", na_bytes=100)
    koppen, body = delen(vraag(sim))
    assert beloofd(koppen) == len(body) == 100


def test_druppel(sim: Simulator) -> None:
    """The body drips, after a first part; in the end it is whole."""
    stoor(sim, "druppel", seconden=0.00001, na_bytes=2500)
    koppen, body = delen(vraag(sim))
    assert beloofd(koppen) == len(body) > 2500
    assert body.endswith(b"Envelope>")


def test_druppel_traag(sim: Simulator) -> None:
    """A byte takes as long as asked: the headers are there, the body stays away."""
    stoor(sim, "druppel", seconden=60)
    begin = time.monotonic()
    koppen, body = delen(vraag(sim, tot=1))
    assert time.monotonic() - begin < 30
    assert koppen.startswith(b"HTTP/1.1 200")
    assert len(body) <= 1


def test_druppel_koppen(sim: Simulator) -> None:
    """The headers drip, and then the body comes."""
    stoor(sim, "druppel-koppen", seconden=0.0001)
    koppen, body = delen(vraag(sim))
    assert beloofd(koppen) == len(body)
    stoor(sim, "druppel-koppen", seconden=60)
    assert vraag(sim, tot=1) == b"H"


def test_vloed(sim: Simulator) -> None:
    """A flood has no length, and is as large as asked: XML that does not end."""
    stoor(sim, "vloed", na_bytes=3_000_000)
    koppen, body = delen(vraag(sim))
    assert b"content-length" not in koppen.lower()
    assert body.startswith(b"<?xml")
    assert 3_000_000 <= len(body) < 3_001_000


def test_vloed_is_standaard_groot(sim: Simulator) -> None:
    """Whoever leaves a flood of 50 MB halfway is rid of it, and the server serves on."""
    stoor(sim, "vloed")
    assert len(vraag(sim, tot=5_000_000)) >= 5_000_000
    with Klant(sim) as klant:
        assert klant.vraag("GeefDetails", *VELDEN).signaalcode == 0


def test_vloed_gzip(sim: Simulator) -> None:
    """A little gzip unpacks to as much as asked."""
    stoor(sim, "vloed-gzip", na_bytes=20_000_000)
    koppen, body = delen(vraag(sim))
    assert b"content-encoding: gzip" in koppen.lower()
    assert beloofd(koppen) == len(body) < 100_000
    assert len(zlib.decompress(body, wbits=31)) > 20_000_000


def test_vertraging(sim: Simulator) -> None:
    """A delay comes before the right answer."""
    stoor(sim, "vertraging", seconden=0.1)
    begin = time.monotonic()
    koppen, _ = delen(vraag(sim))
    assert time.monotonic() - begin >= 0.1
    assert koppen.startswith(b"HTTP/1.1 200")


def test_vertraging_met_een_andere(sim: Simulator) -> None:
    """A delay and another storing strike the same request."""
    stoor(sim, "http503")
    stoor(sim, "vertraging", seconden=0.05)
    begin = time.monotonic()
    assert vraag(sim).startswith(b"HTTP/1.1 503")
    assert time.monotonic() - begin >= 0.05
    assert bedien(sim, "GET", "/verzoeken")[1]["verzoeken"][-1]["storing"] == "vertraging+http503"


def test_met_http_client_is_het_een_fout(sim: Simulator) -> None:
    """An ordinary client sees each of these as a failure of the connection, not as an answer."""
    for soort in ("reset", "verbreek", "afgebroken"):
        stoor(sim, soort)
        with Klant(sim) as klant, pytest.raises((OSError, http.client.HTTPException)):
            klant.vraag("GeefDetails", *VELDEN)
