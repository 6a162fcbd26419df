"""`stagemarkt mutaties volg`: live, politely, and on again from where it stopped."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from stagemarkt_cli.api.access import Toegang
from stagemarkt_cli.api.client import Klant
from stagemarkt_cli.api.follow import RUST, Volger
from stagemarkt_cli.commands.mutaties_follow import regel_van
from stagemarkt_cli.messages import Melding

from tests.unit.cli.command_line import Opdrachtregel


def gebeurtenis(nummer: int) -> dict[str, Any]:
    """A change, as the feed gives it."""
    return {
        "id": f"m{nummer}",
        "type": "nl.leerbedrijven.erkenning-ingetrokken",
        "time": "2026-09-01T10:00:00.000Z",
        "volgnummer": nummer,
        "data": {"leerbedrijfId": "900000001", "code": "25998", "naam": "[red]Bakker[/]"},
    }


class NepFeed:
    """A feed that has these changes from the start, and others later; then Ctrl-C, while it is waited for."""

    def __init__(self, eerst: int, later: int = 0, stuk: frozenset[int] = frozenset()) -> None:
        self.eerst, self.later, self.stuk = eerst, later, stuk
        self.gevraagd: list[httpx.Request] = []
        self.geslapen: list[float] = []

    def __call__(self, verzoek: httpx.Request) -> httpx.Response:
        """A page of two."""
        self.gevraagd.append(verzoek)
        if len(self.gevraagd) in self.stuk:
            return httpx.Response(503, json={"title": "Storing", "code": "bron-niet-beschikbaar"})
        na = int(verzoek.url.params.get("cursor", "c0")[1:])
        einde = self.eerst + (self.later if self.geslapen else 0)
        if verzoek.url.params.get("vanaf") == "nu":
            na = einde
        tot = min(na + 2, einde)
        bladzij = [gebeurtenis(n) for n in range(na + 1, tot + 1)]
        return httpx.Response(
            200, json={"resultaten": bladzij, "volgendeCursor": f"c{tot}", "meer": tot < einde}
        )

    def slaap(self, seconden: float) -> None:
        """Time goes by; the third time somebody has seen enough."""
        self.geslapen.append(seconden)
        if len(self.geslapen) == 3:
            raise KeyboardInterrupt


Regel = Callable[[NepFeed], Opdrachtregel]


@pytest.fixture
def regel(tmp_path: Path) -> Regel:
    """The command line, over a feed."""

    def maak(feed: NepFeed) -> Opdrachtregel:
        return Opdrachtregel(tmp_path, feed, slaap=feed.slaap)

    return maak


def test_alleen_wat_nieuw_is(regel: Regel) -> None:
    """What there was already is passed over; each change after that is a line; Ctrl-C ends it well."""
    feed = NepFeed(5, later=2)
    uitkomst = regel(feed)("mutaties", "volg")
    regels = uitkomst.uit.splitlines()
    assert uitkomst.code == 0
    assert [r.split()[2] for r in regels] == ["#6", "#7"]
    assert "ingetrokken" in regels[0]
    assert "[red]Bakker[/]" in regels[0]
    assert "--cursor c7" in uitkomst.fout
    assert feed.gevraagd[0].url.params["vanaf"] == "nu"
    assert all("vanaf" not in verzoek.url.params for verzoek in feed.gevraagd[1:])


def test_verder_vanaf_een_cursor(regel: Regel) -> None:
    """With a cursor nothing is passed over, and with --json each change is a line of JSON, as it came."""
    uitkomst = regel(NepFeed(5))("mutaties", "volg", "--cursor", "c2", "--json")
    assert [json.loads(r) for r in uitkomst.uit.splitlines()] == [gebeurtenis(n) for n in (3, 4, 5)]


def test_alles_van_een_abonnement(regel: Regel) -> None:
    """With --alles it begins with the oldest; the abonnement goes along with every question."""
    feed = NepFeed(3)
    uitkomst = regel(feed)("mutaties", "volg", "--alles", "--abonnement", "a1", "--json")
    assert len(uitkomst.uit.splitlines()) == 3
    assert {v.url.params["abonnementId"] for v in feed.gevraagd} == {"a1"}
    assert "cursor" not in feed.gevraagd[0].url.params


def test_een_storing_gaat_voorbij(regel: Regel) -> None:
    """A facade that is away is asked again, ever more seldom, and told of once; nothing is missed."""
    feed = NepFeed(1, later=1, stuk=frozenset({2, 3}))
    uitkomst = regel(feed)("mutaties", "volg", "--json")
    assert [json.loads(r)["id"] for r in uitkomst.uit.splitlines()] == ["m2"]
    assert uitkomst.fout.count("Ik probeer het opnieuw") == 1
    assert feed.geslapen == [2 * RUST, 4 * RUST, RUST]


def test_een_weigering_blijft() -> None:
    """A cursor that has expired is no outage: it ends, with what the API says of it."""
    verlopen = {"title": "Cursor verlopen", "code": "cursor-verlopen", "status": 410}
    transport = httpx.MockTransport(lambda _: httpx.Response(410, json=verlopen))
    klant = Klant(Toegang("https://facade.example/v1", "smk_x"), None, transport)
    with pytest.raises(Melding, match="Cursor verlopen"):
        next(Volger(klant, None, "c1", lambda _: None, lambda _: None).volg())


@pytest.mark.parametrize(
    ("status", "type_", "extra", "zin"),
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
def test_een_ware_zin(status: str, type_: str, extra: dict[str, str], zin: str) -> None:
    """What became of it, when we heard (Dutch time), and the dates of the erkenning as what they are."""
    een = gebeurtenis(1)
    een["type"] = f"nl.leerbedrijven.erkenning-{type_}"
    een["data"] |= {"naam": "Bakker", "status": status, "startdatum": "2018-08-01", **extra}
    assert regel_van(een) == zin


def test_wat_een_terminal_zou_gehoorzamen(regel: Regel) -> None:
    """A name with control characters steers no terminal: not in the table, and not in the JSON."""
    feed = NepFeed(0, 1)
    kwaad = "Bak\x9b31mker\u202e\x1b]0;x\x07"

    def antwoord(verzoek: httpx.Request) -> httpx.Response:
        bladzij = feed(verzoek).json()
        for een in bladzij["resultaten"]:
            een["data"]["naam"] = kwaad
        return httpx.Response(200, json=bladzij)

    for woorden in ((), ("--json",)):
        feed = NepFeed(0, 1)
        lijn = regel(feed)
        lijn.antwoord = antwoord
        uit = lijn("mutaties", "volg", *woorden).uit
        assert not {"\x9b", "\u202e", "\x1b", "\x07"} & set(uit)
        if woorden:
            assert json.loads(uit)["data"]["naam"] == kwaad
