"""What runs: `proces.json`, written as soon as a process is started, so that it is found whatever happens."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from local.stack.processes import RunningProcess
from local.stack.writing import read_json, write_json


class StackFile(NamedTuple):
    """A stack that runs, or did.

    Attributes:
        aws_poort: of the emulated AWS, 0 of none.
        merk: by which the emulated AWS is known from another.
        ontvangerpoorten: where receivers of webhooks may listen, so that what was subscribed keeps its URL.
        intake_poort: of the intake's front, 0 of none.
        processen: what was started, grows as it is.
        gezegd: what it was started with, in words (`local.stack.changed_settings`).
    """

    aws_poort: int
    merk: str
    ontvangerpoorten: list[int]
    intake_poort: int
    processen: list[RunningProcess]
    gezegd: Mapping[str, str] = MappingProxyType({})


def store_state(bestand: Path, stand: StackFile) -> None:
    """Write it."""
    lopend = [{"pid": one.pid, "sinds": one.sinds} for one in stand.processen]
    write_json(bestand, {**stand._asdict(), "processen": lopend, "gezegd": dict(stand.gezegd)})


def read_state(bestand: Path) -> StackFile:
    """Read it; that of nothing when there is no such file.

    The processes are read whatever else an older version left out: they must be stopped all the same.
    """
    inhoud: dict[str, Any] = read_json(bestand)
    try:
        lopend = [RunningProcess(int(one["pid"]), float(one["sinds"])) for one in inhoud.get("processen", ())]
    except (KeyError, TypeError, ValueError):
        lopend = []
    try:
        ports = [int(port) for port in inhoud["ontvangerpoorten"]]
        aws_poort, intake_poort = int(inhoud["aws_poort"]), int(inhoud["intake_poort"])
        gezegd = {str(naam): str(value) for naam, value in dict(inhoud.get("gezegd", {})).items()}
        merk = str(inhoud["merk"])
        return StackFile(aws_poort, merk, ports, intake_poort, lopend, gezegd)
    except (KeyError, TypeError, ValueError):
        return StackFile(0, "", [], 0, lopend)
