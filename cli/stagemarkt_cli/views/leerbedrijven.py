"""A leerbedrijf, a list of them, and an erkenning, shown."""

from collections.abc import Mapping
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from stagemarkt_cli.views.screens import emit, emit_rows, safe
from stagemarkt_cli.views.values import adres, date, listing, moment, tekst
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
    naam, style = _STATUS.get(word, (word, ""))
    return safe(naam, style)


def show_leerbedrijf(console: Console, inhoud: Any) -> None:  # noqa: ANN401 - JSON is anything
    """One leerbedrijf."""
    sheet = _sheet()
    _row(sheet, "Naam", safe(tekst(inhoud, "naam"), "bold"))
    _row(sheet, "ID", safe(tekst(inhoud, "leerbedrijfId")))
    _row(sheet, "Status", status(tekst(inhoud, "status")))
    _row(sheet, "Adres", safe(adres(inhoud, "vestigingsadres")))
    _row(sheet, "Post", safe(adres(inhoud, "correspondentieadres")))
    _row(sheet, "Opgehaald", _actualiteit(inhoud))
    emit(console, sheet)


def show_leerbedrijven(console: Console, inhoud: Any) -> None:  # noqa: ANN401 - JSON is anything
    """The leerbedrijven that were found."""
    found = listing(inhoud, "resultaten")
    if not found:
        console.print("Geen leerbedrijf gevonden.")
        return
    rows = [
        [
            safe(tekst(company, "leerbedrijfId")),
            safe(tekst(company, "naam")),
            safe(adres(company, "vestigingsadres")),
            status(tekst(company, "status")),
        ]
        for company in found
    ]
    emit_rows(console, ("ID", "Naam", "Adres", "Status"), rows)


def show_erkenning(console: Console, inhoud: Any, asked: Mapping[str, str]) -> None:  # noqa: ANN401 - JSON is anything
    """Whether one leerbedrijf is erkend for one code: first the answer to what was asked."""
    sheet = _sheet()
    answer = judgement(inhoud, asked)
    _row(sheet, "Erkend", safe(str(answer), _STYLE[answer.uitkomst]))
    _row(sheet, "Leerbedrijf", safe(_with(tekst(inhoud, "naam"), tekst(inhoud, "leerbedrijfId"))))
    _row(sheet, tekst(inhoud, "codeType").capitalize() or "Code", safe(_code(inhoud)))
    _row(sheet, "Leerweg", _leerweg(inhoud))
    _row(sheet, "Status", status(tekst(inhoud, "status")))
    _row(sheet, "Geldig", safe(_valid(inhoud)))
    if "leerweg" not in asked:
        for part in listing(inhoud, "leerwegen"):
            word = status(tekst(part, "status"))
            _row(sheet, tekst(part, "leerweg"), Text(" ").join(t for t in (word, safe(_valid(part))) if t))
    _row(sheet, "Peildatum", safe(date(tekst(inhoud, "peildatum"))))
    if tekst(inhoud, "totEnMet"):
        _row(sheet, "Periode", _period(inhoud))
    _row(sheet, "Opgehaald", _actualiteit(inhoud))
    emit(console, sheet)


def _sheet() -> Table:
    sheet = Table.grid(padding=(0, 2, 0, 0))
    sheet.add_column(style="dim", no_wrap=True)
    sheet.add_column(overflow="fold")
    return sheet


def _row(sheet: Table, naam: str, inhoud: Text) -> None:
    if inhoud.plain:
        sheet.add_row(safe(naam), inhoud)


def _with(naam: str, number: str) -> str:
    return f"{naam} ({number})" if naam else number


def _code(inhoud: Any) -> str:  # noqa: ANN401 - JSON is anything
    return f"{tekst(inhoud, 'code')} {tekst(inhoud, 'omschrijving')}"


def _valid(inhoud: Any) -> str:  # noqa: ANN401 - JSON is anything
    van, until = date(tekst(inhoud, "startdatum")), date(tekst(inhoud, "einddatum"))
    if not van and not until:
        return ""
    return f"{f'van {van}' if van else ''} {f'tot en met {until}' if until else 'zonder einddatum'}"


def _leerweg(inhoud: Any) -> Text:  # noqa: ANN401 - JSON is anything
    if tekst(inhoud, "leerwegBekend") != "false":
        return safe(tekst(inhoud, "leerweg"))
    fetched = tekst(inhoud, "leerwegReden") != "nietOpgehaald"
    return Text("SBB vertelt niet voor welke" if fetched else "SBB zei nu niet voor welke", "yellow")


def _period(inhoud: Any) -> Text:  # noqa: ANN401 - JSON is anything
    until = safe(f"tot en met {date(tekst(inhoud, 'totEnMet'))}:").append(" ")
    if tekst(inhoud, "erkendGehelePeriode") == "true":
        return until + Text("de hele periode erkend", "green")
    if tekst(inhoud, "eindigtTijdensPeriode") == "true":
        return until + Text("de erkenning eindigt tijdens de periode", "yellow")
    return until + Text("niet de hele periode erkend", "red")


def _actualiteit(inhoud: Any) -> Text:  # noqa: ANN401 - JSON is anything
    at = moment(tekst(inhoud, "actualiteit", "opgehaaldOp"))
    if not at:
        return Text()
    bron = {"sbb": "bij SBB", "cache": "bij SBB, hier bewaard"}.get(tekst(inhoud, "actualiteit", "bron"), "")
    old = tekst(inhoud, "actualiteit", "verouderd") == "true"
    return safe(f"{at} {bron}") + Text(" (verouderd: ouder dan zoiets vers heet)" if old else "", "yellow")
