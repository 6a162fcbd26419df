"""`stagemarkt toegang`: what an afnemer may do for which school."""

from typing import Annotated

import typer
from stagemarkt.model.toegang import Toegang

from stagemarkt_cli.admin import afnemers
from stagemarkt_cli.admin.finding import find
from stagemarkt_cli.admin.validation import require_brin, require_day, require_scopes
from stagemarkt_cli.aws import DEFAULT
from stagemarkt_cli.commands.help import OPTIONS, command, make_group
from stagemarkt_cli.commands.managing import Afnemer, ForSchool, Scopes, manages, say
from stagemarkt_cli.commands.toolbox import Json, Stack
from stagemarkt_cli.views.admin import toegang_as_json
from stagemarkt_cli.views.screens import write_json

group = make_group("toegang")

_Einddatum = Annotated[
    str | None,
    typer.Option(metavar="DATUM", help="De laatste dag, zoals 31-07-2027.", rich_help_panel=OPTIONS),
]


@command(
    group,
    "geven",
    """Geeft een afnemer voor een school precies deze scopes, in de plaats van wat hij had.

Voorbeeld:

  stagemarkt toegang geven --afnemer mijn-bpv-pakket --school 99XX --scope identificatie --scope verificatie
""",
)
def grant(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    *,
    afnemer: Afnemer,
    school: ForSchool,
    scope: Scopes,
    einddatum: _Einddatum = None,
    json: Json = False,
    stack: Stack = DEFAULT,
) -> None:
    """Grant."""
    with manages(ctx, stack) as (admin, screens):
        dag = None if einddatum is None else require_day(einddatum)
        toegang = Toegang(require_brin(school), require_scopes(scope), dag)
        afnemer_id = find(admin, afnemer).afnemer.id
        afnemers.grant_toegang(admin, afnemer_id, toegang)
        until = "" if dag is None else f", tot en met {dag:%d-%m-%Y}"
        scopes = ", ".join(toegang.scopes)
        say(screens, f"{afnemer_id} heeft voor {toegang.brin}: {scopes}{until}. Het geldt binnen een minuut.")
        if json:
            write_json(screens.out, toegang_as_json(toegang, admin.today))


@command(group, "intrekken", "Trekt scopes van een afnemer voor een school in; zonder --scope alle.")
def revoke(
    ctx: typer.Context,
    *,
    afnemer: Afnemer,
    school: ForSchool,
    scope: Scopes = [],  # noqa: B006 - Typer copies it
    json: Json = False,
    stack: Stack = DEFAULT,
) -> None:
    """Take back."""
    with manages(ctx, stack) as (admin, screens):
        afnemer_id, brin = find(admin, afnemer).afnemer.id, require_brin(school)
        rest = afnemers.revoke_toegang(admin, afnemer_id, brin, require_scopes(scope))
        over = "niets meer" if rest is None else ", ".join(rest.scopes)
        say(screens, f"{afnemer_id} heeft voor {brin}: {over}. Het geldt binnen een minuut.")
        if json:
            write_json(screens.out, "null" if rest is None else toegang_as_json(rest, admin.today))
