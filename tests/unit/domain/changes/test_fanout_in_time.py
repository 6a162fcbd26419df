"""Fan-out watches its time: what it costs, that it stops, and that whoever comes next goes on from there."""

from collections.abc import Callable, Sequence
from typing import Final

import pytest
from stagemarkt.domain.changes.fanout import FanOutReport
from stagemarkt.model.abonnement import Filter
from stagemarkt.model.errors import StorageError
from stagemarkt.model.mutatie import Mutatie
from stagemarkt.ports.deadline import Deadline

from tests.unit.fakes.composition import SCHOOL
from tests.unit.fakes.outbox import Disasters, abonnement, mutatie
from tests.unit.way_out import WayOut, volgnummers

CALL: Final = 0.015
# What the function hands on of its 28 seconds.
TIME: Final = 20.0


class SlowStorage(Disasters):
    """A storage of which each call takes 15 ms."""

    @property
    def now(self) -> float:
        """Seconds that went by."""
        return self.calls * CALL

    def deadline(self, seconds: float = TIME) -> Deadline:
        """What ends so many seconds from now."""
        return Deadline.after(seconds, lambda: self.now)


def _pieces(messages: int, per_message: int) -> list[list[Mutatie]]:
    everything = [mutatie(n, leerbedrijf_id=str(n)) for n in range(1, messages * per_message + 1)]
    return [everything[n : n + per_message] for n in range(0, len(everything), per_message)]


def _fan_out(way_out: WayOut, pieces: Sequence[Sequence[Mutatie]], deadline: Deadline) -> FanOutReport:
    way_out.mutaties.inhoud |= {m.mutatie_id: m for piece in pieces for m in piece}
    return way_out.distributor.fan_out_pieces(SCHOOL, [[m.mutatie_id for m in s] for s in pieces], deadline)


@pytest.mark.parametrize(("count", "at_most", "in_keren"), [(50, 530, 1), (130, 850, 1), (400, 2150, 2)])
def test_what_a_full_queue_costs(count: int, at_most: int, in_keren: int) -> None:
    """10 messages of 25 mutaties that every abonnement wants: a bounded number of calls, and all is done."""
    slow = SlowStorage()
    way_out = WayOut(slow)
    # Of as many afnemers as it takes.
    way_out.abonnementen.at_most = 1000
    who = [way_out.subscribe(abonnement(f"a{n:04d}")) for n in range(count)]
    begin, pieces, times = slow.calls, _pieces(10, 25), 0
    while pieces:
        done = _fan_out(way_out, pieces, slow.deadline())
        pieces, times = pieces[done.pieces :], times + 1
        assert times <= in_keren
    print(f"\n{count} abonnementen: {slow.calls - begin} calls in {times} times")  # noqa: T201
    assert slow.calls - begin <= at_most
    assert all(way_out.outbox.stand(one.sleutel) == (250, 250) for one in who)
    assert times == in_keren


def test_who_wants_nothing_costs_almost_nothing() -> None:
    """A hundred abonnementen that want none of it are one write together."""
    slow = SlowStorage()
    way_out = WayOut(slow)
    # Of as many afnemers as it takes.
    way_out.abonnementen.at_most = 1000
    who = [way_out.subscribe(abonnement(f"a{n:03d}", filter_=Filter(codes=("K0067",)))) for n in range(100)]
    begin = slow.calls
    _fan_out(way_out, _pieces(1, 1), slow.deadline())
    assert slow.calls - begin <= 14
    assert {way_out.outbox.stand(one.sleutel) for one in who} == {(0, 1)}
    assert way_out.waker.gewekt == []


@pytest.mark.parametrize("seconds", [0.0, 0.3, 1.0, 3.0])
def test_stopped_in_time_and_resumed(seconds: float) -> None:
    """However little time there is: nothing is begun after it, nothing done twice, and it comes to an end."""
    slow = SlowStorage()
    way_out = WayOut(slow)
    # Of as many afnemers as it takes.
    way_out.abonnementen.at_most = 1000
    who = [way_out.subscribe(abonnement(f"a{n:02d}")) for n in range(40)]
    pieces, times = _pieces(4, 25), 0
    while pieces:
        begin = slow.now
        done = _fan_out(way_out, pieces, slow.deadline(seconds or 0.1 * times))
        # One piece that was under way: forgetting, numbering; and the nudges.
        assert slow.now - begin <= (seconds or 0.1 * times) + 80 * CALL
        assert done.fout is None
        pieces, times = pieces[done.pieces :], times + 1
        assert times < 60
    way_out.drain()
    assert len(way_out.invalidator.forgotten) == 100
    for one in who:
        assert volgnummers(way_out.received(one)) == list(range(1, 101))


def test_what_is_numbered_is_nudged_even_when_the_time_is_up() -> None:
    """Who was served before the time was over need not wait for the rest, nor for the sweep."""
    slow = SlowStorage()
    way_out = WayOut(slow)
    # Of as many afnemers as it takes.
    way_out.abonnementen.at_most = 1000
    for n in range(200):
        way_out.subscribe(abonnement(f"a{n:03d}"))
    done = _fan_out(way_out, _pieces(1, 25), slow.deadline(0.7))
    assert done.pieces == 0
    assert 0 < len(way_out.waker.gewekt) == min(50, done.deliveries // 25) < 200


def test_a_failing_stretch_does_not_hold_up_what_came_before() -> None:
    """A piece that keeps failing comes back with what is behind it; what came before is done."""
    way_out = WayOut()
    who = way_out.subscribe(abonnement())
    pieces = _pieces(3, 2)
    read: Callable[[Sequence[str]], Sequence[Mutatie]] = way_out.mutaties.read_all

    def broken(ids: Sequence[str]) -> Sequence[Mutatie]:
        if pieces[1][0].mutatie_id in ids:
            raise StorageError("a mutatie without its attributes")
        return read(ids)

    way_out.mutaties.read_all = broken
    done = _fan_out(way_out, pieces, SlowStorage().deadline())
    assert (done.pieces, str(done.fout)) == (1, "a mutatie without its attributes")
    way_out.drain()
    assert volgnummers(way_out.received(who)) == [1, 2]


def test_who_is_behind_reads_along() -> None:
    """Abonnementen at different places of the feed: it is read once for all that need a stretch of it."""
    slow = SlowStorage()
    way_out = WayOut(slow)
    # Of as many afnemers as it takes.
    way_out.abonnementen.at_most = 1000
    behind = [way_out.subscribe(abonnement(f"a{n:02d}")) for n in range(20)]
    _fan_out(way_out, _pieces(4, 25), slow.deadline())
    for one in behind[:10]:
        way_out.outbox.begin(one.sleutel, 30)
    begin = slow.calls
    _fan_out(way_out, [[mutatie(101)]], slow.deadline())
    # Eleven that are not about who is behind; one stretch is read, ten are written, twenty nudged.
    assert slow.calls - begin <= 44
    assert {way_out.outbox.stand(one.sleutel) for one in behind[:10]} == {(71, 101)}
    assert {way_out.outbox.stand(one.sleutel) for one in behind[10:]} == {(101, 101)}
