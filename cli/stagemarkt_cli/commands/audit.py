"""`stagemarkt audit`: who was told of people."""

import json as json_
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Annotated, Any, Final

import typer

from stagemarkt_cli.admin import audit as verwerkingen
from stagemarkt_cli.admin.validation import eis_brin, eis_dag
from stagemarkt_cli.aws import STANDAARD
from stagemarkt_cli.commands.help import OPTIES, maak_groep, opdracht
from stagemarkt_cli.commands.managing import beheert, zeg
from stagemarkt_cli.commands.toolbox import Json, Stack
from stagemarkt_cli.messages import VERKEERD_GEBRUIK, Melding
from stagemarkt_cli.views.screens import Schermen, schrijf_json, tabel, veilig
from stagemarkt_cli.views.values import iso, lokaal

groep = maak_groep("audit")

_AUDIT: Final = """De gegevens zelf staan er niet in. Zonder --vanaf de laatste dertig dagen.

Voorbeelden:

  stagemarkt audit --leerbedrijf 900000001

  stagemarkt audit --school 99XX --vanaf 01-09-2026 --tot-en-met 30-09-2026 --json
"""
_KOPPEN: Final = (
    "Moment (Nederlandse tijd)",
    "School",
    "Afnemer",
    "Sleutel",
    "Wat",
    "Leerbedrijven",
    "Velden",
    "Verzoek",
)
_MAAND: Final = timedelta(days=30)
_School = Annotated[
    str | None, typer.Option("--school", metavar="BRIN", help="Alleen deze school.", rich_help_panel=OPTIES)
]
_Leerbedrijf = Annotated[
    str | None,
    typer.Option("--leerbedrijf", metavar="ID", help="Alleen dit leerbedrijf.", rich_help_panel=OPTIES),
]
_Vanaf = Annotated[
    str | None,
    typer.Option("--vanaf", metavar="DATUM", help="De eerste dag, zoals 01-09-2026.", rich_help_panel=OPTIES),
]
_TotEnMet = Annotated[
    str | None,
    typer.Option(
        "--tot-en-met", metavar="DATUM", help="De laatste dag; anders vandaag.", rich_help_panel=OPTIES
    ),
]


@opdracht(groep, "audit", _AUDIT)
def audit(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    *,
    school: _School = None,
    leerbedrijf: _Leerbedrijf = None,
    vanaf: _Vanaf = None,
    tot_en_met: _TotEnMet = None,
    json: Json = False,
    stack: Stack = STANDAARD,
) -> None:
    """Show who was told of people."""
    with beheert(ctx, stack) as (beheer, schermen):
        if school is None and leerbedrijf is None:
            raise Melding("Geef --school, --leerbedrijf, of beide.", code=VERKEERD_GEBRUIK)
        laatste = beheer.vandaag if tot_en_met is None else eis_dag(tot_en_met)
        eerste = laatste - _MAAND if vanaf is None else eis_dag(vanaf)
        if eerste > laatste:
            raise Melding("De eerste dag ligt na de laatste.", code=VERKEERD_GEBRUIK)
        brin = eis_brin(school) if school else None
        gevonden = verwerkingen.zoek(beheer.stapel, brin, leerbedrijf, eerste, laatste)
        if json:
            schrijf_json(
                schermen.uit, json_.dumps([_verwerking(een) for een in gevonden], ensure_ascii=False)
            )
        elif not gevonden:
            zeg(schermen, f"Er is van {eerste:%d-%m-%Y} tot en met {laatste:%d-%m-%Y} niets verstrekt.")
        else:
            _toon_verwerkingen(schermen, gevonden)


def _toon_verwerkingen(schermen: Schermen, alle: Sequence[verwerkingen.Verwerking]) -> None:
    raster = tabel(*_KOPPEN)
    for een in alle:
        lijsten = (", ".join(een.leerbedrijven), ", ".join(een.velden))
        cellen = (
            lokaal(een.op),
            een.school,
            een.afnemer,
            een.sleutel,
            een.operatie,
            *lijsten,
            een.verzoek_id,
        )
        raster.add_row(*map(veilig, cellen))
    schermen.uit.print(raster)


def _verwerking(een: verwerkingen.Verwerking) -> Mapping[str, Any]:
    return {
        "moment": iso(een.op),
        "school": een.school,
        "afnemer": een.afnemer,
        "sleutel": een.sleutel,
        "operatie": een.operatie,
        "leerbedrijven": list(een.leerbedrijven),
        "velden": list(een.velden),
        "bron": een.bron,
        "verzoekId": een.verzoek_id,
    }
