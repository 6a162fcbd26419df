"""Connections to AWS that died while a worker was frozen: the call that finds out succeeds all the same."""

import contextlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any, Final
from urllib.parse import urlsplit

import boto3
import pytest
import trustme
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError
from stagemarkt.adapters import secrets_manager, sns, sqs_client
from stagemarkt.adapters.aws import SecondTry, config
from stagemarkt.adapters.delivery import sqs as queues_of_others
from stagemarkt.adapters.dynamodb import connection as dynamodb

from tests.integration.support.behaviour import break_off, close, http, respond
from tests.integration.support.clock import ManualClock
from tests.integration.support.server import Behaviour, Connection, HttpsServer, running

REGION: Final = "eu-west-1"
TOPIC: Final = "arn:aws:sns:a:1:t"
KEY: Final = {"pk": {"S": "a"}}
PUBLISHED: Final = (
    b"<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>"
)
# Every client that a function has, with how often it tries.
CLIENTS: Final[list[tuple[Callable[[], Any], int]]] = [
    (dynamodb.make_quick_client, 1),
    (dynamodb.make_sure_client, 2),
    (dynamodb.make_patient_client, 3),
    (sqs_client.make_sqs_client, 3),
    (secrets_manager.make_secrets_client, 2),
    (sns.make_sns_client, 1),
    (lambda: queues_of_others.make_client_of_region(REGION), 1),
]
# Of those that try once by the SDK: something to ask, and what is answered.
ONE_TRY: Final[list[tuple[Callable[[], Any], Callable[[Any], object], bytes]]] = [
    (dynamodb.make_quick_client, lambda client: client.get_item(TableName="tabel", Key=KEY), b"{}"),
    (
        sns.make_sns_client,
        lambda client: client.publish(TopicArn=TOPIC, Message="m"),
        PUBLISHED,
    ),
    (
        lambda: queues_of_others.make_client_of_region(REGION),
        lambda client: client.send_message(QueueUrl="https://sqs.example/1/q", MessageBody="m"),
        b"{}",
    ),
]


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


@pytest.mark.parametrize(("make", "attempts"), CLIENTS)
def test_every_client_tries_again(make: Callable[[], Any], attempts: int, make_aws: Any) -> None:
    """By the SDK, or else by the second try that takes no time; and the system watches what is open."""
    make_aws(respond())
    client = make()
    told = client.meta.config
    client.close()
    assert (told.tcp_keepalive, told.retries) == (True, {"mode": "standard", "total_max_attempts": attempts})


@pytest.mark.parametrize("behaviour", [break_off, close])
@pytest.mark.parametrize(("make", "ask", "answer"), ONE_TRY)
def test_a_kept_connection_that_breaks(
    make: Callable[[], Any],
    ask: Callable[[Any], object],
    answer: bytes,
    behaviour: Behaviour,
    make_aws: Callable[..., HttpsServer],
) -> None:
    """Killed while nobody looked: the call that finds out goes over a new one, and nobody notices."""

    def once_and_then(connection: Connection) -> None:
        respond(_answer(answer), times=1)(connection)
        behaviour(connection)

    server = make_aws(once_and_then, respond(_answer(answer)))
    client = make()
    ask(client)
    ask(client)
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

    def __init__(self, *, also_late: bool = True) -> None:
        self.clock = ManualClock()
        self.attempts = 0
        self.ends: list[Exception | int] = []
        self._client: Any = boto3.client("dynamodb", config=config(connect=1, read=1, attempts=1))
        SecondTry(self.clock, also_late=also_late).of(self._client)
        self._client.meta.events.register_first("before-send", self._end)

    def _end(self, request: Any, **_: object) -> AWSResponse:
        self.attempts += 1
        end = self.ends.pop(0) if self.ends else 200
        if isinstance(end, Exception):
            self.clock.now += 1
            raise end
        no_headers: Any = {}
        return AWSResponse(request.url, end, no_headers, Body())

    def ask(self) -> int:
        """One call; how many attempts it took, whatever came of it."""
        before = self.attempts
        with contextlib.suppress(ReadTimeoutError, ClientError):
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


def _late() -> ReadTimeoutError:
    return ReadTimeoutError(endpoint_url="https://aws.example")


def test_what_comes_too_late_after_a_freeze(faltering: FalteringClient) -> None:
    """A connection that is dead without a word is found out by waiting: then it is asked again."""
    assert faltering.ask() == 1
    faltering.clock.now += 3600
    faltering.ends = [_late()]
    assert faltering.ask() == 2


@pytest.mark.parametrize("jump", [0, 3])
def test_what_comes_too_late_on_a_connection_in_use(faltering: FalteringClient, jump: float) -> None:
    """Then it is AWS that hangs, and nobody waits for that twice; nor at the calls that follow."""
    assert faltering.ask() == 1
    faltering.clock.now += jump
    faltering.ends = [_late(), _late()]
    assert [faltering.ask() for _ in range(3)] == [1, 1, 1]


def test_an_aws_that_hangs_costs_a_new_worker_two_time_outs_once(faltering: FalteringClient) -> None:
    """The first call tries twice, those after it once."""
    faltering.ends = [_late() for _ in range(4)]
    assert [faltering.ask() for _ in range(3)] == [2, 1, 1]


def test_a_clock_that_was_set_back(faltering: FalteringClient) -> None:
    """Whether the connection is in use is unknown then, and so it is tried again."""
    assert faltering.ask() == 1
    faltering.clock.now -= 3600
    faltering.ends = [_late()]
    assert faltering.ask() == 2


@pytest.mark.parametrize(("status", "attempts"), [(500, 2), (503, 2), (400, 1), (200, 1)])
def test_an_answer_that_says_that_aws_failed(faltering: FalteringClient, status: int, attempts: int) -> None:
    """Is asked for again, once; a refusal is an answer."""
    faltering.ends = [status]
    assert faltering.ask() == attempts


def test_where_the_time_is_counted(make_aws: Callable[..., HttpsServer]) -> None:
    """To a queue of another, what came too late is not tried again: it may not take that time twice."""
    make_aws(respond())
    client = FalteringClient(also_late=False)
    client.ends = [_late()]
    assert client.ask() == 1
    client.close()
