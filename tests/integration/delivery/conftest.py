"""Receivers of webhooks on this machine."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
import trustme

from tests.integration.delivery.received import Ontvangst


@pytest.fixture(scope="session")
def ca() -> trustme.CA:
    """Signs the receivers."""
    return trustme.CA()


@pytest.fixture
def ontvangst(ca: trustme.CA) -> Iterator[Ontvangst]:
    """Both ends; what a test opens is closed after it."""
    with ExitStack() as opruimer:
        yield Ontvangst(opruimer, ca)
