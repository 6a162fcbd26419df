"""`stagemarkt school certificaat`: a school's certificate, judged before it is kept."""

import datetime as dt
import json as jsonlib
import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from stagemarkt_cli.admin import certificate as bewaring
from stagemarkt_cli.admin.validation import eis_brin
from stagemarkt_cli.aws import STANDAARD
from stagemarkt_cli.certificates.authorities import lees_bundel
from stagemarkt_cli.certificates.judgement import Keuring, keur
from stagemarkt_cli.certificates.passwords import Wachtwoord, getypt, uit_bestand
from stagemarkt_cli.certificates.reading import Aangeboden, NietTeLezen, WachtwoordNodig, lees_pem, lees_pfx
from stagemarkt_cli.commands import school as scholen
from stagemarkt_cli.commands.help import ARGUMENTEN, OPTIES, opdracht
from stagemarkt_cli.commands.managing import Probeer, beheert, lees, probeer_zo_gevraagd, zeg
from stagemarkt_cli.commands.toolbox import Json, Stack
from stagemarkt_cli.messages import VERKEERD_GEBRUIK, Melding
from stagemarkt_cli.texts import Onleesbaar
from stagemarkt_cli.views.screens import schrijf_json

# The group `school`, with this command in it.
groep: Final = scholen.groep

_Brin = Annotated[
    str | None, typer.Argument(metavar="BRIN", help="De school, zoals 99XX.", rich_help_panel=ARGUMENTEN)
]
_School = Annotated[
    str | None,
    typer.Option("--school", metavar="BRIN", help="Hetzelfde, als optie.", rich_help_panel=OPTIES),
]
_Pem = Annotated[
    Path | None,
    typer.Option(metavar="BESTAND", help="Certificaat en keten als PEM.", rich_help_panel=OPTIES),
]
_Sleutel = Annotated[
    Path | None,
    typer.Option(
        metavar="BESTAND", help="De privésleutel als PEM; anders die in --pem.", rich_help_panel=OPTIES
    ),
]
_Pfx = Annotated[
    Path | None,
    typer.Option(metavar="BESTAND", help="Alles in één: PFX of P12.", rich_help_panel=OPTIES),
]
_Wachtwoord = Annotated[
    Path | None,
    typer.Option(
        "--wachtwoordbestand",
        metavar="BESTAND",
        envvar="STAGEMARKT_WACHTWOORDBESTAND",
        help="Waar het wachtwoord in staat; anders wordt ernaar gevraagd.",
        rich_help_panel=OPTIES,
    ),
]
_Ca = Annotated[
    Path | None,
    typer.Option(metavar="BESTAND", help="De CA's die SBB vertrouwt, als PEM.", rich_help_panel=OPTIES),
]
_AlleenDit = Annotated[
    bool,
    typer.Option("--alleen-dit", metavar="", help="Bewaar het vorige er niet naast.", rich_help_panel=OPTIES),
]
_Proef = Annotated[
    bool, typer.Option("--proef", metavar="", help="Keur alleen; bewaar niets.", rich_help_panel=OPTIES)
]


@opdracht(
    groep,
    "certificaat",
    """Keurt het certificaat van een school en bewaart het, met de privésleutel zonder wachtwoord.

Wat bij SBB of TLS zou mislukken wordt geweigerd, met elke reden erbij. Het vorige certificaat blijft
ernaast staan en doet dienst zolang SBB het nieuwe nog niet kent. Binnen vijf minuten is het in gebruik. Of
SBB het accepteert, blijkt met --probeer: 0 ja, 1 nee, 3 SBB is er niet; anders bij de eerstvolgende vraag.

Voorbeelden:

  stagemarkt school certificaat 99XX --pfx school.pfx --probeer

  stagemarkt school certificaat 99XX --pem school.pem --sleutel school.key --ca pkioverheid.pem
""",
)
def certificaat(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    brin: _Brin = None,
    *,
    school: _School = None,
    pem: _Pem = None,
    sleutel: _Sleutel = None,
    pfx: _Pfx = None,
    wachtwoord: _Wachtwoord = None,
    ca: _Ca = None,
    alleen_dit: _AlleenDit = False,
    proef: _Proef = False,
    probeer: Probeer = False,
    json: Json = False,
    stack: Stack = STANDAARD,
) -> None:
    """Judge and keep a certificate."""
    with beheert(ctx, stack) as (beheer, schermen):
        code = eis_brin(brin or school or "")
        if proef and probeer:
            raise Melding(
                "Met --proef wordt niets bewaard, en SBB kan alleen geprobeerd worden met wat bewaard is.",
                code=VERKEERD_GEBRUIK,
            )
        bekend = beheer.eis_school(code)
        keuring = _keur(
            _lees(pem, sleutel, pfx, wachtwoord), bekend.oin, ca, dt.datetime.fromtimestamp(beheer.nu, dt.UTC)
        )
        if json:
            schrijf_json(schermen.uit, _als_json(code, keuring))
        for waarschuwing in keuring.waarschuwingen:
            zeg(schermen, f"Let op: {waarschuwing}")
        if keuring.fouten:
            raise Melding("Dit certificaat is niet te gebruiken:", *(f"- {fout}" for fout in keuring.fouten))
        tot = f"geldig tot {keuring.geldig_tot:%d-%m-%Y}"
        if proef:
            zeg(schermen, f"Dit certificaat is te gebruiken voor school {code}, {tot}. Er is niets bewaard.")
            return
        ernaast = bewaring.bewaar(beheer, code, keuring, alleen_dit=alleen_dit)
        zeg(schermen, f"Het certificaat van school {code} staat er, {tot}; binnen vijf minuten in gebruik.")
        if ernaast:
            zeg(schermen, "Het vorige staat ernaast en doet dienst zolang SBB het nieuwe niet kent.")
        if not bewaring.laat_bekijken(beheer, code):
            zeg(schermen, bewaring.NIET_BEKEKEN)
        probeer_zo_gevraagd(beheer, schermen, code, gevraagd=probeer)


def _lees(pem: Path | None, sleutel: Path | None, pfx: Path | None, wachtwoord: Path | None) -> Aangeboden:
    if (pem is None) == (pfx is None) or (pfx is not None and sleutel is not None):
        raise Melding("Geef --pfx BESTAND, of --pem BESTAND met --sleutel BESTAND.", code=VERKEERD_GEBRUIK)
    try:
        woord = uit_bestand(lees(wachtwoord)) if wachtwoord is not None else None
        return _open(pem, sleutel, pfx, woord)
    except WachtwoordNodig as fout:
        if woord is not None or not sys.stdin.isatty():
            raise Melding(str(fout), _hint(woord)) from None
    except (NietTeLezen, Onleesbaar) as fout:
        raise Melding(str(fout)) from None
    try:
        gevraagd: str = typer.prompt("Wachtwoord", hide_input=True, err=True)
        return _open(pem, sleutel, pfx, getypt(gevraagd))
    except NietTeLezen as fout:
        raise Melding(str(fout)) from None


def _hint(woord: Wachtwoord | None) -> str:
    if woord is None:
        return "Geef het met --wachtwoordbestand, of voer deze opdracht uit waar ernaar gevraagd kan worden."
    return f"Het wachtwoordbestand is gelezen als {woord.gelezen_als}; geen daarvan past."


def _open(
    pem: Path | None, sleutel: Path | None, pfx: Path | None, wachtwoord: Wachtwoord | None
) -> Aangeboden:
    if pfx is not None:
        return lees_pfx(lees(pfx), wachtwoord)
    certificaten = lees(pem) if pem is not None else b""
    return lees_pem(certificaten, lees(sleutel) if sleutel is not None else certificaten, wachtwoord)


def _keur(aangeboden: Aangeboden, oin: str, ca: Path | None, nu: dt.datetime) -> Keuring:
    try:
        vertrouwd = lees_bundel(lees(ca), nu) if ca is not None else []
    except NietTeLezen as fout:
        raise Melding(f"De CA-bundel: {fout}") from None
    return keur(aangeboden, oin, vertrouwd, nu)


def _als_json(brin: str, keuring: Keuring) -> str:
    """What a program wants to know; neither the certificate nor the key."""
    inhoud = {
        "school": brin,
        "bruikbaar": not keuring.fouten,
        "fouten": list(keuring.fouten),
        "waarschuwingen": list(keuring.waarschuwingen),
        "oin": keuring.oin,
        "geldigVanaf": keuring.geldig_van.isoformat(),
        "geldigTot": keuring.geldig_tot.isoformat(),
        "vingerafdruk": keuring.vingerafdruk,
    }
    return jsonlib.dumps(inhoud, ensure_ascii=False, indent=2)
