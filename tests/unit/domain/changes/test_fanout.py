"""Fan-out: what happens to mutaties that were stored, in which order, and when it is done again."""

import pytest
from stagemarkt.model.abonnement import Filter
from stagemarkt.model.aflevering import DeliveryStand
from stagemarkt.model.errors import StorageError

from tests.unit.fakes.composition import OTHER_SCHOOL, SCHOOL
from tests.unit.fakes.outbox import Disasters, abonnement, mutatie
from tests.unit.way_out import WayOut, event_types, volgnummers


def test_every_abonnement_gets_what_matches() -> None:
    """School and filter decide; every abonnement counts for itself, without gaps."""
    way_out = WayOut()
    alles, one, other = abonnement("a1"), abonnement("a2", filter_=Filter(codes=("K0067",))), abonnement("a3")
    other = abonnement("a3", school=OTHER_SCHOOL)
    for who in (alles, one, other):
        way_out.subscribe(who)
    codes = ["25998", "K0067", "25998", "K0067", "25998"]
    way_out.fan_out(*(mutatie(n, code=code) for n, code in enumerate(codes, 1)))
    way_out.drain()
    assert volgnummers(way_out.received(alles)) == [1, 2, 3, 4, 5]
    assert [(b.volgnummer, b.code) for b in way_out.received(one)] == [(1, "K0067"), (2, "K0067")]
    assert way_out.received(other) == []


@pytest.mark.parametrize(
    ("filter_", "fits"),
    [
        (Filter(), True),
        (Filter(leerbedrijf_ids=("900000001",)), True),
        (Filter(leerbedrijf_ids=("900000002",)), False),
        (Filter(codes=("25998", "K0067")), True),
        (Filter(statussen=("ingetrokken",)), False),
        (Filter(("900000001",), ("25998",), ("erkend",)), True),
        (Filter(("900000001",), ("25998",), ("verlopen",)), False),
    ],
)
def test_filter(filter_: Filter, fits: bool) -> None:  # noqa: FBT001 - the expected answer
    """All parts of a filter must fit; an empty part lets everything through."""
    assert filter_.fits(mutatie()) is fits


def test_first_invalidate_then_tell() -> None:
    """Nothing has a number, nobody is nudged, while what was kept of its leerbedrijf is not forgotten."""
    way_out = WayOut()
    way_out.subscribe(abonnement())
    way_out.invalidator.disasters = Disasters(chance=2.0)
    with pytest.raises(StorageError):
        way_out.fan_out(mutatie())
    assert (way_out.feed.lines, way_out.waker.gewekt) == ({}, [])
    way_out.invalidator.disasters = Disasters()
    way_out.fan_out(mutatie(1), mutatie(2), mutatie(3, leerbedrijf_id="2"))
    assert way_out.invalidator.forgotten == [(SCHOOL, "900000001"), (SCHOOL, "2")]


def test_once_more_changes_nothing() -> None:
    """The same mutaties again, alone or among others, get no second number anywhere."""
    way_out = WayOut()
    who = way_out.subscribe(abonnement())
    assert way_out.fan_out(mutatie(1), mutatie(2), mutatie(1)).numbered == 2
    assert way_out.fan_out(mutatie(2), mutatie(3)).numbered == 1
    assert way_out.fan_out(mutatie(1), mutatie(2), mutatie(3)).numbered == 0
    way_out.drain()
    assert volgnummers(way_out.received(who)) == [1, 2, 3]
    assert [line.number for line in way_out.feed.lines[SCHOOL]] == [1, 2, 3]


def test_seen_before_per_school_leerbedrijf_and_code() -> None:
    """The first erkend of a pair is verleend, each later one gewijzigd; another school has its own first."""
    way_out = WayOut()
    who = way_out.subscribe(abonnement())
    other = way_out.subscribe(abonnement("a2", school=OTHER_SCHOOL))
    way_out.fan_out(mutatie(1), mutatie(2), mutatie(3, code="K0067"), mutatie(4, status="ingetrokken"))
    way_out.fan_out(mutatie(5), mutatie(6, status="verlopen"), mutatie(7, status="nietErkend"))
    way_out.fan_out(mutatie(8, school=OTHER_SCHOOL))
    way_out.drain()
    assert event_types(way_out.received(who)) == [
        "verleend",
        "gewijzigd",
        "verleend",
        "ingetrokken",
        "gewijzigd",
        "verlopen",
        "ingetrokken",
    ]
    assert event_types(way_out.received(other)) == ["verleend"]


def test_a_new_one_begins_now() -> None:
    """A new abonnement gets what comes, also when older mutaties are passed on once more; no history."""
    way_out = WayOut()
    way_out.fan_out(mutatie(1), mutatie(2))
    who = way_out.subscribe(abonnement())
    way_out.fan_out(mutatie(1), mutatie(2), mutatie(3))
    way_out.drain()
    assert [(b.id, b.volgnummer) for b in way_out.received(who)] == [(mutatie(3).mutatie_id, 1)]


def test_broken_off_between_feed_and_abonnement() -> None:
    """What was numbered in the feed and not for an abonnement is made good by the next that comes by."""
    way_out = WayOut()
    who = way_out.subscribe(abonnement())
    way_out.outbox.disasters = Disasters(chance=2.0)
    with pytest.raises(StorageError):
        way_out.fan_out(*(mutatie(n) for n in range(1, 300)))
    way_out.outbox.disasters = Disasters()
    assert way_out.outbox.stand(who.sleutel) == DeliveryStand(0, 0)
    way_out.fan_out(mutatie(300))
    way_out.drain()
    assert volgnummers(way_out.received(who)) == list(range(1, 301))


def test_a_nudge_that_gets_lost() -> None:
    """When the queue fails the fan-out is done all the same, and the sweep finds what is due."""
    way_out = WayOut()
    who = way_out.subscribe(abonnement())
    way_out.waker.disasters = Disasters(chance=2.0)
    way_out.fan_out(mutatie())
    assert way_out.notices == ["wekken"]
    assert way_out.sweep() == [who.sleutel]


def test_an_expired_line_holds_nothing_up() -> None:
    """An abonnement that was behind for more than 90 days goes on with what is left."""
    way_out = WayOut()
    who = way_out.subscribe(abonnement())
    way_out.fan_out(mutatie(1))
    way_out.outbox.begin(who.sleutel, 0)
    distributor, read = way_out.distributor, way_out.feed.read
    way_out.feed.read = lambda school, after, count: read(school, max(after, 99), count)
    distributor.fan_out(SCHOOL, [mutatie(1).mutatie_id])
    assert way_out.outbox.stand(who.sleutel) == DeliveryStand(0, 1)


def test_what_is_not_in_storage_is_counted() -> None:
    """An id that the store does not know (any more) is told of, and the rest goes on."""
    way_out = WayOut()
    way_out.mutaties.inhoud[mutatie(1).mutatie_id] = mutatie(1)
    done = way_out.distributor.fan_out(SCHOOL, [mutatie(1).mutatie_id, "weg"])
    assert (done.unknown, done.numbered) == (1, 1)
