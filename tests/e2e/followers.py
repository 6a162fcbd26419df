"""Who follows the changes of a stack: a webhook on this machine, a queue in another account, and the feed."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeVar
from urllib.parse import urlsplit

import boto3
from botocore.config import Config

from local import ministack
from local.deployment import Aws
from local.receiver.server import Ontvangen, Ontvanger
from local.sbb.pki.files import Sleutelpaar
from tests.e2e.client import Facade
from tests.waiting import at_most

GEDULD: Final = 60.0
ABONNEE: Final = "111122223333"
T = TypeVar("T")


class Webhook:
    """A receiver at one of the stack's exceptions, with an abonnement of its own; keeps when each came."""

    def __init__(self, facade: Facade, nummer: int = 0, **wens: Any) -> None:
        self._facade = facade
        url: str = facade.stack["ontvangers"][nummer]
        paar = Sleutelpaar(Path(facade.stack["ontvangerCert"]), Path(facade.stack["ontvangerKey"]))
        self._iets_nieuws = threading.Condition()
        self.tijden: dict[str, float] = {}
        self.ontvanger = Ontvanger(urlsplit(url).port or 0, paar, bij=self._noteer)
        antwoord = facade.vraag(
            "/abonnementen", methode="POST", json={"soort": "webhook", "url": url, **wens}
        )
        assert antwoord.status_code == 201, antwoord.text
        self.abonnement: dict[str, Any] = antwoord.json()
        self.pad = f"/abonnementen/{self.abonnement['abonnementId']}"
        self.ontvanger.sleutels.append(self.abonnement["geheim"])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        beeindig(self._facade, self.pad)
        self.ontvanger.sluit()

    def wacht_op(
        self, klaar: Callable[[list[Any]], bool], intussen: Callable[[], None] = lambda: None
    ) -> list[Any]:
        """The events so far, as soon as they suffice; each was signed right."""
        einde = time.monotonic() + GEDULD
        gelukt = False
        while not gelukt and time.monotonic() < einde:
            intussen()
            with self._iets_nieuws:
                gelukt = self._iets_nieuws.wait_for(lambda: klaar(self.gebeurtenissen), 0.5)
        assert gelukt, f"only {len(self.gebeurtenissen)} events came"
        assert all(een.klopt for een in self.ontvanger.ontvangen)
        return self.gebeurtenissen

    def afleveringen(self, klaar: Callable[[list[Any]], bool]) -> list[Any]:
        """The log of deliveries, as soon as it suffices: it is written after the receiver answered."""
        return self._vraag_tot(
            lambda: self._facade.vraag(f"{self.pad}/afleveringen").json()["resultaten"], klaar
        )

    def toestand(self, klaar: Callable[[str], bool]) -> str:
        """The state of the abonnement, as soon as it suffices."""
        return self._vraag_tot(lambda: str(self._facade.vraag(self.pad).json()["toestand"]), klaar)

    def _vraag_tot(self, vraag: Callable[[], T], klaar: Callable[[T], bool]) -> T:
        einde = time.monotonic() + GEDULD
        while not klaar(antwoord := vraag()) and time.monotonic() < einde:
            with self._iets_nieuws:
                self._iets_nieuws.wait(0.1)
        assert klaar(antwoord), antwoord
        return antwoord

    @property
    def gebeurtenissen(self) -> list[Any]:
        """The events so far, in order."""
        return [een.gebeurtenis for een in list(self.ontvanger.ontvangen)]

    def _noteer(self, ontvangen: Ontvangen) -> None:
        with self._iets_nieuws:
            self.tijden.setdefault(ontvangen.koppen["webhook-id"], time.monotonic())
            self._iets_nieuws.notify_all()


class Veger:
    """The sweep of a stack, done when asked."""

    def __init__(self, aws: Aws, stack: str) -> None:
        bronnen = aws.client("cloudformation").describe_stack_resources(StackName=stack)["StackResources"]
        self._naam = next(b["PhysicalResourceId"] for b in bronnen if b["LogicalResourceId"] == "Veger")
        self._lambda = aws.client("lambda")

    def veeg(self) -> None:
        """Wake what is due."""
        antwoord = self._lambda.invoke(FunctionName=self._naam)
        assert "FunctionError" not in antwoord


class Wachtrij:
    """A queue in the account of a subscriber, which nobody but its owner is let into as yet."""

    def __init__(self, eindpunt: str, naam: str) -> None:
        self.arn = f"arn:aws:sqs:{ministack.REGIO}:{ABONNEE}:{naam}"
        self._sqs = boto3.client(
            "sqs",
            endpoint_url=eindpunt,
            region_name=ministack.REGIO,
            aws_access_key_id=ABONNEE,
            aws_secret_access_key=ABONNEE,
            config=Config(retries={"total_max_attempts": 1}),
        )
        self.url = self._sqs.create_queue(QueueName=naam, Attributes={"FifoQueue": "true"})["QueueUrl"]

    def laat_toe(self, beleid: object) -> None:
        """Give it this policy."""
        self._sqs.set_queue_attributes(QueueUrl=self.url, Attributes={"Policy": json.dumps(beleid)})

    def neem(self, aantal: int) -> list[Any]:
        """So many events, in order, taken out; waits for them."""
        gevonden: list[Any] = []
        einde = time.monotonic() + GEDULD
        while len(gevonden) < aantal and time.monotonic() < einde:
            antwoord = self._sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10, WaitTimeSeconds=2)
            for bericht in antwoord.get("Messages", []):
                gevonden.append(json.loads(bericht["Body"]))
                self._sqs.delete_message(QueueUrl=self.url, ReceiptHandle=bericht["ReceiptHandle"])
        assert len(gevonden) == aantal
        return gevonden

    def weg(self) -> None:
        """Delete it."""
        self._sqs.delete_queue(QueueUrl=self.url)


def beeindig(facade: Facade, pad: str) -> None:
    """End this abonnement, whatever its version."""
    antwoord = facade.vraag(pad, methode="DELETE", headers={"If-Match": "*"})
    assert antwoord.status_code in {204, 404}, antwoord.text


@contextmanager
def wachtrij(facade: Facade, naam: str) -> Iterator[Wachtrij]:
    """A queue of a subscriber, for a while."""
    rij = Wachtrij(facade.stack["awsEndpointUrl"], naam)
    try:
        yield rij
    finally:
        rij.weg()


def lees_feed(facade: Facade, cursor: str | None, **query: str) -> tuple[list[Any], str]:
    """Everything after the cursor, page by page, and the cursor to go on with."""
    gelezen: list[Any] = []
    volgende = cursor or ""
    for _ in at_most(1000):
        vraag = {"limit": "100", **query, **({"cursor": volgende} if volgende else {})}
        antwoord = facade.vraag("/mutaties", params=vraag)
        assert antwoord.status_code == 200, antwoord.text
        bladzij = antwoord.json()
        gelezen += bladzij["resultaten"]
        volgende = bladzij["volgendeCursor"]
        if not bladzij["meer"]:
            break
    return gelezen, volgende
