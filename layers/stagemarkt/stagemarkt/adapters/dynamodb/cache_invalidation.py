"""Forgetting what was kept of a leerbedrijf (implements `ports.cache.Invalidator`).

The order is what makes it sound; `stagemarkt.adapters.dynamodb.cache` says why.
"""

import uuid
from typing import TYPE_CHECKING

from stagemarkt.adapters.aws import as_storage_error
from stagemarkt.adapters.dynamodb import cache_items as form
from stagemarkt.adapters.dynamodb.cache import write_in_batches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from types_boto3_dynamodb.client import DynamoDBClient


class AnswerInvalidator:
    """Forgets in `table`."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def invalidate(self, school: str, *leerbedrijf_ids: str) -> None:
        """As the port says."""
        with as_storage_error():
            self._client.update_item(
                TableName=self._table,
                Key=form.generation_key(school),
                UpdateExpression="SET waarde = :nieuw",
                ExpressionAttributeValues={":nieuw": {"S": uuid.uuid4().hex}},
            )
        weg = {
            (sleutel["pk"]["S"], sleutel["sk"]["S"]): sleutel
            for leerbedrijf_id in leerbedrijf_ids
            for sleutel in self._sleutels(school, leerbedrijf_id)
        }
        write_in_batches(
            self._client, self._table, ({"DeleteRequest": {"Key": sleutel}} for sleutel in weg.values())
        )

    def _sleutels(self, school: str, leerbedrijf_id: str) -> "Iterator[form.Item]":
        """The keys of all entries and leases that tell, or may come to tell, of this leerbedrijf."""
        sheets = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": f"{school}#leerbedrijf#{leerbedrijf_id}"}},
            ProjectionExpression="pk, sk",
            ConsistentRead=True,
        )
        with as_storage_error():
            for sheet in sheets:
                for item in sheet["Items"]:
                    sk = item["sk"]["S"]
                    yield form.target_of(school, sk) if sk.startswith(form.LISTING) else item
