"""`stagemarkt mutaties`: what SBB told, and what of it was refused."""

import json as json_
import sys
from datetime import UTC, datetime
from typing import Annotated, Any, Final

import typer
from stagemarkt.adapters.dynamodb.rejects import RejectsTable
from stagemarkt.ports.intake import Rejected

from stagemarkt_cli.aws import DEFAULT
from stagemarkt_cli.commands.help import OPTIONS, command, make_group
from stagemarkt_cli.commands.managing import manages, say
from stagemarkt_cli.commands.toolbox import Json, Stack
from stagemarkt_cli.messages import Notice
from stagemarkt_cli.views.screens import Screens, safe, safe_block, table, write_json
from stagemarkt_cli.views.values import moment

group = make_group("mutaties")

_HEADERS: Final = (
    "Kenmerk",
    "Laatst (Nederlandse tijd)",
    "Keren",
    "Reden",
    "School",
    "BerichtID",
    "Nr",
    "Waar",
)
_Show = Annotated[
    str | None,
    typer.Option(
        "--toon",
        metavar="KENMERK",
        help="Schrijft dat bericht zelf naar stdout. Er staan namen in: bewaar het niet langer dan nodig.",
        rich_help_panel=OPTIONS,
    ),
]


@command(
    group,
    "afgekeurd",
    """Toont de berichten van SBB die niet zijn aangenomen, en waarom. Ze blijven een maand.

Een wijziging met reden mutatie-onleesbaar is apart gehouden uit een bericht dat wel is aangenomen; zij blijft
90 dagen. Wat elke reden betekent staat in docs/operations.md.
""",
)
def rejected(ctx: typer.Context, *, toon: _Show = None, json: Json = False, stack: Stack = DEFAULT) -> None:
    """List what was refused."""
    with manages(ctx, stack) as (admin, screens):
        book = RejectsTable(admin.this_stack.client("dynamodb"), admin.this_stack.output("MutatiesTabel"))
        everything = sorted(book.rejected_messages(), key=lambda one: one.last_at, reverse=True)
        if toon is not None:
            _write(screens, everything, toon)
        elif json:
            write_json(screens.out, json_.dumps([_as_json(one) for one in everything]))
        elif not everything:
            say(screens, "Er is niets afgekeurd.")
        else:
            raster = table(*_HEADERS)
            for one in everything:
                velden = _as_json(one) | {"laatst": moment(_moment(one.last_at), seconds=True)}
                row = ("kenmerk", "laatst", "keren", "reden", "school", "berichtId", "positie", "toelichting")
                raster.add_row(*(safe(str(velden[naam] or "")) for naam in row))
            screens.out.print(raster)


def _write(screens: Screens, everything: list[Rejected], tag: str) -> None:
    found = [one for one in everything if one.tag.startswith(tag)]
    if len(found) != 1:
        raise Notice(f"{'Geen' if not found else 'Meer dan één'} afgekeurd bericht begint met {tag}.")
    # What somebody else wrote must not steer a terminal; in a file or a pipe it is as it came.
    if sys.stdout.isatty():
        screens.out.print(safe_block(found[0].inhoud.decode(errors="replace")), soft_wrap=True)
    else:
        sys.stdout.buffer.write(found[0].inhoud)


def _as_json(one: Rejected) -> dict[str, Any]:
    return {
        "kenmerk": one.tag,
        "eerst": _moment(one.first_at),
        "laatst": _moment(one.last_at),
        "keren": one.times,
        "reden": one.reden,
        "toelichting": one.explanation,
        "school": one.school,
        "berichtId": one.bericht_id,
        "positie": one.positie,
        "oin": one.oin,
        "omvang": one.size,
    }


def _moment(seconden: float) -> str:
    return datetime.fromtimestamp(seconden, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
