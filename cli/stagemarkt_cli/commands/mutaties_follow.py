"""`stagemarkt mutaties volg`: what a subscriber gets, live."""

import json as json_
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from stagemarkt_cli.commands.help import OPTIONS, command
from stagemarkt_cli.commands.managing import say
from stagemarkt_cli.commands.mutaties import group
from stagemarkt_cli.commands.toolbox import ApiUrl, Json, School, Sleutel, toolbox
from stagemarkt_cli.messages import reports
from stagemarkt_cli.views.screens import Screens, safe, write_json
from stagemarkt_cli.views.values import date, join_parts, moment
from stagemarkt_cli.views.values import text as tekst

_Abonnement = Annotated[
    str | None,
    typer.Option(
        "--abonnement",
        metavar="ID",
        help="Alleen wat bij dit abonnement hoort, met zijn volgnummers.",
        rich_help_panel=OPTIONS,
    ),
]
_Cursor = Annotated[
    str | None,
    typer.Option(
        "--cursor",
        metavar="CURSOR",
        help="Lees verder vanaf hier; de vorige keer stond hij er aan het eind.",
        rich_help_panel=OPTIONS,
    ),
]
_Everything = Annotated[
    bool,
    typer.Option("--alles", metavar="", help="Begin 90 dagen terug, niet nu.", rich_help_panel=OPTIONS),
]


@command(
    group,
    "volg",
    """Toont elke wijziging zodra zij er is, tot u Ctrl-C geeft.

Leest de feed van de API, met uw sleutel: er is geen adres nodig waarop u bereikbaar bent. Vooraan staat
wanneer de facade het vernam (Nederlandse tijd; met --json UTC), achteraan de data van de erkenning zelf. Aan
het eind staat een cursor, waarmee u later verder leest zonder iets te missen.

Voorbeelden:

  stagemarkt mutaties volg

  stagemarkt mutaties volg --abonnement a3f1c2d4-5b6e-4f70-8a91-b2c3d4e5f607 --json
""",
)
def follow(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    *,
    abonnement: _Abonnement = None,
    cursor: _Cursor = None,
    alles: _Everything = False,
    json: Json = False,
    school: School = None,
    api_url: ApiUrl = None,
    sleutel: Sleutel = None,
) -> None:
    """Follow the feed."""
    helper = toolbox(ctx)
    with reports(helper.screens.fout), helper.facade(api_url, sleutel, school) as client:
        follower = helper.follower(client, abonnement, cursor)
        try:
            if not cursor and not alles:
                follower.go_to_end()
            say(helper.screens, "Ik wacht op wijzigingen; tijden zijn Nederlandse tijd. Ctrl-C stopt.")
            for this_event in follower.follow():
                _show(helper.screens, this_event, json=json)
        except KeyboardInterrupt:
            say(helper.screens, f"Gestopt. Verder lezen: --cursor {follower.cursor}")


def _show(screens: Screens, this_event: Mapping[str, Any], *, json: bool) -> None:
    if json:
        # A line each, whatever the width of the terminal.
        write_json(screens.out, json_.dumps(this_event, ensure_ascii=False))
        screens.out.file.flush()
        return
    screens.out.print(safe(line_of(this_event)), soft_wrap=True)


def line_of(this_event: Mapping[str, Any]) -> str:
    """A change in a sentence: when we heard of it, what became of whose erkenning, and its dates."""
    number, naam = tekst(this_event, "volgnummer"), tekst(this_event, "data", "naam")
    start, end = (date(tekst(this_event, "data", field)) for field in ("startdatum", "einddatum"))
    wat = tekst(this_event, "type").rpartition("-")[2]
    if tekst(this_event, "data", "status") == "nietErkend":
        wat = "niet erkend"
    who = join_parts((tekst(this_event, "data", "leerbedrijfId"), f"({naam})" if naam else ""))
    data = join_parts((f"startdatum {start}" if start else "", f"einddatum {end}" if end else ""), ", ")
    return join_parts(
        (
            moment(tekst(this_event, "time"), seconds=True),
            f"#{number}" if number else "",
            f"{wat}: leerbedrijf {who}, code {tekst(this_event, 'data', 'code')}",
            f"({data} van de erkenning)" if data else "",
        )
    )
