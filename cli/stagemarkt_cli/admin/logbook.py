"""The logs of a deployed stack: the log groups of its functions and APIs, searched as one."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from botocore.exceptions import ClientError

from stagemarkt_cli.aws.errors import code_van
from stagemarkt_cli.messages import VERKEERD_GEBRUIK, Melding

if TYPE_CHECKING:
    from stagemarkt_cli.aws.stack import Stapel

_SOORT: Final = "AWS::Logs::LogGroup"
_ERG: Final = frozenset({"ERROR", "CRITICAL"})
# What Lambda itself writes when a function ends without a line of its own.
# And at every run: when it began and ended, and what it took. Of no use beside what the function says.
_GEWOON: Final = re.compile(r"(?:INIT_START|START|END|REPORT)\b")
_AFGEBROKEN: Final = re.compile(r"Task timed out|Runtime exited|Runtime\.\w+Error|^\[ERROR\]")


class Vraag(NamedTuple):
    """What is looked for; what is None or empty is not.

    Attributes:
        vanaf: seconds since 1970.
        tot: the same.
        tekst: stands somewhere in the line, such as a `verzoekId`.
        school: the BRIN that the line is about.
        gebeurtenis: the name of the event.
        fouten: only what went wrong on our side.
        functie: only the log of this function or API.
    """

    vanaf: float
    tot: float
    tekst: str = ""
    school: str | None = None
    gebeurtenis: str | None = None
    fouten: bool = False
    functie: str | None = None


class Logregel(NamedTuple):
    """One line.

    Attributes:
        op: seconds since 1970.
        bron: the function or API that wrote it.
        velden: its fields; of a line that is no JSON only `message`.
    """

    op: float
    bron: str
    velden: Mapping[str, Any]


def logboeken(stapel: "Stapel") -> dict[str, str]:
    """The log groups of the stack, by the name of what writes them."""
    bladzijden = stapel.client("cloudformation").get_paginator("list_stack_resources")
    return {
        bron["LogicalResourceId"].removesuffix("Log"): bron["PhysicalResourceId"]
        for bladzij in bladzijden.paginate(StackName=stapel.naam)
        for bron in bladzij["StackResourceSummaries"]
        if bron["ResourceType"] == _SOORT and bron.get("PhysicalResourceId")
    }


def zoek(stapel: "Stapel", vraag: Vraag, hoogstens: int) -> list[Logregel]:
    """The newest lines that fit, oldest first.

    Raises:
        Melding: the stack has no log of that name.
    """
    groepen = _kies(logboeken(stapel), vraag.functie)
    client = stapel.client("logs")
    gevonden = {
        regel: None
        for bron, groep in groepen.items()
        for patroon in _patronen(vraag)
        for regel in map(_Sleutel, _lees(client, bron, groep, patroon, vraag))
        if _past(regel.regel, vraag)
    }
    return sorted((sleutel.regel for sleutel in gevonden), key=lambda regel: regel.op)[-hoogstens:]


class _Sleutel:
    """A line that is found twice is one."""

    def __init__(self, regel: Logregel) -> None:
        self.regel = regel
        self._als = (regel.op, regel.bron, json.dumps(regel.velden, sort_keys=True, default=str))

    def __hash__(self) -> int:
        return hash(self._als)

    def __eq__(self, ander: object) -> bool:
        return isinstance(ander, _Sleutel) and self._als == ander._als


def _kies(groepen: Mapping[str, str], functie: str | None) -> dict[str, str]:
    if functie is None:
        return dict(groepen)
    gekozen = {bron: groep for bron, groep in groepen.items() if bron.lower() == functie.lower()}
    if not gekozen:
        raise Melding(
            f"Er is geen logboek {functie}.", f"Er zijn: {', '.join(sorted(groepen))}.", code=VERKEERD_GEBRUIK
        )
    return gekozen


def _patronen(vraag: Vraag) -> tuple[str, ...]:
    """What CloudWatch sifts by, so that not all of it travels; `_past` has the last word."""
    if vraag.tekst:
        return (f'"{vraag.tekst}"',)
    if vraag.gebeurtenis:
        return (f'"{vraag.gebeurtenis}"',)
    if vraag.fouten:
        return ("ERROR", '"Task timed out"', '"Runtime exited"')
    return (f'"{vraag.school}"',) if vraag.school else ("",)


def _lees(client: Any, bron: str, groep: str, patroon: str, vraag: Vraag) -> Iterator[Logregel]:  # noqa: ANN401 - boto3's
    wat = {"filterPattern": patroon} if patroon else {}
    bladzijden = client.get_paginator("filter_log_events").paginate(
        logGroupName=groep, startTime=int(vraag.vanaf * 1000), endTime=int(vraag.tot * 1000), **wat
    )
    try:
        for bladzij in bladzijden:
            for gebeurtenis in bladzij["events"]:
                yield Logregel(gebeurtenis["timestamp"] / 1000, bron, _velden(gebeurtenis["message"]))
    except ClientError as fout:
        # A function that never ran has no log yet.
        if code_van(fout) != "ResourceNotFoundException":
            raise


def _velden(bericht: str) -> Mapping[str, Any]:
    try:
        velden = json.loads(bericht)
    except (ValueError, RecursionError):
        velden = None
    return velden if isinstance(velden, dict) else {"message": bericht.rstrip()}


def _past(regel: Logregel, vraag: Vraag) -> bool:
    velden = regel.velden
    if vraag.tekst and vraag.tekst not in json.dumps(velden, ensure_ascii=False):
        return False
    if vraag.school and velden.get("school") != vraag.school:
        return False
    if vraag.gebeurtenis and velden.get("message") != vraag.gebeurtenis:
        return False
    # AWS says in its last line of a run how that ended, if not well.
    if (
        "level" not in velden
        and _GEWOON.match(kop := str(velden.get("message", "")))
        and "Status: " not in kop
    ):
        return False
    if not vraag.fouten:
        return True
    erg = velden.get("level") in _ERG
    return erg or ("level" not in velden and bool(_AFGEBROKEN.search(str(velden.get("message", "")))))
