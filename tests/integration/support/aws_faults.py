"""What AWS can do to a call: refuse it, fail, be silent, do it and lose the answer, do a part of it.

All of it happens to the calls of botocore's clients, in AWS's own words, where botocore would hear it.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

from botocore.awsrequest import AWSResponse
from botocore.exceptions import ConnectionClosedError, ConnectTimeoutError, ReadTimeoutError

WRITES: Final = ("PutItem", "UpdateItem", "DeleteItem")
_ENDPOINT: Final = "https://aws.example"


class AwsCall(NamedTuple):
    """One call as boto3 was asked.

    Attributes:
        nth: how many of the same kind came before it.
        rights: what it takes, as `service:Operation Resource`.
    """

    nth: int
    service: str
    operation: str
    params: Mapping[str, Any]
    rights: frozenset[str]

    @property
    def what(self) -> str:
        """The operation, and what it is done to."""
        resources = sorted({right.partition(" ")[2] for right in self.rights})
        return f"{self.service}:{self.operation} {' + '.join(resources)}"

    @property
    def steps(self) -> Sequence[Mapping[str, Any]]:
        """The steps of a transaction; none for any other call."""
        steps: Sequence[Mapping[str, Any]] = self.params.get("TransactItems", ())
        return steps

    @property
    def is_conditional(self) -> bool:
        """Whether it is a single write on a condition."""
        return self.operation in WRITES and "ConditionExpression" in self.params


class AwsFault(NamedTuple):
    """One way to fail.

    Attributes:
        name: for the table.
        before: what comes instead of the work: an answer, or an exception.
        after: what comes when the work was done.
        spoil: makes of a good answer one that says that a part was not done.
    """

    name: str
    before: "ErrorAnswer | Exception | None" = None
    after: "ErrorAnswer | Exception | None" = None
    spoil: Callable[[AwsCall, dict[str, Any]], None] | None = None


class ErrorAnswer(NamedTuple):
    """An answer of AWS that says that it failed."""

    status: int
    code: str
    reasons: tuple[str, ...] = ()

    def parsed(self) -> dict[str, Any]:
        """As botocore reads it."""
        answer: dict[str, Any] = {
            "Error": {"Code": self.code, "Message": "An injected failure."},
            "ResponseMetadata": {"HTTPStatusCode": self.status, "RetryAttempts": 0},
        }
        if self.reasons:
            answer["CancellationReasons"] = [{"Code": reason} for reason in self.reasons]
        return answer


def _late() -> Exception:
    return ReadTimeoutError(endpoint_url=_ENDPOINT)


def _broken() -> Exception:
    return ConnectionClosedError(endpoint_url=_ENDPOINT)


# In each service's own words: too much, a failure of its own, and a key that it may not or cannot use.
_THROTTLES: Final = {
    "dynamodb": (
        "ThrottlingException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "LimitExceededException",
    ),
    "sqs": ("RequestThrottled", "KmsThrottled", "OverLimit"),
    "sns": ("Throttled", "KMSThrottling"),
    "secretsmanager": ("ThrottlingException", "LimitExceededException"),
}
_KEYS: Final = {
    "dynamodb": ("KMSDisabledException", "KMSInvalidStateException", "ResourceNotFoundException"),
    "sqs": ("KmsDisabled", "KmsAccessDenied", "KmsInvalidState"),
    "sns": ("KMSDisabled", "KMSAccessDenied"),
    "secretsmanager": ("DecryptionFailure", "InvalidRequestException"),
}
_FAILURES: Final = {
    "dynamodb": "InternalServerError",
    "sqs": "InternalFailure",
    "sns": "InternalError",
    "secretsmanager": "InternalServiceError",
}
_CREDENTIALS: Final = (
    "AccessDeniedException",
    "ExpiredTokenException",
    "UnrecognizedClientException",
    "RequestTimeTooSkewed",
)


def faults_of(call: AwsCall) -> Iterator[AwsFault]:
    """Every way in which this call can fail."""
    yield from (AwsFault(code, ErrorAnswer(400, code)) for code in _THROTTLES[call.service])
    yield from (AwsFault(code, ErrorAnswer(400, code)) for code in _KEYS[call.service])
    yield from (AwsFault(code, ErrorAnswer(403, code)) for code in _CREDENTIALS)
    failure = _FAILURES[call.service]
    yield AwsFault("500", ErrorAnswer(500, failure))
    yield AwsFault("500, done", after=ErrorAnswer(500, failure))
    yield AwsFault("503", ErrorAnswer(503, "ServiceUnavailable"))
    yield AwsFault("no connection", ConnectTimeoutError(endpoint_url=_ENDPOINT))
    yield AwsFault("time-out", _late())
    yield AwsFault("time-out, done", after=_late())
    yield AwsFault("reset", _broken())
    yield AwsFault("reset, done", after=_broken())
    yield from _faults_of_writes(call)
    yield from _faults_of_parts(call)


def _faults_of_writes(call: AwsCall) -> Iterator[AwsFault]:
    """Others at the same item: AWS has them, no emulator shows them."""
    if call.operation in WRITES:
        yield AwsFault("TransactionConflict", ErrorAnswer(400, "TransactionConflictException"))
    if call.is_conditional:
        # Another's write, gone again by the time that anybody looks; so it brings no item along.
        yield AwsFault("ConditionalCheckFailed", ErrorAnswer(400, "ConditionalCheckFailedException"))
    if not call.steps:
        return
    yield AwsFault("TransactionInProgress", ErrorAnswer(400, "TransactionInProgressException"))
    places = range(len(call.steps))
    for reason in ("TransactionConflict", "ThrottlingError", "ConditionalCheckFailed"):
        for place in places:
            yield _cancelled(f"{reason} [{place}]", {place: reason}, len(places))
    for place in places[1:]:
        mixed = {place - 1: "ConditionalCheckFailed", place: "TransactionConflict"}
        yield _cancelled(f"ConditionalCheckFailed + TransactionConflict [{place}]", mixed, len(places))


def _cancelled(name: str, reasons: Mapping[int, str], length: int) -> AwsFault:
    listing = tuple(reasons.get(place, "None") for place in range(length))
    return AwsFault(name, ErrorAnswer(400, "TransactionCanceledException", listing))


def _faults_of_parts(call: AwsCall) -> Iterator[AwsFault]:
    if call.operation == "BatchWriteItem":
        yield AwsFault("UnprocessedItems", spoil=_leave_items)
    if call.operation == "BatchGetItem":
        yield AwsFault("UnprocessedKeys", spoil=_leave_key)
        yield AwsFault("UnprocessedKeys, all", spoil=_leave_all_keys)
    if call.operation in {"SendMessageBatch", "PublishBatch"}:
        yield AwsFault("Failed", spoil=_fail_entry)


def _leave_items(call: AwsCall, answer: dict[str, Any]) -> None:
    answer["UnprocessedItems"] = {
        table: list(requests[-1:]) for table, requests in call.params["RequestItems"].items()
    }


def _leave_all_keys(call: AwsCall, answer: dict[str, Any]) -> None:
    answer["Responses"] = {table: [] for table in call.params["RequestItems"]}
    answer["UnprocessedKeys"] = dict(call.params["RequestItems"])


def _leave_key(call: AwsCall, answer: dict[str, Any]) -> None:
    left = {}
    for table, asked in call.params["RequestItems"].items():
        last = asked["Keys"][-1]
        left[table] = {**asked, "Keys": [last]}
        answer["Responses"][table] = [
            item for item in answer["Responses"].get(table, ()) if not last.items() <= item.items()
        ]
    answer["UnprocessedKeys"] = left


def _fail_entry(call: AwsCall, answer: dict[str, Any]) -> None:
    entries = call.params.get("Entries") or call.params["PublishBatchRequestEntries"]
    last = entries[-1]["Id"]
    answer["Successful"] = [one for one in answer.get("Successful", ()) if one["Id"] != last]
    answer["Failed"] = [{"Id": last, "Code": "InternalError", "SenderFault": False}]


class FaultInjector:
    """Watches the calls of a session's clients, and has the chosen ones fail, while it is `watching`.

    Attributes:
        calls: what was seen, in order.
        struck: which of those failed.
    """

    def __init__(self, events: Any, rights_of: Callable[[Mapping[str, Any], Any], frozenset[str]]) -> None:
        self._rights_of = rights_of
        self._fault: AwsFault | None = None
        self._chosen: Callable[[AwsCall], bool] = lambda _call: False
        self._watching = False
        self._lock = threading.Lock()
        # Of each thread the call that it is at.
        self._current = threading.local()
        self.calls: list[AwsCall] = []
        self.struck: list[AwsCall] = []
        self._events = events
        for moment, handler in self._handlers:
            events.register(moment, handler)

    def close(self) -> None:
        """Clients that are made from now on are not watched."""
        for moment, handler in self._handlers:
            self._events.unregister(moment, handler)

    def choose(self, fault: AwsFault, chosen: Callable[[AwsCall], bool]) -> None:
        """Have those calls fail like this."""
        self._fault, self._chosen = fault, chosen

    def heal(self) -> None:
        """From now on nothing fails."""
        self._chosen = lambda _call: False

    @contextmanager
    def watching(self) -> Iterator[None]:
        """While the function under test is called."""
        self._watching = True
        try:
            yield
        finally:
            self._watching = False

    @contextmanager
    def looking_away(self) -> Iterator[None]:
        """While something else is, meanwhile."""
        was, self._watching = self._watching, False
        try:
            yield
        finally:
            self._watching = was

    @property
    def _handlers(self) -> Sequence[tuple[str, Callable[..., Any]]]:
        return (
            ("before-parameter-build", self._note),
            ("before-call", self._before),
            ("after-call", self._after),
        )

    def _note(self, params: Mapping[str, Any], model: Any, **_: Any) -> None:
        if self._watching:
            service = model.service_model.service_name
            # What botocore adds to it later must not be in it.
            call = AwsCall(0, service, model.name, dict(params), self._rights_of(params, model))
            with self._lock:
                nth = sum(earlier.what == call.what for earlier in self.calls)
                self._current.call = call._replace(nth=nth)
                self.calls.append(self._current.call)

    def _before(self, **_: Any) -> tuple[AWSResponse, dict[str, Any]] | None:
        fault = self._strikes()
        if fault is None or fault.before is None:
            return None
        self.struck.append(self._current.call)
        if isinstance(fault.before, Exception):
            raise fault.before
        no_headers: Any = {}
        return AWSResponse(_ENDPOINT, fault.before.status, no_headers, None), fault.before.parsed()

    def _after(self, http_response: Any, parsed: dict[str, Any], **_: Any) -> None:
        fault = self._strikes()
        if fault is None or (fault.after is None and fault.spoil is None):
            return
        self.struck.append(self._current.call)
        if fault.spoil is not None:
            fault.spoil(self._current.call, parsed)
        elif isinstance(fault.after, Exception):
            raise fault.after
        elif fault.after is not None:
            parsed.clear()
            parsed.update(fault.after.parsed())
            http_response.status_code = fault.after.status

    def _strikes(self) -> AwsFault | None:
        return self._fault if self._watching and self._chosen(self._current.call) else None
