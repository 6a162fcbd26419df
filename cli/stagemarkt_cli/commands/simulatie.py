"""`stagemarkt simulatie`: what only the simulated SBB of `make up` can do."""

import json as json_
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import httpx
import typer

from stagemarkt_cli.commands.help import OPTIES, maak_groep, opdracht
from stagemarkt_cli.commands.toolbox import VERBINDING, Json, gereedschap
from stagemarkt_cli.files import lees_json
from stagemarkt_cli.messages import NIET_BEREIKBAAR, VERKEERD_GEBRUIK, Melding, meldt
from stagemarkt_cli.texts import Onleesbaar
from stagemarkt_cli.views.screens import schrijf_json, veilig

groep = maak_groep("simulatie")

_BESCHRIJVING: Final = Path(".local", "sbb", "sbb.json")
# Seconds that we wait for the schools to acknowledge.
_WACHT: Final = 10


class Status(StrEnum):
    """What an erkenning can become."""

    ERKEND = "Erkend"
    NIET_ERKEND = "NietErkend"
    INGETROKKEN = "Ingetrokken"
    VERLOPEN = "Verlopen"


_Leerbedrijf = Annotated[
    str, typer.Option("--leerbedrijf", metavar="ID", help="Het leerbedrijf.", rich_help_panel=OPTIES)
]
_Code = Annotated[
    str, typer.Option("--code", metavar="CODE", help="Een crebo of keuzedeel.", rich_help_panel=OPTIES)
]
_Status = Annotated[
    Status,
    typer.Option(
        "--status",
        metavar="|".join(Status),
        case_sensitive=False,
        help="Wat de erkenning wordt.",
        rich_help_panel=OPTIES,
    ),
]
_Datum = "JJJJ-MM-DD"
_Startdatum = Annotated[
    str | None, typer.Option("--startdatum", metavar=_Datum, help="De eerste dag.", rich_help_panel=OPTIES)
]
_Einddatum = Annotated[
    str | None, typer.Option("--einddatum", metavar=_Datum, help="De laatste dag.", rich_help_panel=OPTIES)
]
_Storing = Annotated[
    str | None,
    typer.Option(
        "--storing",
        metavar="SOORT",
        help="Bederf het bericht: dubbel, half, onbekend-abonnement, andere-brin, andere-oin, kapotte-xml …",
        rich_help_panel=OPTIES,
    ),
]
_Bediening = Annotated[
    str | None,
    typer.Option(
        "--bediening",
        metavar="URL",
        help=f"Het bedieningsadres van de simulator; anders dat in {_BESCHRIJVING} van deze map.",
        rich_help_panel=VERBINDING,
    ),
]


@opdracht(
    groep,
    "wijzig-erkenning",
    """Wijzigt een erkenning bij de nagebootste SBB, die dat dan vertelt aan elke school met een abonnement.

Voorbeeld:

  stagemarkt simulatie wijzig-erkenning --leerbedrijf 900000001 --code 25998 --status Ingetrokken
""",
)
def wijzig_erkenning(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    *,
    leerbedrijf: _Leerbedrijf,
    code: _Code,
    status: _Status,
    startdatum: _Startdatum = None,
    einddatum: _Einddatum = None,
    storing: _Storing = None,
    json: Json = False,
    bediening: _Bediening = None,
) -> None:
    """Change an erkenning, and wait until the schools have heard."""
    hulp = gereedschap(ctx)
    vraag = {
        "leerbedrijfId": leerbedrijf,
        "code": code,
        "status": status.value,
        "startdatum": startdatum,
        "einddatum": einddatum,
        "storing": storing,
    }
    schermen = hulp.schermen
    with meldt(schermen.fout):
        adres = bediening or _adres(hulp.werkmap)
        with httpx.Client(base_url=adres, transport=hulp.transport, timeout=30, trust_env=False) as client:
            sinds = _vraag(client, "GET", "/zendingen")["zendingen"]
            laatste = sinds[-1]["nr"] if sinds else 0
            gewijzigd = _vraag(
                client, "POST", "/erkenningen", {n: w for n, w in vraag.items() if w is not None}
            )
            wacht = 1 if storing else _WACHT
            zendingen = _vraag(client, "GET", f"/zendingen?sinds={laatste}&wacht={wacht}")["zendingen"]
        van_ons = [z for z in zendingen if z["berichtId"] in gewijzigd["berichten"]]
        if json:
            schrijf_json(schermen.uit, json_.dumps({**gewijzigd, "zendingen": van_ons}, ensure_ascii=False))
            return
        regels = [f"{code} bij leerbedrijf {leerbedrijf} is nu {gewijzigd['status']}."]
        if not van_ons:
            regels.append("Geen school heeft een abonnement: stagemarkt school abonneer --school 99XX")
        for regel in [*regels, *map(_regel, van_ons)]:
            schermen.uit.print(veilig(regel))


def _regel(zending: dict[str, Any]) -> str:
    uitkomst = zending["fout"] or f"signaalcode {zending['signaalcode']}"
    return f"School {zending['brin']}: bericht {zending['berichtId']} {zending['toestand']} ({uitkomst})."


def _adres(werkmap: Path) -> str:
    try:
        return str(lees_json(werkmap / _BESCHRIJVING)["bediening"])
    except (Onleesbaar, TypeError, KeyError):
        raise Melding(
            "De nagebootste SBB draait hier niet.",
            f"Start in de map waar `make up` {_BESCHRIJVING} schreef, of geef --bediening.",
            code=VERKEERD_GEBRUIK,
        ) from None


def _vraag(client: httpx.Client, methode: str, pad: str, body: object = None) -> dict[str, Any]:
    try:
        antwoord = client.request(methode, pad, json=body)
        inhoud: dict[str, Any] = antwoord.json()
    except (httpx.HTTPError, ValueError):
        raise Melding("De nagebootste SBB antwoordt niet: draait `make up`?", code=NIET_BEREIKBAAR) from None
    if antwoord.is_error:
        raise Melding(*[str(fout) for fout in inhoud.get("fouten", ["geweigerd"])], code=VERKEERD_GEBRUIK)
    return inhoud
