"""The log of processings, in DynamoDB."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from botocore.awsrequest import AWSResponse
from stagemarkt.adapters.dynamodb.audit import ProcessingTable
from stagemarkt.adapters.dynamodb.connection import make_sure_client
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.audit import Processing

from tests.integration.dynamodb.later import FROM_LATER
from tests.integration.support.template import Tables

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

LINE = Processing(
    "7c0a5c9e-3c4b-4f0e-9d53-5b1c2f8e6a10",
    "zoekLeerplaatsen",
    "demo",
    "abcdefgh",
    "99XX",
    ("900000001",),
    ("praktijkopleiders.naam",),
    "sbb",
    1_788_256_800.25,
)


class _Body(BytesIO):
    """A body as botocore reads one."""

    def stream(self) -> Iterator[bytes]:
        """All of it."""
        yield self.read()


def test_a_record(dynamodb: "DynamoDBClient", tables: Tables) -> None:
    """An item under school and day, with all of it, that expires after the operator's term."""
    ProcessingTable(dynamodb, tables.audit, 365).record(LINE)
    (item,) = dynamodb.scan(TableName=tables.audit)["Items"]
    assert item == {
        "pk": {"S": "99XX#2026-09-01"},
        "sk": {"S": f"2026-09-01T10:00:00.250+00:00#{LINE.request_id}"},
        "verzoekId": {"S": LINE.request_id},
        "operatie": {"S": "zoekLeerplaatsen"},
        "afnemerId": {"S": "demo"},
        "sleutel": {"S": "abcdefgh"},
        "school": {"S": "99XX"},
        "leerbedrijven": {"L": [{"S": "900000001"}]},
        "velden": {"L": [{"S": "praktijkopleiders.naam"}]},
        "bron": {"S": "sbb"},
        "op": {"N": "1788256800.250"},
        "verlooptOp": {"N": str(1_788_256_800 + 365 * 86_400)},
        **FROM_LATER,
    }
    assert dynamodb.describe_time_to_live(TableName=tables.audit)["TimeToLiveDescription"][
        "AttributeName"
    ] == ("verlooptOp")


def test_what_is_on_record_stays(dynamodb: "DynamoDBClient", tables: Tables) -> None:
    """A record is not written over: it is an error, and so no data leave."""
    table = ProcessingTable(dynamodb, tables.audit, 365)
    table.record(LINE)
    with pytest.raises(StorageError, match="ConditionalCheckFailed"):
        table.record(LINE._replace(velden=()))
    (item,) = dynamodb.scan(TableName=tables.audit)["Items"]
    assert item["velden"] == {"L": [{"S": "praktijkopleiders.naam"}]}


def test_the_same_record_once_more(dynamodb: "DynamoDBClient", tables: Tables) -> None:
    """The attempt after one whose answer was lost finds its own record there: that is kept, once."""
    table = ProcessingTable(dynamodb, tables.audit, 365)
    table.record(LINE)
    table.record(LINE)
    assert dynamodb.scan(TableName=tables.audit)["Count"] == 1


def test_a_faltering_table(dynamodb: "DynamoDBClient", tables: Tables) -> None:
    """One failure of DynamoDB, even after it wrote, is no answer withheld; the record is there once."""
    client, pogingen = make_sure_client(), list[str]()
    events: Any = client.meta.events
    no_headers: Any = {}

    def falter(request: Any, **_: object) -> AWSResponse | None:
        pogingen.append(request.method)
        if len(pogingen) > 1:
            return None
        ProcessingTable(dynamodb, tables.audit, 365).record(LINE)
        return AWSResponse(request.url, 500, no_headers, _Body(b'{"__type": "InternalServerError"}'))

    events.register_first("before-send.dynamodb.PutItem", falter)
    ProcessingTable(client, tables.audit, 365).record(LINE)
    client.close()
    assert len(pogingen) == 2
    assert dynamodb.scan(TableName=tables.audit)["Count"] == 1


def test_the_largest_record(dynamodb: "DynamoDBClient", tables: Tables) -> None:
    """The widest search there is, a hundred leerbedrijven with IDs of forty characters, is a small item."""
    wide = LINE._replace(
        leerbedrijven=tuple(f"{n:040d}" for n in range(100)), trail="4b" * 16, parent_id="00f0" * 4
    )
    ProcessingTable(dynamodb, tables.audit, 365).record(wide)
    (item,) = dynamodb.scan(TableName=tables.audit)["Items"]
    assert len(str(item)) < 10_000
    assert (item["spoor"], item["vanuit"]) == ({"S": "4b" * 16}, {"S": "00f0" * 4})


def test_a_table_that_does_not_exist(dynamodb: "DynamoDBClient") -> None:
    """A table that does not answer is a `StorageError`."""
    with pytest.raises(StorageError):
        ProcessingTable(dynamodb, "bestaat-niet", 365).record(LINE)
