"""The door of the emulated AWS: programs come in, web pages only as far as the API."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from local.emulator.gatekeeper import WHO, App, guard_app, is_welcome

API = "/_aws/execute-api/stagemarkt/v1/status"
ELSEWHERE = (b"origin", b"https://kwaad.example")
Message = MutableMapping[str, Any]


def headers(host: str = "localhost:4566", *rest: tuple[bytes, bytes]) -> list[tuple[bytes, bytes]]:
    """Headers as ASGI has them."""
    return [(b"host", host.encode()), *rest]


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:80", "127.0.0.1:4566", "[::1]:4566", "emmer.localhost:4566"]
)
@pytest.mark.parametrize("path", ["/", API, WHO, "/_ministack/reset"])
def test_a_program(host: str, path: str) -> None:
    """Whoever calls this machine by its own name and is no browser may come in anywhere."""
    assert is_welcome(path, headers(host))
    assert is_welcome(path, headers(host, (b"sec-fetch-site", b"none")))


@pytest.mark.parametrize(
    "host",
    ["kwaad.example", "localhost.kwaad.example", "127.0.0.1.kwaad.example", "xlocalhost", "", "a@localhost"],
)
@pytest.mark.parametrize("path", ["/", API])
def test_a_strange_name(host: str, path: str) -> None:
    """A name of somebody else's that leads here is refused everywhere."""
    assert not is_welcome(path, headers(host))


@pytest.mark.parametrize("host", [[], [(b"host", b"localhost"), (b"host", b"kwaad.example")]])
def test_none_or_two_names(host: list[tuple[bytes, bytes]]) -> None:
    """Without one name it is not clear whom it is for."""
    assert not is_welcome("/", host)


@pytest.mark.parametrize(
    "header",
    [
        ELSEWHERE,
        (b"origin", b"null"),
        (b"origin", b"http://localhost:3000"),
        (b"sec-fetch-site", b"cross-site"),
        (b"sec-fetch-site", b"same-site"),
    ],
)
def test_a_web_page(header: tuple[bytes, bytes]) -> None:
    """A page, of this machine too, gets no further than the API."""
    assert is_welcome(API, headers("localhost", header))
    assert not is_welcome("/", headers("localhost", header))


@pytest.mark.parametrize(
    "path",
    [
        "/_aws/execute-api/",
        "/_aws/execute-api/stagemarkt",
        "/_aws/execute-api//v1/status",
        "/_aws/execute-api/../../",
        "/_aws/execute-api/a/b/../../../",
        "/x/_aws/execute-api/a/b",
        "/_aws/execute-api/a b/c",
    ],
)
def test_what_resembles_the_api(path: str) -> None:
    """What only looks like the API's address, and would end at another service, is not the API."""
    assert not is_welcome(path, headers("localhost", ELSEWHERE))


def _ask(app: App, kind: str, path: str, *rest: tuple[bytes, bytes]) -> list[Message]:
    sent: list[Message] = []

    async def receive() -> Message:
        return {}

    async def send(message: Message) -> None:
        sent.append(message)

    async def question() -> None:
        await app({"type": kind, "path": path, "headers": headers("localhost", *rest)}, receive, send)

    asyncio.run(question())
    return sent


async def _inside(_scope: Message, _receive: object, send: Any) -> None:
    await send({"type": "binnen"})


@pytest.mark.parametrize("kind", ["http", "websocket", "lifespan"])
def test_who_is_inside(kind: str) -> None:
    """What is welcome goes on to the emulator as it is; its start and end always do."""
    assert _ask(guard_app(_inside, "merk"), kind, "/") == [{"type": "binnen"}]


def test_refused() -> None:
    """A refusal is 403 without a header that lets a page read it; a socket is closed."""
    header, _ = _ask(guard_app(_inside, "merk"), "http", "/", ELSEWHERE)
    assert header["status"] == 403
    assert not any(b"access-control" in name for name, _ in header["headers"])
    assert _ask(guard_app(_inside, "merk"), "websocket", "/", ELSEWHERE) == [
        {"type": "websocket.close", "code": 1008}
    ]


def test_who_it_is() -> None:
    """It says which one it is, to programs only."""
    assert _ask(guard_app(_inside, "merk-42"), "http", WHO)[1]["body"] == b"merk-42"
    assert _ask(guard_app(_inside, "merk-42"), "http", WHO, ELSEWHERE)[0]["status"] == 403


@pytest.mark.parametrize("path", ["/v1", "/v1/problemen/geen-toegang"])
def test_from_the_root(path: str) -> None:
    """What the `type` of a problem says leads to the API here too; what only resembles it does not."""

    async def tell(scope: Message, _receive: object, send: Any) -> None:
        await send({"path": scope["path"]})

    async def elsewhere(_scope: Message, _receive: object, send: Any) -> None:
        await send({"path": "elsewhere"})

    app = guard_app(elsewhere, "merk", tell)
    assert _ask(app, "http", path) == [{"path": f"/_aws/execute-api/stagemarkt{path}"}]
    assert _ask(app, "http", "/v12") == [{"path": "elsewhere"}]
