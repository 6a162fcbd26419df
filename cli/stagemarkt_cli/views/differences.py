"""The differences between two contracts, shown."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from stagemarkt_cli.contract.differences.difference import Ernst, Verschil
from stagemarkt_cli.views.screens import druk, veilig

_STIJL: Final = {Ernst.BREEKT: "bold red", Ernst.LET_OP: "yellow", Ernst.ZONDER_GEVOLG: "dim"}
_VOLUIT: Final = 2
_INSPRONG: Final = 2


def als_json(verschillen: Sequence[Verschil]) -> str:
    """A list for programs."""
    return json.dumps(
        [
            {
                "wat": verschil.wat.value,
                "ernst": verschil.ernst.naam,
                "waar": list(verschil.waar),
                "ons": verschil.ons,
                "hun": verschil.hun,
                "gevolg": verschil.gevolg,
                "plekken": list(verschil.plekken),
            }
            for verschil in verschillen
        ],
        ensure_ascii=False,
        indent=2,
    )


def toon(console: Console, verschillen: Sequence[Verschil]) -> None:
    """A list for people: worst first, each with what it breaks and where to change it."""
    if not verschillen:
        console.print("Geen verschillen: de WSDL is gelijk aan contract/.")
        return
    for nummer, verschil in enumerate(verschillen, 1):
        _toon_een(console, nummer, verschil)
    tel = Counter(verschil.ernst for verschil in verschillen)
    som = ", ".join(f"{tel[ernst]} {ernst.naam}" for ernst in sorted(Ernst, reverse=True) if tel[ernst])
    console.print(Text(f"{len(verschillen)} {_woord(len(verschillen))}: {som}.", style="bold"))
    console.print("Bestanden zonder meer staan onder layers/stagemarkt/stagemarkt/.")
    console.print("Pas contract/ mee aan: de simulator (local/sbb) en de tests volgen het.")


def _toon_een(console: Console, nummer: int, verschil: Verschil) -> None:
    kop = Text.assemble(
        f"{nummer}. ", (verschil.ernst.naam, _STIJL[verschil.ernst]), "  ", (verschil.wat.value, "bold")
    )
    console.print(kop)
    blad = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
    blad.add_column(width=_INSPRONG)
    blad.add_column(style="dim", no_wrap=True)
    blad.add_column(overflow="fold")
    for label, tekst in (
        ("waar", _waar(verschil.waar)),
        ("verschil", f"{verschil.ons} → {verschil.hun}"),
        ("gevolg", verschil.gevolg),
        *(("" if nummer else "wijzig", plek) for nummer, plek in enumerate(verschil.plekken)),
    ):
        if tekst:
            blad.add_row("", label, veilig(tekst))
    druk(console, blad)
    console.print()


def _waar(plaatsen: Sequence[str]) -> str:
    over = len(plaatsen) - _VOLUIT
    eerste = ", ".join(plaatsen[:_VOLUIT])
    return eerste if over <= 0 else f"{eerste} en {over} {'plek' if over == 1 else 'plekken'} meer"


def _woord(aantal: int) -> str:
    return "verschil" if aantal == 1 else "verschillen"
