"""The body of a request as HTTP/1.1 frames it (RFC 9112): of a given length, or in chunks.

What is not framed as it should be is refused whole: where one request ends is where the next begins.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from email.message import Message
    from io import BufferedIOBase

_LENGTE: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
# A size, and extensions that mean nothing to us.
_STUK: Final = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(;[^\r\n]*)?\r\n")
# Of the line before a chunk, and of what follows the last one.
_REGEL: Final = 4096
_STAART: Final = 8192
# So many times what may be is read away before a refusal: unread bytes would turn it into a reset.
_WEGLEZEN: Final = 8
_HTTP_1_0: Final = "HTTP/1.0"


class Geweigerd(Exception):
    """The body is not taken, and nothing more can be read from the connection; `status` says why."""

    def __init__(self, status: int, tekst: str) -> None:
        super().__init__(tekst)
        self.status = status
        self.tekst = tekst


class Maat(NamedTuple):
    """How a body is framed: so long, or in chunks when `lengte` is None."""

    lengte: int | None


def lees_lichaam(
    stroom: "BufferedIOBase", koppen: "Message[str, str]", versie: str, hoogste: int
) -> bytes | None:
    """The body; None when the request says nothing about one.

    Raises:
        Geweigerd: 400 for what is framed wrongly, 413 above `hoogste` bytes, 501 for an unknown coding.
        ConnectionAbortedError: the caller went away before it was whole.
    """
    maat = _maat(koppen, versie)
    if maat is None:
        return None
    if maat.lengte is None:
        return _lees_stukken(stroom, hoogste)
    if maat.lengte > hoogste:
        _lees_weg(stroom, min(maat.lengte, _WEGLEZEN * hoogste))
        raise _te_groot(hoogste)
    return _lees(stroom, maat.lengte)


def kondigt_aan(koppen: "Message[str, str]") -> bool:
    """Whether the request says that it has a body; whoever does not read it must not read on."""
    return "Transfer-Encoding" in koppen or _waarden(koppen, "Content-Length") not in ([], ["0"])


def _maat(koppen: "Message[str, str]", versie: str) -> Maat | None:
    lengtes = _waarden(koppen, "Content-Length")
    coderingen = [waarde.lower() for waarde in _waarden(koppen, "Transfer-Encoding")]
    if coderingen:
        # With a length as well, or from HTTP/1.0, two readers could see two requests.
        if lengtes or versie == _HTTP_1_0:
            raise Geweigerd(400, "Transfer-Encoding with Content-Length, or in HTTP/1.0")
        if coderingen != ["chunked"]:
            raise Geweigerd(501, "no other Transfer-Encoding than chunked")
        return Maat(None)
    if not lengtes:
        return None
    if len(set(lengtes)) > 1 or not _LENGTE.fullmatch(lengtes[0]):
        raise Geweigerd(400, "Content-Length is no number of bytes")
    return Maat(int(lengtes[0]))


def _waarden(koppen: "Message[str, str]", naam: str) -> Sequence[str]:
    return [deel.strip(" \t") for waarde in koppen.get_all(naam) or () for deel in waarde.split(",")]


def _lees_stukken(stroom: "BufferedIOBase", hoogste: int) -> bytes:
    lichaam = bytearray()
    gelezen = 0
    while grootte := _grootte(stroom):
        gelezen += grootte
        if gelezen > _WEGLEZEN * hoogste:
            raise _te_groot(hoogste)
        if gelezen > hoogste:
            lichaam.clear()
            _lees_weg(stroom, grootte)
        else:
            lichaam += _lees(stroom, grootte)
        if _lees(stroom, 2) != b"\r\n":
            raise Geweigerd(400, "a chunk is not as long as it says")
    _lees_staart(stroom)
    if gelezen > hoogste:
        raise _te_groot(hoogste)
    return bytes(lichaam)


def _grootte(stroom: "BufferedIOBase") -> int:
    stuk = _STUK.fullmatch(_regel(stroom, _REGEL))
    if stuk is None:
        raise Geweigerd(400, "the size of a chunk is no number")
    return int(stuk[1], 16)


def _lees_staart(stroom: "BufferedIOBase") -> None:
    """What may follow the last chunk: fields that nobody here has a use for."""
    over = _STAART
    while (regel := _regel(stroom, over)) != b"\r\n":
        over -= len(regel)
        if over <= 0:
            raise Geweigerd(400, "too much after the last chunk")


def _regel(stroom: "BufferedIOBase", hoogste: int) -> bytes:
    regel = stroom.readline(hoogste)
    if not regel:
        raise ConnectionAbortedError("gone in the middle of a body")
    if not regel.endswith(b"\r\n"):
        raise Geweigerd(400, "a line of the body does not end")
    return regel


def _lees(stroom: "BufferedIOBase", aantal: int) -> bytes:
    inhoud = stroom.read(aantal)
    if len(inhoud) < aantal:
        raise ConnectionAbortedError("gone in the middle of a body")
    return inhoud


def _lees_weg(stroom: "BufferedIOBase", aantal: int) -> None:
    while aantal > 0:
        stuk = stroom.read(min(aantal, 2**16))
        if not stuk:
            raise ConnectionAbortedError("gone in the middle of a body")
        aantal -= len(stuk)


def _te_groot(hoogste: int) -> Geweigerd:
    return Geweigerd(413, f"at most {hoogste} bytes")
