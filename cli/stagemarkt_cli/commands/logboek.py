"""`stagemarkt logboek` and `waarschuwingen`: what happened, and what the operator was warned of."""

import json as json_
import re
from collections.abc import Sequence
from typing import Annotated, Any, Final

import typer

from stagemarkt_cli.admin.logbook import Logregel, Vraag, zoek
from stagemarkt_cli.admin.validation import eis_brin
from stagemarkt_cli.aws import STANDAARD
from stagemarkt_cli.commands.help import OPTIES, maak_groep, opdracht
from stagemarkt_cli.commands.managing import beheert, zeg
from stagemarkt_cli.commands.toolbox import Json, Stack
from stagemarkt_cli.messages import VERKEERD_GEBRUIK, Melding
from stagemarkt_cli.views.screens import Schermen, schrijf_json, tabel, veilig, veilig_blok
from stagemarkt_cli.views.values import iso, lokaal

groep = maak_groep("logboek")

_LOGBOEK: Final = """Een verzoekId staat in het antwoord aan de aanroeper: X-Request-Id, en `instance` van een
probleem. Wat elke gebeurtenis betekent staat in docs/operations.md.

Voorbeelden:

  stagemarkt logboek --verzoek 0b3c2a51-1f7e-4c8e-9d55-7a3f0c1b2d4e

  stagemarkt logboek --fouten --sinds 1u

  stagemarkt logboek --school 99XX --functie Zoeken --sinds 2d --json
"""
_WAARSCHUWINGEN: Final = """Voorbeelden:

  stagemarkt waarschuwingen

  stagemarkt waarschuwingen --school 99XX --sinds 30d --json
"""
_EENHEDEN: Final = {"m": 60, "u": 3600, "d": 86_400}
_STANDAARD: Final = 200
# Shown in columns of their own, or of no use to who reads.
_ELDERS: Final = frozenset({"timestamp", "level", "message", "service", "location", "tekst", "tijd"})

_Verzoek = Annotated[
    str | None,
    typer.Option("--verzoek", metavar="ID", help="Het verzoekId van een aanvraag.", rich_help_panel=OPTIES),
]
_School = Annotated[
    str | None, typer.Option("--school", metavar="BRIN", help="Alleen deze school.", rich_help_panel=OPTIES)
]
_Fouten = Annotated[
    bool, typer.Option("--fouten", metavar="", help="Alleen wat hier misging.", rich_help_panel=OPTIES)
]
_Functie = Annotated[
    str | None,
    typer.Option(
        "--functie", metavar="NAAM", help="Alleen dit logboek: Zoeken, Api ….", rich_help_panel=OPTIES
    ),
]
_Sinds = Annotated[
    str | None,
    typer.Option(
        "--sinds",
        metavar="DUUR",
        help="Hoe ver terug: 30m, 1u, 2d; een dag als u niets zegt.",
        rich_help_panel=OPTIES,
    ),
]
_SindsLang = Annotated[
    str | None,
    typer.Option(
        "--sinds",
        metavar="DUUR",
        help="Hoe ver terug: 1u, 2d; 30 dagen als u niets zegt.",
        rich_help_panel=OPTIES,
    ),
]
_Maximum = Annotated[
    int,
    typer.Option(
        metavar="N",
        min=1,
        max=10_000,
        show_default=False,
        help=f"Hooguit de laatste zoveel; {_STANDAARD} als u niets zegt.",
        rich_help_panel=OPTIES,
    ),
]


@opdracht(groep, "logboek", _LOGBOEK)
def logboek(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    *,
    verzoek: _Verzoek = None,
    school: _School = None,
    fouten: _Fouten = False,
    functie: _Functie = None,
    sinds: _Sinds = None,
    maximum: _Maximum = _STANDAARD,
    json: Json = False,
    stack: Stack = STANDAARD,
) -> None:
    """Search the logs."""
    with beheert(ctx, stack) as (beheer, schermen):
        nu = float(beheer.nu) + 1
        vraag = Vraag(
            max(0.0, nu - _duur(sinds or "1d")),
            nu,
            _eis_verzoek(verzoek),
            eis_brin(school) if school else None,
            fouten=fouten,
            functie=functie,
        )
        gevonden = zoek(beheer.stapel, vraag, maximum)
        if json:
            schrijf_json(
                schermen.uit, json_.dumps([_als_json(regel) for regel in gevonden], ensure_ascii=False)
            )
        elif not gevonden:
            zeg(schermen, "Er is niets gevonden. Zoek verder terug met --sinds.")
        else:
            _toon_regels(schermen, gevonden)
            if len(gevonden) == maximum:
                zeg(schermen, f"Dit zijn de laatste {maximum}; er kunnen er meer zijn (--maximum).")


@opdracht(groep, "waarschuwingen", _WAARSCHUWINGEN)
def waarschuwingen(
    ctx: typer.Context,
    *,
    school: _School = None,
    sinds: _SindsLang = None,
    maximum: _Maximum = _STANDAARD,
    json: Json = False,
    stack: Stack = STANDAARD,
) -> None:
    """Show what was warned of."""
    with beheert(ctx, stack) as (beheer, schermen):
        nu = float(beheer.nu) + 1
        brin = eis_brin(school) if school else None
        vraag = Vraag(max(0.0, nu - _duur(sinds or "30d")), nu, school=brin, gebeurtenis="waarschuwing")
        gevonden = zoek(beheer.stapel, vraag, maximum)
        if json:
            schrijf_json(
                schermen.uit, json_.dumps([_waarschuwing(een) for een in gevonden], ensure_ascii=False)
            )
        elif not gevonden:
            zeg(schermen, "Er is niet gewaarschuwd.")
        for een in [] if json else gevonden:
            velden = _waarschuwing(een)
            kop = f"{lokaal(een.op)} {velden['onderwerp'] or velden['soort']}"
            schermen.uit.print(veilig(kop, "bold"), soft_wrap=True)
            schermen.uit.print(
                veilig_blok(f"{velden['tekst'] or 'De tekst is niet bewaard.'}\n"), soft_wrap=True
            )


def _toon_regels(schermen: Schermen, regels: Sequence[Logregel]) -> None:
    raster = tabel("Moment (Nederlandse tijd)", "Logboek", "Niveau", "Gebeurtenis", "Velden")
    for regel in regels:
        velden = regel.velden
        rest = " ".join(f"{naam}={_kort(waarde)}" for naam, waarde in velden.items() if naam not in _ELDERS)
        cellen = (lokaal(regel.op), regel.bron, velden.get("level", ""), velden.get("message", ""), rest)
        raster.add_row(*map(veilig, cellen))
    schermen.uit.print(raster)


def _als_json(regel: Logregel) -> dict[str, Any]:
    return {"moment": iso(regel.op), "logboek": regel.bron, **regel.velden}


def _waarschuwing(regel: Logregel) -> dict[str, Any]:
    velden = {naam: regel.velden.get(naam) for naam in ("school", "soort", "onderwerp", "tekst")}
    return {"moment": iso(regel.op), "logboek": regel.bron, **velden}


def _kort(waarde: object) -> str:
    return waarde if isinstance(waarde, str) else json_.dumps(waarde, ensure_ascii=False)


def _duur(tekst: str) -> int:
    treffer = re.fullmatch(r"([0-9]{1,5})([mud])", tekst.strip().lower(), re.ASCII)
    if treffer is None or int(treffer[1]) == 0:
        raise Melding(f"Dit is geen duur: {tekst}. Schrijf 30m, 1u of 2d.", code=VERKEERD_GEBRUIK)
    return int(treffer[1]) * _EENHEDEN[treffer[2]]


def _eis_verzoek(tekst: str | None) -> str:
    if tekst is None:
        return ""
    kaal = tekst.strip().removeprefix("urn:uuid:")
    if not re.fullmatch(r"[0-9A-Za-z-]{8,64}", kaal, re.ASCII):
        raise Melding("Dit is geen verzoekId: letters, cijfers en streepjes.", code=VERKEERD_GEBRUIK)
    return kaal
