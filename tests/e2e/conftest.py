"""One whole stack for these tests: the deployed template.yaml, and SBB's simulator behind mutual TLS."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from stagemarkt_cli.admin.admin import Beheer

from local import setup
from local.settings import Instellingen
from local.stack import Stapel
from tests.e2e.client import Facade
from tests.e2e.intake import Intake
from tests.e2e.simulator import Sbb
from tests.watchman import watched


@pytest.fixture(scope="session", autouse=True)
def watchman(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No stack outlives this process, not when it is killed either."""
    with watched(tmp_path_factory.getbasetemp()):
        yield


@pytest.fixture(scope="session")
def stapel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stapel]:
    """A stack of our own, on free ports: it leaves the one of `make up` alone."""
    # A shorter deadline than the template's: the tests wait for it a few times. The highest limits: many
    # tests ask much at once, and what they prove is something else.
    instellingen = Instellingen(
        tmp_path_factory.mktemp("stapel"),
        sbb_termijn=4,
        bewaking=(("SbbPerSeconde", "50"), ("SbbTegelijk", "50")),
    )
    gestart = Stapel(instellingen, meld=lambda _: None)
    stack = gestart.omhoog()
    try:
        with _houd_vrij(*(urlsplit(url).port or 0 for url in stack["ontvangers"])):
            yield gestart
    finally:
        gestart.omlaag()


@contextmanager
def _houd_vrij(*poorten: int) -> Iterator[None]:
    """Nobody else is given these ports while no receiver listens; a receiver can listen all the same."""
    with ExitStack() as opruimer:
        for poort in poorten:
            houder = opruimer.enter_context(socket.socket())
            houder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            houder.bind(("127.0.0.1", poort))
        yield


@pytest.fixture(scope="session")
def beheer(stapel: Stapel) -> Beheer:
    """What the operator's command works with."""
    return setup.beheer_van(*stapel.uitgerold())


@pytest.fixture(scope="session")
def facade_van_allen(stapel: Stapel) -> Iterator[Facade]:
    """A client of the stack."""
    with Facade(stapel.stack_json.parent) as klant:
        yield klant


class Waarnemingen:
    """What a stack has seen of SBB."""

    def __init__(self, stapel: Stapel) -> None:
        aws, uitgerold = stapel.uitgerold()
        self._tabel, self._dynamodb = uitgerold.uitvoer["WaarnemingenTabel"], aws.client("dynamodb")

    def vergeet_bewaking(self) -> None:
        """Close every zekering and free every place: many tests in a row make SBB fail."""
        for item in self._dynamodb.scan(TableName=self._tabel, ProjectionExpression="pk")["Items"]:
            self._dynamodb.update_item(
                TableName=self._tabel, Key=item, UpdateExpression="REMOVE zekering, drukte"
            )

    def sluit(self) -> None:
        """End its connection."""
        self._dynamodb.close()


@pytest.fixture(scope="session")
def waarnemingen(stapel: Stapel) -> Iterator[Waarnemingen]:
    """Those of the stack that tests share: what every test uses is made once."""
    waarnemingen = Waarnemingen(stapel)
    yield waarnemingen
    waarnemingen.sluit()


@pytest.fixture
def facade(waarnemingen: Waarnemingen, facade_van_allen: Facade) -> Iterator[Facade]:
    """The client, with SBB in good order and its record of requests empty; nothing left on afterwards."""
    waarnemingen.vergeet_bewaking()
    facade_van_allen.sbb_in_orde()
    yield facade_van_allen
    facade_van_allen.sbb_in_orde()


@pytest.fixture(scope="session")
def leeg_cache(stapel: Stapel) -> Callable[[], None]:
    """Forgets every kept answer of the stack."""
    aws, uitgerold = stapel.uitgerold()
    tabel = uitgerold.uitvoer["AntwoordenTabel"]

    def leeg() -> None:
        # A client for once: its connection is nobody's afterwards.
        with closing(aws.client("dynamodb")) as dynamodb:
            for item in dynamodb.scan(TableName=tabel, ProjectionExpression="pk, sk")["Items"]:
                dynamodb.delete_item(TableName=tabel, Key=item)

    return leeg


@pytest.fixture
def lege_cache(leeg_cache: Callable[[], None]) -> None:
    """Nothing is kept when the test begins."""
    leeg_cache()


@pytest.fixture
def eigen_map(tmp_path: Path) -> Path:
    """Where a stack that a test starts for itself keeps its state."""
    return tmp_path / "eigen"


@pytest.fixture
def sbb(stapel: Stapel, facade: Facade) -> Iterator[Sbb]:
    """SBB, which may bring mutaties."""
    intake = Intake(stapel, facade.stack)
    with intake.client(intake.sbb) as client:
        yield Sbb(intake, client)
