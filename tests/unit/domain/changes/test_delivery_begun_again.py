"""What was learnt of a receiver: until when it counts, and how much of what waits is looked at meanwhile."""

from collections.abc import Iterator
from itertools import count

from stagemarkt.domain.changes.abonnementen import AbonnementWish, modify
from stagemarkt.domain.changes.retry import THREE_DAYS
from stagemarkt.model.abonnement import Abonnement, AbonnementKey
from stagemarkt.model.aflevering import Aflevering
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.delivery import DeliveryOutcome

from tests.unit.fakes.composition import NOW
from tests.unit.fakes.outbox import abonnement, mutatie
from tests.unit.way_out import WayOut

TOMORROW = DeliveryOutcome("mislukt", 503, 24 * 3600, "http-status")
DEAD = DeliveryOutcome("mislukt", 500, None, "http-status")


def _deferred() -> tuple[WayOut, Abonnement]:
    way_out = WayOut()
    who = way_out.subscribe(abonnement())
    way_out.sender.says["a1"] = lambda _: TOMORROW
    way_out.fan_out(mutatie(1), mutatie(2), mutatie(3, leerbedrijf_id="3"))
    way_out.drain()
    way_out.sender.says.clear()
    way_out.now += 60
    assert way_out.sweep() == []
    return way_out, who


def _change(way_out: WayOut, old: Abonnement, wish: AbonnementWish) -> Abonnement:
    new = modify(old, wish, way_out.now)
    assert way_out.abonnementen.modify(old, new)
    way_out.outbox.set_due_time(new.sleutel, way_out.now)
    return new


def test_another_address_need_not_wait() -> None:
    """A receiver asked for a day; its owner gives another address, and everything goes there at once."""
    way_out, who = _deferred()
    _change(way_out, who, AbonnementWish(adres="https://nieuw.example.nl/"))
    way_out.drain()
    assert [b.volgnummer for b in way_out.received(who)] == [1, 2, 3]


def test_off_and_on_begins_anew() -> None:
    """Put off and on again means: now it works; no rest and no wait of before counts."""
    way_out, who = _deferred()
    out = _change(way_out, who, AbonnementWish(toestand="gepauzeerd"))
    way_out.drain()
    way_out.now += 60
    _change(way_out, out, AbonnementWish(toestand="actief"))
    way_out.drain()
    assert [b.volgnummer for b in way_out.received(who)] == [1, 2, 3]


def test_another_filter_says_nothing_of_the_receiver() -> None:
    """What has nothing to do with the receiver leaves it in peace."""
    way_out, who = _deferred()
    _change(way_out, who, AbonnementWish(filter=who.filter._replace(codes=("25998",))))
    way_out.drain()
    assert way_out.received(who) == []


def test_a_new_address_that_fails_too_rests_too() -> None:
    """What is learnt of the new address counts from then on."""
    way_out, who = _deferred()
    way_out.sender.says["a1"] = lambda _: TOMORROW
    _change(way_out, who, AbonnementWish(adres="https://nieuw.example.nl/"))
    way_out.drain()
    tried = len(way_out.sender.pogingen)
    way_out.now += 3600
    way_out.outbox.set_due_time(who.sleutel, way_out.now)
    way_out.drain()
    assert (tried, len(way_out.sender.pogingen)) == (2, 2)


def test_who_rests_costs_no_reads() -> None:
    """While a receiver rests only the oldest that waits is looked at, however much there is."""
    way_out = WayOut()
    who = way_out.subscribe(abonnement())
    way_out.sender.says["a1"] = lambda _: TOMORROW
    way_out.fan_out(*(mutatie(n, leerbedrijf_id=str(n)) for n in range(1, 60)))
    way_out.drain()
    bekeken: list[int] = []
    wachtend = way_out.outbox.wachtend

    def counts(sleutel: AbonnementKey) -> Iterator[Aflevering]:
        for one in wachtend(sleutel):
            bekeken.append(one.volgnummer)
            yield one

    way_out.outbox.wachtend = counts
    way_out.fan_out(mutatie(60, leerbedrijf_id="60"))
    assert (way_out.deliver(who), bekeken) == ("klaar", [1])


def test_setting_many_aside_stays_within_the_time() -> None:
    """Setting aside what a dead receiver left ends in time, and goes on where it was."""
    way_out = WayOut()
    who = way_out.subscribe(abonnement())
    way_out.sender.says["a1"] = lambda _: DEAD
    way_out.fan_out(*(mutatie(n, leerbedrijf_id=str(n)) for n in range(1, 40)))
    way_out.drain()
    slot = way_out.outbox.slots[who.sleutel]
    slot.cooldown_until = NOW + THREE_DAYS + 900
    way_out.now = NOW + THREE_DAYS + 600
    tick = count()
    assert way_out.deliver(who, Deadline(10.0, lambda: float(next(tick)))) == "tijd"
    opzij = [a.stand for a in way_out.outbox.read(who.sleutel, 0, 99)].count("opzij")
    assert opzij == 10
    assert way_out.sweep() == [who.sleutel]
    way_out.drain()
    assert {a.stand for a in way_out.outbox.read(who.sleutel, 0, 99)} == {"opzij"}
