"""Receivers of webhooks on this machine."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
import trustme

from tests.integration.delivery.received import ReceivedPosts


@pytest.fixture(scope="session")
def ca() -> trustme.CA:
    """Signs the receivers."""
    return trustme.CA()


@pytest.fixture
def receipt(ca: trustme.CA) -> Iterator[ReceivedPosts]:
    """Both ends; what a test opens is closed after it."""
    with ExitStack() as purger:
        yield ReceivedPosts(purger, ca)
