"""Writes of which another was at the same item: done again, and never taken for done."""

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber
from stagemarkt.adapters.dynamodb import transactions
from stagemarkt.model.errors import StorageError

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

STEP: Any = transactions.new("tabel", {"pk": {"S": "x"}, "sk": {"S": "x"}})


def _cut_off(fake: Stubber, *reasons: str) -> None:
    fake.add_client_error(
        "transact_write_items",
        "TransactionCanceledException",
        modeled_fields={"CancellationReasons": [{"Code": reason} for reason in reasons]},
    )


def test_a_conflict_is_repeated(dynamodb: "DynamoDBClient") -> None:
    """Another transaction at the same item: tried again, later and later, until it is done."""
    waited: list[float] = []
    with Stubber(dynamodb) as fake:
        _cut_off(fake, "TransactionConflict", "None")
        _cut_off(fake, "ConditionalCheckFailed", "TransactionConflict")
        _cut_off(fake, "ThrottlingError", "None")
        fake.add_response("transact_write_items", {})
        assert transactions.write(dynamodb, [STEP, STEP], waited.append) == frozenset()
        fake.assert_no_pending_responses()
    assert 0.025 <= waited[0] <= 0.05 < waited[1] + waited[0]
    assert len(waited) == 3


def test_what_keeps_conflicting_is_not_done(dynamodb: "DynamoDBClient") -> None:
    """After six attempts it is a failure; with another reason among them it is one at once."""
    waited: list[float] = []
    with Stubber(dynamodb) as fake:
        for _ in range(6):
            _cut_off(fake, "TransactionConflict")
        with pytest.raises(StorageError, match="TransactionCanceled"):
            transactions.write(dynamodb, [STEP], waited.append)
        assert len(waited) == 5
        _cut_off(fake, "TransactionConflict", "ValidationError")
        with pytest.raises(StorageError, match="TransactionCanceled"):
            transactions.write(dynamodb, [STEP, STEP], waited.append)
        _cut_off(fake, "None", "ConditionalCheckFailed")
        assert transactions.write(dynamodb, [STEP, STEP], waited.append) == {1}
        fake.assert_no_pending_responses()
    assert len(waited) == 5


def test_a_single_write_too(dynamodb: "DynamoDBClient") -> None:
    """A single write that meets a transaction is told so by another code; any other error is none of this."""
    waited: list[float] = []

    def run() -> object:
        return dynamodb.delete_item(TableName="tabel", Key={"pk": {"S": "x"}})

    with Stubber(dynamodb) as fake:
        fake.add_client_error("delete_item", "TransactionConflictException")
        fake.add_response("delete_item", {})
        transactions.retry_on_conflict(run, waited.append)
        fake.add_client_error("delete_item", "AccessDeniedException")
        with pytest.raises(ClientError, match="AccessDenied"):
            transactions.retry_on_conflict(run, waited.append)
        fake.assert_no_pending_responses()
    assert len(waited) == 1
