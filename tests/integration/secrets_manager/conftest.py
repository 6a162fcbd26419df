"""Secrets Manager in this process, and a clock that a test moves."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from stagemarkt.adapters.secrets_manager import Secrets

from tests.integration.support.clock import ManualClock

if TYPE_CHECKING:
    from types_boto3_secretsmanager.client import SecretsManagerClient


@pytest.fixture(scope="module")
def shared_client() -> Iterator["SecretsManagerClient"]:
    """The client that the functions use; a module's tests share it, for making one is slow."""
    from stagemarkt.adapters.secrets_manager import make_secrets_client

    from tests.integration.support.aws import fake_aws

    with fake_aws():
        client = make_secrets_client()
        yield client
        client.close()


@pytest.fixture
def client(shared_client: "SecretsManagerClient") -> Iterator["SecretsManagerClient"]:
    """That client, with no secrets yet."""
    yield shared_client
    listing = shared_client.list_secrets(IncludePlannedDeletion=True)
    for secret in listing["SecretList"]:
        shared_client.restore_secret(SecretId=secret["Name"])
        shared_client.delete_secret(SecretId=secret["Name"], ForceDeleteWithoutRecovery=True)


@pytest.fixture
def clock() -> ManualClock:
    """Stands still until a test moves it."""
    return ManualClock()


@pytest.fixture
def school_secrets(client: "SecretsManagerClient", clock: ManualClock) -> Secrets:
    """The adapter under test."""
    return Secrets(client, clock)
