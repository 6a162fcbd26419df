"""The subscriptions that we made are known at once, and until they are forgotten."""

from typing import TYPE_CHECKING

import pytest
from stagemarkt.adapters.dynamodb.sbb_subscriptions import SubscriptionTable
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.sbb_subscriptions import KnownSubscription

from tests.integration.support.template import Tables
from tests.mutatie_examples import ABONNEMENT, NOW, OTHER_MESSAGE

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

KNOWN = KnownSubscription(ABONNEMENT, "99XX", "0000000700099XX00000", "https://intake.example/x", NOW)


@pytest.fixture
def book(dynamodb: "DynamoDBClient", tables: Tables) -> SubscriptionTable:
    """The table, empty."""
    return SubscriptionTable(dynamodb, tables.mutaties)


def test_remembering_finding_forgetting(book: SubscriptionTable) -> None:
    """It is found as it was remembered; once forgotten it is not ours."""
    assert book.find(ABONNEMENT) is None
    book.remember(KNOWN)
    assert book.find(ABONNEMENT) == KNOWN
    book.forget(ABONNEMENT)
    book.forget(ABONNEMENT)
    assert book.find(ABONNEMENT) is None


def test_remembering_again_does_not_change_since_when(book: SubscriptionTable) -> None:
    """Subscribing again is no new beginning, but an endpoint that moved is noted."""
    book.remember(KNOWN)
    moved = KNOWN._replace(endpoint="https://elders.example/x", sinds=NOW + 60)
    book.remember(moved)
    assert book.find(ABONNEMENT) == moved._replace(sinds=NOW)


def test_all_of_every_school(book: SubscriptionTable) -> None:
    """All of them, oldest first."""
    other = KNOWN._replace(abonnement_id=OTHER_MESSAGE, school="99XZ", sinds=NOW - 1)
    assert book.everything() == []
    book.remember(KNOWN)
    book.remember(other)
    assert book.everything() == [other, KNOWN]


def test_what_fails_is_a_storage_error(
    book: SubscriptionTable, dynamodb: "DynamoDBClient", tables: Tables
) -> None:
    """A table that is not there, and an item that is no subscription, are failures of the store."""
    weg = SubscriptionTable(dynamodb, "weg")
    for run in (
        lambda: weg.remember(KNOWN),
        lambda: weg.forget(ABONNEMENT),
        lambda: weg.find(ABONNEMENT),
        weg.everything,
    ):
        with pytest.raises(StorageError, match="ResourceNotFound"):
            run()
    dynamodb.put_item(
        TableName=tables.mutaties, Item={"pk": {"S": "sbb-abonnementen"}, "sk": {"S": ABONNEMENT}}
    )
    with pytest.raises(StorageError, match="attributes"):
        book.find(ABONNEMENT)
