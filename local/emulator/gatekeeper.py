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

from local.emulator.called_at import tell_where_it_was_called
from local.emulator.layers import Unpacked, unpack_layers_once
from local.emulator.principals import tell_roles_by_their_own_arn
from local.emulator.workers import ForkServer, fork_workers

AsgiScope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[AsgiScope, Receive, Send], Awaitable[None]]

WHO: Final = "/_stagemarkt/wie"
# An API and a stage: with less MiniStack takes the path for another service's.
_API: Final = re.compile(r"/_aws/execute-api/[A-Za-z0-9_-]+/[A-Za-z0-9_-]+(/.*)?", re.DOTALL)
# What the `type` of a problem says: from the root of the server, as behind a domain of one's own.
_FROM_THE_ROOT: Final = re.compile(r"/v1(/.*)?", re.DOTALL)
API_NAME: Final = "stagemarkt"
# A page whose name was made to resolve to this machine still sends that name.
_HERE: Final = re.compile(r"(([a-z0-9_-]+\.)*localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?", re.IGNORECASE)
_FROM_ELSEWHERE: Final = frozenset({"cross-site", "same-site"})
# API Gateway takes no larger body.
_LARGEST: Final = 10 * 2**20
# In what API Gateway answers by itself, the place of the id of the request.
_REQUEST_ID: Final = "$context.requestId"
_REFUSED: Final = b"This is an emulated AWS for programs on this machine, not for web pages.\n"


def is_welcome(path: str, headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether a request may come in.

    Args:
        path: its path, decoded.
        headers: its headers, their names in small letters.
    """
    values: dict[str, list[str]] = {}
    for name, value in headers:
        values.setdefault(name.decode("latin-1"), []).append(value.decode("latin-1"))
    host = values.get("host", [])
    if len(host) != 1 or not _HERE.fullmatch(host[0]):
        return False
    if _API.fullmatch(path) and ".." not in path:
        # The API says by its own headers which pages may read it.
        return True
    # A browser names the page that asks; a program does not.
    return "origin" not in values and not _FROM_ELSEWHERE.intersection(values.get("sec-fetch-site", []))


class FullResponse(NamedTuple):
    """What API Gateway answers who asks too much: headers and body, with a place for the request's id."""

    koppen: Sequence[tuple[str, str]] = ()
    body: str = ""


class DoorLimits(NamedTuple):
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


class Places:
    """So many requests under way at once; others wait for their turn, in order, for a while.

    Places are taken from the first on, as the emulator takes its processes: the first ones stay warm.
    """

    def __init__(self, door_limits: DoorLimits, clock: Callable[[], float] = time.monotonic) -> None:
        self._door_limits = door_limits
        self._clock = clock
        self._free = set(range(door_limits.tegelijk))
        self._warm_until = [0.0] * door_limits.tegelijk
        self._cold: set[int] = set()
        self._row: deque[asyncio.Future[int]] = deque()

    async def take(self, weg: "asyncio.Future[Any]") -> int | None:
        """Take a place, to be given back; None when none came free in time, or the caller is `weg` first."""
        plaats = self._grab()
        if plaats is not None:
            return plaats
        if len(self._row) >= self._door_limits.wachtenden:
            return None
        turn: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._row.append(turn)
        try:
            await asyncio.wait(
                {turn, weg}, timeout=self._door_limits.geduld, return_when=asyncio.FIRST_COMPLETED
            )
        except asyncio.CancelledError:
            self._release(turn)
            raise
        if turn.done() and not weg.done():
            return turn.result()
        self._release(turn)
        return None

    def give_back(self, plaats: int) -> None:
        """It is free, and warm; who has waited longest goes first."""
        self._warm_until[plaats] = self._clock() + self._door_limits.warm
        self._pass_on(plaats)

    def _pass_on(self, plaats: int) -> None:
        self._cold.discard(plaats)
        self._free.add(plaats)
        while self._row and (following := self._grab()) is not None:
            self._row.popleft().set_result(following)

    def _grab(self) -> int | None:
        now = self._clock()
        plaats = min((p for p in self._free if self._warm_until[p] > now), default=None)
        if plaats is None and self._free and len(self._cold) < self._door_limits.koud:
            plaats = min(self._free)
            self._cold.add(plaats)
        if plaats is not None:
            self._free.remove(plaats)
        return plaats

    def _release(self, turn: "asyncio.Future[int]") -> None:
        if turn.done():
            self._pass_on(turn.result())
        else:
            self._row.remove(turn)


class WaitingLine:
    """`app` for so many at a time. A place is held while `app` works, not while a caller reads or writes."""

    def __init__(self, app: App, places: Places, full: FullResponse) -> None:
        self._app = app
        self._places = places
        self._full = full

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        """One request, as ASGI has it."""
        parsed = await _read(receive)
        if parsed is None:
            return
        # After the body comes nothing but that the caller has gone.
        weg = asyncio.ensure_future(receive())
        try:
            plaats = await self._places.take(weg)
            if plaats is not None:
                answer = await self._do(plaats, scope, _again(parsed, weg))
            else:
                answer = [] if weg.done() else _messages(429, *_filled_in(self._full))
        finally:
            weg.cancel()
        for message in answer:
            await send(message)

    async def _do(self, plaats: int, scope: AsgiScope, receive: Receive) -> list[MutableMapping[str, Any]]:
        answer: list[MutableMapping[str, Any]] = []

        async def keep(message: MutableMapping[str, Any]) -> None:
            answer.append(message)

        try:
            await self._app(scope, receive, keep)
        finally:
            self._places.give_back(plaats)
        return answer


async def _read(receive: Receive) -> MutableMapping[str, Any] | None:
    """The body, whole; None when the caller has gone. What is too large is cut off: it is refused later."""
    body = bytearray()
    meer = True
    while meer:
        message = await receive()
        if message["type"] != "http.request":
            return None
        if len(body) <= _LARGEST:
            body += message.get("body", b"")
        meer = bool(message.get("more_body"))
    return {"type": "http.request", "body": bytes(body), "more_body": False}


def _again(parsed: MutableMapping[str, Any], weg: "asyncio.Future[MutableMapping[str, Any]]") -> Receive:
    """What was read, once more, and then that the caller has gone."""
    over = [parsed]

    async def read() -> MutableMapping[str, Any]:
        return over.pop() if over else await asyncio.shield(weg)

    return read


def guard_app(app: App, mark: str, api: App | None = None) -> App:
    """`app` behind the door, and `api` for what is the API's.

    `mark` is told at `WHO`: whoever started this knows it from another's by it.
    """

    async def guarded(scope: AsgiScope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _FROM_THE_ROOT.fullmatch(scope["path"]):
            before = f"/_aws/execute-api/{API_NAME}"
            scope["path"] = before + scope["path"]
            scope["raw_path"] = before.encode() + scope.get("raw_path", b"")
        if scope["type"] == "lifespan":
            await app(scope, receive, send)
        elif not is_welcome(scope["path"], scope["headers"]):
            await _refuse(scope, send)
        elif scope["path"] == WHO:
            await _answer(send, 200, mark.encode())
        elif api is not None and scope["type"] == "http" and _API.fullmatch(scope["path"]):
            await api(scope, receive, send)
        else:
            await app(scope, receive, send)

    return guarded


async def _refuse(scope: AsgiScope, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
    else:
        await _answer(send, 403, _REFUSED)


async def _answer(send: Send, status: int, body: bytes) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"x-content-type-options", b"nosniff"),
    ]
    for message in _messages(status, headers, body):
        await send(message)


def _messages(status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> list[MutableMapping[str, Any]]:
    length = (b"content-length", str(len(body)).encode())
    return [
        {"type": "http.response.start", "status": status, "headers": [*headers, length]},
        {"type": "http.response.body", "body": body},
    ]


def _filled_in(full: FullResponse) -> tuple[list[tuple[bytes, bytes]], bytes]:
    request_id = str(uuid.uuid4())
    headers = [
        (name.lower().encode(), value.replace(_REQUEST_ID, request_id).encode())
        for name, value in full.koppen
    ]
    return headers, full.body.replace(_REQUEST_ID, request_id).encode()


def build_app() -> App:
    """MiniStack behind its door; only where MiniStack is installed."""
    import resource  # noqa: PLC0415 - not on every system that tests `is_welcome`

    environment = os.environ  # noqa: TID251 - a program of its own
    from ministack.core import (  # noqa: PLC0415 - its own environment has it, ours has not
        iam_evaluator,
        lambda_runtime,
    )

    # What it takes some systems do not have: there each function's process starts from nothing.
    if hasattr(os, "pidfd_open"):
        fork_workers(lambda_runtime, environment, ForkServer(environment))
    unpack_layers_once(lambda_runtime, Unpacked())
    tell_roles_by_their_own_arn(iam_evaluator)
    from ministack.app import app  # noqa: PLC0415
    from ministack.services import apigateway_v1  # noqa: PLC0415

    tell_where_it_was_called(apigateway_v1)

    # As MiniStack's own start does: many requests at once need more than the usual number of files.
    _, highest = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest, highest))
    cache_control = json.loads(environment["STAGEMARKT_DEUR"])
    places = Places(DoorLimits(**cache_control["maten"]))
    full = FullResponse([(name, value) for name, value in cache_control["koppen"]], cache_control["lichaam"])
    return guard_app(app, environment["STAGEMARKT_MERK"], WaitingLine(app, places, full))
