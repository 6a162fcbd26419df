"""`stagemarkt logboek` and `all_warnings`: what happened, and what the operator was warned of."""

import json as json_
import re
from collections.abc import Sequence
from typing import Annotated, Any, Final

import typer

from stagemarkt_cli.admin.logbook import LogLine, Question, search
from stagemarkt_cli.admin.validation import require_brin
from stagemarkt_cli.aws import DEFAULT
from stagemarkt_cli.commands.help import OPTIONS, command, make_group
from stagemarkt_cli.commands.managing import manages, say
from stagemarkt_cli.commands.toolbox import Json, Stack
from stagemarkt_cli.messages import WRONG_USAGE, Notice
from stagemarkt_cli.views.screens import Screens, safe, safe_block, table, write_json
from stagemarkt_cli.views.values import iso, local

group = make_group("logboek")

_LOGBOEK: Final = """Een verzoekId staat in het antwoord aan de aanroeper: X-Request-Id, en `instance` van een
probleem. Wat elke gebeurtenis betekent staat in docs/operations.md.

Voorbeelden:

  stagemarkt logboek --verzoek 0b3c2a51-1f7e-4c8e-9d55-7a3f0c1b2d4e

  stagemarkt logboek --fouten --sinds 1u

  stagemarkt logboek --school 99XX --functie Zoeken --sinds 2d --json
"""
_WAARSCHUWINGEN: Final = """Voorbeelden:

  stagemarkt waarschuwingen

  stagemarkt waarschuwingen --school 99XX --sinds 30d --json
"""
_UNITS: Final = {"m": 60, "u": 3600, "d": 86_400}
_DEFAULT: Final = 200
# Shown in columns of their own, or of no use to who reads.
_ELSEWHERE: Final = frozenset({"timestamp", "level", "message", "service", "location", "tekst", "tijd"})

_Request = Annotated[
    str | None,
    typer.Option("--verzoek", metavar="ID", help="Het verzoekId van een aanvraag.", rich_help_panel=OPTIONS),
]
_School = Annotated[
    str | None, typer.Option("--school", metavar="BRIN", help="Alleen deze school.", rich_help_panel=OPTIONS)
]
_Errors = Annotated[
    bool, typer.Option("--fouten", metavar="", help="Alleen wat hier misging.", rich_help_panel=OPTIONS)
]
_Function = Annotated[
    str | None,
    typer.Option(
        "--functie", metavar="NAAM", help="Alleen dit logboek: Zoeken, Api ….", rich_help_panel=OPTIONS
    ),
]
_Since = Annotated[
    str | None,
    typer.Option(
        "--sinds",
        metavar="DUUR",
        help="Hoe ver terug: 30m, 1u, 2d; een dag als u niets zegt.",
        rich_help_panel=OPTIONS,
    ),
]
_SinceLong = Annotated[
    str | None,
    typer.Option(
        "--sinds",
        metavar="DUUR",
        help="Hoe ver terug: 1u, 2d; 30 dagen als u niets zegt.",
        rich_help_panel=OPTIONS,
    ),
]
_Maximum = Annotated[
    int,
    typer.Option(
        metavar="N",
        min=1,
        max=10_000,
        show_default=False,
        help=f"Hooguit de laatste zoveel; {_DEFAULT} als u niets zegt.",
        rich_help_panel=OPTIONS,
    ),
]


@command(group, "logboek", _LOGBOEK)
def logbook(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    *,
    verzoek: _Request = None,
    school: _School = None,
    fouten: _Errors = False,
    functie: _Function = None,
    sinds: _Since = None,
    maximum: _Maximum = _DEFAULT,
    json: Json = False,
    stack: Stack = DEFAULT,
) -> None:
    """Search the logs."""
    with manages(ctx, stack) as (admin, screens):
        now = float(admin.now) + 1
        question = Question(
            max(0.0, now - _duration(sinds or "1d")),
            now,
            _require_request(verzoek),
            require_brin(school) if school else None,
            fouten=fouten,
            functie=functie,
        )
        found = search(admin.this_stack, question, maximum)
        if json:
            write_json(screens.out, json_.dumps([_as_json(regel) for regel in found], ensure_ascii=False))
        elif not found:
            say(screens, "Er is niets gevonden. Zoek verder terug met --sinds.")
        else:
            _show_lines(screens, found)
            if len(found) == maximum:
                say(screens, f"Dit zijn de laatste {maximum}; er kunnen er meer zijn (--maximum).")


@command(group, "waarschuwingen", _WAARSCHUWINGEN)
def all_warnings(
    ctx: typer.Context,
    *,
    school: _School = None,
    sinds: _SinceLong = None,
    maximum: _Maximum = _DEFAULT,
    json: Json = False,
    stack: Stack = DEFAULT,
) -> None:
    """Show what was warned of."""
    with manages(ctx, stack) as (admin, screens):
        now = float(admin.now) + 1
        brin = require_brin(school) if school else None
        question = Question(
            max(0.0, now - _duration(sinds or "30d")), now, school=brin, this_event="waarschuwing"
        )
        found = search(admin.this_stack, question, maximum)
        if json:
            write_json(screens.out, json_.dumps([_warning(one) for one in found], ensure_ascii=False))
        elif not found:
            say(screens, "Er is niet gewaarschuwd.")
        for one in [] if json else found:
            velden = _warning(one)
            header = f"{local(one.at)} {velden['onderwerp'] or velden['soort']}"
            screens.out.print(safe(header, "bold"), soft_wrap=True)
            screens.out.print(
                safe_block(f"{velden['tekst'] or 'De tekst is niet bewaard.'}\n"), soft_wrap=True
            )


def _show_lines(screens: Screens, lines: Sequence[LogLine]) -> None:
    raster = table("Moment (Nederlandse tijd)", "Logboek", "Niveau", "Gebeurtenis", "Velden")
    for regel in lines:
        velden = regel.velden
        rest = " ".join(f"{naam}={_short(value)}" for naam, value in velden.items() if naam not in _ELSEWHERE)
        cells = (local(regel.at), regel.bron, velden.get("level", ""), velden.get("message", ""), rest)
        raster.add_row(*map(safe, cells))
    screens.out.print(raster)


def _as_json(regel: LogLine) -> dict[str, Any]:
    return {"moment": iso(regel.at), "logboek": regel.bron, **regel.velden}


def _warning(regel: LogLine) -> dict[str, Any]:
    velden = {naam: regel.velden.get(naam) for naam in ("school", "soort", "onderwerp", "tekst")}
    return {"moment": iso(regel.at), "logboek": regel.bron, **velden}


def _short(value: object) -> str:
    return value if isinstance(value, str) else json_.dumps(value, ensure_ascii=False)


def _duration(tekst: str) -> int:
    hit = re.fullmatch(r"([0-9]{1,5})([mud])", tekst.strip().lower(), re.ASCII)
    if hit is None or int(hit[1]) == 0:
        raise Notice(f"Dit is geen duur: {tekst}. Schrijf 30m, 1u of 2d.", code=WRONG_USAGE)
    return int(hit[1]) * _UNITS[hit[2]]


def _require_request(tekst: str | None) -> str:
    if tekst is None:
        return ""
    bare = tekst.strip().removeprefix("urn:uuid:")
    if not re.fullmatch(r"[0-9A-Za-z-]{8,64}", bare, re.ASCII):
        raise Notice("Dit is geen verzoekId: letters, cijfers en streepjes.", code=WRONG_USAGE)
    return bare
