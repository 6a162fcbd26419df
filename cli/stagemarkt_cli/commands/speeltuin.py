"""`stagemarkt speeltuin`: stories at the simulated SBB of `make up`, for whoever builds software on it."""

import datetime as dt
import json as json_
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from stagemarkt.client import Client
from stagemarkt.client.shapes import AbonnementKort

from stagemarkt_cli.commands.help import OPTIONS, command, make_group
from stagemarkt_cli.commands.toolbox import CONNECTION, Json, Toolbox, toolbox
from stagemarkt_cli.files import read_json
from stagemarkt_cli.messages import FAILED, WRONG_USAGE, Notice, reports
from stagemarkt_cli.playground.changes import next_tuesday
from stagemarkt_cli.playground.control import ControlClient, control_address
from stagemarkt_cli.playground.receiver_exam import ExaminedReceiver, ReceiverExam, is_secret
from stagemarkt_cli.playground.stories import RECEIVER, RECEIVER_TITLE, STORIES, PlaygroundStory
from stagemarkt_cli.texts import UnreadableText
from stagemarkt_cli.views.checklist import show_check, show_sum
from stagemarkt_cli.views.screens import Screens, safe, table, write_json

if TYPE_CHECKING:
    from stagemarkt_cli.api.smoke_test import CheckResult

group = make_group("speeltuin")

_STACK: Final = Path(".local", "stack.json")
_Name = Annotated[str | None, typer.Argument(metavar="[VERHAAL]", help="Welk verhaal; zonder komt de lijst.")]
_Stop = Annotated[
    bool,
    typer.Option(
        "--stop",
        metavar="",
        help="Beëindig het verhaal, of zonder naam alle; SBB is dan weer zoals zij was.",
        rich_help_panel=OPTIONS,
    ),
]
_Webhook = Annotated[
    str | None,
    typer.Option(
        "--webhook",
        metavar="URL",
        help=f"Bij {RECEIVER}: het adres van uw ontvanger, een van die bij `ontvangers` in {_STACK}.",
        rich_help_panel=OPTIONS,
    ),
]
_Secret = Annotated[
    str | None,
    typer.Option(
        "--geheim",
        metavar="WHSEC",
        envvar="STAGEMARKT_GEHEIM",
        show_envvar=False,
        help=f"Bij {RECEIVER}: het geheim van het abonnement. Liever in STAGEMARKT_GEHEIM.",
        rich_help_panel=OPTIONS,
    ),
]
_Control = Annotated[
    str | None,
    typer.Option(
        "--bediening",
        metavar="URL",
        help="Het bedieningsadres van de simulator; anders dat van deze map.",
        rich_help_panel=CONNECTION,
    ),
]


@command(
    group,
    "speeltuin",
    """Elk verhaal verandert iets bij de nagebootste SBB, zegt wat er gebeurt en wat uw software zou moeten
tonen, en gaat door tot u --stop geeft. Elk heeft een bladzijde in docs/speeltuin.

Voorbeelden:

  stagemarkt speeltuin

  stagemarkt speeltuin sbb-weg

  stagemarkt speeltuin sbb-weg --stop
""",
)
def playground(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    *,
    verhaal: _Name = None,
    stop: _Stop = False,
    webhook: _Webhook = None,
    geheim: _Secret = None,
    json: Json = False,
    bediening: _Control = None,
) -> None:
    """List, begin or end."""
    helper = toolbox(ctx)
    screens = helper.screens
    with reports(screens.fout):
        _check(verhaal, webhook)
        with ControlClient(bediening or control_address(helper.work_dir), helper.transport) as control:
            if verhaal == RECEIVER:
                if stop:
                    _let_go(helper, webhook or "")
                else:
                    _examine(helper, control, webhook or "", geheim, json=json)
            elif stop:
                names = [verhaal] if verhaal else list(STORIES)
                _end(screens, control, names, json=json)
            elif verhaal is None:
                _list(screens, control, json=json)
            else:
                _begin(helper, control, verhaal, json=json)


def _check(name: str | None, webhook: str | None) -> None:
    if name is not None and name not in {*STORIES, RECEIVER}:
        raise Notice(
            f"Dit verhaal is er niet: {name}.", f"Wel: {', '.join((*STORIES, RECEIVER))}.", code=WRONG_USAGE
        )
    if (name == RECEIVER) != (webhook is not None):
        raise Notice(
            f"--webhook hoort bij {RECEIVER}, en andersom.",
            f"stagemarkt speeltuin {RECEIVER} --webhook https://localhost:…/",
            code=WRONG_USAGE,
        )


def _is_on(story: PlaygroundStory, control: ControlClient) -> bool:
    return any(change.is_on(control) for change in story.changes)


def _list(screens: Screens, control: ControlClient, *, json: bool) -> None:
    running = {name: _is_on(story, control) for name, story in STORIES.items()}
    titles = {name: story.titel for name, story in STORIES.items()} | {RECEIVER: RECEIVER_TITLE}
    if json:
        rows = [
            {"verhaal": name, "titel": titel, "loopt": running.get(name, False)}
            for name, titel in titles.items()
        ]
        write_json(screens.out, json_.dumps({"verhalen": rows}, ensure_ascii=False))
        return
    sheet = table("Verhaal", "Loopt", "Waarover")
    for name, titel in titles.items():
        sheet.add_row(safe(name), safe("ja" if running.get(name) else ""), safe(titel))
    screens.out.print(sheet)


def _begin(helper: Toolbox, control: ControlClient, name: str, *, json: bool) -> None:
    story, screens = STORIES[name], helper.screens
    today = dt.datetime.fromtimestamp(helper.clock(), dt.UTC).astimezone().date()
    for change in story.changes:
        change.begin(control, today)
    if json:
        write_json(screens.out, json_.dumps({"verhaal": name, "loopt": True}))
        return
    lines = (
        (f"{story.titel}.", "bold"),
        *(((f"Dat is {next_tuesday(today):%d-%m-%Y}.", ""),) if "dinsdag" in story.titel else ()),
        ("", ""),
        ("Wat er gebeurt", "bold"),
        (story.happens, ""),
        ("", ""),
        ("Wat uw software laat zien", "bold"),
        (story.shows, ""),
        ("", ""),
        ("Probeer", "bold"),
        *((f"  {attempt}", "") for attempt in story.attempts),
        ("", ""),
        (f"Stoppen: stagemarkt speeltuin {name} --stop", ""),
    )
    for text, style in lines:
        screens.out.print(safe(text, style))


def _end(screens: Screens, control: ControlClient, names: list[str], *, json: bool) -> None:
    ended = [name for name in names if _is_on(STORIES[name], control)]
    for name in ended:
        for change in STORIES[name].changes:
            change.end(control)
    if json:
        write_json(screens.out, json_.dumps({"beeindigd": ended}))
        return
    for name in ended:
        screens.out.print(safe(f"{name} is voorbij. {STORIES[name].afterwards}"))
    if not ended:
        screens.out.print("Er liep niets.")


def _examine(helper: Toolbox, control: ControlClient, url: str, secret: str | None, *, json: bool) -> None:
    if secret is not None and not is_secret(secret):
        raise Notice("Dit is geen geheim van een abonnement: whsec_ en dan base64.", code=WRONG_USAGE)
    stack, screens = _stack(helper), helper.screens
    with helper.facade(None, None, None) as api:
        known = _abonnement_of(api, url)
        if secret is None:
            if known is not None:
                raise Notice(
                    "Op dit adres is al een abonnement; zijn geheim is één keer verteld.",
                    "Geef het in STAGEMARKT_GEHEIM, of begin opnieuw:",
                    f"stagemarkt speeltuin {RECEIVER} --webhook {url} --stop",
                )
            _subscribe(screens, api, url, json=json)
            return
        if known is None:
            raise Notice(
                "Op dit adres is geen abonnement.",
                f"Begin zonder STAGEMARKT_GEHEIM: stagemarkt speeltuin {RECEIVER} --webhook {url}",
            )
        tls = ssl.create_default_context(cafile=stack["ontvangerCa"])
        receiver = ExaminedReceiver(url, secret, str(known["abonnementId"]), tls)
        exam = ReceiverExam(api, control, receiver, helper.sleep)
        results: list[CheckResult] = []
        for result in exam.run():
            results.append(result)
            if not json:
                show_check(screens.out, result)
        if json:
            content = {"webhook": url, "controles": [result._asdict() for result in results]}
            write_json(screens.out, json_.dumps(content, ensure_ascii=False))
        else:
            show_sum(screens.out, results)
        if any(result.uitkomst == "fout" for result in results):
            raise typer.Exit(FAILED)


def _subscribe(screens: Screens, api: Client, url: str, *, json: bool) -> None:
    answer = api.maak_abonnement("webhook", url=url)
    if json:
        write_json(screens.out, answer.raw.decode())
        return
    for line in (
        "Er is een abonnement voor uw ontvanger. Geef hem dit geheim, dat maar één keer wordt verteld:",
        "",
        f"  {answer.inhoud['geheim']}",
        "",
        f"Draait hij op {url}? Laat hem dan onderzoeken:",
        "",
        f"  STAGEMARKT_GEHEIM={answer.inhoud['geheim']} stagemarkt speeltuin {RECEIVER} --webhook {url}",
        "",
        f"Stoppen: stagemarkt speeltuin {RECEIVER} --webhook {url} --stop",
    ):
        screens.out.print(safe(line))


def _let_go(helper: Toolbox, url: str) -> None:
    with helper.facade(None, None, None) as api:
        known = _abonnement_of(api, url)
        if known is None:
            helper.screens.out.print("Er liep niets.")
            return
        # Whatever its version.
        api.beeindig_abonnement(known["abonnementId"], if_match="*")
    helper.screens.out.print(safe(f"Het abonnement voor {url} is weg."))


def _abonnement_of(api: Client, url: str) -> AbonnementKort | None:
    known = api.geef_abonnementen().inhoud["resultaten"]
    return next((one for one in known if one.get("url") == url), None)


def _stack(helper: Toolbox) -> Mapping[str, Any]:
    try:
        stack: Mapping[str, Any] = read_json(helper.work_dir / _STACK)
        _ = stack["ontvangerCa"]
    except (UnreadableText, TypeError, KeyError):
        raise Notice(
            "De stapel van `make up` draait hier niet.",
            f"Start in de map waar `make up` {_STACK} schreef.",
            code=WRONG_USAGE,
        ) from None
    return stack
