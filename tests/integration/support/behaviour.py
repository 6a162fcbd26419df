"""What an SBB can do to a connection, once the handshake is done."""

import itertools

from tests.integration.support.server import Gedrag, Verbinding

LICHAAM = b"<antwoord/>"


def http(inhoud: bytes = LICHAAM, status: str = "200 OK", **koppen: str) -> bytes:
    """A whole answer; `Content_Length=…` and the like replace or add headers."""
    alle = {"Content-Type": "text/xml; charset=utf-8", "Content-Length": str(len(inhoud))}
    alle |= {naam.replace("_", "-"): waarde for naam, waarde in koppen.items()}
    regels = "".join(f"{naam}: {waarde}\r\n" for naam, waarde in alle.items())
    return f"HTTP/1.1 {status}\r\n{regels}\r\n".encode() + inhoud


def beantwoord(ruw: bytes | None = None, keren: int | None = None) -> Gedrag:
    """Answer each request with these bytes; after so many, close."""

    def gedrag(verbinding: Verbinding) -> None:
        for _ in itertools.count() if keren is None else range(keren):
            if verbinding.lees() is None:
                return
            verbinding.stuur(http() if ruw is None else ruw)

    return gedrag


def breek_af(verbinding: Verbinding) -> None:
    """Read the request and reset the connection."""
    verbinding.lees()
    verbinding.breek_af()


def sluit(verbinding: Verbinding) -> None:
    """Read the request and close, without a word."""
    verbinding.lees()


def zwijg(verbinding: Verbinding) -> None:
    """Read the request and do nothing."""
    verbinding.lees()
    verbinding.wacht()


def talm(seconden: float) -> Gedrag:
    """Answer, after a while."""

    def gedrag(verbinding: Verbinding) -> None:
        while verbinding.lees() is not None:
            verbinding.wacht(seconden)
            verbinding.stuur(http())

    return gedrag


def druppel(begin: bytes, einde: bytes) -> Gedrag:
    """Send the begin at once and the end over and over, a byte every twentieth of a second."""

    def gedrag(verbinding: Verbinding) -> None:
        verbinding.lees()
        verbinding.stuur(begin)
        for byte in itertools.cycle(einde):
            verbinding.stuur(bytes([byte]))
            if verbinding.wacht(0.05):
                return

    return gedrag


class Stroom:
    """Sends `begin` and then `deel` without end, and counts how much of it was taken."""

    def __init__(self, begin: bytes, deel: bytes) -> None:
        self._begin = begin
        self._deel = deel
        self.verstuurd = 0

    def __call__(self, verbinding: Verbinding) -> None:
        """Until the other side has had enough."""
        verbinding.lees()
        verbinding.stuur(self._begin)
        while not verbinding.wacht(0):
            verbinding.stuur(self._deel)
            self.verstuurd += len(self._deel)


def begin_en_zwijg(verbinding: Verbinding) -> None:
    """Send a part of an answer, and no more."""
    verbinding.lees()
    verbinding.stuur(http(b"x", Content_Length="9"))
    verbinding.wacht()
