"""Each story of `stagemarkt speeltuin`, at the stack: what it promises comes, and it ends clean."""

import io
import itertools
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import urlsplit

import pytest
from rich.console import Console
from stagemarkt_cli.commands.toolbox import Toolbox
from stagemarkt_cli.main import app
from stagemarkt_cli.playground.receiver_exam import SLOW
from stagemarkt_cli.playground.stories import STORIES
from stagemarkt_cli.views.screens import Screens
from typer.testing import CliRunner

from local.certificates import KeyPair
from local.receiver.behaviour import BEHAVIOURS, Behaviour
from local.receiver.server import Receiver
from tests.e2e.client import FacadeClient

ERKENNING = ("900000001", "25998")
STOPPED = "900000008"
FRESH = {"Cache-Control": "no-cache"}
EVENTS = ("verleend", "gewijzigd", "ingetrokken", "niet erkend", "verlopen")
REFUSED = {
    "valse handtekening",
    "gewijzigde body",
    "te oud",
    "uit de toekomst",
    "zonder koppen",
    "onzin in de koppen",
    "geen UTF-8",
}


class Typed(NamedTuple):
    """How a command ended: its exit code, and what it wrote."""

    code: int
    out: str


Speeltuin = Callable[..., Typed]


@pytest.fixture
def speeltuin(facade: FacadeClient, tmp_path: Path) -> Iterator[Speeltuin]:
    """The command, in a folder as the project is after `make up`; no story goes on afterwards."""
    (tmp_path / ".local").symlink_to(facade.work_dir)

    def run_command(*words: str, secret: str | None = None) -> Typed:
        out = io.StringIO()
        console = Console(file=out, width=1000)
        toolbox = Toolbox(tmp_path, Screens(console, console))
        result = CliRunner().invoke(
            app, ["speeltuin", *words], obj=toolbox, env={"STAGEMARKT_GEHEIM": secret}
        )
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return Typed(result.exit_code, out.getvalue())

    yield run_command
    run_command("--stop")


def _withdrawn(facade: FacadeClient) -> None:
    verdict = facade.erkenning(*ERKENNING, totEnMet="2031-07-31").json()
    assert (verdict["erkend"], verdict["erkendGehelePeriode"], verdict["eindigtTijdensPeriode"]) == (
        True,
        False,
        True,
    )


def _historical(facade: FacadeClient) -> None:
    assert facade.question(f"/leerbedrijven/{STOPPED}", headers=FRESH).json()["status"] == "historisch"
    where = {"postcode": "3811AB", "huisnummer": "27"}
    assert facade.question("/leerbedrijven", params=where, headers=FRESH).json()["totaal"] == 0
    both = where | {"inclusiefHistorisch": "true"}
    assert facade.question("/leerbedrijven", params=both, headers=FRESH).json()["totaal"] == 1


def _problem(code: str, status: int, *, repeatable: bool) -> Callable[[FacadeClient], None]:
    def check(facade: FacadeClient) -> None:
        answer = facade.erkenning(*ERKENNING)
        problem = answer.json()
        assert (answer.status_code, problem["code"], problem["herhaalbaar"]) == (status, code, repeatable)
        assert ("Retry-After" in answer.headers) is repeatable

    return check


def _refused(part: str) -> Callable[[FacadeClient], None]:
    def check(facade: FacadeClient) -> None:
        _problem(f"bron-{part}", 502, repeatable=False)(facade)
        assert facade.question("/status/school").json()[part]["status"] == "geweigerd"

    return check


def _slow(facade: FacadeClient) -> None:
    answer = facade.erkenning(*ERKENNING)
    assert (answer.status_code, answer.json()["erkend"]) == (200, True)
    assert answer.elapsed.total_seconds() > 3


SEEN: dict[str, Callable[[FacadeClient], None]] = {
    "erkenning-ingetrokken": _withdrawn,
    "leerbedrijf-historisch": _historical,
    "sbb-weg": _problem("bron-niet-beschikbaar", 503, repeatable=True),
    "sbb-traag": _slow,
    "certificaat-geweigerd": _refused("certificaat"),
    "licentie-geweigerd": _refused("licentie"),
}


def test_each_story_is_seen() -> None:
    """No story is without a look at what it promises."""
    assert SEEN.keys() == STORIES.keys()


def _sbb(facade: FacadeClient) -> dict[str, Any]:
    """What a story may change at SBB."""
    look = {name: facade.sbb.get(f"/leerbedrijven/{name}").json() for name in (ERKENNING[0], STOPPED)}
    look["storingen"] = facade.sbb.get("/storingen").json()
    look["licenties"] = facade.sbb.get("/").json()["licenties"]
    return look


@pytest.mark.parametrize("name", STORIES)
def test_a_story_shows_what_it_promises_and_ends_clean(
    facade: FacadeClient, speeltuin: Speeltuin, name: str
) -> None:
    """While it goes on the facade answers as its page says; afterwards as ever, and SBB is as it was."""
    before = _sbb(facade)
    assert speeltuin(name).code == 0
    SEEN[name](facade)
    assert speeltuin(name, "--stop").code == 0
    assert _sbb(facade) == before
    verdict = facade.erkenning(*ERKENNING, totEnMet="2031-07-31")
    assert verdict.json()["erkendGehelePeriode"] is True
    assert facade.question(f"/leerbedrijven/{STOPPED}", headers=FRESH).json()["status"] == "actueel"


def test_a_withdrawal_is_told(facade: FacadeClient, speeltuin: Speeltuin) -> None:
    """The feed has the withdrawal with the last day, and then that it is over."""
    cursor = facade.question("/mutaties", params={"vanaf": "nu"}).json()["volgendeCursor"]
    speeltuin("erkenning-ingetrokken")
    speeltuin("erkenning-ingetrokken", "--stop")
    told: list[dict[str, Any]] = []
    for _ in range(200):
        page = facade.question("/mutaties", params={"cursor": cursor}).json()
        told, cursor = [*told, *page["resultaten"]], page["volgendeCursor"]
        if len(told) >= 2:
            break
    ours = [one for one in told if one["subject"] == ERKENNING[0]]
    assert [one["type"].rpartition("-")[2] for one in ours] == ["ingetrokken", "gewijzigd"]
    assert "einddatum" in ours[0]["data"]
    assert "einddatum" not in ours[1]["data"]


@pytest.fixture
def examine(facade: FacadeClient, speeltuin: Speeltuin) -> Iterator[Callable[[Behaviour], Typed]]:
    """Examine a receiver that behaves so; its abonnement is gone afterwards."""
    url = facade.stack["ontvangers"][0]
    pair = KeyPair(Path(facade.stack["ontvangerCert"]), Path(facade.stack["ontvangerKey"]))
    secret = json.loads(speeltuin("ontvanger", "--webhook", url, "--json").out)["geheim"]

    def run(behaviour: Behaviour) -> Typed:
        with Receiver(urlsplit(url).port or 0, pair, [secret]) as receiver:
            receiver.behaviour = behaviour
            return speeltuin("ontvanger", "--webhook", url, "--json", secret=secret)

    yield run
    assert "is weg" in speeltuin("ontvanger", "--webhook", url, "--stop").out
    assert "Er liep niets" in speeltuin("ontvanger", "--webhook", url, "--stop").out


def _outcomes(typed: Typed) -> dict[str, str]:
    return {one["onderdeel"]: one["uitkomst"] for one in json.loads(typed.out)["controles"]}


def test_a_good_receiver(examine: Callable[[Behaviour], Typed]) -> None:
    """Every kind of event arrives, what must be refused is refused, and nothing is wrong."""
    typed = examine(BEHAVIOURS["goed"])
    outcomes = _outcomes(typed)
    assert typed.code == 0, typed.out
    assert set(outcomes.values()) == {"goed"}
    assert outcomes.keys() >= {"testbericht", *EVENTS, "dubbel", *REFUSED, "snelheid"}


def test_a_receiver_that_believes_everything(examine: Callable[[Behaviour], Typed]) -> None:
    """Each thing that it should have refused is named, and nothing else."""
    typed = examine(BEHAVIOURS["goedgelovig"])
    assert typed.code == 1
    assert {name for name, outcome in _outcomes(typed).items() if outcome == "fout"} == REFUSED


def test_a_receiver_that_is_slow(examine: Callable[[Behaviour], Typed]) -> None:
    """It is told to acknowledge first."""
    good, numbers = BEHAVIOURS["goed"], itertools.count()

    def slowly(out: BinaryIO, stop: threading.Event) -> bool:
        # The first that comes after what the facade sends.
        stop.wait(SLOW + 0.3 if next(numbers) == 1 + len(EVENTS) else 0)
        return good(out, stop)

    outcomes = _outcomes(examine(slowly))
    assert outcomes["snelheid"] == "let-op"


def test_a_receiver_that_says_410(examine: Callable[[Behaviour], Typed]) -> None:
    """The facade has switched it off, and that is said."""
    typed = examine(BEHAVIOURS["weg"])
    assert (typed.code, _outcomes(typed)["testbericht"]) == (1, "fout")
    assert "410" in typed.out


def test_nobody_listens(facade: FacadeClient, speeltuin: Speeltuin) -> None:
    """Why it did not arrive is said, and nothing follows; without an abonnement it is said how to begin."""
    url = facade.stack["ontvangers"][0]
    secret = json.loads(speeltuin("ontvanger", "--webhook", url, "--json").out)["geheim"]
    again = speeltuin("ontvanger", "--webhook", url)
    alone = speeltuin("ontvanger", "--webhook", url, "--json", secret=secret)
    speeltuin("ontvanger", "--webhook", url, "--stop")
    gone = speeltuin("ontvanger", "--webhook", url, secret=secret)
    rubbish = speeltuin("ontvanger", "--webhook", url, secret="whsec_é")  # noqa: S106 - it is none
    assert "één keer verteld" in again.out
    assert _outcomes(alone) == {"testbericht": "fout"}
    assert "geen abonnement" in gone.out
    assert (rubbish.code, "geen geheim" in rubbish.out) == (2, True)
