"""The queue to the fan-out: in order per school, divided, and once for a message that is brought twice."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import pytest
from stagemarkt.adapters.sqs.connection import maak_client
from stagemarkt.adapters.sqs.processing import PER_BERICHT, Verwerkrij
from stagemarkt.model.errors import OpslagFout

from tests.integration.support.aws import nagemaakte_aws
from tests.integration.support.template import bronnen

if TYPE_CHECKING:
    from types_boto3_sqs.client import SQSClient


class Rij(NamedTuple):
    """The queue, and a client to look at it."""

    client: "SQSClient"
    url: str

    def inhoud(self) -> list[tuple[str, list[str]]]:
        """Group and ids of every message, in order, taken out."""
        gevonden = []
        while berichten := self.client.receive_message(
            QueueUrl=self.url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["MessageGroupId"]
        ).get("Messages", []):
            for bericht in berichten:
                lichaam = json.loads(bericht["Body"])
                assert lichaam["school"] == bericht["Attributes"]["MessageGroupId"]
                gevonden.append((lichaam["school"], lichaam["mutatieIds"]))
                self.client.delete_message(QueueUrl=self.url, ReceiptHandle=bericht["ReceiptHandle"])
        return gevonden


@pytest.fixture
def rij() -> Iterator[Rij]:
    """The queue of the template, as far as it can be made alone."""
    eigenschappen = bronnen("AWS::SQS::Queue")["Verwerking"]
    assert eigenschappen["FifoQueue"]
    with nagemaakte_aws():
        client = maak_client()
        url = client.create_queue(QueueName="verwerking.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
        yield Rij(client, url)
        client.close()


def test_in_delen_en_op_volgorde(rij: Rij) -> None:
    """A message of many mutaties is divided, and the parts keep their order within the school."""
    ids = [f"m{n}" for n in range(2 * PER_BERICHT + 1)]
    Verwerkrij(rij.client, rij.url).plaats("99XX", ids, "bericht")
    gevonden = rij.inhoud()
    assert [school for school, _ in gevonden] == ["99XX"] * 3
    assert [m for _, deel in gevonden for m in deel] == ids


def test_tweemaal_onder_een_naam_is_eenmaal(rij: Rij) -> None:
    """What is queued again under the same name is queued once; under another name again."""
    wachtrij = Verwerkrij(rij.client, rij.url)
    for kenmerk in ("een", "een", "twee"):
        wachtrij.plaats("99XX", ["m1"], kenmerk)
    assert rij.inhoud() == [("99XX", ["m1"])] * 2


def test_wat_niet_in_de_rij_komt_is_een_opslagfout(rij: Rij) -> None:
    """A queue that refuses is told, so that the message is not acknowledged."""
    with pytest.raises(OpslagFout, match=r"NonExistentQueue|QueueDoesNotExist"):
        Verwerkrij(rij.client, rij.url.replace("verwerking", "weg")).plaats("99XX", ["m1"], "een")
