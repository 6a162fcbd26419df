"""Warnings to the operator by way of SNS (implements `ports.standing.OperatorWarner`)."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from stagemarkt.adapters.aws import SecondTry, config, with_fresh_connections
from stagemarkt.model.errors import StorageError
from stagemarkt.observability import logger
from stagemarkt.ports.standing import OperatorWarning

if TYPE_CHECKING:
    from types_boto3_sns.client import SNSClient


def make_sns_client(clock: Callable[[], float] = time.time) -> "SNSClient":
    """A client that gives up soon: somebody may be waiting for an answer meanwhile.

    A warning that went over a connection that broke is sent again: rather twice than not at all.
    """
    client: SNSClient = boto3.client("sns", config=config(connect=1, read=2, attempts=1))
    SecondTry(clock).of(client)
    return with_fresh_connections(client, clock)


class SnsWarner:
    """Publishes to the topic `onderwerp` (its ARN); who listens is for the operator to say."""

    def __init__(self, client: "SNSClient", onderwerp: str) -> None:
        self._client = client
        self._topic = onderwerp

    def warn(self, warning: OperatorWarning) -> None:
        """As the port says. The attributes `school` and `soort` are for filters of subscriptions."""
        # For who keeps an alarm on the log, and for who looks later what was told: it holds nothing secret.
        logger.warning("waarschuwing", extra=warning._asdict())
        try:
            self._client.publish(
                TopicArn=self._topic,
                Subject=warning.onderwerp,
                Message=warning.tekst,
                MessageAttributes={
                    "school": {"DataType": "String", "StringValue": warning.school},
                    "soort": {"DataType": "String", "StringValue": warning.soort},
                },
            )
        except ClientError as error:
            raise StorageError(error.response.get("Error", {}).get("Code", "ClientError")) from error
        except BotoCoreError as error:
            raise StorageError(type(error).__name__) from error
