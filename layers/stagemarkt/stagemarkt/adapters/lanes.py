"""Calls to SBB side by side: a thread for each lane, and a way to SBB of its own for each thread.

What a lane holds (connections, a guard, what it remembers) is used from one thread, as it has to be; to SBB's
limits a lane is what another worker would be.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import Final, TypeVar

from stagemarkt.adapters.own_failures import as_shortage, is_own
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.sbb import Question, Sbb

T = TypeVar("T")
# What has less time left (seconds) is not begun: it would only ask SBB what nobody waits for.
ENOUGH: Final = 1.0


class ThreadLanes:
    """As many at once as there are ways (implements `stagemarkt.ports.sbb.SbbLanes`).

    Args:
        ways: each gives its way to SBB; called in the thread that will use it.
    """

    def __init__(self, ways: Sequence[Callable[[], Sbb]]) -> None:
        self._ways = ways

    def each(
        self, asks: Mapping[Question, Callable[[Sbb], T]], deadline: Deadline
    ) -> Mapping[Question, T | Exception]:
        """As the port says."""
        waiting: SimpleQueue[tuple[Question, Callable[[Sbb], T]]] = SimpleQueue()
        for pair in asks.items():
            waiting.put(pair)
        found: dict[Question, T | Exception] = {}

        def run(way: Callable[[], Sbb]) -> None:
            while deadline.remaining >= ENOUGH:
                try:
                    question, ask = waiting.get_nowait()
                except Empty:
                    return
                try:
                    found[question] = ask(way())
                except Exception as error:  # noqa: BLE001 - it is given, for the question that it is of
                    found[question] = as_shortage(error) if is_own(error) else error

        used = self._ways[: len(asks)]
        try:
            with ThreadPoolExecutor(max(1, len(used)), "baan") as pool:
                for way in used:
                    pool.submit(run, way)
        except RuntimeError as error:
            if not is_own(error):
                raise
        # What no thread could be had for is done here, now that none is under way.
        for way in used[:1]:
            run(way)
        return found
