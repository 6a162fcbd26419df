"""How many abonnementen an afnemer may have for a school: counted with each that begins and ends."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest
from stagemarkt.adapters.dynamodb.abonnementen import AbonnementenTable
from stagemarkt.model.abonnement import Abonnement
from stagemarkt.model.errors import AbonnementExists

from tests.integration.support.template import Tables
from tests.unit.fakes.outbox import abonnement

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

NOW: Final = 1_788_256_800.0
ONE: Final = abonnement("a00")
# Fewer than outside of tests: each takes time to make.
AT_MOST: Final = 6
SPOT: Final[Any] = {"pk": {"S": f"school#{ONE.school}"}, "sk": {"S": f"houder#{ONE.afnemer_id}"}}


class HolderWorld:
    """The table of the template, and what an afnemer has in it."""

    def __init__(self, client: "DynamoDBClient", tables: Tables) -> None:
        self.client = client
        self.tables = tables
        self.table = AbonnementenTable(client, tables.abonnementen, tables.outgoing, AT_MOST)

    def make(self, number: int, **otherwise: str) -> bool:
        """Make the one with this number."""
        return self.table.make(numbered(number, **otherwise), 0, NOW)

    @property
    def kept(self) -> list[str]:
        """The ids that are kept for the afnemer."""
        answer: dict[str, Any] = dict(self.client.get_item(TableName=self.tables.abonnementen, Key=SPOT))
        return sorted(answer.get("Item", {}).get("abonnementen", {}).get("SS", []))

    @property
    def present(self) -> list[str]:
        """The ids of what there is."""
        return [a.abonnement_id for a in self.table.of_school(ONE.school) if a.afnemer_id == ONE.afnemer_id]

    def forget_ids(self) -> None:
        """As it was before ids were kept."""
        self.client.delete_item(TableName=self.tables.abonnementen, Key=SPOT)


def numbered(number: int, **otherwise: Any) -> Abonnement:
    """One of the afnemer, each with a destination of its own."""
    own = replace(ONE, abonnement_id=f"a{number:02}", adres=f"https://w{number}.example/")
    return replace(own, **otherwise)


@pytest.fixture
def world(dynamodb: "DynamoDBClient", tables: Tables) -> HolderWorld:
    """An afnemer that has as many as it may."""
    world = HolderWorld(dynamodb, tables)
    assert all(world.make(number) for number in range(AT_MOST))
    return world


def test_no_more_than_so_many(world: HolderWorld) -> None:
    """One more is not made, and leaves nothing; for another, or in another's place, it is."""
    assert not world.make(90)
    assert world.table.read(numbered(90).sleutel) is None
    assert world.make(91, afnemer_id="ander")
    assert world.make(92, school="30AA")
    assert world.table.remove(numbered(2), NOW)
    assert world.make(93)
    assert not world.make(94)
    assert world.kept == world.present


def test_one_that_is_there(world: HolderWorld) -> None:
    """Who asks again for one that is there hears so, however full it is."""
    with pytest.raises(AbonnementExists):
        world.make(90, adres="https://w0.example/")


def test_ended_twice(world: HolderWorld) -> None:
    """Ending what was ended, or changed since, gives no room."""
    assert world.table.remove(numbered(3), NOW)
    assert not world.table.remove(numbered(3), NOW)
    assert not world.table.remove(replace(numbered(4), versie=9), NOW)
    assert world.make(90)
    assert not world.make(91)
    assert world.kept == world.present


def test_what_was_there_before_ids_were_kept(world: HolderWorld) -> None:
    """Abonnementen of before are counted by whoever adds the next one, but for those ended meanwhile."""
    world.forget_ids()
    assert not world.make(90)
    assert world.kept == world.present
    world.forget_ids()
    assert world.table.remove(numbered(3), NOW)
    assert world.kept == []
    assert world.make(91)
    assert not world.make(92)
    assert world.kept == world.present


def test_one_that_ends_while_they_are_counted(world: HolderWorld) -> None:
    """One that is ended between reading and keeping is not counted: it is looked at again."""
    world.forget_ids()
    ending = [numbered(3), numbered(4)]

    def end_one(**_: object) -> None:
        if ending:
            assert world.table.remove(ending.pop(), NOW)

    world.client.meta.events.register("after-call.dynamodb.Query", end_one)
    assert world.make(90)
    assert world.make(91)
    assert not world.make(92)
    assert world.kept == world.present


def test_an_afnemer_that_is_removed(world: HolderWorld) -> None:
    """What is erased takes the count with it; what is left is counted when one more is made all the same."""
    for number in range(5):
        assert world.table.erase(numbered(number))
    assert world.kept == []
    assert world.make(90)
    assert world.kept == world.present
    for one in world.table.of_school(ONE.school):
        assert world.table.erase(one)
    assert (world.kept, world.present) == ([], [])
