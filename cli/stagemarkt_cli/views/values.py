"""From the API's JSON to texts. What is absent or otherwise than expected is an empty text."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_HERE: Final = ZoneInfo("Europe/Amsterdam")


def value(content: Any, *path: str) -> Any:  # noqa: ANN401 - JSON is anything
    """What is at the end of `path`, None when nothing is."""
    for step in path:
        if not isinstance(content, dict):
            return None
        content = content.get(step)
    return content


def text(content: Any, *path: str) -> str:  # noqa: ANN401 - JSON is anything
    """The same as a text; numbers and booleans as JSON writes them."""
    found = value(content, *path)
    if isinstance(found, bool):
        return "true" if found else "false"
    return str(found) if isinstance(found, str | int | float) else ""


def listing(content: Any, *path: str) -> list[Any]:  # noqa: ANN401 - JSON is anything
    """The same as a list."""
    found = value(content, *path)
    return found if isinstance(found, list) else []


def date(text: str) -> str:
    """`2026-09-01` as `01-09-2026`; anything else as it is."""
    hit = _DAY.fullmatch(text)
    return "-".join(reversed(hit.groups())) if hit else text


def moment(text: str, *, seconds: bool = False) -> str:
    """A moment as day and time in the Netherlands; anything else as it is."""
    form = "%d-%m-%Y %H:%M:%S" if seconds else "%d-%m-%Y %H:%M"
    try:
        return datetime.fromisoformat(text).astimezone(_HERE).strftime(form)
    except (ValueError, OverflowError):
        return text


def iso(at: float) -> str:
    """Seconds since 1970 as JSON has them: UTC, to the millisecond."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def local(at: float) -> str:
    """Seconds since 1970 as day and time in the Netherlands."""
    return moment(iso(at), seconds=True)


def kilometers(text: str) -> str:
    """`4.2` as `4,2`."""
    return text.replace(".", ",")


def join_parts(parts: Iterable[str], between: str = " ") -> str:
    """What is there of these, one after another."""
    return between.join(part for part in parts if part)


def adres(content: Any, *path: str) -> str:  # noqa: ANN401 - JSON is anything
    """`Langestraat 1, 3811 MG Amersfoort`; the country only when it is another."""
    number = join_parts(
        (text(content, *path, "huisnummer"), text(content, *path, "huisnummertoevoeging")), "-"
    )
    straat = join_parts((text(content, *path, "straat"), number))
    plaats = join_parts((postcode(text(content, *path, "postcode")), text(content, *path, "plaats")))
    land = text(content, *path, "land")
    return join_parts((straat, plaats, "" if land.upper() in {"NEDERLAND", "NL"} else land), ", ")


def postcode(text: str) -> str:
    """`3811MG` as `3811 MG`."""
    return f"{text[:4]} {text[4:]}" if re.fullmatch(r"[0-9]{4}[A-Z]{2}", text) else text
