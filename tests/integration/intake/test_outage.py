"""AWS fails at each single call of taking in a message, before or after it is done: nothing is lost."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ReadTimeoutError
from stagemarkt.adapters.dynamodb.connection import maak_client
from stagemarkt.adapters.dynamodb.mutaties import Mutatietabel
from stagemarkt.adapters.dynamodb.rejects import Afkeurtabel
from stagemarkt.adapters.dynamodb.sbb_subscriptions import Abonnementtabel
from stagemarkt.adapters.sqs.connection import maak_client as maak_sqs
from stagemarkt.adapters.sqs.processing import Verwerkrij
from stagemarkt.domain.changes.intake import Inname, neem_in
from stagemarkt.model.errors import OpslagFout
from stagemarkt.model.mutatie import Mutatiebericht, OnleesbareMutatie
from stagemarkt.ports.sbb_subscriptions import BekendAbonnement

from tests.integration.support.aws import nagemaakte_aws
from tests.integration.support.template import maak_tabellen
from tests.mutatie_examples import ABONNEMENT, BERICHT, NU, mutaties

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_sqs.client import SQSClient

AANTAL = 60
# Of so many more nothing can be read.
APART = 30
ALLE = AANTAL + APART
# A look at the subscriptions, a claim, two batches to set apart, three to store, three to queue, the marker.
AANROEPEN = 11
BERICHT_VAN_SBB = Mutatiebericht(
    BERICHT,
    ABONNEMENT,
    "99XX",
    tuple(mutaties(AANTAL)),
    onleesbaar=tuple(
        OnleesbareMutatie(n, "Mutatie/Einddatum", b"<Mutatie/>") for n in range(AANTAL + 1, ALLE + 1)
    ),
    inhoudssom="som",
)


class Uitval:
    """AWS, of which the nth call fails: it never arrives, or its answer does not."""

    def __init__(self, dynamodb: "DynamoDBClient", sqs: "SQSClient", tabel: str, url: str) -> None:
        self.sqs, self.url = sqs, url
        self.opslag = Mutatietabel(dynamodb, tabel)
        abonnementen = Abonnementtabel(dynamodb, tabel)
        abonnementen.onthoud(BekendAbonnement(ABONNEMENT, "99XX", "0" * 20, "https://x", NU))
        self.boek = Afkeurtabel(dynamodb, tabel)
        self.inname = Inname(self.opslag, Verwerkrij(sqs, url), abonnementen, "1" * 20, self.boek)
        self.bij, self.moment, self.geteld = 0, "before-call", 0
        for client in (dynamodb, sqs):
            for moment in ("before-call", "after-call"):
                client.meta.events.register(moment, self._tel(moment))

    def _tel(self, moment: str) -> Any:
        def tel(**_: object) -> None:
            self.geteld += moment == "before-call"
            if self.geteld == self.bij and moment == self.moment:
                self.bij = 0
                raise ReadTimeoutError(endpoint_url="https://aws.example")

        return tel

    def in_de_rij(self) -> list[str]:
        """The ids in the queue, in order, taken out."""
        ids: list[str] = []
        while berichten := self.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10).get(
            "Messages"
        ):
            for bericht in berichten:
                ids += json.loads(bericht["Body"])["mutatieIds"]
                self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=bericht["ReceiptHandle"])
        return ids


@pytest.fixture
def aws() -> Iterator[Uitval]:
    """The template's tables and a FIFO queue, in this process."""
    with nagemaakte_aws():
        dynamodb, sqs = maak_client(), maak_sqs()
        url = sqs.create_queue(QueueName="v.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
        yield Uitval(dynamodb, sqs, maak_tabellen(dynamodb).mutaties, url)
        dynamodb.close()
        sqs.close()


def test_zoveel_aanroepen_zijn_er(aws: Uitval) -> None:
    """What is made to fail below is all that there is."""
    aws.geteld = 0
    neem_in(BERICHT_VAN_SBB, aws.inname, NU)
    assert aws.geteld == AANROEPEN


# Before the claim nothing is known of the first time.
VOOR_DE_CLAIM = dict.fromkeys([(1, "before-call"), (1, "after-call"), (2, "before-call")], NU + 60)


@pytest.mark.parametrize("moment", ["before-call", "after-call"])
@pytest.mark.parametrize("bij", range(1, AANROEPEN + 1))
def test_elke_aanroep_kan_mislukken(aws: Uitval, bij: int, moment: str) -> None:
    """It is not acknowledged; sent again it is whole: stored, queued once and in order, as first logged."""
    aws.geteld, aws.bij, aws.moment = 0, bij, moment
    with pytest.raises(OpslagFout):
        neem_in(BERICHT_VAN_SBB, aws.inname, NU)
    neem_in(BERICHT_VAN_SBB, aws.inname, NU + 60)
    assert not neem_in(BERICHT_VAN_SBB, aws.inname, NU + 120)
    bewaard = list(aws.opslag.doorloop("99XX", 0))
    gelogd = VOOR_DE_CLAIM.get((bij, moment), NU)
    assert bewaard == mutaties(AANTAL, gelogd_op=round(gelogd, 3))
    apart = list(aws.boek.afgekeurde())
    assert sorted(een.positie or 0 for een in apart) == list(range(AANTAL + 1, ALLE + 1))
    assert {(een.keren, een.eerst_op) for een in apart} == {(1, round(gelogd, 3))}
    assert aws.in_de_rij() == [m.mutatie_id for m in bewaard]
