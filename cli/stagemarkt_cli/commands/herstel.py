"""`stagemarkt herstel`: tables back to a moment, the stack pointed at them; what a stack left, taken over."""

import datetime as dt
import json as json_
import shlex
from pathlib import Path
from typing import Annotated, Final

import typer

from stagemarkt_cli.admin.restored_tables import RESTORABLE, RestoredTables, RestorePlan
from stagemarkt_cli.admin.table_switch import Switched, TableSwitch
from stagemarkt_cli.admin.takeover import KeptResources, Takeover
from stagemarkt_cli.admin.validation import require_moment
from stagemarkt_cli.aws import DEFAULT
from stagemarkt_cli.aws.errors import translated
from stagemarkt_cli.commands.help import OPTIONS, command, make_group
from stagemarkt_cli.commands.managing import Ja, manages, say
from stagemarkt_cli.commands.toolbox import Json, Stack, toolbox
from stagemarkt_cli.messages import WRONG_USAGE, Notice, reports
from stagemarkt_cli.views.screens import Screens, safe, write_json

group = make_group("herstel")
TEMPLATE_FILE: Final = "overname-sjabloon.json"
RESOURCES_FILE: Final = "overname-bronnen.json"

_Tables = Annotated[
    list[str],
    typer.Option(
        "--tabel",
        metavar="TABEL",
        help=f"Een van {', '.join(RESTORABLE)}; mag vaker.",
        rich_help_panel=OPTIONS,
        show_default=False,
    ),
]
_Moment = Annotated[
    str,
    typer.Option(
        "--moment",
        metavar="MOMENT",
        help="Zoals 27-11-2026T21:00 of 2026-11-27T21:00:30, Nederlandse tijd; met Z of +01:00 een andere.",
        rich_help_panel=OPTIONS,
    ),
]
_WithoutLater = Annotated[
    bool,
    typer.Option(
        "--niet-aanvullen",
        metavar="",
        help="Neem niets over van wat er na het moment bij kwam.",
        rich_help_panel=OPTIONS,
    ),
]
_Gone = Annotated[
    str,
    typer.Option(
        "--stack",
        metavar="NAAM",
        show_default=False,
        rich_help_panel=OPTIONS,
        help=f"De verwijderde stapel, bij zijn naam of zijn ARN; {DEFAULT} als u niets zegt. Zijn er meer zo "
        "genoemd, dan de laatste die iets achterliet.",
    ),
]
_Folder = Annotated[
    Path,
    typer.Option(
        "--map",
        metavar="MAP",
        help="Waar de twee bestanden komen.",
        rich_help_panel=OPTIONS,
        show_default=False,
        exists=True,
        file_okay=False,
    ),
]
_SEE: Final = "docs/runbooks/herstel.md zegt wat u vooraf nagaat, en hoe u ziet dat het klaar is."


@command(
    group,
    "maak",
    """Maakt tabellen zoals zij op een moment waren, naast die in gebruik zijn, met alles ingesteld wat
DynamoDB niet meebrengt (TTL, reservekopie, beveiliging tegen verwijderen, labels). Er verandert verder niets.
Zonder --ja zegt het alleen wat het zou doen. Het kan uren duren; afgebroken, geef het nog eens.

Voorbeeld:

  stagemarkt herstel maak --tabel Uitgaand --tabel Abonnementen --moment 2026-11-27T21:00 --ja
""",
)
def make(
    ctx: typer.Context, *, tabel: _Tables, moment: _Moment, ja: Ja = False, stack: Stack = DEFAULT
) -> None:
    """Make tables as they were."""
    with manages(ctx, stack) as (admin, screens):
        names, at = _names(tabel), require_moment(moment)
        tables = RestoredTables(admin.this_stack, toolbox(ctx).sleep)
        plans = tables.plan(names, at)
        if not ja:
            _tell(screens, plans, at)
            raise Notice("Er is niets gedaan. Is dit wat u bedoelt, geef dan --ja.", code=WRONG_USAGE)
        tables.make([plan for plan in plans if not plan.in_use], at, lambda line: say(screens, line))
        say(screens, "Nu met dezelfde --tabel en hetzelfde --moment: stagemarkt herstel zet-over", _SEE)


@command(
    group,
    "zet-over",
    """Laat de functies de tabellen gebruiken die `herstel maak` maakte. Wijzigingen worden zolang niet
doorgegeven: zij wachten. Nummers die na het moment zijn gegeven, worden niet nog eens gegeven. Wat er na het
moment bij kwam, wordt overgenomen uit de tabel van voorheen; wat sindsdien is ingetrokken of beëindigd,
blijft dat. De tabel van voorheen blijft bestaan. Afgebroken, geef het nog eens.

Voorbeeld:

  stagemarkt herstel zet-over --tabel Uitgaand --tabel Abonnementen --moment 2026-11-27T21:00 --ja
""",
)
def switch(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    *,
    tabel: _Tables,
    moment: _Moment,
    niet_aanvullen: _WithoutLater = False,
    ja: Ja = False,
    json: Json = False,
    stack: Stack = DEFAULT,
) -> None:
    """Have the functions use them."""
    with manages(ctx, stack) as (admin, screens):
        names, at = _names(tabel), require_moment(moment)
        plans = RestoredTables(admin.this_stack, toolbox(ctx).sleep).plan(names, at)
        if not ja:
            _tell(screens, plans, at)
            raise Notice("Er is niets gedaan. Is dit wat u bedoelt, geef dan --ja.", code=WRONG_USAGE)
        switched = TableSwitch(admin, toolbox(ctx).sleep, lambda line: say(screens, line)).run(
            plans, catch_up=not niet_aanvullen
        )
        if json:
            write_json(screens.out, json_.dumps(_as_json(switched)))
            return
        _report(screens, switched)


@command(
    group,
    "overname",
    """Schrijft op wat CloudFormation nodig heeft om een nieuwe stapel te beginnen met wat een verwijderde
achterliet: een sjabloon van alleen dat, en hoe elk heet. Het leest de verwijderde stapel, tot 90 dagen
daarna. Er verandert niets.

Voorbeeld:

  stagemarkt herstel overname --stack stagemarkt --map /tmp
""",
)
def take_over(ctx: typer.Context, *, stack: _Gone = DEFAULT, map_: _Folder = Path()) -> None:
    """Write what an import takes."""
    screens = toolbox(ctx).screens
    with reports(screens.fout):
        client = toolbox(ctx).cloudformation()
        with translated(client.meta.endpoint_url):
            takeover = KeptResources(client).takeover(stack)
        files = {TEMPLATE_FILE: takeover.template, RESOURCES_FILE: takeover.resources}
        try:
            for name, content in files.items():
                (map_ / name).write_text(json_.dumps(content, indent=2) + "\n", encoding="utf-8")
        except OSError as error:
            raise Notice(f"Niet te schrijven: {error.filename} ({error.strerror}).") from None
        _tell_how_to_import(screens, takeover, map_)


def _tell_how_to_import(screens: Screens, takeover: Takeover, folder: Path) -> None:
    gone = takeover.stack
    say(screens, f"{gone.name}, gemaakt op {gone.made_at.isoformat()}, liet achter:")
    for one in takeover.resources:
        say(screens, f"  {one['LogicalResourceId']}: {', '.join(one['ResourceIdentifier'].values())}")
    say(screens, "Kijk beide bestanden na, en geef dan:")
    words = [
        *("aws", "cloudformation", "create-change-set", "--change-set-type", "IMPORT"),
        *("--stack-name", gone.name, "--change-set-name", "overname"),
        *("--template-body", f"file://{folder / TEMPLATE_FILE}"),
        *("--resources-to-import", f"file://{folder / RESOURCES_FILE}"),
    ]
    if takeover.parameters:
        values = takeover.parameters.items()
        words += ["--parameters", *(f"ParameterKey={name},ParameterValue={value}" for name, value in values)]
    # To be pasted: on one line, whatever the width of the screen.
    screens.out.print(safe(shlex.join(words)), soft_wrap=True)
    say(screens, 'Wat daarna komt, zegt docs/operations.md bij "Taking over kept tables".')


def _names(given: list[str]) -> list[str]:
    known = {name.lower(): name for name in RESTORABLE}
    if unknown := [name for name in given if name.lower() not in known]:
        raise Notice(
            f"Deze tabellen zijn er niet: {', '.join(unknown)}. Kies uit {', '.join(RESTORABLE)}.",
            code=WRONG_USAGE,
        )
    return list(dict.fromkeys(known[name.lower()] for name in given))


def _tell(screens: Screens, plans: list[RestorePlan], at: dt.datetime) -> None:
    for plan in plans:
        what = "is in gebruik" if plan.in_use else "is er" if plan.there else "is er nog niet"
        say(screens, f"{plan.name} zoals om {at.isoformat()}: {plan.target} {what}.")
        if not plan.in_use:
            say(screens, f"  in gebruik is {plan.source}")


def _report(screens: Screens, switched: Switched) -> None:
    for name, done in switched.caught_up.items():
        say(
            screens,
            f"{name}: {done.added} van {done.read} overgenomen, {done.withdrawn} ingetrokken of beëindigd "
            f"gelaten, {done.unreadable} onleesbaar gelaten.",
        )
        for key in done.returned:
            say(screens, f"  weer terug, want op dat moment was het er: {key}")
    if switched.ended:
        say(screens, f"{switched.ended} abonnementen die sindsdien beëindigd zijn, zijn dat weer.")
    for brin, restored in switched.passed_on.items():
        say(
            screens,
            f"{brin}: {restored.mutaties} mutaties opnieuw in de wachtrij, "
            f"{restored.gewekt} abonnementen gewekt.",
        )
    say(screens, "De functies gebruiken de herstelde tabellen.", _SEE)
    if switched.uitrol:
        say(
            screens,
            f"Uitrol was {switched.uitrol} en is nu ineens: geef hem bij de volgende uitrol weer mee.",
        )


def _as_json(switched: Switched) -> dict[str, object]:
    return {
        "tabellen": [
            {
                "tabel": name,
                "gelezen": done.read,
                "overgenomen": done.added,
                "ingetrokkenGelaten": done.withdrawn,
                "onleesbaarGelaten": done.unreadable,
                "weerTerug": list(done.returned),
            }
            for name, done in switched.caught_up.items()
        ],
        "beeindigd": switched.ended,
        "uitrolWas": switched.uitrol,
        "scholen": [{"school": brin, **one._asdict()} for brin, one in switched.passed_on.items()],
    }
