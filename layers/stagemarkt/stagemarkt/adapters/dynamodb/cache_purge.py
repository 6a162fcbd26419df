"""Emptying the table of answers of what may be kept no longer (implements `ports.cache.Opruimer`)."""

from typing import TYPE_CHECKING

from stagemarkt.adapters.aws import als_opslagfout
from stagemarkt.adapters.dynamodb import cache_items as vorm
from stagemarkt.adapters.dynamodb.cache import schrijf_in_partijen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from types_boto3_dynamodb.client import DynamoDBClient


class Antwoordopruimer:
    """Empties `tabel`."""

    def __init__(self, client: "DynamoDBClient", tabel: str) -> None:
        self._client = client
        self._tabel = tabel

    def ruim_op(self, toegestaan: "Collection[str]") -> int:
        """As the port says."""
        aantal = 0

        def opdrachten() -> "Iterator[vorm.Opdracht]":
            nonlocal aantal
            for sleutel in self._sleutels():
                soort = sleutel["sk"]["S"]
                # The generation tells of nobody, and a list that is being fetched is judged by it.
                if soort == vorm.GENERATIE or soort.rpartition("#")[2] in toegestaan:
                    continue
                aantal += 1
                yield {"DeleteRequest": {"Key": sleutel}}

        schrijf_in_partijen(self._client, self._tabel, opdrachten())
        return aantal

    def _sleutels(self) -> "Iterator[vorm.Item]":
        bladen = self._client.get_paginator("scan").paginate(
            TableName=self._tabel, ProjectionExpression="pk, sk", ConsistentRead=True
        )
        with als_opslagfout():
            for blad in bladen:
                yield from blad["Items"]
