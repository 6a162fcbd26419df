"""`stagemarkt mutaties volg`: what a subscriber gets, live."""

import json as json_
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from stagemarkt_cli.api.follow import Volger
from stagemarkt_cli.commands.help import OPTIES, opdracht
from stagemarkt_cli.commands.managing import zeg
from stagemarkt_cli.commands.mutaties import groep
from stagemarkt_cli.commands.toolbox import ApiUrl, Json, School, Sleutel, gereedschap
from stagemarkt_cli.messages import meldt
from stagemarkt_cli.views.screens import Schermen, schrijf_json, veilig
from stagemarkt_cli.views.values import datum, moment, tekst, zinnen

_Abonnement = Annotated[
    str | None,
    typer.Option(
        "--abonnement",
        metavar="ID",
        help="Alleen wat bij dit abonnement hoort, met zijn volgnummers.",
        rich_help_panel=OPTIES,
    ),
]
_Cursor = Annotated[
    str | None,
    typer.Option(
        "--cursor",
        metavar="CURSOR",
        help="Lees verder vanaf hier; de vorige keer stond hij er aan het eind.",
        rich_help_panel=OPTIES,
    ),
]
_Alles = Annotated[
    bool,
    typer.Option("--alles", metavar="", help="Begin 90 dagen terug, niet nu.", rich_help_panel=OPTIES),
]


@opdracht(
    groep,
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
def volg(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    *,
    abonnement: _Abonnement = None,
    cursor: _Cursor = None,
    alles: _Alles = False,
    json: Json = False,
    school: School = None,
    api_url: ApiUrl = None,
    sleutel: Sleutel = None,
) -> None:
    """Follow the feed."""
    hulp = gereedschap(ctx)
    with meldt(hulp.schermen.fout):
        klant = hulp.klant(api_url, sleutel, school)
        volger = Volger(klant, abonnement, cursor, hulp.slaap, lambda regel: zeg(hulp.schermen, regel))
        try:
            if not cursor and not alles:
                volger.naar_het_einde()
            zeg(hulp.schermen, "Ik wacht op wijzigingen; tijden zijn Nederlandse tijd. Ctrl-C stopt.")
            for gebeurtenis in volger.volg():
                _toon(hulp.schermen, gebeurtenis, json=json)
        except KeyboardInterrupt:
            zeg(hulp.schermen, f"Gestopt. Verder lezen: --cursor {volger.cursor}")


def _toon(schermen: Schermen, gebeurtenis: Mapping[str, Any], *, json: bool) -> None:
    if json:
        # A line each, whatever the width of the terminal.
        schrijf_json(schermen.uit, json_.dumps(gebeurtenis, ensure_ascii=False))
        schermen.uit.file.flush()
        return
    schermen.uit.print(veilig(regel_van(gebeurtenis)), soft_wrap=True)


def regel_van(gebeurtenis: Mapping[str, Any]) -> str:
    """A change in a sentence: when we heard of it, what became of whose erkenning, and its dates."""
    nummer, naam = tekst(gebeurtenis, "volgnummer"), tekst(gebeurtenis, "data", "naam")
    start, eind = (datum(tekst(gebeurtenis, "data", veld)) for veld in ("startdatum", "einddatum"))
    wat = tekst(gebeurtenis, "type").rpartition("-")[2]
    if tekst(gebeurtenis, "data", "status") == "nietErkend":
        wat = "niet erkend"
    wie = zinnen((tekst(gebeurtenis, "data", "leerbedrijfId"), f"({naam})" if naam else ""))
    data = zinnen((f"startdatum {start}" if start else "", f"einddatum {eind}" if eind else ""), ", ")
    return zinnen(
        (
            moment(tekst(gebeurtenis, "time"), seconden=True),
            f"#{nummer}" if nummer else "",
            f"{wat}: leerbedrijf {wie}, code {tekst(gebeurtenis, 'data', 'code')}",
            f"({data} van de erkenning)" if data else "",
        )
    )
