"""SBB on 127.0.0.1 with mutual TLS, and schools that speak with it."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.integration.support.line import Link
from tests.integration.support.pki import ThrowawayPki


@pytest.fixture(scope="session")
def pki() -> ThrowawayPki:
    """The authorities."""
    return ThrowawayPki()


@pytest.fixture
def link(pki: ThrowawayPki) -> Iterator[Link]:
    """Both ends of the wire; what a test opens is closed after it."""
    with ExitStack() as purger:
        yield Link(pki, purger)
