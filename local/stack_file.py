"""What runs: `proces.json`, written as soon as a process is started, so that it is found whatever happens."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from local.processes import Lopend
from local.writing import lees_json, schrijf_json


class Stand(NamedTuple):
    """A stack that runs, or did.

    Attributes:
        aws_poort: of the emulated AWS, 0 of none.
        merk: by which the emulated AWS is known from another.
        ontvangerpoorten: where receivers of webhooks may listen, so that what was subscribed keeps its URL.
        intake_poort: of the intake's front, 0 of none.
        processen: what was started, grows as it is.
        gezegd: what it was started with, in words (`local.changed_settings`).
    """

    aws_poort: int
    merk: str
    ontvangerpoorten: list[int]
    intake_poort: int
    processen: list[Lopend]
    gezegd: Mapping[str, str] = MappingProxyType({})


def bewaar_stand(bestand: Path, stand: Stand) -> None:
    """Write it."""
    lopend = [{"pid": een.pid, "sinds": een.sinds} for een in stand.processen]
    schrijf_json(bestand, {**stand._asdict(), "processen": lopend, "gezegd": dict(stand.gezegd)})


def lees_stand(bestand: Path) -> Stand:
    """Read it; that of nothing when there is no such file.

    The processes are read whatever else an older version left out: they must be stopped all the same.
    """
    inhoud: dict[str, Any] = lees_json(bestand)
    try:
        lopend = [Lopend(int(een["pid"]), float(een["sinds"])) for een in inhoud.get("processen", ())]
    except (KeyError, TypeError, ValueError):
        lopend = []
    try:
        poorten = [int(poort) for poort in inhoud["ontvangerpoorten"]]
        aws_poort, intake_poort = int(inhoud["aws_poort"]), int(inhoud["intake_poort"])
        gezegd = {str(naam): str(waarde) for naam, waarde in dict(inhoud.get("gezegd", {})).items()}
        merk = str(inhoud["merk"])
        return Stand(aws_poort, merk, poorten, intake_poort, lopend, gezegd)
    except (KeyError, TypeError, ValueError):
        return Stand(0, "", [], 0, lopend)
