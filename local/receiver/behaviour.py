"""What a receiver can do with a request: answer it, or be a nuisance."""

import threading
from collections.abc import Callable, Mapping
from typing import BinaryIO, Final

# Writes the answer, until the receiver stops; False when the connection must end after it.
Gedrag = Callable[[BinaryIO, threading.Event], bool]

METADATA: Final = "http://169.254.169.254/latest/meta-data/iam/security-credentials/"
_PAUZE: Final = 0.05


def antwoord(status: str, **koppen: str) -> Gedrag:
    """Answer with this status and these headers (`Retry_After=…`), and no body."""
    alle = {"Content-Length": "0"} | {naam.replace("_", "-"): waarde for naam, waarde in koppen.items()}
    kop = "".join(f"{naam}: {waarde}\r\n" for naam, waarde in alle.items())

    def gedrag(uit: BinaryIO, _stop: threading.Event) -> bool:
        uit.write(f"HTTP/1.1 {status}\r\n{kop}\r\n".encode())
        return True

    return gedrag


def _zonder_einde(begin: bytes, deel: bytes, pauze: float = 0.0) -> Gedrag:
    def gedrag(uit: BinaryIO, stop: threading.Event) -> bool:
        uit.write(begin)
        while not stop.wait(pauze):
            uit.write(deel)
        return False

    return gedrag


def _sluit(_uit: BinaryIO, _stop: threading.Event) -> bool:
    return False


def _zwijg(_uit: BinaryIO, stop: threading.Event) -> bool:
    # Longer than any sender waits.
    stop.wait(15)
    return False


_GOED: Final = b"HTTP/1.1 200 OK\r\n"
GEDRAGINGEN: Final[Mapping[str, Gedrag]] = {
    "goed": antwoord("204 No Content"),
    "weg": antwoord("410 Gone"),
    "omleiding": antwoord("307 Temporary Redirect", Location=METADATA),
    "druk": antwoord("429 Too Many Requests", Retry_After="2"),
    "storing": antwoord("503 Service Unavailable", Retry_After="2"),
    "fout": antwoord("500 Internal Server Error"),
    "sluit": _sluit,
    "zwijg": _zwijg,
    "eindeloos": _zonder_einde(_GOED + b"\r\n", b"x" * 65536),
    "grote-koppen": _zonder_einde(_GOED, b"X-Lang: " + b"y" * 8000 + b"\r\n"),
    "druppel-koppen": _zonder_einde(_GOED, b"X-Kop: x\r\n", _PAUZE),
    "druppel-inhoud": _zonder_einde(_GOED + b"Content-Length: 1000000\r\n\r\n", b"x", _PAUZE),
}
# These are chosen before a request can be answered: by the certificate that is shown.
CERTIFICATEN: Final = ("andere-naam", "verlopen")
