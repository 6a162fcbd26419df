"""Secrets Manager in this process, and a clock that a test moves."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from stagemarkt.adapters.secrets_manager import Geheimen

from tests.integration.support.clock import Klok

if TYPE_CHECKING:
    from types_boto3_secretsmanager.client import SecretsManagerClient


@pytest.fixture(scope="module")
def gedeelde_client() -> Iterator["SecretsManagerClient"]:
    """The client that the functions use; a module's tests share it, for making one is slow."""
    from stagemarkt.adapters.secrets_manager import maak_client

    from tests.integration.support.aws import nagemaakte_aws

    with nagemaakte_aws():
        client = maak_client()
        yield client
        client.close()


@pytest.fixture
def client(gedeelde_client: "SecretsManagerClient") -> Iterator["SecretsManagerClient"]:
    """That client, with no secrets yet."""
    yield gedeelde_client
    lijst = gedeelde_client.list_secrets(IncludePlannedDeletion=True)
    for geheim in lijst["SecretList"]:
        gedeelde_client.restore_secret(SecretId=geheim["Name"])
        gedeelde_client.delete_secret(SecretId=geheim["Name"], ForceDeleteWithoutRecovery=True)


@pytest.fixture
def klok() -> Klok:
    """Stands still until a test moves it."""
    return Klok()


@pytest.fixture
def geheimen(client: "SecretsManagerClient", klok: Klok) -> Geheimen:
    """The adapter under test."""
    return Geheimen(client, klok)
