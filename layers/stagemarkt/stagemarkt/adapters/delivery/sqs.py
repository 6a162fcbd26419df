"""Events to a subscriber's own queue (implements `stagemarkt.ports.delivery.Bezorger`).

We send as our own role; the queue's policy lets it in. `.fifo`: order within a leerbedrijf and code, and SQS
drops a second one with the same id within five minutes. Other queues promise no order.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    NoCredentialsError,
    ReadTimeoutError,
)

from stagemarkt.adapters.own_failures import als_tekort, is_eigen
from stagemarkt.domain.changes.event import MEDIATYPE
from stagemarkt.domain.changes.queue_arn import ArnOngeldig, Thuis, Wachtrijadres, lees_wachtrijadres
from stagemarkt.model.errors import OpslagFout
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.delivery import (
    BIJ_CODE,
    BIJ_ID,
    BIJ_LEERBEDRIJF,
    BIJ_MEDIATYPE,
    BIJ_TEST,
    BIJ_VOLGNUMMER,
    Bericht,
    Bestemming,
    Reden,
    Uitkomst,
)

if TYPE_CHECKING:
    from types_boto3_sqs.client import SQSClient

# In all partitions but these the hosts of AWS end alike.
_DOMEIN: Final[Mapping[str, str]] = {"aws-cn": "amazonaws.com.cn", "aws-eusc": "amazonaws.eu"}

# AWS's codes, with and without the prefix that the older protocol of SQS gives them.
_REDENEN: Final[Mapping[str, Reden]] = {
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
# Our own credentials are at fault: no attempt, and nothing that a subscriber could mend.
_ONZE_SCHULD: Final = frozenset(
    {"ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException"}
)


class SqsBezorger:
    """Sends to queues in other accounts.

    Args:
        thuis: our partition and account: nothing is sent to the latter.
        maak: makes a client for a region.
    """

    def __init__(self, thuis: Thuis, maak: "Callable[[str], SQSClient] | None" = None) -> None:
        self._thuis = thuis
        self._maak = maak or maak_client
        self._clients: dict[str, SQSClient] = {}

    def bezorg(self, bestemming: Bestemming, bericht: Bericht, termijn: Termijn) -> Uitkomst:
        """As the port says; with no time left nothing is sent."""
        try:
            adres = lees_wachtrijadres(bestemming.queue_arn or "", self._thuis)
        except ArnOngeldig:
            return Uitkomst("geweigerd", reden="wachtrij-ongeldig")
        if termijn.over <= 0:
            return Uitkomst("mislukt", reden="te-laat")
        try:
            antwoord = self._client(adres.regio).send_message(**verzoek(adres, bericht))
        except ClientError as fout:
            return _van_aws(fout)
        except NoCredentialsError as fout:
            raise OpslagFout(type(fout).__name__) from fout
        except (ConnectTimeoutError, ReadTimeoutError):
            return Uitkomst("mislukt", reden="te-laat")
        except (BotoCoreError, OSError, MemoryError) as fout:
            if is_eigen(fout):
                raise als_tekort(fout) from fout
            if not isinstance(fout, BotoCoreError):
                raise
            return Uitkomst("mislukt", reden="storing")
        return Uitkomst("geleverd", antwoord["ResponseMetadata"]["HTTPStatusCode"])

    def _client(self, regio: str) -> "SQSClient":
        if regio not in self._clients:
            self._clients[regio] = self._maak(regio)
        return self._clients[regio]


def maak_client(regio: str) -> "SQSClient":
    """A client that tries once: trying again is decided elsewhere, with everything that waits in view."""
    client: SQSClient = boto3.client(
        "sqs",
        region_name=regio,
        config=Config(
            connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 1}
        ),
    )
    return client


def verzoek(adres: Wachtrijadres, bericht: Bericht) -> dict[str, Any]:
    """What SQS is asked: the event, and beside it by what a receiver may filter without opening it."""
    domein = _DOMEIN.get(adres.partitie, "amazonaws.com")
    eigenschappen = {
        BIJ_MEDIATYPE: _tekst(MEDIATYPE),
        BIJ_ID: _tekst(bericht.id),
        **({BIJ_TEST: _tekst("true")} if bericht.is_test else _van_mutatie(bericht)),
    }
    volgorde = {
        "MessageGroupId": "testbericht" if bericht.is_test else f"{bericht.leerbedrijf_id}.{bericht.code}",
        "MessageDeduplicationId": bericht.id,
    }
    return {
        "QueueUrl": f"https://sqs.{adres.regio}.{domein}/{adres.rekening}/{adres.naam}",
        "MessageBody": bericht.inhoud.decode(),
        "MessageAttributes": eigenschappen,
        **(volgorde if adres.is_fifo else {}),
    }


def _van_mutatie(bericht: Bericht) -> dict[str, Any]:
    return {
        BIJ_VOLGNUMMER: {"DataType": "Number", "StringValue": str(bericht.volgnummer)},
        BIJ_LEERBEDRIJF: _tekst(bericht.leerbedrijf_id),
        BIJ_CODE: _tekst(bericht.code),
    }


def _tekst(waarde: str) -> dict[str, str]:
    return {"DataType": "String", "StringValue": waarde}


def _van_aws(fout: ClientError) -> Uitkomst:
    code = fout.response.get("Error", {}).get("Code", "")
    if code in _ONZE_SCHULD:
        raise OpslagFout(code) from fout
    status = fout.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return Uitkomst(
        "mislukt", status, reden=_REDENEN.get(code.removeprefix("AWS.SimpleQueueService."), "storing")
    )
