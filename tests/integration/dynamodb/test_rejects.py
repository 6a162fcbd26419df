"""What was refused waits for an operator, once for each message and reason, and not for ever."""

from typing import TYPE_CHECKING

import pytest
from stagemarkt.adapters.dynamodb.rejects import Afkeurtabel
from stagemarkt.model.errors import OpslagFout
from stagemarkt.ports.mutaties import AFGEKEURD_BEWAARD, BEWAARTERMIJN, MAX_AFGEKEURD, Afgekeurd

from tests.integration.support.template import Tabellen
from tests.mutatie_examples import BERICHT, NU

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

AFGEKEURD = Afgekeurd("k1", "ongeldig", "Mutaties/Mutatie.2", "0" * 20, "99XX", BERICHT, b"<x/>", 4, NU, NU)


@pytest.fixture
def boek(dynamodb: "DynamoDBClient", tabellen: Tabellen) -> Afkeurtabel:
    """The table, empty."""
    return Afkeurtabel(dynamodb, tabellen.mutaties)


def test_wat_afgekeurd_is_komt_terug(boek: Afkeurtabel) -> None:
    """It reads as it was kept, also where school and message could not be read."""
    zonder = AFGEKEURD._replace(kenmerk="k2", school=None, bericht_id=None)
    boek.keur_af(AFGEKEURD)
    boek.keur_af(zonder)
    assert sorted(boek.afgekeurde()) == [AFGEKEURD, zonder]


def test_dezelfde_weer_wordt_geteld(boek: Afkeurtabel) -> None:
    """The same message for the same reason is one item, with when it first and last came and how often."""
    for na in (0, 60, 120):
        boek.keur_af(AFGEKEURD._replace(eerst_op=NU + na, laatst_op=NU + na))
    assert list(boek.afgekeurde()) == [AFGEKEURD._replace(laatst_op=NU + 120, keren=3)]


def test_wat_bewaard_wordt_is_begrensd(
    boek: Afkeurtabel, dynamodb: "DynamoDBClient", tabellen: Tabellen
) -> None:
    """Of a huge message its beginning is kept, and its size; after a month it is forgotten."""
    boek.keur_af(AFGEKEURD._replace(inhoud=b"x" * (MAX_AFGEKEURD + 1), omvang=MAX_AFGEKEURD + 1))
    (afgekeurd,) = boek.afgekeurde()
    assert (len(afgekeurd.inhoud), afgekeurd.omvang) == (MAX_AFGEKEURD, MAX_AFGEKEURD + 1)
    (item,) = dynamodb.scan(TableName=tabellen.mutaties)["Items"]
    assert item["verlooptOp"]["N"] == str(int(NU) + AFGEKEURD_BEWAARD)


def test_wat_niet_lukt_is_een_opslagfout(
    boek: Afkeurtabel, dynamodb: "DynamoDBClient", tabellen: Tabellen
) -> None:
    """A table that is not there, and an item that is no refusal, are failures of the store."""
    with pytest.raises(OpslagFout, match="ResourceNotFound"):
        Afkeurtabel(dynamodb, "weg").keur_af(AFGEKEURD)
    dynamodb.put_item(TableName=tabellen.mutaties, Item={"pk": {"S": "afgekeurd"}, "sk": {"S": "x"}})
    with pytest.raises(OpslagFout, match="attributes"):
        list(boek.afgekeurde())


def test_een_mutatie_apart(boek: Afkeurtabel, dynamodb: "DynamoDBClient", tabellen: Tabellen) -> None:
    """Mutaties are kept as long as others, any number at once, again is the same; and can be taken out."""
    apart = [
        AFGEKEURD._replace(kenmerk=f"{n:03}", reden="mutatie-onleesbaar", abonnement_id=BERICHT, positie=n)
        for n in range(1, 61)
    ]
    for _ in range(2):
        boek.houd_apart(apart)
    assert sorted(boek.afgekeurde()) == apart
    item = dynamodb.scan(TableName=tabellen.mutaties)["Items"][0]
    assert item["verlooptOp"]["N"] == str(int(NU) + BEWAARTERMIJN)
    boek.vergeet("001")
    boek.vergeet("001")
    assert sorted(boek.afgekeurde()) == apart[1:]
