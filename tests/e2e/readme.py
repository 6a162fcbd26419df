"""The examples of the documents: what is pasted, and what is printed under it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

PROJECT: Final = Path(__file__).resolve().parents[2]
_BLOCK: Final = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
# What is another each time: a moment, a number to mention, a place in a list.
ALTERNATING: Final = frozenset(
    {"opgehaaldOp", "laatsteSucces", "laatsteAntwoord", "instance", "volgendeCursor"}
)
# A newcomer has seen no failure yet; here other tests came before.
SOMETIMES: Final = frozenset({"laatsteFout"})
_UUID: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_MOMENT: Final = re.compile(
    rf"\d{{2}}-\d{{2}}-\d{{4}} \d{{2}}:\d{{2}}|(?<=bericht ){_UUID}|(?<=ttl=)\d+|(?<=Age: )\d+"
)


class Example(NamedTuple):
    """A block to paste, and the text under it; "" when nothing is printed there."""

    command: str
    soort: str
    printed: str


def examples_in(document: str, *headers: str) -> list[Example]:
    """Those of this document, in order; of the chapters with these headings, if any is named."""
    text = (PROJECT / document).read_text(encoding="utf-8")
    chapters = {name: rest for name, _, rest in (one.partition("\n") for one in text.split("\n## ")[1:])}
    piece = "".join(chapters[name] for name in headers or chapters)
    found: list[Example] = []
    for kind, content in _BLOCK.findall(piece):
        if kind == "sh":
            found.append(Example(content, "", ""))
        else:
            found[-1] = found[-1]._replace(soort=kind, printed=content)
    return found


def without_moments(text: str) -> str:
    """A text with its moments, ages and message numbers made equal."""
    return _MOMENT.sub("…", text)


def differences(printed: Any, real: Any, spot: str = "") -> Iterator[str]:
    """Where what was answered is not what is printed; `…` in the print stands for whatever comes."""
    if isinstance(printed, dict) and isinstance(real, dict):
        fields = printed.keys() - {"…"}
        yield from (f"{spot}/{name} is absent" for name in sorted(fields - real.keys()))
        if "…" not in printed:
            meer = real.keys() - fields - SOMETIMES
            yield from (f"{spot}/{name} is not printed" for name in sorted(meer))
        for name in sorted((fields & real.keys()) - ALTERNATING):
            yield from differences(printed[name], real[name], f"{spot}/{name}")
    elif isinstance(printed, list) and isinstance(real, list):
        if len(printed) != len(real):
            yield f"{spot} holds {len(real)}"
        for number, (one, other) in enumerate(zip(printed, real, strict=False)):
            yield from differences(one, other, f"{spot}/{number}")
    elif printed not in ("…", real):
        yield f"{spot} is {json.dumps(real)}"
