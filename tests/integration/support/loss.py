"""Answers that are lost: DynamoDB does the write, the client hears nothing, and the SDK asks again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import ReadTimeoutError

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

WRITES: Final = frozenset({"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem"})


def persistent_client() -> "DynamoDBClient":
    """A client that asks up to three times, as the most patient of ours does."""
    client: DynamoDBClient = boto3.client(
        "dynamodb", config=Config(retries={"mode": "standard", "total_max_attempts": 3})
    )
    # It asks again at once: a test does not wait.
    events: Any = client.meta.events
    events.register_first("needs-retry.dynamodb", _immediately)
    return client


def _immediately(caught_exception: Exception | None = None, attempts: int = 0, **_: Any) -> float | None:
    return 0.0 if isinstance(caught_exception, ReadTimeoutError) and attempts < 3 else None


def after_moto(client: "DynamoDBClient", run: Callable[..., None]) -> None:
    """Do this when the work was done and before anybody hears of it.

    Moto does it at this very event; what is registered for a part of the event would come before that.
    """
    client.meta.events.register_last("before-send", run)


def work_of(request: Any) -> str:
    """The operation that a request asks for."""
    target = request.headers["X-Amz-Target"]
    return str(target.decode() if isinstance(target, bytes) else target).rpartition(".")[2]


@contextmanager
def losing(client: "DynamoDBClient", which: Callable[[int], bool]) -> Iterator[list[str]]:
    """Loses the answers to those writes for which `which` (their number, from 0) says so; what was written.

    An answer is lost after the write was done, once: when the SDK asks again it gets what there is then.
    """
    seen: list[str] = []
    lost: set[int] = set()

    def after_the_work(request: Any, **_: Any) -> None:
        tasks = work_of(request)
        if tasks not in WRITES:
            return
        if lost:
            # The same write, asked again.
            lost.clear()
            return
        number = len(seen)
        seen.append(tasks)
        if which(number):
            lost.add(number)
            raise ReadTimeoutError(endpoint_url=request.url)

    after_moto(client, after_the_work)
    try:
        yield seen
    finally:
        client.meta.events.unregister("before-send", after_the_work)
