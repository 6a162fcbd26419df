"""One simulator for all tests of a process, on a fixed day; each test leaves it without disturbances."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.sbb.simulator import Simulator
from tests.integration.sbb.client import SoapClient

TODAY = dt.date(2026, 11, 2)


@pytest.fixture(scope="session")
def sim_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the simulator."""
    return tmp_path_factory.mktemp("sbb")


@pytest.fixture(scope="session")
def running(sim_folder: Path) -> Iterator[Simulator]:
    """Run a simulator."""
    with Simulator(sim_folder, today=lambda: TODAY) as simulator:
        yield simulator


@pytest.fixture
def sim(running: Simulator) -> Iterator[Simulator]:
    """Give the simulator, without disturbances and with an empty logbook."""
    running.logbook.erase()
    yield running
    running.disturbances.erase()
    # Nor does it go on sending what a test had it send.
    running.shipments.abort()
    # Whoever stays subscribed is told of what a later test changes, at an address that nobody has.
    for abonnement in running.service.abonnementen.everything():
        running.service.abonnementen.end(abonnement.brin, abonnement.id)


@pytest.fixture
def client(sim: Simulator) -> Iterator[SoapClient]:
    """Give a client of school 99XX."""
    with SoapClient(sim) as client:
        yield client
