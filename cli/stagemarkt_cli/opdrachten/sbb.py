"""`stagemarkt sbb`: by which CA the facade recognises SBB."""

import ssl
from pathlib import Path
from typing import Annotated

import typer

from stagemarkt_cli.aws.stapel import STANDAARD
from stagemarkt_cli.meldingen import VERKEERD_GEBRUIK, Melding
from stagemarkt_cli.opdrachten.beheren import beheert, opdracht, zeg
from stagemarkt_cli.opdrachten.gereedschap import Stack
from stagemarkt_cli.opdrachten.uitleg import ARGUMENTEN, maak_groep

groep = maak_groep("sbb", "Waaraan de facade SBB herkent.")

_Bestand = Annotated[
    Path,
    typer.Argument(metavar="PEM", help="Het CA-certificaat, of meer.", rich_help_panel=ARGUMENTEN),
]


@opdracht(
    groep,
    "ca",
    """Zet de CA-certificaten die dat van SBB ondertekenen, in de plaats van wat er stond; andere worden niet
vertrouwd. De functies lezen ze binnen vijf minuten.

Wisselt SBB van uitgever, zet dan de oude en de nieuwe samen in het bestand, en haal de oude er later uit.

Voorbeeld:

  stagemarkt sbb ca sbb-ca.pem
""",
)
def ca(ctx: typer.Context, bestand: _Bestand, *, stack: Stack = STANDAARD) -> None:
    """Set the CA."""
    with beheert(ctx, stack) as (beheer, schermen):
        pem, aantal = _lees(bestand)
        beheer.geheimen.bewaar("sbb", {"ca": pem})
        hoeveel = "een CA-certificaat" if aantal == 1 else f"{aantal} CA-certificaten"
        zeg(schermen, f"SBB wordt herkend aan {hoeveel}.")


def _lees(bestand: Path) -> tuple[str, int]:
    try:
        pem = bestand.read_text(encoding="ascii")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=pem)
    except (OSError, ValueError):
        raise Melding(f"Geen certificaten in PEM: {bestand}", code=VERKEERD_GEBRUIK) from None
    if "PRIVATE KEY" in pem:
        raise Melding("Er staat een privésleutel in dit bestand: die hoort hier niet.", code=VERKEERD_GEBRUIK)
    return pem, len(context.get_ca_certs())
