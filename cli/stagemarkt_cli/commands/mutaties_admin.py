"""`stagemarkt mutaties herneem`, `herstel` and `opzij`: for the operator, when something went wrong."""

import json as json_
from datetime import UTC, datetime
from typing import Annotated, Any, Final

import typer
from stagemarkt.model.abonnement import Abonnementsleutel
from stagemarkt.model.aflevering import BEWAARTERMIJN, Aflevering

from stagemarkt_cli.admin.outbox import Uitgaand
from stagemarkt_cli.admin.set_apart import Apart
from stagemarkt_cli.admin.validation import begin_van, eis_brin, eis_dag
from stagemarkt_cli.aws import STANDAARD
from stagemarkt_cli.commands.help import OPTIES, opdracht
from stagemarkt_cli.commands.managing import beheert, zeg
from stagemarkt_cli.commands.mutaties import groep
from stagemarkt_cli.commands.toolbox import Json, Stack
from stagemarkt_cli.views.screens import schrijf_json, tabel, veilig
from stagemarkt_cli.views.values import moment

_KOPPEN: Final = (
    "School",
    "Abonnement",
    "Volgnummer",
    "Leerbedrijf",
    "Code",
    "Pogingen",
    "Laatst (Nederlandse tijd)",
    "Reden",
)
_Vanaf = Annotated[
    str | None,
    typer.Option(
        "--vanaf",
        metavar="DATUM",
        help="Wat sinds die dag is binnengekomen; alles van 90 dagen als u niets zegt.",
        rich_help_panel=OPTIES,
    ),
]
_School = Annotated[
    str | None,
    typer.Option("--school", metavar="BRIN", help="Alleen deze school.", rich_help_panel=OPTIES),
]


@opdracht(
    groep,
    "herneem",
    """Leest opnieuw wat uit een bericht van SBB apart is gehouden omdat het niet te lezen was (zie
`afgekeurd`), en neemt het alsnog aan. Wat nog niet te lezen is, blijft apart.
""",
)
def herneem(
    ctx: typer.Context, *, school: _School = None, json: Json = False, stack: Stack = STANDAARD
) -> None:
    """Take in what could not be read before."""
    with beheert(ctx, stack) as (beheer, schermen):
        uitkomst = Apart(beheer.stapel).herneem(eis_brin(school) if school else None)
        if json:
            schrijf_json(schermen.uit, json_.dumps(uitkomst._asdict()))
            return
        zeg(schermen, f"{uitkomst.aangenomen} mutaties alsnog aangenomen.")
        for waar, aantal in sorted(uitkomst.onleesbaar.items()):
            zeg(schermen, f"{aantal} blijven apart: {waar} is nog niet te lezen.")


@opdracht(
    groep,
    "herstel",
    """Geeft door wat SBB vertelde en niemand te horen kreeg: wat geen nummer heeft gaat opnieuw de wachtrij
in, wat wacht wordt gewekt. Wat al doorgegeven is, blijft zoals het is.

Voorbeelden:

  stagemarkt mutaties herstel

  stagemarkt mutaties herstel --school 99XX --vanaf 01-09-2026
""",
)
def herstel(
    ctx: typer.Context,
    *,
    vanaf: _Vanaf = None,
    school: _School = None,
    json: Json = False,
    stack: Stack = STANDAARD,
) -> None:
    """Pass on what was missed."""
    with beheert(ctx, stack) as (beheer, schermen):
        uitgaand = Uitgaand(beheer.stapel)
        begin = float(beheer.nu - BEWAARTERMIJN)
        if vanaf is not None:
            begin = float(begin_van(eis_dag(vanaf)))
        scholen = [eis_brin(school)] if school else sorted(s.brin for s in beheer.tabel.scholen())
        gedaan = {brin: uitgaand.herstel(brin, begin, float(beheer.nu)) for brin in scholen}
        if json:
            inhoud = [{"school": brin, **hersteld._asdict()} for brin, hersteld in gedaan.items()]
            schrijf_json(schermen.uit, json_.dumps(inhoud))
            return
        for brin, hersteld in gedaan.items():
            zeg(
                schermen,
                f"{brin}: {hersteld.mutaties} mutaties opnieuw in de wachtrij, "
                f"{hersteld.gewekt} abonnementen gewekt.",
            )


@opdracht(
    groep,
    "opzij",
    """Toont wat na drie dagen proberen opzij is gezet. De eigenaar van het abonnement kan er opnieuw om
vragen (herafleveringen), of het uit de feed lezen.
""",
)
def opzij(ctx: typer.Context, *, json: Json = False, stack: Stack = STANDAARD) -> None:
    """List what was set aside."""
    with beheert(ctx, stack) as (beheer, schermen):
        alle = sorted(Uitgaand(beheer.stapel).uitbak.opzij(), key=lambda een: (een[0], een[1].volgnummer))
        if json:
            schrijf_json(schermen.uit, json_.dumps([_als_json(*een) for een in alle]))
        elif not alle:
            zeg(schermen, "Er is niets opzijgezet.")
        else:
            raster = tabel(*_KOPPEN)
            for een in alle:
                velden = _als_json(*een)
                velden["laatst"] = moment(velden["laatst"] or "", seconden=True)
                raster.add_row(*(veilig("" if w is None else str(w)) for w in velden.values()))
            schermen.uit.print(raster)


def _als_json(sleutel: Abonnementsleutel, aflevering: Aflevering) -> dict[str, Any]:
    laatste = aflevering.laatste
    moment = None if laatste is None else datetime.fromtimestamp(laatste.op, UTC)
    return {
        "school": sleutel.school,
        "abonnementId": sleutel.abonnement_id,
        "volgnummer": aflevering.volgnummer,
        "leerbedrijfId": aflevering.regel.mutatie.leerbedrijf_id,
        "code": aflevering.regel.mutatie.code,
        "pogingen": aflevering.pogingen,
        "laatst": None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "reden": None if laatste is None else laatste.reden,
    }
