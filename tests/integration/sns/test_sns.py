"""Warnings by way of SNS."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from moto.sns.models import sns_backends
from stagemarkt.adapters.sns import SnsWarner, make_sns_client
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.standing import OperatorWarning

from tests.integration.support.aws import fake_aws
from tests.integration.support.template import REGION

if TYPE_CHECKING:
    from types_boto3_sns.client import SNSClient

WARNING = OperatorWarning("99XX", "licentie", "School 99XX: SBB weigert de licentie", "Één.\n\nTwee.")


@pytest.fixture
def client() -> Iterator["SNSClient"]:
    """The client that the functions use."""
    with fake_aws():
        client = make_sns_client()
        yield client
        client.close()


def test_it_arrives(client: "SNSClient") -> None:
    """The topic gets the text as it is, with school and soort to filter by."""
    subject = client.create_topic(Name="waarschuwingen")["TopicArn"]
    SnsWarner(client, subject).warn(WARNING)
    ((_, text, titel, features, _),) = sns_backends["123456789012"][REGION].topics[subject].sent_notifications
    assert (titel, text) == (WARNING.onderwerp, WARNING.tekst)
    assert {name: tag["Value"] for name, tag in (features or {}).items()} == {
        "school": "99XX",
        "soort": "licentie",
    }


def test_a_topic_that_does_not_exist(client: "SNSClient") -> None:
    """What SNS does not take is a `StorageError` that names the kind."""
    with pytest.raises(StorageError, match="NotFound"):
        SnsWarner(client, f"arn:aws:sns:{REGION}:123456789012:niets").warn(WARNING)
