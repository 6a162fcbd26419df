"""An AWS in this process (moto), without any account."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from moto import mock_aws

from tests.integration.hulp.sjabloon import REGIO


@contextmanager
def nagemaakte_aws() -> Iterator[None]:
    """Every client that is made in here speaks with this AWS and no other."""
    with pytest.MonkeyPatch.context() as omgeving, mock_aws():
        omgeving.setenv("AWS_DEFAULT_REGION", REGIO)
        yield
