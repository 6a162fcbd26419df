"""The promise of the mutation service, kept by the real tables and queue, and its speed through the stack."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest
from botocore.exceptions import ClientError
from stagemarkt.adapters.dynamodb.abonnementen import Abonnemententabel
from stagemarkt.adapters.dynamodb.deliveries import Aflevertabel
from stagemarkt.adapters.dynamodb.feed import Feedtabel
from stagemarkt.adapters.dynamodb.mutaties import Mutatietabel
from stagemarkt.adapters.dynamodb.outbox import Uitbaktabel
from stagemarkt.adapters.sqs.delivery import Afleverrij
from stagemarkt.model.errors import OpslagFout

from local.stack import Stapel
from tests.e2e.client import Facade
from tests.e2e.followers import Webhook, lees_feed
from tests.e2e.simulator import Sbb
from tests.integration.support.template import maak_tabellen
from tests.unit.fakes_outbox import Rampen
from tests.unit.proof import maak_verkeer
from tests.unit.proof_run import beproef
from tests.unit.way_out import Uitgang

# A twentieth of the whole: it is the adapters that are proven here, and they are the same in every call.
AANTAL: Final = 500
LANGSTE: Final = 12
_AANROEPEN: Final = frozenset(
    {"get_item", "update_item", "query", "transact_write_items", "batch_get_item", "send_message"}
)


@contextmanager
def als_van_aws() -> Iterator[None]:
    """What goes wrong in here is told as AWS does when it has lost its way."""
    try:
        yield
    except OpslagFout as fout:
        raise ClientError({"Error": {"Code": "InternalServerError"}}, str(fout)) from fout


class Wankel:
    """A client of AWS whose calls fail as `rampen` says, half of them after they were done."""

    def __init__(self, client: Any, rampen: Rampen) -> None:
        self._client = client
        self._rampen = rampen

    def __getattr__(self, naam: str) -> Any:
        """A call, or whatever else the client has."""
        eigen = getattr(self._client, naam)
        if naam not in _AANROEPEN:
            return eigen

        def roep(**argumenten: Any) -> Any:
            with als_van_aws():
                self._rampen.voor()
                antwoord = eigen(**argumenten)
                self._rampen.na()
            return antwoord

        return roep

    def get_paginator(self, naam: str) -> Any:
        """A paginator whose every page is such a call."""
        wankel, echt = self, self._client.get_paginator(naam)

        class Paginator:
            def paginate(self, **argumenten: Any) -> Iterator[Any]:
                for bladzij in echt.paginate(**argumenten):
                    with als_van_aws():
                        wankel._rampen.voor()
                    yield bladzij

        return Paginator()


@pytest.fixture
def uitgang(stapel: Stapel) -> Iterator[Uitgang]:
    """The way out over tables and a queue of its own, made as the template says, in the emulated AWS."""
    aws, _ = stapel.uitgerold()
    rampen = Rampen(zaad=7)
    uitgang = Uitgang(rampen, zaad=11)
    echt, sqs = aws.client("dynamodb"), aws.client("sqs")
    tabellen = maak_tabellen(echt)
    url = sqs.create_queue(QueueName="bewijs.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
    client: Any = Wankel(echt, rampen)
    uitgang.mutaties = Mutatietabel(client, tabellen.mutaties)
    uitgang.feed = Feedtabel(client, tabellen.uitgaand)
    uitgang.uitbak = Uitbaktabel(client, tabellen.uitgaand)
    uitgang.nummeraar = Aflevertabel(client, tabellen.uitgaand)
    uitgang.abonnementen = Abonnemententabel(client, tabellen.abonnementen, tabellen.uitgaand)
    wankel_sqs: Any = Wankel(sqs, rampen)
    uitgang.wekker = Afleverrij(wankel_sqs, url)
    uitgang.bouw()
    yield uitgang
    sqs.delete_queue(QueueUrl=url)
    for tabel in tabellen:
        echt.delete_table(TableName=tabel)


@pytest.mark.proof
def test_de_echte_tabellen(uitgang: Uitgang) -> None:
    """The same with the adapters of DynamoDB and SQS, whose calls fail: each subscriber gets its events."""
    verkeer = maak_verkeer(AANTAL, LANGSTE, zaad=3)
    for lijst in verkeer.mutaties.values():
        uitgang.mutaties.bewaar(lijst)
    begin = time.monotonic()
    uitslag = beproef(uitgang, verkeer, kans=0.01, dood=0.002, zaad=5)
    duur = time.monotonic() - begin
    print(f"\nwith the real tables, {duur:.0f} s: {verkeer}; {uitslag}")  # noqa: T201 - the figures
    assert all(uitslag.gebeurd.values())


@pytest.mark.proof
def test_hoe_snel(facade: Facade, sbb: Sbb, schaal: Callable[[int], int]) -> None:
    """From SBB's acknowledgement to the receiver: every event once and in order, in seconds."""
    _, cursor = lees_feed(facade, None)
    aantal = schaal(400)
    bevestigd: list[float] = []
    with Webhook(facade) as webhook:
        for _ in range(aantal):
            sbb.meld(5)
            bevestigd.append(time.monotonic())
        gebeurtenissen = webhook.wacht_op(lambda g: len(g) >= 5 * aantal)
        feed, _ = lees_feed(facade, cursor)
    assert [g["volgnummer"] for g in gebeurtenissen] == list(range(1, 5 * aantal + 1))
    assert [g["id"] for g in feed] == [g["id"] for g in gebeurtenissen]
    wachttijden = [webhook.tijden[g["id"]] - bevestigd[n // 5] for n, g in enumerate(gebeurtenissen)]
    verdeling = statistics.quantiles(wachttijden, n=100)
    print(  # noqa: T201 - the figures
        f"\n{len(wachttijden)} events in {aantal} messages through the deployed stack, acknowledgement to "
        f"delivery: median {statistics.median(wachttijden):.2f} s, p99 {verdeling[98]:.2f} s"
    )
    assert verdeling[98] < 60
