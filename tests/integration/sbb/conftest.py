"""One simulator for all tests of a process, on a fixed day; each test leaves it without storingen."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.sbb.simulator import Simulator
from tests.integration.sbb.client import Klant

VANDAAG = dt.date(2026, 11, 2)


@pytest.fixture(scope="session")
def sim_map(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the simulator."""
    return tmp_path_factory.mktemp("sbb")


@pytest.fixture(scope="session")
def draaiend(sim_map: Path) -> Iterator[Simulator]:
    """Run a simulator."""
    with Simulator(sim_map, vandaag=lambda: VANDAAG) as simulator:
        yield simulator


@pytest.fixture
def sim(draaiend: Simulator) -> Iterator[Simulator]:
    """Give the simulator, without storingen and with an empty logbook."""
    draaiend.logboek.wis()
    yield draaiend
    draaiend.storingen.wis()
    # Nor does it go on sending what a test had it send.
    draaiend.zendingen.staak()
    # Whoever stays subscribed is told of what a later test changes, at an address that nobody has.
    for abonnement in draaiend.dienst.abonnementen.alle():
        draaiend.dienst.abonnementen.beeindig(abonnement.brin, abonnement.id)


@pytest.fixture
def klant(sim: Simulator) -> Iterator[Klant]:
    """Give a client of school 99XX."""
    with Klant(sim) as klant:
        yield klant
