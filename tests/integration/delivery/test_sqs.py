"""Events to a subscriber's queue: what arrives there, and what every refusal of AWS means."""

import json
from collections.abc import Iterator

import boto3
import pytest
from botocore.exceptions import (
    BotoCoreError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
)
from botocore.stub import Stubber
from stagemarkt.adapters.delivery.sqs import SqsBezorger, maak_client, verzoek
from stagemarkt.domain.changes.queue_arn import Thuis, lees_wachtrijadres
from stagemarkt.model.errors import OpslagFout
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.delivery import Bericht, Bestemming, Reden, Uitkomst
from types_boto3_sqs.client import SQSClient
from types_boto3_sqs.type_defs import MessageTypeDef

from tests.integration.delivery.received import BERICHT
from tests.integration.support.aws import nagemaakte_aws
from tests.integration.support.template import REGIO

# The emulated AWS has one account: that of the subscriber. We are at home in another.
THUIS = Thuis("aws", "000000000000")
ABONNEE = "123456789012"


@pytest.fixture
def abonnee() -> Iterator[SQSClient]:
    """SQS as the subscriber sees it."""
    with nagemaakte_aws():
        client: SQSClient = boto3.client("sqs")
        yield client


def naar(naam: str, rekening: str = ABONNEE, regio: str = REGIO) -> Bestemming:
    """The queue with this name."""
    return Bestemming("a1", "sqs", queue_arn=f"arn:aws:sqs:{regio}:{rekening}:{naam}")


def bezorg(bestemming: Bestemming, *berichten: Bericht) -> list[Uitkomst]:
    """Send these, after each other."""
    bezorger = SqsBezorger(THUIS)
    return [bezorger.bezorg(bestemming, bericht, Termijn.van(5)) for bericht in berichten]


def ontvangen(client: SQSClient, naam: str) -> list[MessageTypeDef]:
    """What waits in the queue."""
    antwoord = client.receive_message(
        QueueUrl=client.get_queue_url(QueueName=naam)["QueueUrl"],
        MaxNumberOfMessages=10,
        MessageAttributeNames=["All"],
        MessageSystemAttributeNames=["All"],
    )
    return antwoord.get("Messages", [])


def test_naar_een_gewone_wachtrij(abonnee: SQSClient) -> None:
    """The event arrives as it was made, with what a receiver may filter by beside it; no group, no order."""
    abonnee.create_queue(QueueName="mutaties")
    assert bezorg(naar("mutaties"), BERICHT) == [Uitkomst("geleverd", 200)]
    (bericht,) = ontvangen(abonnee, "mutaties")
    assert bericht["Body"].encode() == BERICHT.inhoud
    assert {naam: deel["StringValue"] for naam, deel in bericht["MessageAttributes"].items()} == {
        "contentType": "application/cloudevents+json",
        "id": BERICHT.id,
        "volgnummer": "7",
        "leerbedrijfId": "900000001",
        "code": "25998",
    }
    assert "MessageGroupId" not in bericht["Attributes"]


def test_naar_een_fifo(abonnee: SQSClient) -> None:
    """In a FIFO queue the group is leerbedrijf and code; the same id twice is one message."""
    abonnee.create_queue(QueueName="mutaties.fifo", Attributes={"FifoQueue": "true"})
    ander = BERICHT._replace(id="ander", code="K0067", volgnummer=8)
    assert [u.soort for u in bezorg(naar("mutaties.fifo"), BERICHT, BERICHT, ander)] == ["geleverd"] * 3
    berichten = ontvangen(abonnee, "mutaties.fifo")
    assert [
        (b["Attributes"]["MessageGroupId"], b["Attributes"]["MessageDeduplicationId"]) for b in berichten
    ] == [
        ("900000001.25998", BERICHT.id),
        ("900000001.K0067", "ander"),
    ]


def test_een_testbericht(abonnee: SQSClient) -> None:
    """A test message says so beside the event, and has no volgnummer."""
    abonnee.create_queue(QueueName="mutaties.fifo", Attributes={"FifoQueue": "true"})
    bezorg(naar("mutaties.fifo"), Bericht("t1", 0, "", "", json.dumps({"a": 1}).encode(), is_test=True))
    (bericht,) = ontvangen(abonnee, "mutaties.fifo")
    assert set(bericht["MessageAttributes"]) == {"contentType", "id", "test"}
    assert bericht["Attributes"]["MessageGroupId"] == "testbericht"


def test_een_wachtrij_die_er_niet_is(abonnee: SQSClient) -> None:
    """A queue that does not exist is a reason that the subscriber can act on."""
    assert abonnee.meta.region_name == REGIO
    (uitkomst,) = bezorg(naar("weg"), BERICHT)
    assert (uitkomst.soort, uitkomst.reden) == ("mislukt", "wachtrij-onbekend")


@pytest.mark.parametrize(
    "arn",
    [
        None,
        "",
        "arn:aws:sqs:eu-west-1:000000000000:Verwerking.fifo",
        "arn:aws-cn:sqs:cn-north-1:111122223333:a",
    ],
)
def test_waar_niets_heen_mag(arn: str | None) -> None:
    """To our own account, another partition and what is no queue nothing is sent."""

    def geen(_regio: str) -> SQSClient:
        raise AssertionError

    bestemming = Bestemming("a1", "sqs", queue_arn=arn)
    uitkomst = SqsBezorger(THUIS, geen).bezorg(bestemming, BERICHT, Termijn.van(5))
    assert uitkomst == Uitkomst("geweigerd", reden="wachtrij-ongeldig")


def test_geen_tijd_meer() -> None:
    """With no time left nothing is sent."""
    assert SqsBezorger(THUIS).bezorg(naar("a"), BERICHT, Termijn.van(0)) == Uitkomst(
        "mislukt", reden="te-laat"
    )


@pytest.mark.parametrize(
    ("code", "reden"),
    [
        ("AWS.SimpleQueueService.NonExistentQueue", "wachtrij-onbekend"),
        ("QueueDoesNotExist", "wachtrij-onbekend"),
        ("AccessDenied", "geen-toegang"),
        ("AWS.SimpleQueueService.AccessDenied", "geen-toegang"),
        ("KmsAccessDenied", "geen-toegang-versleuteling"),
        ("KMS.AccessDeniedException", "geen-toegang-versleuteling"),
        ("RequestThrottled", "overbelast"),
        ("InvalidMessageContents", "bericht-geweigerd"),
        ("InternalFailure", "storing"),
        ("ServiceUnavailable", "storing"),
        ("Iets.Nieuws", "storing"),
    ],
)
def test_elke_weigering_van_aws_heeft_haar_reden(abonnee: SQSClient, code: str, reden: Reden) -> None:
    """Every code of AWS, known or new, is a failed attempt with a reason."""
    with Stubber(abonnee) as nep:
        nep.add_client_error("send_message", code, "geheim", 403)
        uitkomst = SqsBezorger(THUIS, lambda _: abonnee).bezorg(naar("a"), BERICHT, Termijn.van(5))
    assert uitkomst == Uitkomst("mislukt", 403, None, reden)


@pytest.mark.parametrize("code", ["ExpiredToken", "InvalidClientTokenId", "UnrecognizedClientException"])
def test_onze_eigen_sleutels_zijn_geen_poging(abonnee: SQSClient, code: str) -> None:
    """When AWS does not know us, that is no attempt: the subscriber is not blamed for it."""
    bezorger = SqsBezorger(THUIS, lambda _: abonnee)
    with Stubber(abonnee) as nep:
        nep.add_client_error("send_message", code, "geheim", 403)
        with pytest.raises(OpslagFout, match=code):
            bezorger.bezorg(naar("a"), BERICHT, Termijn.van(5))


class Kapot:
    """An SQS that raises."""

    def __init__(self, fout: BotoCoreError) -> None:
        self._fout = fout

    def send_message(self, **_: object) -> None:
        """Raise."""
        raise self._fout


@pytest.mark.parametrize(
    ("fout", "reden"),
    [
        (ConnectTimeoutError(endpoint_url="x"), "te-laat"),
        (ReadTimeoutError(endpoint_url="x"), "te-laat"),
        (EndpointConnectionError(endpoint_url="x"), "storing"),
        (BotoCoreError(), "storing"),
    ],
)
def test_een_sqs_die_niet_antwoordt(fout: BotoCoreError, reden: Reden) -> None:
    """An SQS that cannot be reached is a failed attempt."""
    bezorger = SqsBezorger(THUIS, lambda _: Kapot(fout))  # type: ignore[arg-type,return-value]  # a fake
    assert bezorger.bezorg(naar("a"), BERICHT, Termijn.van(5)) == Uitkomst("mislukt", reden=reden)


def test_zonder_sleutels_van_aws_is_het_geen_poging() -> None:
    """Without credentials of our own nothing is blamed on the subscriber."""
    bezorger = SqsBezorger(THUIS, lambda _: Kapot(NoCredentialsError()))  # type: ignore[arg-type,return-value]  # a fake
    with pytest.raises(OpslagFout, match="NoCredentialsError"):
        bezorger.bezorg(naar("a"), BERICHT, Termijn.van(5))


@pytest.mark.parametrize(
    ("arn", "url"),
    [
        ("arn:aws:sqs:eu-west-1:111122223333:a", "https://sqs.eu-west-1.amazonaws.com/111122223333/a"),
        (
            "arn:aws-cn:sqs:cn-north-1:111122223333:a",
            "https://sqs.cn-north-1.amazonaws.com.cn/111122223333/a",
        ),
    ],
)
def test_het_adres_van_de_wachtrij(arn: str, url: str) -> None:
    """The queue's address follows from its ARN alone."""
    adres = lees_wachtrijadres(arn, Thuis(arn.split(":")[1], "000000000000"))
    assert verzoek(adres, BERICHT)["QueueUrl"] == url


def test_een_client_per_regio(abonnee: SQSClient) -> None:
    """Each region has one client, made when it is first needed."""
    regios = []

    def maak(regio: str) -> SQSClient:
        regios.append(regio)
        return maak_client(regio)

    abonnee.create_queue(QueueName="a")
    bezorger = SqsBezorger(THUIS, maak)
    for regio in (REGIO, REGIO, "eu-central-1"):
        bezorger.bezorg(naar("a", regio=regio), BERICHT, Termijn.van(5))
    assert regios == [REGIO, "eu-central-1"]
