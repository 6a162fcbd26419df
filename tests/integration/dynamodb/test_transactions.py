"""Writes of which another was at the same item: done again, and never taken for done."""

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber
from stagemarkt.adapters.dynamodb import transactions
from stagemarkt.model.errors import OpslagFout

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

STAP: Any = transactions.nieuw("tabel", {"pk": {"S": "x"}, "sk": {"S": "x"}})


def _afgebroken(nep: Stubber, *redenen: str) -> None:
    nep.add_client_error(
        "transact_write_items",
        "TransactionCanceledException",
        modeled_fields={"CancellationReasons": [{"Code": reden} for reden in redenen]},
    )


def test_een_botsing_wordt_herhaald(dynamodb: "DynamoDBClient") -> None:
    """Another transaction at the same item: tried again, later and later, until it is done."""
    gewacht: list[float] = []
    with Stubber(dynamodb) as nep:
        _afgebroken(nep, "TransactionConflict", "None")
        _afgebroken(nep, "ConditionalCheckFailed", "TransactionConflict")
        _afgebroken(nep, "ThrottlingError", "None")
        nep.add_response("transact_write_items", {})
        assert transactions.schrijf(dynamodb, [STAP, STAP], gewacht.append) == frozenset()
        nep.assert_no_pending_responses()
    assert 0.025 <= gewacht[0] <= 0.05 < gewacht[1] + gewacht[0]
    assert len(gewacht) == 3


def test_wat_blijft_botsen_is_niet_gedaan(dynamodb: "DynamoDBClient") -> None:
    """After six attempts it is a failure; with another reason among them it is one at once."""
    gewacht: list[float] = []
    with Stubber(dynamodb) as nep:
        for _ in range(6):
            _afgebroken(nep, "TransactionConflict")
        with pytest.raises(OpslagFout, match="TransactionCanceled"):
            transactions.schrijf(dynamodb, [STAP], gewacht.append)
        assert len(gewacht) == 5
        _afgebroken(nep, "TransactionConflict", "ValidationError")
        with pytest.raises(OpslagFout, match="TransactionCanceled"):
            transactions.schrijf(dynamodb, [STAP, STAP], gewacht.append)
        _afgebroken(nep, "None", "ConditionalCheckFailed")
        assert transactions.schrijf(dynamodb, [STAP, STAP], gewacht.append) == {1}
        nep.assert_no_pending_responses()
    assert len(gewacht) == 5


def test_ook_een_losse_wijziging(dynamodb: "DynamoDBClient") -> None:
    """A single write that meets a transaction is told so by another code; any other error is none of this."""
    gewacht: list[float] = []

    def doe() -> object:
        return dynamodb.delete_item(TableName="tabel", Key={"pk": {"S": "x"}})

    with Stubber(dynamodb) as nep:
        nep.add_client_error("delete_item", "TransactionConflictException")
        nep.add_response("delete_item", {})
        transactions.na_botsing(doe, gewacht.append)
        nep.add_client_error("delete_item", "AccessDeniedException")
        with pytest.raises(ClientError, match="AccessDenied"):
            transactions.na_botsing(doe, gewacht.append)
        nep.assert_no_pending_responses()
    assert len(gewacht) == 1
