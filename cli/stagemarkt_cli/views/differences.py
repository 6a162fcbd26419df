"""The differences between two contracts, shown."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from stagemarkt_cli.contract.differences.difference import Difference, Severity
from stagemarkt_cli.views.screens import emit, safe

_STYLE: Final = {Severity.BREEKT: "bold red", Severity.LET_OP: "yellow", Severity.ZONDER_GEVOLG: "dim"}
_IN_FULL: Final = 2
_INDENT: Final = 2


def as_json(differences: Sequence[Difference]) -> str:
    """A list for programs."""
    return json.dumps(
        [
            {
                "wat": difference.wat.value,
                "ernst": difference.ernst.naam,
                "waar": list(difference.where),
                "ons": difference.ons,
                "hun": difference.hun,
                "gevolg": difference.consequence,
                "plekken": list(difference.spots),
            }
            for difference in differences
        ],
        ensure_ascii=False,
        indent=2,
    )


def toon(console: Console, differences: Sequence[Difference]) -> None:
    """A list for people: worst first, each with what it breaks and where to change it."""
    if not differences:
        console.print("Geen verschillen: de WSDL is gelijk aan contract/.")
        return
    for number, difference in enumerate(differences, 1):
        _show_one(console, number, difference)
    count = Counter(difference.ernst for difference in differences)
    digest = ", ".join(
        f"{count[ernst]} {ernst.naam}" for ernst in sorted(Severity, reverse=True) if count[ernst]
    )
    console.print(Text(f"{len(differences)} {_word(len(differences))}: {digest}.", style="bold"))
    console.print("Bestanden zonder meer staan onder layers/stagemarkt/stagemarkt/.")
    console.print("Pas contract/ mee aan: de simulator (local/sbb) en de tests volgen het.")


def _show_one(console: Console, number: int, difference: Difference) -> None:
    header = Text.assemble(
        f"{number}. ", (difference.ernst.naam, _STYLE[difference.ernst]), "  ", (difference.wat.value, "bold")
    )
    console.print(header)
    sheet = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
    sheet.add_column(width=_INDENT)
    sheet.add_column(style="dim", no_wrap=True)
    sheet.add_column(overflow="fold")
    for label, text in (
        ("waar", _where(difference.where)),
        ("verschil", f"{difference.ons} → {difference.hun}"),
        ("gevolg", difference.consequence),
        *(("" if number else "wijzig", spot) for number, spot in enumerate(difference.spots)),
    ):
        if text:
            sheet.add_row("", label, safe(text))
    emit(console, sheet)
    console.print()


def _where(places: Sequence[str]) -> str:
    over = len(places) - _IN_FULL
    first = ", ".join(places[:_IN_FULL])
    return first if over <= 0 else f"{first} en {over} {'plek' if over == 1 else 'plekken'} meer"


def _word(count: int) -> str:
    return "verschil" if count == 1 else "verschillen"
