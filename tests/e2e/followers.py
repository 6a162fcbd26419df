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

from local.certificates import KeyPair
from local.deployment.cloudformation import Aws
from local.emulator import ministack
from local.receiver.server import ReceivedPost, Receiver
from tests.e2e.client import FacadeClient
from tests.waiting import at_most

PATIENCE_SECONDS: Final = 60.0
ABONNEE: Final = "111122223333"
T = TypeVar("T")


class Webhook:
    """A receiver at one of the stack's exceptions, with an abonnement of its own; keeps when each came."""

    def __init__(self, facade: FacadeClient, number: int = 0, **cache_control: Any) -> None:
        self._facade = facade
        url: str = facade.stack["ontvangers"][number]
        pair = KeyPair(Path(facade.stack["ontvangerCert"]), Path(facade.stack["ontvangerKey"]))
        self._something_new = threading.Condition()
        self.times: dict[str, float] = {}
        self.receiver = Receiver(urlsplit(url).port or 0, pair, run=self._note)
        answer = facade.question(
            "/abonnementen", method="POST", json={"soort": "webhook", "url": url, **cache_control}
        )
        assert answer.status_code == 201, answer.text
        self.abonnement: dict[str, Any] = answer.json()
        self.path = f"/abonnementen/{self.abonnement['abonnementId']}"
        self.receiver.sleutels.append(self.abonnement["geheim"])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trail: TracebackType | None
    ) -> None:
        end(self._facade, self.path)
        self.receiver.close()

    def wait_until(
        self,
        ready: Callable[[list[Any]], bool],
        meanwhile: Callable[[], None] = lambda: None,
        patience: float = PATIENCE_SECONDS,
    ) -> list[Any]:
        """The events so far, as soon as they suffice within `patience` (seconds); each was signed right."""
        end = time.monotonic() + patience
        succeeded = False
        while not succeeded and time.monotonic() < end:
            meanwhile()
            with self._something_new:
                succeeded = self._something_new.wait_for(lambda: ready(self.events), 0.5)
        assert succeeded, f"only {len(self.events)} events came"
        assert all(one.is_right for one in self.receiver.received)
        return self.events

    def deliveries(self, ready: Callable[[list[Any]], bool]) -> list[Any]:
        """The log of deliveries, as soon as it suffices: it is written after the receiver answered."""
        return self._ask_until(
            lambda: self._facade.question(f"{self.path}/afleveringen").json()["resultaten"], ready
        )

    def toestand(self, ready: Callable[[str], bool]) -> str:
        """The state of the abonnement, as soon as it suffices."""
        return self._ask_until(lambda: str(self._facade.question(self.path).json()["toestand"]), ready)

    def _ask_until(self, question: Callable[[], T], ready: Callable[[T], bool]) -> T:
        end = time.monotonic() + PATIENCE_SECONDS
        while not ready(answer := question()) and time.monotonic() < end:
            with self._something_new:
                self._something_new.wait(0.1)
        assert ready(answer), answer
        return answer

    @property
    def events(self) -> list[Any]:
        """The events so far, in order."""
        return [one.this_event for one in list(self.receiver.received)]

    def _note(self, received: ReceivedPost) -> None:
        with self._something_new:
            self.times.setdefault(received.koppen["webhook-id"], time.monotonic())
            self._something_new.notify_all()


class Sweeper:
    """The sweep of a stack, done when asked."""

    def __init__(self, aws: Aws, stack: str) -> None:
        sources = aws.client("cloudformation").describe_stack_resources(StackName=stack)["StackResources"]
        self._name = next(b["PhysicalResourceId"] for b in sources if b["LogicalResourceId"] == "Veger")
        self._lambda = aws.client("lambda")

    def sweep(self) -> None:
        """Wake what is due."""
        answer = self._lambda.invoke(FunctionName=self._name)
        assert "FunctionError" not in answer


class SubscriberQueue:
    """A queue in the account of a subscriber, which nobody but its owner is let into as yet."""

    def __init__(self, endpoint: str, naam: str) -> None:
        self.arn = f"arn:aws:sqs:{ministack.REGION}:{ABONNEE}:{naam}"
        self._sqs = boto3.client(
            "sqs",
            endpoint_url=endpoint,
            region_name=ministack.REGION,
            aws_access_key_id=ABONNEE,
            aws_secret_access_key=ABONNEE,
            config=Config(retries={"total_max_attempts": 1}),
        )
        self.url = self._sqs.create_queue(QueueName=naam, Attributes={"FifoQueue": "true"})["QueueUrl"]

    def admit(self, policy: object) -> None:
        """Give it this policy."""
        self._sqs.set_queue_attributes(QueueUrl=self.url, Attributes={"Policy": json.dumps(policy)})

    def take(self, count: int) -> list[Any]:
        """So many events, in order, taken out; waits for them."""
        found: list[Any] = []
        end = time.monotonic() + PATIENCE_SECONDS
        while len(found) < count and time.monotonic() < end:
            answer = self._sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10, WaitTimeSeconds=2)
            for message in answer.get("Messages", []):
                found.append(json.loads(message["Body"]))
                self._sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
        assert len(found) == count
        return found

    def weg(self) -> None:
        """Delete it."""
        self._sqs.delete_queue(QueueUrl=self.url)


def end(facade: FacadeClient, path: str) -> None:
    """End this abonnement, whatever its version."""
    answer = facade.question(path, method="DELETE", headers={"If-Match": "*"})
    assert answer.status_code in {204, 404}, answer.text


@contextmanager
def message_queue(facade: FacadeClient, name: str) -> Iterator[SubscriberQueue]:
    """A queue of a subscriber, for a while."""
    row = SubscriberQueue(facade.stack["awsEndpointUrl"], name)
    try:
        yield row
    finally:
        row.weg()


def read_feed(facade: FacadeClient, cursor: str | None, **query: str) -> tuple[list[Any], str]:
    """Everything after the cursor, page by page, and the cursor to go on with."""
    parsed: list[Any] = []
    following = cursor or ""
    for _ in at_most(1000):
        question = {"limit": "100", **query, **({"cursor": following} if following else {})}
        answer = facade.question("/mutaties", params=question)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        parsed += page["resultaten"]
        following = page["volgendeCursor"]
        if not page["meer"]:
            break
    return parsed, following
