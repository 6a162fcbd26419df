"""`stagemarkt school`: the schools that the facade asks SBB for."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from stagemarkt_cli.admin import certificate as bewaring
from stagemarkt_cli.admin import scholen, trial
from stagemarkt_cli.admin.validation import eis_brin
from stagemarkt_cli.aws import STANDAARD
from stagemarkt_cli.commands.help import OPTIES, maak_groep, opdracht
from stagemarkt_cli.commands.managing import (
    Brin,
    Ja,
    Probeer,
    beheert,
    eis_ja,
    lees,
    probeer_zo_gevraagd,
    zeg,
)
from stagemarkt_cli.commands.toolbox import Json, Stack
from stagemarkt_cli.messages import VERKEERD_GEBRUIK, Melding
from stagemarkt_cli.texts import Onleesbaar, als_tekst
from stagemarkt_cli.views.admin import scholen_als_json, school_als_json, toon_scholen, toon_school
from stagemarkt_cli.views.screens import schrijf_json

groep = maak_groep("school")

_Naam = Annotated[
    str | None, typer.Option(metavar="TEKST", help="Hoe de school heet.", rich_help_panel=OPTIES)
]
_Oin = Annotated[
    str | None,
    typer.Option(metavar="OIN", help="Anders die bij de BRIN hoort.", rich_help_panel=OPTIES),
]
_Bestand = Annotated[
    Path | None,
    typer.Option(metavar="BESTAND", help="Waar de licentie in staat; anders stdin.", rich_help_panel=OPTIES),
]


@opdracht(
    groep,
    "toevoegen",
    """Voegt een school toe, of wijzigt haar naam of OIN. Wat al in haar geheim staat, blijft.

Voorbeeld:

  stagemarkt school toevoegen 99XX --naam 'ROC van Voorbeeld'
""",
)
def toevoegen(
    ctx: typer.Context, brin: Brin, *, naam: _Naam = None, oin: _Oin = None, stack: Stack = STANDAARD
) -> None:
    """Add or change a school."""
    with beheert(ctx, stack) as (beheer, schermen):
        school = scholen.voeg_toe(beheer, eis_brin(brin), naam, oin)
        zeg(schermen, f"School {school.brin} staat er: {school.naam}, OIN {school.oin}.")
        geheim = beheer.geheimen.lees(school.brin)
        ontbreekt = [deel for deel in ("licentie", "certificaat") if not geheim.get(deel)]
        for deel in ontbreekt:
            zeg(schermen, f"Nu nog: stagemarkt school {deel} {school.brin}")
        if geheim.get("certificaat") and bewaring.oin_van_bewaard(geheim["certificaat"]) != school.oin:
            zeg(
                schermen,
                "Let op: het certificaat dat er staat is niet van deze OIN; SBB zal het weigeren. Zet het "
                f"nieuwe: stagemarkt school certificaat {school.brin}",
            )


@opdracht(
    groep,
    "tonen",
    """Toont een school: of haar licentie en certificaat er zijn, van wanneer tot wanneer, en wie namens haar
vraagt. Met --probeer wordt SBB één vraag gesteld met dat certificaat en die licentie, vanuit de uitgerolde
functies: 0 SBB accepteert ze, 1 SBB weigert ze, 3 SBB is er niet.

Voorbeelden:

  stagemarkt school tonen 99XX

  stagemarkt school tonen 99XX --probeer
""",
)
def tonen(
    ctx: typer.Context,
    brin: Brin,
    *,
    probeer: Probeer = False,
    json: Json = False,
    stack: Stack = STANDAARD,
) -> None:
    """Show a school; never what is in its secret."""
    with beheert(ctx, stack) as (beheer, schermen):
        school = beheer.eis_school(eis_brin(brin))
        geheim, afnemers = beheer.geheimen.lees(school.brin), beheer.tabel.afnemers_van(school.brin)
        proef = trial.probeer(beheer.stapel, school.brin) if probeer else None
        if json:
            schrijf_json(schermen.uit, school_als_json(school, geheim, afnemers, proef))
        else:
            toon_school(schermen.uit, school, geheim, afnemers, proef)
        if proef is not None:
            trial.eis_aanvaard(proef)


@opdracht(groep, "lijst", "Toont elke school die hier bekend is.")
def lijst(ctx: typer.Context, *, json: Json = False, stack: Stack = STANDAARD) -> None:
    """List the schools."""
    with beheert(ctx, stack) as (beheer, schermen):
        alle = beheer.tabel.scholen()
        if json:
            schrijf_json(schermen.uit, scholen_als_json(alle))
        else:
            toon_scholen(schermen.uit, alle)


@opdracht(
    groep,
    "licentie",
    """Zet de licentie van een school, uit een bestand of van stdin: op de opdrachtregel zou zij te zien zijn.

De functies lezen haar binnen vijf minuten. Zij is hierna nergens meer te zien. Of SBB haar accepteert, blijkt
met --probeer; anders bij de eerstvolgende vraag.

Voorbeelden:

  stagemarkt school licentie 99XX --bestand licentie.txt --probeer

  pass show stagemarkt/99XX | stagemarkt school licentie 99XX
""",
)
def licentie(
    ctx: typer.Context,
    brin: Brin,
    *,
    bestand: _Bestand = None,
    probeer: Probeer = False,
    stack: Stack = STANDAARD,
) -> None:
    """Set the licence."""
    with beheert(ctx, stack) as (beheer, schermen):
        code = eis_brin(brin)
        beheer.eis_school(code)
        scholen.zet_licentie(beheer, code, _lees_licentie(bestand))
        zeg(schermen, f"De licentie van school {code} is gezet; de functies lezen haar binnen vijf minuten.")
        # The watch may have found the secret of no use for want of the licence; it is whole now.
        if beheer.geheimen.lees(code).get("certificaat") and not bewaring.laat_bekijken(beheer, code):
            zeg(schermen, bewaring.NIET_BEKEKEN)
        probeer_zo_gevraagd(beheer, schermen, code, gevraagd=probeer)


@opdracht(
    groep,
    "verwijderen",
    "Verwijdert een school, met haar licentie en certificaat (zeven dagen terug te halen bij Secrets "
    "Manager). Weigert zolang een afnemer namens haar mag vragen.",
)
def verwijderen(ctx: typer.Context, brin: Brin, *, ja: Ja = False, stack: Stack = STANDAARD) -> None:
    """Remove a school."""
    with beheert(ctx, stack) as (beheer, schermen):
        code = eis_brin(brin)
        eis_ja(ja, f"School {code} verdwijnt met haar licentie en certificaat.")
        scholen.verwijder(beheer, code)
        zeg(schermen, f"School {code} is verwijderd.")


def _lees_licentie(bestand: Path | None) -> str:
    if (bestand is None or str(bestand) == "-") and sys.stdin.isatty():
        gelezen: str = typer.prompt("Licentie", hide_input=True, err=True)
        return gelezen
    bron = bestand or Path("-")
    try:
        return als_tekst(lees(bron), "standaardinvoer" if str(bron) == "-" else str(bron))
    except Onleesbaar as fout:
        raise Melding(str(fout), code=VERKEERD_GEBRUIK) from None
