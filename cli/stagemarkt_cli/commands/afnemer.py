"""`stagemarkt afnemer`: the applications that call, and their limits."""

from typing import Annotated

import typer
from stagemarkt.model.toegang import DEFAULT_LIMIET, Rights

from stagemarkt_cli.admin import afnemers, sleutels
from stagemarkt_cli.admin.admin import Admin
from stagemarkt_cli.admin.finding import find
from stagemarkt_cli.admin.validation import read_name, require_id
from stagemarkt_cli.aws import DEFAULT
from stagemarkt_cli.commands.help import OPTIONS, command, make_group
from stagemarkt_cli.commands.managing import AfnemerName, Ja, manages, require_ja, say, say_new_afnemer
from stagemarkt_cli.commands.toolbox import Json, Stack
from stagemarkt_cli.messages import Notice
from stagemarkt_cli.views.admin import afnemer_as_json, afnemers_as_json, show_afnemer, show_afnemers
from stagemarkt_cli.views.screens import Screens, write_json

group = make_group("afnemer")

_Contact = Annotated[
    str | None, typer.Option(metavar="TEKST", help="Wie te bereiken is.", rich_help_panel=OPTIONS)
]
_Id = Annotated[
    str | None,
    typer.Option(
        "--id",
        metavar="ID",
        help="Hoe hij in logs en sleutellijsten heet; anders naar zijn naam.",
        rich_help_panel=OPTIONS,
    ),
]
_NewName = Annotated[
    str | None,
    typer.Option("--naam", metavar="NAAM", help="Hoe hij voortaan heet.", rich_help_panel=OPTIONS),
]
_Pace = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help=f"Aanvragen per seconde; {DEFAULT_LIMIET.tempo} bij een nieuwe.",
        rich_help_panel=OPTIONS,
    ),
]
_Burst = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help=f"Aanvragen ineens; {DEFAULT_LIMIET.uitschieter} bij een nieuwe.",
        rich_help_panel=OPTIONS,
    ),
]
_DailyQuota = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help=f"Aanvragen per dag; {DEFAULT_LIMIET.dagquotum} bij een nieuwe.",
        rich_help_panel=OPTIONS,
    ),
]


@command(
    group,
    "toevoegen",
    """Voegt een afnemer toe, met een eigen limiet bij API Gateway. Bestaat hij al, dan blijft hij gelijk.

Een id wordt één keer gegeven. Lijkt de naam op die van een ander, dan wordt hij geweigerd: kies dan zelf
met --id.

Voorbeelden:

  stagemarkt afnemer toevoegen mijn-bpv-pakket --contact beheer@voorbeeld.nl --tempo 50 --dagquotum 250000

  stagemarkt afnemer toevoegen "C# Stage" --id c-sharp-stage
""",
)
def add(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    naam: AfnemerName,
    *,
    id_: _Id = None,
    contact: _Contact = None,
    tempo: _Pace = None,
    uitschieter: _Burst = None,
    dagquotum: _DailyQuota = None,
    json: Json = False,
    stack: Stack = DEFAULT,
) -> None:
    """Add an afnemer."""
    with manages(ctx, stack) as (admin, screens):
        chosen = read_name(naam)
        given = {"tempo": tempo, "uitschieter": uitschieter, "dagquotum": dagquotum}
        limiet = DEFAULT_LIMIET._replace(**{k: v for k, v in given.items() if v is not None})
        if uitschieter is None:
            limiet = limiet._replace(uitschieter=max(limiet.uitschieter, limiet.tempo))
        own_id = "" if id_ is None else require_id(id_)
        done = afnemers.add(admin, chosen, contact or "", limiet, own_id)
        say(
            screens,
            f"Afnemer {done.id} is toegevoegd."
            if done.new
            else f"Afnemer {done.id} bestond al en is niet gewijzigd.",
        )
        if done.new:
            say_new_afnemer(screens)
        if json:
            _show(admin, screens, admin.require_afnemer(done.id), json=json)


@command(group, "tonen", "Toont een afnemer: zijn limiet, zijn toegang per school, zijn sleutels.")
def show(ctx: typer.Context, naam: AfnemerName, *, json: Json = False, stack: Stack = DEFAULT) -> None:
    """Show an afnemer."""
    with manages(ctx, stack) as (admin, screens):
        _show(admin, screens, find(admin, naam), json=json)


@command(group, "lijst", "Toont elke afnemer.")
def listing(ctx: typer.Context, *, json: Json = False, stack: Stack = DEFAULT) -> None:
    """List the afnemers."""
    with manages(ctx, stack) as (admin, screens):
        everything = admin.table.afnemers()
        if json:
            write_json(screens.out, afnemers_as_json(everything))
        else:
            show_afnemers(screens.out, everything)


@command(
    group,
    "wijzigen",
    """Wijzigt de naam, het contact of de limiet van een afnemer; wat u niet noemt, blijft, en zijn id altijd.
Herstelt zo nodig zijn plan bij API Gateway.

Voorbeelden:

  stagemarkt afnemer wijzigen mijn-bpv-pakket --tempo 50

  stagemarkt afnemer wijzigen mijn-bpv-pakket --naam 'Mijn BPV-pakket'
""",
)
def modify(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    naam: AfnemerName,
    *,
    nieuwe_naam: _NewName = None,
    contact: _Contact = None,
    tempo: _Pace = None,
    uitschieter: _Burst = None,
    dagquotum: _DailyQuota = None,
    json: Json = False,
    stack: Stack = DEFAULT,
) -> None:
    """Change an afnemer."""
    with manages(ctx, stack) as (admin, screens):
        afnemer = find(admin, naam).afnemer
        given = {"tempo": tempo, "uitschieter": uitschieter, "dagquotum": dagquotum}
        limiet = afnemer.limiet._replace(**{k: v for k, v in given.items() if v is not None})
        afnemers.modify(
            admin,
            afnemer._replace(
                naam=afnemer.naam
                if nieuwe_naam is None
                else afnemers.require_name(admin, afnemer, nieuwe_naam),
                limiet=limiet,
                contact=afnemer.contact if contact is None else contact,
            ),
        )
        say(screens, f"Afnemer {afnemer.id} is gewijzigd; het geldt binnen een minuut.")
        if json:
            _show(admin, screens, admin.require_afnemer(afnemer.id), json=json)


@command(
    group,
    "verwijderen",
    """Verwijdert een afnemer, met zijn sleutels, zijn toegang, zijn abonnementen en wat daarvoor wacht.

Terug kan niet. Zijn id wordt nooit opnieuw gegeven. Brak het halverwege af, geef de opdracht dan nog eens.
""",
)
def remove(ctx: typer.Context, naam: AfnemerName, *, ja: Ja = False, stack: Stack = DEFAULT) -> None:
    """Remove an afnemer."""
    with manages(ctx, stack) as (admin, screens):
        afnemer_id = afnemers.afnemer_to_remove(admin, naam)
        require_ja(ja, f"Afnemer {afnemer_id} verdwijnt, met al zijn sleutels, toegang en abonnementen.")
        was_there = admin.table.rights(afnemer_id) is not None
        purged = afnemers.remove(admin, afnemer_id)
        if not was_there and not any(purged):
            raise Notice(f"Afnemer {afnemer_id} was al verwijderd, en er was niets meer van over.")
        say(
            screens,
            f"Afnemer {afnemer_id} is verwijderd; zijn sleutels zijn binnen een minuut dood.",
            f"Abonnementen beëindigd, met wat daarvoor wachtte: {purged.abonnementen}.",
        )


def _show(admin: Admin, screens: Screens, rights: Rights, *, json: bool) -> None:
    own = sleutels.listing(admin, rights.afnemer.id)
    if json:
        write_json(screens.out, afnemer_as_json(rights, own, admin.now))
    else:
        show_afnemer(screens.out, rights, own, admin.now)
