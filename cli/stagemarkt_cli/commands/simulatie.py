"""`stagemarkt simulatie`: what only the simulated SBB of `make up` can do."""

import json as json_
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import httpx
import typer

from stagemarkt_cli.commands.help import OPTIONS, command, make_group
from stagemarkt_cli.commands.toolbox import CONNECTION, Json, toolbox
from stagemarkt_cli.files import read_json
from stagemarkt_cli.messages import NOT_REACHABLE, WRONG_USAGE, Notice, reports
from stagemarkt_cli.texts import UnreadableText
from stagemarkt_cli.views.screens import safe, write_json

group = make_group("simulatie")

_DESCRIPTION: Final = Path(".local", "sbb", "sbb.json")
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
        help=f"Het bedieningsadres van de simulator; anders dat in {_DESCRIPTION} van deze map.",
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
        adres = bediening or _adres(helper.work_dir)
        with httpx.Client(base_url=adres, transport=helper.transport, timeout=30, trust_env=False) as client:
            sinds = _ask(client, "GET", "/zendingen")["zendingen"]
            laatste = sinds[-1]["nr"] if sinds else 0
            changed = _ask(
                client, "POST", "/erkenningen", {n: w for n, w in question.items() if w is not None}
            )
            wait = 1 if storing else _WAIT
            shipments = _ask(client, "GET", f"/zendingen?sinds={laatste}&wacht={wait}")["zendingen"]
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


def _adres(work_dir: Path) -> str:
    try:
        return str(read_json(work_dir / _DESCRIPTION)["bediening"])
    except (UnreadableText, TypeError, KeyError):
        raise Notice(
            "De nagebootste SBB draait hier niet.",
            f"Start in de map waar `make up` {_DESCRIPTION} schreef, of geef --bediening.",
            code=WRONG_USAGE,
        ) from None


def _ask(client: httpx.Client, method: str, path: str, body: object = None) -> dict[str, Any]:
    try:
        answer = client.request(method, path, json=body)
        inhoud: dict[str, Any] = answer.json()
    except (httpx.HTTPError, ValueError):
        raise Notice("De nagebootste SBB antwoordt niet: draait `make up`?", code=NOT_REACHABLE) from None
    if answer.is_error:
        raise Notice(*[str(fout) for fout in inhoud.get("fouten", ["geweigerd"])], code=WRONG_USAGE)
    return inhoud
