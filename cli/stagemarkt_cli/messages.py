"""What goes wrong, for people: lines for stderr and an exit code. Never a traceback, never a key."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import typer
from rich.console import Console

from stagemarkt_cli.views.screens import veilig

MISLUKT: Final = 1
VERKEERD_GEBRUIK: Final = 2
NIET_BEREIKBAAR: Final = 3


class Melding(Exception):
    """Ends the command.

    Args:
        regels: what to say, in Dutch; the first line is the matter.
        code: the exit code.
    """

    def __init__(self, *regels: str, code: int = MISLUKT) -> None:
        super().__init__(*regels)
        self.regels = regels
        self.code = code


@contextmanager
def meldt(console: Console) -> Iterator[None]:
    """Within it, a `Melding` is told and ends the command with its code."""
    try:
        yield
    except Melding as melding:
        for nummer, regel in enumerate(melding.regels):
            console.print(veilig(regel, "" if nummer else "bold red"))
        raise typer.Exit(melding.code) from None
