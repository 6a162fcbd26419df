"""The record of what was seen of SBB, in the table that the template makes."""

from typing import TYPE_CHECKING

import pytest
from stagemarkt.adapters.dynamodb.waarnemingen import Waarnemingentabel
from stagemarkt.model.fouten import OpslagFout
from stagemarkt.poorten.waarnemingen import Waarneming

from tests.integration.hulp.sjabloon import Tabellen

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

NU = 1_700_000_000


@pytest.fixture
def tabel(dynamodb: "DynamoDBClient", tabellen: Tabellen) -> Waarnemingentabel:
    """The adapter under test."""
    return Waarnemingentabel(dynamodb, tabellen.waarnemingen)


def test_begin_is_leeg(tabel: Waarnemingentabel) -> None:
    """Before anything was seen, everything is None."""
    assert tabel.lees() == Waarneming()


def test_succes_en_fout_staan_naast_elkaar(tabel: Waarnemingentabel) -> None:
    """A success does not erase the failure, nor the failure the success; each keeps its last moment."""
    tabel.meld_succes(NU)
    tabel.meld_fout(NU + 5, "bron-timeout")
    tabel.meld_succes(NU + 9)
    assert tabel.lees() == Waarneming(NU + 9, NU + 5, "bron-timeout")


def test_momenten_op_de_milliseconde(tabel: Waarnemingentabel) -> None:
    """A moment comes back as it was, to the millisecond: who was last must stay to be seen."""
    tabel.meld_succes(NU + 0.123)
    tabel.meld_fout(NU + 0.124, "bron-timeout")
    assert tabel.lees() == Waarneming(NU + 0.123, NU + 0.124, "bron-timeout")


def test_een_vrager_per_tussentijd(tabel: Waarnemingentabel) -> None:
    """Of twenty who ask at once exactly one may try SBB's door, and again after the interval."""
    assert [tabel.eis_peiling_op(NU, 30) for _ in range(20)].count(True) == 1
    assert [tabel.eis_peiling_op(NU + 29, 30) for _ in range(20)].count(True) == 0
    assert [tabel.eis_peiling_op(NU + 30, 30) for _ in range(20)].count(True) == 1
    assert tabel.lees() == Waarneming()


def test_een_eis_laat_de_rest_staan(tabel: Waarnemingentabel) -> None:
    """Claiming the right to try does not touch what was seen."""
    tabel.meld_succes(NU)
    assert tabel.eis_peiling_op(NU + 60, 30)
    assert tabel.lees() == Waarneming(laatste_succes=NU)


@pytest.mark.parametrize("attribuut", ["laatsteSucces", "laatsteFout", "foutcode"])
def test_kapot_item_is_een_opslagfout(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: Waarnemingentabel, attribuut: str
) -> None:
    """An attribute of another type is a storage that failed, as the port says, not a KeyError."""
    dynamodb.put_item(
        TableName=tabellen.waarnemingen, Item={"pk": {"S": "bron#sbb"}, attribuut: {"BOOL": True}}
    )
    with pytest.raises(OpslagFout):
        tabel.lees()


def test_ontbrekende_tabel_noemt_de_awscode(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: Waarnemingentabel
) -> None:
    """Without a table every call fails with the code of AWS."""
    dynamodb.delete_table(TableName=tabellen.waarnemingen)
    for aanroep in (
        tabel.lees,
        lambda: tabel.meld_succes(NU),
        lambda: tabel.meld_fout(NU, "bron-timeout"),
        lambda: tabel.eis_peiling_op(NU, 30),
    ):
        with pytest.raises(OpslagFout, match=r"^ResourceNotFoundException$"):
            aanroep()
