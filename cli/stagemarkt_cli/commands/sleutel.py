"""`stagemarkt sleutel`: the keys that callers present. A new one goes to stdout, once, and nowhere else."""

import json as json_
from typing import Annotated

import typer
from stagemarkt.domain.access import PresentedKey

from stagemarkt_cli.admin import afnemers, sleutels
from stagemarkt_cli.admin.admin import Admin
from stagemarkt_cli.admin.finding import find
from stagemarkt_cli.admin.validation import (
    Name,
    end_of,
    read_name,
    require_brin,
    require_day,
    require_prefix,
    require_scopes,
)
from stagemarkt_cli.aws import DEFAULT
from stagemarkt_cli.commands.help import ARGUMENTS, OPTIONS, command, make_group
from stagemarkt_cli.commands.managing import Afnemer, Scopes, manages, say, say_new_afnemer
from stagemarkt_cli.commands.toolbox import Json, Stack
from stagemarkt_cli.messages import WRONG_USAGE, Notice
from stagemarkt_cli.views.admin import show_sleutels, sleutels_as_json
from stagemarkt_cli.views.screens import Screens, write_json

group = make_group("sleutel")

_DAY = 86_400
_Prefix = Annotated[
    str,
    typer.Argument(metavar="PREFIX", help="De acht tekens na `smk_`.", rich_help_panel=ARGUMENTS),
]
_School = Annotated[
    str | None,
    typer.Option(
        "--school", metavar="BRIN", help="Met --scope: geef deze toegang erbij.", rich_help_panel=OPTIONS
    ),
]
_Expires = Annotated[
    str | None,
    typer.Option(metavar="DATUM", help="De laatste dag dat hij werkt.", rich_help_panel=OPTIONS),
]
_Transition = Annotated[
    int,
    typer.Option(
        metavar="DAGEN",
        min=0,
        max=90,
        show_default=False,
        help="Zo lang werkt de oude nog; 7 als u niets zegt.",
        rich_help_panel=OPTIONS,
    ),
]
_ForAfnemer = Annotated[
    str | None,
    typer.Option("--afnemer", metavar="NAAM", help="Alleen van deze.", rich_help_panel=OPTIONS),
]


@command(
    group,
    "maken",
    """Maakt een sleutel voor een afnemer. Hij verschijnt één keer, op stdout; bewaard wordt hij niet.

Met --school en --scope krijgt de afnemer die toegang erbij, voor zover hij haar nog niet had; een afnemer die
er nog niet is, wordt gemaakt. De toegang is van de afnemer: zij geldt voor al zijn sleutels.

Voorbeelden:

  stagemarkt sleutel maken --afnemer mijn-bpv-pakket --school 99XX --scope identificatie --scope verificatie

  stagemarkt sleutel maken --afnemer mijn-bpv-pakket --verloopt 31-07-2027 --json
""",
)
def create(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    *,
    afnemer: Afnemer,
    school: _School = None,
    scope: Scopes = [],  # noqa: B006 - Typer copies it
    verloopt: _Expires = None,
    json: Json = False,
    stack: Stack = DEFAULT,
) -> None:
    """Make a key."""
    with manages(ctx, stack) as (admin, screens):
        naam = read_name(afnemer)
        expires_at = None if verloopt is None else end_of(require_day(verloopt))
        if expires_at is not None and expires_at <= admin.now:
            raise Notice("Die dag is voorbij: de sleutel zou niet werken.", code=WRONG_USAGE)
        afnemer_id = _ensure_toegang(admin, screens, naam, school, require_scopes(scope))
        _issue(screens, sleutels.make(admin, afnemer_id, expires_at), json=json)


@command(
    group,
    "roteren",
    """Maakt een nieuwe sleutel naast deze; de oude werkt nog een tijd, zodat de afnemer kan overstappen.

Voorbeeld:

  stagemarkt sleutel roteren b3u6p6ey --overgang 14
""",
)
def rotate(
    ctx: typer.Context,
    prefix: _Prefix,
    *,
    overgang: _Transition = 7,
    json: Json = False,
    stack: Stack = DEFAULT,
) -> None:
    """Rotate a key."""
    with manages(ctx, stack) as (admin, screens):
        old = require_prefix(prefix)
        new = sleutels.rotate(admin, old, admin.now + overgang * _DAY)
        say(
            screens,
            f"Sleutel {old} werkt nog {overgang} dagen, of korter als hij al eerder verliep."
            if overgang
            else f"Sleutel {old} werkt binnen een minuut nergens meer.",
        )
        _issue(screens, new, json=json)


@command(
    group, "intrekken", "Trekt een sleutel in. Binnen een minuut werkt hij nergens meer; terug kan niet."
)
def revoke(ctx: typer.Context, prefix: _Prefix, *, json: Json = False, stack: Stack = DEFAULT) -> None:
    """Withdraw a key."""
    with manages(ctx, stack) as (admin, screens):
        uitkomst = sleutels.revoke(admin, require_prefix(prefix))
        van = f"Sleutel {uitkomst.sleutel.prefix} van {uitkomst.sleutel.afnemer_id}"
        say(
            screens,
            f"{van} is ingetrokken; binnen een minuut werkt hij nergens meer."
            if uitkomst.now
            else f"{van} was al ingetrokken.",
        )
        if json:
            write_json(screens.out, sleutels_as_json([uitkomst.sleutel], admin.now))


@command(
    group,
    "lijst",
    "Toont sleutels: van wie, hoe oud, wanneer voor het laatst gebruikt. Nooit de sleutel zelf.",
)
def listing(
    ctx: typer.Context, *, afnemer: _ForAfnemer = None, json: Json = False, stack: Stack = DEFAULT
) -> None:
    """List keys."""
    with manages(ctx, stack) as (admin, screens):
        if afnemer is None:
            ids = [known.id for known in admin.table.afnemers()]
        else:
            ids = [find(admin, afnemer).afnemer.id]
        everything = [sleutel for afnemer_id in ids for sleutel in sleutels.listing(admin, afnemer_id)]
        if json:
            write_json(screens.out, sleutels_as_json(everything, admin.now))
        else:
            show_sleutels(screens.out, everything, admin.now)


def _ensure_toegang(
    admin: Admin, screens: Screens, naam: Name, school: str | None, scopes: tuple[str, ...]
) -> str:
    if bool(school) != bool(scopes):
        raise Notice("Geef --school en --scope samen, of geen van beide.", code=WRONG_USAGE)
    if school:
        brin = require_brin(school)
        # Before anything is made: a mistyped BRIN must not leave an afnemer behind.
        admin.require_school(brin)
        afnemer_id, new = afnemers.add(admin, naam)
        if new:
            say(screens, f"Afnemer {afnemer_id} is nieuw: toegevoegd, met de gewone limiet.")
            say_new_afnemer(screens)
        sleutels.require_room(admin, afnemer_id)
        if afnemers.extend(admin, afnemer_id, brin, scopes):
            say(
                screens,
                f"Toegang voor {brin} gegeven: {', '.join(scopes)}. Zij geldt voor al zijn sleutels.",
            )
        return afnemer_id
    rights = find(admin, naam.naam)
    afnemer_id = rights.afnemer.id
    if not rights.toegangen:
        say(screens, f"Let op: {afnemer_id} heeft nog geen toegang; geef die met `stagemarkt toegang geven`.")
    return afnemer_id


def _issue(screens: Screens, sleutel: PresentedKey, *, json: bool) -> None:
    say(screens, "Dit is de enige keer dat de sleutel te zien is. Geef hem veilig door.")
    if json:
        write_json(screens.out, json_.dumps({"sleutel": sleutel.sleutel, "prefix": sleutel.prefix}))
    else:
        # As it is: a terminal that is too narrow must not break it.
        screens.out.file.write(f"{sleutel.sleutel}\n")
