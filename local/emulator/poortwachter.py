"""The emulated AWS behind a door: programs on this machine come in, web pages come to the API and no further.

MiniStack answers whoever can reach its port, and tells every browser that any page may read the answer
(`Access-Control-Allow-Origin: *`): a page that happens to be open could read a school's private key. Run by
hypercorn in MiniStack's own environment, so it imports nothing of ours.
"""

import os
import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, Final

Scope = MutableMapping[str, Any]
Ontvang = Callable[[], Awaitable[MutableMapping[str, Any]]]
Stuur = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Ontvang, Stuur], Awaitable[None]]

WIE: Final = "/_stagemarkt/wie"
# An API and a stage: with less MiniStack takes the path for another service's.
_API: Final = re.compile(r"/_aws/execute-api/[A-Za-z0-9_-]+/[A-Za-z0-9_-]+(/.*)?", re.DOTALL)
# A page whose name was made to resolve to this machine still sends that name.
_HIER: Final = re.compile(r"(([a-z0-9_-]+\.)*localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?", re.IGNORECASE)
_VAN_ELDERS: Final = frozenset({"cross-site", "same-site"})
_GEWEIGERD: Final = b"This is an emulated AWS for programs on this machine, not for web pages.\n"


def is_welkom(pad: str, koppen: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether a request may come in.

    Args:
        pad: its path, decoded.
        koppen: its headers, their names in small letters.
    """
    waarden: dict[str, list[str]] = {}
    for naam, waarde in koppen:
        waarden.setdefault(naam.decode("latin-1"), []).append(waarde.decode("latin-1"))
    host = waarden.get("host", [])
    if len(host) != 1 or not _HIER.fullmatch(host[0]):
        return False
    if _API.fullmatch(pad) and ".." not in pad:
        # The API says by its own headers which pages may read it.
        return True
    # A browser names the page that asks; a program does not.
    return "origin" not in waarden and not _VAN_ELDERS.intersection(waarden.get("sec-fetch-site", []))


def bewaak(app: App, merk: str) -> App:
    """`app` behind the door. `merk` is told at `WIE`: whoever started this knows it from another's by it."""

    async def bewaakt(scope: Scope, ontvang: Ontvang, stuur: Stuur) -> None:
        if scope["type"] == "lifespan":
            await app(scope, ontvang, stuur)
        elif not is_welkom(scope["path"], scope["headers"]):
            await _weiger(scope, stuur)
        elif scope["path"] == WIE:
            await _antwoord(stuur, 200, merk.encode())
        else:
            await app(scope, ontvang, stuur)

    return bewaakt


async def _weiger(scope: Scope, stuur: Stuur) -> None:
    if scope["type"] == "websocket":
        await stuur({"type": "websocket.close", "code": 1008})
    else:
        await _antwoord(stuur, 403, _GEWEIGERD)


async def _antwoord(stuur: Stuur, status: int, lichaam: bytes) -> None:
    koppen = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(lichaam)).encode()),
        (b"x-content-type-options", b"nosniff"),
    ]
    await stuur({"type": "http.response.start", "status": status, "headers": koppen})
    await stuur({"type": "http.response.body", "body": lichaam})


def maak_app() -> App:
    """MiniStack behind its door; only where MiniStack is installed."""
    import resource  # noqa: PLC0415 - not on every system that tests `is_welkom`

    from ministack.app import app  # noqa: PLC0415 - its own environment has it, ours has not

    # As MiniStack's own start does: many requests at once need more than the usual number of files.
    _, hoogste = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hoogste, hoogste))
    bewaakt: App = bewaak(app, os.environ["STAGEMARKT_MERK"])  # noqa: TID251 - a program of its own
    return bewaakt
