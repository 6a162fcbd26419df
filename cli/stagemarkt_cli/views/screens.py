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
_IN_EEN_PIJP: Final = 100_000
_SMAL: Final = 100
_TE_SMAL: Final = 70


@dataclass(frozen=True, slots=True)
class Schermen:
    """Where answers and where complaints go."""

    uit: Console
    fout: Console


def maak_schermen() -> Schermen:
    """Those of this process, as they are now."""
    return Schermen(scherm(sys.stdout), scherm(sys.stderr))


def scherm(stroom: TextIO) -> Console:
    """A console on a stream; wide when nobody is looking."""
    console = Console(file=stroom, highlight=False, soft_wrap=False)
    if console.is_terminal:
        return console
    return Console(file=stroom, highlight=False, width=_IN_EEN_PIJP, no_color=True)


def is_smal(console: Console) -> bool:
    """Whether less should be shown side by side."""
    return console.width < _SMAL


def druk(console: Console, blad: RenderableType) -> None:
    """Print without the spaces that fill a line up: they wrap when a window shrinks, and clutter a copy."""
    for regel in console.render_lines(blad, pad=False):
        delen = list(regel)
        while delen and not delen[-1].text.rstrip():
            delen.pop()
        if delen:
            delen[-1] = Segment(delen[-1].text.rstrip(), *delen[-1][1:])
        console.print(Segments([*delen, Segment.line()]), end="")


def veilig(tekst: object, stijl: str = "") -> Text:
    """A text from outside: no markup, no control characters that a terminal would obey."""
    schoon = "".join(t if unicodedata.category(t)[0] != "C" else " " for t in str(tekst))
    return Text(" ".join(schoon.split()), style=stijl)


def veilig_blok(tekst: str, stijl: str = "") -> Text:
    """The same of a text of more lines: they stay lines."""
    return Text("\n").join(
        Text("".join(t if unicodedata.category(t)[0] != "C" else " " for t in regel), style=stijl)
        for regel in tekst.splitlines()
    )


def tabel(*koppen: str) -> Table:
    """An empty table without boxes: what a terminal, a mail and a pipe all show well."""
    raster = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
    for kop in koppen:
        # Half an ID is none: it must be there to copy.
        raster.add_column(kop, overflow="fold", no_wrap=kop == "ID")
    return raster


def druk_rijen(console: Console, koppen: Sequence[str], rijen: Sequence[Sequence[Text]]) -> None:
    """Rows side by side; under each other where that is too much to ask of the terminal."""
    if console.width < _TE_SMAL:
        _druk_onder_elkaar(console, koppen, rijen)
        return
    raster = tabel(*koppen)
    for rij in rijen:
        raster.add_row(*rij)
    druk(console, raster)


def _druk_onder_elkaar(console: Console, koppen: Sequence[str], rijen: Sequence[Sequence[Text]]) -> None:
    """Who and where on a line, the rest below it."""
    for rij in rijen:
        wie = Text(", ").join(cel for cel in rij[:2] if cel.plain)
        wie.stylize("bold")
        druk(console, wie)
        rest = zip(koppen[2:], rij[2:], strict=True)
        feiten = [Text.assemble((kop, "dim"), " ", cel) for kop, cel in rest if cel.plain]
        druk(console, Padding(Text("  ").join(feiten), (0, 0, 0, 2), expand=False))


def schrijf_json(console: Console, tekst: str) -> None:
    """JSON as it is, not wrapped and not coloured; what a terminal would obey is escaped as JSON has it.

    JSON may hold such characters within its texts, and says the same with them escaped.
    """
    veilig_ = "".join(_ontsnapt(teken) for teken in tekst.replace("\r\n", "\n"))
    console.file.write(veilig_ if veilig_.endswith("\n") else f"{veilig_}\n")


def _ontsnapt(teken: str) -> str:
    # Between the texts of JSON there is no other control character than these.
    if teken in "\n\t" or unicodedata.category(teken)[0] != "C":
        return teken
    return json.dumps(teken)[1:-1]
