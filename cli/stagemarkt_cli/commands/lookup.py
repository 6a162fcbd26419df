"""`stagemarkt leerbedrijf` and `stagemarkt erkenning`: a quick look at one."""

import re
from typing import Annotated

import typer
from stagemarkt.model.codes import read_leerbedrijf_id, read_opleidingscode

from stagemarkt_cli.commands.help import ARGUMENTS, OPTIONS, command, make_group
from stagemarkt_cli.commands.leerweg import Leerweg
from stagemarkt_cli.commands.toolbox import ApiUrl, Json, School, Sleutel, toolbox
from stagemarkt_cli.messages import WRONG_USAGE, Notice, reports
from stagemarkt_cli.views.leerbedrijven import show_erkenning, show_leerbedrijf, show_leerbedrijven
from stagemarkt_cli.views.screens import write_json

group = make_group("raadplegen")

_LEERBEDRIJF = """Met een naam of adres gaat de vraag in het bericht en niet in het webadres: zo komt de naam
van een eenmanszaak in geen logboek.

Voorbeelden:

  stagemarkt leerbedrijf 900000001

  stagemarkt leerbedrijf --postcode 3811MG --huisnummer 1

  stagemarkt leerbedrijf --naam bitwerk --inclusief-historisch
"""
_ERKENNING = """Zonder peildatum geldt vandaag. Met --tot-en-met wordt de hele periode van een
praktijkovereenkomst bekeken, met --leerweg wat SBB voor die leerweg vertelt.

De eerste regel is het antwoord op uw vraag:

  JA              erkend, en met --tot-en-met de hele periode

  EINDIGT EERDER  erkend op de peildatum, maar niet tot en met de laatste dag

  NEE             niet erkend op de peildatum

  CONTROLEER      geen ja of nee: SBB vertelt de leerweg niet, BOL en BBL verschillen, of het antwoord is oud

De exitcode is 0 bij elk antwoord; voor scripts is er --json.

Voorbeelden:

  stagemarkt erkenning 900000001 25998

  stagemarkt erkenning 900000009 25168 --peildatum 01-02-2031 --tot-en-met 31-01-2032

  stagemarkt erkenning 900000005 25254 --leerweg BBL
"""

_Id = Annotated[
    str | None,
    typer.Argument(metavar="ID", help="Het ID van het leerbedrijf bij SBB.", rich_help_panel=ARGUMENTS),
]
_RequiredId = Annotated[
    str,
    typer.Argument(metavar="ID", help="Het ID van het leerbedrijf bij SBB.", rich_help_panel=ARGUMENTS),
]
_Code = Annotated[
    str,
    typer.Argument(
        metavar="CODE",
        help="Een crebo (25998) of een keuzedeel (K0067).",
        rich_help_panel=ARGUMENTS,
    ),
]
_Name = Annotated[
    str | None, typer.Option(metavar="TEKST", help="De naam, of een deel ervan.", rich_help_panel=OPTIONS)
]
_Postcode = Annotated[
    str | None,
    typer.Option(metavar="POSTCODE", help="Met --huisnummer, of met --naam.", rich_help_panel=OPTIONS),
]
_Huisnummer = Annotated[
    str | None, typer.Option(metavar="NUMMER", help="12, 12A of '12 bis'.", rich_help_panel=OPTIONS)
]
_Historical = Annotated[
    bool,
    typer.Option(
        "--inclusief-historisch",
        metavar="",
        help="Ook wie geen leerbedrijf meer is.",
        rich_help_panel=OPTIONS,
    ),
]
_Day = Annotated[
    str | None,
    typer.Option(metavar="DATUM", help="31-01-2027 of 2027-01-31.", rich_help_panel=OPTIONS),
]

_Leerweg = Annotated[
    Leerweg | None,
    typer.Option(
        metavar="BOL|BBL", case_sensitive=False, help="De leerweg van de student.", rich_help_panel=OPTIONS
    ),
]


@command(group, "leerbedrijf", _LEERBEDRIJF)
def leerbedrijf(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    leerbedrijf_id: _Id = None,
    *,
    naam: _Name = None,
    postcode: _Postcode = None,
    huisnummer: _Huisnummer = None,
    inclusief_historisch: _Historical = False,
    json: Json = False,
    school: School = None,
    api_url: ApiUrl = None,
    sleutel: Sleutel = None,
) -> None:
    """Show one leerbedrijf, or those that were found."""
    helper = toolbox(ctx)
    number = int(huisnummer) if huisnummer and re.fullmatch("[0-9]{1,9}", huisnummer) else huisnummer
    searching = any(value is not None for value in (naam, postcode, number))
    with reports(helper.screens.fout):
        if bool(leerbedrijf_id) == searching:
            raise Notice("Geef een ID, of een naam en adres: één van beide.", code=WRONG_USAGE)
        with helper.facade(api_url, sleutel, school) as client:
            answer, toon = (
                (client.geef_leerbedrijf(_id(leerbedrijf_id)), show_leerbedrijf)
                if leerbedrijf_id
                else (
                    client.zoek_leerbedrijven_in_lichaam(
                        naam=naam,
                        postcode=postcode,
                        huisnummer=number,
                        inclusief_historisch=inclusief_historisch or None,
                    ),
                    show_leerbedrijven,
                )
            )
        if json:
            write_json(helper.screens.out, answer.raw.decode())
        else:
            toon(helper.screens.out, answer.inhoud)


@command(group, "erkenning", _ERKENNING)
def erkenning(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    leerbedrijf_id: _RequiredId,
    code: _Code,
    *,
    peildatum: _Day = None,
    tot_en_met: _Day = None,
    leerweg: _Leerweg = None,
    json: Json = False,
    school: School = None,
    api_url: ApiUrl = None,
    sleutel: Sleutel = None,
) -> None:
    """Show one erkenning."""
    helper = toolbox(ctx)
    with reports(helper.screens.fout):
        given = {"peildatum": peildatum, "totEnMet": tot_en_met}
        query = {field: _day(value) for field, value in given.items() if value is not None}
        query |= {"leerweg": leerweg.value} if leerweg is not None else {}
        with helper.facade(api_url, sleutel, school) as client:
            answer = client.geef_erkenning(
                _id(leerbedrijf_id),
                _code(code),
                peildatum=query.get("peildatum"),
                tot_en_met=query.get("totEnMet"),
                leerweg=leerweg.word if leerweg is not None else None,
            )
        if json:
            write_json(helper.screens.out, answer.raw.decode())
        else:
            show_erkenning(helper.screens.out, answer.inhoud, query)


def _id(tekst: str) -> str:
    parsed = read_leerbedrijf_id(tekst)
    if parsed is None:
        raise Notice(f"Dit is geen leerbedrijf-ID: {tekst}", code=WRONG_USAGE)
    return parsed


def _code(tekst: str) -> str:
    parsed = read_opleidingscode(tekst)
    if parsed is None:
        raise Notice(f"Dit is geen crebo en geen keuzedeel: {tekst}", code=WRONG_USAGE)
    return parsed


def _day(tekst: str) -> str:
    """`31-01-2027` as `2027-01-31`; whether the day exists is for the facade to say."""
    hit = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})", tekst.strip(), re.ASCII)
    return f"{hit[3]}-{hit[2]:0>2}-{hit[1]:0>2}" if hit else tekst.strip()
