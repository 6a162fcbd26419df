"""Lanes: as many at once as there are ways, one question at a time in each, and nothing lost on the way."""

import errno
import threading
from collections.abc import Callable
from typing import Final, cast

import pytest
from stagemarkt.adapters.lanes import ThreadLanes
from stagemarkt.model.errors import Bilingual, BronTimeout, OwnShortage
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.sbb import Sbb

WAYS: Final = 4
# Far above what a busy machine takes; what never comes together fails, and does not hang.
PATIENCE: Final = 30.0
LONG: Final = Deadline(60.0, lambda: 0.0)
TIMEOUT: Final = BronTimeout(Bilingual("Te laat.", "Late."))


def _ways(count: int = WAYS) -> list[Callable[[], Sbb]]:
    """Ways that are told apart by their number alone."""
    return [lambda number=number: cast("Sbb", number) for number in range(count)]  # type: ignore[misc]


def test_as_many_at_once_as_there_are_ways() -> None:
    """Four questions meet each other, each on a way and in a thread of its own."""
    together = threading.Barrier(WAYS)

    def ask(way: Sbb) -> tuple[int, int]:
        together.wait(PATIENCE)
        return cast("int", way), threading.get_ident()

    found = ThreadLanes(_ways()).each(dict.fromkeys(range(WAYS), ask), LONG)
    assert sorted(way for way, _ in found.values()) == list(range(WAYS))  # type: ignore[misc]
    assert len({thread for _, thread in found.values()}) == WAYS  # type: ignore[misc]


def test_a_way_is_used_by_one_at_a_time() -> None:
    """However many are asked, in no way are there two at once, and each has its answer."""
    busy: set[int] = set()
    clashes: list[int] = []

    def ask(number: int, way: int) -> int:
        clashes.extend({way} & busy)
        busy.add(way)
        busy.discard(way)
        return number

    asks = {number: (lambda way, number=number: ask(number, way)) for number in range(500)}
    assert ThreadLanes(_ways()).each(asks, LONG) == {number: number for number in range(500)}
    assert clashes == []


def test_what_one_raises_is_its_own() -> None:
    """An error is given for its question, what we ran out of as our own; the others go on."""

    def fail(error: Exception) -> Callable[[Sbb], str]:
        def ask(_way: Sbb) -> str:
            raise error

        return ask

    full = OSError(errno.EMFILE, "too many")
    asks = {"a": fail(TIMEOUT), "b": lambda _way: "goed", "c": fail(full), "d": fail(ValueError("x"))}
    found = ThreadLanes(_ways()).each(asks, LONG)
    assert (found["a"], found["b"]) == (TIMEOUT, "goed")
    assert [type(found[name]) for name in "cd"] == [OwnShortage, ValueError]


@pytest.mark.parametrize(("seconds", "reached"), [(0.0, 0), (0.9, 0), (3.5, 3)])
def test_what_the_time_does_not_reach_is_absent(seconds: float, reached: int) -> None:
    """With less than a second left nothing is begun."""
    now = 0.0

    def ask(_way: Sbb) -> bool:
        nonlocal now
        now += 1.0
        return True

    found = ThreadLanes(_ways(1)).each(dict.fromkeys(range(9), ask), Deadline(seconds, lambda: now))
    assert list(found) == list(range(reached))


@pytest.mark.parametrize("available", [0, 2])
def test_without_threads_it_goes_one_by_one(available: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that has no thread left does it all in the one that it has."""
    begun: list[object] = []
    real = threading.Thread.start

    def start(thread: threading.Thread) -> None:
        if len(begun) >= available:
            raise RuntimeError("can't start new thread")
        begun.append(thread)
        real(thread)

    monkeypatch.setattr(threading.Thread, "start", start)
    asks = dict.fromkeys(range(20), lambda _way: True)
    assert ThreadLanes(_ways()).each(asks, LONG) == dict.fromkeys(range(20), True)


def test_nothing_asked() -> None:
    """No questions, no answers, no threads."""
    assert ThreadLanes(_ways()).each({}, LONG) == {}
