"""`stagemarkt sleutel`: the keys that callers present. A new one goes to stdout, once, and nowhere else."""

import json as json_
from typing import Annotated

import typer
from stagemarkt.domain.access import Aangeboden

from stagemarkt_cli.admin import afnemers, sleutels
from stagemarkt_cli.admin.admin import Beheer
from stagemarkt_cli.admin.finding import vind
from stagemarkt_cli.admin.validation import (
    Naam,
    einde_van,
    eis_brin,
    eis_dag,
    eis_prefix,
    eis_scopes,
    lees_naam,
)
from stagemarkt_cli.aws import STANDAARD
from stagemarkt_cli.commands.help import ARGUMENTEN, OPTIES, maak_groep, opdracht
from stagemarkt_cli.commands.managing import Afnemer, Scopes, beheert, zeg
from stagemarkt_cli.commands.toolbox import Json, Stack
from stagemarkt_cli.messages import VERKEERD_GEBRUIK, Melding
from stagemarkt_cli.views.admin import sleutels_als_json, toon_sleutels
from stagemarkt_cli.views.screens import Schermen, schrijf_json

groep = maak_groep("sleutel")

_DAG = 86_400
_Prefix = Annotated[
    str,
    typer.Argument(metavar="PREFIX", help="De acht tekens na `smk_`.", rich_help_panel=ARGUMENTEN),
]
_School = Annotated[
    str | None,
    typer.Option(
        "--school", metavar="BRIN", help="Met --scope: geef deze toegang erbij.", rich_help_panel=OPTIES
    ),
]
_Verloopt = Annotated[
    str | None,
    typer.Option(metavar="DATUM", help="De laatste dag dat hij werkt.", rich_help_panel=OPTIES),
]
_Overgang = Annotated[
    int,
    typer.Option(
        metavar="DAGEN",
        min=0,
        max=90,
        show_default=False,
        help="Zo lang werkt de oude nog; 7 als u niets zegt.",
        rich_help_panel=OPTIES,
    ),
]
_VanAfnemer = Annotated[
    str | None,
    typer.Option("--afnemer", metavar="NAAM", help="Alleen van deze.", rich_help_panel=OPTIES),
]


@opdracht(
    groep,
    "maken",
    """Maakt een sleutel voor een afnemer. Hij verschijnt één keer, op stdout; bewaard wordt hij niet.

Met --school en --scope krijgt de afnemer die toegang erbij, voor zover hij haar nog niet had; een afnemer die
er nog niet is, wordt gemaakt. De toegang is van de afnemer: zij geldt voor al zijn sleutels.

Voorbeelden:

  stagemarkt sleutel maken --afnemer mijn-bpv-pakket --school 99XX --scope identificatie --scope verificatie

  stagemarkt sleutel maken --afnemer mijn-bpv-pakket --verloopt 31-07-2027 --json
""",
)
def maken(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    *,
    afnemer: Afnemer,
    school: _School = None,
    scope: Scopes = [],  # noqa: B006 - Typer copies it
    verloopt: _Verloopt = None,
    json: Json = False,
    stack: Stack = STANDAARD,
) -> None:
    """Make a key."""
    with beheert(ctx, stack) as (beheer, schermen):
        naam = lees_naam(afnemer)
        verloopt_op = None if verloopt is None else einde_van(eis_dag(verloopt))
        if verloopt_op is not None and verloopt_op <= beheer.nu:
            raise Melding("Die dag is voorbij: de sleutel zou niet werken.", code=VERKEERD_GEBRUIK)
        afnemer_id = _zorg_voor_toegang(beheer, schermen, naam, school, eis_scopes(scope))
        _geef_af(schermen, sleutels.maak(beheer, afnemer_id, verloopt_op), json=json)


@opdracht(
    groep,
    "roteren",
    """Maakt een nieuwe sleutel naast deze; de oude werkt nog een tijd, zodat de afnemer kan overstappen.

Voorbeeld:

  stagemarkt sleutel roteren b3u6p6ey --overgang 14
""",
)
def roteren(
    ctx: typer.Context,
    prefix: _Prefix,
    *,
    overgang: _Overgang = 7,
    json: Json = False,
    stack: Stack = STANDAARD,
) -> None:
    """Rotate a key."""
    with beheert(ctx, stack) as (beheer, schermen):
        oud = eis_prefix(prefix)
        nieuw = sleutels.roteer(beheer, oud, beheer.nu + overgang * _DAG)
        zeg(
            schermen,
            f"Sleutel {oud} werkt nog {overgang} dagen, of korter als hij al eerder verliep."
            if overgang
            else f"Sleutel {oud} werkt binnen een minuut nergens meer.",
        )
        _geef_af(schermen, nieuw, json=json)


@opdracht(
    groep, "intrekken", "Trekt een sleutel in. Binnen een minuut werkt hij nergens meer; terug kan niet."
)
def intrekken(ctx: typer.Context, prefix: _Prefix, *, json: Json = False, stack: Stack = STANDAARD) -> None:
    """Withdraw a key."""
    with beheert(ctx, stack) as (beheer, schermen):
        uitkomst = sleutels.trek_in(beheer, eis_prefix(prefix))
        van = f"Sleutel {uitkomst.sleutel.prefix} van {uitkomst.sleutel.afnemer_id}"
        zeg(
            schermen,
            f"{van} is ingetrokken; binnen een minuut werkt hij nergens meer."
            if uitkomst.nu
            else f"{van} was al ingetrokken.",
        )
        if json:
            schrijf_json(schermen.uit, sleutels_als_json([uitkomst.sleutel], beheer.nu))


@opdracht(
    groep,
    "lijst",
    "Toont sleutels: van wie, hoe oud, wanneer voor het laatst gebruikt. Nooit de sleutel zelf.",
)
def lijst(
    ctx: typer.Context, *, afnemer: _VanAfnemer = None, json: Json = False, stack: Stack = STANDAARD
) -> None:
    """List keys."""
    with beheert(ctx, stack) as (beheer, schermen):
        if afnemer is None:
            ids = [bekend.id for bekend in beheer.tabel.afnemers()]
        else:
            ids = [vind(beheer, afnemer).afnemer.id]
        alle = [sleutel for afnemer_id in ids for sleutel in sleutels.lijst(beheer, afnemer_id)]
        if json:
            schrijf_json(schermen.uit, sleutels_als_json(alle, beheer.nu))
        else:
            toon_sleutels(schermen.uit, alle, beheer.nu)


def _zorg_voor_toegang(
    beheer: Beheer, schermen: Schermen, naam: Naam, school: str | None, scopes: tuple[str, ...]
) -> str:
    if bool(school) != bool(scopes):
        raise Melding("Geef --school en --scope samen, of geen van beide.", code=VERKEERD_GEBRUIK)
    if school:
        brin = eis_brin(school)
        # Before anything is made: a mistyped BRIN must not leave an afnemer behind.
        beheer.eis_school(brin)
        afnemer_id, nieuw = afnemers.voeg_toe(beheer, naam)
        if nieuw:
            zeg(schermen, f"Afnemer {afnemer_id} is nieuw: toegevoegd, met de gewone limiet.")
        sleutels.eis_ruimte(beheer, afnemer_id)
        if afnemers.breid_uit(beheer, afnemer_id, brin, scopes):
            zeg(
                schermen,
                f"Toegang voor {brin} gegeven: {', '.join(scopes)}. Zij geldt voor al zijn sleutels.",
            )
        return afnemer_id
    rechten = vind(beheer, naam.naam)
    afnemer_id = rechten.afnemer.id
    if not rechten.toegangen:
        zeg(
            schermen, f"Let op: {afnemer_id} heeft nog geen toegang; geef die met `stagemarkt toegang geven`."
        )
    return afnemer_id


def _geef_af(schermen: Schermen, sleutel: Aangeboden, *, json: bool) -> None:
    zeg(schermen, "Dit is de enige keer dat de sleutel te zien is. Geef hem veilig door.")
    if json:
        schrijf_json(schermen.uit, json_.dumps({"sleutel": sleutel.sleutel, "prefix": sleutel.prefix}))
    else:
        # As it is: a terminal that is too narrow must not break it.
        schermen.uit.file.write(f"{sleutel.sleutel}\n")
