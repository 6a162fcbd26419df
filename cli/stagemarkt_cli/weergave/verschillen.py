"""The differences between two contracts, shown."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from stagemarkt_cli.contract.verschillen.verschil import Ernst, Verschil
from stagemarkt_cli.weergave.schermen import veilig

_STIJL: Final = {Ernst.BREEKT: "bold red", Ernst.LET_OP: "yellow", Ernst.ZONDER_GEVOLG: "dim"}
_VOLUIT: Final = 2


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
    console.print("Pas contract/ mee aan: de simulator (local/sbb) en de tests volgen het.")


def _toon_een(console: Console, nummer: int, verschil: Verschil) -> None:
    kop = Text.assemble(
        f"{nummer}. ", (verschil.ernst.naam, _STIJL[verschil.ernst]), "  ", (verschil.wat.value, "bold")
    )
    console.print(kop)
    for label, tekst in (
        ("waar", _waar(verschil.waar)),
        ("verschil", f"{verschil.ons} → {verschil.hun}"),
        ("gevolg", verschil.gevolg),
        ("wijzig", "; ".join(verschil.plekken)),
    ):
        if tekst:
            console.print(
                Padding(Text(f"{label:<9}", style="dim") + veilig(tekst), (0, 0, 0, 3), expand=False)
            )
    console.print()


def _waar(plaatsen: Sequence[str]) -> str:
    over = len(plaatsen) - _VOLUIT
    eerste = ", ".join(plaatsen[:_VOLUIT])
    return eerste if over <= 0 else f"{eerste} en {over} {'plek' if over == 1 else 'plekken'} meer"


def _woord(aantal: int) -> str:
    return "verschil" if aantal == 1 else "verschillen"
