"""A proxy before the emulated AWS that fails as AWS does, by a seed: refuses, does half, loses answers.

The functions of a stack speak through it for a while: their own variable for that goes before the emulator's,
and by another the SDK says with each call whose it is.
"""

import http.client
import json
import re
import socket
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError

from local.deployment.cloudformation import Aws
from tests.integration.support.aws_faults import AwsCall, AwsFault, ErrorAnswer, faults_of

# As the first word of `X-Amz-Target` has it.
_SERVICES: Final = {
    "DynamoDB_20120810": "dynamodb",
    "AmazonSQS": "sqs",
    "secretsmanager": "secretsmanager",
}
# Longer than any time-out of ours.
_SILENCE: Final = 6.0
# More often than a queue hands out anything here; AWS takes no more.
_NEVER: Final = 1000
_ENDPOINT: Final = "AWS_ENDPOINT_URL"
# What an application calls itself, and where in `User-Agent` that stands.
_NAME: Final = "AWS_SDK_UA_APP_ID"
_NAMED: Final = re.compile(r"\bapp/(\w+)")
# What comes with the connection, and is this proxy's own.
_OF_THE_HOP: Final = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length"})


class FaultyAws:
    """Stands before the AWS at this address; of each hundred calls `percent` fail, each in a way of its own.

    Attributes:
        url: where it listens.
        seen: how many calls came, by the function that made them.
        struck: which failed, and how often: `service:Operation`, failure.
    """

    def __init__(self, upstream: str, seed: int, percent: int) -> None:
        self._upstream = urlsplit(upstream)
        self._randomness = Random(seed)  # noqa: S311 - repeatable, no secret
        self._percent = percent
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._open: list[socket.socket] = []
        self.seen = Counter[str]()
        self.struck = Counter[tuple[str, str]]()
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                super().setup()
                proxy.opened(self.connection)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                proxy.handle(self, body)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        # Waited for when it stops.
        self._server.daemon_threads = False
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._wire = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._wire.start()

    def close(self) -> None:
        """Stop."""
        self._stopped.set()
        self._server.shutdown()
        # Workers that wait for their next question keep theirs.
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        self._server.server_close()
        self._wire.join()

    def opened(self, connection: socket.socket) -> None:
        """Somebody came."""
        with self._lock:
            self._open.append(connection)

    def handle(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        """One request."""
        call = _read(handler.headers, body)
        named = _NAMED.search(handler.headers.get("User-Agent", ""))
        fault = self._choose(call, named[1] if named else "")
        before = None if fault is None else fault.before
        if fault is None or before is None:
            status, headers, content = self._forward(handler, body)
            if fault is None or call is None:
                _answer(handler, status, headers, content)
                return
            if fault.spoil is not None:
                answer = json.loads(content)
                fault.spoil(call, answer)
                _answer(
                    handler, status, {"Content-Type": headers["content-type"]}, json.dumps(answer).encode()
                )
                return
        self._fail(handler, call, before or fault.after)

    def _choose(self, call: AwsCall | None, function: str) -> AwsFault | None:
        if call is None:
            return None
        with self._lock:
            self.seen[function] += 1
            if self._randomness.randrange(100) >= self._percent:
                return None
            fault = self._randomness.choice(list(faults_of(call)))
            self.struck[f"{call.service}:{call.operation}", fault.name.partition(" [")[0]] += 1
            return fault

    def _forward(self, handler: BaseHTTPRequestHandler, body: bytes) -> tuple[int, Mapping[str, str], bytes]:
        onward = http.client.HTTPConnection(self._upstream.hostname or "", self._upstream.port, timeout=60)
        try:
            headers = {n: v for n, v in handler.headers.items() if n.lower() not in _OF_THE_HOP}
            onward.request("POST", handler.path, body, headers)
            answer = onward.getresponse()
            content = answer.read()
            return answer.status, {n.lower(): v for n, v in answer.getheaders()}, content
        finally:
            onward.close()

    def _fail(
        self, handler: BaseHTTPRequestHandler, call: AwsCall | None, end: ErrorAnswer | Exception | None
    ) -> None:
        if isinstance(end, ErrorAnswer) and call is not None:
            _answer(handler, end.status, *_in_words_of(call.service, end))
            return
        if isinstance(end, ReadTimeoutError | ConnectTimeoutError):
            self._stopped.wait(_SILENCE)
        # The connection ends, without a word.
        handler.close_connection = True


def _read(headers: Message, body: bytes) -> AwsCall | None:
    """What is asked; None for a service that is not looked at."""
    prefix, _, operation = headers.get("X-Amz-Target", "").partition(".")
    if prefix in _SERVICES:
        return AwsCall(0, _SERVICES[prefix], operation, json.loads(body), frozenset())
    form = dict(parse_qsl(body.decode(errors="replace")))
    if form.get("Action") == "Publish":
        return AwsCall(0, "sns", "Publish", form, frozenset())
    return None


def _in_words_of(service: str, end: ErrorAnswer) -> tuple[Mapping[str, str], bytes]:
    parsed = end.parsed()
    if service == "sns":
        error = f"<Error><Type>Sender</Type><Code>{end.code}</Code><Message>Injected.</Message></Error>"
        return {"Content-Type": "text/xml"}, f"<ErrorResponse>{error}</ErrorResponse>".encode()
    answer = {"__type": f"com.amazonaws.{service}#{end.code}", "message": parsed["Error"]["Message"]}
    if end.reasons:
        answer["CancellationReasons"] = parsed["CancellationReasons"]
    return {"Content-Type": "application/x-amz-json-1.0"}, json.dumps(answer).encode()


def _answer(handler: BaseHTTPRequestHandler, status: int, headers: Mapping[str, str], content: bytes) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        if name.lower() not in _OF_THE_HOP and name.lower() not in {"date", "server"}:
            handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(content)))
    # Whoever asked may have been stopped meanwhile.
    with suppress(ConnectionError):
        handler.end_headers()
        handler.wfile.write(content)


class RetoldFunction:
    """One function of a stack, which can be told something else for a while.

    Where an alias answers, what it points at is a version, and a version keeps its settings: then another one
    is published and the alias moved to it.

    Args:
        functions: a client for Lambda.
        name: of the function.
    """

    def __init__(self, functions: Any, name: str) -> None:
        self._functions, self._name = functions, name
        configuration = functions.get_function_configuration(FunctionName=name)
        self._variables: dict[str, str] = configuration.get("Environment", {}).get("Variables", {})
        self._aliases = functions.list_aliases(FunctionName=name)["Aliases"]

    def tell(self, **extra: str) -> None:
        """Have all that it is from now on asked have these variables too."""
        self._set(self._variables | extra)
        if self._aliases:
            made = self._functions.publish_version(FunctionName=self._name)["Version"]
            for alias in self._aliases:
                assert made != alias["FunctionVersion"]
                self._point(alias, made)

    def restore(self) -> None:
        """As it was. The version that was made for this stays: somebody may still be at work in it."""
        self._set(self._variables)
        for alias in self._aliases:
            self._point(alias, alias["FunctionVersion"])

    def _set(self, variables: Mapping[str, str]) -> None:
        self._functions.update_function_configuration(
            FunctionName=self._name, Environment={"Variables": variables}
        )

    def _point(self, alias: Mapping[str, Any], version: str) -> None:
        self._functions.update_alias(FunctionName=self._name, Name=alias["Name"], FunctionVersion=version)


def _often(attributes: Mapping[str, str], visible_after: int) -> Mapping[str, str]:
    """A queue that hands out again soon; so more often before it gives up, also what is still worked at."""
    policy = attributes.get("RedrivePolicy")
    again = {"VisibilityTimeout": str(visible_after)}
    if not policy:
        return again
    return again | {"RedrivePolicy": json.dumps(json.loads(policy) | {"maxReceiveCount": _NEVER})}


@contextmanager
def handing_out_soon(aws: Aws, visible_after: int) -> Iterator[None]:
    """What comes back to a queue is there again soon (seconds)."""
    sqs = aws.client("sqs")
    names = ["VisibilityTimeout", "RedrivePolicy"]
    before = {
        url: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        for url in sqs.list_queues()["QueueUrls"]
    }
    try:
        for url, was in before.items():
            sqs.set_queue_attributes(QueueUrl=url, Attributes=_often(was, visible_after))
        yield
    finally:
        for url, was in before.items():
            sqs.set_queue_attributes(QueueUrl=url, Attributes=was)


@contextmanager
def speaking_through(aws: Aws, stack: str, proxy: FaultyAws) -> Iterator[None]:
    """All functions speak with AWS through this."""
    cloudformation, functions = aws.client("cloudformation"), aws.client("lambda")
    found = {
        one["LogicalResourceId"]: RetoldFunction(functions, one["PhysicalResourceId"])
        for page in cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack)
        for one in page["StackResourceSummaries"]
        if one["ResourceType"] == "AWS::Lambda::Function"
    }
    try:
        for logical, function in found.items():
            function.tell(**{_ENDPOINT: proxy.url, _NAME: logical})
        yield
    finally:
        for function in found.values():
            function.restore()
