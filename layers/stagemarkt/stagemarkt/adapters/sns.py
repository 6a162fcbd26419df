"""Warnings to the operator by way of SNS (implements `ports.standing.Waarschuwer`)."""

from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from stagemarkt.model.errors import OpslagFout
from stagemarkt.observability import logger
from stagemarkt.ports.standing import Waarschuwing

if TYPE_CHECKING:
    from types_boto3_sns.client import SNSClient


def maak_client() -> "SNSClient":
    """A client that gives up soon: somebody may be waiting for an answer meanwhile."""
    client: SNSClient = boto3.client(
        "sns",
        config=Config(
            connect_timeout=1, read_timeout=2, retries={"mode": "standard", "total_max_attempts": 1}
        ),
    )
    return client


class SnsWaarschuwer:
    """Publishes to the topic `onderwerp` (its ARN); who listens is for the operator to say."""

    def __init__(self, client: "SNSClient", onderwerp: str) -> None:
        self._client = client
        self._onderwerp = onderwerp

    def waarschuw(self, waarschuwing: Waarschuwing) -> None:
        """As the port says. The attributes `school` and `soort` are for filters of subscriptions."""
        # For who keeps an alarm on the log, and for who looks later what was told: it holds nothing secret.
        logger.warning("waarschuwing", extra=waarschuwing._asdict())
        try:
            self._client.publish(
                TopicArn=self._onderwerp,
                Subject=waarschuwing.onderwerp,
                Message=waarschuwing.tekst,
                MessageAttributes={
                    "school": {"DataType": "String", "StringValue": waarschuwing.school},
                    "soort": {"DataType": "String", "StringValue": waarschuwing.soort},
                },
            )
        except ClientError as fout:
            raise OpslagFout(fout.response.get("Error", {}).get("Code", "ClientError")) from fout
        except BotoCoreError as fout:
            raise OpslagFout(type(fout).__name__) from fout
