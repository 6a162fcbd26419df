import http.client
import socket
import ssl
import time
import zlib
from urllib.parse import urlsplit

import pytest

from local.sbb.register.examples import SHOWPIECE
from local.sbb.simulator import Simulator
from tests.integration.sbb.client import RawMessage, SoapClient, http_request, raw, tls
from tests.integration.sbb.controller import control
from tests.waiting import at_most

FIELDS = (("CodeLeerbedrijf", SHOWPIECE),)


def disturb(sim: Simulator, kind: str, **fields: object) -> None:
    """Switch a disturbance on, for one request."""
    assert control(sim, "POST", "/storingen", {"soort": kind, "keer": 1, **fields})[0] == 200


def question(sim: Simulator, until: int | None = None) -> bytes:
    """Ask for details, and give the bytes that come."""
    return raw(sim, RawMessage("GeefDetails", FIELDS), until)


def parts(answer: bytes) -> tuple[bytes, bytes]:
    """Part headers and body."""
    headers, _, body = answer.partition(b"\r\n\r\n")
    return headers, body


def promised_length(headers: bytes) -> int:
    """Give the Content-Length."""
    return int(headers.lower().split(b"content-length: ")[1].split(b"\r\n")[0])


def test_reset(sim: Simulator) -> None:
    """The connection is reset: TCP sends a RST."""
    disturb(sim, "reset")
    # Read beneath TLS: Python's own SSLSocket shows a reset as the end of the stream.
    with pytest.raises(ConnectionResetError):
        _read_to_end(sim)


def test_disconnect(sim: Simulator) -> None:
    """The connection closes without a byte, in the ordinary way of TCP."""
    disturb(sim, "verbreek")
    assert _read_to_end(sim) == b""


def _read_to_end(sim: Simulator) -> bytes:
    """Ask for details over a TLS of our own making; gives what the plain socket brought after that."""
    put_in, taken_out = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = tls(sim, sim.pki.scholen["99XX"]).wrap_bio(put_in, taken_out, server_hostname="localhost")
    with socket.create_connection(("127.0.0.1", urlsplit(sim.url).port or 0), timeout=10) as bare:
        for _ in at_most(20):
            try:
                client.do_handshake()
                break
            except ssl.SSLWantReadError:
                bare.sendall(taken_out.read())
                put_in.write(bare.recv(65536))
        client.write(http_request(RawMessage("GeefDetails", FIELDS)))
        bare.sendall(taken_out.read())
        return bare.recv(65536)


def test_certificate_afterwards(sim: Simulator) -> None:
    """A new line asks for the certificate after the request; who does not offer it is a stranger."""
    control(sim, "POST", "/storingen", {"soort": "certificaat-achteraf"})
    context = ssl.create_default_context(cafile=str(sim.pki.ca))
    pair = sim.pki.scholen["99XX"]
    context.load_cert_chain(pair.cert, pair.key)
    for offers_it, signaalcode in ((False, b">997<"), (True, b">0<")):
        context.post_handshake_auth = offers_it
        with (
            socket.create_connection(("127.0.0.1", urlsplit(sim.url).port or 0), timeout=10) as bare,
            context.wrap_socket(bare, server_hostname="localhost") as link,
        ):
            link.sendall(http_request(RawMessage("GeefDetails", FIELDS)))
            answer = b"".join(iter(lambda: link.recv(65536), b""))
        assert signaalcode in answer


def test_certificate_afterwards_on_an_old_line(sim: Simulator) -> None:
    """A line from before is closed without an answer, so that a client comes back by a new one."""
    with SoapClient(sim) as client:
        client.question("GeefDetails", *FIELDS)
        control(sim, "POST", "/storingen", {"soort": "certificaat-achteraf"})
        with pytest.raises(http.client.RemoteDisconnected):
            client.question("GeefDetails", *FIELDS)


def test_rubbish_http(sim: Simulator) -> None:
    """What comes is no HTTP."""
    disturb(sim, "rommel-http")
    answer = question(sim)
    assert answer
    assert not answer.startswith(b"HTTP")


def test_broken_off(sim: Simulator) -> None:
    """Less comes than Content-Length says: half, when nothing else was asked for."""
    disturb(sim, "afgebroken")
    headers, body = parts(question(sim))
    assert len(body) == promised_length(headers) // 2


@pytest.mark.parametrize("na_bytes", [0, 10, 10_000_000])
def test_afgebroken_na(sim: Simulator, na_bytes: int) -> None:
    """As much comes as was asked for, but never all."""
    disturb(sim, "afgebroken", na_bytes=na_bytes)
    headers, body = parts(question(sim))
    assert len(body) == min(na_bytes, promised_length(headers) - 1)


def test_half_xml(sim: Simulator) -> None:
    """The HTTP is whole, the XML is not; where it stops can be said."""
    disturb(sim, "halve-xml", na_bytes=100)
    headers, body = parts(question(sim))
    assert promised_length(headers) == len(body) == 100


def test_drip(sim: Simulator) -> None:
    """The body drips, after a first part; in the end it is whole."""
    disturb(sim, "druppel", seconden=0.00001, na_bytes=2500)
    headers, body = parts(question(sim))
    assert promised_length(headers) == len(body) > 2500
    assert body.endswith(b"Envelope>")


def test_drip_slowly(sim: Simulator) -> None:
    """A byte takes as long as asked: the headers are there, the body stays away."""
    disturb(sim, "druppel", seconden=60)
    begin = time.monotonic()
    headers, body = parts(question(sim, until=1))
    assert time.monotonic() - begin < 30
    assert headers.startswith(b"HTTP/1.1 200")
    assert len(body) <= 1


def test_drip_in_the_headers(sim: Simulator) -> None:
    """The headers drip, and then the body comes."""
    disturb(sim, "druppel-koppen", seconden=0.0001)
    headers, body = parts(question(sim))
    assert promised_length(headers) == len(body)
    disturb(sim, "druppel-koppen", seconden=60)
    assert question(sim, until=1) == b"H"


def test_flood(sim: Simulator) -> None:
    """A flood has no length, and is as large as asked: XML that does not end."""
    disturb(sim, "vloed", na_bytes=3_000_000)
    headers, body = parts(question(sim))
    assert b"content-length" not in headers.lower()
    assert body.startswith(b"<?xml")
    assert 3_000_000 <= len(body) < 3_001_000


def test_a_flood_is_large_by_default(sim: Simulator) -> None:
    """Whoever leaves a flood of 50 MB halfway is rid of it, and the server serves on."""
    disturb(sim, "vloed")
    assert len(question(sim, until=5_000_000)) >= 5_000_000
    with SoapClient(sim) as client:
        assert client.question("GeefDetails", *FIELDS).signaalcode == 0


def test_flood_of_gzip(sim: Simulator) -> None:
    """A little gzip unpacks to as much as asked."""
    disturb(sim, "vloed-gzip", na_bytes=20_000_000)
    headers, body = parts(question(sim))
    assert b"content-encoding: gzip" in headers.lower()
    assert promised_length(headers) == len(body) < 100_000
    assert len(zlib.decompress(body, wbits=31)) > 20_000_000


def test_delay(sim: Simulator) -> None:
    """A delay comes before the right answer."""
    disturb(sim, "vertraging", seconden=0.1)
    begin = time.monotonic()
    headers, _ = parts(question(sim))
    assert time.monotonic() - begin >= 0.1
    assert headers.startswith(b"HTTP/1.1 200")


def test_delay_with_another_one(sim: Simulator) -> None:
    """A delay and another disturbance strike the same request."""
    disturb(sim, "http503")
    disturb(sim, "vertraging", seconden=0.05)
    begin = time.monotonic()
    assert question(sim).startswith(b"HTTP/1.1 503")
    assert time.monotonic() - begin >= 0.05
    assert control(sim, "GET", "/verzoeken")[1]["verzoeken"][-1]["storing"] == "vertraging+http503"


def test_with_an_http_client_it_is_an_error(sim: Simulator) -> None:
    """An ordinary client sees each of these as a failure of the connection, not as an answer."""
    for kind in ("reset", "verbreek", "afgebroken"):
        disturb(sim, kind)
        with SoapClient(sim) as client, pytest.raises((OSError, http.client.HTTPException)):
            client.question("GeefDetails", *FIELDS)
