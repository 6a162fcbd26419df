"""Warnings by way of SNS."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from moto.sns.models import sns_backends
from stagemarkt.adapters.sns import SnsWaarschuwer, maak_client
from stagemarkt.model.errors import OpslagFout
from stagemarkt.ports.standing import Waarschuwing

from tests.integration.support.aws import nagemaakte_aws
from tests.integration.support.template import REGIO

if TYPE_CHECKING:
    from types_boto3_sns.client import SNSClient

WAARSCHUWING = Waarschuwing("99XX", "licentie", "School 99XX: SBB weigert de licentie", "Één.\n\nTwee.")


@pytest.fixture
def client() -> Iterator["SNSClient"]:
    """The client that the functions use."""
    with nagemaakte_aws():
        client = maak_client()
        yield client
        client.close()


def test_het_komt_aan(client: "SNSClient") -> None:
    """The topic gets the text as it is, with school and soort to filter by."""
    onderwerp = client.create_topic(Name="waarschuwingen")["TopicArn"]
    SnsWaarschuwer(client, onderwerp).waarschuw(WAARSCHUWING)
    ((_, tekst, titel, kenmerken, _),) = (
        sns_backends["123456789012"][REGIO].topics[onderwerp].sent_notifications
    )
    assert (titel, tekst) == (WAARSCHUWING.onderwerp, WAARSCHUWING.tekst)
    assert {naam: kenmerk["Value"] for naam, kenmerk in (kenmerken or {}).items()} == {
        "school": "99XX",
        "soort": "licentie",
    }


def test_een_onderwerp_dat_er_niet_is(client: "SNSClient") -> None:
    """What SNS does not take is an OpslagFout that names the kind."""
    with pytest.raises(OpslagFout, match="NotFound"):
        SnsWaarschuwer(client, f"arn:aws:sns:{REGIO}:123456789012:niets").waarschuw(WAARSCHUWING)
