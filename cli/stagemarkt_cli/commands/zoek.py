"""`stagemarkt zoek`: leerplaatsen and erkenningen, over all pages."""

from typing import Annotated, Final

import typer

from stagemarkt_cli.api.paging import zoek_alles
from stagemarkt_cli.commands.help import OPTIES, maak_groep, opdracht
from stagemarkt_cli.commands.leerweg import Leerweg
from stagemarkt_cli.commands.toolbox import ApiUrl, Json, School, Sleutel, gereedschap
from stagemarkt_cli.messages import meldt
from stagemarkt_cli.views.screens import schrijf_json
from stagemarkt_cli.views.search_results import toon_erkenningen, toon_leerplaatsen

groep = maak_groep("zoeken")

_ZOEK = """Alle filters samen moeten passen. Met --afstand wordt gezocht rond --postcode of --plaats.

Voorbeelden:

  stagemarkt zoek --plaats amersfoort --crebo 25998

  stagemarkt zoek --postcode 3811MG --afstand 10 --leerweg BBL --beschikbaar

  stagemarkt zoek --erkenningen --opleidingsnaam kok --maximum 200 --json
"""
_FILTERS: Final = "Filters"
STANDAARD: Final = 25


def _tekst(uitleg: str) -> typer.models.OptionInfo:
    optie: typer.models.OptionInfo = typer.Option(metavar="TEKST", help=uitleg, rich_help_panel=_FILTERS)
    return optie


_Naam = Annotated[str | None, _tekst("De naam van het leerbedrijf, of een deel ervan.")]
_Straat = Annotated[str | None, _tekst("De straat.")]
_Plaats = Annotated[str | None, _tekst("De plaats.")]
_Postcode = Annotated[str | None, _tekst("De postcode.")]
_Opleidingsnaam = Annotated[
    str | None, _tekst("De naam van de opleiding; of een deel ervan genoeg is, bepaalt SBB.")
]
_Crebo = Annotated[str | None, _tekst("De opleidingscode: vijf cijfers.")]
_Afstand = Annotated[
    int | None,
    typer.Option(metavar="KM", help="Kilometers rond --postcode of --plaats.", rich_help_panel=_FILTERS),
]
_Leerweg = Annotated[
    Leerweg | None,
    typer.Option(metavar="BOL|BBL", case_sensitive=False, help="De leerweg.", rich_help_panel=_FILTERS),
]
_Niveau = Annotated[int | None, typer.Option(metavar="1-4", help="Het niveau.", rich_help_panel=_FILTERS)]
_Beschikbaar = Annotated[
    bool,
    typer.Option("--beschikbaar", metavar="", help="Alleen waar nu plaats is.", rich_help_panel=_FILTERS),
]
_Erkenningen = Annotated[
    bool,
    typer.Option(
        "--erkenningen",
        metavar="",
        help="Zoek erkenningen in plaats van leerplaatsen.",
        rich_help_panel=OPTIES,
    ),
]
_Maximum = Annotated[
    int,
    typer.Option(
        metavar="N",
        min=1,
        max=25000,
        show_default=False,
        help=f"Hooguit zoveel resultaten; {STANDAARD} als u niets zegt.",
        rich_help_panel=OPTIES,
    ),
]


@opdracht(groep, "zoek", _ZOEK)
def zoek(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    *,
    naam: _Naam = None,
    straat: _Straat = None,
    plaats: _Plaats = None,
    postcode: _Postcode = None,
    afstand: _Afstand = None,
    crebo: _Crebo = None,
    opleidingsnaam: _Opleidingsnaam = None,
    leerweg: _Leerweg = None,
    niveau: _Niveau = None,
    beschikbaar: _Beschikbaar = False,
    erkenningen: _Erkenningen = False,
    maximum: _Maximum = STANDAARD,
    json: Json = False,
    school: School = None,
    api_url: ApiUrl = None,
    sleutel: Sleutel = None,
) -> None:
    """Show what was found."""
    hulp = gereedschap(ctx)
    filters = {
        "naam": naam,
        "straat": straat,
        "plaats": plaats,
        "postcode": postcode,
        "afstand": afstand,
        "crebo": crebo,
        "opleidingsnaam": opleidingsnaam,
        "leerweg": leerweg and leerweg.value,
        "niveau": niveau,
        "beschikbaar": "true" if beschikbaar else None,
    }
    query = {veld: str(waarde) for veld, waarde in filters.items() if waarde is not None}
    with meldt(hulp.schermen.fout):
        klant = hulp.klant(api_url, sleutel, school)
        antwoord = zoek_alles(klant, "erkenningen" if erkenningen else "leerplaatsen", query, maximum)
        if json:
            schrijf_json(hulp.schermen.uit, antwoord.tekst)
        else:
            (toon_erkenningen if erkenningen else toon_leerplaatsen)(hulp.schermen.uit, antwoord.inhoud)
