"""The log of processings, in DynamoDB."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from botocore.awsrequest import AWSResponse
from stagemarkt.adapters.dynamodb.audit import Verwerkingentabel
from stagemarkt.adapters.dynamodb.connection import maak_zekere_client
from stagemarkt.model.errors import OpslagFout
from stagemarkt.ports.audit import Verwerking

from tests.integration.support.template import Tabellen

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

REGEL = Verwerking(
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


class _Lichaam(BytesIO):
    """A body as botocore reads one."""

    def stream(self) -> Iterator[bytes]:
        """All of it."""
        yield self.read()


def test_een_regel(dynamodb: "DynamoDBClient", tabellen: Tabellen) -> None:
    """An item under school and day, with all of it, that expires after the operator's term."""
    Verwerkingentabel(dynamodb, tabellen.audit, 365).leg_vast(REGEL)
    (item,) = dynamodb.scan(TableName=tabellen.audit)["Items"]
    assert item == {
        "pk": {"S": "99XX#2026-09-01"},
        "sk": {"S": f"2026-09-01T10:00:00.250+00:00#{REGEL.verzoek_id}"},
        "verzoekId": {"S": REGEL.verzoek_id},
        "operatie": {"S": "zoekLeerplaatsen"},
        "afnemerId": {"S": "demo"},
        "sleutel": {"S": "abcdefgh"},
        "school": {"S": "99XX"},
        "leerbedrijven": {"L": [{"S": "900000001"}]},
        "velden": {"L": [{"S": "praktijkopleiders.naam"}]},
        "bron": {"S": "sbb"},
        "op": {"N": "1788256800.250"},
        "verlooptOp": {"N": str(1_788_256_800 + 365 * 86_400)},
    }
    assert dynamodb.describe_time_to_live(TableName=tabellen.audit)["TimeToLiveDescription"][
        "AttributeName"
    ] == ("verlooptOp")


def test_wat_vastligt_blijft(dynamodb: "DynamoDBClient", tabellen: Tabellen) -> None:
    """A record is not written over: it is an error, and so no data leave."""
    tabel = Verwerkingentabel(dynamodb, tabellen.audit, 365)
    tabel.leg_vast(REGEL)
    with pytest.raises(OpslagFout, match="ConditionalCheckFailed"):
        tabel.leg_vast(REGEL._replace(velden=()))
    (item,) = dynamodb.scan(TableName=tabellen.audit)["Items"]
    assert item["velden"] == {"L": [{"S": "praktijkopleiders.naam"}]}


def test_dezelfde_regel_nog_eens(dynamodb: "DynamoDBClient", tabellen: Tabellen) -> None:
    """The attempt after one whose answer was lost finds its own record there: that is kept, once."""
    tabel = Verwerkingentabel(dynamodb, tabellen.audit, 365)
    tabel.leg_vast(REGEL)
    tabel.leg_vast(REGEL)
    assert dynamodb.scan(TableName=tabellen.audit)["Count"] == 1


def test_een_haperende_tabel(dynamodb: "DynamoDBClient", tabellen: Tabellen) -> None:
    """One failure of DynamoDB, even after it wrote, is no answer withheld; the record is there once."""
    client, pogingen = maak_zekere_client(), list[str]()
    gebeurtenissen: Any = client.meta.events
    geen_koppen: Any = {}

    def hapert(request: Any, **_: object) -> AWSResponse | None:
        pogingen.append(request.method)
        if len(pogingen) > 1:
            return None
        Verwerkingentabel(dynamodb, tabellen.audit, 365).leg_vast(REGEL)
        return AWSResponse(request.url, 500, geen_koppen, _Lichaam(b'{"__type": "InternalServerError"}'))

    gebeurtenissen.register_first("before-send.dynamodb.PutItem", hapert)
    Verwerkingentabel(client, tabellen.audit, 365).leg_vast(REGEL)
    client.close()
    assert len(pogingen) == 2
    assert dynamodb.scan(TableName=tabellen.audit)["Count"] == 1


def test_de_grootste_regel(dynamodb: "DynamoDBClient", tabellen: Tabellen) -> None:
    """The widest search there is, a hundred leerbedrijven with IDs of forty characters, is a small item."""
    breed = REGEL._replace(
        leerbedrijven=tuple(f"{n:040d}" for n in range(100)), spoor="4b" * 16, vanuit="00f0" * 4
    )
    Verwerkingentabel(dynamodb, tabellen.audit, 365).leg_vast(breed)
    (item,) = dynamodb.scan(TableName=tabellen.audit)["Items"]
    assert len(str(item)) < 10_000
    assert (item["spoor"], item["vanuit"]) == ({"S": "4b" * 16}, {"S": "00f0" * 4})


def test_een_tabel_die_er_niet_is(dynamodb: "DynamoDBClient") -> None:
    """A table that does not answer is an OpslagFout."""
    with pytest.raises(OpslagFout):
        Verwerkingentabel(dynamodb, "bestaat-niet", 365).leg_vast(REGEL)
