"""`stagemarkt mutaties herneem`, `restore` and `opzij`: for the operator, when something went wrong."""

import json as json_
from datetime import UTC, datetime
from typing import Annotated, Any, Final

import typer
from stagemarkt.model.abonnement import AbonnementKey
from stagemarkt.model.aflevering import RETENTION, Aflevering

from stagemarkt_cli.admin.outbox import Outgoing
from stagemarkt_cli.admin.set_apart import SetApart
from stagemarkt_cli.admin.validation import begin_of, require_brin, require_day
from stagemarkt_cli.aws import DEFAULT
from stagemarkt_cli.commands.help import OPTIONS, command
from stagemarkt_cli.commands.managing import manages, say
from stagemarkt_cli.commands.mutaties import group
from stagemarkt_cli.commands.toolbox import Json, Stack
from stagemarkt_cli.views.screens import safe, table, write_json
from stagemarkt_cli.views.values import moment

_HEADERS: Final = (
    "School",
    "Abonnement",
    "Volgnummer",
    "Leerbedrijf",
    "Code",
    "Pogingen",
    "Laatst (Nederlandse tijd)",
    "Reden",
)
_From = Annotated[
    str | None,
    typer.Option(
        "--vanaf",
        metavar="DATUM",
        help="Wat sinds die dag is binnengekomen; alles van 90 dagen als u niets zegt.",
        rich_help_panel=OPTIONS,
    ),
]
_School = Annotated[
    str | None,
    typer.Option("--school", metavar="BRIN", help="Alleen deze school.", rich_help_panel=OPTIONS),
]


@command(
    group,
    "herneem",
    """Leest opnieuw wat uit een bericht van SBB apart is gehouden omdat het niet te lezen was (zie
`afgekeurd`), en neemt het alsnog aan. Wat nog niet te lezen is, blijft apart.
""",
)
def resume(ctx: typer.Context, *, school: _School = None, json: Json = False, stack: Stack = DEFAULT) -> None:
    """Take in what could not be read before."""
    with manages(ctx, stack) as (admin, screens):
        uitkomst = SetApart(admin.this_stack).resume(require_brin(school) if school else None)
        if json:
            write_json(screens.out, json_.dumps(uitkomst._asdict()))
            return
        say(screens, f"{uitkomst.aangenomen} mutaties alsnog aangenomen.")
        for where, aantal in sorted(uitkomst.onleesbaar.items()):
            say(screens, f"{aantal} blijven apart: {where} is nog niet te lezen.")


@command(
    group,
    "herstel",
    """Geeft door wat SBB vertelde en niemand te horen kreeg: wat geen nummer heeft gaat opnieuw de wachtrij
in, wat wacht wordt gewekt. Wat al doorgegeven is, blijft zoals het is.

Voorbeelden:

  stagemarkt mutaties herstel

  stagemarkt mutaties herstel --school 99XX --vanaf 01-09-2026
""",
)
def restore(
    ctx: typer.Context,
    *,
    vanaf: _From = None,
    school: _School = None,
    json: Json = False,
    stack: Stack = DEFAULT,
) -> None:
    """Pass on what was missed."""
    with manages(ctx, stack) as (admin, screens):
        outgoing = Outgoing(admin.this_stack)
        begin = float(admin.now - RETENTION)
        if vanaf is not None:
            begin = float(begin_of(require_day(vanaf)))
        scholen = [require_brin(school)] if school else sorted(s.brin for s in admin.table.scholen())
        done = {brin: outgoing.restore(brin, begin, float(admin.now)) for brin in scholen}
        if json:
            inhoud = [{"school": brin, **restored._asdict()} for brin, restored in done.items()]
            write_json(screens.out, json_.dumps(inhoud))
            return
        for brin, restored in done.items():
            say(
                screens,
                f"{brin}: {restored.mutaties} mutaties opnieuw in de wachtrij, "
                f"{restored.gewekt} abonnementen gewekt.",
            )


@command(
    group,
    "opzij",
    """Toont wat na drie dagen proberen opzij is gezet. De eigenaar van het abonnement kan er opnieuw om
vragen (herafleveringen), of het uit de feed lezen.
""",
)
def opzij(ctx: typer.Context, *, json: Json = False, stack: Stack = DEFAULT) -> None:
    """List what was set aside."""
    with manages(ctx, stack) as (admin, screens):
        everything = sorted(
            Outgoing(admin.this_stack).outbox.opzij(), key=lambda one: (one[0], one[1].volgnummer)
        )
        if json:
            write_json(screens.out, json_.dumps([_as_json(*one) for one in everything]))
        elif not everything:
            say(screens, "Er is niets opzijgezet.")
        else:
            raster = table(*_HEADERS)
            for one in everything:
                velden = _as_json(*one)
                velden["laatst"] = moment(velden["laatst"] or "", seconds=True)
                raster.add_row(*(safe("" if w is None else str(w)) for w in velden.values()))
            screens.out.print(raster)


def _as_json(sleutel: AbonnementKey, delivery: Aflevering) -> dict[str, Any]:
    laatste = delivery.laatste
    moment = None if laatste is None else datetime.fromtimestamp(laatste.at, UTC)
    return {
        "school": sleutel.school,
        "abonnementId": sleutel.abonnement_id,
        "volgnummer": delivery.volgnummer,
        "leerbedrijfId": delivery.regel.mutatie.leerbedrijf_id,
        "code": delivery.regel.mutatie.code,
        "pogingen": delivery.pogingen,
        "laatst": None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "reden": None if laatste is None else laatste.reden,
    }
