"""Forgetting what was kept of a leerbedrijf (implements `ports.cache.Vergeter`).

The order is what makes it sound; `stagemarkt.adapters.dynamodb.cache` says why.
"""

import uuid
from typing import TYPE_CHECKING

from stagemarkt.adapters.aws import als_opslagfout
from stagemarkt.adapters.dynamodb import cache_items as vorm
from stagemarkt.adapters.dynamodb.cache import schrijf_in_partijen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from types_boto3_dynamodb.client import DynamoDBClient


class Antwoordvergeter:
    """Forgets in `tabel`."""

    def __init__(self, client: "DynamoDBClient", tabel: str) -> None:
        self._client = client
        self._tabel = tabel

    def invalideer(self, school: str, *leerbedrijf_ids: str) -> None:
        """As the port says."""
        with als_opslagfout():
            self._client.update_item(
                TableName=self._tabel,
                Key=vorm.generatiesleutel(school),
                UpdateExpression="SET waarde = :nieuw",
                ExpressionAttributeValues={":nieuw": {"S": uuid.uuid4().hex}},
            )
        weg = {
            (sleutel["pk"]["S"], sleutel["sk"]["S"]): sleutel
            for leerbedrijf_id in leerbedrijf_ids
            for sleutel in self._sleutels(school, leerbedrijf_id)
        }
        schrijf_in_partijen(
            self._client, self._tabel, ({"DeleteRequest": {"Key": sleutel}} for sleutel in weg.values())
        )

    def _sleutels(self, school: str, leerbedrijf_id: str) -> "Iterator[vorm.Item]":
        """The keys of all entries and leases that tell, or may come to tell, of this leerbedrijf."""
        bladen = self._client.get_paginator("query").paginate(
            TableName=self._tabel,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": f"{school}#leerbedrijf#{leerbedrijf_id}"}},
            ProjectionExpression="pk, sk",
            ConsistentRead=True,
        )
        with als_opslagfout():
            for blad in bladen:
                for item in blad["Items"]:
                    sk = item["sk"]["S"]
                    yield vorm.doel_van(school, sk) if sk.startswith(vorm.LIJST) else item
