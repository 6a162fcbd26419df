"""The door of the emulated AWS: programs come in, web pages only as far as the API."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from local.emulator.gatekeeper import WIE, App, bewaak, is_welkom

API = "/_aws/execute-api/stagemarkt/v1/status"
ELDERS = (b"origin", b"https://kwaad.example")
Bericht = MutableMapping[str, Any]


def koppen(host: str = "localhost:4566", *rest: tuple[bytes, bytes]) -> list[tuple[bytes, bytes]]:
    """Headers as ASGI has them."""
    return [(b"host", host.encode()), *rest]


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:80", "127.0.0.1:4566", "[::1]:4566", "emmer.localhost:4566"]
)
@pytest.mark.parametrize("pad", ["/", API, WIE, "/_ministack/reset"])
def test_een_programma(host: str, pad: str) -> None:
    """Whoever calls this machine by its own name and is no browser may come in anywhere."""
    assert is_welkom(pad, koppen(host))
    assert is_welkom(pad, koppen(host, (b"sec-fetch-site", b"none")))


@pytest.mark.parametrize(
    "host",
    ["kwaad.example", "localhost.kwaad.example", "127.0.0.1.kwaad.example", "xlocalhost", "", "a@localhost"],
)
@pytest.mark.parametrize("pad", ["/", API])
def test_een_vreemde_naam(host: str, pad: str) -> None:
    """A name of somebody else's that leads here is refused everywhere."""
    assert not is_welkom(pad, koppen(host))


@pytest.mark.parametrize("host", [[], [(b"host", b"localhost"), (b"host", b"kwaad.example")]])
def test_geen_of_twee_namen(host: list[tuple[bytes, bytes]]) -> None:
    """Without one name it is not clear whom it is for."""
    assert not is_welkom("/", host)


@pytest.mark.parametrize(
    "kop",
    [
        ELDERS,
        (b"origin", b"null"),
        (b"origin", b"http://localhost:3000"),
        (b"sec-fetch-site", b"cross-site"),
        (b"sec-fetch-site", b"same-site"),
    ],
)
def test_een_webpagina(kop: tuple[bytes, bytes]) -> None:
    """A page, of this machine too, gets no further than the API."""
    assert is_welkom(API, koppen("localhost", kop))
    assert not is_welkom("/", koppen("localhost", kop))


@pytest.mark.parametrize(
    "pad",
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
def test_wat_op_de_api_lijkt(pad: str) -> None:
    """What only looks like the API's address, and would end at another service, is not the API."""
    assert not is_welkom(pad, koppen("localhost", ELDERS))


def _vraag(app: App, soort: str, pad: str, *rest: tuple[bytes, bytes]) -> list[Bericht]:
    gestuurd: list[Bericht] = []

    async def ontvang() -> Bericht:
        return {}

    async def stuur(bericht: Bericht) -> None:
        gestuurd.append(bericht)

    async def vraag() -> None:
        await app({"type": soort, "path": pad, "headers": koppen("localhost", *rest)}, ontvang, stuur)

    asyncio.run(vraag())
    return gestuurd


async def _binnen(_scope: Bericht, _ontvang: object, stuur: Any) -> None:
    await stuur({"type": "binnen"})


@pytest.mark.parametrize("soort", ["http", "websocket", "lifespan"])
def test_wie_binnen_is(soort: str) -> None:
    """What is welcome goes on to the emulator as it is; its start and end always do."""
    assert _vraag(bewaak(_binnen, "merk"), soort, "/") == [{"type": "binnen"}]


def test_geweigerd() -> None:
    """A refusal is 403 without a header that lets a page read it; a socket is closed."""
    kop, _ = _vraag(bewaak(_binnen, "merk"), "http", "/", ELDERS)
    assert kop["status"] == 403
    assert not any(b"access-control" in naam for naam, _ in kop["headers"])
    assert _vraag(bewaak(_binnen, "merk"), "websocket", "/", ELDERS) == [
        {"type": "websocket.close", "code": 1008}
    ]


def test_wie() -> None:
    """It says which one it is, to programs only."""
    assert _vraag(bewaak(_binnen, "merk-42"), "http", WIE)[1]["body"] == b"merk-42"
    assert _vraag(bewaak(_binnen, "merk-42"), "http", WIE, ELDERS)[0]["status"] == 403
