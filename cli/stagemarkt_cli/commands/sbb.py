"""`stagemarkt sbb`: by which CA the facade recognises SBB."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from stagemarkt_cli.aws import STANDAARD
from stagemarkt_cli.certificates.authorities import GeenBundel, als_pem, lees_bundel
from stagemarkt_cli.certificates.reading import NietTeLezen
from stagemarkt_cli.commands.help import ARGUMENTEN, maak_groep, opdracht
from stagemarkt_cli.commands.managing import beheert, lees, zeg
from stagemarkt_cli.commands.toolbox import Stack
from stagemarkt_cli.messages import VERKEERD_GEBRUIK, Melding

groep = maak_groep("sbb")

_Bestand = Annotated[
    Path,
    typer.Argument(
        metavar="PEM", help="Het CA-certificaat, of meer; PEM, DER of P7B.", rich_help_panel=ARGUMENTEN
    ),
]


@opdracht(
    groep,
    "ca",
    """Zet de CA-certificaten die dat van SBB ondertekenen, in de plaats van wat er stond; andere worden niet
vertrouwd. De functies lezen ze binnen vijf minuten. Wat geen CA-certificaat is of verlopen, wordt geweigerd.

Wisselt SBB van uitgever, zet dan de oude en de nieuwe samen in het bestand, en haal de oude er later uit.

Voorbeeld:

  stagemarkt sbb ca sbb-ca.pem
""",
)
def ca(ctx: typer.Context, bestand: _Bestand, *, stack: Stack = STANDAARD) -> None:
    """Set the CA."""
    with beheert(ctx, stack) as (beheer, schermen):
        pem, aantal = _lees(bestand, dt.datetime.fromtimestamp(beheer.nu, dt.UTC))
        beheer.geheimen.bewaar("sbb", {"ca": pem})
        hoeveel = "een CA-certificaat" if aantal == 1 else f"{aantal} CA-certificaten"
        zeg(schermen, f"SBB wordt herkend aan {hoeveel}.")


def _lees(bestand: Path, nu: dt.datetime) -> tuple[str, int]:
    try:
        alle = lees_bundel(lees(bestand), nu)
    except GeenBundel as fout:
        raise Melding(
            "Hieraan kan de facade SBB niet herkennen:",
            *(f"- {een}" for een in fout.fouten),
            code=VERKEERD_GEBRUIK,
        ) from None
    except NietTeLezen as fout:
        raise Melding(f"{bestand}: {fout}", code=VERKEERD_GEBRUIK) from None
    return als_pem(alle), len(alle)
