"""`stagemarkt school abonneer|abonnementen|opzeggen`: what SBB tells us of, and where it sends that."""

import json as json_
from typing import Annotated, Final

import typer

from stagemarkt_cli.admin.subscriptions import vraag
from stagemarkt_cli.admin.validation import eis_brin
from stagemarkt_cli.aws import STANDAARD
from stagemarkt_cli.commands import school as school_
from stagemarkt_cli.commands.help import OPTIES, opdracht
from stagemarkt_cli.commands.managing import VoorSchool, beheert, zeg
from stagemarkt_cli.commands.toolbox import Json, Stack
from stagemarkt_cli.views.screens import schrijf_json, tabel, veilig

# That of the schools: these are among its commands.
groep: Final = school_.groep
_KOPPEN: Final = ("AbonnementID", "Sinds", "Stand", "Endpoint")
_STANDEN: Final = {
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
        rich_help_panel=OPTIES,
    ),
]


@opdracht(
    groep,
    "abonneer",
    """Laat SBB wijzigingen van erkenningen voor een school naar deze facade sturen. Nog eens doet geen kwaad.

Voorbeeld:

  stagemarkt school abonneer --school 99XX
""",
)
def abonneer(ctx: typer.Context, *, school: VoorSchool, json: Json = False, stack: Stack = STANDAARD) -> None:
    """Subscribe."""
    with beheert(ctx, stack) as (beheer, schermen):
        brin = eis_brin(school)
        uitkomst = vraag(beheer.stapel, "abonneer", brin)
        if json:
            schrijf_json(schermen.uit, json_.dumps(uitkomst))
        else:
            endpoint = beheer.stapel.uitvoer("IntakeUrl")
            zeg(schermen, f"SBB stuurt mutaties voor school {brin} naar {endpoint}.")
            zeg(schermen, f"AbonnementID: {uitkomst['abonnementId']}")


@opdracht(
    groep, "abonnementen", "Toont de abonnementen van een school bij SBB, en of ze lopen en naar hier wijzen."
)
def abonnementen(
    ctx: typer.Context, *, school: VoorSchool, json: Json = False, stack: Stack = STANDAARD
) -> None:
    """Show the subscriptions."""
    with beheert(ctx, stack) as (beheer, schermen):
        brin = eis_brin(school)
        uitkomst = vraag(beheer.stapel, "abonnementen", brin)
        if json:
            schrijf_json(schermen.uit, json_.dumps(uitkomst))
        elif not uitkomst["abonnementen"]:
            zeg(schermen, f"School {brin} heeft geen abonnement: stagemarkt school abonneer --school {brin}")
        else:
            raster = tabel(*_KOPPEN)
            for een in uitkomst["abonnementen"]:
                stand = _STANDEN.get(een["stand"], een["stand"])
                velden = (een["abonnementId"], een.get("ingangsdatum", ""), stand, een["endpoint"])
                raster.add_row(*(veilig(veld) for veld in velden))
            schermen.uit.print(raster)


@opdracht(
    groep,
    "opzeggen",
    "Beëindigt bij SBB het abonnement van een school: wijzigingen komen dan niet meer binnen.",
)
def opzeggen(
    ctx: typer.Context,
    *,
    school: VoorSchool,
    abonnement: _Abonnement = None,
    json: Json = False,
    stack: Stack = STANDAARD,
) -> None:
    """End a subscription."""
    with beheert(ctx, stack) as (beheer, schermen):
        brin = eis_brin(school)
        uitkomst = vraag(beheer.stapel, "opzeggen", brin, abonnement)
        if json:
            schrijf_json(schermen.uit, json_.dumps(uitkomst))
        elif not uitkomst["beeindigd"]:
            zeg(schermen, f"School {brin} heeft geen abonnement om op te zeggen.")
        for nummer in [] if json else uitkomst["beeindigd"]:
            zeg(schermen, f"Abonnement {nummer} is beëindigd.")
