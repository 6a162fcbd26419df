"""Secrets Manager in this process (moto), and a clock that a test moves."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from stagemarkt.adapters.geheimen import Geheimen, maak_client

from tests.integration.hulp.klok import Klok
from tests.integration.hulp.sjabloon import REGIO

if TYPE_CHECKING:
    from types_boto3_secretsmanager.client import SecretsManagerClient


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator["SecretsManagerClient"]:
    """The client that the functions use, on a Secrets Manager of this test's own."""
    from moto import mock_aws

    monkeypatch.setenv("AWS_DEFAULT_REGION", REGIO)
    with mock_aws():
        client = maak_client()
        yield client
        client.close()


@pytest.fixture
def klok() -> Klok:
    """Stands still until a test moves it."""
    return Klok()


@pytest.fixture
def geheimen(client: "SecretsManagerClient", klok: Klok) -> Geheimen:
    """The adapter under test."""
    return Geheimen(client, klok)
