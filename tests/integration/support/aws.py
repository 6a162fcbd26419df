"""An AWS in this process (moto), without any account."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

import pytest
from moto import mock_aws

from tests.integration.support.template import REGIO

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient


@contextmanager
def nagemaakte_aws() -> Iterator[None]:
    """Every client that is made in here speaks with this AWS and no other."""
    with pytest.MonkeyPatch.context() as omgeving, mock_aws():
        omgeving.setenv("AWS_DEFAULT_REGION", REGIO)
        yield


class _EenTegelijk:
    """Stands before a client; what is no call (its exceptions) passes."""

    def __init__(self, client: object) -> None:
        self._client = client
        self._slot = Lock()

    def __getattr__(self, naam: str) -> object:
        lid = getattr(self._client, naam)
        return self._om(lid) if callable(lid) and naam != "exceptions" else lid

    def _om(self, aanroep: Callable[..., object]) -> Callable[..., object]:
        def roep(**wat: Any) -> object:
            with self._slot:
                return aanroep(**wat)

        return roep


def een_tegelijk(client: "DynamoDBClient") -> "DynamoDBClient":
    """This client for many threads: DynamoDB checks a condition and writes in one step, moto in two."""
    return cast("DynamoDBClient", _EenTegelijk(client))
