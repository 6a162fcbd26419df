"""Events to a subscriber's own queue (implements `stagemarkt.ports.delivery.EventSender`).

We send as our own role; the queue's policy lets it in. `.fifo`: order within a leerbedrijf and code, and SQS
drops a second one with the same id within five minutes. Other queues promise no order.
"""

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import boto3
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    CredentialRetrievalError,
    NoCredentialsError,
    PartialCredentialsError,
    ReadTimeoutError,
)

from stagemarkt.adapters.aws import SecondTry, config, with_fresh_connections
from stagemarkt.adapters.own_failures import as_shortage, is_own
from stagemarkt.domain.changes.event import MEDIATYPE
from stagemarkt.domain.changes.queue_arn import Home, InvalidArn, QueueArn, read_queue_arn
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.delivery import (
    ATTRIBUTE_CODE,
    ATTRIBUTE_ID,
    ATTRIBUTE_LEERBEDRIJF,
    ATTRIBUTE_MEDIATYPE,
    ATTRIBUTE_TEST,
    ATTRIBUTE_VOLGNUMMER,
    DeliveryMessage,
    DeliveryOutcome,
    DeliveryReason,
    Destination,
)

if TYPE_CHECKING:
    from types_boto3_sqs.client import SQSClient

# Clients kept, one for each region: a subscriber's queue may be in any, and a client takes memory.
_CLIENTS: Final = 8
# In all partitions but these the hosts of AWS end alike.
_DOMAIN: Final[Mapping[str, str]] = {"aws-cn": "amazonaws.com.cn", "aws-eusc": "amazonaws.eu"}

# AWS's codes, with and without the prefix that the older protocol of SQS gives them.
_REASONS: Final[Mapping[str, DeliveryReason]] = {
    "QueueDoesNotExist": "wachtrij-onbekend",
    "NonExistentQueue": "wachtrij-onbekend",
    "QueueDeletedRecently": "wachtrij-onbekend",
    "InvalidAddress": "wachtrij-onbekend",
    "AccessDenied": "geen-toegang",
    "AccessDeniedException": "geen-toegang",
    "OptInRequired": "geen-toegang",
    "KmsAccessDenied": "geen-toegang-versleuteling",
    "KMS.AccessDeniedException": "geen-toegang-versleuteling",
    "KmsDisabled": "geen-toegang-versleuteling",
    "KMS.DisabledException": "geen-toegang-versleuteling",
    "KmsInvalidKeyUsage": "geen-toegang-versleuteling",
    "KmsInvalidState": "geen-toegang-versleuteling",
    "KmsNotFound": "geen-toegang-versleuteling",
    "KMS.NotFoundException": "geen-toegang-versleuteling",
    "KmsOptInRequired": "geen-toegang-versleuteling",
    "KmsThrottled": "overbelast",
    "RequestThrottled": "overbelast",
    "ThrottlingException": "overbelast",
    "Throttling": "overbelast",
    "OverLimit": "overbelast",
    "InvalidMessageContents": "bericht-geweigerd",
    "InvalidParameterValue": "bericht-geweigerd",
    "InvalidAttributeValue": "bericht-geweigerd",
    "MissingParameter": "bericht-geweigerd",
    "UnsupportedOperation": "bericht-geweigerd",
    "BatchRequestTooLong": "bericht-geweigerd",
}
# Our own credentials, signature or clock are at fault: no attempt, and nothing that a subscriber could mend.
_OUR_FAULT: Final = frozenset(
    {
        "ExpiredToken",
        "ExpiredTokenException",
        "IncompleteSignature",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "MissingAuthenticationToken",
        "RequestExpired",
        "RequestTimeTooSkewed",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    }
)


# AWS does not know us there. At home that is our fault. In a region that an account must switch on by itself
# (opt-in) good credentials of one that has not are refused with these words: who chose that region can mend
# it, and waiting for us would hold up for ever what it is owed.
_UNKNOWN_THERE: Final = frozenset({"InvalidClientTokenId", "UnrecognizedClientException"})


class SqsSender:
    """Sends to queues in other accounts.

    Args:
        home: our partition and account: nothing is sent to the latter.
        make: makes a client for a region.
    """

    def __init__(self, home: Home, make: "Callable[[str], SQSClient] | None" = None) -> None:
        self._home = home
        self._make = make or make_client_of_region
        self._clients: dict[str, SQSClient] = {}

    def dispatch(
        self, destination: Destination, message: DeliveryMessage, deadline: Deadline
    ) -> DeliveryOutcome:
        """As the port says; with no time left nothing is sent."""
        try:
            adres = read_queue_arn(destination.queue_arn or "", self._home)
        except InvalidArn:
            return DeliveryOutcome("geweigerd", reden="wachtrij-ongeldig")
        if deadline.remaining <= 0:
            return DeliveryOutcome("mislukt", reden="te-laat")
        try:
            answer = self._client(adres.region).send_message(**request(adres, message))
        except ClientError as error:
            return _from_aws(error, elsewhere=adres.region != self._home.region)
        except (CredentialRetrievalError, NoCredentialsError, PartialCredentialsError) as error:
            raise StorageError(type(error).__name__) from error
        except (ConnectTimeoutError, ReadTimeoutError):
            return DeliveryOutcome("mislukt", reden="te-laat")
        except (BotoCoreError, OSError, MemoryError) as error:
            if is_own(error):
                raise as_shortage(error) from error
            if not isinstance(error, BotoCoreError):
                raise
            return DeliveryOutcome("mislukt", reden="storing")
        return DeliveryOutcome("geleverd", answer["ResponseMetadata"]["HTTPStatusCode"])

    def _client(self, region: str) -> "SQSClient":
        client = self._clients.pop(region, None) or self._make(region)
        # The one last used is the last; the first has rested longest.
        self._clients[region] = client
        if len(self._clients) > _CLIENTS:
            self._clients.pop(next(iter(self._clients))).close()
        return client


def make_client_of_region(region: str, clock: Callable[[], float] = time.time) -> "SQSClient":
    """A client that tries once: trying again is decided elsewhere, with everything that waits in view.

    But a connection of ours that broke says nothing of the queue: then the same message goes once more, under
    the same id, which a `.fifo` queue drops and any other receiver knows. One that may have died without a
    word is not used: waiting for it would count as a queue that does not answer.
    """
    client: SQSClient = boto3.client("sqs", region_name=region, config=config(connect=2, read=5, attempts=1))
    SecondTry(clock).of(client)
    return with_fresh_connections(client, clock)


def request(adres: QueueArn, message: DeliveryMessage) -> dict[str, Any]:
    """What SQS is asked: the event, and beside it by what a receiver may filter without opening it."""
    domain = _DOMAIN.get(adres.partition, "amazonaws.com")
    properties = {
        ATTRIBUTE_MEDIATYPE: _text(MEDIATYPE),
        ATTRIBUTE_ID: _text(message.id),
        **({ATTRIBUTE_TEST: _text("true")} if message.is_test else _from_mutatie(message)),
    }
    order = {
        "MessageGroupId": "testbericht" if message.is_test else f"{message.leerbedrijf_id}.{message.code}",
        "MessageDeduplicationId": message.id,
    }
    return {
        "QueueUrl": f"https://sqs.{adres.region}.{domain}/{adres.account}/{adres.naam}",
        "MessageBody": message.inhoud.decode(),
        "MessageAttributes": properties,
        **(order if adres.is_fifo else {}),
    }


def _from_mutatie(message: DeliveryMessage) -> dict[str, Any]:
    return {
        ATTRIBUTE_VOLGNUMMER: {"DataType": "Number", "StringValue": str(message.volgnummer)},
        ATTRIBUTE_LEERBEDRIJF: _text(message.leerbedrijf_id),
        ATTRIBUTE_CODE: _text(message.code),
    }


def _text(value: str) -> dict[str, str]:
    return {"DataType": "String", "StringValue": value}


def _from_aws(error: ClientError, *, elsewhere: bool) -> DeliveryOutcome:
    code = error.response.get("Error", {}).get("Code", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    if elsewhere and code in _UNKNOWN_THERE:
        return DeliveryOutcome("mislukt", status, reden="geen-toegang")
    if code in _OUR_FAULT:
        raise StorageError(code) from error
    return DeliveryOutcome(
        "mislukt", status, reden=_REASONS.get(code.removeprefix("AWS.SimpleQueueService."), "storing")
    )
