"""`stagemarkt toegang`: what an afnemer may do for which school."""

from typing import Annotated

import typer
from stagemarkt.model.toegang import Toegang

from stagemarkt_cli.admin import afnemers
from stagemarkt_cli.admin.finding import vind
from stagemarkt_cli.admin.validation import eis_brin, eis_dag, eis_scopes
from stagemarkt_cli.aws import STANDAARD
from stagemarkt_cli.commands.help import OPTIES, maak_groep, opdracht
from stagemarkt_cli.commands.managing import Afnemer, Scopes, VoorSchool, beheert, zeg
from stagemarkt_cli.commands.toolbox import Json, Stack
from stagemarkt_cli.views.admin import toegang_als_json
from stagemarkt_cli.views.screens import schrijf_json

groep = maak_groep("toegang")

_Einddatum = Annotated[
    str | None,
    typer.Option(metavar="DATUM", help="De laatste dag, zoals 31-07-2027.", rich_help_panel=OPTIES),
]


@opdracht(
    groep,
    "geven",
    """Geeft een afnemer voor een school precies deze scopes, in de plaats van wat hij had.

Voorbeeld:

  stagemarkt toegang geven --afnemer mijn-bpv-pakket --school 99XX --scope identificatie --scope verificatie
""",
)
def geven(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    *,
    afnemer: Afnemer,
    school: VoorSchool,
    scope: Scopes,
    einddatum: _Einddatum = None,
    json: Json = False,
    stack: Stack = STANDAARD,
) -> None:
    """Grant."""
    with beheert(ctx, stack) as (beheer, schermen):
        dag = None if einddatum is None else eis_dag(einddatum)
        toegang = Toegang(eis_brin(school), eis_scopes(scope), dag)
        afnemer_id = vind(beheer, afnemer).afnemer.id
        afnemers.geef_toegang(beheer, afnemer_id, toegang)
        tot = "" if dag is None else f", tot en met {dag:%d-%m-%Y}"
        scopes = ", ".join(toegang.scopes)
        zeg(schermen, f"{afnemer_id} heeft voor {toegang.brin}: {scopes}{tot}. Het geldt binnen een minuut.")
        if json:
            schrijf_json(schermen.uit, toegang_als_json(toegang, beheer.vandaag))


@opdracht(groep, "intrekken", "Trekt scopes van een afnemer voor een school in; zonder --scope alle.")
def intrekken(
    ctx: typer.Context,
    *,
    afnemer: Afnemer,
    school: VoorSchool,
    scope: Scopes = [],  # noqa: B006 - Typer copies it
    json: Json = False,
    stack: Stack = STANDAARD,
) -> None:
    """Take back."""
    with beheert(ctx, stack) as (beheer, schermen):
        afnemer_id, brin = vind(beheer, afnemer).afnemer.id, eis_brin(school)
        rest = afnemers.trek_toegang_in(beheer, afnemer_id, brin, eis_scopes(scope))
        over = "niets meer" if rest is None else ", ".join(rest.scopes)
        zeg(schermen, f"{afnemer_id} heeft voor {brin}: {over}. Het geldt binnen een minuut.")
        if json:
            schrijf_json(schermen.uit, "null" if rest is None else toegang_als_json(rest, beheer.vandaag))
