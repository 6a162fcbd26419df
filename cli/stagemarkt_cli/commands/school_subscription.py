"""`stagemarkt school abonneer|abonnementen|opzeggen`: what SBB tells us of, and where it sends that."""

import json as json_
from typing import Annotated, Final

import typer

from stagemarkt_cli.admin.subscriptions import question
from stagemarkt_cli.admin.validation import require_brin
from stagemarkt_cli.aws import DEFAULT
from stagemarkt_cli.commands import school as school_
from stagemarkt_cli.commands.help import OPTIONS, command
from stagemarkt_cli.commands.managing import ForSchool, manages, say
from stagemarkt_cli.commands.toolbox import Json, Stack
from stagemarkt_cli.views.screens import safe, table, write_json

# That of the schools: these are among its commands.
group: Final = school_.group
_HEADERS: Final = ("AbonnementID", "Sinds", "Stand", "Endpoint")
_STATES: Final = {
    "loopt": "loopt",
    "elders": "wijst naar elders",
    "weg": "loopt niet meer bij SBB",
    "vreemd": "hier niet bekend",
}
_Abonnement = Annotated[
    str | None,
    typer.Option(
        "--abonnement",
        metavar="GUID",
        help="Alleen dit; anders alle die van deze facade zijn.",
        rich_help_panel=OPTIONS,
    ),
]


@command(
    group,
    "abonneer",
    """Laat SBB wijzigingen van erkenningen voor een school naar deze facade sturen. Nog eens doet geen kwaad.

Voorbeeld:

  stagemarkt school abonneer --school 99XX
""",
)
def subscribe(ctx: typer.Context, *, school: ForSchool, json: Json = False, stack: Stack = DEFAULT) -> None:
    """Subscribe."""
    with manages(ctx, stack) as (admin, screens):
        brin = require_brin(school)
        uitkomst = question(admin.this_stack, "abonneer", brin)
        if json:
            write_json(screens.out, json_.dumps(uitkomst))
        else:
            endpoint = admin.this_stack.output("IntakeUrl")
            say(screens, f"SBB stuurt mutaties voor school {brin} naar {endpoint}.")
            say(screens, f"AbonnementID: {uitkomst['abonnementId']}")


@command(
    group, "abonnementen", "Toont de abonnementen van een school bij SBB, en of ze lopen en naar hier wijzen."
)
def abonnementen(
    ctx: typer.Context, *, school: ForSchool, json: Json = False, stack: Stack = DEFAULT
) -> None:
    """Show the subscriptions."""
    with manages(ctx, stack) as (admin, screens):
        brin = require_brin(school)
        uitkomst = question(admin.this_stack, "abonnementen", brin)
        if json:
            write_json(screens.out, json_.dumps(uitkomst))
        elif not uitkomst["abonnementen"]:
            say(screens, f"School {brin} heeft geen abonnement: stagemarkt school abonneer --school {brin}")
        else:
            raster = table(*_HEADERS)
            for one in uitkomst["abonnementen"]:
                stand = _STATES.get(one["stand"], one["stand"])
                velden = (one["abonnementId"], one.get("ingangsdatum", ""), stand, one["endpoint"])
                raster.add_row(*(safe(field) for field in velden))
            screens.out.print(raster)


@command(
    group,
    "opzeggen",
    "Beëindigt bij SBB het abonnement van een school: wijzigingen komen dan niet meer binnen.",
)
def cancel(
    ctx: typer.Context,
    *,
    school: ForSchool,
    abonnement: _Abonnement = None,
    json: Json = False,
    stack: Stack = DEFAULT,
) -> None:
    """End a subscription."""
    with manages(ctx, stack) as (admin, screens):
        brin = require_brin(school)
        uitkomst = question(admin.this_stack, "opzeggen", brin, abonnement)
        if json:
            write_json(screens.out, json_.dumps(uitkomst))
        elif not uitkomst["beeindigd"]:
            say(screens, f"School {brin} heeft geen abonnement om op te zeggen.")
        for number in [] if json else uitkomst["beeindigd"]:
            say(screens, f"Abonnement {number} is beëindigd.")
