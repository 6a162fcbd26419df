"""`stagemarkt school certificaat`: a school's certificate, judged before it is kept."""

import datetime as dt
import json as jsonlib
import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from stagemarkt_cli.admin import certificate as keeping
from stagemarkt_cli.admin.validation import require_brin
from stagemarkt_cli.aws import DEFAULT
from stagemarkt_cli.certificates.authorities import read_bundle
from stagemarkt_cli.certificates.judgement import Vetting, vet
from stagemarkt_cli.certificates.passwords import Password, from_file, from_typed
from stagemarkt_cli.certificates.reading import (
    OfferedFiles,
    PasswordNeeded,
    UnreadableMaterial,
    read_pem,
    read_pfx,
)
from stagemarkt_cli.commands import school as scholen
from stagemarkt_cli.commands.help import ARGUMENTS, OPTIONS, command
from stagemarkt_cli.commands.managing import Try, manages, read, say, try_if_asked
from stagemarkt_cli.commands.toolbox import Json, Stack
from stagemarkt_cli.messages import WRONG_USAGE, Notice
from stagemarkt_cli.texts import UnreadableText
from stagemarkt_cli.views.screens import write_json

# The group `school`, with this command in it.
group: Final = scholen.group

_Brin = Annotated[
    str | None, typer.Argument(metavar="BRIN", help="De school, zoals 99XX.", rich_help_panel=ARGUMENTS)
]
_School = Annotated[
    str | None,
    typer.Option("--school", metavar="BRIN", help="Hetzelfde, als optie.", rich_help_panel=OPTIONS),
]
_Pem = Annotated[
    Path | None,
    typer.Option(metavar="BESTAND", help="Certificaat en keten als PEM.", rich_help_panel=OPTIONS),
]
_Sleutel = Annotated[
    Path | None,
    typer.Option(
        metavar="BESTAND", help="De privésleutel als PEM; anders die in --pem.", rich_help_panel=OPTIONS
    ),
]
_Pfx = Annotated[
    Path | None,
    typer.Option(metavar="BESTAND", help="Alles in één: PFX of P12.", rich_help_panel=OPTIONS),
]
_Password = Annotated[
    Path | None,
    typer.Option(
        "--wachtwoordbestand",
        metavar="BESTAND",
        envvar="STAGEMARKT_WACHTWOORDBESTAND",
        help="Waar het wachtwoord in staat; anders wordt ernaar gevraagd.",
        rich_help_panel=OPTIONS,
    ),
]
_Ca = Annotated[
    Path | None,
    typer.Option(metavar="BESTAND", help="De CA's die SBB vertrouwt, als PEM.", rich_help_panel=OPTIONS),
]
_OnlyDit = Annotated[
    bool,
    typer.Option(
        "--alleen-dit", metavar="", help="Bewaar het vorige er niet naast.", rich_help_panel=OPTIONS
    ),
]
_Probe = Annotated[
    bool, typer.Option("--proef", metavar="", help="Keur alleen; bewaar niets.", rich_help_panel=OPTIONS)
]


@command(
    group,
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
    wachtwoord: _Password = None,
    ca: _Ca = None,
    alleen_dit: _OnlyDit = False,
    proef: _Probe = False,
    probeer: Try = False,
    json: Json = False,
    stack: Stack = DEFAULT,
) -> None:
    """Judge and keep a certificate."""
    with manages(ctx, stack) as (admin, screens):
        code = require_brin(brin or school or "")
        if proef and probeer:
            raise Notice(
                "Met --proef wordt niets bewaard, en SBB kan alleen geprobeerd worden met wat bewaard is.",
                code=WRONG_USAGE,
            )
        known = admin.require_school(code)
        vetting = _vet(
            _read(pem, sleutel, pfx, wachtwoord), known.oin, ca, dt.datetime.fromtimestamp(admin.now, dt.UTC)
        )
        if json:
            write_json(screens.out, _as_json(code, vetting))
        for warning in vetting.all_warnings:
            say(screens, f"Let op: {warning}")
        if vetting.fouten:
            raise Notice("Dit certificaat is niet te gebruiken:", *(f"- {fout}" for fout in vetting.fouten))
        until = f"geldig tot {vetting.geldig_tot:%d-%m-%Y}"
        if proef:
            say(screens, f"Dit certificaat is te gebruiken voor school {code}, {until}. Er is niets bewaard.")
            return
        beside = keeping.keep(admin, code, vetting, alleen_dit=alleen_dit)
        say(screens, f"Het certificaat van school {code} staat er, {until}; binnen vijf minuten in gebruik.")
        if beside:
            say(screens, "Het vorige staat ernaast en doet dienst zolang SBB het nieuwe niet kent.")
        if not keeping.have_examined(admin, code):
            say(screens, keeping.NOT_EXAMINED)
        try_if_asked(admin, screens, code, asked=probeer)


def _read(pem: Path | None, sleutel: Path | None, pfx: Path | None, wachtwoord: Path | None) -> OfferedFiles:
    if (pem is None) == (pfx is None) or (pfx is not None and sleutel is not None):
        raise Notice("Geef --pfx BESTAND, of --pem BESTAND met --sleutel BESTAND.", code=WRONG_USAGE)
    try:
        word = from_file(read(wachtwoord)) if wachtwoord is not None else None
        return _open(pem, sleutel, pfx, word)
    except PasswordNeeded as fout:
        if word is not None or not sys.stdin.isatty():
            raise Notice(str(fout), _hint(word)) from None
    except (UnreadableMaterial, UnreadableText) as fout:
        raise Notice(str(fout)) from None
    try:
        asked: str = typer.prompt("Wachtwoord", hide_input=True, err=True)
        return _open(pem, sleutel, pfx, from_typed(asked))
    except UnreadableMaterial as fout:
        raise Notice(str(fout)) from None


def _hint(word: Password | None) -> str:
    if word is None:
        return "Geef het met --wachtwoordbestand, of voer deze opdracht uit waar ernaar gevraagd kan worden."
    return f"Het wachtwoordbestand is gelezen als {word.read_as}; geen daarvan past."


def _open(
    pem: Path | None, sleutel: Path | None, pfx: Path | None, wachtwoord: Password | None
) -> OfferedFiles:
    if pfx is not None:
        return read_pfx(read(pfx), wachtwoord)
    certificates = read(pem) if pem is not None else b""
    return read_pem(certificates, read(sleutel) if sleutel is not None else certificates, wachtwoord)


def _vet(offered: OfferedFiles, oin: str, ca: Path | None, now: dt.datetime) -> Vetting:
    try:
        trusted = read_bundle(read(ca), now) if ca is not None else []
    except UnreadableMaterial as fout:
        raise Notice(f"De CA-bundel: {fout}") from None
    return vet(offered, oin, trusted, now)


def _as_json(brin: str, vetting: Vetting) -> str:
    """What a program wants to know; neither the certificate nor the key."""
    inhoud = {
        "school": brin,
        "bruikbaar": not vetting.fouten,
        "fouten": list(vetting.fouten),
        "waarschuwingen": list(vetting.all_warnings),
        "oin": vetting.oin,
        "geldigVanaf": vetting.valid_from.isoformat(),
        "geldigTot": vetting.geldig_tot.isoformat(),
        "vingerafdruk": vetting.fingerprint,
    }
    return jsonlib.dumps(inhoud, ensure_ascii=False, indent=2)
