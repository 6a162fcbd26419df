"""`stagemarkt simulatie`: what only the simulated SBB of `make up` can do."""

import json as json_
from enum import StrEnum
from typing import Annotated, Any, Final

import typer

from stagemarkt_cli.commands.help import OPTIONS, command, make_group
from stagemarkt_cli.commands.toolbox import CONNECTION, Json, toolbox
from stagemarkt_cli.messages import reports
from stagemarkt_cli.playground.control import DESCRIPTION, ControlClient, control_address
from stagemarkt_cli.views.screens import safe, write_json

group = make_group("simulatie")

# Seconds that we wait for the schools to acknowledge.
_WAIT: Final = 10


class Status(StrEnum):
    """What an erkenning can become."""

    ERKEND = "Erkend"
    NIET_ERKEND = "NietErkend"
    WITHDRAWN = "Ingetrokken"
    EXPIRED = "Verlopen"


_Leerbedrijf = Annotated[
    str, typer.Option("--leerbedrijf", metavar="ID", help="Het leerbedrijf.", rich_help_panel=OPTIONS)
]
_Code = Annotated[
    str, typer.Option("--code", metavar="CODE", help="Een crebo of keuzedeel.", rich_help_panel=OPTIONS)
]
_Status = Annotated[
    Status,
    typer.Option(
        "--status",
        metavar="|".join(Status),
        case_sensitive=False,
        help="Wat de erkenning wordt.",
        rich_help_panel=OPTIONS,
    ),
]
_Date = "JJJJ-MM-DD"
_Startdatum = Annotated[
    str | None, typer.Option("--startdatum", metavar=_Date, help="De eerste dag.", rich_help_panel=OPTIONS)
]
_Einddatum = Annotated[
    str | None, typer.Option("--einddatum", metavar=_Date, help="De laatste dag.", rich_help_panel=OPTIONS)
]
_Disturbance = Annotated[
    str | None,
    typer.Option(
        "--storing",
        metavar="SOORT",
        help="Bederf het bericht: dubbel, half, onbekend-abonnement, andere-brin, andere-oin, kapotte-xml …",
        rich_help_panel=OPTIONS,
    ),
]
_Control = Annotated[
    str | None,
    typer.Option(
        "--bediening",
        metavar="URL",
        help=f"Het bedieningsadres van de simulator; anders dat in {DESCRIPTION} van deze map.",
        rich_help_panel=CONNECTION,
    ),
]


@command(
    group,
    "wijzig-erkenning",
    """Wijzigt een erkenning bij de nagebootste SBB, die dat dan vertelt aan elke school met een abonnement.

Voorbeeld:

  stagemarkt simulatie wijzig-erkenning --leerbedrijf 900000001 --code 25998 --status Ingetrokken
""",
)
def modify_erkenning(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    *,
    leerbedrijf: _Leerbedrijf,
    code: _Code,
    status: _Status,
    startdatum: _Startdatum = None,
    einddatum: _Einddatum = None,
    storing: _Disturbance = None,
    json: Json = False,
    bediening: _Control = None,
) -> None:
    """Change an erkenning, and wait until the schools have heard."""
    helper = toolbox(ctx)
    question = {
        "leerbedrijfId": leerbedrijf,
        "code": code,
        "status": status.value,
        "startdatum": startdatum,
        "einddatum": einddatum,
        "storing": storing,
    }
    screens = helper.screens
    with reports(screens.fout):
        with ControlClient(bediening or control_address(helper.work_dir), helper.transport) as control:
            sinds = control.ask("GET", "/zendingen")["zendingen"]
            laatste = sinds[-1]["nr"] if sinds else 0
            changed = control.ask(
                "POST", "/erkenningen", {n: w for n, w in question.items() if w is not None}
            )
            wait = 1 if storing else _WAIT
            shipments = control.ask("GET", f"/zendingen?sinds={laatste}&wacht={wait}")["zendingen"]
        of_ours = [z for z in shipments if z["berichtId"] in changed["berichten"]]
        if json:
            write_json(screens.out, json_.dumps({**changed, "zendingen": of_ours}, ensure_ascii=False))
            return
        lines = [f"{code} bij leerbedrijf {leerbedrijf} is nu {changed['status']}."]
        if not of_ours:
            lines.append("Geen school heeft een abonnement: stagemarkt school abonneer --school 99XX")
        for regel in [*lines, *map(_line, of_ours)]:
            screens.out.print(safe(regel))


def _line(shipment: dict[str, Any]) -> str:
    uitkomst = shipment["fout"] or f"signaalcode {shipment['signaalcode']}"
    return f"School {shipment['brin']}: bericht {shipment['berichtId']} {shipment['toestand']} ({uitkomst})."
