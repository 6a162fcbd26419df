"""The README's examples: what is pasted, and what is printed under it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

PROJECT: Final = Path(__file__).resolve().parents[2]
_BLOK: Final = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
# What is another each time: a moment, a number to mention, a place in a list.
WISSELEND: Final = frozenset(
    {"opgehaaldOp", "laatsteSucces", "laatsteAntwoord", "instance", "volgendeCursor"}
)
# A newcomer has seen no failure yet; here other tests came before.
SOMS: Final = frozenset({"laatsteFout"})
_UUID: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_MOMENT: Final = re.compile(
    rf"\d{{2}}-\d{{2}}-\d{{4}} \d{{2}}:\d{{2}}|(?<=bericht ){_UUID}|(?<=ttl=)\d+|(?<=Age: )\d+"
)


class Voorbeeld(NamedTuple):
    """A block to paste, and the text under it; "" when nothing is printed there."""

    opdracht: str
    soort: str
    gedrukt: str


def voorbeelden(kop: str) -> list[Voorbeeld]:
    """Those below this heading, in order."""
    tekst = (PROJECT / "README.md").read_text(encoding="utf-8")
    stuk = re.split(r"^## ", tekst.partition(f"## {kop}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    gevonden: list[Voorbeeld] = []
    for soort, inhoud in _BLOK.findall(stuk):
        if soort == "sh":
            gevonden.append(Voorbeeld(inhoud, "", ""))
        else:
            gevonden[-1] = gevonden[-1]._replace(soort=soort, gedrukt=inhoud)
    return gevonden


def zonder_moment(tekst: str) -> str:
    """A text with its moments, ages and message numbers made equal."""
    return _MOMENT.sub("…", tekst)


def afwijkend(gedrukt: Any, echt: Any, plek: str = "") -> Iterator[str]:
    """Where what was answered is not what is printed; `…` in the print stands for whatever comes."""
    if isinstance(gedrukt, dict) and isinstance(echt, dict):
        velden = gedrukt.keys() - {"…"}
        yield from (f"{plek}/{naam} is absent" for naam in sorted(velden - echt.keys()))
        if "…" not in gedrukt:
            meer = echt.keys() - velden - SOMS
            yield from (f"{plek}/{naam} is not printed" for naam in sorted(meer))
        for naam in sorted((velden & echt.keys()) - WISSELEND):
            yield from afwijkend(gedrukt[naam], echt[naam], f"{plek}/{naam}")
    elif isinstance(gedrukt, list) and isinstance(echt, list):
        if len(gedrukt) != len(echt):
            yield f"{plek} holds {len(echt)}"
        for nummer, (een, ander) in enumerate(zip(gedrukt, echt, strict=False)):
            yield from afwijkend(een, ander, f"{plek}/{nummer}")
    elif gedrukt not in ("…", echt):
        yield f"{plek} is {json.dumps(echt)}"
