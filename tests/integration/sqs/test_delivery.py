"""The queue to whoever delivers: a group per abonnement, and a sweep that is done twice nudges once."""

import json
from collections.abc import Iterator

import pytest
from stagemarkt.adapters.sqs.connection import maak_client
from stagemarkt.adapters.sqs.delivery import Afleverrij
from stagemarkt.model.abonnement import Abonnementsleutel
from stagemarkt.model.errors import OpslagFout

from tests.integration.sqs.test_processing import Rij
from tests.integration.support.aws import nagemaakte_aws
from tests.integration.support.template import bronnen

EEN, ANDER = Abonnementsleutel("99XX", "a1"), Abonnementsleutel("30AA", "a2")


@pytest.fixture
def rij() -> Iterator[Rij]:
    """The queue of the template."""
    with nagemaakte_aws():
        client = maak_client()
        eigenschappen = bronnen("AWS::SQS::Queue")["Aflevering"]
        kenmerken = {
            naam: str(waarde).lower() if isinstance(waarde, bool) else str(waarde)
            for naam, waarde in eigenschappen.items()
            if naam != "RedrivePolicy"
        }
        url = client.create_queue(QueueName="aflevering.fifo", Attributes=kenmerken)["QueueUrl"]  # type: ignore[arg-type] # as the template has them
        yield Rij(client, url)
        client.close()


def _inhoud(rij: Rij) -> list[tuple[str, dict[str, str]]]:
    gevonden = []
    while berichten := rij.client.receive_message(
        QueueUrl=rij.url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["MessageGroupId"]
    ).get("Messages", []):
        for bericht in berichten:
            gevonden.append((bericht["Attributes"]["MessageGroupId"], json.loads(bericht["Body"])))
            rij.client.delete_message(QueueUrl=rij.url, ReceiptHandle=bericht["ReceiptHandle"])
    return gevonden


def test_een_por_zegt_welk_abonnement(rij: Rij) -> None:
    """A message names the school and the abonnement, and nothing of what is to be delivered."""
    Afleverrij(rij.client, rij.url).wek([EEN, ANDER])
    assert _inhoud(rij) == [
        ("a1", {"school": "99XX", "abonnementId": "a1"}),
        ("a2", {"school": "30AA", "abonnementId": "a2"}),
    ]


def test_een_naam_eenmaal(rij: Rij) -> None:
    """Under one name an abonnement is nudged once; without a name each time."""
    wekker = Afleverrij(rij.client, rij.url)
    wekker.wek([EEN], "veger.1")
    wekker.wek([EEN, ANDER], "veger.1")
    wekker.wek([EEN])
    wekker.wek([EEN])
    assert sorted(groep for groep, _ in _inhoud(rij)) == ["a1", "a1", "a1", "a2"]


def test_een_wachtrij_die_er_niet_is(rij: Rij) -> None:
    """A failure of the queue is a failure of storage."""
    with pytest.raises(OpslagFout):
        Afleverrij(rij.client, f"{rij.url}x").wek([EEN])
