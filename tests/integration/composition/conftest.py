"""SBB's simulator, once for all tests here, and a world of its own for each."""

import datetime as dt
import io
from collections.abc import Iterator

import boto3
import pytest
import trustme
from stagemarkt.observability import logger

from local.sbb.simulator import Simulator
from tests.integration.composition.watched import WatchedStack
from tests.integration.composition.world import World
from tests.integration.support.aws import fake_aws

TODAY = dt.date(2026, 11, 2)


@pytest.fixture(scope="session")
def sim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    """SBB, on a fixed day."""
    with Simulator(tmp_path_factory.mktemp("sbb"), today=lambda: TODAY) as simulator:
        yield simulator


@pytest.fixture
def world(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """AWS as it is deployed and empty, at noon on that day."""
    with fake_aws():
        session = boto3.Session()
        # Where every adapter makes its clients.
        monkeypatch.setattr(boto3, "DEFAULT_SESSION", session)
        world = World(sim, session, dt.datetime.combine(TODAY, dt.time(12), dt.UTC).timestamp())
        yield world
        world.close()
        sim.disturbances.erase()
        for abonnement in sim.service.abonnementen.everything():
            sim.service.abonnementen.end(abonnement.brin, abonnement.id)


@pytest.fixture
def watched(world: World) -> Iterator[WatchedStack]:
    """The functions over that world, and CloudWatch looking on: their log goes to it."""
    log = io.StringIO()
    way_out = logger.registered_handler
    assert hasattr(way_out, "setStream")
    previous = way_out.setStream(log)
    yield WatchedStack(world, log)
    way_out.setStream(previous)


@pytest.fixture(scope="session")
def ca() -> trustme.CA:
    """Signs receivers of webhooks."""
    return trustme.CA()
