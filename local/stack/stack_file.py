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


def store_state(file: Path, state: StackFile) -> None:
    """Write it."""
    running = [{"pid": one.pid, "sinds": one.sinds} for one in state.processen]
    write_json(file, {**state._asdict(), "processen": running, "gezegd": dict(state.gezegd)})


def read_state(file: Path) -> StackFile:
    """Read it; that of nothing when there is no such file.

    The processes are read whatever else an older version left out: they must be stopped all the same.
    """
    content: dict[str, Any] = read_json(file)
    try:
        running = [
            RunningProcess(int(one["pid"]), float(one["sinds"])) for one in content.get("processen", ())
        ]
    except (KeyError, TypeError, ValueError):
        running = []
    try:
        ports = [int(port) for port in content["ontvangerpoorten"]]
        aws_poort, intake_poort = int(content["aws_poort"]), int(content["intake_poort"])
        gezegd = {str(name): str(value) for name, value in dict(content.get("gezegd", {})).items()}
        mark = str(content["merk"])
        return StackFile(aws_poort, mark, ports, intake_poort, running, gezegd)
    except (KeyError, TypeError, ValueError):
        return StackFile(0, "", [], 0, running)
