"""`stagemarkt mutaties`: what SBB told, and what of it was refused."""

import json as json_
import sys
from datetime import UTC, datetime
from typing import Annotated, Any, Final

import typer
from stagemarkt.adapters.dynamodb.rejects import Afkeurtabel
from stagemarkt.ports.mutaties import Afgekeurd

from stagemarkt_cli.aws import STANDAARD
from stagemarkt_cli.commands.help import OPTIES, maak_groep, opdracht
from stagemarkt_cli.commands.managing import beheert, zeg
from stagemarkt_cli.commands.toolbox import Json, Stack
from stagemarkt_cli.messages import Melding
from stagemarkt_cli.views.screens import Schermen, schrijf_json, tabel, veilig, veilig_blok
from stagemarkt_cli.views.values import moment

groep = maak_groep("mutaties")

_KOPPEN: Final = (
    "Kenmerk",
    "Laatst (Nederlandse tijd)",
    "Keren",
    "Reden",
    "School",
    "BerichtID",
    "Nr",
    "Waar",
)
_Toon = Annotated[
    str | None,
    typer.Option(
        "--toon",
        metavar="KENMERK",
        help="Schrijft dat bericht zelf naar stdout. Er staan namen in: bewaar het niet langer dan nodig.",
        rich_help_panel=OPTIES,
    ),
]


@opdracht(
    groep,
    "afgekeurd",
    """Toont de berichten van SBB die niet zijn aangenomen, en waarom. Ze blijven een maand.

Een wijziging met reden mutatie-onleesbaar is apart gehouden uit een bericht dat wel is aangenomen; zij blijft
90 dagen. Wat elke reden betekent staat in docs/operations.md.
""",
)
def afgekeurd(
    ctx: typer.Context, *, toon: _Toon = None, json: Json = False, stack: Stack = STANDAARD
) -> None:
    """List what was refused."""
    with beheert(ctx, stack) as (beheer, schermen):
        boek = Afkeurtabel(beheer.stapel.client("dynamodb"), beheer.stapel.uitvoer("MutatiesTabel"))
        alle = sorted(boek.afgekeurde(), key=lambda een: een.laatst_op, reverse=True)
        if toon is not None:
            _schrijf(schermen, alle, toon)
        elif json:
            schrijf_json(schermen.uit, json_.dumps([_als_json(een) for een in alle]))
        elif not alle:
            zeg(schermen, "Er is niets afgekeurd.")
        else:
            raster = tabel(*_KOPPEN)
            for een in alle:
                velden = _als_json(een) | {"laatst": moment(_moment(een.laatst_op), seconden=True)}
                rij = ("kenmerk", "laatst", "keren", "reden", "school", "berichtId", "positie", "toelichting")
                raster.add_row(*(veilig(str(velden[naam] or "")) for naam in rij))
            schermen.uit.print(raster)


def _schrijf(schermen: Schermen, alle: list[Afgekeurd], kenmerk: str) -> None:
    gevonden = [een for een in alle if een.kenmerk.startswith(kenmerk)]
    if len(gevonden) != 1:
        raise Melding(f"{'Geen' if not gevonden else 'Meer dan één'} afgekeurd bericht begint met {kenmerk}.")
    # What somebody else wrote must not steer a terminal; in a file or a pipe it is as it came.
    if sys.stdout.isatty():
        schermen.uit.print(veilig_blok(gevonden[0].inhoud.decode(errors="replace")), soft_wrap=True)
    else:
        sys.stdout.buffer.write(gevonden[0].inhoud)


def _als_json(een: Afgekeurd) -> dict[str, Any]:
    return {
        "kenmerk": een.kenmerk,
        "eerst": _moment(een.eerst_op),
        "laatst": _moment(een.laatst_op),
        "keren": een.keren,
        "reden": een.reden,
        "toelichting": een.toelichting,
        "school": een.school,
        "berichtId": een.bericht_id,
        "positie": een.positie,
        "oin": een.oin,
        "omvang": een.omvang,
    }


def _moment(seconden: float) -> str:
    return datetime.fromtimestamp(seconden, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
