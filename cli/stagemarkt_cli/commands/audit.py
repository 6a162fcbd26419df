"""`stagemarkt audit`: who was told of people."""

import json as json_
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Annotated, Any, Final

import typer

from stagemarkt_cli.admin import audit as processings
from stagemarkt_cli.admin.validation import require_brin, require_day
from stagemarkt_cli.aws import DEFAULT
from stagemarkt_cli.commands.help import OPTIONS, command, make_group
from stagemarkt_cli.commands.managing import manages, say
from stagemarkt_cli.commands.toolbox import Json, Stack
from stagemarkt_cli.messages import WRONG_USAGE, Notice
from stagemarkt_cli.views.screens import Screens, safe, table, write_json
from stagemarkt_cli.views.values import iso, local

group = make_group("audit")

_AUDIT: Final = """De gegevens zelf staan er niet in. Zonder --vanaf de laatste dertig dagen.

Voorbeelden:

  stagemarkt audit --leerbedrijf 900000001

  stagemarkt audit --school 99XX --vanaf 01-09-2026 --tot-en-met 30-09-2026 --json
"""
_HEADERS: Final = (
    "Moment (Nederlandse tijd)",
    "School",
    "Afnemer",
    "Sleutel",
    "Wat",
    "Leerbedrijven",
    "Velden",
    "Verzoek",
)
_MONTH: Final = timedelta(days=30)
_School = Annotated[
    str | None, typer.Option("--school", metavar="BRIN", help="Alleen deze school.", rich_help_panel=OPTIONS)
]
_Leerbedrijf = Annotated[
    str | None,
    typer.Option("--leerbedrijf", metavar="ID", help="Alleen dit leerbedrijf.", rich_help_panel=OPTIONS),
]
_From = Annotated[
    str | None,
    typer.Option(
        "--vanaf", metavar="DATUM", help="De eerste dag, zoals 01-09-2026.", rich_help_panel=OPTIONS
    ),
]
_Through = Annotated[
    str | None,
    typer.Option(
        "--tot-en-met", metavar="DATUM", help="De laatste dag; anders vandaag.", rich_help_panel=OPTIONS
    ),
]


@command(group, "audit", _AUDIT)
def audit(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    *,
    school: _School = None,
    leerbedrijf: _Leerbedrijf = None,
    vanaf: _From = None,
    tot_en_met: _Through = None,
    json: Json = False,
    stack: Stack = DEFAULT,
) -> None:
    """Show who was told of people."""
    with manages(ctx, stack) as (admin, screens):
        if school is None and leerbedrijf is None:
            raise Notice("Geef --school, --leerbedrijf, of beide.", code=WRONG_USAGE)
        laatste = admin.today if tot_en_met is None else require_day(tot_en_met)
        first = laatste - _MONTH if vanaf is None else require_day(vanaf)
        if first > laatste:
            raise Notice("De eerste dag ligt na de laatste.", code=WRONG_USAGE)
        brin = require_brin(school) if school else None
        found = processings.search(admin.this_stack, brin, leerbedrijf, first, laatste)
        if json:
            write_json(screens.out, json_.dumps([_processing(one) for one in found], ensure_ascii=False))
        elif not found:
            say(screens, f"Er is van {first:%d-%m-%Y} tot en met {laatste:%d-%m-%Y} niets verstrekt.")
        else:
            _show_processings(screens, found)


def _show_processings(screens: Screens, everything: Sequence[processings.AuditRow]) -> None:
    raster = table(*_HEADERS)
    for one in everything:
        lists = (", ".join(one.leerbedrijven), ", ".join(one.velden))
        cells = (
            local(one.at),
            one.school,
            one.afnemer,
            one.sleutel,
            one.operatie,
            *lists,
            one.request_id,
        )
        raster.add_row(*map(safe, cells))
    screens.out.print(raster)


def _processing(one: processings.AuditRow) -> Mapping[str, Any]:
    return {
        "moment": iso(one.at),
        "school": one.school,
        "afnemer": one.afnemer,
        "sleutel": one.sleutel,
        "operatie": one.operatie,
        "leerbedrijven": list(one.leerbedrijven),
        "velden": list(one.velden),
        "bron": one.bron,
        "verzoekId": one.request_id,
    }
