"""`stagemarkt school`: the schools that the facade asks SBB for."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from stagemarkt_cli.admin import certificate as keeping
from stagemarkt_cli.admin import scholen, trial
from stagemarkt_cli.admin.validation import require_brin
from stagemarkt_cli.aws import DEFAULT
from stagemarkt_cli.commands.help import OPTIONS, command, make_group
from stagemarkt_cli.commands.managing import Brin, Ja, Try, manages, read, require_ja, say, try_if_asked
from stagemarkt_cli.commands.toolbox import Json, Stack
from stagemarkt_cli.messages import WRONG_USAGE, Notice
from stagemarkt_cli.texts import UnreadableText, as_text
from stagemarkt_cli.views.admin import scholen_as_json, school_as_json, show_scholen, show_school
from stagemarkt_cli.views.screens import write_json

group = make_group("school")

_Name = Annotated[
    str | None, typer.Option(metavar="TEKST", help="Hoe de school heet.", rich_help_panel=OPTIONS)
]
_Oin = Annotated[
    str | None,
    typer.Option(metavar="OIN", help="Anders die bij de BRIN hoort.", rich_help_panel=OPTIONS),
]
_FileArgument = Annotated[
    Path | None,
    typer.Option(metavar="BESTAND", help="Waar de licentie in staat; anders stdin.", rich_help_panel=OPTIONS),
]


@command(
    group,
    "toevoegen",
    """Voegt een school toe, of wijzigt haar naam of OIN. Wat al in haar geheim staat, blijft.

Voorbeeld:

  stagemarkt school toevoegen 99XX --naam 'ROC van Voorbeeld'
""",
)
def add(
    ctx: typer.Context, brin: Brin, *, naam: _Name = None, oin: _Oin = None, stack: Stack = DEFAULT
) -> None:
    """Add or change a school."""
    with manages(ctx, stack) as (admin, screens):
        school = scholen.add(admin, require_brin(brin), naam, oin)
        say(screens, f"School {school.brin} staat er: {school.naam}, OIN {school.oin}.")
        geheim = admin.school_secrets.read(school.brin)
        is_missing = [part for part in ("licentie", "certificaat") if not geheim.get(part)]
        for part in is_missing:
            say(screens, f"Nu nog: stagemarkt school {part} {school.brin}")
        if geheim.get("certificaat") and keeping.oin_of_kept(geheim["certificaat"]) != school.oin:
            say(
                screens,
                "Let op: het certificaat dat er staat is niet van deze OIN; SBB zal het weigeren. Zet het "
                f"nieuwe: stagemarkt school certificaat {school.brin}",
            )


@command(
    group,
    "tonen",
    """Toont een school: of haar licentie en certificaat er zijn, van wanneer tot wanneer, en wie namens haar
vraagt. Met --probeer wordt SBB één vraag gesteld met dat certificaat en die licentie, vanuit de uitgerolde
functies: 0 SBB accepteert ze, 1 SBB weigert ze, 3 SBB is er niet.

Voorbeelden:

  stagemarkt school tonen 99XX

  stagemarkt school tonen 99XX --probeer
""",
)
def show(
    ctx: typer.Context,
    brin: Brin,
    *,
    probeer: Try = False,
    json: Json = False,
    stack: Stack = DEFAULT,
) -> None:
    """Show a school; never what is in its secret."""
    with manages(ctx, stack) as (admin, screens):
        school = admin.require_school(require_brin(brin))
        geheim, afnemers = admin.school_secrets.read(school.brin), admin.table.afnemers_of(school.brin)
        proef = trial.probeer(admin.this_stack, school.brin) if probeer else None
        if json:
            write_json(screens.out, school_as_json(school, geheim, afnemers, proef))
        else:
            show_school(screens.out, school, geheim, afnemers, proef)
        if proef is not None:
            trial.require_accepted(proef)


@command(group, "lijst", "Toont elke school die hier bekend is.")
def listing(ctx: typer.Context, *, json: Json = False, stack: Stack = DEFAULT) -> None:
    """List the schools."""
    with manages(ctx, stack) as (admin, screens):
        everything = admin.table.scholen()
        if json:
            write_json(screens.out, scholen_as_json(everything))
        else:
            show_scholen(screens.out, everything)


@command(
    group,
    "licentie",
    """Zet de licentie van een school, uit een bestand of van stdin: op de opdrachtregel zou zij te zien zijn.

De functies lezen haar binnen vijf minuten. Zij is hierna nergens meer te zien. Of SBB haar accepteert, blijkt
met --probeer; anders bij de eerstvolgende vraag.

Voorbeelden:

  stagemarkt school licentie 99XX --bestand licentie.txt --probeer

  pass show stagemarkt/99XX | stagemarkt school licentie 99XX
""",
)
def licentie(
    ctx: typer.Context,
    brin: Brin,
    *,
    bestand: _FileArgument = None,
    probeer: Try = False,
    stack: Stack = DEFAULT,
) -> None:
    """Set the licence."""
    with manages(ctx, stack) as (admin, screens):
        code = require_brin(brin)
        admin.require_school(code)
        scholen.set_licentie(admin, code, _read_licentie(bestand))
        say(screens, f"De licentie van school {code} is gezet; de functies lezen haar binnen vijf minuten.")
        # The watch may have found the secret of no use for want of the licence; it is whole now.
        if admin.school_secrets.read(code).get("certificaat") and not keeping.have_examined(admin, code):
            say(screens, keeping.NOT_EXAMINED)
        try_if_asked(admin, screens, code, asked=probeer)


@command(
    group,
    "verwijderen",
    "Verwijdert een school, met haar licentie en certificaat (zeven dagen terug te halen bij Secrets "
    "Manager). Weigert zolang een afnemer namens haar mag vragen.",
)
def remove(ctx: typer.Context, brin: Brin, *, ja: Ja = False, stack: Stack = DEFAULT) -> None:
    """Remove a school."""
    with manages(ctx, stack) as (admin, screens):
        code = require_brin(brin)
        require_ja(ja, f"School {code} verdwijnt met haar licentie en certificaat.")
        scholen.remove(admin, code)
        say(screens, f"School {code} is verwijderd.")


def _read_licentie(bestand: Path | None) -> str:
    if (bestand is None or str(bestand) == "-") and sys.stdin.isatty():
        parsed: str = typer.prompt("Licentie", hide_input=True, err=True)
        return parsed
    bron = bestand or Path("-")
    try:
        return as_text(read(bron), "standaardinvoer" if str(bron) == "-" else str(bron))
    except UnreadableText as fout:
        raise Notice(str(fout), code=WRONG_USAGE) from None
