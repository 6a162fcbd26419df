"""What was refused waits for an operator, once for each message and reason, and not for ever."""

from typing import TYPE_CHECKING

import pytest
from stagemarkt.adapters.dynamodb.rejects import RejectsTable
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.intake import MAX_REJECTED, REJECTED_RETENTION, RETENTION, Rejected

from tests.integration.support.template import Tables
from tests.mutatie_examples import MESSAGE, NOW

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

REJECTED = Rejected("k1", "ongeldig", "Mutaties/Mutatie.2", "0" * 20, "99XX", MESSAGE, b"<x/>", 4, NOW, NOW)


@pytest.fixture
def book(dynamodb: "DynamoDBClient", tables: Tables) -> RejectsTable:
    """The table, empty."""
    return RejectsTable(dynamodb, tables.mutaties)


def test_what_was_rejected_comes_back(book: RejectsTable) -> None:
    """It reads as it was kept, also where school and message could not be read."""
    without = REJECTED._replace(tag="k2", school=None, bericht_id=None)
    book.reject(REJECTED)
    book.reject(without)
    assert sorted(book.rejected_messages()) == [REJECTED, without]


def test_the_same_again_is_counted(book: RejectsTable) -> None:
    """The same message for the same reason is one item, with when it first and last came and how often."""
    for after in (0, 60, 120):
        book.reject(REJECTED._replace(first_at=NOW + after, last_at=NOW + after))
    assert list(book.rejected_messages()) == [REJECTED._replace(last_at=NOW + 120, times=3)]


def test_a_moment_is_counted_once(book: RejectsTable) -> None:
    """Asked again for an answer that was lost, it stays as it was; a later time counts."""
    for after in (0, 0, 60, 60):
        book.reject(REJECTED._replace(last_at=NOW + after))
    assert list(book.rejected_messages()) == [REJECTED._replace(last_at=NOW + 60, times=2)]


def test_what_is_kept_is_bounded(book: RejectsTable, dynamodb: "DynamoDBClient", tables: Tables) -> None:
    """Of a huge message its beginning is kept, and its size; after a month it is forgotten."""
    book.reject(REJECTED._replace(inhoud=b"x" * (MAX_REJECTED + 1), size=MAX_REJECTED + 1))
    (rejected,) = book.rejected_messages()
    assert (len(rejected.inhoud), rejected.size) == (MAX_REJECTED, MAX_REJECTED + 1)
    (item,) = dynamodb.scan(TableName=tables.mutaties)["Items"]
    assert item["verlooptOp"]["N"] == str(int(NOW) + REJECTED_RETENTION)


def test_what_fails_is_a_storage_error(
    book: RejectsTable, dynamodb: "DynamoDBClient", tables: Tables
) -> None:
    """A table that is not there is a failure of the store; an item that is no refusal is passed over."""
    with pytest.raises(StorageError, match="ResourceNotFound"):
        RejectsTable(dynamodb, "weg").reject(REJECTED)
    dynamodb.put_item(TableName=tables.mutaties, Item={"pk": {"S": "afgekeurd"}, "sk": {"S": "x"}})
    assert list(book.rejected_messages()) == []


def test_a_mutatie_set_apart(book: RejectsTable, dynamodb: "DynamoDBClient", tables: Tables) -> None:
    """Mutaties are kept as long as others, any number at once, again is the same; and can be taken out."""
    set_apart = [
        REJECTED._replace(tag=f"{n:03}", reden="mutatie-onleesbaar", abonnement_id=MESSAGE, positie=n)
        for n in range(1, 61)
    ]
    for _ in range(2):
        book.keep_apart(set_apart)
    assert sorted(book.rejected_messages()) == set_apart
    item = dynamodb.scan(TableName=tables.mutaties)["Items"][0]
    assert item["verlooptOp"]["N"] == str(int(NOW) + RETENTION)
    book.forget("001")
    book.forget("001")
    assert sorted(book.rejected_messages()) == set_apart[1:]
