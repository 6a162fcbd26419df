"""Faults on the wire: slow, cut off, endless, or no HTTP at all."""

import select
import socket
import ssl
import struct
import threading
import time
import zlib
from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from typing import Final

from local.sbb.answer import XML_TYPE, Antwoord
from local.sbb.disturbances.catalogue import Storing
from local.sbb.text import dobbel

_MB: Final = 2**20
_VLOED_BYTES: Final = 50 * _MB
_BEGIN: Final = (
    b'<?xml version="1.0" encoding="utf-8"?>'
    b'<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><Vloed>'
)
_STROOMT: Final = b"water " * (_MB // 6)
# Seconds between two looks at whether somebody still waits for the answer.
_KIJK_SECONDEN: Final = 0.1
# The first byte of what somebody says who ends TLS; who ends the connection says nothing at all.
_TOT_ZIENS: Final = (b"", b"\x15")
_GEEN_HTTP: Final = b"\x16\x03\x01\x02\x00 220 mail.example ESMTP\r\n"


class Draad:
    """One connection, for as long as one answer takes.

    Args:
        verbinding: the TLS connection.
        stop: set when the simulator stops; waiting ends then.
    """

    def __init__(self, verbinding: socket.socket, stop: threading.Event) -> None:
        self._verbinding = verbinding
        self._stop = stop

    def stuur(self, tekst: bytes) -> None:
        """Send bytes."""
        self._verbinding.sendall(tekst)

    def wacht(self, seconden: float) -> None:
        """Wait, for as long as somebody is there.

        Raises:
            ConnectionAbortedError: the simulator stops, or who asked has gone.
        """
        tot = time.monotonic() + seconden
        while not self._stop.wait(max(0.0, min(_KIJK_SECONDEN, tot - time.monotonic()))):
            if time.monotonic() >= tot:
                return
            if self._is_weg():
                raise ConnectionAbortedError("who asked has gone")
        raise ConnectionAbortedError("the simulator stops")

    def _is_weg(self) -> bool:
        kijk = select.poll()
        kijk.register(self._verbinding, select.POLLIN)
        # Of the plain socket: TLS knows no looking without taking.
        return bool(kijk.poll(0)) and socket.socket.recv(self._verbinding, 1, socket.MSG_PEEK) in _TOT_ZIENS

    def druppel(self, tekst: bytes, seconden: float) -> None:
        """Send byte by byte, with so many seconds after each."""
        for plek in range(len(tekst)):
            self.stuur(tekst[plek : plek + 1])
            self.wacht(seconden)

    @property
    def vraagt_achteraf(self) -> bool:
        """Whether the certificate was asked for after the handshake."""
        return isinstance(self._verbinding, ssl.SSLSocket) and self._verbinding.context.post_handshake_auth

    def reset(self) -> None:
        """See to it that closing sends a TCP RST."""
        self._verbinding.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def koppen_van(antwoord: Antwoord, *, lengte: int | None, sluit: bool) -> bytes:
    """Write status line and headers; without a length the body ends where the connection does."""
    regels = [
        f"HTTP/1.1 {antwoord.status} {HTTPStatus(antwoord.status).phrase}",
        f"Content-Type: {antwoord.inhoudstype}",
        *(f"{naam}: {waarde}" for naam, waarde in antwoord.koppen),
    ]
    if lengte is not None:
        regels.append(f"Content-Length: {lengte}")
    regels.append(f"Connection: {'close' if sluit else 'keep-alive'}")
    return ("\r\n".join(regels) + "\r\n\r\n").encode("latin-1")


def _reset(draad: Draad, _antwoord: Antwoord, _storing: Storing) -> None:
    draad.reset()


def _certificaat_achteraf(draad: Draad, antwoord: Antwoord, _storing: Storing) -> None:
    """Answer on a line that asks so; any other closes, and a client that comes back gets such a line."""
    if draad.vraagt_achteraf:
        draad.stuur(koppen_van(antwoord, lengte=len(antwoord.body), sluit=True) + antwoord.body)


def _verbreek(_draad: Draad, _antwoord: Antwoord, _storing: Storing) -> None:
    """Send nothing: the connection closes after this."""


def _rommel_http(draad: Draad, _antwoord: Antwoord, _storing: Storing) -> None:
    draad.stuur(_GEEN_HTTP + dobbel("rommel-http").randbytes(256))


def _afgebroken(draad: Draad, antwoord: Antwoord, storing: Storing) -> None:
    deel = len(antwoord.body) // 2 if storing.na_bytes is None else storing.na_bytes
    koppen = koppen_van(antwoord, lengte=len(antwoord.body), sluit=True)
    draad.stuur(koppen + antwoord.body[: min(deel, len(antwoord.body) - 1)])


def _druppel(draad: Draad, antwoord: Antwoord, storing: Storing) -> None:
    ineens = storing.na_bytes or 0
    draad.stuur(koppen_van(antwoord, lengte=len(antwoord.body), sluit=True) + antwoord.body[:ineens])
    draad.druppel(antwoord.body[ineens:], _seconden(storing))


def _druppel_koppen(draad: Draad, antwoord: Antwoord, storing: Storing) -> None:
    draad.druppel(koppen_van(antwoord, lengte=len(antwoord.body), sluit=True), _seconden(storing))
    draad.stuur(antwoord.body)


def _vloed(draad: Draad, _antwoord: Antwoord, storing: Storing) -> None:
    draad.stuur(koppen_van(Antwoord(200, b""), lengte=None, sluit=True) + _BEGIN)
    over = storing.na_bytes or _VLOED_BYTES
    while over > 0:
        draad.stuur(_STROOMT[:over])
        over -= len(_STROOMT)


def _vloed_gzip(draad: Draad, _antwoord: Antwoord, storing: Storing) -> None:
    body = _bom(storing.na_bytes or _VLOED_BYTES)
    kop = Antwoord(200, b"", XML_TYPE, (("Content-Encoding", "gzip"),))
    draad.stuur(koppen_van(kop, lengte=len(body), sluit=True) + body)


@lru_cache(maxsize=4)
def _bom(grootte: int) -> bytes:
    """Pack so many bytes of envelope and spaces as gzip, about a thousand times smaller."""
    pers = zlib.compressobj(9, wbits=31)
    begin = pers.compress(_BEGIN)
    spaties = (pers.compress(b" " * min(_MB, grootte - plek)) for plek in range(0, grootte, _MB))
    return b"".join([begin, *spaties, pers.flush()])


def _seconden(storing: Storing) -> float:
    return 1.0 if storing.seconden is None else storing.seconden


DRAAD: Final[dict[str, Callable[[Draad, Antwoord, Storing], None]]] = {
    "reset": _reset,
    "verbreek": _verbreek,
    "certificaat-achteraf": _certificaat_achteraf,
    "rommel-http": _rommel_http,
    "afgebroken": _afgebroken,
    "druppel": _druppel,
    "druppel-koppen": _druppel_koppen,
    "vloed": _vloed,
    "vloed-gzip": _vloed_gzip,
}
