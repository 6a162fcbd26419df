"""The table of mutaties: what comes back is what was kept, and a message is claimed once."""

from typing import TYPE_CHECKING, Any

import pytest
from botocore.stub import Stubber
from stagemarkt.adapters.dynamodb import batches
from stagemarkt.adapters.dynamodb.connection import make_patient_client, make_quick_client
from stagemarkt.adapters.dynamodb.mutaties import MutatieTable, mutatie_to_item
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.intake import RETENTION

from tests.integration.support.template import Tables
from tests.mutatie_examples import MESSAGE, NOW, OTHER_MESSAGE, header, mutaties

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient


@pytest.fixture
def storage(dynamodb: "DynamoDBClient", tables: Tables) -> MutatieTable:
    """The table, empty."""
    return MutatieTable(dynamodb, tables.mutaties)


def test_what_was_kept_comes_back(storage: MutatieTable) -> None:
    """A mutatie reads as it was kept, to the last field; one that is not there is None."""
    kept = mutaties(3)
    storage.keep(kept)
    assert [storage.read(m.mutatie_id) for m in kept] == list(kept)
    assert storage.read("onbekend") is None


def test_many_at_once(storage: MutatieTable) -> None:
    """Any number is kept and read at once, in the order asked for; what is not there is left out."""
    kept = mutaties(250)
    storage.keep(kept)
    storage.keep(kept)
    ids = [m.mutatie_id for m in reversed(kept)]
    assert storage.read_all([*ids, "onbekend"]) == list(reversed(kept))
    assert storage.read_all([ids[0], ids[0]]) == [kept[-1], kept[-1]]
    assert storage.read_all([]) == []


def test_a_message_belongs_to_who_brings_it_first(storage: MutatieTable) -> None:
    """The first claim decides content and moment; a later one, of whatever content, learns of it."""
    first = storage.accept(header(2), NOW + 0.00049)
    assert first == ("som", NOW, False)
    assert storage.accept(header(2), NOW + 60) == first
    assert storage.accept(header(1, checksum="anders"), NOW + 60) == first


def test_the_marker_comes_last(storage: MutatieTable) -> None:
    """Once finished a message stays so; a message that nobody claimed cannot be finished."""
    storage.accept(header(2), NOW)
    storage.complete(MESSAGE)
    storage.complete(MESSAGE)
    assert storage.accept(header(2), NOW + 1).completed
    with pytest.raises(StorageError, match="ConditionalCheckFailed"):
        storage.complete(OTHER_MESSAGE)


def test_a_replay_goes_per_school_in_order_of_arrival(storage: MutatieTable) -> None:
    """A replay gives each mutatie of the school from a moment on, oldest message first."""
    later = mutaties(130, OTHER_MESSAGE, gelogd_op=NOW + 5)
    theirs = "0e1d2c3b-0000-4000-8000-000000000003"
    for bericht_id, school, count, at in (
        (OTHER_MESSAGE, "99XX", 130, NOW + 5),
        (MESSAGE, "99XX", 2, NOW),
        (theirs, "99XZ", 1, NOW),
    ):
        storage.accept(header(count, bericht_id, school), at)
        storage.keep(mutaties(count, bericht_id, school, at))
    assert list(storage.walk("99XX", 0)) == [*mutaties(2), *later]
    assert list(storage.walk("99XX", NOW + 5)) == later
    assert list(storage.walk("99XX", NOW + 5.001)) == []


def test_what_was_half_kept_is_replayed_that_far(storage: MutatieTable) -> None:
    """Of a message that died halfway a replay gives what there is."""
    storage.accept(header(5), NOW)
    storage.keep(mutaties(2))
    assert list(storage.walk("99XX", 0)) == mutaties(2)


def test_everything_expires_by_itself(
    storage: MutatieTable, dynamodb: "DynamoDBClient", tables: Tables
) -> None:
    """Every item has its end: ninety days after it was logged."""
    storage.accept(header(1), NOW)
    storage.keep(mutaties(1))
    items = dynamodb.scan(TableName=tables.mutaties)["Items"]
    assert len(items) == 3
    assert {item["verlooptOp"]["N"] for item in items} == {str(int(NOW) + RETENTION)}


def test_an_item_without_fields_is_a_storage_error(
    storage: MutatieTable, dynamodb: "DynamoDBClient", tables: Tables
) -> None:
    """What cannot be read as a mutatie is a failure of the store, not a surprise."""
    (mutatie,) = mutaties(1)
    for piece in ({"status": {"S": "anders"}}, {"startdatum": {"S": "gisteren"}}):
        dynamodb.put_item(TableName=tables.mutaties, Item={**mutatie_to_item(mutatie), **piece})
        with pytest.raises(StorageError, match="attributes"):
            storage.read(mutatie.mutatie_id)


def test_without_a_table_everything_is_a_storage_error(dynamodb: "DynamoDBClient") -> None:
    """Whatever DynamoDB refuses is told as a failure of the store, by each call."""
    weg = MutatieTable(dynamodb, "weg")
    for run in (
        lambda: weg.accept(header(1), NOW),
        lambda: weg.keep(mutaties(1)),
        lambda: weg.complete(MESSAGE),
        lambda: weg.read(MESSAGE),
        lambda: list(weg.walk("99XX", 0)),
    ):
        with pytest.raises(StorageError, match="ResourceNotFound"):
            run()


@pytest.mark.usefixtures("dynamodb")
def test_what_is_left_over_is_offered_again() -> None:
    """What DynamoDB could not take at once is offered again, later and later, and then it is a failure."""
    client, waited = make_patient_client(), list[float]()
    items: Any = [mutatie_to_item(m) for m in mutaties(2)]
    rest = {"tabel": [{"PutRequest": {"Item": items[1]}}]}
    with Stubber(client) as fake:
        fake.add_response("batch_write_item", {"UnprocessedItems": rest})
        fake.add_response("batch_write_item", {"UnprocessedItems": {}}, {"RequestItems": rest})
        batches.write(client, "tabel", items, waited.append)
        assert waited == [0.05]
        for _ in range(5):
            fake.add_response("batch_write_item", {"UnprocessedItems": rest})
        with pytest.raises(StorageError, match="Unprocessed"):
            batches.write(client, "tabel", items, waited.append)
        fake.assert_no_pending_responses()
    client.close()


@pytest.mark.usefixtures("dynamodb")
def test_what_was_not_read_is_asked_for_again() -> None:
    """The same for reading: nothing is taken for absent that was only not looked up."""
    client, waited = make_quick_client(), list[float]()
    sleutels: Any = [{"pk": {"S": str(n)}, "sk": {"S": "x"}} for n in range(2)]
    rest: Any = {"tabel": {"Keys": sleutels[1:], "ConsistentRead": True}}
    with Stubber(client) as fake:
        fake.add_response("batch_get_item", {"Responses": {"tabel": sleutels[:1]}, "UnprocessedKeys": rest})
        fake.add_response(
            "batch_get_item",
            {"Responses": {"tabel": sleutels[1:]}, "UnprocessedKeys": {}},
            {"RequestItems": rest},
        )
        assert list(batches.read(client, "tabel", sleutels, waited.append)) == sleutels
        for _ in range(5):
            fake.add_response("batch_get_item", {"Responses": {}, "UnprocessedKeys": rest})
        with pytest.raises(StorageError, match="Unprocessed"):
            list(batches.read(client, "tabel", sleutels, waited.append))
    client.close()
