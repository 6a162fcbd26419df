"""What the operator's choice keeps at rest, seen in the tables of a stack deployed with it."""

from collections.abc import Callable, Iterator

import pytest

from local.deployment.cloudformation import STACK, Aws
from local.sbb.register import examples
from local.settings import Settings
from local.stack.local_stack import LocalStack
from tests.e2e.client import FacadeClient
from tests.e2e.redeploy import redeploy


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    """A stack for these tests, which each deploy it again with their own choice."""
    this_stack = LocalStack(Settings(tmp_path_factory.mktemp("cachemodus")), report=lambda _: None)
    this_stack.up()
    yield this_stack
    this_stack.down()


@pytest.fixture
def facade(own: LocalStack) -> Iterator[FacadeClient]:
    """Its client, with SBB in good order."""
    with FacadeClient(own.stack_json.parent) as facade:
        facade.restore_sbb()
        yield facade


@pytest.fixture
def aws(own: LocalStack) -> Aws:
    """Where it is deployed."""
    return own.deployed()[0]


@pytest.fixture
def table(own: LocalStack) -> str:
    """The table of kept answers."""
    return own.deployed()[1].output["AntwoordenTabel"]


@pytest.fixture
def redeploy_with(aws: Aws, table: str) -> Callable[[str], None]:
    """Deploys the stack with a choice, as if nothing had ever been kept."""

    def deploy(mode: str) -> None:
        redeploy(aws, mode)
        dynamodb = aws.client("dynamodb")
        for item in dynamodb.scan(TableName=table, ProjectionExpression="pk, sk")["Items"]:
            dynamodb.delete_item(TableName=table, Key=item)

    return deploy


@pytest.mark.parametrize("mode", ["uit", "zonder-persoonsgegevens"])
def test_nothing_personal_at_rest(
    facade: FacadeClient, aws: Aws, table: str, redeploy_with: Callable[[str], None], mode: str
) -> None:
    """Under this choice no identification is kept: each is asked of SBB, and callers must not keep it."""
    redeploy_with(mode)
    answers = [facade.question(f"/leerbedrijven/{examples.EENMANSZAAK}") for _ in range(2)]
    answers.append(facade.question("/leerbedrijven", params={"naam": examples.EENMANSZAAK_NAME}))
    assert [a.status_code for a in answers] == [200] * 3
    assert {a.headers["Cache-Status"] for a in answers} == {"stagemarkt; fwd=bypass"}
    assert {a.headers["Cache-Control"] for a in answers} == {"private, no-store"}
    assert len(facade.requests()) == 3
    assert aws.client("dynamodb").scan(TableName=table)["Items"] == []


@pytest.fixture
def drop_table(aws: Aws, table: str) -> Iterator[Callable[[], None]]:
    """Takes the table of kept answers away; another like it comes in its place afterwards."""
    dynamodb = aws.client("dynamodb")
    was = dynamodb.describe_table(TableName=table)["Table"]
    yield lambda: dynamodb.delete_table(TableName=table) and None
    dynamodb.create_table(
        TableName=table,
        AttributeDefinitions=was["AttributeDefinitions"],
        KeySchema=was["KeySchema"],
        BillingMode="PAY_PER_REQUEST",
    )


def test_a_broken_cache_costs_no_answer(
    facade: FacadeClient, redeploy_with: Callable[[str], None], drop_table: Callable[[], None]
) -> None:
    """With the table gone every answer still comes, from SBB, and says that nothing was stored."""
    redeploy_with("volledig")
    facade.question(f"/leerbedrijven/{examples.SHOWPIECE}")
    drop_table()
    answer = facade.question(f"/leerbedrijven/{examples.SHOWPIECE}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Status"] == "stagemarkt; fwd=miss"


def test_a_stricter_choice_purges_what_it_forbids(
    facade: FacadeClient, aws: Aws, table: str, redeploy_with: Callable[[str], None]
) -> None:
    """Deployed again with `uit`: nothing kept is served any more, and without an operator it is deleted."""
    redeploy_with("volledig")
    paths = [f"/leerbedrijven/{examples.SHOWPIECE}", "/leerbedrijven?naam=Bitwerk"]
    for path in paths:
        facade.question(path)
        assert "hit" in facade.question(path).headers["Cache-Status"]
    redeploy(aws, "uit")
    assert {facade.question(path).headers["Cache-Status"] for path in paths} == {"stagemarkt; fwd=bypass"}
    dynamodb = aws.client("dynamodb")
    assert dynamodb.scan(TableName=table)["Count"] > 0
    # What its events do: the deployment that is done, and the clock.
    bron = aws.client("cloudformation").describe_stack_resource(
        StackName=STACK, LogicalResourceId="Opruiming"
    )["StackResourceDetail"]["PhysicalResourceId"]
    done = aws.client("lambda").invoke(FunctionName=bron, Payload=b"{}")
    assert "FunctionError" not in done
    assert dynamodb.scan(TableName=table)["Items"] == []
