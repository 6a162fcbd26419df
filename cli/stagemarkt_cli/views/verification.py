"""What the command shows of a file: how it was understood, what is not, and how it ended, to be read out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from rich.console import Console
from stagemarkt.domain.sheets.columns import FIELDS, SheetField
from stagemarkt.domain.sheets.faults import SheetFault
from stagemarkt.domain.sheets.reading import SheetReading
from stagemarkt.domain.sheets.verdicts import OUTCOMES, RowOutcome, RowVerdict
from stagemarkt.model.questions import Erkenningsvraag

from stagemarkt_cli.views.screens import emit, safe, table

# More than this nobody reads from a screen; the result has them all.
SHOWN: Final = 10
_READ_OUT: Final[Mapping[RowOutcome, str]] = {
    "erkend": "erkend",
    "nietErkend": "niet erkend",
    "eindigtTijdensPeriode": "erkenning eindigt tijdens de periode",
    "onbekendLeerbedrijf": "leerbedrijf onbekend bij SBB",
    "onbekendeCode": "crebo of keuzedeel onbekend bij SBB",
    "nietGecontroleerd": "niet gecontroleerd",
}


def number_of(count: int) -> str:
    """`2500` as `2.500`."""
    return f"{count:,}".replace(",", ".")


def show_understood(
    console: Console, reading: SheetReading, shown: Sequence[str], dialect: str, name: str
) -> None:
    """Which column is what, with how the first good row was read; `shown` are the cells of that row."""
    emit(console, safe(f"{name}: {dialect}", "bold"))
    emit(console, safe(f"{number_of(len(reading.rows))} rijen onder de koppen in rij {reading.header}"))
    first = next((row.question for row in reading.rows if row.question is not None), None)
    raster = table("Veld", "Kolom", "Er staat", "Gelezen als")
    for field in FIELDS:
        if (column := reading.columns.get(field)) is None:
            continue
        cell = shown[column.position] if column.position < len(shown) else ""
        mark = " ?" if column.guessed else ""
        read = "" if first is None else _read_as(field, first)
        raster.add_row(safe(f"{field}{mark}"), safe(column.name), safe(cell[:_WIDEST]), safe(read[:_WIDEST]))
    console.print()
    emit(console, raster)
    for column in reading.columns.values():
        if column.instead:
            emit(console, safe(f"? {column.name} gekozen; het kan ook zijn: {', '.join(column.instead)}"))
    if reading.unused:
        emit(console, safe(f"Niet gebruikt: {', '.join(reading.unused)}"))
    if "peildatum" not in reading.columns:
        emit(console, safe("Zonder peildatum telt vandaag.", "yellow"))
    if "totEnMet" not in reading.columns:
        emit(console, safe("Zonder totEnMet telt alleen de eerste dag, en niet de hele periode.", "yellow"))
    console.print()


_WIDEST: Final = 24


def _read_as(field: SheetField, question: Erkenningsvraag) -> str:
    read: Mapping[SheetField, object] = {
        "leerbedrijfId": question.leerbedrijf_id,
        "code": question.code,
        "peildatum": question.peildatum,
        "totEnMet": question.tot_en_met,
        "leerweg": question.leerweg,
        "referentie": "zoals het er staat",
    }
    found = read[field]
    if isinstance(found, date):
        return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"
    return "" if found is None else str(found)


_MONTHS: Final = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)


def show_faults(console: Console, heading: str, faults: Sequence[SheetFault]) -> None:
    """The first of them, by row and column, and how many more there are."""
    if not faults:
        return
    emit(console, safe(heading, "bold"))
    for fault in faults[:SHOWN]:
        emit(console, safe(fault_line(fault)))
    if len(faults) > SHOWN:
        emit(console, safe(f"… en nog {number_of(len(faults) - SHOWN)}"))
    console.print()


def fault_line(fault: SheetFault) -> str:
    """`rij 12, C (Crebo): …`."""
    place = ", ".join(part for part in (f"rij {fault.row}" if fault.row else "", fault.column) if part)
    return f"{place}: {fault.detail.nl}" if place else fault.detail.nl


def show_summary(console: Console, verdicts: Mapping[int, RowVerdict], result: str) -> None:
    """How many ended how, and the first rows that somebody has to look at."""
    counts = Counter(verdict.uitkomst for verdict in verdicts.values())
    emit(console, safe(_sentence(counts, len(verdicts)), "bold"))
    console.print()
    raster = table("Aantal", "Uitkomst", "In de kolom")
    raster.columns[0].justify = "right"
    for outcome in OUTCOMES:
        if counts[outcome]:
            raster.add_row(safe(number_of(counts[outcome])), safe(_READ_OUT[outcome]), safe(outcome))
    emit(console, raster)
    odd = [(number, verdict) for number, verdict in verdicts.items() if verdict.uitkomst != "erkend"]
    if odd:
        console.print()
    for number, verdict in odd[:SHOWN]:
        reason = f"; {verdict.reden}" if verdict.reden else ""
        emit(console, safe(f"rij {number}: {_READ_OUT[verdict.uitkomst]}{reason}"))
    if len(odd) > SHOWN:
        emit(console, safe(f"… en nog {number_of(len(odd) - SHOWN)}; ze staan in het resultaat"))
    console.print()
    emit(console, safe(f"Resultaat: {result}"))


def _sentence(counts: Mapping[RowOutcome, int], total: int) -> str:
    """What one says on the telephone. What was not checked is told apart: it is no no."""
    unchecked = counts["nietGecontroleerd"]
    no = total - counts["erkend"] - unchecked
    if not unchecked and not no:
        return f"Alle {number_of(total)} zijn erkend." if total != 1 else "De ene BPVO is erkend."
    parts = [f"Van de {number_of(total)} {_are(counts['erkend'])} er {number_of(counts['erkend'])} erkend"]
    if no:
        parts.append(f"{number_of(no)} {_are(no)} dat niet, of niet de hele periode")
    if unchecked:
        parts.append(f"over {number_of(unchecked)} is nog niets te zeggen, ook geen nee")
    return f"{'; '.join(parts)}."


def _are(count: int) -> str:
    return "is" if count == 1 else "zijn"
