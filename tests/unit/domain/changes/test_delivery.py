"""The worker: order, failing receivers, resting, setting aside, switching off, and who may deliver."""

from dataclasses import replace

import pytest
from stagemarkt.domain.changes.delivery import LEASE_TIME
from stagemarkt.domain.changes.retry import THREE_DAYS
from stagemarkt.model.abonnement import AbonnementToestand, SigningKey
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.delivery import DeliveryMessage, DeliveryOutcome

from tests.unit.fakes.composition import NOW
from tests.unit.fakes.outbox import abonnement, mutatie
from tests.unit.way_out import WayOut, volgnummers

BROKEN = DeliveryOutcome("mislukt", 400, None, "http-status")
DEAD = DeliveryOutcome("mislukt", None, None, "geen-verbinding")
GOOD = DeliveryOutcome("geleverd", 200)


def test_only_its_own_lane_waits() -> None:
    """A delivery that fails holds back what follows for its leerbedrijf and code, and nothing else."""
    way_out = WayOut()
    who = way_out.subscribe(abonnement())
    way_out.sender.says["a1"] = lambda b: BROKEN if b.leerbedrijf_id == "2" else GOOD
    way_out.fan_out(*(mutatie(n, leerbedrijf_id=str(n % 2 + 1)) for n in range(1, 7)))
    way_out.deliver(who)
    assert volgnummers(way_out.received(who)) == [2, 4, 6]
    assert [b.volgnummer for _, b in way_out.sender.pogingen] == [1, 2, 4, 6]
    way_out.sender.says.clear()
    way_out.now += 3600
    way_out.drain()
    assert volgnummers(way_out.received(who)) == [2, 4, 6, 1, 3, 5]


def test_a_retry_comes_at_its_time() -> None:
    """After a failure the sweep has nothing to do until the next attempt is due, and then it has."""
    way_out = WayOut()
    who = way_out.subscribe(abonnement())
    way_out.sender.says["a1"] = lambda _: BROKEN
    way_out.fan_out(mutatie())
    way_out.deliver(who)
    [delivery] = way_out.outbox.read(who.sleutel, 0, 9)
    assert (delivery.pogingen, delivery.stand) == (1, "wacht")
    assert delivery.laatste is not None
    assert delivery.laatste[1:] == (400, "http-status")
    way_out.now = delivery.poging_op - 0.001
    assert way_out.sweep() == []
    way_out.now = delivery.poging_op
    assert way_out.sweep() == [who.sleutel]


def test_after_three_days_set_aside_and_the_rest_goes_on() -> None:
    """What nobody takes for three days is set aside; the next of its leerbedrijf and code is tried then."""
    way_out = WayOut()
    who = way_out.subscribe(abonnement())
    first = mutatie(1).mutatie_id
    way_out.sender.says["a1"] = lambda b: BROKEN if b.id == first else GOOD
    way_out.fan_out(mutatie(1), mutatie(2))
    while way_out.now < NOW + THREE_DAYS:
        way_out.deliver(who)
        way_out.now += 3600
    way_out.drain()
    states = [a.stand for a in way_out.outbox.read(who.sleutel, 0, 9)]
    assert (states, volgnummers(way_out.received(who))) == (["opzij", "afgeleverd"], [2])


def test_a_dead_receiver_rests() -> None:
    """After five failures in a row nothing is sent for a while, however much waits; then one is tried."""
    way_out = WayOut()
    who = way_out.subscribe(abonnement())
    way_out.sender.says["a1"] = lambda _: DEAD
    way_out.fan_out(*(mutatie(n, leerbedrijf_id=str(n)) for n in range(1, 100)))
    way_out.deliver(who)
    assert len(way_out.sender.pogingen) == 5
    assert way_out.sweep() == []
    way_out.now += 30
    assert way_out.sweep() == [who.sleutel]
    way_out.deliver(who)
    assert len(way_out.sender.pogingen) == 6


def test_a_dead_receiver_holds_nothing_up_past_three_days() -> None:
    """What waits for a dead receiver is set aside after three days, though it was hardly tried."""
    way_out = WayOut()
    who = way_out.subscribe(abonnement())
    way_out.sender.says["a1"] = lambda _: DEAD
    way_out.fan_out(*(mutatie(n, leerbedrijf_id=str(n)) for n in range(1, 100)))
    while way_out.now < NOW + THREE_DAYS + 3600:
        way_out.drain()
        way_out.now += 300
    assert {a.stand for a in way_out.outbox.read(who.sleutel, 0, 100)} == {"opzij"}
    assert len(way_out.sender.pogingen) < 500


@pytest.mark.proof
def test_two_days_away_and_everything_still_comes() -> None:
    """A receiver that is down for two days gets all of it afterwards, in order, with a bounded knocking."""
    way_out = WayOut()
    who = way_out.subscribe(abonnement())
    way_out.sender.says["a1"] = lambda _: DEAD
    for hour in range(48):
        way_out.fan_out(*(mutatie(hour * 10 + n, leerbedrijf_id=str(n)) for n in range(1, 11)))
        for _ in range(12):
            way_out.drain()
            way_out.now += 300
    knocks = len(way_out.sender.pogingen)
    way_out.sender.says.clear()
    for _ in range(12 * 7):
        way_out.drain()
        way_out.now += 300
    received = way_out.received(who)
    assert sorted(volgnummers(received)) == list(range(1, 481))
    for leerbedrijf in range(1, 11):
        own = [b.volgnummer for b in received if b.leerbedrijf_id == str(leerbedrijf)]
        assert own == sorted(own)
    assert knocks < 300
    print(  # noqa: T201 - the figures are what `make proof` is for
        f"\ndown for two days: {len(received)} of 480 events came afterwards, in order; "
        f"{knocks} attempts while it was down"
    )


def test_410_switches_it_off() -> None:
    """A receiver that says 410 is told nothing more; what comes is numbered and waits, until it is put on."""
    way_out = WayOut()
    who = way_out.subscribe(abonnement())
    way_out.sender.says["a1"] = lambda _: DeliveryOutcome("afgemeld", 410, None, "afgemeld")
    way_out.fan_out(mutatie(1), mutatie(2, leerbedrijf_id="2"))
    assert way_out.deliver(who) == "afgemeld"
    out = way_out.abonnementen.inhoud[who.sleutel]
    assert (out.toestand, out.versie, len(way_out.sender.pogingen)) == ("afgemeld", 2, 1)
    way_out.fan_out(mutatie(3))
    way_out.drain()
    assert len(way_out.sender.pogingen) == 1
    way_out.sender.says.clear()
    way_out.now += 30 * 24 * 3600
    way_out.abonnementen.modify(out, replace(out, toestand="actief", versie=3, actief_sinds=way_out.now))
    way_out.outbox.set_due_time(who.sleutel, way_out.now)
    way_out.drain()
    assert volgnummers(way_out.received(who)) == [1, 2, 3]


@pytest.mark.parametrize("condition", ["onbevestigd", "gepauzeerd", "afgemeld"])
def test_what_is_not_active_gets_nothing(condition: AbonnementToestand) -> None:
    """Nothing is sent to an abonnement that is not active, and the sweep leaves it alone."""
    way_out = WayOut()
    who = way_out.subscribe(abonnement(condition=condition))
    way_out.fan_out(mutatie())
    assert way_out.deliver(who) == condition
    assert (way_out.sender.pogingen, way_out.sweep()) == ([], [])


def test_who_has_no_toegang_any_more_gets_nothing() -> None:
    """When an afnemer's right to know of the school ends, so do its deliveries; granted again, they go on."""
    way_out = WayOut()
    who = way_out.subscribe(abonnement())
    way_out.without_toegang.add(who.afnemer_id)
    way_out.fan_out(mutatie())
    assert way_out.deliver(who) == "geen-toegang"
    assert (way_out.sender.pogingen, way_out.sweep()) == ([], [])
    way_out.without_toegang.clear()
    way_out.now += 3600
    way_out.drain()
    assert volgnummers(way_out.received(who)) == [1]


def test_an_ended_abonnement_gets_nothing() -> None:
    """After its end nothing is sent, and what was due is due no more."""
    way_out = WayOut()
    who = way_out.subscribe(abonnement())
    way_out.fan_out(mutatie())
    way_out.abonnementen.remove(who, way_out.now)
    assert way_out.sweep() == [who.sleutel]
    assert way_out.deliver(who) == "beeindigd"
    assert (way_out.sender.pogingen, way_out.sweep()) == ([], [])


def test_one_at_a_time() -> None:
    """While one worker delivers, another gets nothing; when it died, the next waits for its time to end."""
    way_out = WayOut()
    who = way_out.subscribe(abonnement())
    way_out.fan_out(mutatie())
    assert way_out.outbox.lease(who.sleutel, way_out.now, way_out.now + LEASE_TIME) is not None
    assert way_out.deliver(who) == "bezet"
    assert way_out.sweep() == [who.sleutel]
    way_out.now += LEASE_TIME
    assert way_out.deliver(who) == "klaar"
    assert volgnummers(way_out.received(who)) == [1]


def test_who_was_overtaken_writes_nothing_more() -> None:
    """A worker that was thought dead cannot undo what its successor noted, and stops when it finds out."""
    way_out = WayOut()
    who = way_out.subscribe(abonnement())
    way_out.fan_out(mutatie(1), mutatie(2))

    def slow(_: DeliveryMessage) -> DeliveryOutcome:
        way_out.sender.says.clear()
        way_out.now += LEASE_TIME
        assert way_out.deliver(who) == "klaar"
        return BROKEN

    way_out.sender.says["a1"] = slow
    assert way_out.deliver(who) == "ingehaald"
    assert volgnummers(way_out.received(who)) == [1, 2]
    assert {a.stand for a in way_out.outbox.read(who.sleutel, 0, 9)} == {"afgeleverd"}


def test_the_time_is_up() -> None:
    """Without time for a whole attempt none is begun: the rest is due at once, and nudged."""
    way_out = WayOut()
    who = way_out.subscribe(abonnement())
    way_out.fan_out(mutatie())
    way_out.waker.gewekt.clear()
    assert way_out.deliver(who, Deadline(7.9, lambda: 0.0)) == "tijd"
    assert (way_out.sender.pogingen, way_out.waker.gewekt) == ([], [who.sleutel])
    assert way_out.sweep() == [who.sleutel]


def test_what_comes_during_the_work_is_not_left_undone() -> None:
    """What is numbered while a worker is at it is due when it is done, and nudged."""
    way_out = WayOut()
    who = way_out.subscribe(abonnement())

    def and_one_more(_: DeliveryMessage) -> DeliveryOutcome:
        way_out.sender.says.clear()
        way_out.fan_out(mutatie(2))
        way_out.waker.gewekt.clear()
        return GOOD

    way_out.sender.says["a1"] = and_one_more
    way_out.fan_out(mutatie(1))
    way_out.deliver(who)
    assert (way_out.waker.gewekt, way_out.sweep()) == ([who.sleutel], [who.sleutel])
    way_out.drain()
    assert volgnummers(way_out.received(who)) == [1, 2]


def test_again_from_a_number() -> None:
    """Redelivery brings the same ids and numbers again, in order, before what is new."""
    way_out = WayOut()
    who = way_out.subscribe(abonnement())
    way_out.fan_out(*(mutatie(n) for n in range(1, 201)))
    way_out.drain()
    at_first = way_out.received(who).copy()
    way_out.outbox.redeliver(who.sleutel, 51, 200, way_out.now)
    way_out.fan_out(mutatie(201))
    way_out.drain()
    again = way_out.received(who)[200:]
    assert again[:150] == at_first[50:]
    assert volgnummers(again) == list(range(51, 202))


def test_two_keys_as_long_as_the_old_one_is_valid() -> None:
    """While a key is being rotated both sign, the newest first; afterwards the new one alone."""
    way_out = WayOut()
    sleutels = (SigningKey("whsec_nieuw"), SigningKey("whsec_oud", NOW + 100.0))
    who = way_out.subscribe(replace(abonnement(), sleutels=sleutels))
    way_out.fan_out(mutatie(1))
    way_out.drain()
    way_out.now += 100
    way_out.fan_out(mutatie(2))
    way_out.drain()
    assert [b.sleutels for b, _ in way_out.sender.pogingen] == [
        ("whsec_nieuw", "whsec_oud"),
        ("whsec_nieuw",),
    ]
    assert way_out.received(who)


def test_the_same_bytes_on_every_attempt() -> None:
    """Every attempt carries the same id and the same bytes."""
    way_out = WayOut()
    who = way_out.subscribe(abonnement())
    times = iter([BROKEN, BROKEN, GOOD])
    way_out.sender.says["a1"] = lambda _: next(times)
    way_out.fan_out(mutatie())
    for _ in range(3):
        way_out.drain()
        way_out.now += 3600
    assert len({message for _, message in way_out.sender.pogingen}) == 1
    assert len(way_out.sender.pogingen) == 3
    assert volgnummers(way_out.received(who)) == [1]
