"""The body of a request: of a given length or in chunks, and never more or less than was sent."""

import io
from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.sbb.request_body import Geweigerd, kondigt_aan, lees_lichaam

HOOGSTE = 100
STUKKEN = ("Transfer-Encoding", "chunked")


def _lees(ruw: bytes, *koppen: tuple[str, str], versie: str = "HTTP/1.1") -> tuple[bytes | None, bytes]:
    """The body, and what is left for the next request."""
    bericht: Message[str, str] = Message()
    for naam, waarde in koppen:
        bericht[naam] = waarde
    stroom = io.BytesIO(ruw)
    return lees_lichaam(stroom, bericht, versie, HOOGSTE), stroom.read()


@pytest.mark.parametrize(
    "ruw",
    [
        b"5\r\nhallo\r\n0\r\n\r\n",
        b"2\r\nha\r\n3\r\nllo\r\n0\r\n\r\n",
        b"005\r\nhallo\r\n000\r\n\r\n",
        b'5;naam=waarde;x="y"\r\nhallo\r\n0;einde\r\n\r\n',
        b"5 \t;x\r\nhallo\r\n0\r\n\r\n",
        b"5\r\nhallo\r\n0\r\nX-Staart: 1\r\nContent-Length: 3\r\n\r\n",
    ],
)
def test_in_stukken(ruw: bytes) -> None:
    """Chunks, with extensions and fields at the end that mean nothing, are the body; what follows is left."""
    for waarde in ("chunked", "Chunked", " chunked\t"):
        assert _lees(ruw + b"POST", ("Transfer-Encoding", waarde)) == (b"hallo", b"POST")


@given(st.lists(st.binary(min_size=1, max_size=30), max_size=3))
def test_elk_lichaam(delen: list[bytes]) -> None:
    """However a body is cut, it comes out whole, line ends and zeros within it too."""
    ruw = b"".join(b"%X\r\n%b\r\n" % (len(deel), deel) for deel in delen) + b"0\r\n\r\n"
    assert _lees(ruw + b"rest", STUKKEN) == (b"".join(delen), b"rest")


@pytest.mark.parametrize(
    "ruw",
    [
        b"zz\r\n",
        b"-1\r\n",
        b"+5\r\nhallo\r\n0\r\n\r\n",
        b"0x5\r\nhallo\r\n0\r\n\r\n",
        b"1_0\r\n" + b"x" * 16,
        b" 5\r\nhallo\r\n0\r\n\r\n",
        b"\xd9\xa5\r\nhallo\r\n",
        b"5\nhallo\n0\n\n",
        b"\r\n",
        b"5\r\nhallo!\r\n0\r\n\r\n",
        b"4\r\nhallo\r\n0\r\n\r\n",
        b"F" * 16 + b"\r\n",
        b"5;" + b"x" * 5000 + b"\r\nhallo\r\n0\r\n\r\n",
        b"0\r\n" + b"X: y\r\n" * 2000 + b"\r\n",
        b"0\r\nX: " + b"y" * 9000 + b"\r\n\r\n",
    ],
)
def test_stukken_die_niet_kloppen(ruw: bytes) -> None:
    """A size that is no number, a chunk of another length, a line or an end without end: 400, and no body."""
    with pytest.raises(Geweigerd) as gevangen:
        _lees(ruw, STUKKEN)
    assert gevangen.value.status == 400


@pytest.mark.parametrize(
    "ruw",
    [b"", b"5", b"5\r\n", b"5\r\nhal", b"5\r\nhallo", b"5\r\nhallo\r\n", b"5\r\nhallo\r\n0\r\n", b"0\r\n"],
)
def test_wie_halverwege_weggaat(ruw: bytes) -> None:
    """Half a body is none: the connection has ended, or its last line has."""
    with pytest.raises((ConnectionAbortedError, Geweigerd)):
        _lees(ruw, STUKKEN)


def test_wie_halverwege_een_lengte_weggaat() -> None:
    """The same of a body of a given length."""
    with pytest.raises(ConnectionAbortedError):
        _lees(b"hal", ("Content-Length", "5"))


def test_te_groot() -> None:
    """What is too large is 413, and read away as far as is fair, so that the refusal arrives."""
    stuk = b"32\r\n" + b"x" * 50 + b"\r\n"
    assert _lees(2 * stuk + b"0\r\n\r\n", STUKKEN) == (b"x" * 100, b"")
    for ruw, koppen, over in (
        (3 * stuk + b"0\r\n\r\nPOST", STUKKEN, b"POST"),
        (b"x" * 101 + b"POST", ("Content-Length", "101"), b"POST"),
        (17 * stuk, STUKKEN, b"x" * 50 + b"\r\n"),
        (b"x" * 900, ("Content-Length", "900"), b"x" * 100),
    ):
        bericht: Message[str, str] = Message()
        bericht[koppen[0]] = koppen[1]
        stroom = io.BytesIO(ruw)
        with pytest.raises(Geweigerd) as gevangen:
            lees_lichaam(stroom, bericht, "HTTP/1.1", HOOGSTE)
        assert (gevangen.value.status, stroom.read()) == (413, over)


@pytest.mark.parametrize(
    ("koppen", "versie", "status"),
    [
        ([STUKKEN, ("Content-Length", "5")], "HTTP/1.1", 400),
        ([STUKKEN], "HTTP/1.0", 400),
        ([("Transfer-Encoding", "gzip, chunked")], "HTTP/1.1", 501),
        ([("Transfer-Encoding", "chunked, chunked")], "HTTP/1.1", 501),
        ([STUKKEN, STUKKEN], "HTTP/1.1", 501),
        ([("Transfer-Encoding", "xchunked")], "HTTP/1.1", 501),
        ([("Transfer-Encoding", "")], "HTTP/1.1", 501),
        ([("Content-Length", "5"), ("Content-Length", "6")], "HTTP/1.1", 400),
        ([("Content-Length", "5, 6")], "HTTP/1.1", 400),
        ([("Content-Length", "-5")], "HTTP/1.1", 400),
        ([("Content-Length", "+5")], "HTTP/1.1", 400),
        ([("Content-Length", "5_0")], "HTTP/1.1", 400),
        ([("Content-Length", "\u0665")], "HTTP/1.1", 400),
        ([("Content-Length", "vijf")], "HTTP/1.1", 400),
        ([("Content-Length", "9" * 5000)], "HTTP/1.1", 400),
    ],
)
def test_een_lengte_die_niet_kan(koppen: list[tuple[str, str]], versie: str, status: int) -> None:
    """Two lengths, or none that is a number, or an unknown coding: refused before anything is read."""
    with pytest.raises(Geweigerd) as gevangen:
        _lees(b"5\r\nhallo\r\n0\r\n\r\n", *koppen, versie=versie)
    assert gevangen.value.status == status


def test_een_lengte() -> None:
    """A given length, also when it is given twice alike, is the body; without one there is none."""
    assert _lees(b"halloPOST", ("Content-Length", "5"), ("Content-Length", "5")) == (b"hallo", b"POST")
    assert _lees(b"POST", ("Content-Length", "0")) == (b"", b"POST")
    assert _lees(b"POST") == (None, b"POST")


def test_een_lichaam_dat_niemand_leest() -> None:
    """Whether there is one is known without reading it."""
    for kop, verwacht in ((STUKKEN, True), (("Content-Length", "3"), True), (("Content-Length", "0"), False)):
        bericht: Message[str, str] = Message()
        bericht[kop[0]] = kop[1]
        assert kondigt_aan(bericht) is verwacht
    assert not kondigt_aan(Message())
