"""What we run out of ourselves is no failed attempt: it does not count against a receiver."""

import asyncio

import boto3
import pytest
from botocore.config import Config
from stagemarkt.adapters.delivery.network import zoek_adressen, zoek_openbaar
from stagemarkt.adapters.delivery.sqs import SqsBezorger
from stagemarkt.domain.changes.queue_arn import Thuis
from stagemarkt.model.errors import EigenTekort
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.delivery import Bestemming, Uitkomst
from types_boto3_sqs.client import SQSClient

from tests.integration.delivery.received import BERICHT, Ontvangst, stuur
from tests.integration.support.behaviour import beantwoord, http
from tests.integration.support.shortage import zonder_descriptoren


@pytest.mark.parametrize("over", range(5))
def test_webhook_zonder_descriptor(ontvangst: Ontvangst, over: int) -> None:
    """A post that cannot go out is no attempt, wherever on its way it finds no room; the next goes out."""
    server = ontvangst.server(beantwoord(http()))
    bezorger = ontvangst.bezorger(server)
    with zonder_descriptoren(over):
        try:
            uitkomst = stuur(bezorger, server)
        except EigenTekort:
            uitkomst = None
    assert uitkomst in {None, Uitkomst("geleverd", 200)}
    assert over or uitkomst is None
    assert stuur(bezorger, server) == Uitkomst("geleverd", 200)


def test_een_naam_zonder_descriptor() -> None:
    """A name that cannot be looked up for want of a descriptor is not an unknown name."""
    with asyncio.Runner() as loper:
        loper.get_loop()
        with zonder_descriptoren(), pytest.raises(EigenTekort):
            loper.run(zoek_openbaar("localhost", 443, zoek_adressen, vrij=True))


def test_wachtrij_zonder_descriptor() -> None:
    """A queue that cannot be reached for want of a descriptor is no receiver that fails."""

    def maak(regio: str) -> SQSClient:
        client: SQSClient = boto3.client(
            "sqs",
            region_name=regio,
            aws_access_key_id="x",
            aws_secret_access_key="x",  # noqa: S106 - nobody's
            endpoint_url="http://127.0.0.1:9",
            config=Config(retries={"total_max_attempts": 1, "mode": "standard"}),
        )
        return client

    bezorger = SqsBezorger(Thuis("aws", "000000000000"), maak)
    naar = Bestemming("a1", "sqs", queue_arn="arn:aws:sqs:eu-west-1:123456789012:rij")
    assert bezorger.bezorg(naar, BERICHT, Termijn.van(5)) == Uitkomst("mislukt", reden="storing")
    with zonder_descriptoren(), pytest.raises(EigenTekort):
        bezorger.bezorg(naar, BERICHT, Termijn.van(5))
