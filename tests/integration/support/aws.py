"""An AWS in this process (moto), without any account."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

import pytest
from moto import mock_aws

from tests.integration.support.template import REGION

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient


@contextmanager
def fake_aws() -> Iterator[None]:
    """Every client that is made in here speaks with this AWS and no other."""
    with pytest.MonkeyPatch.context() as environment, mock_aws():
        environment.setenv("AWS_DEFAULT_REGION", REGION)
        yield


class _OneAtATime:
    """Stands before a client; what is no call (its exceptions) passes."""

    def __init__(self, client: object) -> None:
        self._client = client
        self._lock = Lock()

    def __getattr__(self, name: str) -> object:
        member = getattr(self._client, name)
        return self._env(member) if callable(member) and name != "exceptions" else member

    def _env(self, invocation: Callable[..., object]) -> Callable[..., object]:
        def call(**wat: Any) -> object:
            with self._lock:
                return invocation(**wat)

        return call


def one_at_a_time(client: "DynamoDBClient") -> "DynamoDBClient":
    """This client for many threads: DynamoDB checks a condition and writes in one step, moto in two."""
    return cast("DynamoDBClient", _OneAtATime(client))
