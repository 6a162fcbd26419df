"""One whole stack for these tests: the deployed template.yaml, and SBB's simulator behind mutual TLS."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from stagemarkt_cli.beheer.beheer import Beheer

from local import inrichting
from local.instellingen import Instellingen
from local.stapel import Stapel
from tests.e2e.intake import Intake
from tests.e2e.klant import Facade
from tests.e2e.sbb import Sbb


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
    gestart.omhoog()
    yield gestart
    gestart.omlaag()


@pytest.fixture(scope="session")
def beheer(stapel: Stapel) -> Beheer:
    """What the operator's command works with."""
    return inrichting.beheer_van(*stapel.uitgerold())


@pytest.fixture(scope="session")
def facade_van_allen(stapel: Stapel) -> Iterator[Facade]:
    """A client of the stack."""
    with Facade(stapel.stack_json.parent) as klant:
        yield klant


def vergeet_bewaking(stapel: Stapel) -> None:
    """Close every zekering and free every place: many tests in a row make SBB fail."""
    aws, uitgerold = stapel.uitgerold()
    tabel, dynamodb = uitgerold.uitvoer["WaarnemingenTabel"], aws.client("dynamodb")
    for item in dynamodb.scan(TableName=tabel, ProjectionExpression="pk")["Items"]:
        if item["pk"]["S"].startswith(("zekering#", "bewaking#")):
            dynamodb.delete_item(TableName=tabel, Key=item)


@pytest.fixture
def facade(stapel: Stapel, facade_van_allen: Facade) -> Iterator[Facade]:
    """The client, with SBB in good order and its record of requests empty; nothing left on afterwards."""
    vergeet_bewaking(stapel)
    facade_van_allen.sbb_in_orde()
    yield facade_van_allen
    facade_van_allen.sbb_in_orde()


@pytest.fixture(scope="session")
def leeg_cache(stapel: Stapel) -> Callable[[], None]:
    """Forgets every kept answer of the stack."""
    aws, uitgerold = stapel.uitgerold()
    tabel, dynamodb = uitgerold.uitvoer["AntwoordenTabel"], aws.client("dynamodb")

    def leeg() -> None:
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
