"""The feeds and the outbox: what the ports promise, of the tables and of the fakes alike."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pytest
from stagemarkt.adapters.dynamodb.abonnementen import AbonnementenTable
from stagemarkt.adapters.dynamodb.deliveries import DeliveryTable
from stagemarkt.adapters.dynamodb.feed import FeedTable
from stagemarkt.adapters.dynamodb.outbox import OutboxTable
from stagemarkt.model.abonnement import Filter, SigningKey
from stagemarkt.model.aflevering import Aflevering, Attempt, DeliveryStand, FeedLine
from stagemarkt.model.errors import AbonnementExists
from stagemarkt.ports import feed, outbox
from stagemarkt.ports.abonnementen import AbonnementenRegistry
from stagemarkt.ports.feed import Feed, Location
from stagemarkt.ports.outbox import DeliveryLease

from tests.integration.support.template import Tables
from tests.unit.fakes.outbox import FakeAbonnementen, FakeFeed, FakeOutbox, abonnement, mutatie

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

NOW = 1_788_256_800.0
WHO = abonnement()
SLEUTEL = WHO.sleutel


class PortSet(NamedTuple):
    """The ports, kept by one or the other."""

    feed: Feed
    abonnementen: AbonnementenRegistry
    numberer: DeliveryTable | FakeOutbox
    outbox: OutboxTable | FakeOutbox


@pytest.fixture(params=["tabellen", "nep"])
def port_set(request: pytest.FixtureRequest) -> Iterator[PortSet]:
    """The tables of the template, and the fakes."""
    if request.param == "nep":
        fake = FakeOutbox()
        yield PortSet(FakeFeed(), FakeAbonnementen(fake), fake, fake)
        return
    yield _tables(request.getfixturevalue("dynamodb"), request.getfixturevalue("tables"))


def _tables(client: "DynamoDBClient", tables: Tables) -> PortSet:
    return PortSet(
        FeedTable(client, tables.outgoing),
        AbonnementenTable(client, tables.abonnementen, tables.outgoing),
        DeliveryTable(client, tables.outgoing),
        OutboxTable(client, tables.outgoing),
    )


def _lines(van: int, until: int) -> list[FeedLine]:
    return [FeedLine(n, mutatie(n, leerbedrijf_id=f"{n % 5}"), n > 5, NOW) for n in range(van, until + 1)]


def _deliveries(van: int, until: int) -> list[Aflevering]:
    return [Aflevering(r.number, r, "wacht", 0, NOW, NOW) for r in _lines(van, until)]


def _waiting(port_set: PortSet) -> list[int]:
    return [delivery.volgnummer for delivery in port_set.outbox.wachtend(SLEUTEL)]


def _begin(port_set: PortSet, count: int) -> DeliveryLease:
    """An abonnement with so many deliveries, and the right to work on it."""
    port_set.abonnementen.make(WHO, 0, NOW)
    if count:
        assert port_set.numberer.number(SLEUTEL, DeliveryStand(0, 0), _deliveries(1, count), count)
    lease = port_set.outbox.lease(SLEUTEL, NOW, NOW + 45)
    assert lease is not None
    return lease


def test_a_feed_counts_without_gaps(port_set: PortSet) -> None:
    """Lines are added behind the last one, all or none; what does not connect is refused."""
    assert (port_set.feed.stand("99XX"), port_set.feed.read("99XX", 0, 10)) == (0, [])
    assert port_set.feed.write("99XX", _lines(1, feed.PER_BATCH))
    assert not port_set.feed.write("99XX", _lines(35, 36))
    assert not port_set.feed.write("99XX", _lines(1, 1))
    assert port_set.feed.write("99XX", _lines(34, 40))
    assert port_set.feed.stand("99XX") == 40
    assert list(port_set.feed.read("99XX", 38, 10)) == _lines(39, 40)
    assert list(port_set.feed.read("99XX", 3, 2)) == _lines(4, 5)
    assert list(port_set.feed.read("30AA", 0, 10)) == []


def test_no_second_line_for_a_mutatie(port_set: PortSet) -> None:
    """Lines with a mutatie that has one already are refused, and nothing of them is kept."""
    assert port_set.feed.write("99XX", _lines(1, 3))
    duplicate = [
        FeedLine(4, mutatie(9), earlier=False, numbered_at=NOW),
        FeedLine(5, mutatie(2), earlier=True, numbered_at=NOW),
    ]
    assert not port_set.feed.write("99XX", duplicate)
    ids = [mutatie(n).mutatie_id for n in (1, 2, 9)]
    assert port_set.feed.numbered(ids) == frozenset(ids[:2])
    assert port_set.feed.search(ids[1]) == Location("99XX", 2)
    assert port_set.feed.search(ids[2]) is None
    assert port_set.feed.stand("99XX") == 3


def test_seen_per_school(port_set: PortSet) -> None:
    """A school has heard of the pairs in its lines, and another school of its own."""
    port_set.feed.write("99XX", _lines(1, 2))
    pairs = {("1", "25998"), ("2", "25998"), ("1", "K0067"), ("3", "25998")}
    assert port_set.feed.seen("99XX", pairs) == {("1", "25998"), ("2", "25998")}
    assert port_set.feed.seen("30AA", pairs) == frozenset()


def test_numbering_only_from_where_it_was(port_set: PortSet) -> None:
    """Counter, deliveries and how far was read go together; from another state nothing is done."""
    port_set.abonnementen.make(WHO, 7, NOW)
    assert port_set.numberer.stand(SLEUTEL) == DeliveryStand(0, 7)
    assert port_set.numberer.number(SLEUTEL, DeliveryStand(0, 7), _deliveries(1, outbox.PER_BATCH), 150)
    assert not port_set.numberer.number(SLEUTEL, DeliveryStand(0, 7), _deliveries(1, 1), 8)
    assert port_set.numberer.number(SLEUTEL, DeliveryStand(99, 150), [], 160)
    assert port_set.numberer.stand(SLEUTEL) == DeliveryStand(99, 160)
    assert list(port_set.numberer.read(SLEUTEL, 97, 10)) == _deliveries(98, 99)
    assert [a.volgnummer for a in port_set.numberer.read_back(SLEUTEL, None, 2)] == [99, 98]
    assert [a.volgnummer for a in port_set.numberer.read_back(SLEUTEL, 98, 2)] == [97, 96]
    assert _waiting(port_set) == list(range(1, 100))


def test_what_does_not_exist_does_not_count(port_set: PortSet) -> None:
    """Nothing is numbered for, and nobody works on, an abonnement that does not exist or was ended."""
    assert port_set.numberer.stand(SLEUTEL) is None
    assert not port_set.numberer.number(SLEUTEL, DeliveryStand(), _deliveries(1, 1), 1)
    assert port_set.outbox.lease(SLEUTEL, NOW, NOW + 45) is None
    port_set.abonnementen.make(WHO, 0, NOW)
    port_set.numberer.number(SLEUTEL, DeliveryStand(), _deliveries(1, 1), 1)
    assert port_set.abonnementen.remove(WHO, NOW)
    port_set.outbox.forget(SLEUTEL, NOW)
    assert port_set.numberer.stand(SLEUTEL) is None
    assert not port_set.numberer.number(SLEUTEL, DeliveryStand(1, 1), _deliveries(2, 2), 2)
    assert list(port_set.outbox.due(NOW + 999)) == []


def test_an_outcome_is_kept(port_set: PortSet) -> None:
    """What was delivered waits no more and keeps how it went; what failed waits with its next moment."""
    lease = _begin(port_set, 3)
    one, two, three = _deliveries(1, 3)
    one = one._replace(stand="afgeleverd", pogingen=1, laatste=Attempt(NOW + 1, 204, None))
    two = two._replace(pogingen=2, poging_op=NOW + 60, laatste=Attempt(NOW + 1, None, "te-laat"))
    assert port_set.outbox.note(SLEUTEL, lease.fence, one)
    assert port_set.outbox.note(SLEUTEL, lease.fence, two)
    assert list(port_set.outbox.wachtend(SLEUTEL)) == [two, three]
    assert list(port_set.numberer.read(SLEUTEL, 0, 9)) == [one, two, three]
    # Again, for an answer that was lost: it is its own. Anything else no longer waits.
    assert port_set.outbox.note(SLEUTEL, lease.fence, one)
    assert not port_set.outbox.note(SLEUTEL, lease.fence, one._replace(stand="opzij"))
    assert not port_set.outbox.note(SLEUTEL, lease.fence + 1, one)


def test_who_is_too_late_writes_nothing(port_set: PortSet) -> None:
    """A holder whose time is over is followed by another, and cannot change what that one was at."""
    first = _begin(port_set, 2)
    assert port_set.outbox.lease(SLEUTEL, NOW + 44, NOW + 90) is None
    second = port_set.outbox.lease(SLEUTEL, NOW + 45, NOW + 90)
    assert second is not None
    assert second.fence > first.fence
    [one] = _deliveries(1, 1)
    assert port_set.outbox.note(SLEUTEL, second.fence, one._replace(poging_op=NOW + 99))
    assert not port_set.outbox.note(SLEUTEL, first.fence, one._replace(stand="opzij"))
    assert port_set.outbox.lay_down(SLEUTEL, first, NOW + 86400, 3, NOW)
    assert port_set.outbox.lease(SLEUTEL, NOW + 50, NOW + 99) is None
    assert list(port_set.outbox.due(NOW)) == [SLEUTEL]


def test_the_due_time(port_set: PortSet) -> None:
    """What is numbered is due; given back it is due when said, or not, unless it was woken meanwhile."""
    lease = _begin(port_set, 1)
    assert list(port_set.outbox.due(NOW - 1)) == []
    assert list(port_set.outbox.due(NOW)) == [SLEUTEL]
    assert lease.learned_since == 0.0
    assert port_set.outbox.lay_down(SLEUTEL, lease._replace(learned_since=NOW - 0.125), NOW + 60, 2, NOW + 30)
    assert list(port_set.outbox.due(NOW + 59)) == []
    assert list(port_set.outbox.due(NOW + 60)) == [SLEUTEL]
    lease = port_set.outbox.lease(SLEUTEL, NOW, NOW + 45) or pytest.fail("it was given back")
    assert (lease.mislukt, lease.cooldown_until, lease.learned_since) == (2, NOW + 30, NOW - 0.125)
    port_set.outbox.set_due_time(SLEUTEL, NOW + 5)
    assert not port_set.outbox.lay_down(SLEUTEL, lease, NOW + 86400, 0, 0.0)
    assert list(port_set.outbox.due(NOW + 5)) == [SLEUTEL]
    lease = port_set.outbox.lease(SLEUTEL, NOW, NOW + 45) or pytest.fail("it was given back")
    assert port_set.outbox.lay_down(SLEUTEL, lease, NOW + 86400, 0, 0.0)
    assert list(port_set.outbox.due(NOW + 999)) == []


def test_again(port_set: PortSet) -> None:
    """A stretch is put back to wait part by part; a stretch asked for meanwhile is joined to it."""
    lease = _begin(port_set, 6)
    for delivery in _deliveries(1, 6):
        port_set.outbox.note(SLEUTEL, lease.fence, delivery._replace(stand="opzij", pogingen=4))
    assert _waiting(port_set) == []
    port_set.outbox.redeliver(SLEUTEL, 3, 6, NOW)
    port_set.outbox.lay_down(SLEUTEL, lease, NOW + 86400, 0, 0.0)
    lease = port_set.outbox.lease(SLEUTEL, NOW, NOW + 45) or pytest.fail("it was given back")
    assert (lease.retry_from, lease.retry_until) == (3, 6)
    assert port_set.outbox.put_back(SLEUTEL, lease, 4, NOW + 7)
    port_set.outbox.redeliver(SLEUTEL, 6, 6, NOW)
    port_set.outbox.lay_down(SLEUTEL, lease, NOW + 86400, 0, 0.0)
    lease = port_set.outbox.lease(SLEUTEL, NOW, NOW + 45) or pytest.fail("it was given back")
    assert (lease.retry_from, lease.retry_until) == (5, 6)
    assert port_set.outbox.put_back(SLEUTEL, lease, 6, NOW + 7)
    assert _waiting(port_set) == [3, 4, 5, 6]
    [first, *_] = port_set.outbox.wachtend(SLEUTEL)
    assert (first.stand, first.pogingen, first.poging_op, first.sinds) == ("wacht", 0, NOW + 7, NOW + 7)
    port_set.outbox.lay_down(SLEUTEL, lease, NOW + 86400, 0, 0.0)
    lease = port_set.outbox.lease(SLEUTEL, NOW, NOW + 45) or pytest.fail("it was given back")
    assert (lease.retry_from, lease.retry_until) == (0, 0)


def test_abonnementen_are_read_as_they_were(port_set: PortSet) -> None:
    """An abonnement is read back whole, secrets, filter and all; those of a school by id."""
    full = replace(
        WHO,
        abonnement_id="a0",
        adres="https://a0.example/ü?x=1",
        filter=Filter(("1", "2"), ("K0067",), ("erkend",)),
        sleutels=(SigningKey("whsec_b"), SigningKey("whsec_a", NOW + 5)),
        bewijs="bewijs",
    )
    port_set.abonnementen.make(WHO, 0, NOW)
    port_set.abonnementen.make(full, 0, NOW)
    port_set.abonnementen.make(abonnement("a9", school="30AA"), 0, NOW)
    assert port_set.abonnementen.read(full.sleutel) == full
    assert list(port_set.abonnementen.of_school("99XX")) == [full, WHO]
    assert port_set.abonnementen.read(full.sleutel._replace(school="30AA")) is None


def test_one_destination_once(port_set: PortSet) -> None:
    """The same destination and filter twice is refused, for one afnemer; when it changes the old is free."""
    port_set.abonnementen.make(WHO, 0, NOW)
    same = replace(WHO, abonnement_id="a2")
    with pytest.raises(AbonnementExists):
        port_set.abonnementen.make(same, 0, NOW)
    assert port_set.numberer.stand(same.sleutel) is None
    port_set.abonnementen.make(replace(same, afnemer_id="ander"), 0, NOW)
    otherwise = replace(WHO, adres="https://elders.example/", versie=2)
    assert port_set.abonnementen.modify(WHO, otherwise)
    new = replace(same, abonnement_id="a3")
    port_set.abonnementen.make(new, 0, NOW)
    with pytest.raises(AbonnementExists):
        port_set.abonnementen.modify(new, replace(otherwise, abonnement_id="a3"))
    assert port_set.abonnementen.remove(otherwise, NOW)
    assert port_set.abonnementen.modify(new, replace(otherwise, abonnement_id="a3", versie=2))


def test_who_knows_an_old_version_changes_nothing(port_set: PortSet) -> None:
    """Two who change the same version: the second is told, for changing and for ending alike."""
    port_set.abonnementen.make(WHO, 0, NOW)
    paused = replace(WHO, toestand="gepauzeerd", versie=2)
    assert port_set.abonnementen.modify(WHO, paused)
    assert not port_set.abonnementen.modify(WHO, replace(WHO, toestand="afgemeld", versie=2))
    assert not port_set.abonnementen.remove(WHO, NOW)
    assert port_set.abonnementen.read(SLEUTEL) == paused
    assert port_set.abonnementen.remove(paused, NOW)
    assert not port_set.abonnementen.remove(paused, NOW)
