"""`stagemarkt afnemer`: the applications that call, and their limits."""

from typing import Annotated

import typer
from stagemarkt.model.toegang import STANDAARDLIMIET, Rechten

from stagemarkt_cli.admin import afnemers, sleutels
from stagemarkt_cli.admin.admin import Beheer
from stagemarkt_cli.admin.finding import vind
from stagemarkt_cli.admin.validation import eis_id, lees_naam
from stagemarkt_cli.aws import STANDAARD
from stagemarkt_cli.commands.help import OPTIES, maak_groep, opdracht
from stagemarkt_cli.commands.managing import Afnemernaam, Ja, beheert, eis_ja, zeg
from stagemarkt_cli.commands.toolbox import Json, Stack
from stagemarkt_cli.messages import Melding
from stagemarkt_cli.views.admin import afnemer_als_json, afnemers_als_json, toon_afnemer, toon_afnemers
from stagemarkt_cli.views.screens import Schermen, schrijf_json

groep = maak_groep("afnemer")

_Contact = Annotated[
    str | None, typer.Option(metavar="TEKST", help="Wie te bereiken is.", rich_help_panel=OPTIES)
]
_Id = Annotated[
    str | None,
    typer.Option(
        "--id",
        metavar="ID",
        help="Hoe hij in logs en sleutellijsten heet; anders naar zijn naam.",
        rich_help_panel=OPTIES,
    ),
]
_NieuweNaam = Annotated[
    str | None,
    typer.Option("--naam", metavar="NAAM", help="Hoe hij voortaan heet.", rich_help_panel=OPTIES),
]
_Tempo = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help=f"Aanvragen per seconde; {STANDAARDLIMIET.tempo} bij een nieuwe.",
        rich_help_panel=OPTIES,
    ),
]
_Uitschieter = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help=f"Aanvragen ineens; {STANDAARDLIMIET.uitschieter} bij een nieuwe.",
        rich_help_panel=OPTIES,
    ),
]
_Dagquotum = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help=f"Aanvragen per dag; {STANDAARDLIMIET.dagquotum} bij een nieuwe.",
        rich_help_panel=OPTIES,
    ),
]


@opdracht(
    groep,
    "toevoegen",
    """Voegt een afnemer toe, met een eigen limiet bij API Gateway. Bestaat hij al, dan blijft hij gelijk.

Een id wordt één keer gegeven. Lijkt de naam op die van een ander, dan wordt hij geweigerd: kies dan zelf
met --id.

Voorbeelden:

  stagemarkt afnemer toevoegen mijn-bpv-pakket --contact beheer@voorbeeld.nl --tempo 50 --dagquotum 250000

  stagemarkt afnemer toevoegen "C# Stage" --id c-sharp-stage
""",
)
def toevoegen(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    naam: Afnemernaam,
    *,
    id_: _Id = None,
    contact: _Contact = None,
    tempo: _Tempo = None,
    uitschieter: _Uitschieter = None,
    dagquotum: _Dagquotum = None,
    json: Json = False,
    stack: Stack = STANDAARD,
) -> None:
    """Add an afnemer."""
    with beheert(ctx, stack) as (beheer, schermen):
        gekozen = lees_naam(naam)
        gegeven = {"tempo": tempo, "uitschieter": uitschieter, "dagquotum": dagquotum}
        limiet = STANDAARDLIMIET._replace(**{k: v for k, v in gegeven.items() if v is not None})
        if uitschieter is None:
            limiet = limiet._replace(uitschieter=max(limiet.uitschieter, limiet.tempo))
        eigen_id = "" if id_ is None else eis_id(id_)
        gedaan = afnemers.voeg_toe(beheer, gekozen, contact or "", limiet, eigen_id)
        zeg(
            schermen,
            f"Afnemer {gedaan.id} is toegevoegd."
            if gedaan.nieuw
            else f"Afnemer {gedaan.id} bestond al en is niet gewijzigd.",
        )
        if json:
            _toon(beheer, schermen, beheer.eis_afnemer(gedaan.id), json=json)


@opdracht(groep, "tonen", "Toont een afnemer: zijn limiet, zijn toegang per school, zijn sleutels.")
def tonen(ctx: typer.Context, naam: Afnemernaam, *, json: Json = False, stack: Stack = STANDAARD) -> None:
    """Show an afnemer."""
    with beheert(ctx, stack) as (beheer, schermen):
        _toon(beheer, schermen, vind(beheer, naam), json=json)


@opdracht(groep, "lijst", "Toont elke afnemer.")
def lijst(ctx: typer.Context, *, json: Json = False, stack: Stack = STANDAARD) -> None:
    """List the afnemers."""
    with beheert(ctx, stack) as (beheer, schermen):
        alle = beheer.tabel.afnemers()
        if json:
            schrijf_json(schermen.uit, afnemers_als_json(alle))
        else:
            toon_afnemers(schermen.uit, alle)


@opdracht(
    groep,
    "wijzigen",
    """Wijzigt de naam, het contact of de limiet van een afnemer; wat u niet noemt, blijft, en zijn id altijd.
Herstelt zo nodig zijn plan bij API Gateway.

Voorbeelden:

  stagemarkt afnemer wijzigen mijn-bpv-pakket --tempo 50

  stagemarkt afnemer wijzigen mijn-bpv-pakket --naam 'Mijn BPV-pakket'
""",
)
def wijzigen(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    naam: Afnemernaam,
    *,
    nieuwe_naam: _NieuweNaam = None,
    contact: _Contact = None,
    tempo: _Tempo = None,
    uitschieter: _Uitschieter = None,
    dagquotum: _Dagquotum = None,
    json: Json = False,
    stack: Stack = STANDAARD,
) -> None:
    """Change an afnemer."""
    with beheert(ctx, stack) as (beheer, schermen):
        afnemer = vind(beheer, naam).afnemer
        gegeven = {"tempo": tempo, "uitschieter": uitschieter, "dagquotum": dagquotum}
        limiet = afnemer.limiet._replace(**{k: v for k, v in gegeven.items() if v is not None})
        afnemers.wijzig(
            beheer,
            afnemer._replace(
                naam=afnemer.naam if nieuwe_naam is None else afnemers.eis_naam(beheer, afnemer, nieuwe_naam),
                limiet=limiet,
                contact=afnemer.contact if contact is None else contact,
            ),
        )
        zeg(schermen, f"Afnemer {afnemer.id} is gewijzigd; het geldt binnen een minuut.")
        if json:
            _toon(beheer, schermen, beheer.eis_afnemer(afnemer.id), json=json)


@opdracht(
    groep,
    "verwijderen",
    """Verwijdert een afnemer, met zijn sleutels, zijn toegang, zijn abonnementen en wat daarvoor wacht.

Terug kan niet. Zijn id wordt nooit opnieuw gegeven. Brak het halverwege af, geef de opdracht dan nog eens.
""",
)
def verwijderen(ctx: typer.Context, naam: Afnemernaam, *, ja: Ja = False, stack: Stack = STANDAARD) -> None:
    """Remove an afnemer."""
    with beheert(ctx, stack) as (beheer, schermen):
        afnemer_id = afnemers.wie_verdwijnt(beheer, naam)
        eis_ja(ja, f"Afnemer {afnemer_id} verdwijnt, met al zijn sleutels, toegang en abonnementen.")
        was_er = beheer.tabel.rechten(afnemer_id) is not None
        opgeruimd = afnemers.verwijder(beheer, afnemer_id)
        if not was_er and not any(opgeruimd):
            raise Melding(f"Afnemer {afnemer_id} was al verwijderd, en er was niets meer van over.")
        zeg(
            schermen,
            f"Afnemer {afnemer_id} is verwijderd; zijn sleutels zijn binnen een minuut dood.",
            f"Abonnementen beëindigd, met wat daarvoor wachtte: {opgeruimd.abonnementen}.",
        )


def _toon(beheer: Beheer, schermen: Schermen, rechten: Rechten, *, json: bool) -> None:
    eigen = sleutels.lijst(beheer, rechten.afnemer.id)
    if json:
        schrijf_json(schermen.uit, afnemer_als_json(rechten, eigen, beheer.nu))
    else:
        toon_afnemer(schermen.uit, rechten, eigen, beheer.nu)
