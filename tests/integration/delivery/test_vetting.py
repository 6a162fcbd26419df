"""The URL of a new abonnement, and the choice of the way out."""

import asyncio
from collections.abc import Sequence

import pytest
from stagemarkt.adapters.delivery.sqs import SqsBezorger
from stagemarkt.adapters.delivery.vetting import DnsKeurder
from stagemarkt.adapters.delivery.ways_out import Bezorgdienst
from stagemarkt.adapters.delivery.webhook import WebhookBezorger
from stagemarkt.domain.changes.queue_arn import Thuis
from stagemarkt.domain.changes.webhook_url import Uitzonderingen
from stagemarkt.model.delivery_reasons import REDENEN
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.delivery import Bestemming, Uitkomst

from tests.integration.delivery.received import BERICHT, Ontvangst, stuur
from tests.integration.delivery.test_network import METADATA, OPENBAAR, NepDns
from tests.integration.support.behaviour import beantwoord


@pytest.mark.parametrize(
    ("antwoord", "redenen"),
    [
        ([OPENBAAR], []),
        ([METADATA], ["adres-verboden"]),
        ([OPENBAAR, "10.0.0.1"], ["adres-verboden"]),
        (OSError("no such name"), ["naam-onbekend"]),
    ],
)
def test_de_naam_wordt_opgezocht(antwoord: list[str] | OSError, redenen: list[str]) -> None:
    """A URL whose name leads nowhere, or somewhere that is not public, is refused when it is given."""
    fouten = DnsKeurder(zoek=NepDns(antwoord)).keur("https://hook.example.nl/")
    assert list(fouten) == [REDENEN[reden] for reden in redenen]


def test_een_url_met_fouten_wordt_niet_opgezocht() -> None:
    """Of a URL that is not right in itself all faults are named, and nothing is looked up."""
    dns = NepDns([OPENBAAR])
    assert len(DnsKeurder(zoek=dns).keur("http://u@127.0.0.1:80/")) == 4
    assert dns.vragen == []


def test_een_uitzondering_mag() -> None:
    """An exception may be anywhere."""
    keurder = DnsKeurder(Uitzonderingen(frozenset({"localhost:9443"})), NepDns(["127.0.0.1"]))
    assert keurder.keur("https://localhost:9443/hook") == ()


def test_een_trage_dns_is_geen_fout_van_de_url() -> None:
    """A lookup that does not end in time refuses nothing: each attempt judges again."""

    async def nooit(_naam: str, _poort: int) -> Sequence[str]:
        await asyncio.Event().wait()
        raise AssertionError

    assert DnsKeurder(zoek=nooit, geduld=0.05).keur("https://hook.example.nl/") == ()


def test_elke_soort_haar_weg(ontvangst: Ontvangst) -> None:
    """A webhook goes to the webhooks and a queue to SQS; what is not needed is not made."""

    def geen_sqs() -> SqsBezorger:
        raise AssertionError

    def geen_webhook() -> WebhookBezorger:
        raise AssertionError

    server = ontvangst.server(beantwoord())
    bezorger = ontvangst.bezorger(server)
    dienst = Bezorgdienst(lambda: bezorger, geen_sqs)
    assert stuur(dienst, server) == Uitkomst("geleverd", 200)
    naar_sqs = Bezorgdienst(geen_webhook, lambda: SqsBezorger(Thuis("aws", "000000000000")))
    uitkomst = naar_sqs.bezorg(Bestemming("a1", "sqs", queue_arn="x"), BERICHT, Termijn.van(1))
    assert uitkomst == Uitkomst("geweigerd", reden="wachtrij-ongeldig")
