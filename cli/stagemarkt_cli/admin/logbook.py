"""The logs of a deployed stack: the log groups of its functions and APIs, searched as one."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from botocore.exceptions import ClientError

from stagemarkt_cli.aws.errors import code_of
from stagemarkt_cli.messages import WRONG_USAGE, Notice

if TYPE_CHECKING:
    from stagemarkt_cli.aws.stack import DeployedStack

_KIND: Final = "AWS::Logs::LogGroup"
_SEVERE: Final = frozenset({"ERROR", "CRITICAL"})
# What Lambda itself writes when a function ends without a line of its own.
# And at every run: when it began and ended, and what it took. Of no use beside what the function says.
_ORDINARY: Final = re.compile(r"(?:INIT_START|START|END|REPORT)\b")
_ABORTED: Final = re.compile(r"Task timed out|Runtime exited|Runtime\.\w+Error|^\[ERROR\]")


class Question(NamedTuple):
    """What is looked for; what is None or empty is not.

    Attributes:
        vanaf: seconds since 1970.
        until: the same.
        tekst: stands somewhere in the line, such as a `verzoekId`.
        school: the BRIN that the line is about.
        this_event: the name of the event.
        fouten: only what went wrong on our side.
        functie: only the log of this function or API.
    """

    vanaf: float
    until: float
    tekst: str = ""
    school: str | None = None
    this_event: str | None = None
    fouten: bool = False
    functie: str | None = None


class LogLine(NamedTuple):
    """One line.

    Attributes:
        at: seconds since 1970.
        bron: the function or API that wrote it.
        velden: its fields; of a line that is no JSON only `message`.
    """

    at: float
    bron: str
    velden: Mapping[str, Any]


def logboeken(this_stack: "DeployedStack") -> dict[str, str]:
    """The log groups of the stack, by the name of what writes them."""
    pages = this_stack.client("cloudformation").get_paginator("list_stack_resources")
    return {
        bron["LogicalResourceId"].removesuffix("Log"): bron["PhysicalResourceId"]
        for page in pages.paginate(StackName=this_stack.naam)
        for bron in page["StackResourceSummaries"]
        if bron["ResourceType"] == _KIND and bron.get("PhysicalResourceId")
    }


def search(this_stack: "DeployedStack", question: Question, at_most: int) -> list[LogLine]:
    """The newest lines that fit, oldest first.

    Raises:
        Notice: the stack has no log of that name.
    """
    groups = _choose(logboeken(this_stack), question.functie)
    client = this_stack.client("logs")
    found = {
        line: None
        for bron, group in groups.items()
        for pattern in _patterns(question)
        for line in map(_Sleutel, _read(client, bron, group, pattern, question))
        if _past(line.regel, question)
    }
    return sorted((sleutel.regel for sleutel in found), key=lambda line: line.at)[-at_most:]


class _Sleutel:
    """A line that is found twice is one."""

    def __init__(self, regel: LogLine) -> None:
        self.regel = regel
        self._as = (regel.at, regel.bron, json.dumps(regel.velden, sort_keys=True, default=str))

    def __hash__(self) -> int:
        return hash(self._as)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Sleutel) and self._as == other._as


def _choose(groups: Mapping[str, str], function: str | None) -> dict[str, str]:
    if function is None:
        return dict(groups)
    chosen = {bron: group for bron, group in groups.items() if bron.lower() == function.lower()}
    if not chosen:
        raise Notice(
            f"Er is geen logboek {function}.", f"Er zijn: {', '.join(sorted(groups))}.", code=WRONG_USAGE
        )
    return chosen


def _patterns(question: Question) -> tuple[str, ...]:
    """What CloudWatch sifts by, so that not all of it travels; `_past` has the last word."""
    if question.tekst:
        return (f'"{question.tekst}"',)
    if question.this_event:
        return (f'"{question.this_event}"',)
    if question.fouten:
        return ("ERROR", '"Task timed out"', '"Runtime exited"')
    return (f'"{question.school}"',) if question.school else ("",)


def _read(client: Any, bron: str, group: str, pattern: str, question: Question) -> Iterator[LogLine]:  # noqa: ANN401 - boto3's
    wat = {"filterPattern": pattern} if pattern else {}
    pages = client.get_paginator("filter_log_events").paginate(
        logGroupName=group, startTime=int(question.vanaf * 1000), endTime=int(question.until * 1000), **wat
    )
    try:
        for page in pages:
            for this_event in page["events"]:
                yield LogLine(this_event["timestamp"] / 1000, bron, _fields(this_event["message"]))
    except ClientError as error:
        # A function that never ran has no log yet.
        if code_of(error) != "ResourceNotFoundException":
            raise


def _fields(message: str) -> Mapping[str, Any]:
    try:
        fields = json.loads(message)
    except (ValueError, RecursionError):
        fields = None
    return fields if isinstance(fields, dict) else {"message": message.rstrip()}


def _past(line: LogLine, question: Question) -> bool:
    fields = line.velden
    if question.tekst and question.tekst not in json.dumps(fields, ensure_ascii=False):
        return False
    if question.school and fields.get("school") != question.school:
        return False
    if question.this_event and fields.get("message") != question.this_event:
        return False
    # AWS says in its last line of a run how that ended, if not well.
    if (
        "level" not in fields
        and _ORDINARY.match(header := str(fields.get("message", "")))
        and "Status: " not in header
    ):
        return False
    if not question.fouten:
        return True
    severe = fields.get("level") in _SEVERE
    return severe or ("level" not in fields and bool(_ABORTED.search(str(fields.get("message", "")))))
