"""What the operator's choice keeps at rest, seen in the tables of a stack deployed with it."""

from pathlib import Path

import pytest

from local import uitrol
from local.instellingen import Instellingen
from local.sbb import voorbeelden as vb
from local.stapel import Stapel
from tests.e2e.klant import Facade


@pytest.mark.parametrize("modus", ["uit", "zonder-persoonsgegevens"])
def test_niets_persoonlijks_in_rust(eigen_map: Path, modus: str) -> None:
    """Under this choice no identification is kept: each is asked of SBB, and callers must not keep it."""
    stapel = Stapel(Instellingen(eigen_map, cache_mode=modus), meld=lambda _: None)
    stapel.omhoog()
    try:
        with Facade(eigen_map) as facade:
            facade.sbb_in_orde()
            antwoorden = [facade.vraag(f"/leerbedrijven/{vb.EENMANSZAAK}") for _ in range(2)]
            antwoorden.append(facade.vraag("/leerbedrijven", params={"naam": vb.EENMANSZAAK_NAAM}))
            assert [a.status_code for a in antwoorden] == [200] * 3
            assert {a.headers["Cache-Status"] for a in antwoorden} == {"stagemarkt; fwd=bypass"}
            assert {a.headers["Cache-Control"] for a in antwoorden} == {"private, no-store"}
            assert len(facade.verzoeken()) == 3
        aws, uitgerold = stapel.uitgerold()
        tabel = aws.client("dynamodb").scan(TableName=uitgerold.uitvoer["AntwoordenTabel"])
        assert tabel["Items"] == []
    finally:
        stapel.omlaag()


def test_een_kapotte_cache_kost_geen_antwoord(eigen_map: Path) -> None:
    """With the table gone every answer still comes, from SBB, and says that nothing was stored."""
    stapel = Stapel(Instellingen(eigen_map), meld=lambda _: None)
    stapel.omhoog()
    try:
        with Facade(eigen_map) as facade:
            facade.vraag(f"/leerbedrijven/{vb.TOONBEELD}")
            aws, uitgerold = stapel.uitgerold()
            aws.client("dynamodb").delete_table(TableName=uitgerold.uitvoer["AntwoordenTabel"])
            antwoord = facade.vraag(f"/leerbedrijven/{vb.TOONBEELD}")
            assert antwoord.status_code == 200
            assert antwoord.headers["Cache-Status"] == "stagemarkt; fwd=miss"
    finally:
        stapel.omlaag()


def test_een_strengere_keuze_leegt_wat_zij_verbiedt(eigen_map: Path) -> None:
    """Deployed again with `uit`: nothing kept is served any more, and without an operator it is deleted."""
    stapel = Stapel(Instellingen(eigen_map), meld=lambda _: None)
    stapel.omhoog()
    try:
        with Facade(eigen_map) as facade:
            paden = [f"/leerbedrijven/{vb.TOONBEELD}", "/leerbedrijven?naam=Bitwerk"]
            for pad in paden:
                facade.vraag(pad)
                assert "hit" in facade.vraag(pad).headers["Cache-Status"]
            aws, uitgerold = stapel.uitgerold()
            _rol_uit_met(aws, "uit")
            assert {facade.vraag(pad).headers["Cache-Status"] for pad in paden} == {"stagemarkt; fwd=bypass"}
            dynamodb, tabel = aws.client("dynamodb"), uitgerold.uitvoer["AntwoordenTabel"]
            assert dynamodb.scan(TableName=tabel)["Count"] > 0
            # What its events do: the deployment that is done, and the clock.
            bron = aws.client("cloudformation").describe_stack_resource(
                StackName=uitrol.STACK, LogicalResourceId="Opruiming"
            )["StackResourceDetail"]["PhysicalResourceId"]
            gedaan = aws.client("lambda").invoke(FunctionName=bron, Payload=b"{}")
            assert "FunctionError" not in gedaan
            assert dynamodb.scan(TableName=tabel)["Items"] == []
    finally:
        stapel.omlaag()


def _rol_uit_met(aws: uitrol.Aws, cache_mode: str) -> None:
    """A second deployment over the first, with another CacheMode and nothing else."""
    cloudformation = aws.client("cloudformation")
    (stack,) = cloudformation.describe_stacks(StackName=uitrol.STACK)["Stacks"]
    parameters = {p["ParameterKey"]: p["ParameterValue"] for p in stack["Parameters"]}
    parameters["CacheMode"] = cache_mode
    cloudformation.update_stack(
        StackName=uitrol.STACK,
        UsePreviousTemplate=True,
        Parameters=[{"ParameterKey": naam, "ParameterValue": w} for naam, w in parameters.items()],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        Tags=stack["Tags"],
    )
    cloudformation.get_waiter("stack_update_complete").wait(
        StackName=uitrol.STACK, WaiterConfig={"Delay": 1, "MaxAttempts": 60}
    )
