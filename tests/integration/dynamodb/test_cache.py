"""The table of kept answers, as the template makes it."""

import gzip
from typing import TYPE_CHECKING

import pytest
from stagemarkt.adapters.dynamodb.cache import VORM, AnswerTable
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.cache import AnswerKey, CacheLease, CacheState, KeptAnswer, SharedFailure

from tests.integration.support.template import Tables, sources
from tests.unit.fakes.cache import any_content

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

NOW = 1_700_000_000
SLEUTEL = AnswerKey("99XX", "leerbedrijf#900000001", "identificatie")
LISTING = AnswerKey("99XX", "vraag#0a1b", "identificatie")
PK = {"pk": {"S": "99XX#leerbedrijf#900000001"}, "sk": {"S": "identificatie"}}
# Every byte there is: a body that passed through a text would not survive.
BODY = gzip.compress('{"naam":"Café \u2603"}'.encode(), mtime=0) + bytes(range(256))
ANSWER = KeptAnswer("99XX", BODY, 'W/"abc"', NOW, "gevonden", '{"naam":"x"}')
LEASE = CacheLease("houder", NOW + 10.5)
EXPIRES = NOW + 86_400
FAILURE = SharedFailure("houder", "bron-timeout", "Te laat.", "Late.", 10, 999)


@pytest.fixture
def table(dynamodb: "DynamoDBClient", tables: Tables) -> AnswerTable:
    """The adapter under test."""
    return AnswerTable(dynamodb, tables.answers, any_content)


def keep(table: AnswerTable, answer: KeptAnswer = ANSWER, sleutel: AnswerKey = SLEUTEL) -> None:
    """Take the lease and keep this answer."""
    lease, _ = table.take(sleutel, LEASE, NOW, take_over=False)
    assert lease is not None
    assert table.keep(sleutel, answer, lease, EXPIRES, ())


def test_gives_back_what_was_kept(table: AnswerTable) -> None:
    """What is kept comes back byte for byte, as `bytes`, and its lease is over."""
    keep(table)
    state = table.read(SLEUTEL)
    assert state == CacheState(ANSWER)
    assert state.answer is not None
    assert type(state.answer.body) is bytes


def test_nothing_kept_is_nothing(table: AnswerTable) -> None:
    """An empty table is a miss, not an error."""
    assert table.read(SLEUTEL) == CacheState()


def test_unknown_has_no_body(table: AnswerTable) -> None:
    """An unknown leerbedrijf is an entry too, without body or tag."""
    unknown = KeptAnswer("99XX", b"", "", NOW, "onbekend")
    keep(table, unknown)
    assert table.read(SLEUTEL).answer == unknown


def test_new_replaces_old(table: AnswerTable) -> None:
    """A second answer takes the place of the first."""
    keep(table)
    new = ANSWER._replace(etag='W/"nieuw"', opgehaald_op=NOW + 9)
    keep(table, new)
    assert table.read(SLEUTEL).answer == new


def test_schools_never_see_each_others_answers(table: AnswerTable) -> None:
    """The school is in the key: one school's answer is a miss for another, and neither overwrites."""
    keep(table)
    other = SLEUTEL._replace(school="01AA")
    assert table.read(other) == CacheState()
    keep(table, ANSWER._replace(school="01AA", body=b"van 01AA"), other)
    own, theirs = table.read(SLEUTEL).answer, table.read(other).answer
    assert own is not None
    assert theirs is not None
    assert (own.body, theirs.body) == (BODY, b"van 01AA")


@pytest.mark.parametrize(
    "other",
    [SLEUTEL._replace(onderwerp="leerbedrijf#900000002"), SLEUTEL._replace(soort="detailgegevens")],
)
def test_subject_and_kind_belong_to_the_key(table: AnswerTable, other: AnswerKey) -> None:
    """Another leerbedrijf or another kind of answer is another entry."""
    keep(table)
    assert table.read(other) == CacheState()


@pytest.mark.parametrize(
    "change",
    [
        "REMOVE vorm",
        "REMOVE school",
        "REMOVE lichaam",
        "REMOVE controle",
        "REMOVE etag",
        "REMOVE opgehaaldOp",
        "REMOVE uitkomst",
        "REMOVE vraag",
        "SET vorm = :oud",
        "SET opgehaaldOp = etag",
        "SET lichaam = etag",
        "SET lichaam = :rommel",
        "SET controle = etag",
        "SET uitkomst = etag",
        "SET school = lichaam",
    ],
)
def test_a_damaged_item_is_a_miss(
    dynamodb: "DynamoDBClient", tables: Tables, table: AnswerTable, change: str
) -> None:
    """An entry of another form, without an attribute, of another type or with other bytes is not there."""
    keep(table)
    values: dict[str, AttributeValueTypeDef] = {
        ":oud": {"S": f"{VORM}0"},
        ":rommel": {"B": BODY[:-1] + b"?"},
    }
    item = dynamodb.get_item(TableName=tables.answers, Key=PK)["Item"]
    act, _, name = change.partition(" ")
    if act == "REMOVE":
        del item[name]
    else:
        name, _, bron = name.partition(" = ")
        item[name] = values.get(bron) or item[bron]
    dynamodb.put_item(TableName=tables.answers, Item=item)
    assert table.read(SLEUTEL) == CacheState()
    keep(table)
    assert table.read(SLEUTEL).answer == ANSWER


def test_a_damaged_lease_locks_nobody_out(
    dynamodb: "DynamoDBClient", tables: Tables, table: AnswerTable
) -> None:
    """A lease without an end is over."""
    table.take(SLEUTEL, LEASE, NOW, take_over=False)
    dynamodb.update_item(TableName=tables.answers, Key=PK, UpdateExpression="REMOVE pachtTot")
    assert table.read(SLEUTEL).lease is None
    assert table.take(SLEUTEL, LEASE._replace(holder="b"), NOW, take_over=False).lease is not None


def test_a_lease_has_one_holder(table: AnswerTable) -> None:
    """Who takes it first has it until it is over; who comes after is told who has it."""
    assert table.take(SLEUTEL, LEASE, NOW, take_over=False) == (LEASE, CacheState())
    second = LEASE._replace(holder="b", until=NOW + 20.0)
    refused = table.take(SLEUTEL, second, NOW + 10.4, take_over=False)
    assert (refused.lease, refused.stand.lease) == (None, LEASE)
    assert table.take(SLEUTEL, second, NOW + 10.5, take_over=False).lease == second
    assert table.read(SLEUTEL).lease == second


def test_who_lost_the_lease_keeps_nothing(table: AnswerTable) -> None:
    """An answer under a lease that was taken over, or ended, is not kept; the other one's is."""
    second = LEASE._replace(holder="b")
    table.take(SLEUTEL, LEASE, NOW, take_over=False)
    assert table.take(SLEUTEL, second, NOW, take_over=True).lease == second
    assert table.keep(SLEUTEL, ANSWER, LEASE, EXPIRES, ()) is False
    table.give_up(SLEUTEL, LEASE, FAILURE)
    assert table.read(SLEUTEL) == CacheState(lease=second)
    assert table.keep(SLEUTEL, ANSWER, second, EXPIRES, ()) is True
    assert table.keep(SLEUTEL, ANSWER._replace(etag="x"), second, EXPIRES, ()) is False
    assert table.read(SLEUTEL).answer == ANSWER


def test_a_lease_leaves_the_old_one_in_place(table: AnswerTable) -> None:
    """While somebody fetches, and when that fails, what was kept is there; whoever waits hears why."""
    keep(table)
    taken = table.take(SLEUTEL, LEASE, NOW, take_over=False)
    assert (taken.lease, taken.stand) == (LEASE, CacheState(ANSWER))
    assert table.read(SLEUTEL) == CacheState(ANSWER, LEASE)
    table.give_up(SLEUTEL, LEASE, FAILURE)
    assert table.read(SLEUTEL) == CacheState(ANSWER, None, FAILURE)
    bare = FAILURE._replace(retry_after=None, signaalcode=None)
    table.take(SLEUTEL, LEASE, NOW, take_over=False)
    table.give_up(SLEUTEL, LEASE, bare)
    assert table.read(SLEUTEL).failure == bare


def test_giving_up_and_forgetting(table: AnswerTable) -> None:
    """Who gives up may take the entry along, and whoever waits still hears why."""
    keep(table)
    table.take(SLEUTEL, LEASE, NOW, take_over=False)
    table.give_up(SLEUTEL, LEASE._replace(holder="ander"), FAILURE, forget=True)
    assert table.read(SLEUTEL).answer == ANSWER
    table.give_up(SLEUTEL, LEASE, FAILURE, forget=True)
    assert table.read(SLEUTEL) == CacheState(failure=FAILURE)


def test_a_refresh_is_asked_for_once(table: AnswerTable) -> None:
    """One caller in so many seconds gets the right, and only for the entry that it saw."""
    keep(table)
    assert table.claim_refresh(SLEUTEL, NOW, NOW + 100.0, 60)
    assert not table.claim_refresh(SLEUTEL, NOW, NOW + 159.9, 60)
    assert table.read(SLEUTEL).marked_at == NOW + 100.0
    assert table.claim_refresh(SLEUTEL, NOW, NOW + 160.0, 60)
    assert not table.claim_refresh(SLEUTEL, NOW - 1, NOW + 999.0, 60)
    keep(table)
    assert table.read(SLEUTEL).marked_at == 0.0


def test_nothing_cannot_be_marked(table: AnswerTable) -> None:
    """What is not there cannot be refreshed, and asking leaves nothing behind."""
    assert not table.claim_refresh(SLEUTEL, NOW, NOW + 100.0, 60)
    assert table.read(SLEUTEL) == CacheState()


def test_a_missing_table_names_the_aws_code_and_not_the_item(
    dynamodb: "DynamoDBClient", table: AnswerTable, tables: Tables
) -> None:
    """Without a table every way fails with the code of AWS; key and content are not in the error."""
    dynamodb.delete_table(TableName=tables.answers)
    for run in (
        lambda: table.read(SLEUTEL),
        lambda: table.take(SLEUTEL, LEASE, NOW, take_over=False),
        lambda: table.keep(SLEUTEL, ANSWER, LEASE, EXPIRES, ()),
        lambda: table.keep(LISTING, ANSWER, LEASE, EXPIRES, ("900000001",)),
        lambda: table.give_up(SLEUTEL, LEASE, FAILURE),
        lambda: table.claim_refresh(SLEUTEL, NOW, NOW, 60),
    ):
        with pytest.raises(StorageError, match=r"^ResourceNotFoundException$"):
            run()


def test_a_too_large_answer_is_a_storage_error(table: AnswerTable) -> None:
    """What does not fit in an item (400 KB) fails as a storage does, so that the answer goes on."""
    table.take(SLEUTEL, LEASE, NOW, take_over=False)
    with pytest.raises(StorageError, match=r"^ValidationException$"):
        table.keep(SLEUTEL, ANSWER._replace(body=b"x" * 410_000), LEASE, EXPIRES, ())


def test_everything_purges_itself(dynamodb: "DynamoDBClient", tables: Tables, table: AnswerTable) -> None:
    """Entry, pointer and lease all carry the attribute by which DynamoDB cleans up."""
    attribute = sources("AWS::DynamoDB::Table")["Antwoorden"]["TimeToLiveSpecification"]["AttributeName"]
    description = dynamodb.describe_time_to_live(TableName=tables.answers)["TimeToLiveDescription"]
    assert description == {"TimeToLiveStatus": "ENABLED", "AttributeName": attribute}
    lease, _ = table.take(LISTING, LEASE, NOW, take_over=False)
    assert lease is not None
    table.keep(LISTING, ANSWER, lease, EXPIRES, ("900000001",))
    table.take(SLEUTEL, LEASE, NOW, take_over=False)
    items = dynamodb.scan(TableName=tables.answers)["Items"]
    assert {item["sk"]["S"]: int(item[attribute]["N"]) for item in items if item["pk"] != PK["pk"]} == {
        "identificatie": EXPIRES
    }
    assert {item["sk"]["S"]: int(item[attribute]["N"]) for item in items if item["pk"] == PK["pk"]} == {
        # As long again: a list that is fetched anew before it expires has its pointers still.
        "lijst#vraag#0a1b#identificatie": 2 * EXPIRES - NOW,
        "identificatie": int(LEASE.until) + 600,
    }
