"""A leerbedrijf, a list of them, and an erkenning, shown."""

from collections.abc import Mapping
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from stagemarkt_cli.views.screens import emit, emit_rows, safe
from stagemarkt_cli.views.values import adres, date, listing, moment, text
from stagemarkt_cli.views.verdict import VerdictWord, judgement

_STATUS: Final = {
    "actueel": ("actueel", "green"),
    "historisch": ("historisch", "yellow"),
    "erkend": ("erkend", "green"),
    "nietErkend": ("niet erkend", "red"),
    "ingetrokken": ("ingetrokken", "red"),
    "verlopen": ("verlopen", "red"),
    "toekomstig": ("nog niet erkend", "yellow"),
    "onbekend": ("onbekend", "yellow"),
}


_STYLE: Final = {
    VerdictWord.JA: "bold green",
    VerdictWord.NEE: "bold red",
    VerdictWord.ENDS_EARLIER: "bold yellow",
    VerdictWord.CHECK: "bold yellow",
}


def status(word: str) -> Text:
    """A status in words and colour."""
    name, style = _STATUS.get(word, (word, ""))
    return safe(name, style)


def show_leerbedrijf(console: Console, content: Any) -> None:  # noqa: ANN401 - JSON is anything
    """One leerbedrijf."""
    sheet = _sheet()
    _row(sheet, "Naam", safe(text(content, "naam"), "bold"))
    _row(sheet, "ID", safe(text(content, "leerbedrijfId")))
    _row(sheet, "Status", status(text(content, "status")))
    _row(sheet, "Adres", safe(adres(content, "vestigingsadres")))
    _row(sheet, "Post", safe(adres(content, "correspondentieadres")))
    _row(sheet, "Opgehaald", _actualiteit(content))
    emit(console, sheet)


def show_leerbedrijven(console: Console, content: Any) -> None:  # noqa: ANN401 - JSON is anything
    """The leerbedrijven that were found."""
    found = listing(content, "resultaten")
    if not found:
        console.print("Geen leerbedrijf gevonden.")
        return
    rows = [
        [
            safe(text(company, "leerbedrijfId")),
            safe(text(company, "naam")),
            safe(adres(company, "vestigingsadres")),
            status(text(company, "status")),
        ]
        for company in found
    ]
    emit_rows(console, ("ID", "Naam", "Adres", "Status"), rows)


def show_erkenning(console: Console, content: Any, asked: Mapping[str, str]) -> None:  # noqa: ANN401 - JSON is anything
    """Whether one leerbedrijf is erkend for one code: first the answer to what was asked."""
    sheet = _sheet()
    answer = judgement(content, asked)
    _row(sheet, "Erkend", safe(str(answer), _STYLE[answer.uitkomst]))
    _row(sheet, "Leerbedrijf", safe(_with(text(content, "naam"), text(content, "leerbedrijfId"))))
    _row(sheet, text(content, "codeType").capitalize() or "Code", safe(_code(content)))
    _row(sheet, "Leerweg", _leerweg(content))
    _row(sheet, "Status", status(text(content, "status")))
    _row(sheet, "Geldig", safe(_valid(content)))
    if "leerweg" not in asked:
        for part in listing(content, "leerwegen"):
            word = status(text(part, "status"))
            _row(sheet, text(part, "leerweg"), Text(" ").join(t for t in (word, safe(_valid(part))) if t))
    _row(sheet, "Peildatum", safe(date(text(content, "peildatum"))))
    if text(content, "totEnMet"):
        _row(sheet, "Periode", _period(content))
    _row(sheet, "Opgehaald", _actualiteit(content))
    emit(console, sheet)


def _sheet() -> Table:
    sheet = Table.grid(padding=(0, 2, 0, 0))
    sheet.add_column(style="dim", no_wrap=True)
    sheet.add_column(overflow="fold")
    return sheet


def _row(sheet: Table, name: str, content: Text) -> None:
    if content.plain:
        sheet.add_row(safe(name), content)


def _with(name: str, number: str) -> str:
    return f"{name} ({number})" if name else number


def _code(content: Any) -> str:  # noqa: ANN401 - JSON is anything
    return f"{text(content, 'code')} {text(content, 'omschrijving')}"


def _valid(content: Any) -> str:  # noqa: ANN401 - JSON is anything
    van, until = date(text(content, "startdatum")), date(text(content, "einddatum"))
    if not van and not until:
        return ""
    return f"{f'van {van}' if van else ''} {f'tot en met {until}' if until else 'zonder einddatum'}"


def _leerweg(content: Any) -> Text:  # noqa: ANN401 - JSON is anything
    if text(content, "leerwegBekend") != "false":
        return safe(text(content, "leerweg"))
    fetched = text(content, "leerwegReden") != "nietOpgehaald"
    return Text("SBB vertelt niet voor welke" if fetched else "SBB zei nu niet voor welke", "yellow")


def _period(content: Any) -> Text:  # noqa: ANN401 - JSON is anything
    until = safe(f"tot en met {date(text(content, 'totEnMet'))}:").append(" ")
    if text(content, "erkendGehelePeriode") == "true":
        return until + Text("de hele periode erkend", "green")
    if text(content, "eindigtTijdensPeriode") == "true":
        return until + Text("de erkenning eindigt tijdens de periode", "yellow")
    return until + Text("niet de hele periode erkend", "red")


def _actualiteit(content: Any) -> Text:  # noqa: ANN401 - JSON is anything
    at = moment(text(content, "actualiteit", "opgehaaldOp"))
    if not at:
        return Text()
    bron = {"sbb": "bij SBB", "cache": "bij SBB, hier bewaard"}.get(text(content, "actualiteit", "bron"), "")
    old = text(content, "actualiteit", "verouderd") == "true"
    return safe(f"{at} {bron}") + Text(" (verouderd: ouder dan zoiets vers heet)" if old else "", "yellow")
