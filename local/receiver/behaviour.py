"""What a receiver can do with a request: answer it, or be a nuisance."""

import threading
from collections.abc import Callable, Mapping
from typing import BinaryIO, Final

# Writes the answer, until the receiver stops; False when the connection must end after it.
Behaviour = Callable[[BinaryIO, threading.Event], bool]

METADATA: Final = "http://169.254.169.254/latest/meta-data/iam/security-credentials/"
_PAUSE: Final = 0.05


def answer(status: str, **headers: str) -> Behaviour:
    """Answer with this status and these headers (`Retry_After=…`), and no body."""
    everything = {"Content-Length": "0"} | {name.replace("_", "-"): value for name, value in headers.items()}
    header = "".join(f"{name}: {value}\r\n" for name, value in everything.items())

    def behaviour(out: BinaryIO, _stop: threading.Event) -> bool:
        out.write(f"HTTP/1.1 {status}\r\n{header}\r\n".encode())
        return True

    return behaviour


def _endless(begin: bytes, part: bytes, pause: float = 0.0) -> Behaviour:
    def behaviour(out: BinaryIO, stop: threading.Event) -> bool:
        out.write(begin)
        while not stop.wait(pause):
            out.write(part)
        return False

    return behaviour


def _close(_from_item: BinaryIO, _stop: threading.Event) -> bool:
    return False


def _stay_silent(_from_item: BinaryIO, stop: threading.Event) -> bool:
    # Longer than any sender waits.
    stop.wait(15)
    return False


_GOOD: Final = b"HTTP/1.1 200 OK\r\n"
BEHAVIOURS: Final[Mapping[str, Behaviour]] = {
    "goed": answer("204 No Content"),
    # Believes whatever comes, as a receiver does that looks at no signature.
    "goedgelovig": answer("200 OK"),
    "weg": answer("410 Gone"),
    "omleiding": answer("307 Temporary Redirect", Location=METADATA),
    "druk": answer("429 Too Many Requests", Retry_After="2"),
    "storing": answer("503 Service Unavailable", Retry_After="2"),
    "fout": answer("500 Internal Server Error"),
    "sluit": _close,
    "zwijg": _stay_silent,
    "eindeloos": _endless(_GOOD + b"\r\n", b"x" * 65536),
    "grote-koppen": _endless(_GOOD, b"X-Lang: " + b"y" * 8000 + b"\r\n"),
    "druppel-koppen": _endless(_GOOD, b"X-Kop: x\r\n", _PAUSE),
    "druppel-inhoud": _endless(_GOOD + b"Content-Length: 1000000\r\n\r\n", b"x", _PAUSE),
}
# What a good receiver says to whatever is not signed right.
REFUSES: Final = answer("401 Unauthorized")
# These are chosen before a request can be answered: by the certificate that is shown.
CERTIFICATES: Final = ("andere-naam", "verlopen")
