"""Runs operations side by side, one call of the storage at a time, in an order that a test chooses."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.waiting import at_most

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

_PATIENCE = 20.0


class Runner(threading.Thread):
    """One operation. It stands still before each call of the storage until it is told to go on."""

    def __init__(self, act: Callable[[], Any]) -> None:
        super().__init__(daemon=True)
        self._act = act
        self._is_allowed = threading.Semaphore(0)
        self._standing = threading.Semaphore(0)
        self.ready = False
        self.uitkomst: Any = None
        self.fout: BaseException | None = None
        self.start()

    def run(self) -> None:
        """Begin when the first step is given."""
        self._is_allowed.acquire()
        try:
            self.uitkomst = self._act()
        except BaseException as error:  # noqa: BLE001 - told to the test, whatever it is
            self.fout = error
        self.ready = True
        self._standing.release()

    def pause(self) -> None:
        """Wait for the next step; called by the operation itself."""
        self._standing.release()
        self._is_allowed.acquire()

    def step(self) -> None:
        """Let it do one call, and come to stand before the next one."""
        self._is_allowed.release()
        assert self._standing.acquire(timeout=_PATIENCE), "an operation that neither stops nor ends"
        if self.fout is not None:
            raise self.fout

    def run_to_end(self) -> None:
        """Let it come to its end."""
        for _ in at_most(1000):
            if self.ready:
                break
            self.step()


def pause() -> None:
    """A place where an operation stands still, when it is run step by step."""
    wire = threading.current_thread()
    if isinstance(wire, Runner):
        wire.pause()


def stop_at_every_call(client: "DynamoDBClient") -> Callable[[], None]:
    """Make every call of this client such a place; gives what undoes it."""

    def before_each_call(**_rest: Any) -> None:
        pause()

    client.meta.events.register("before-call.dynamodb", before_each_call)
    return lambda: client.meta.events.unregister("before-call.dynamodb", before_each_call)
