"""What goes wrong, for people: lines for stderr and an exit code. Never a traceback, never a key."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import typer
from rich.console import Console

from stagemarkt_cli.views.screens import safe

FAILED: Final = 1
WRONG_USAGE: Final = 2
NOT_REACHABLE: Final = 3


class Notice(Exception):
    """Ends the command.

    Args:
        lines: what to say, in Dutch; the first line is the matter.
        code: the exit code.
    """

    def __init__(self, *lines: str, code: int = FAILED) -> None:
        super().__init__(*lines)
        self.lines = lines
        self.code = code


@contextmanager
def reports(console: Console) -> Iterator[None]:
    """Within it, a `Notice` is told and ends the command with its code."""
    try:
        yield
    except Notice as notice:
        for number, line in enumerate(notice.lines):
            console.print(safe(line, "" if number else "bold red"))
        raise typer.Exit(notice.code) from None
