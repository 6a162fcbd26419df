"""What every command works with: the options that they share, and what a test replaces.

What a command may not need is imported here when it is used: the way to the API, or that to AWS.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from stagemarkt.domain.sheets.csv_sheet import CsvSheet
from stagemarkt.domain.sheets.encoding import is_zip
from stagemarkt.model.codes import read_brin

from stagemarkt_cli.api.access import determine_toegang
from stagemarkt_cli.aws import DEFAULT
from stagemarkt_cli.commands.help import OPTIONS
from stagemarkt_cli.messages import WRONG_USAGE, Notice
from stagemarkt_cli.views.screens import Screens, make_screens, safe

if TYPE_CHECKING:
    import httpx
    from stagemarkt.client import Client
    from types_boto3_cloudformation.client import CloudFormationClient

    from stagemarkt_cli.api.follow import Follower
    from stagemarkt_cli.api.smoke_test import SmokeTest
    from stagemarkt_cli.aws.stack import DeployedStack
    from stagemarkt_cli.verification.xlsx_sheet import XlsxSheet

CONNECTION: Final = "Verbinding"

Json = Annotated[
    bool,
    typer.Option("--json", metavar="", help="De JSON zelf, voor programma's.", rich_help_panel=OPTIONS),
]
ApiUrl = Annotated[
    str | None,
    typer.Option(
        "--api-url",
        metavar="URL",
        envvar="STAGEMARKT_API_URL",
        show_envvar=False,
        rich_help_panel=CONNECTION,
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
        rich_help_panel=CONNECTION,
        help="De API-sleutel. Liever in STAGEMARKT_SLEUTEL: "
        "een optie is op deze machine voor anderen te zien.",
    ),
]
School = Annotated[
    str | None,
    typer.Option(
        "--school",
        metavar="BRIN",
        rich_help_panel=CONNECTION,
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
        rich_help_panel=CONNECTION,
        help=f"De uitgerolde stapel; {DEFAULT} als u niets zegt. Op AWS, met uw eigen gegevens; "
        "op deze machine als AWS_ENDPOINT_URL de awsEndpointUrl uit .local/stack.json is.",
    ),
]


def _find_stack(name: str) -> "DeployedStack":
    from stagemarkt_cli.aws.stack import DeployedStack

    return DeployedStack.find(name)


def _cloudformation() -> "CloudFormationClient":
    from stagemarkt_cli.aws.stack import make_cloudformation

    client: CloudFormationClient = make_cloudformation()
    return client


def _ask_person(question: str) -> str | None:
    """What somebody at the keyboard answers; None where nobody is."""
    if not sys.stdin.isatty():
        return None
    sys.stderr.write(f"{question} ")
    sys.stderr.flush()
    return sys.stdin.readline().strip()


@dataclass(frozen=True, slots=True)
class Toolbox:
    """What a test replaces.

    Attributes:
        work_dir: the folder that the command is run in.
        screens: where answers and complaints go.
        transport: of httpx, its own unless given.
        this_stack: finds a deployed stack by its name.
        cloudformation: makes a client of CloudFormation, for stacks that are gone.
        clock: seconds since 1970.
        sleep: waits so many seconds.
        ask_person: the answer of who sits there, None where nobody does.
    """

    work_dir: Path = field(default_factory=Path.cwd)
    screens: Screens = field(default_factory=make_screens)
    transport: "httpx.BaseTransport | None" = None
    this_stack: Callable[[str], "DeployedStack"] = _find_stack
    cloudformation: Callable[[], "CloudFormationClient"] = _cloudformation
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    ask_person: Callable[[str], str | None] = _ask_person

    @contextmanager
    def facade(self, api_url: str | None, sleutel: str | None, school: str | None) -> Iterator["Client"]:
        """The facade as these options say. Raises Notice when these do not suffice, and of what goes wrong.

        It asks once: who sits before it sees at once what is the matter.
        """
        from stagemarkt.client import Client, RetryPolicy

        from stagemarkt_cli.api.problems import told

        access, brin = determine_toegang(api_url, sleutel, self.work_dir), _brin_of(school)
        with (
            told(access.api_url),
            Client(
                access.api_url,
                access.sleutel,
                school=brin,
                retry=RetryPolicy(attempts=1),
                transport=self.transport,
            ) as client,
        ):
            yield client

    def follower(self, client: "Client", abonnement: str | None, cursor: str | None) -> "Follower":
        """The feed from this place on; of an outage it tells where complaints go."""
        from stagemarkt_cli.api.follow import Follower

        def report(line: str) -> None:
            self.screens.fout.print(safe(line), soft_wrap=True)

        return Follower(client, abonnement, cursor, self.sleep, report)

    def smoke_test(self, api_url: str | None, sleutel: str | None, school: str | None) -> "SmokeTest":
        """The checks of the facade that these options say. Raises Notice as `client` does."""
        from stagemarkt_cli.api.smoke_test import SmokeTest

        return SmokeTest(determine_toegang(api_url, sleutel, self.work_dir), _brin_of(school), self.transport)


def sheet_of(content: bytes) -> "CsvSheet | XlsxSheet":
    """The sheet in a file, by what is in it: what it is called says little. Raises UnreadableSheet."""
    if not is_zip(content):
        return CsvSheet.of(content)
    from stagemarkt_cli.verification.xlsx_sheet import XlsxSheet

    return XlsxSheet.of(content)


def _brin_of(school: str | None) -> str | None:
    brin = read_brin(school) if school else None
    if school and brin is None:
        raise Notice(f"Dit is geen BRIN: {school}. Twee cijfers en twee letters.", code=WRONG_USAGE)
    return brin


def toolbox(ctx: typer.Context) -> Toolbox:
    """That of this run."""
    return ctx.find_object(Toolbox) or Toolbox()
