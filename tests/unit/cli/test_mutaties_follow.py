"""`stagemarkt mutaties volg`: live, politely, and on again from where it stopped."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from stagemarkt.client import Client
from stagemarkt_cli.api.follow import COOLDOWN, Follower
from stagemarkt_cli.commands.mutaties_follow import line_of
from stagemarkt_cli.messages import Notice

from tests.unit.cli.command_line import CommandLine


def this_event(number: int) -> dict[str, Any]:
    """A change, as the feed gives it."""
    return {
        "id": f"m{number}",
        "type": "nl.leerbedrijven.erkenning-ingetrokken",
        "time": "2026-09-01T10:00:00.000Z",
        "volgnummer": number,
        "data": {"leerbedrijfId": "900000001", "code": "25998", "naam": "[red]Bakker[/]"},
    }


class FakeFeedApi:
    """A feed that has these changes from the start, and others later; then Ctrl-C, while it is waited for."""

    def __init__(self, at_first: int, later: int = 0, piece: frozenset[int] = frozenset()) -> None:
        self.at_first, self.later, self.piece = at_first, later, piece
        self.asked: list[httpx.Request] = []
        self.slept: list[float] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """A page of two."""
        self.asked.append(request)
        if len(self.asked) in self.piece:
            return httpx.Response(503, json={"title": "Storing", "code": "bron-niet-beschikbaar"})
        after = int(request.url.params.get("cursor", "c0")[1:])
        end = self.at_first + (self.later if self.slept else 0)
        if request.url.params.get("vanaf") == "nu":
            after = end
        until = min(after + 2, end)
        page = [this_event(n) for n in range(after + 1, until + 1)]
        return httpx.Response(
            200, json={"resultaten": page, "volgendeCursor": f"c{until}", "meer": until < end}
        )

    def sleep(self, seconds: float) -> None:
        """Time goes by; the third time somebody has seen enough."""
        self.slept.append(seconds)
        if len(self.slept) == 3:
            raise KeyboardInterrupt


Line = Callable[[FakeFeedApi], CommandLine]


@pytest.fixture
def line(tmp_path: Path) -> Line:
    """The command line, over a feed."""

    def make(feed: FakeFeedApi) -> CommandLine:
        return CommandLine(tmp_path, feed, sleep=feed.sleep)

    return make


def test_only_what_is_new(line: Line) -> None:
    """What there was already is passed over; each change after that is a line; Ctrl-C ends it well."""
    feed = FakeFeedApi(5, later=2)
    outcome = line(feed)("mutaties", "volg")
    lines = outcome.out.splitlines()
    assert outcome.code == 0
    assert [r.split()[2] for r in lines] == ["#6", "#7"]
    assert "ingetrokken" in lines[0]
    assert "[red]Bakker[/]" in lines[0]
    assert "--cursor c7" in outcome.fout
    assert feed.asked[0].url.params["vanaf"] == "nu"
    assert all("vanaf" not in request.url.params for request in feed.asked[1:])


def test_on_from_a_cursor(line: Line) -> None:
    """With a cursor nothing is passed over, and with --json each change is a line of JSON, as it came."""
    outcome = line(FakeFeedApi(5))("mutaties", "volg", "--cursor", "c2", "--json")
    assert [json.loads(r) for r in outcome.out.splitlines()] == [this_event(n) for n in (3, 4, 5)]


def test_everything_of_one_abonnement(line: Line) -> None:
    """With --alles it begins with the oldest; the abonnement goes along with every question."""
    feed = FakeFeedApi(3)
    outcome = line(feed)("mutaties", "volg", "--alles", "--abonnement", "a1", "--json")
    assert len(outcome.out.splitlines()) == 3
    assert {v.url.params["abonnementId"] for v in feed.asked} == {"a1"}
    assert "cursor" not in feed.asked[0].url.params


def test_an_outage_passes(line: Line) -> None:
    """A facade that is away is asked again, ever more seldom, and told of once; nothing is missed."""
    feed = FakeFeedApi(1, later=1, piece=frozenset({2, 3}))
    outcome = line(feed)("mutaties", "volg", "--json")
    assert [json.loads(r)["id"] for r in outcome.out.splitlines()] == ["m2"]
    assert outcome.fout.count("Ik probeer het opnieuw") == 1
    assert feed.slept == [2 * COOLDOWN, 4 * COOLDOWN, COOLDOWN]


def test_a_refusal_stays() -> None:
    """A cursor that has expired is no outage: it ends, with what the API says of it."""
    expired = {"title": "Cursor verlopen", "code": "cursor-verlopen", "status": 410}
    transport = httpx.MockTransport(lambda _: httpx.Response(410, json=expired))
    with (
        Client("https://facade.example/v1", "smk_x", transport=transport) as client,
        pytest.raises(Notice, match="Cursor verlopen"),
    ):
        next(Follower(client, None, "c1", lambda _: None, lambda _: None).follow())


@pytest.mark.parametrize(
    ("status", "type_", "extra", "sentence"),
    [
        (
            "ingetrokken",
            "ingetrokken",
            {"einddatum": "2026-08-31"},
            (
                "01-09-2026 12:00:00 #1 ingetrokken: leerbedrijf 900000001 (Bakker), code 25998 "
                "(startdatum 01-08-2018, einddatum 31-08-2026 van de erkenning)"
            ),
        ),
        (
            "erkend",
            "verleend",
            {},
            (
                "01-09-2026 12:00:00 #1 verleend: leerbedrijf 900000001 (Bakker), code 25998 "
                "(startdatum 01-08-2018 van de erkenning)"
            ),
        ),
        (
            "nietErkend",
            "ingetrokken",
            {},
            (
                "01-09-2026 12:00:00 #1 niet erkend: leerbedrijf 900000001 (Bakker), code 25998 "
                "(startdatum 01-08-2018 van de erkenning)"
            ),
        ),
    ],
)
def test_a_true_sentence(status: str, type_: str, extra: dict[str, str], sentence: str) -> None:
    """What became of it, when we heard (Dutch time), and the dates of the erkenning as what they are."""
    one = this_event(1)
    one["type"] = f"nl.leerbedrijven.erkenning-{type_}"
    one["data"] |= {"naam": "Bakker", "status": status, "startdatum": "2018-08-01", **extra}
    assert line_of(one) == sentence


def test_what_a_terminal_would_obey(line: Line) -> None:
    """A name with control characters steers no terminal: not in the table, and not in the JSON."""
    feed = FakeFeedApi(0, 1)
    evil = "Bak\x9b31mker\u202e\x1b]0;x\x07"

    def answer(request: httpx.Request) -> httpx.Response:
        page = feed(request).json()
        for one in page["resultaten"]:
            one["data"]["naam"] = evil
        return httpx.Response(200, json=page)

    for words in ((), ("--json",)):
        feed = FakeFeedApi(0, 1)
        link = line(feed)
        link.answer = answer
        out = link("mutaties", "volg", *words).out
        assert not {"\x9b", "\u202e", "\x1b", "\x07"} & set(out)
        if words:
            assert json.loads(out)["data"]["naam"] == evil
