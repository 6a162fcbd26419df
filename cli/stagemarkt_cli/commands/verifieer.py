"""`stagemarkt verifieer`: a whole file of BPVOs from a school's desk."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from stagemarkt.domain.sheets.columns import read_mapping
from stagemarkt.domain.sheets.faults import UnreadableSheet, letters
from stagemarkt.domain.sheets.reading import SheetReading, SheetRow
from stagemarkt.domain.sheets.verdicts import RowVerdict
from stagemarkt.model.questions import Erkenningsvraag
from stagemarkt.model.today import today_in_netherlands

from stagemarkt_cli.commands.help import ARGUMENTS, OPTIONS, command, make_group
from stagemarkt_cli.commands.managing import say
from stagemarkt_cli.commands.toolbox import ApiUrl, School, Sleutel, Toolbox, sheet_of, toolbox
from stagemarkt_cli.files import read_bytes
from stagemarkt_cli.messages import FAILED, NOT_REACHABLE, WRONG_USAGE, Notice, reports
from stagemarkt_cli.texts import UnreadableText
from stagemarkt_cli.verification.asking import BatchVerifier
from stagemarkt_cli.verification.files import LARGEST, progress_path, write_beside
from stagemarkt_cli.verification.progress_file import ProgressFile, fingerprint
from stagemarkt_cli.views.verification import (
    fault_line,
    number_of,
    show_faults,
    show_summary,
    show_understood,
)

if TYPE_CHECKING:
    from stagemarkt.client import Client
    from stagemarkt.domain.sheets.csv_sheet import CsvSheet

    from stagemarkt_cli.verification.xlsx_sheet import XlsxSheet

group = make_group("verifiëren")

# What one sees of a job that Ctrl-C ended.
INTERRUPTED: Final = 130
_EXPLANATION: Final = """Elke rij is een BPVO: een leerbedrijf, een crebo of keuzedeel, en liefst de eerste
en de laatste dag. Het resultaat komt naast de invoer te staan, met uw eigen kolommen onveranderd en zes
erachter: uitkomst, reden, erkend, startdatum, einddatum, gecontroleerdOp. Over de invoer of een eerder
resultaat wordt nooit geschreven.

Stopt het halverwege, geef dan dezelfde opdracht: wat die dag al gevraagd is, wordt niet nog eens gevraagd.

Exitcode: 0 alles is erkend, 1 niet alles, 2 verkeerd gebruikt of niet te lezen, 3 niet alles is
gecontroleerd door een storing, 130 afgebroken.

Voorbeelden:

  stagemarkt verifieer bpvos.xlsx

  stagemarkt verifieer bpvos.csv --kolommen "leerbedrijfId:Bedrijf,code:Opl,peildatum:Van,totEnMet:Tot"

  stagemarkt verifieer bpvos.csv --ja
"""

_File = Annotated[
    Path,
    typer.Argument(
        metavar="BESTAND", help="Een CSV of een werkmap van Excel (.xlsx).", rich_help_panel=ARGUMENTS
    ),
]
_Columns = Annotated[
    str,
    typer.Option(
        "--kolommen",
        metavar="VELD:KOP,…",
        help="Welke kop welk veld is: leerbedrijfId, code, peildatum, totEnMet, leerweg, referentie. "
        "Een kolom mag ook met haar letter: code:#C.",
        rich_help_panel=OPTIONS,
        show_default=False,
    ),
]
_Yes = Annotated[
    bool,
    typer.Option(
        "--ja",
        metavar="",
        help="Vraag niets: wat geraden is, klopt, en wat niet te lezen is, blijft niet gecontroleerd.",
        rich_help_panel=OPTIONS,
    ),
]


@command(group, "verifieer", _EXPLANATION)
def verifieer(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    bestand: _File,
    *,
    kolommen: _Columns = "",
    ja: _Yes = False,
    school: School = None,
    api_url: ApiUrl = None,
    sleutel: Sleutel = None,
) -> None:
    """Check each row of a file."""
    helper = toolbox(ctx)
    source = helper.work_dir / bestand
    with reports(helper.screens.fout), helper.facade(api_url, sleutel, school) as client:
        content = _content(source)
        sheet, reading = _understand(content, kolommen, helper, source.name)
        _show(helper, sheet, reading, source.name)
        _agree(helper, reading, ja=ja)
        mark = _mark(content, reading, helper, f"{api_url} {school}")
        progress = ProgressFile.open(progress_path(source), mark)
        found = _ask(helper, client, progress, [row.question for row in reading.rows if row.question])
        verdicts = {row.number: _verdict(row, found) for row in reading.rows}
        cells = {number: verdict.cells for number, verdict in verdicts.items()}
        result = write_beside(source, sheet.with_verdicts(reading.header, cells))
        # What was settled is kept; the rest could not be asked, and can be later.
        complete = found.keys() <= progress.known.keys()
        progress.close(remove=complete)
        show_summary(helper.screens.out, verdicts, result.name)
        if not complete:
            say(helper.screens, "Dezelfde opdracht vraagt vandaag alleen nog wat niet gecontroleerd is.")
        raise typer.Exit(_exit_code(verdicts, complete=complete))


def _content(source: Path) -> bytes:
    """All of the file. Raises Notice."""
    if source.name == "-":
        raise Notice("Geef een bestand: het resultaat komt ernaast te staan.", code=WRONG_USAGE)
    try:
        return read_bytes(source, LARGEST)
    except UnreadableText as error:
        raise Notice(str(error), code=WRONG_USAGE) from None


def _understand(
    content: bytes, told: str, helper: Toolbox, name: str
) -> "tuple[CsvSheet | XlsxSheet, SheetReading]":
    """The sheet, and what its rows ask. Raises Notice."""
    try:
        sheet = sheet_of(content)
        reading = sheet.read(read_mapping(told), today_in_netherlands(helper.clock()))
    except UnreadableSheet as error:
        lines = [fault_line(fault) for fault in error.faults]
        raise Notice(f"{name} is zo niet te gebruiken.", *lines, code=WRONG_USAGE) from None
    if not any(row.question for row in reading.rows):
        show_faults(helper.screens.fout, "Niet te lezen:", reading.faults)
        raise Notice(f"In {name} is geen rij te controleren.", code=WRONG_USAGE)
    return sheet, reading


def _show(helper: Toolbox, sheet: "CsvSheet | XlsxSheet", reading: SheetReading, name: str) -> None:
    example = next(row.number for row in reading.rows if row.question)
    show_understood(helper.screens.fout, reading, sheet.row(example), sheet.dialect, name)
    mended = [note for row in reading.rows for note in row.mended]
    show_faults(helper.screens.fout, f"Hersteld: {number_of(len(mended))}", mended)
    faults = reading.faults
    show_faults(helper.screens.fout, f"Niet te lezen: {number_of(len(faults))}", faults)


def _agree(helper: Toolbox, reading: SheetReading, *, ja: bool) -> None:
    """What is guessed, or left out, is agreed to by a person or by --ja. Raises Notice."""
    guessed = [field for field, column in reading.columns.items() if column.guessed]
    left_out = sum(1 for row in reading.rows if row.question is None)
    questions = [f"Geraden: {', '.join(guessed)}."] if guessed else []
    left = "1 rij blijft" if left_out == 1 else f"{number_of(left_out)} rijen blijven"
    questions += [f"{left} niet gecontroleerd."] if left_out else []
    if ja or not questions:
        return
    answer = helper.ask_person(f"{' '.join(questions)} Doorgaan? [j/n]")
    if answer is None:
        told = f"--kolommen '{_mapping(reading)}'"
        raise Notice(
            f"{' '.join(questions)} Er is niemand om het te vragen.",
            f"Geef {told}, of --ja als het zo goed is." if guessed else "Geef --ja als dat goed is.",
            code=WRONG_USAGE,
        )
    if answer.strip().lower() not in {"j", "ja"}:
        told = f"--kolommen '{_mapping(reading)}'"
        raise Notice("Er is niets gevraagd.", f"Zo zegt u welke kolom welke is: {told}", code=WRONG_USAGE)


def _mapping(reading: SheetReading) -> str:
    """The columns as `--kolommen` takes them, by their letters: headers may stand twice."""
    return ",".join(f"{field}:#{letters(column.position)}" for field, column in reading.columns.items())


def _mark(content: bytes, reading: SheetReading, helper: Toolbox, asked: str) -> str:
    today = str(today_in_netherlands(helper.clock()))
    return fingerprint(content, dag=today, wie=asked, kolommen=_mapping(reading))


def _ask(
    helper: Toolbox, client: "Client", progress: ProgressFile, questions: Sequence[Erkenningsvraag]
) -> dict[Erkenningsvraag, RowVerdict]:
    """What became of each; a bar meanwhile, for who looks. Raises Notice, and Exit after Ctrl-C."""
    console = helper.screens.fout
    distinct = len(set(questions))
    if progress.known:
        say(
            helper.screens,
            f"Al bekend van vandaag: {number_of(len(progress.known))} van {number_of(distinct)}.",
        )
    columns = TextColumn("Controleren"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    ended = False
    try:
        with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
            task = bar.add_task("", total=distinct, completed=len(progress.known))

            def keep(question: Erkenningsvraag, verdict: RowVerdict) -> None:
                progress.keep(question, verdict)
                bar.advance(task)

            verifier = BatchVerifier(client, helper.sleep, keep, lambda line: say(helper.screens, line))
            found = verifier.ask(questions, dict(progress.known))
        ended = True
    except KeyboardInterrupt:
        say(
            helper.screens,
            f"Gestopt: {number_of(len(progress.known))} van {number_of(distinct)} gecontroleerd.",
            "Dezelfde opdracht gaat vandaag verder waar dit bleef.",
        )
        raise typer.Exit(INTERRUPTED) from None
    finally:
        if not ended:
            progress.close(remove=not progress.known)
    return found


def _verdict(row: SheetRow, found: Mapping[Erkenningsvraag, RowVerdict]) -> RowVerdict:
    """What became of a row; what was mended in it, or cannot be read, is its reason."""
    if row.question is None:
        return RowVerdict(
            "nietGecontroleerd", "; ".join(f"{one.column or 'rij'}: {one.detail.nl}" for one in row.faults)
        )
    verdict = found[row.question]
    notes = [verdict.reden, *(note.detail.nl for note in row.mended)]
    return verdict._replace(reden="; ".join(note for note in notes if note))


def _exit_code(verdicts: Mapping[int, RowVerdict], *, complete: bool) -> int:
    if not complete:
        return NOT_REACHABLE
    return 0 if all(verdict.uitkomst == "erkend" for verdict in verdicts.values()) else FAILED
