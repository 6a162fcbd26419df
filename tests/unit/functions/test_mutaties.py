"""The feed over the API: whose, from where, with which numbers; cursors that fit and that do not."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from stagemarkt.model.aflevering import RETENTION, FeedLine

from functions.mutaties import app as mutaties
from tests.unit.fakes.composition import OTHER_SCHOOL, FakeContext
from tests.unit.fakes.outbox import mutatie
from tests.unit.outbox_setup import ABONNEMENT_ID, OutgoingComposition, outgoing_composition
from tests.unit.requests import build_event, json_of, with_toegang

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class RecordingFeedReader:
    """Reads the feed, as the afnemer `demo` or another."""

    def __init__(self) -> None:
        self.composition: OutgoingComposition = outgoing_composition()
        self._handler = mutaties.make_handler(self.composition)
        self.composition.way_out.fan_out(
            *(mutatie(n, code="K0067" if n % 2 else "25998") for n in range(2, 8))
        )

    def __call__(self, *, school: str = "99XX", who: str = "demo", **query: str) -> tuple[int, Any]:
        """Status and JSON of a page."""
        question = {name: [value] for name, value in query.items()}
        return self._send(build_event("GET", "/mutaties", query=question), school, who)

    def one(self, mutatie_id: str, school: str = "99XX") -> tuple[int, Any]:
        """Status and JSON of one."""
        event = build_event("GET", "/mutaties/{mutatieId}", path_fields={"mutatieId": mutatie_id})
        return self._send(event, school, "demo")

    def _send(self, event: dict[str, Any], school: str, who: str) -> tuple[int, Any]:
        with_toegang(event, {school: ("mutaties",)})
        event["requestContext"]["authorizer"]["afnemerId"] = who
        answer: Mapping[str, Any] = self._handler(event, FakeContext())
        assert answer["headers"]["Cache-Control"] == "no-store"
        return answer["statusCode"], json_of(answer)


@pytest.fixture
def read() -> RecordingFeedReader:
    """Seven mutaties of a school, all of them for one abonnement."""
    return RecordingFeedReader()


def test_paging_and_continuing_later(read: RecordingFeedReader) -> None:
    """Page by page, oldest first; at the end the cursor is still there, and gives what comes after."""
    seen: list[str] = []
    query: dict[str, str] = {"limit": "3"}
    for meer in (True, True, False):
        _, page = read(**query)
        seen += [g["id"] for g in page["resultaten"]]
        assert page["meer"] is meer
        query["cursor"] = page["volgendeCursor"]
    assert seen == [mutatie(n).mutatie_id for n in range(1, 8)]
    assert read(**query)[1]["resultaten"] == []
    read.composition.way_out.fan_out(mutatie(8))
    assert [g["id"] for g in read(**query)[1]["resultaten"]] == [mutatie(8).mutatie_id]


def test_numbers_belong_to_one_abonnement(read: RecordingFeedReader) -> None:
    """With an abonnement each event has its volgnummer; the school's own feed shows none."""
    _, school = read(code="K0067")
    _, own = read(code="K0067", abonnementId=ABONNEMENT_ID)
    assert [g["volgnummer"] for g in own["resultaten"]] == [3, 5, 7]
    assert [{k: w for k, w in g.items() if k != "volgnummer"} for g in own["resultaten"]] == school[
        "resultaten"
    ]


def test_there_is_no_feed_of_another(read: RecordingFeedReader) -> None:
    """Another's abonnement is unknown; another school has a feed of its own."""
    status, error = read(who="ander", abonnementId=ABONNEMENT_ID)
    assert (status, error["code"]) == (404, "resource-onbekend")
    assert read(who="ander")[1]["resultaten"] != []
    assert read(school=OTHER_SCHOOL)[1]["resultaten"] == []


@pytest.mark.parametrize(
    "otherwise",
    [{"code": "25998"}, {"leerbedrijfId": "1"}, {"abonnementId": ABONNEMENT_ID}, {"school": OTHER_SCHOOL}],
)
def test_a_cursor_belongs_to_its_question(read: RecordingFeedReader, otherwise: dict[str, str]) -> None:
    """A cursor with another question, for another school, or of somebody's making, is refused."""
    cursor = read(limit="2")[1]["volgendeCursor"]
    for wrong in (cursor, "AAAA", "é"):
        status, error = read(cursor=wrong, **otherwise)
        assert (status, error["fouten"][0]["naam"]) == (400, "cursor")


def test_a_cursor_of_a_previous_life(read: RecordingFeedReader) -> None:
    """A cursor beyond the end is of a list that is no more."""
    cursor = read()[1]["volgendeCursor"]
    read.composition.way_out.feed.lines.clear()
    assert read(cursor=cursor)[0] == 400


def test_a_leerbedrijf_that_nobody_heard_of(read: RecordingFeedReader) -> None:
    """Of a leerbedrijf or a code of it of which there never was a mutatie the feed is not read at all."""
    way_out = read.composition.way_out
    read_lines = way_out.feed.read
    reads: list[int] = []

    def count(school: str, after: int, number: int) -> "Sequence[FeedLine]":
        reads.append(after)
        lines: Sequence[FeedLine] = read_lines(school, after, number)
        return lines

    way_out.feed.read = count
    lane = {"leerbedrijfId": mutatie(1).leerbedrijf_id, "code": mutatie(1).code}
    assert read(**lane)[1]["resultaten"] != []
    assert reads != []
    reads.clear()
    for otherwise in ({"leerbedrijfId": "999999999"}, {"code": "K9999"}):
        status, page = read(**lane | otherwise)
        assert (status, page["resultaten"], page["meer"]) == (200, [], False)
        assert read(**lane | otherwise, cursor=page["volgendeCursor"])[1]["resultaten"] == []
    assert reads == []


def test_an_expired_cursor(read: RecordingFeedReader) -> None:
    """When what comes next is older than 90 days, 410 says so; at the end a cursor never expires."""
    begin, end = read(limit="2")[1]["volgendeCursor"], read()[1]["volgendeCursor"]
    read.composition.way_out.now += RETENTION
    status, error = read(cursor=begin)
    assert (status, error["code"]) == (410, "cursor-verlopen")
    assert read(cursor=end)[0] == 200
    assert read()[1]["resultaten"] == []


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def test_from_now(read: RecordingFeedReader) -> None:
    """With `now` there is nothing yet, and a cursor that gives what comes; of an abonnement likewise."""
    for van in ({}, {"abonnementId": ABONNEMENT_ID}):
        _, page = read(vanaf="nu", **van)
        assert (page["resultaten"], page["meer"]) == ([], False)
        read.composition.way_out.fan_out(mutatie(20 + len(van)))
        _, later = read(cursor=page["volgendeCursor"], **van)
        assert [g["id"] for g in later["resultaten"]] == [mutatie(20 + len(van)).mutatie_id]


def test_from_a_moment(read: RecordingFeedReader) -> None:
    """What was numbered at that moment or later, page by page, and on from there as ever."""
    way_out = read.composition.way_out
    way_out.now += 1000
    limit = way_out.now
    way_out.fan_out(*(mutatie(n) for n in range(30, 35)))
    way_out.now += 1000
    _, page = read(vanaf=_moment(limit), limit="3")
    assert [g["id"] for g in page["resultaten"]] == [mutatie(n).mutatie_id for n in (30, 31, 32)]
    _, rest = read(cursor=page["volgendeCursor"])
    assert [g["id"] for g in rest["resultaten"]] == [mutatie(n).mutatie_id for n in (33, 34)]
    assert len(read(vanaf=_moment(limit - 1))[1]["resultaten"]) == 5
    assert read(vanaf=_moment(limit + 1))[1]["resultaten"] == []
    assert len(read(vanaf=_moment(limit - 2000))[1]["resultaten"]) == 12


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
def test_an_impossible_from(read: RecordingFeedReader, query: dict[str, str], status: int, code: str) -> None:
    """Not with a cursor, no moment, in the future, longer ago than anything is kept: it is said which."""
    given, error = read(**query)
    assert (given, error["code"]) == (status, code)
    assert status == 410 or "vanaf" in {point["naam"] for point in error["fouten"]}


def test_a_clock_that_runs_ahead(read: RecordingFeedReader) -> None:
    """A moment that is the future by seconds is a clock that is ahead; 90 days back is just too long."""
    now = read.composition.way_out.now
    assert read(vanaf=_moment(now + 30))[1]["resultaten"] == []
    assert read(vanaf=_moment(now + 90))[0] == 400
    assert read(vanaf=_moment(now - RETENTION))[0] == 410
    assert len(read(vanaf=_moment(now - RETENTION + 1))[1]["resultaten"]) == 7


def test_one_mutatie(read: RecordingFeedReader) -> None:
    """One mutatie by its id, for its own school, as long as it is kept."""
    mutatie_id = mutatie(3).mutatie_id
    status, content = read.one(mutatie_id.upper())
    assert (status, content["id"], content["data"]["code"]) == (200, mutatie_id, "K0067")
    assert read.one(mutatie_id, OTHER_SCHOOL)[0] == 404
    assert read.one(mutatie(99).mutatie_id)[0] == 404
    assert read.one("geen-uuid")[0] == 400
    read.composition.way_out.now += RETENTION
    assert read.one(mutatie_id)[0] == 404
