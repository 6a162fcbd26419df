"""Forgetting what was kept of a leerbedrijf: all of it, nothing else, and what is under way loses."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from stagemarkt.adapters.dynamodb.cache import AnswerTable
from stagemarkt.adapters.dynamodb.cache_invalidation import AnswerInvalidator
from stagemarkt.adapters.dynamodb.cache_purge import AnswerPurger
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.cache import AnswerKey, CacheLease, CacheState, Invalidator, KeptAnswer, Purger

from tests.integration.support.template import Tables
from tests.unit.fakes.cache import any_content

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

NOW = 1_700_000_000
SCHOOL, OTHER_SCHOOL = "99XX", "01AA"
ID, OTHER_ID = "900000001", "900000002"
EXPIRES = NOW + 86_400


def sleutel(subject: str, kind: str = "identificatie", school: str = SCHOOL) -> AnswerKey:
    """A key."""
    return AnswerKey(school, subject, kind)


class InvalidationStore:
    """The table and its forgetting, side by side."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self.client = client
        self.table = AnswerTable(client, table, any_content)
        self.invalidator: Invalidator = AnswerInvalidator(client, table)

    def lease(self, sleutel: AnswerKey, holder: str = "t") -> CacheLease:
        """The lease of this key."""
        lease, _ = self.table.take(sleutel, CacheLease(holder, NOW + 10.0), NOW, take_over=True)
        assert lease is not None
        return lease

    def keep(
        self, sleutel: AnswerKey, *over: str, lease: CacheLease | None = None, expires_at: int = EXPIRES
    ) -> bool:
        """Keep an answer, telling of these leerbedrijven."""
        lease = lease or self.lease(sleutel)
        answer = KeptAnswer(sleutel.school, b"x", 'W/"x"', NOW)
        return self.table.keep(sleutel, answer, lease, expires_at, over)

    def has(self, sleutel: AnswerKey) -> bool:
        """Whether there is an entry."""
        return self.table.read(sleutel).answer is not None


@pytest.fixture
def store(dynamodb: "DynamoDBClient", tables: Tables) -> InvalidationStore:
    """An empty table."""
    return InvalidationStore(dynamodb, tables.answers)


def test_everything_of_this_leerbedrijf_and_nothing_else(store: InvalidationStore) -> None:
    """Every kind of answer of it and every list that tells of it; another's, and another school's, stay."""
    weg = [
        (sleutel(f"leerbedrijf#{ID}"), ()),
        (sleutel(f"leerbedrijf#{ID}", "detailgegevens"), ()),
        (sleutel("vraag#a"), (ID,)),
        (sleutel("vraag#b"), (OTHER_ID, ID)),
    ]
    stays = [
        (sleutel(f"leerbedrijf#{OTHER_ID}"), ()),
        (sleutel(f"leerbedrijf#{ID}0"), ()),
        (sleutel("vraag#c"), (OTHER_ID,)),
        (sleutel("vraag#d"), ()),
        (sleutel(f"leerbedrijf#{ID}", school=OTHER_SCHOOL), ()),
        (sleutel("vraag#a", school=OTHER_SCHOOL), (ID,)),
    ]
    for spot, over in weg + stays:
        assert store.keep(spot, *over)
    store.invalidator.invalidate(SCHOOL, ID)
    assert [spot for spot, _ in weg if store.has(spot)] == []
    assert [spot for spot, _ in stays if not store.has(spot)] == []


def test_twice_does_no_harm(store: InvalidationStore) -> None:
    """Again, or of what was never kept: nothing happens."""
    store.keep(sleutel("vraag#a"), ID)
    for _ in range(2):
        store.invalidator.invalidate(SCHOOL, ID)
        store.invalidator.invalidate(SCHOOL, OTHER_ID)
    assert not store.has(sleutel("vraag#a"))


@pytest.mark.parametrize("spot", [sleutel(f"leerbedrijf#{ID}"), sleutel("vraag#a")])
def test_what_was_under_way_loses(store: InvalidationStore, spot: AnswerKey) -> None:
    """An answer that was asked for before, and comes after, is not kept."""
    lease = store.lease(spot)
    store.invalidator.invalidate(SCHOOL, ID)
    assert store.keep(spot, ID, lease=lease) is False
    assert store.table.read(spot) == CacheState()
    assert store.keep(spot, ID)


def test_a_list_from_before_the_change_loses_even_if_kept_already(store: InvalidationStore) -> None:
    """A list that is kept again still points to itself: forgetting finds it the second time too."""
    for _ in range(3):
        assert store.keep(sleutel("vraag#a"), ID)
        store.invalidator.invalidate(SCHOOL, ID)
        assert not store.has(sleutel("vraag#a"))


def test_a_new_lease_after_the_change_wins(store: InvalidationStore) -> None:
    """Who asks after it began may keep its answer."""
    store.invalidator.invalidate(SCHOOL, ID)
    lease = store.lease(sleutel("vraag#a"))
    assert store.keep(sleutel("vraag#a"), ID, lease=lease)
    assert store.has(sleutel("vraag#a"))


def test_a_list_that_is_asked_again_and_again(store: InvalidationStore) -> None:
    """What points to it already is not written again, while that lasts; and it is found all the same."""
    written: list[int] = []

    def count(params: dict[str, Any], **_: object) -> None:
        written.extend(
            1 for commands in params["RequestItems"].values() for c in commands if "PutRequest" in c
        )

    store.client.meta.events.register("before-parameter-build.dynamodb.BatchWriteItem", count)
    spot, ids = sleutel("vraag#lang"), [str(200_000_000 + nr) for nr in range(20)]
    outcomes = []
    for over in (ids, ids, ids[:5], ids, [*ids, OTHER_ID]):
        assert store.keep(spot, *over)
        outcomes.append(sum(written))
        written.clear()
    # Who is left out once is not known to point to it any more.
    assert outcomes == [20, 0, 0, 15, 1]
    for id_ in (ids[3], OTHER_ID):
        store.invalidator.invalidate(SCHOOL, id_)
        assert not store.has(spot)
        assert store.keep(spot, *ids, OTHER_ID)
    assert sum(written) == 2 * 21
    written.clear()
    later = EXPIRES + 2 * (EXPIRES - NOW)
    assert store.keep(spot, *ids, OTHER_ID, expires_at=later)
    assert sum(written) == 21


def test_more_than_fits_in_one_batch(store: InvalidationStore) -> None:
    """A list of a hundred leerbedrijven, and a leerbedrijf in sixty lists."""
    assert store.keep(sleutel("vraag#lang"), *(str(200_000_000 + nr) for nr in range(100)))
    lists = [sleutel(f"vraag#{nr}") for nr in range(60)]
    for spot in lists:
        assert store.keep(spot, ID)
    store.invalidator.invalidate(SCHOOL, "200000099")
    assert not store.has(sleutel("vraag#lang"))
    store.invalidator.invalidate(SCHOOL, ID)
    assert [spot for spot in lists if store.has(spot)] == []


class HalfHearted:
    """A client of which BatchWriteItem leaves everything undone, the first `times` times."""

    def __init__(self, client: "DynamoDBClient", times: int) -> None:
        self._client = client
        self.times = times

    def __getattr__(self, name: str) -> Callable[..., Any]:
        act: Callable[..., Any] = getattr(self._client, name)
        return act

    def batch_write_item(self, **question: Any) -> dict[str, Any]:
        """As AWS under load."""
        self.times -= 1
        if self.times >= 0:
            return {"UnprocessedItems": question["RequestItems"]}
        return dict(self._client.batch_write_item(**question))


@pytest.mark.parametrize(("times", "succeeded"), [(0, True), (4, True), (5, False)])
def test_what_aws_leaves_undone(
    dynamodb: "DynamoDBClient", tables: Tables, store: InvalidationStore, times: int, *, succeeded: bool
) -> None:
    """What was left undone is done again; when that does not help, forgetting has failed and says so."""
    store.keep(sleutel(f"leerbedrijf#{ID}"))
    invalidator = AnswerInvalidator(HalfHearted(dynamodb, times), tables.answers)  # type: ignore[arg-type]
    if succeeded:
        invalidator.invalidate(SCHOOL, ID)
    else:
        with pytest.raises(StorageError, match="UnprocessedItems"):
            invalidator.invalidate(SCHOOL, ID)
    assert store.has(sleutel(f"leerbedrijf#{ID}")) is not succeeded


def test_without_a_table(dynamodb: "DynamoDBClient", tables: Tables, store: InvalidationStore) -> None:
    """Forgetting that cannot be done is a failure, not a silence."""
    dynamodb.delete_table(TableName=tables.answers)
    with pytest.raises(StorageError, match="ResourceNotFoundException"):
        store.invalidator.invalidate(SCHOOL, ID)


def _sleutels(client: "DynamoDBClient", table: str) -> set[tuple[str, str]]:
    return {(item["pk"]["S"], item["sk"]["S"]) for item in client.scan(TableName=table)["Items"]}


def test_a_purge_leaves_nothing(dynamodb: "DynamoDBClient", tables: Tables, store: InvalidationStore) -> None:
    """Where nothing may be kept, entries, leases and pointers go; what tells of nobody stays."""
    for nr in range(30):
        store.keep(sleutel(f"vraag#{nr}"), ID, OTHER_ID)
    store.keep(sleutel(f"leerbedrijf#{ID}", school=OTHER_SCHOOL))
    store.invalidator.invalidate(SCHOOL, "300000000")
    store.lease(sleutel(f"leerbedrijf#{OTHER_ID}"))
    purger: Purger = AnswerPurger(dynamodb, tables.answers)
    assert purger.purge(frozenset()) == 30 + 60 + 2
    assert _sleutels(dynamodb, tables.answers) == {(f"{SCHOOL}#lijsten", "generatie")}
    assert purger.purge(frozenset()) == 0


def test_a_purge_leaves_what_is_allowed(
    dynamodb: "DynamoDBClient", tables: Tables, store: InvalidationStore
) -> None:
    """Answers of a kind that may be kept stay, with the pointers to them."""
    store.keep(sleutel("vraag#a"), ID)
    store.keep(sleutel(f"leerbedrijf#{ID}", "detailgegevens"))
    purger = AnswerPurger(dynamodb, tables.answers)
    assert purger.purge({"identificatie"}) == 1
    store.invalidator.invalidate(SCHOOL, ID)
    assert not store.has(sleutel("vraag#a"))


def test_a_purge_without_a_table(dynamodb: "DynamoDBClient", tables: Tables) -> None:
    """Emptying that cannot be done is a failure."""
    dynamodb.delete_table(TableName=tables.answers)
    with pytest.raises(StorageError, match="ResourceNotFoundException"):
        AnswerPurger(dynamodb, tables.answers).purge(frozenset())
