"""SBB on 127.0.0.1 with mutual TLS, and schools that speak with it."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.integration.support.line import Lijn
from tests.integration.support.pki import Pki


@pytest.fixture(scope="session")
def pki() -> Pki:
    """The authorities."""
    return Pki()


@pytest.fixture
def lijn(pki: Pki) -> Iterator[Lijn]:
    """Both ends of the wire; what a test opens is closed after it."""
    with ExitStack() as opruimer:
        yield Lijn(pki, opruimer)
