"""`stagemarkt leerbedrijf` and `stagemarkt erkenning`: a quick look at one."""

import re
from typing import Annotated

import typer
from stagemarkt.model.codes import lees_leerbedrijf_id, lees_opleidingscode

from stagemarkt_cli.commands.help import ARGUMENTEN, OPTIES, maak_groep, opdracht
from stagemarkt_cli.commands.leerweg import Leerweg
from stagemarkt_cli.commands.toolbox import ApiUrl, Json, School, Sleutel, gereedschap
from stagemarkt_cli.messages import VERKEERD_GEBRUIK, Melding, meldt
from stagemarkt_cli.views.leerbedrijven import toon_erkenning, toon_leerbedrijf, toon_leerbedrijven
from stagemarkt_cli.views.screens import schrijf_json

groep = maak_groep("raadplegen")

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
    typer.Argument(metavar="ID", help="Het ID van het leerbedrijf bij SBB.", rich_help_panel=ARGUMENTEN),
]
_VerplichtId = Annotated[
    str,
    typer.Argument(metavar="ID", help="Het ID van het leerbedrijf bij SBB.", rich_help_panel=ARGUMENTEN),
]
_Code = Annotated[
    str,
    typer.Argument(
        metavar="CODE",
        help="Een crebo (25998) of een keuzedeel (K0067).",
        rich_help_panel=ARGUMENTEN,
    ),
]
_Naam = Annotated[
    str | None, typer.Option(metavar="TEKST", help="De naam, of een deel ervan.", rich_help_panel=OPTIES)
]
_Postcode = Annotated[
    str | None,
    typer.Option(metavar="POSTCODE", help="Met --huisnummer, of met --naam.", rich_help_panel=OPTIES),
]
_Huisnummer = Annotated[
    str | None, typer.Option(metavar="NUMMER", help="12, 12A of '12 bis'.", rich_help_panel=OPTIES)
]
_Historisch = Annotated[
    bool,
    typer.Option(
        "--inclusief-historisch", metavar="", help="Ook wie geen leerbedrijf meer is.", rich_help_panel=OPTIES
    ),
]
_Dag = Annotated[
    str | None,
    typer.Option(metavar="DATUM", help="31-01-2027 of 2027-01-31.", rich_help_panel=OPTIES),
]

_Leerweg = Annotated[
    Leerweg | None,
    typer.Option(
        metavar="BOL|BBL", case_sensitive=False, help="De leerweg van de student.", rich_help_panel=OPTIES
    ),
]


@opdracht(groep, "leerbedrijf", _LEERBEDRIJF)
def leerbedrijf(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    leerbedrijf_id: _Id = None,
    *,
    naam: _Naam = None,
    postcode: _Postcode = None,
    huisnummer: _Huisnummer = None,
    inclusief_historisch: _Historisch = False,
    json: Json = False,
    school: School = None,
    api_url: ApiUrl = None,
    sleutel: Sleutel = None,
) -> None:
    """Show one leerbedrijf, or those that were found."""
    hulp = gereedschap(ctx)
    nummer = int(huisnummer) if huisnummer and re.fullmatch("[0-9]{1,9}", huisnummer) else huisnummer
    gegeven = {"naam": naam, "postcode": postcode, "huisnummer": nummer}
    vraag: dict[str, object] = {veld: waarde for veld, waarde in gegeven.items() if waarde is not None}
    with meldt(hulp.schermen.fout):
        if bool(leerbedrijf_id) == bool(vraag):
            raise Melding("Geef een ID, of een naam en adres: één van beide.", code=VERKEERD_GEBRUIK)
        klant = hulp.klant(api_url, sleutel, school)
        if leerbedrijf_id:
            antwoord, toon = klant.geef("leerbedrijven", _id(leerbedrijf_id)), toon_leerbedrijf
        else:
            vraag |= {"inclusiefHistorisch": True} if inclusief_historisch else {}
            antwoord, toon = klant.stuur("leerbedrijven", "_zoek", lichaam=vraag), toon_leerbedrijven
        if json:
            schrijf_json(hulp.schermen.uit, antwoord.tekst)
        else:
            toon(hulp.schermen.uit, antwoord.inhoud)


@opdracht(groep, "erkenning", _ERKENNING)
def erkenning(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    leerbedrijf_id: _VerplichtId,
    code: _Code,
    *,
    peildatum: _Dag = None,
    tot_en_met: _Dag = None,
    leerweg: _Leerweg = None,
    json: Json = False,
    school: School = None,
    api_url: ApiUrl = None,
    sleutel: Sleutel = None,
) -> None:
    """Show one erkenning."""
    hulp = gereedschap(ctx)
    with meldt(hulp.schermen.fout):
        gegeven = {"peildatum": peildatum, "totEnMet": tot_en_met}
        query = {veld: _dag(waarde) for veld, waarde in gegeven.items() if waarde is not None}
        query |= {"leerweg": leerweg.value} if leerweg is not None else {}
        pad = "leerbedrijven", _id(leerbedrijf_id), "erkenningen", _code(code)
        antwoord = hulp.klant(api_url, sleutel, school).geef(*pad, query=query or None)
        if json:
            schrijf_json(hulp.schermen.uit, antwoord.tekst)
        else:
            toon_erkenning(hulp.schermen.uit, antwoord.inhoud, query)


def _id(tekst: str) -> str:
    gelezen = lees_leerbedrijf_id(tekst)
    if gelezen is None:
        raise Melding(f"Dit is geen leerbedrijf-ID: {tekst}", code=VERKEERD_GEBRUIK)
    return gelezen


def _code(tekst: str) -> str:
    gelezen = lees_opleidingscode(tekst)
    if gelezen is None:
        raise Melding(f"Dit is geen crebo en geen keuzedeel: {tekst}", code=VERKEERD_GEBRUIK)
    return gelezen


def _dag(tekst: str) -> str:
    """`31-01-2027` as `2027-01-31`; whether the day exists is for the facade to say."""
    treffer = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})", tekst.strip(), re.ASCII)
    return f"{treffer[3]}-{treffer[2]:0>2}-{treffer[1]:0>2}" if treffer else tekst.strip()
