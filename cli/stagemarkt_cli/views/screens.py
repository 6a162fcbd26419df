"""The terminal: its width, and texts that cannot harm it."""

import json
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TextIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.segment import Segment, Segments
from rich.table import Table
from rich.text import Text

# What goes into a pipe has no width: a row stays one line, so that it can be searched.
_IN_A_PIPE: Final = 100_000
_NARROW: Final = 100
_TOO_NARROW: Final = 70


@dataclass(frozen=True, slots=True)
class Screens:
    """Where answers and where complaints go."""

    out: Console
    fout: Console


def make_screens() -> Screens:
    """Those of this process, as they are now."""
    return Screens(screen(sys.stdout), screen(sys.stderr))


def screen(stream: TextIO) -> Console:
    """A console on a stream; wide when nobody is looking."""
    console = Console(file=stream, highlight=False, soft_wrap=False)
    if console.is_terminal:
        return console
    return Console(file=stream, highlight=False, width=_IN_A_PIPE, no_color=True)


def is_narrow(console: Console) -> bool:
    """Whether less should be shown side by side."""
    return console.width < _NARROW


def emit(console: Console, sheet: RenderableType) -> None:
    """Print without the spaces that fill a line up: they wrap when a window shrinks, and clutter a copy."""
    for line in console.render_lines(sheet, pad=False):
        parts = list(line)
        while parts and not parts[-1].text.rstrip():
            parts.pop()
        if parts:
            parts[-1] = Segment(parts[-1].text.rstrip(), *parts[-1][1:])
        console.print(Segments([*parts, Segment.line()]), end="")


def safe(text: object, style: str = "") -> Text:
    """A text from outside: no markup, no control characters that a terminal would obey."""
    clean = "".join(t if unicodedata.category(t)[0] != "C" else " " for t in str(text))
    return Text(" ".join(clean.split()), style=style)


def safe_block(text: str, style: str = "") -> Text:
    """The same of a text of more lines: they stay lines."""
    return Text("\n").join(
        Text("".join(t if unicodedata.category(t)[0] != "C" else " " for t in line), style=style)
        for line in text.splitlines()
    )


def table(*headers: str) -> Table:
    """An empty table without boxes: what a terminal, a mail and a pipe all show well."""
    raster = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
    for header in headers:
        # Half an ID is none: it must be there to copy.
        raster.add_column(header, overflow="fold", no_wrap=header == "ID")
    return raster


def emit_rows(console: Console, headers: Sequence[str], rows: Sequence[Sequence[Text]]) -> None:
    """Rows side by side; under each other where that is too much to ask of the terminal."""
    if console.width < _TOO_NARROW:
        _emit_stacked(console, headers, rows)
        return
    raster = table(*headers)
    for row in rows:
        raster.add_row(*row)
    emit(console, raster)


def _emit_stacked(console: Console, headers: Sequence[str], rows: Sequence[Sequence[Text]]) -> None:
    """Who and where on a line, the rest below it."""
    for row in rows:
        who = Text(", ").join(cell for cell in row[:2] if cell.plain)
        who.stylize("bold")
        emit(console, who)
        rest = zip(headers[2:], row[2:], strict=True)
        facts = [Text.assemble((header, "dim"), " ", cell) for header, cell in rest if cell.plain]
        emit(console, Padding(Text("  ").join(facts), (0, 0, 0, 2), expand=False))


def write_json(console: Console, text: str) -> None:
    """JSON as it is, not wrapped and not coloured; what a terminal would obey is escaped as JSON has it.

    JSON may hold such characters within its texts, and says the same with them escaped.
    """
    safe_text = "".join(_escaped(sign) for sign in text.replace("\r\n", "\n"))
    console.file.write(safe_text if safe_text.endswith("\n") else f"{safe_text}\n")


def _escaped(sign: str) -> str:
    # Between the texts of JSON there is no other control character than these.
    if sign in "\n\t" or unicodedata.category(sign)[0] != "C":
        return sign
    return json.dumps(sign)[1:-1]
