"""The subscriptions that we made are known at once, and until they are forgotten."""

from typing import TYPE_CHECKING

import pytest
from stagemarkt.adapters.dynamodb.sbb_subscriptions import Abonnementtabel
from stagemarkt.model.errors import OpslagFout
from stagemarkt.ports.sbb_subscriptions import BekendAbonnement

from tests.integration.support.template import Tabellen
from tests.mutatie_examples import ABONNEMENT, ANDER_BERICHT, NU

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

BEKEND = BekendAbonnement(ABONNEMENT, "99XX", "0000000700099XX00000", "https://intake.example/x", NU)


@pytest.fixture
def boek(dynamodb: "DynamoDBClient", tabellen: Tabellen) -> Abonnementtabel:
    """The table, empty."""
    return Abonnementtabel(dynamodb, tabellen.mutaties)


def test_onthouden_vinden_vergeten(boek: Abonnementtabel) -> None:
    """It is found as it was remembered; once forgotten it is not ours."""
    assert boek.vind(ABONNEMENT) is None
    boek.onthoud(BEKEND)
    assert boek.vind(ABONNEMENT) == BEKEND
    boek.vergeet(ABONNEMENT)
    boek.vergeet(ABONNEMENT)
    assert boek.vind(ABONNEMENT) is None


def test_weer_onthouden_verandert_niet_sinds_wanneer(boek: Abonnementtabel) -> None:
    """Subscribing again is no new beginning, but an endpoint that moved is noted."""
    boek.onthoud(BEKEND)
    verhuisd = BEKEND._replace(endpoint="https://elders.example/x", sinds=NU + 60)
    boek.onthoud(verhuisd)
    assert boek.vind(ABONNEMENT) == verhuisd._replace(sinds=NU)


def test_alle_van_elke_school(boek: Abonnementtabel) -> None:
    """All of them, oldest first."""
    ander = BEKEND._replace(abonnement_id=ANDER_BERICHT, school="99XZ", sinds=NU - 1)
    assert boek.alle() == []
    boek.onthoud(BEKEND)
    boek.onthoud(ander)
    assert boek.alle() == [ander, BEKEND]


def test_wat_niet_lukt_is_een_opslagfout(
    boek: Abonnementtabel, dynamodb: "DynamoDBClient", tabellen: Tabellen
) -> None:
    """A table that is not there, and an item that is no subscription, are failures of the store."""
    weg = Abonnementtabel(dynamodb, "weg")
    for doe in (
        lambda: weg.onthoud(BEKEND),
        lambda: weg.vergeet(ABONNEMENT),
        lambda: weg.vind(ABONNEMENT),
        weg.alle,
    ):
        with pytest.raises(OpslagFout, match="ResourceNotFound"):
            doe()
    dynamodb.put_item(
        TableName=tabellen.mutaties, Item={"pk": {"S": "sbb-abonnementen"}, "sk": {"S": ABONNEMENT}}
    )
    with pytest.raises(OpslagFout, match="attributes"):
        boek.vind(ABONNEMENT)
