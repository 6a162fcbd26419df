"""What the operator's choice keeps at rest, seen in the tables of a stack deployed with it."""

from collections.abc import Callable, Iterator

import pytest

from local import deployment
from local.sbb import examples as vb
from local.settings import Instellingen
from local.stack import Stapel
from tests.e2e.client import Facade
from tests.e2e.redeploy import redeploy


@pytest.fixture(scope="module")
def eigen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stapel]:
    """A stack for these tests, which each deploy it again with their own choice."""
    stapel = Stapel(Instellingen(tmp_path_factory.mktemp("cachemodus")), meld=lambda _: None)
    stapel.omhoog()
    yield stapel
    stapel.omlaag()


@pytest.fixture
def facade(eigen: Stapel) -> Iterator[Facade]:
    """Its client, with SBB in good order."""
    with Facade(eigen.stack_json.parent) as facade:
        facade.sbb_in_orde()
        yield facade


@pytest.fixture
def aws(eigen: Stapel) -> deployment.Aws:
    """Where it is deployed."""
    return eigen.uitgerold()[0]


@pytest.fixture
def tabel(eigen: Stapel) -> str:
    """The table of kept answers."""
    return eigen.uitgerold()[1].uitvoer["AntwoordenTabel"]


@pytest.fixture
def rol_uit_met(aws: deployment.Aws, tabel: str) -> Callable[[str], None]:
    """Deploys the stack with a choice, as if nothing had ever been kept."""

    def rol_uit(modus: str) -> None:
        redeploy(aws, modus)
        dynamodb = aws.client("dynamodb")
        for item in dynamodb.scan(TableName=tabel, ProjectionExpression="pk, sk")["Items"]:
            dynamodb.delete_item(TableName=tabel, Key=item)

    return rol_uit


@pytest.mark.parametrize("modus", ["uit", "zonder-persoonsgegevens"])
def test_niets_persoonlijks_in_rust(
    facade: Facade, aws: deployment.Aws, tabel: str, rol_uit_met: Callable[[str], None], modus: str
) -> None:
    """Under this choice no identification is kept: each is asked of SBB, and callers must not keep it."""
    rol_uit_met(modus)
    antwoorden = [facade.vraag(f"/leerbedrijven/{vb.EENMANSZAAK}") for _ in range(2)]
    antwoorden.append(facade.vraag("/leerbedrijven", params={"naam": vb.EENMANSZAAK_NAAM}))
    assert [a.status_code for a in antwoorden] == [200] * 3
    assert {a.headers["Cache-Status"] for a in antwoorden} == {"stagemarkt; fwd=bypass"}
    assert {a.headers["Cache-Control"] for a in antwoorden} == {"private, no-store"}
    assert len(facade.verzoeken()) == 3
    assert aws.client("dynamodb").scan(TableName=tabel)["Items"] == []


@pytest.fixture
def zonder_tabel(aws: deployment.Aws, tabel: str) -> Iterator[Callable[[], None]]:
    """Takes the table of kept answers away; another like it comes in its place afterwards."""
    dynamodb = aws.client("dynamodb")
    was = dynamodb.describe_table(TableName=tabel)["Table"]
    yield lambda: dynamodb.delete_table(TableName=tabel) and None
    dynamodb.create_table(
        TableName=tabel,
        AttributeDefinitions=was["AttributeDefinitions"],
        KeySchema=was["KeySchema"],
        BillingMode="PAY_PER_REQUEST",
    )


def test_een_kapotte_cache_kost_geen_antwoord(
    facade: Facade, rol_uit_met: Callable[[str], None], zonder_tabel: Callable[[], None]
) -> None:
    """With the table gone every answer still comes, from SBB, and says that nothing was stored."""
    rol_uit_met("volledig")
    facade.vraag(f"/leerbedrijven/{vb.TOONBEELD}")
    zonder_tabel()
    antwoord = facade.vraag(f"/leerbedrijven/{vb.TOONBEELD}")
    assert antwoord.status_code == 200
    assert antwoord.headers["Cache-Status"] == "stagemarkt; fwd=miss"


def test_een_strengere_keuze_leegt_wat_zij_verbiedt(
    facade: Facade, aws: deployment.Aws, tabel: str, rol_uit_met: Callable[[str], None]
) -> None:
    """Deployed again with `uit`: nothing kept is served any more, and without an operator it is deleted."""
    rol_uit_met("volledig")
    paden = [f"/leerbedrijven/{vb.TOONBEELD}", "/leerbedrijven?naam=Bitwerk"]
    for pad in paden:
        facade.vraag(pad)
        assert "hit" in facade.vraag(pad).headers["Cache-Status"]
    redeploy(aws, "uit")
    assert {facade.vraag(pad).headers["Cache-Status"] for pad in paden} == {"stagemarkt; fwd=bypass"}
    dynamodb = aws.client("dynamodb")
    assert dynamodb.scan(TableName=tabel)["Count"] > 0
    # What its events do: the deployment that is done, and the clock.
    bron = aws.client("cloudformation").describe_stack_resource(
        StackName=deployment.STACK, LogicalResourceId="Opruiming"
    )["StackResourceDetail"]["PhysicalResourceId"]
    gedaan = aws.client("lambda").invoke(FunctionName=bron, Payload=b"{}")
    assert "FunctionError" not in gedaan
    assert dynamodb.scan(TableName=tabel)["Items"] == []
