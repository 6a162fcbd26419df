"""The emulated AWS behind a door: programs on this machine come in, web pages come to the API and no further.

MiniStack answers whoever can reach its port, and tells every browser that any page may read the answer
(`Access-Control-Allow-Origin: *`): a page that happens to be open could read a school's private key. And it
starts a process for each call that is under way: the API gets so many at a time, the rest waits its turn.
What the functions themselves ask of AWS comes by the same port and never waits: it would wait for its caller.

Run by hypercorn in MiniStack's own environment, so it imports nothing of ours but what stands beside it.
"""

import asyncio
import json
import os
import re
import time
import uuid
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, MutableMapping, Sequence
from typing import Any, Final, NamedTuple

from local.emulator.layers import Unpacked, unpack_layers_once
from local.emulator.workers import ForkServer, fork_workers

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
# API Gateway takes no larger body.
_GROOTSTE: Final = 10 * 2**20
# In what API Gateway answers by itself, the place of the id of the request.
_VERZOEK_ID: Final = "$context.requestId"
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


class Vol(NamedTuple):
    """What API Gateway answers who asks too much: headers and body, with a place for the request's id."""

    koppen: Sequence[tuple[str, str]] = ()
    lichaam: str = ""


class Maten(NamedTuple):
    """How much the door lets in.

    Attributes:
        tegelijk: how many are under way.
        wachtenden: how many wait.
        geduld: how long one waits, in seconds.
        koud: how many of those under way may be the first in their place. The emulator starts two processes
            for such a one, and many at once would all be too late.
        warm: how long after use those processes are sure to be there still, in seconds.
    """

    tegelijk: int
    wachtenden: int
    geduld: float
    koud: int
    warm: float


class Plaatsen:
    """So many requests under way at once; others wait for their turn, in order, for a while.

    Places are taken from the first on, as the emulator takes its processes: the first ones stay warm.
    """

    def __init__(self, maten: Maten, klok: Callable[[], float] = time.monotonic) -> None:
        self._maten = maten
        self._klok = klok
        self._vrij = set(range(maten.tegelijk))
        self._warm_tot = [0.0] * maten.tegelijk
        self._koud: set[int] = set()
        self._rij: deque[asyncio.Future[int]] = deque()

    async def neem(self, weg: "asyncio.Future[Any]") -> int | None:
        """Take a place, to be given back; None when none came free in time, or the caller is `weg` first."""
        plaats = self._pak()
        if plaats is not None:
            return plaats
        if len(self._rij) >= self._maten.wachtenden:
            return None
        beurt: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._rij.append(beurt)
        try:
            await asyncio.wait({beurt, weg}, timeout=self._maten.geduld, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            self._laat_los(beurt)
            raise
        if beurt.done() and not weg.done():
            return beurt.result()
        self._laat_los(beurt)
        return None

    def geef_terug(self, plaats: int) -> None:
        """It is free, and warm; who has waited longest goes first."""
        self._warm_tot[plaats] = self._klok() + self._maten.warm
        self._geef_door(plaats)

    def _geef_door(self, plaats: int) -> None:
        self._koud.discard(plaats)
        self._vrij.add(plaats)
        while self._rij and (volgende := self._pak()) is not None:
            self._rij.popleft().set_result(volgende)

    def _pak(self) -> int | None:
        nu = self._klok()
        plaats = min((p for p in self._vrij if self._warm_tot[p] > nu), default=None)
        if plaats is None and self._vrij and len(self._koud) < self._maten.koud:
            plaats = min(self._vrij)
            self._koud.add(plaats)
        if plaats is not None:
            self._vrij.remove(plaats)
        return plaats

    def _laat_los(self, beurt: "asyncio.Future[int]") -> None:
        if beurt.done():
            self._geef_door(beurt.result())
        else:
            self._rij.remove(beurt)


class Rij:
    """`app` for so many at a time. A place is held while `app` works, not while a caller reads or writes."""

    def __init__(self, app: App, plaatsen: Plaatsen, vol: Vol) -> None:
        self._app = app
        self._plaatsen = plaatsen
        self._vol = vol

    async def __call__(self, scope: Scope, ontvang: Ontvang, stuur: Stuur) -> None:
        """One request, as ASGI has it."""
        gelezen = await _lees(ontvang)
        if gelezen is None:
            return
        # After the body comes nothing but that the caller has gone.
        weg = asyncio.ensure_future(ontvang())
        try:
            plaats = await self._plaatsen.neem(weg)
            if plaats is not None:
                antwoord = await self._doe(plaats, scope, _opnieuw(gelezen, weg))
            else:
                antwoord = [] if weg.done() else _berichten(429, *_ingevuld(self._vol))
        finally:
            weg.cancel()
        for bericht in antwoord:
            await stuur(bericht)

    async def _doe(self, plaats: int, scope: Scope, ontvang: Ontvang) -> list[MutableMapping[str, Any]]:
        antwoord: list[MutableMapping[str, Any]] = []

        async def bewaar(bericht: MutableMapping[str, Any]) -> None:
            antwoord.append(bericht)

        try:
            await self._app(scope, ontvang, bewaar)
        finally:
            self._plaatsen.geef_terug(plaats)
        return antwoord


async def _lees(ontvang: Ontvang) -> MutableMapping[str, Any] | None:
    """The body, whole; None when the caller has gone. What is too large is cut off: it is refused later."""
    lichaam = bytearray()
    meer = True
    while meer:
        bericht = await ontvang()
        if bericht["type"] != "http.request":
            return None
        if len(lichaam) <= _GROOTSTE:
            lichaam += bericht.get("body", b"")
        meer = bool(bericht.get("more_body"))
    return {"type": "http.request", "body": bytes(lichaam), "more_body": False}


def _opnieuw(gelezen: MutableMapping[str, Any], weg: "asyncio.Future[MutableMapping[str, Any]]") -> Ontvang:
    """What was read, once more, and then that the caller has gone."""
    over = [gelezen]

    async def lees() -> MutableMapping[str, Any]:
        return over.pop() if over else await asyncio.shield(weg)

    return lees


def bewaak(app: App, merk: str, api: App | None = None) -> App:
    """`app` behind the door, and `api` for what is the API's.

    `merk` is told at `WIE`: whoever started this knows it from another's by it.
    """

    async def bewaakt(scope: Scope, ontvang: Ontvang, stuur: Stuur) -> None:
        if scope["type"] == "lifespan":
            await app(scope, ontvang, stuur)
        elif not is_welkom(scope["path"], scope["headers"]):
            await _weiger(scope, stuur)
        elif scope["path"] == WIE:
            await _antwoord(stuur, 200, merk.encode())
        elif api is not None and scope["type"] == "http" and _API.fullmatch(scope["path"]):
            await api(scope, ontvang, stuur)
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
        (b"x-content-type-options", b"nosniff"),
    ]
    for bericht in _berichten(status, koppen, lichaam):
        await stuur(bericht)


def _berichten(
    status: int, koppen: list[tuple[bytes, bytes]], lichaam: bytes
) -> list[MutableMapping[str, Any]]:
    lengte = (b"content-length", str(len(lichaam)).encode())
    return [
        {"type": "http.response.start", "status": status, "headers": [*koppen, lengte]},
        {"type": "http.response.body", "body": lichaam},
    ]


def _ingevuld(vol: Vol) -> tuple[list[tuple[bytes, bytes]], bytes]:
    verzoek_id = str(uuid.uuid4())
    koppen = [
        (naam.lower().encode(), waarde.replace(_VERZOEK_ID, verzoek_id).encode())
        for naam, waarde in vol.koppen
    ]
    return koppen, vol.lichaam.replace(_VERZOEK_ID, verzoek_id).encode()


def maak_app() -> App:
    """MiniStack behind its door; only where MiniStack is installed."""
    import resource  # noqa: PLC0415 - not on every system that tests `is_welkom`

    omgeving = os.environ  # noqa: TID251 - a program of its own
    from ministack.core import lambda_runtime  # noqa: PLC0415 - its own environment has it, ours has not

    # What it takes some systems do not have: there each function's process starts from nothing.
    if hasattr(os, "pidfd_open"):
        fork_workers(lambda_runtime, omgeving, ForkServer(omgeving))
    unpack_layers_once(lambda_runtime, Unpacked())
    from ministack.app import app  # noqa: PLC0415

    # As MiniStack's own start does: many requests at once need more than the usual number of files.
    _, hoogste = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hoogste, hoogste))
    wens = json.loads(omgeving["STAGEMARKT_DEUR"])
    plaatsen = Plaatsen(Maten(**wens["maten"]))
    vol = Vol([(naam, waarde) for naam, waarde in wens["koppen"]], wens["lichaam"])
    return bewaak(app, omgeving["STAGEMARKT_MERK"], Rij(app, plaatsen, vol))
