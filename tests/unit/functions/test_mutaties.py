"""The feed over the API: whose, from where, with which numbers; cursors that fit and that do not."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from stagemarkt.model.aflevering import BEWAARTERMIJN

from functions.mutaties import app as mutaties
from tests.unit.fakes import ANDERE_SCHOOL, NepContext
from tests.unit.fakes_outbox import mutatie
from tests.unit.outbox_setup import ABONNEMENT_ID, UitgaandOpbouw, uitgaand_opbouw
from tests.unit.requests import json_van, maak_event, met_toegang

if TYPE_CHECKING:
    from collections.abc import Mapping


class Lezer:
    """Reads the feed, as the afnemer `demo` or another."""

    def __init__(self) -> None:
        self.opbouw: UitgaandOpbouw = uitgaand_opbouw()
        self._handler = mutaties.maak_handler(self.opbouw)
        self.opbouw.uitgang.verdeel(*(mutatie(n, code="K0067" if n % 2 else "25998") for n in range(2, 8)))

    def __call__(self, *, school: str = "99XX", wie: str = "demo", **query: str) -> tuple[int, Any]:
        """Status and JSON of a page."""
        vraag = {naam: [waarde] for naam, waarde in query.items()}
        return self._stuur(maak_event("GET", "/mutaties", query=vraag), school, wie)

    def een(self, mutatie_id: str, school: str = "99XX") -> tuple[int, Any]:
        """Status and JSON of one."""
        event = maak_event("GET", "/mutaties/{mutatieId}", padvelden={"mutatieId": mutatie_id})
        return self._stuur(event, school, "demo")

    def _stuur(self, event: dict[str, Any], school: str, wie: str) -> tuple[int, Any]:
        met_toegang(event, {school: ("mutaties",)})
        event["requestContext"]["authorizer"]["afnemerId"] = wie
        antwoord: Mapping[str, Any] = self._handler(event, NepContext())
        assert antwoord["headers"]["Cache-Control"] == "no-store"
        return antwoord["statusCode"], json_van(antwoord)


@pytest.fixture
def lees() -> Lezer:
    """Seven mutaties of a school, all of them for one abonnement."""
    return Lezer()


def test_bladeren_en_later_verder(lees: Lezer) -> None:
    """Page by page, oldest first; at the end the cursor is still there, and gives what comes after."""
    gezien: list[str] = []
    query: dict[str, str] = {"limit": "3"}
    for meer in (True, True, False):
        _, bladzij = lees(**query)
        gezien += [g["id"] for g in bladzij["resultaten"]]
        assert bladzij["meer"] is meer
        query["cursor"] = bladzij["volgendeCursor"]
    assert gezien == [mutatie(n).mutatie_id for n in range(1, 8)]
    assert lees(**query)[1]["resultaten"] == []
    lees.opbouw.uitgang.verdeel(mutatie(8))
    assert [g["id"] for g in lees(**query)[1]["resultaten"]] == [mutatie(8).mutatie_id]


def test_nummers_zijn_van_een_abonnement(lees: Lezer) -> None:
    """With an abonnement each event has its volgnummer; the school's own feed shows none."""
    _, school = lees(code="K0067")
    _, eigen = lees(code="K0067", abonnementId=ABONNEMENT_ID)
    assert [g["volgnummer"] for g in eigen["resultaten"]] == [3, 5, 7]
    assert [{k: w for k, w in g.items() if k != "volgnummer"} for g in eigen["resultaten"]] == school[
        "resultaten"
    ]


def test_van_een_ander_is_er_geen_feed(lees: Lezer) -> None:
    """Another's abonnement is unknown; another school has a feed of its own."""
    status, fout = lees(wie="ander", abonnementId=ABONNEMENT_ID)
    assert (status, fout["code"]) == (404, "resource-onbekend")
    assert lees(wie="ander")[1]["resultaten"] != []
    assert lees(school=ANDERE_SCHOOL)[1]["resultaten"] == []


@pytest.mark.parametrize(
    "anders",
    [{"code": "25998"}, {"leerbedrijfId": "1"}, {"abonnementId": ABONNEMENT_ID}, {"school": ANDERE_SCHOOL}],
)
def test_een_cursor_hoort_bij_zijn_vraag(lees: Lezer, anders: dict[str, str]) -> None:
    """A cursor with another question, for another school, or of somebody's making, is refused."""
    cursor = lees(limit="2")[1]["volgendeCursor"]
    for verkeerd in (cursor, "AAAA", "é"):
        status, fout = lees(cursor=verkeerd, **anders)
        assert (status, fout["fouten"][0]["naam"]) == (400, "cursor")


def test_een_cursor_van_een_vorig_leven(lees: Lezer) -> None:
    """A cursor beyond the end is of a list that is no more."""
    cursor = lees()[1]["volgendeCursor"]
    lees.opbouw.uitgang.feed.regels.clear()
    assert lees(cursor=cursor)[0] == 400


def test_een_verlopen_cursor(lees: Lezer) -> None:
    """When what comes next is older than 90 days, 410 says so; at the end a cursor never expires."""
    begin, einde = lees(limit="2")[1]["volgendeCursor"], lees()[1]["volgendeCursor"]
    lees.opbouw.uitgang.nu += BEWAARTERMIJN
    status, fout = lees(cursor=begin)
    assert (status, fout["code"]) == (410, "cursor-verlopen")
    assert lees(cursor=einde)[0] == 200
    assert lees()[1]["resultaten"] == []


def _moment(seconden: float) -> str:
    return datetime.fromtimestamp(seconden, UTC).isoformat()


def test_vanaf_nu(lees: Lezer) -> None:
    """With `nu` there is nothing yet, and a cursor that gives what comes; of an abonnement likewise."""
    for van in ({}, {"abonnementId": ABONNEMENT_ID}):
        _, bladzij = lees(vanaf="nu", **van)
        assert (bladzij["resultaten"], bladzij["meer"]) == ([], False)
        lees.opbouw.uitgang.verdeel(mutatie(20 + len(van)))
        _, later = lees(cursor=bladzij["volgendeCursor"], **van)
        assert [g["id"] for g in later["resultaten"]] == [mutatie(20 + len(van)).mutatie_id]


def test_vanaf_een_moment(lees: Lezer) -> None:
    """What was numbered at that moment or later, page by page, and on from there as ever."""
    uitgang = lees.opbouw.uitgang
    uitgang.nu += 1000
    grens = uitgang.nu
    uitgang.verdeel(*(mutatie(n) for n in range(30, 35)))
    uitgang.nu += 1000
    _, bladzij = lees(vanaf=_moment(grens), limit="3")
    assert [g["id"] for g in bladzij["resultaten"]] == [mutatie(n).mutatie_id for n in (30, 31, 32)]
    _, rest = lees(cursor=bladzij["volgendeCursor"])
    assert [g["id"] for g in rest["resultaten"]] == [mutatie(n).mutatie_id for n in (33, 34)]
    assert len(lees(vanaf=_moment(grens - 1))[1]["resultaten"]) == 5
    assert lees(vanaf=_moment(grens + 1))[1]["resultaten"] == []
    assert len(lees(vanaf=_moment(grens - 2000))[1]["resultaten"]) == 12


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"vanaf": "nu", "cursor": "AAAA"}, 400, "ongeldige-invoer"),
        ({"vanaf": "gisteren"}, 400, "ongeldige-invoer"),
        ({"vanaf": "2026-09-01"}, 400, "ongeldige-invoer"),
        ({"vanaf": "NU"}, 400, "ongeldige-invoer"),
        ({"vanaf": ""}, 400, "ongeldige-invoer"),
        ({"vanaf": "9999-12-31T23:59:59Z"}, 400, "ongeldige-invoer"),
        ({"vanaf": "0001-01-01T00:00:00Z"}, 410, "cursor-verlopen"),
    ],
)
def test_vanaf_dat_niet_kan(lees: Lezer, query: dict[str, str], status: int, code: str) -> None:
    """Not with a cursor, no moment, in the future, longer ago than anything is kept: it is said which."""
    gegeven, fout = lees(**query)
    assert (gegeven, fout["code"]) == (status, code)
    assert status == 410 or "vanaf" in {punt["naam"] for punt in fout["fouten"]}


def test_een_klok_die_voorloopt(lees: Lezer) -> None:
    """A moment that is the future by seconds is a clock that is ahead; 90 days back is just too long."""
    nu = lees.opbouw.uitgang.nu
    assert lees(vanaf=_moment(nu + 30))[1]["resultaten"] == []
    assert lees(vanaf=_moment(nu + 90))[0] == 400
    assert lees(vanaf=_moment(nu - BEWAARTERMIJN))[0] == 410
    assert len(lees(vanaf=_moment(nu - BEWAARTERMIJN + 1))[1]["resultaten"]) == 7


def test_een_mutatie(lees: Lezer) -> None:
    """One mutatie by its id, for its own school, as long as it is kept."""
    mutatie_id = mutatie(3).mutatie_id
    status, inhoud = lees.een(mutatie_id.upper())
    assert (status, inhoud["id"], inhoud["data"]["code"]) == (200, mutatie_id, "K0067")
    assert lees.een(mutatie_id, ANDERE_SCHOOL)[0] == 404
    assert lees.een(mutatie(99).mutatie_id)[0] == 404
    assert lees.een("geen-uuid")[0] == 400
    lees.opbouw.uitgang.nu += BEWAARTERMIJN
    assert lees.een(mutatie_id)[0] == 404
