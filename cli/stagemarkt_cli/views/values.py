"""From the API's JSON to texts. What is absent or otherwise than expected is an empty text."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

_DAG: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_HIER: Final = ZoneInfo("Europe/Amsterdam")


def waarde(inhoud: Any, *pad: str) -> Any:  # noqa: ANN401 - JSON is anything
    """What is at the end of `pad`, None when nothing is."""
    for stap in pad:
        if not isinstance(inhoud, dict):
            return None
        inhoud = inhoud.get(stap)
    return inhoud


def tekst(inhoud: Any, *pad: str) -> str:  # noqa: ANN401 - JSON is anything
    """The same as a text; numbers and booleans as JSON writes them."""
    gevonden = waarde(inhoud, *pad)
    if isinstance(gevonden, bool):
        return "true" if gevonden else "false"
    return str(gevonden) if isinstance(gevonden, str | int | float) else ""


def lijst(inhoud: Any, *pad: str) -> list[Any]:  # noqa: ANN401 - JSON is anything
    """The same as a list."""
    gevonden = waarde(inhoud, *pad)
    return gevonden if isinstance(gevonden, list) else []


def datum(tekst_: str) -> str:
    """`2026-09-01` as `01-09-2026`; anything else as it is."""
    treffer = _DAG.fullmatch(tekst_)
    return "-".join(reversed(treffer.groups())) if treffer else tekst_


def moment(tekst_: str, *, seconden: bool = False) -> str:
    """A moment as day and time in the Netherlands; anything else as it is."""
    vorm = "%d-%m-%Y %H:%M:%S" if seconden else "%d-%m-%Y %H:%M"
    try:
        return datetime.fromisoformat(tekst_).astimezone(_HIER).strftime(vorm)
    except (ValueError, OverflowError):
        return tekst_


def iso(op: float) -> str:
    """Seconds since 1970 as JSON has them: UTC, to the millisecond."""
    return datetime.fromtimestamp(op, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def lokaal(op: float) -> str:
    """Seconds since 1970 as day and time in the Netherlands."""
    return moment(iso(op), seconden=True)


def kilometers(tekst_: str) -> str:
    """`4.2` as `4,2`."""
    return tekst_.replace(".", ",")


def zinnen(delen: Iterable[str], tussen: str = " ") -> str:
    """What is there of these, one after another."""
    return tussen.join(deel for deel in delen if deel)


def adres(inhoud: Any, *pad: str) -> str:  # noqa: ANN401 - JSON is anything
    """`Langestraat 1, 3811 MG Amersfoort`; the country only when it is another."""
    nummer = zinnen((tekst(inhoud, *pad, "huisnummer"), tekst(inhoud, *pad, "huisnummertoevoeging")), "-")
    straat = zinnen((tekst(inhoud, *pad, "straat"), nummer))
    plaats = zinnen((postcode(tekst(inhoud, *pad, "postcode")), tekst(inhoud, *pad, "plaats")))
    land = tekst(inhoud, *pad, "land")
    return zinnen((straat, plaats, "" if land.upper() in {"NEDERLAND", "NL"} else land), ", ")


def postcode(tekst_: str) -> str:
    """`3811MG` as `3811 MG`."""
    return f"{tekst_[:4]} {tekst_[4:]}" if re.fullmatch(r"[0-9]{4}[A-Z]{2}", tekst_) else tekst_
