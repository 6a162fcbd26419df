"""What every command works with: the options that they share, and what a test replaces.

What a command may not need is imported here when it is used: the way to the API, or that to AWS.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from stagemarkt.model.codes import lees_brin

from stagemarkt_cli.api.access import bepaal_toegang
from stagemarkt_cli.aws import STANDAARD
from stagemarkt_cli.commands.help import OPTIES
from stagemarkt_cli.messages import VERKEERD_GEBRUIK, Melding
from stagemarkt_cli.views.screens import Schermen, maak_schermen

if TYPE_CHECKING:
    import httpx

    from stagemarkt_cli.api.client import Klant
    from stagemarkt_cli.aws.stack import Stapel

VERBINDING: Final = "Verbinding"

Json = Annotated[
    bool,
    typer.Option("--json", metavar="", help="De JSON zelf, voor programma's.", rich_help_panel=OPTIES),
]
ApiUrl = Annotated[
    str | None,
    typer.Option(
        "--api-url",
        metavar="URL",
        envvar="STAGEMARKT_API_URL",
        show_envvar=False,
        rich_help_panel=VERBINDING,
        help="Het adres van de facade, tot en met /v1. Anders STAGEMARKT_API_URL, anders .local/stack.json "
        "van deze map (`make up` schrijft dat).",
    ),
]
Sleutel = Annotated[
    str | None,
    typer.Option(
        "--sleutel",
        metavar="SLEUTEL",
        envvar="STAGEMARKT_SLEUTEL",
        show_envvar=False,
        rich_help_panel=VERBINDING,
        help="De API-sleutel. Liever in STAGEMARKT_SLEUTEL: "
        "een optie is op deze machine voor anderen te zien.",
    ),
]
School = Annotated[
    str | None,
    typer.Option(
        "--school",
        metavar="BRIN",
        rich_help_panel=VERBINDING,
        help="Namens welke school, bij een sleutel voor meer dan één: 99XX.",
    ),
]
Stack = Annotated[
    str,
    typer.Option(
        "--stack",
        metavar="NAAM",
        envvar="STAGEMARKT_STACK",
        show_envvar=False,
        show_default=False,
        rich_help_panel=VERBINDING,
        help=f"De uitgerolde stapel; {STANDAARD} als u niets zegt. Op AWS, met uw eigen gegevens; "
        "op deze machine als AWS_ENDPOINT_URL de awsEndpointUrl uit .local/stack.json is.",
    ),
]


def _find_stack(name: str) -> "Stapel":
    from stagemarkt_cli.aws.stack import Stapel

    return Stapel.vind(name)


@dataclass(frozen=True, slots=True)
class Gereedschap:
    """What a test replaces.

    Attributes:
        werkmap: the folder that the command is run in.
        schermen: where answers and complaints go.
        transport: of httpx, its own unless given.
        stapel: finds a deployed stack by its name.
        klok: seconds since 1970.
        slaap: waits so many seconds.
    """

    werkmap: Path = field(default_factory=Path.cwd)
    schermen: Schermen = field(default_factory=maak_schermen)
    transport: "httpx.BaseTransport | None" = None
    stapel: Callable[[str], "Stapel"] = _find_stack
    klok: Callable[[], float] = time.time
    slaap: Callable[[float], None] = time.sleep

    def klant(self, api_url: str | None, sleutel: str | None, school: str | None) -> "Klant":
        """The facade as these options say. Raises Melding when they do not suffice."""
        from stagemarkt_cli.api.client import Klant

        brin = lees_brin(school) if school else None
        if school and brin is None:
            raise Melding(f"Dit is geen BRIN: {school}. Twee cijfers en twee letters.", code=VERKEERD_GEBRUIK)
        return Klant(bepaal_toegang(api_url, sleutel, self.werkmap), brin, self.transport)


def gereedschap(ctx: typer.Context) -> Gereedschap:
    """That of this run."""
    return ctx.find_object(Gereedschap) or Gereedschap()
