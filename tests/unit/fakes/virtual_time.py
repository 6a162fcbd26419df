"""Time that costs no time: threads that sleep on a clock of their own, one of them awake at once.

So what many functions do together can be tried with every wait in it, and comes out the same each time.
"""

import heapq
import threading
from collections.abc import Callable
from itertools import count


class VirtualTime:
    """A clock, in seconds, that jumps to whoever wakes next."""

    def __init__(self, start: float) -> None:
        self.now = start
        self._numbers = count()
        self._waiting: list[tuple[float, int, threading.Event]] = []
        self._idle = threading.Semaphore(0)
        self._failures: list[BaseException] = []

    def __call__(self) -> float:
        """The time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Wait; the others go on meanwhile."""
        mine = threading.Event()
        heapq.heappush(self._waiting, (self.now + seconds, next(self._numbers), mine))
        self._idle.release()
        mine.wait()

    def run(self, jobs: list[Callable[[], None]]) -> None:
        """Do all these at once, and return when all are done. Raises what the first that failed raised."""
        threads = [threading.Thread(target=self._work, args=(job,)) for job in jobs]
        for thread in threads:
            thread.start()
            self._idle.acquire()
        for _ in iter(lambda: len(self._waiting), 0):
            self.now, _, awake = heapq.heappop(self._waiting)
            awake.set()
            self._idle.acquire()
        for thread in threads:
            thread.join()
        for failure in self._failures:
            raise failure

    def _work(self, job: Callable[[], None]) -> None:
        try:
            self.sleep(0)
            job()
        except BaseException as error:  # noqa: BLE001 - raised again where the test can see it
            self._failures.append(error)
        finally:
            self._idle.release()
