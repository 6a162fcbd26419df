"""What every unit test gets: no network, repeatable examples, and the log as text."""

import io
import json
import socket
from collections.abc import Iterator
from typing import Any, NoReturn

import pytest
from hypothesis import settings
from stagemarkt.observability import logger

# The same examples each time, nothing kept on disk, and no clock: a busy machine is no failure.
settings.register_profile("unit", derandomize=True, database=None, deadline=None)
settings.load_profile("unit")


def _no_network(*_args: object, **_kwargs: object) -> NoReturn:
    raise AssertionError("a unit test touches nothing outside its process")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever connects or looks up a name in a unit test fails."""
    monkeypatch.setattr(socket.socket, "connect", _no_network)
    monkeypatch.setattr(socket, "getaddrinfo", _no_network)


class LogCapture:
    """What was logged during a test."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def tekst(self) -> str:
        """All of it, as it goes to CloudWatch."""
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each line, read: a line that is no JSON is a failure."""
        return [json.loads(line) for line in self.tekst.splitlines()]


@pytest.fixture
def logbook() -> Iterator[LogCapture]:
    """The log of this test."""
    book = LogCapture()
    # Powertools writes to the stdout of when it was imported, which pytest's own capture does not see.
    way_out = logger.registered_handler
    assert hasattr(way_out, "setStream")
    previous = way_out.setStream(book.stream)
    yield book
    way_out.setStream(previous)
