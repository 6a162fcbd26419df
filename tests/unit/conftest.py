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


def _geen_netwerk(*_args: object, **_kwargs: object) -> NoReturn:
    raise AssertionError("a unit test touches nothing outside its process")


@pytest.fixture(autouse=True)
def geen_netwerk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever connects or looks up a name in a unit test fails."""
    monkeypatch.setattr(socket.socket, "connect", _geen_netwerk)
    monkeypatch.setattr(socket, "getaddrinfo", _geen_netwerk)


class Logboek:
    """What was logged during a test."""

    def __init__(self) -> None:
        self.stroom = io.StringIO()

    @property
    def tekst(self) -> str:
        """All of it, as it goes to CloudWatch."""
        return self.stroom.getvalue()

    @property
    def regels(self) -> list[dict[str, Any]]:
        """Each line, read: a line that is no JSON is a failure."""
        return [json.loads(regel) for regel in self.tekst.splitlines()]


@pytest.fixture
def logboek() -> Iterator[Logboek]:
    """The log of this test."""
    boek = Logboek()
    # Powertools writes to the stdout of when it was imported, which pytest's own capture does not see.
    uitgang = logger.registered_handler
    assert hasattr(uitgang, "setStream")
    vorige = uitgang.setStream(boek.stroom)
    yield boek
    uitgang.setStream(vorige)
