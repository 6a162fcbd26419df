"""What the operator's commands share: the stack they work on, options, and where they talk."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from stagemarkt.model.errors import OpslagFout
from stagemarkt.web.routes import SCOPES

from stagemarkt_cli.admin.admin import Beheer
from stagemarkt_cli.admin.trial import eis_aanvaard, probeer
from stagemarkt_cli.aws.errors import vertaald
from stagemarkt_cli.commands.help import ARGUMENTEN, OPTIES
from stagemarkt_cli.commands.toolbox import gereedschap
from stagemarkt_cli.files import lees_bytes
from stagemarkt_cli.messages import VERKEERD_GEBRUIK, Melding, meldt
from stagemarkt_cli.texts import Onleesbaar
from stagemarkt_cli.views.screens import Schermen, veilig

Brin = Annotated[
    str, typer.Argument(metavar="BRIN", help="De school, zoals 99XX.", rich_help_panel=ARGUMENTEN)
]
Afnemernaam = Annotated[
    str, typer.Argument(metavar="NAAM", help="De naam van de afnemer.", rich_help_panel=ARGUMENTEN)
]
Afnemer = Annotated[
    str, typer.Option("--afnemer", metavar="NAAM", help="De afnemer.", rich_help_panel=OPTIES)
]
VoorSchool = Annotated[
    str, typer.Option("--school", metavar="BRIN", help="De school, zoals 99XX.", rich_help_panel=OPTIES)
]
Scopes = Annotated[
    list[str],
    typer.Option(
        "--scope",
        metavar="SCOPE",
        help=f"Een van {', '.join(SCOPES)}; mag vaker.",
        rich_help_panel=OPTIES,
        show_default=False,
    ),
]
Ja = Annotated[bool, typer.Option("--ja", metavar="", help="Ik weet het zeker.", rich_help_panel=OPTIES)]

Probeer = Annotated[
    bool,
    typer.Option("--probeer", metavar="", help="Vraag SBB nu, en zeg wat zij zegt.", rich_help_panel=OPTIES),
]


@contextmanager
def beheert(ctx: typer.Context, stack: str) -> Iterator[tuple[Beheer, Schermen]]:
    """The stack to work on; within it, what goes wrong is told and ends the command."""
    hulp = gereedschap(ctx)
    with meldt(hulp.schermen.fout):
        stapel = hulp.stapel(stack)
        try:
            with vertaald(stapel.eindpunt):
                yield Beheer(stapel, hulp.klok), hulp.schermen
        except OpslagFout as fout:
            raise Melding(f"De tabel Toegang is niet te lezen: {fout}") from None


def zeg(schermen: Schermen, *regels: str) -> None:
    """Tell the operator, beside what a program reads."""
    for regel in regels:
        schermen.fout.print(veilig(regel))


def lees(bestand: Path) -> bytes:
    """All of this file; `-` is standard input. Raises Melding."""
    try:
        return lees_bytes(bestand)
    except Onleesbaar as fout:
        raise Melding(str(fout), code=VERKEERD_GEBRUIK) from None


def probeer_zo_gevraagd(beheer: Beheer, schermen: Schermen, brin: str, *, gevraagd: bool) -> None:
    """Try the school at SBB, if that was asked. Raises Melding when SBB does not take it."""
    if gevraagd:
        eis_aanvaard(uitkomst := probeer(beheer.stapel, brin))
        zeg(schermen, str(uitkomst["detail"]))


def eis_ja(ja: bool, wat: str) -> None:  # noqa: FBT001 - it is the option itself
    """Refuse, unless it was said that this is meant. Raises Melding."""
    if not ja:
        raise Melding(f"{wat} Weet u het zeker, geef dan --ja.", code=VERKEERD_GEBRUIK)
