"""A hostile receiver harms nobody: bounded in time and size, led nowhere, and nobody it pretends to be."""

import contextlib
import gc
import socket
import ssl
import threading
import time
from typing import Final

import pytest
import trustme
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.delivery import Bestemming, Uitkomst

from tests.integration.delivery.received import BERICHT, SLEUTEL, Ontvangst, stuur
from tests.integration.support.behaviour import Stroom, beantwoord, begin_en_zwijg, druppel, http, zwijg
from tests.integration.support.server import Gedrag

TERMIJN: Final = 0.3
# What a busy machine may add; less than the server would take by itself.
SPELING: Final = 3.0
METADATA: Final = "http://169.254.169.254/latest/meta-data/iam/security-credentials/"


@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"]
)
@pytest.mark.parametrize("doel", [METADATA, "https://[fd00:ec2::254]/", "//10.0.0.1/", "/hook2"])
def test_omleiding_wordt_niet_gevolgd(ontvangst: Ontvangst, status: str, doel: str) -> None:
    """A redirect, to the metadata of the machine or to itself, ends the attempt: there is one request."""
    server = ontvangst.server(beantwoord(http(b"", status, Location=doel)))
    assert stuur(ontvangst.bezorger(server), server) == Uitkomst(
        "mislukt", int(status[:3]), None, "omleiding"
    )
    assert len(server.verzoeken) == 1


TRAGE_KOPPEN: Final[dict[str, Gedrag]] = {
    "zwijgt": zwijg,
    "druppelt de status": druppel(b"", b"HTTP/1.1 200 OK"),
    "druppelt koppen": druppel(b"HTTP/1.1 200 OK\r\n", b"X-Nog-Een: kop\r\n"),
    "druppelt een kop": druppel(b"HTTP/1.1 200 OK\r\nX-Lang: ", b"x"),
    "vraagt eindeloos geduld": druppel(b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
}


@pytest.mark.parametrize("gedrag", TRAGE_KOPPEN.values(), ids=TRAGE_KOPPEN)
def test_wie_druppelt_houdt_niemand_op(ontvangst: Ontvangst, gedrag: Gedrag) -> None:
    """Before the status has come whole, the deadline ends the attempt, whatever drips in."""
    server = ontvangst.server(gedrag)
    bezorger = ontvangst.bezorger(server)
    begin = time.monotonic()
    assert stuur(bezorger, server, termijn=TERMIJN) == Uitkomst("mislukt", reden="te-laat")
    assert TERMIJN - 0.05 < time.monotonic() - begin < TERMIJN + SPELING


TRAGE_INHOUD: Final[dict[str, Gedrag]] = {
    "druppelt de inhoud": druppel(http(b"", Content_Length="1000000"), b"x"),
    "druppelt delen": druppel(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "stopt halverwege": begin_en_zwijg,
    "geeft rommel als delen": beantwoord(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n", 1),
}


@pytest.mark.parametrize("gedrag", TRAGE_INHOUD.values(), ids=TRAGE_INHOUD)
def test_na_de_status_wordt_niet_gewacht(ontvangst: Ontvangst, gedrag: Gedrag) -> None:
    """Once the status has come the body changes nothing: half a second is waited for it, and no more."""
    server = ontvangst.server(gedrag)
    bezorger = ontvangst.bezorger(server)
    begin = time.monotonic()
    assert stuur(bezorger, server) == Uitkomst("geleverd", 200)
    assert time.monotonic() - begin < 0.5 + SPELING


@pytest.mark.parametrize(
    "begin",
    [http(b"", Content_Length="999999999999"), b"HTTP/1.1 200 OK\r\n\r\n"],
    ids=["met lengte", "zonder lengte"],
)
def test_eindeloze_inhoud_wordt_niet_gelezen(ontvangst: Ontvangst, begin: bytes) -> None:
    """Of a body without end no more is taken than a socket holds; the next event has a new connection."""
    stroom = Stroom(begin, b"x" * 65536)
    server = ontvangst.server(stroom, beantwoord())
    bezorger = ontvangst.bezorger(server)
    assert stuur(bezorger, server) == Uitkomst("geleverd", 200)
    assert stuur(bezorger, server) == Uitkomst("geleverd", 200)
    assert server.aangenomen == 2
    assert stroom.verstuurd < 16 * 1024 * 1024


def test_een_bom_van_gzip_blijft_dicht(ontvangst: Ontvangst) -> None:
    """What says that it is compressed is not unpacked."""
    assert ontvangst.bezorg(beantwoord(http(b"\x1f\x8b" * 500, Content_Encoding="gzip"))).soort == "geleverd"


def test_enorme_koppen(ontvangst: Ontvangst) -> None:
    """Headers without end are given up on, long before the deadline."""
    stroom = Stroom(b"HTTP/1.1 200 OK\r\n", b"X-Lang: " + b"y" * 8000 + b"\r\n")
    server = ontvangst.server(stroom)
    assert stuur(ontvangst.bezorger(server), server) == Uitkomst("mislukt", reden="antwoord-ongeldig")
    assert stroom.verstuurd < 16 * 1024 * 1024


def test_certificaten_die_niet_deugen(ontvangst: Ontvangst) -> None:
    """A certificate of another name, one that has expired, and one of an unknown CA: nothing is sent."""
    for tls in (
        ontvangst.tls("ander.example"),
        ontvangst.tls("127.0.0.1"),
        ontvangst.tls(dagen=-1),
        ontvangst.tls(uitgever=trustme.CA()),
    ):
        server = ontvangst.server(beantwoord(), tls=tls)
        uitkomst = stuur(ontvangst.bezorger(server), server)
        assert uitkomst == Uitkomst("mislukt", reden="certificaat-niet-vertrouwd")
        assert server.verzoeken == []


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated:DeprecationWarning")
def test_oude_tls(ontvangst: Ontvangst) -> None:
    """A receiver that speaks TLS 1.1 at most gets nothing."""
    context = ontvangst.tls()
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    assert ontvangst.bezorg(beantwoord(), tls=context) == Uitkomst("mislukt", reden="tls-fout")


def test_wie_geen_tls_spreekt(ontvangst: Ontvangst) -> None:
    """A port that says nothing, or does not speak TLS, is left in time, with nothing open."""
    with socket.create_server(("127.0.0.1", 0)) as luisteraar:
        plaats = f"localhost:{luisteraar.getsockname()[1]}"
        bezorger = ontvangst.bezorger_voor(plaats)
        bestemming = Bestemming("a1", "webhook", f"https://{plaats}/", None, (SLEUTEL,))
        begin = time.monotonic()
        uitkomst = bezorger.bezorg(bestemming, BERICHT, Termijn.van(TERMIJN))
        assert uitkomst == Uitkomst("mislukt", reden="te-laat")
        assert time.monotonic() - begin < TERMIJN + SPELING
        draad = threading.Thread(target=_antwoord_kaal, args=(luisteraar,))
        draad.start()
        kaal = bezorger.bezorg(bestemming, BERICHT, Termijn.van(5))
        draad.join()
        assert kaal.reden in {"tls-fout", "geen-verbinding"}
    gc.collect()


def _antwoord_kaal(luisteraar: socket.socket) -> None:
    # The first in line is the one that nobody answered.
    for _ in range(2):
        stroom, _ = luisteraar.accept()
        with stroom, contextlib.suppress(OSError):
            stroom.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")


def test_de_ca_van_een_uitzondering_geldt_voor_haar_alleen(ontvangst: Ontvangst) -> None:
    """A receiver that is no exception is not trusted by the exceptions' CA: its URL is refused as it is."""
    server, ander = ontvangst.server(beantwoord()), ontvangst.server(beantwoord())
    assert stuur(ontvangst.bezorger(server), ander) == Uitkomst("geweigerd", reden="url-ongeldig")
    assert ander.aangenomen == 0


@pytest.mark.parametrize("kop", ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "SSL_CERT_FILE", "https_proxy"])
def test_de_omgeving_leidt_niet_om(ontvangst: Ontvangst, monkeypatch: pytest.MonkeyPatch, kop: str) -> None:
    """Proxies and CAs from the environment are not heeded."""
    monkeypatch.setenv(kop, "/nergens" if kop == "SSL_CERT_FILE" else "http://127.0.0.1:1")
    assert ontvangst.bezorg(beantwoord()).soort == "geleverd"
