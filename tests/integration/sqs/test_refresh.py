"""The queue of refreshes: a message holds the key of an entry and nothing else."""

import json

import pytest
from stagemarkt.adapters.sqs.connection import maak_client
from stagemarkt.adapters.sqs.refresh import Verversingsrij
from stagemarkt.model.errors import OpslagFout
from stagemarkt.ports.cache import Antwoordsleutel

from tests.integration.support.aws import nagemaakte_aws

SLEUTEL = Antwoordsleutel("99XX", "vraag#0a1b", "identificatie")


def test_een_bericht_is_een_sleutel() -> None:
    """What goes in is the key; a queue that is gone is a failure with the code of AWS."""
    with nagemaakte_aws():
        client = maak_client()
        url = client.create_queue(QueueName="verversingen")["QueueUrl"]
        Verversingsrij(client, url).plaats(SLEUTEL)
        (bericht,) = client.receive_message(QueueUrl=url)["Messages"]
        assert json.loads(bericht["Body"]) == {
            "school": "99XX",
            "onderwerp": "vraag#0a1b",
            "soort": "identificatie",
        }
        client.delete_queue(QueueUrl=url)
        with pytest.raises(OpslagFout, match=r"NonExistentQueue|QueueDoesNotExist"):
            Verversingsrij(client, url).plaats(SLEUTEL)
        client.close()
