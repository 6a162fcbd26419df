"""SBB's simulator, once for all tests here, and a world of its own for each."""

import datetime as dt
import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import boto3
import pytest
import trustme
from stagemarkt.observability import logger

from local.sbb.simulator import Simulator
from tests.integration.composition.watched import WatchedStack
from tests.integration.composition.world import Sessions, World
from tests.integration.support.aws import fake_aws

TODAY = dt.date(2026, 11, 2)
OpenWorld = Callable[[], AbstractContextManager[World]]


@pytest.fixture(scope="session")
def sim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    """SBB, on a fixed day."""
    with Simulator(tmp_path_factory.mktemp("sbb"), today=lambda: TODAY) as simulator:
        yield simulator


@pytest.fixture(scope="session")
def sessions() -> Sessions:
    """Of boto3, once for all tests here."""
    with fake_aws():
        return Sessions()


@pytest.fixture
def open_world(sim: Simulator, sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> OpenWorld:
    """Gives AWS as it is deployed and empty, at noon on that day; as often as it is asked."""

    @contextmanager
    def opened() -> Iterator[World]:
        with fake_aws():
            # Where every adapter makes its clients.
            monkeypatch.setattr(boto3, "DEFAULT_SESSION", sessions.functions)
            world = World(sim, sessions, dt.datetime.combine(TODAY, dt.time(12), dt.UTC).timestamp())
            yield world
            world.close()
            sim.disturbances.erase()
            for abonnement in sim.service.abonnementen.everything():
                sim.service.abonnementen.end(abonnement.brin, abonnement.id)

    return opened


@pytest.fixture
def world(open_world: OpenWorld) -> Iterator[World]:
    """One of those."""
    with open_world() as opened:
        yield opened


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the functions log."""
    log = io.StringIO()
    way_out = logger.registered_handler
    assert hasattr(way_out, "setStream")
    previous = way_out.setStream(log)
    yield log
    way_out.setStream(previous)


@pytest.fixture
def watched(world: World, log: io.StringIO) -> WatchedStack:
    """The functions over that world, and CloudWatch looking on: their log goes to it."""
    return WatchedStack(world, log)


@pytest.fixture(scope="session")
def ca() -> trustme.CA:
    """Signs receivers of webhooks."""
    return trustme.CA()
