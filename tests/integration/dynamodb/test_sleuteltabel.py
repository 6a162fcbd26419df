"""The table of keys, as the template makes it."""

from typing import TYPE_CHECKING

import pytest
from stagemarkt.adapters.dynamodb.sleutels import Sleuteltabel
from stagemarkt.model.fouten import OpslagFout
from stagemarkt.poorten.toegang import Sleutelgegevens

from tests.integration.hulp.sjabloon import Tabellen

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

GEGEVENS = Sleutelgegevens(
    prefix="smf_abc123",
    controlegetal="ab" * 32,
    afnemer_id="eduarte",
    toegang={"25BE": ("identificatie", "verificatie"), "01AA": ()},
    verloopt_op=1_900_000_000,
)
PK = {"pk": {"S": "sleutel#smf_abc123"}}


@pytest.fixture
def tabel(dynamodb: "DynamoDBClient", tabellen: Tabellen) -> Sleuteltabel:
    """The adapter under test."""
    return Sleuteltabel(dynamodb, tabellen.toegang, lambda: "pépér")


@pytest.mark.parametrize("verloopt_op", [None, 0, 1_900_000_000])
def test_geeft_terug_wat_is_bewaard(tabel: Sleuteltabel, verloopt_op: int | None) -> None:
    """Every field comes back, with and without an end, with no scope and with several."""
    gegevens = GEGEVENS._replace(verloopt_op=verloopt_op)
    tabel.bewaar(gegevens)
    assert tabel.zoek("smf_abc123") == gegevens


def test_onbekende_prefix_is_none(tabel: Sleuteltabel) -> None:
    """Only the whole prefix finds a key."""
    tabel.bewaar(GEGEVENS)
    assert tabel.zoek("smf_abc12") is None


def test_bewaren_vervangt(tabel: Sleuteltabel) -> None:
    """An end that is taken away is gone: nothing of the old record stays behind."""
    tabel.bewaar(GEGEVENS)
    tabel.bewaar(GEGEVENS._replace(verloopt_op=None, toegang={}))
    assert tabel.zoek("smf_abc123") == GEGEVENS._replace(verloopt_op=None, toegang={})


def test_peper_is_utf8(tabel: Sleuteltabel) -> None:
    """The pepper is the text of its secret, as UTF-8."""
    assert tabel.peper() == "pépér".encode()


@pytest.mark.parametrize(
    "wijziging",
    [
        "REMOVE controlegetal",
        "REMOVE afnemerId",
        "REMOVE toegang",
        "SET toegang = afnemerId",
        "SET verlooptOp = afnemerId",
    ],
)
def test_kapotte_sleutel_is_een_opslagfout(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: Sleuteltabel, wijziging: str
) -> None:
    """A record that is not whole opens nothing: it is a storage that failed."""
    tabel.bewaar(GEGEVENS)
    dynamodb.update_item(TableName=tabellen.toegang, Key=PK, UpdateExpression=wijziging)
    with pytest.raises(OpslagFout, match="without its attributes"):
        tabel.zoek("smf_abc123")


def test_ontbrekende_tabel_noemt_de_awscode(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: Sleuteltabel
) -> None:
    """Without a table both ways fail with the code of AWS and nothing of the key."""
    dynamodb.delete_table(TableName=tabellen.toegang)
    with pytest.raises(OpslagFout, match=r"^ResourceNotFoundException$"):
        tabel.zoek("smf_abc123")
    with pytest.raises(OpslagFout, match=r"^ResourceNotFoundException$"):
        tabel.bewaar(GEGEVENS)
