"""One whole stack for these tests: the deployed template.yaml, and SBB's simulator behind mutual TLS."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from stagemarkt_cli.admin.admin import Admin

from local.deployment import first_school
from local.settings import Settings
from local.stack.local_stack import LocalStack
from tests.e2e.client import FacadeClient
from tests.e2e.intake import IntakeClient
from tests.e2e.simulator import SimulatorControl
from tests.watchman import watched


@pytest.fixture(scope="session", autouse=True)
def watchman(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No stack outlives this process, not when it is killed either."""
    with watched(tmp_path_factory.getbasetemp()):
        yield


@pytest.fixture(scope="session")
def this_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    """A stack of our own, on free ports: it leaves the one of `make up` alone."""
    # A shorter deadline than the template's: the tests wait for it a few times. The highest limits: many
    # tests ask much at once, and what they prove is something else.
    settings = Settings(
        tmp_path_factory.mktemp("stapel"),
        sbb_deadline=4,
        guard_parameters=(("SbbPerSeconde", "50"), ("SbbTegelijk", "50")),
    )
    started = LocalStack(settings, report=lambda _: None)
    started.up()
    try:
        yield started
    finally:
        started.down()


@pytest.fixture(scope="session")
def admin(this_stack: LocalStack) -> Admin:
    """What the operator's command works with."""
    return first_school.admin_of(*this_stack.deployed())


@pytest.fixture(scope="session")
def shared_facade(this_stack: LocalStack) -> Iterator[FacadeClient]:
    """A client of the stack."""
    with FacadeClient(this_stack.stack_json.parent) as client:
        yield client


class SbbSightings:
    """What a stack has seen of SBB."""

    def __init__(self, this_stack: LocalStack) -> None:
        aws, deployed = this_stack.deployed()
        self._table, self._dynamodb = deployed.output["WaarnemingenTabel"], aws.client("dynamodb")

    def reset_guard(self) -> None:
        """Close every circuit breaker and free every place: many tests in a row make SBB fail."""
        for item in self._dynamodb.scan(TableName=self._table, ProjectionExpression="pk")["Items"]:
            self._dynamodb.update_item(
                TableName=self._table, Key=item, UpdateExpression="REMOVE zekering, drukte"
            )

    def close(self) -> None:
        """End its connection."""
        self._dynamodb.close()


@pytest.fixture(scope="session")
def sightings(this_stack: LocalStack) -> Iterator[SbbSightings]:
    """Those of the stack that tests share: what every test uses is made once."""
    sightings = SbbSightings(this_stack)
    yield sightings
    sightings.close()


@pytest.fixture
def facade(sightings: SbbSightings, shared_facade: FacadeClient) -> Iterator[FacadeClient]:
    """The client, with SBB in good order and its record of requests empty; nothing left on afterwards."""
    sightings.reset_guard()
    shared_facade.restore_sbb()
    yield shared_facade
    shared_facade.restore_sbb()


@pytest.fixture(scope="session")
def purge_cache(this_stack: LocalStack) -> Callable[[], None]:
    """Forgets every kept answer of the stack."""
    aws, deployed = this_stack.deployed()
    table = deployed.output["AntwoordenTabel"]

    def empty() -> None:
        # A client for once: its connection is nobody's afterwards.
        with closing(aws.client("dynamodb")) as dynamodb:
            for item in dynamodb.scan(TableName=table, ProjectionExpression="pk, sk")["Items"]:
                dynamodb.delete_item(TableName=table, Key=item)

    return empty


@pytest.fixture
def empty_cache(purge_cache: Callable[[], None]) -> None:
    """Nothing is kept when the test begins."""
    purge_cache()


@pytest.fixture
def own_folder(tmp_path: Path) -> Path:
    """Where a stack that a test starts for itself keeps its state."""
    return tmp_path / "eigen"


@pytest.fixture
def sbb(this_stack: LocalStack, facade: FacadeClient) -> Iterator[SimulatorControl]:
    """SBB, which may bring mutaties."""
    intake = IntakeClient(this_stack, facade.stack)
    with intake.client(intake.sbb) as client:
        yield SimulatorControl(intake, client)
