"""Answers that are lost: DynamoDB does the write, the client hears nothing, and the SDK asks again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import ReadTimeoutError

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

SCHRIJFT: Final = frozenset({"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem"})


def vasthoudende_client() -> "DynamoDBClient":
    """A client that asks up to three times, as the most patient of ours does."""
    client: DynamoDBClient = boto3.client(
        "dynamodb", config=Config(retries={"mode": "standard", "total_max_attempts": 3})
    )
    # It asks again at once: a test does not wait.
    gebeurtenissen: Any = client.meta.events
    gebeurtenissen.register_first("needs-retry.dynamodb", _meteen)
    return client


def _meteen(caught_exception: Exception | None = None, attempts: int = 0, **_: Any) -> float | None:
    return 0.0 if isinstance(caught_exception, ReadTimeoutError) and attempts < 3 else None


def na_moto(client: "DynamoDBClient", doe: Callable[..., None]) -> None:
    """Do this when the work was done and before anybody hears of it.

    Moto does it at this very event; what is registered for a part of the event would come before that.
    """
    client.meta.events.register_last("before-send", doe)


def werk_van(request: Any) -> str:
    """The operation that a request asks for."""
    doel = request.headers["X-Amz-Target"]
    return str(doel.decode() if isinstance(doel, bytes) else doel).rpartition(".")[2]


@contextmanager
def verliest(client: "DynamoDBClient", welke: Callable[[int], bool]) -> Iterator[list[str]]:
    """Loses the answers to those writes for which `welke` (their number, from 0) says so; what was written.

    An answer is lost after the write was done, once: when the SDK asks again it gets what there is then.
    """
    gezien: list[str] = []
    verloren: set[int] = set()

    def na_het_werk(request: Any, **_: Any) -> None:
        werk = werk_van(request)
        if werk not in SCHRIJFT:
            return
        if verloren:
            # The same write, asked again.
            verloren.clear()
            return
        nummer = len(gezien)
        gezien.append(werk)
        if welke(nummer):
            verloren.add(nummer)
            raise ReadTimeoutError(endpoint_url=request.url)

    na_moto(client, na_het_werk)
    try:
        yield gezien
    finally:
        client.meta.events.unregister("before-send", na_het_werk)
