"""The connections of one worker: a bounded number of them, on one loop, however many schools it serves."""

import asyncio
import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from stagemarkt.adapters.soap.connection_pool import AT_MOST, ConnectionPool
from stagemarkt.adapters.soap.envelope import Endpoint
from stagemarkt.adapters.soap.school_connections import SchoolConnections
from stagemarkt.adapters.soap.tls import tls_context
from stagemarkt.adapters.soap.transport import RawResponse, Transport, TransportLimits
from stagemarkt.model.school import SchoolSecret
from stagemarkt.ports.deadline import Deadline

from tests.integration.support.behaviour import http, respond
from tests.integration.support.contract import NS
from tests.integration.support.envelope import IDENTIFICEER, answer
from tests.integration.support.exchange import BY_NAME
from tests.integration.support.line import Link, send
from tests.integration.support.pki import ThrowawayPki
from tests.integration.support.server import Connection, HttpsServer

NOTHING: Final = http(answer(IDENTIFICEER, [("Signaalcode", "0")], refers_to=None))
SCHOLEN: Final = 500
# In a test both ends of a connection are ours.
ENDS: Final = 2


class PoolVault:
    """As many schools as are asked for, each with a certificate of her own when `own`."""

    def __init__(self, pki: ThrowawayPki, *, own: bool = False) -> None:
        self._pki = pki
        self._own = own
        self._single = pki.school("99XX")

    def van(self, brin: str) -> SchoolSecret:
        """As the port says."""
        if self._own:
            return self._pki.school(brin)
        return SchoolSecret(brin, brin, f"LICENTIE-{brin}", self._single.certificaat, self._single.sleutel)

    def refresh(self, _brin: str) -> None:
        """As the port says."""

    def sbb_ca(self) -> str:
        """As the port says."""
        return self._pki.sbb_ca


class PoolSbb:
    """A server that finds nothing, and knows which connections are open."""

    def __init__(self, link: Link) -> None:
        self.open: list[Connection] = []
        self.server: HttpsServer = link.server(self._serve)

    def _serve(self, connection: Connection) -> None:
        self.open.append(connection)
        try:
            respond(NOTHING)(connection)
        finally:
            self.open.remove(connection)


@pytest.fixture
def sbb(link: Link) -> PoolSbb:
    """The server."""
    return PoolSbb(link)


@pytest.fixture
def channels(link: Link, sbb: PoolSbb) -> Iterator[SchoolConnections]:
    """What a worker has."""
    endpoint = Endpoint(sbb.server.url, NS, f"{NS}/", "0" * 20)
    channels = SchoolConnections(endpoint, PoolVault(link.pki), TransportLimits(seconden=5))
    yield channels
    channels.close()


def _ask(channels: SchoolConnections, school: int) -> None:
    assert channels.using(f"{school:04d}").identificeer(BY_NAME, Deadline.after(5)) == []


def _descriptoren() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def _memory() -> int:
    """What is in memory, in bytes."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.proof
def test_many_schools(
    channels: SchoolConnections, sbb: PoolSbb, scale: Callable[[int], int], capsys: pytest.CaptureFixture[str]
) -> None:
    """Descriptors and memory stop growing with the schools: at 500 as at the first that did not fit."""
    # Also in a twentieth there are more than fit.
    count = AT_MOST + max(20, scale(SCHOLEN - AT_MOST))
    begin = _descriptoren()
    states: list[tuple[int, int, int]] = []
    for school in range(count):
        _ask(channels, school)
        if school + 1 in {AT_MOST + 10, count}:
            states.append((school + 1, _descriptoren(), _memory()))
    (_, at_first, small), (_, last, large) = states
    with capsys.disabled():
        print(f"\nscholen, descriptoren, bytes: {states}")  # noqa: T201 - what `make proof` is for
    assert last <= at_first + 4
    assert last - begin <= ENDS * AT_MOST + 10
    assert large - small < 20 * 2**20
    # The last ones are still there, the first ones are not.
    for school in range(count - 5, count):
        _ask(channels, school)
    assert sbb.server.aangenomen == count
    _ask(channels, 0)
    assert sbb.server.aangenomen == count + 1
    channels.close()
    sbb.server.close()
    assert sbb.open == []
    assert _descriptoren() <= begin


def test_who_holds_on_to_a_way_may_keep_asking(channels: SchoolConnections, sbb: PoolSbb) -> None:
    """A school that made room goes on as before, by a new connection, also for who held her way meanwhile."""
    first = channels.using("EERSTE")
    assert first.identificeer(BY_NAME, Deadline.after(5)) == []
    for school in range(AT_MOST):
        _ask(channels, school)
    before = sbb.server.aangenomen
    for _ in range(3):
        assert first.identificeer(BY_NAME, Deadline.after(5)) == []
    assert sbb.server.aangenomen == before + 1


class PoolScene:
    """Three places, and transports to a server that answers."""

    def __init__(self, link: Link) -> None:
        self.pool = ConnectionPool(at_most=3)
        self.server = link.server(respond())
        self._tls = tls_context(link.pki.sbb_ca, link.school)

    def make(self, runner: asyncio.Runner) -> Transport:
        """A transport on this loop."""
        return Transport(self.server.url, self._tls, TransportLimits(), runner=runner)

    def send(self, sleutel: str) -> RawResponse:
        """One message by the transport of this key."""
        with self.pool.usage(sleutel, self.make) as weg:
            return send(weg)


@pytest.fixture
def scene(link: Link) -> Iterator[PoolScene]:
    """The scene."""
    scene = PoolScene(link)
    yield scene
    scene.pool.close_all()


def test_the_least_recently_used_makes_room(scene: PoolScene) -> None:
    """Not the oldest, but who was not asked for longest, is closed; and opened anew when asked for."""
    for sleutel in "abcabd":
        scene.send(sleutel)
    assert scene.server.aangenomen == 4
    for sleutel in "abd":
        scene.send(sleutel)
    assert scene.server.aangenomen == 4
    scene.send("c")
    assert scene.server.aangenomen == 5


def test_what_is_busy_is_not_closed(scene: PoolScene) -> None:
    """A call under way keeps its connection, though every place is wanted by others meanwhile."""
    with scene.pool.usage("a", scene.make) as weg:
        send(weg)
        for sleutel in "bcdefg":
            scene.send(sleutel)
        assert send(weg).status == 200
    # One was opened for each key, and none for `a` a second time.
    assert scene.server.aangenomen == 7
    for sleutel in "hij":
        scene.send(sleutel)
    scene.send("a")
    assert scene.server.aangenomen == 11


def test_what_is_closed_is_closed_at_once(scene: PoolScene) -> None:
    """A connection that makes room gives its descriptor back at once, not when the loop next turns."""
    scene.send("a")
    before = _descriptoren()
    scene.pool.close("a")
    scene.server.close()
    # Both ends of the connection, and the server's ear.
    assert _descriptoren() == before - 3


def test_after_closing_it_can_be_done_again(scene: PoolScene) -> None:
    """Closing everything, the loop too, leaves nothing in the way of the next."""
    scene.send("a")
    scene.pool.close_all()
    assert scene.send("a").status == 200
