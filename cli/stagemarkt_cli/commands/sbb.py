"""`stagemarkt sbb`: by which CA the facade recognises SBB."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from stagemarkt_cli.aws import DEFAULT
from stagemarkt_cli.certificates.authorities import InvalidBundle, as_pem, read_bundle
from stagemarkt_cli.certificates.reading import UnreadableMaterial
from stagemarkt_cli.commands.help import ARGUMENTS, command, make_group
from stagemarkt_cli.commands.managing import manages, read, say
from stagemarkt_cli.commands.toolbox import Stack
from stagemarkt_cli.messages import WRONG_USAGE, Notice

group = make_group("sbb")

_FileArgument = Annotated[
    Path,
    typer.Argument(
        metavar="PEM", help="Het CA-certificaat, of meer; PEM, DER of P7B.", rich_help_panel=ARGUMENTS
    ),
]


@command(
    group,
    "ca",
    """Zet de CA-certificaten die dat van SBB ondertekenen, in de plaats van wat er stond; andere worden niet
vertrouwd. De functies lezen ze binnen vijf minuten. Wat geen CA-certificaat is of verlopen, wordt geweigerd.

Wisselt SBB van uitgever, zet dan de oude en de nieuwe samen in het bestand, en haal de oude er later uit.

Voorbeeld:

  stagemarkt sbb ca sbb-ca.pem
""",
)
def ca(ctx: typer.Context, bestand: _FileArgument, *, stack: Stack = DEFAULT) -> None:
    """Set the CA."""
    with manages(ctx, stack) as (admin, screens):
        pem, aantal = _read(bestand, dt.datetime.fromtimestamp(admin.now, dt.UTC))
        admin.school_secrets.keep("sbb", {"ca": pem})
        how_many = "een CA-certificaat" if aantal == 1 else f"{aantal} CA-certificaten"
        say(screens, f"SBB wordt herkend aan {how_many}.")


def _read(bestand: Path, now: dt.datetime) -> tuple[str, int]:
    try:
        everything = read_bundle(read(bestand), now)
    except InvalidBundle as fout:
        raise Notice(
            "Hieraan kan de facade SBB niet herkennen:",
            *(f"- {one}" for one in fout.fouten),
            code=WRONG_USAGE,
        ) from None
    except UnreadableMaterial as fout:
        raise Notice(f"{bestand}: {fout}", code=WRONG_USAGE) from None
    return as_pem(everything), len(everything)
