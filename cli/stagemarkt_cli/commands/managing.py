"""What the operator's commands share: the stack they work on, options, and where they talk."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from stagemarkt.model.errors import StorageError
from stagemarkt.observability import logger
from stagemarkt.web.routes import SCOPES

from stagemarkt_cli.admin.admin import Admin
from stagemarkt_cli.admin.trial import probeer, require_accepted
from stagemarkt_cli.aws.errors import translated
from stagemarkt_cli.commands.help import ARGUMENTS, OPTIONS
from stagemarkt_cli.commands.toolbox import toolbox
from stagemarkt_cli.files import read_bytes
from stagemarkt_cli.messages import WRONG_USAGE, Notice, reports
from stagemarkt_cli.texts import UnreadableText
from stagemarkt_cli.views.screens import Screens, safe

Brin = Annotated[
    str, typer.Argument(metavar="BRIN", help="De school, zoals 99XX.", rich_help_panel=ARGUMENTS)
]
AfnemerName = Annotated[
    str, typer.Argument(metavar="NAAM", help="De naam van de afnemer.", rich_help_panel=ARGUMENTS)
]
Afnemer = Annotated[
    str, typer.Option("--afnemer", metavar="NAAM", help="De afnemer.", rich_help_panel=OPTIONS)
]
ForSchool = Annotated[
    str, typer.Option("--school", metavar="BRIN", help="De school, zoals 99XX.", rich_help_panel=OPTIONS)
]
Scopes = Annotated[
    list[str],
    typer.Option(
        "--scope",
        metavar="SCOPE",
        help=f"Een van {', '.join(SCOPES)}; mag vaker.",
        rich_help_panel=OPTIONS,
        show_default=False,
    ),
]
Ja = Annotated[bool, typer.Option("--ja", metavar="", help="Ik weet het zeker.", rich_help_panel=OPTIONS)]

Try = Annotated[
    bool,
    typer.Option("--probeer", metavar="", help="Vraag SBB nu, en zeg wat zij zegt.", rich_help_panel=OPTIONS),
]


@contextmanager
def manages(ctx: typer.Context, stack: str) -> Iterator[tuple[Admin, Screens]]:
    """The stack to work on; within it, what goes wrong is told and ends the command."""
    helper = toolbox(ctx)
    with reports(helper.screens.fout), _told_of_what_cannot_be_read(helper.screens):
        this_stack = helper.this_stack(stack)
        try:
            with translated(this_stack.endpoint):
                yield Admin(this_stack, helper.clock), helper.screens
        except StorageError as fout:
            raise Notice(f"De tabel Toegang is niet te lezen: {fout}") from None


class _Teller(logging.Handler):
    """Tells the operator of items that were passed over, where a function logs them."""

    def __init__(self, screens: Screens) -> None:
        super().__init__(logging.ERROR)
        self._screens = screens

    def emit(self, record: logging.LogRecord) -> None:
        """Say where it stands."""
        say(self._screens, f"Overgeslagen, want niet te lezen: {getattr(record, 'plaats', '')}.")


@contextmanager
def _told_of_what_cannot_be_read(screens: Screens) -> Iterator[None]:
    log = logging.getLogger(logger.name)
    before = log.handlers[:]
    log.handlers[:] = [_Teller(screens)]
    try:
        yield
    finally:
        log.handlers[:] = before


def say(screens: Screens, *lines: str) -> None:
    """Tell the operator, beside what a program reads."""
    for regel in lines:
        screens.fout.print(safe(regel))


def read(bestand: Path) -> bytes:
    """All of this file; `-` is standard input. Raises Notice."""
    try:
        return read_bytes(bestand)
    except UnreadableText as fout:
        raise Notice(str(fout), code=WRONG_USAGE) from None


def try_if_asked(admin: Admin, screens: Screens, brin: str, *, asked: bool) -> None:
    """Try the school at SBB, if that was asked. Raises Notice when SBB does not take it."""
    if asked:
        require_accepted(uitkomst := probeer(admin.this_stack, brin))
        say(screens, str(uitkomst["detail"]))


def require_ja(ja: bool, wat: str) -> None:  # noqa: FBT001 - it is the option itself
    """Refuse, unless it was said that this is meant. Raises Notice."""
    if not ja:
        raise Notice(f"{wat} Weet u het zeker, geef dan --ja.", code=WRONG_USAGE)


def say_new_afnemer(screens: Screens) -> None:
    """What whoever hands over a key must know: API Gateway takes a while to know a new plan and its key."""
    say(
        screens,
        "API Gateway kan hem de eerste minuten nog weigeren (403 geen-toegang); dat gaat vanzelf over.",
    )
