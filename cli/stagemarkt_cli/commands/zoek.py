"""`stagemarkt zoek`: leerplaatsen and erkenningen, over all pages."""

from typing import Annotated, Final

import typer

from stagemarkt_cli.api.paging import search_all
from stagemarkt_cli.commands.help import OPTIONS, command, make_group
from stagemarkt_cli.commands.leerweg import Leerweg
from stagemarkt_cli.commands.toolbox import ApiUrl, Json, School, Sleutel, toolbox
from stagemarkt_cli.messages import reports
from stagemarkt_cli.views.screens import write_json
from stagemarkt_cli.views.search_results import show_erkenningen, show_leerplaatsen

group = make_group("zoeken")

_ZOEK = """Alle filters samen moeten passen. Met --afstand wordt gezocht rond --postcode of --plaats.

Voorbeelden:

  stagemarkt zoek --plaats amersfoort --crebo 25998

  stagemarkt zoek --postcode 3811MG --afstand 10 --leerweg BBL --beschikbaar

  stagemarkt zoek --erkenningen --opleidingsnaam kok --maximum 200 --json
"""
_FILTERS: Final = "Filters"
DEFAULT: Final = 25


def _text(uitleg: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(metavar="TEKST", help=uitleg, rich_help_panel=_FILTERS)
    return option


_Name = Annotated[str | None, _text("De naam van het leerbedrijf, of een deel ervan.")]
_Straat = Annotated[str | None, _text("De straat.")]
_Plaats = Annotated[str | None, _text("De plaats.")]
_Postcode = Annotated[str | None, _text("De postcode.")]
_Opleidingsnaam = Annotated[
    str | None, _text("De naam van de opleiding; of een deel ervan genoeg is, bepaalt SBB.")
]
_Crebo = Annotated[str | None, _text("De opleidingscode: vijf cijfers.")]
_Distance = Annotated[
    int | None,
    typer.Option(metavar="KM", help="Kilometers rond --postcode of --plaats.", rich_help_panel=_FILTERS),
]
_Leerweg = Annotated[
    Leerweg | None,
    typer.Option(metavar="BOL|BBL", case_sensitive=False, help="De leerweg.", rich_help_panel=_FILTERS),
]
_Niveau = Annotated[int | None, typer.Option(metavar="1-4", help="Het niveau.", rich_help_panel=_FILTERS)]
_Available = Annotated[
    bool,
    typer.Option("--beschikbaar", metavar="", help="Alleen waar nu plaats is.", rich_help_panel=_FILTERS),
]
_Erkenningen = Annotated[
    bool,
    typer.Option(
        "--erkenningen",
        metavar="",
        help="Zoek erkenningen in plaats van leerplaatsen.",
        rich_help_panel=OPTIONS,
    ),
]
_Maximum = Annotated[
    int,
    typer.Option(
        metavar="N",
        min=1,
        max=25000,
        show_default=False,
        help=f"Hooguit zoveel resultaten; {DEFAULT} als u niets zegt.",
        rich_help_panel=OPTIONS,
    ),
]


@command(group, "zoek", _ZOEK)
def search(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    *,
    naam: _Name = None,
    straat: _Straat = None,
    plaats: _Plaats = None,
    postcode: _Postcode = None,
    afstand: _Distance = None,
    crebo: _Crebo = None,
    opleidingsnaam: _Opleidingsnaam = None,
    leerweg: _Leerweg = None,
    niveau: _Niveau = None,
    beschikbaar: _Available = False,
    erkenningen: _Erkenningen = False,
    maximum: _Maximum = DEFAULT,
    json: Json = False,
    school: School = None,
    api_url: ApiUrl = None,
    sleutel: Sleutel = None,
) -> None:
    """Show what was found."""
    helper = toolbox(ctx)
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
        "beschikbaar": beschikbaar or None,
    }
    with reports(helper.screens.fout):
        with helper.facade(api_url, sleutel, school) as client:
            answer = search_all(client, "erkenningen" if erkenningen else "leerplaatsen", filters, maximum)
        if json:
            write_json(helper.screens.out, answer.tekst)
        else:
            (show_erkenningen if erkenningen else show_leerplaatsen)(helper.screens.out, answer.inhoud)
