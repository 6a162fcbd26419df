"""Connections to AWS that died while a worker was frozen: the call that finds out succeeds all the same."""

import contextlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import boto3
import pytest
import stagemarkt
import trustme
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError
from stagemarkt.adapters import secrets_manager, sns, sqs_client
from stagemarkt.adapters.aws import KEPT, SecondTry, config, with_fresh_connections
from stagemarkt.adapters.delivery import sqs as queues_of_others
from stagemarkt.adapters.dynamodb import connection as dynamodb
from stagemarkt.domain.changes.queue_arn import Home
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.delivery import Destination

from tests.integration.delivery.received import MESSAGE
from tests.integration.support.behaviour import break_off, close, http, respond, stay_silent
from tests.integration.support.clock import ManualClock
from tests.integration.support.server import Behaviour, Connection, HttpsServer, running

REGION: Final = "eu-west-1"
TOPIC: Final = "arn:aws:sns:a:1:t"
KEY: Final = {"pk": {"S": "a"}}
PUBLISHED: Final = (
    b"<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>"
)


def _get(client: Any) -> object:
    return client.get_item(TableName="tabel", Key=KEY)


def _send(client: Any) -> object:
    return client.send_message(QueueUrl="https://sqs.example/1/q", MessageBody="m")


def _publish(client: Any) -> object:
    return client.publish(TopicArn=TOPIC, Message="m")


def _read_secret(client: Any) -> object:
    return client.get_secret_value(SecretId="s")


class KindOfClient(NamedTuple):
    """One that a function has: how it is made, how often the SDK tries, what to ask, what is answered."""

    make: Callable[..., Any]
    attempts: int
    ask: Callable[[Any], object]
    answer: bytes = b"{}"


CLIENTS: Final = (
    KindOfClient(dynamodb.make_quick_client, 1, _get),
    KindOfClient(dynamodb.make_sure_client, 2, _get),
    KindOfClient(dynamodb.make_patient_client, 3, _get),
    KindOfClient(sqs_client.make_sqs_client, 3, _send),
    KindOfClient(secrets_manager.make_secrets_client, 2, _read_secret),
    KindOfClient(sns.make_sns_client, 1, _publish, PUBLISHED),
    KindOfClient(partial(queues_of_others.make_client_of_region, REGION), 1, _send),
)


@pytest.fixture(scope="module")
def ca() -> trustme.CA:
    """Signs the AWS of these tests."""
    return trustme.CA()


@pytest.fixture
def make_aws(
    ca: trustme.CA, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Callable[..., HttpsServer]]:
    """Starts an AWS that behaves like this; every client that is made afterwards speaks with it."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("AWS_CA_BUNDLE", str(tmp_path / "ca.pem"))
    context = SSLContext(PROTOCOL_TLS_SERVER)
    ca.issue_cert("localhost").configure_cert(context)

    with ExitStack() as cleanup:

        def start(*behaviour: Behaviour) -> HttpsServer:
            server = cleanup.enter_context(running(HttpsServer(context, *behaviour)))
            monkeypatch.setenv("AWS_ENDPOINT_URL", f"https://localhost:{urlsplit(server.url).port}")
            return server

        yield start


def _answer(content: bytes) -> bytes:
    return http(content, Content_Type="application/x-amz-json-1.0")


@pytest.mark.parametrize("kind", CLIENTS)
def test_every_client_tries_again(kind: KindOfClient, make_aws: Any) -> None:
    """By the SDK, or else by the second try that takes no time; and the system watches what is open."""
    make_aws(respond())
    client = kind.make()
    told = client.meta.config
    client.close()
    retries = {"mode": "standard", "total_max_attempts": kind.attempts}
    assert (told.tcp_keepalive, told.retries) == (True, retries)


@pytest.mark.parametrize("behaviour", [break_off, close])
@pytest.mark.parametrize("kind", [kind for kind in CLIENTS if kind.attempts == 1])
def test_a_kept_connection_that_breaks(
    kind: KindOfClient,
    behaviour: Behaviour,
    make_aws: Callable[..., HttpsServer],
) -> None:
    """Killed while nobody looked: the call that finds out goes over a new one, and nobody notices."""

    def once_and_then(connection: Connection) -> None:
        respond(_answer(kind.answer), times=1)(connection)
        behaviour(connection)

    server = make_aws(once_and_then, respond(_answer(kind.answer)))
    client = kind.make()
    kind.ask(client)
    kind.ask(client)
    client.close()
    assert (server.aangenomen, len(server.requests)) == (2, 3)


def test_an_aws_that_breaks_off_each_time(make_aws: Callable[..., HttpsServer]) -> None:
    """Twice and no more."""
    server = make_aws(break_off)
    client = dynamodb.make_quick_client()
    with pytest.raises(ConnectionClosedError):
        client.get_item(TableName="tabel", Key={"pk": {"S": "a"}})
    client.close()
    assert len(server.requests) == 2


class FalteringClient:
    """A client of which each attempt ends as a test says, at the moment that it says."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.attempts = 0
        self.takes = 0.0
        self.ends: list[Exception | int] = []
        self._client: Any = boto3.client("dynamodb", config=config(connect=1, read=1, attempts=1))
        # First who looks at the clock, then what takes its time.
        SecondTry(self.clock).of(self._client)
        self._client.meta.events.register_first("before-send", self._end)

    def _end(self, request: Any, **_: object) -> AWSResponse:
        self.attempts += 1
        end = self.ends.pop(0) if self.ends else 200
        self.clock.now += self.takes
        if isinstance(end, Exception):
            raise end
        no_headers: Any = {}
        return AWSResponse(request.url, end, no_headers, Body())

    def ask(self) -> int:
        """One call; how many attempts it took, whatever came of it."""
        before = self.attempts
        with contextlib.suppress(ReadTimeoutError, ConnectionClosedError, ClientError):
            self._client.get_item(TableName="tabel", Key=KEY)
        return self.attempts - before

    def close(self) -> None:
        """Close its connections."""
        self._client.close()


class Body:
    """An answer without anything in it."""

    def stream(self) -> Iterator[bytes]:
        """As botocore reads it."""
        yield b"{}"


@pytest.fixture
def faltering(make_aws: Callable[..., HttpsServer]) -> Iterator[FalteringClient]:
    """One that was made just now."""
    make_aws(respond())
    client = FalteringClient()
    yield client
    client.close()


def _broken() -> ConnectionClosedError:
    return ConnectionClosedError(endpoint_url="https://aws.example")


def test_what_comes_too_late(faltering: FalteringClient) -> None:
    """Is not asked again, not at a worker's first call and not after an hour: it is AWS that hangs."""
    for pause in (0, 3600):
        faltering.clock.now += pause
        faltering.ends = [ReadTimeoutError(endpoint_url="https://aws.example")]
        assert faltering.ask() == 1


@pytest.mark.parametrize(("seconds", "attempts"), [(0.0, 2), (0.4, 2), (0.6, 1), (3600.0, 1), (-3600.0, 1)])
def test_a_second_try_is_begun_soon_or_not(faltering: FalteringClient, seconds: float, attempts: int) -> None:
    """What took long to fail is not tried again, nor what a clock that was set knows nothing of."""
    faltering.takes = seconds
    for end in (_broken(), 500):
        faltering.ends = [end]
        assert faltering.ask() == attempts


@pytest.mark.parametrize(("status", "attempts"), [(500, 2), (503, 2), (400, 1), (200, 1)])
def test_an_answer_that_says_that_aws_failed(faltering: FalteringClient, status: int, attempts: int) -> None:
    """Is asked for again, once; a refusal is an answer."""
    faltering.ends = [status]
    assert faltering.ask() == attempts


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_connection_that_died_without_a_word(
    kind: KindOfClient, make_aws: Callable[..., HttpsServer]
) -> None:
    """A worker was frozen: what it kept open is not used again, by any client, for it might wait in vain."""

    def once_and_then(connection: Connection) -> None:
        respond(_answer(kind.answer), times=1)(connection)
        stay_silent(connection)

    server, clock = make_aws(once_and_then, respond(_answer(kind.answer))), ManualClock()
    client = kind.make(clock=clock)
    kind.ask(client)
    clock.now += KEPT + 1
    kind.ask(client)
    kind.ask(client)
    client.close()
    # On the first there came no other, and nobody waited for it.
    assert (server.aangenomen, len(server.requests)) == (2, 3)


def test_a_connection_in_use_is_kept(make_aws: Callable[..., HttpsServer]) -> None:
    """A handshake is not made for each call, however long a worker lives."""
    server, clock = make_aws(respond(_answer(b"{}"))), ManualClock()
    client = with_fresh_connections(boto3.client("dynamodb"), clock)
    for _ in range(4):
        client.get_item(TableName="tabel", Key=KEY)
        clock.now += KEPT - 1
    client.close()
    assert server.aangenomen == 1


def test_a_queue_of_another_is_not_blamed(make_aws: Callable[..., HttpsServer]) -> None:
    """A connection of ours that died without a word says nothing of the queue: the event is delivered."""

    def once_and_then(connection: Connection) -> None:
        respond(_answer(b"{}"), times=1)(connection)
        stay_silent(connection)

    make_aws(once_and_then, respond(_answer(b"{}")))
    clock = ManualClock()
    client = queues_of_others.make_client_of_region(REGION, clock)

    sender = queues_of_others.SqsSender(
        Home("aws", "000000000000", frozenset({REGION}), REGION), lambda _: client
    )
    queue = Destination("a1", "sqs", queue_arn=f"arn:aws:sqs:{REGION}:111122223333:a")
    outcomes = []
    for _ in range(2):
        outcomes.append(sender.dispatch(queue, MESSAGE, Deadline.after(8)).soort)
        clock.now += 3600
    client.close()
    assert outcomes == ["geleverd", "geleverd"]


def test_no_client_is_made_otherwise() -> None:
    """Whoever makes a client in the package has it close what it kept: there is one helper for all."""
    texts = [path.read_text() for part in stagemarkt.__path__ for path in Path(part).rglob("*.py")]
    made = sum(text.count("boto3.client(") for text in texts)
    assert made == sum(text.count("return with_fresh_connections(client, clock)") for text in texts) > 0
