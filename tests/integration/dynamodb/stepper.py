"""Runs operations side by side, one call of the storage at a time, in an order that a test chooses."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.waiting import at_most

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

_GEDULD = 20.0


class Loper(threading.Thread):
    """One operation. It stands still before each call of the storage until it is told to go on."""

    def __init__(self, daad: Callable[[], Any]) -> None:
        super().__init__(daemon=True)
        self._daad = daad
        self._mag = threading.Semaphore(0)
        self._staat = threading.Semaphore(0)
        self.klaar = False
        self.uitkomst: Any = None
        self.fout: BaseException | None = None
        self.start()

    def run(self) -> None:
        """Begin when the first step is given."""
        self._mag.acquire()
        try:
            self.uitkomst = self._daad()
        except BaseException as fout:  # noqa: BLE001 - told to the test, whatever it is
            self.fout = fout
        self.klaar = True
        self._staat.release()

    def pauze(self) -> None:
        """Wait for the next step; called by the operation itself."""
        self._staat.release()
        self._mag.acquire()

    def stap(self) -> None:
        """Let it do one call, and come to stand before the next one."""
        self._mag.release()
        assert self._staat.acquire(timeout=_GEDULD), "an operation that neither stops nor ends"
        if self.fout is not None:
            raise self.fout

    def loop_uit(self) -> None:
        """Let it come to its end."""
        for _ in at_most(1000):
            if self.klaar:
                break
            self.stap()


def pauze() -> None:
    """A place where an operation stands still, when it is run step by step."""
    draad = threading.current_thread()
    if isinstance(draad, Loper):
        draad.pauze()


def sta_stil_bij_elke_aanroep(client: "DynamoDBClient") -> Callable[[], None]:
    """Make every call of this client such a place; gives what undoes it."""

    def voor_elke_aanroep(**_rest: Any) -> None:
        pauze()

    client.meta.events.register("before-call.dynamodb", voor_elke_aanroep)
    return lambda: client.meta.events.unregister("before-call.dynamodb", voor_elke_aanroep)
