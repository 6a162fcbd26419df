"""What an answer says of its freshness."""

import gzip
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.cache.lookup_outcome import FreshAnswer, LookupOutcome
from stagemarkt.domain.cache.retention import IDENTIFICATIE, Duration
from stagemarkt.model.errors import (
    LEERBEDRIJF_ONBEKEND,
    NOT_IN_CACHE,
    Bilingual,
    BronTimeout,
    BronUnavailable,
    LeerbedrijfUnknown,
    NotInCache,
)
from stagemarkt.ports.cache import KeptAnswer
from stagemarkt.web.output.freshness_headers import lookup_response, never_store, personal
from stagemarkt.web.output.rendering import rendering_of_list, rendering_of_one
from stagemarkt.web.response import Response

from tests.unit.fakes.composition import BAKERY, NOW, SCHOOL
from tests.unit.requests import make_request

DURATION = IDENTIFICATIE.duration
DAY = 86_400
FRESH = rendering_of_one(BAKERY, NOW - DAY)
LISTING = rendering_of_list([BAKERY, BAKERY], NOW - DAY)
REQUEST = make_request()
STORING = BronUnavailable(Bilingual("Weg.", "Gone."), retry_after=30)
ONBEKEND = LeerbedrijfUnknown(LEERBEDRIJF_ONBEKEND)


def _kept(old: int, fresh: FreshAnswer = FRESH, **rest: Any) -> LookupOutcome:
    answer = KeptAnswer(SCHOOL, fresh.stored_form, 'W/"oud"', NOW - old)
    return LookupOutcome(NOW, DURATION, kept=answer, **rest)


@pytest.mark.parametrize(
    ("old", "age", "ttl"), [(0, "0", DAY), (3600, "3600", DAY - 3600), (DAY - 1, "86399", 1), (-60, "0", DAY)]
)
def test_a_hit(old: int, age: str, ttl: int) -> None:
    """A hit leaves as it was kept, and says how old it is, how long it lives, and what is left of that."""
    assert lookup_response(_kept(old), REQUEST) == Response(
        200,
        FRESH.stored_form,
        compressed=True,
        koppen={
            "Cache-Status": f"stagemarkt; hit; ttl={ttl}",
            "Age": age,
            "Cache-Control": "private, max-age=86400",
            "ETag": 'W/"oud"',
        },
    )


@pytest.mark.parametrize(("fresh", "count"), [(FRESH, 1), (LISTING, 2)], ids=["one", "list"])
def test_a_stale_answer(fresh: FreshAnswer, count: int) -> None:
    """A stale answer says so, in its content and in its headers; nothing else in it is different."""
    answer = lookup_response(_kept(DAY + 90, fresh), REQUEST)
    assert (answer.koppen["Cache-Status"], answer.koppen["Age"]) == ("stagemarkt; hit; ttl=-90", "86490")
    assert answer.koppen["ETag"] == 'W/"oud"'
    assert not answer.compressed
    back = answer.body.replace(b'"verouderd":true', b'"verouderd":false')
    assert back == gzip.decompress(fresh.stored_form)
    assert answer.body.count(b'"verouderd":true') == count


@pytest.mark.parametrize(
    ("looked_up", "cache_control", "cache_status", "age"),
    [
        (
            LookupOutcome(NOW, DURATION, fresh=FRESH, reden="miss", stored=True),
            "private, max-age=86400",
            "fwd=miss; stored",
            "0",
        ),
        (LookupOutcome(NOW, DURATION, fresh=FRESH, reden="miss"), "private, max-age=86400", "fwd=miss", "0"),
        (
            LookupOutcome(NOW, DURATION, fresh=FRESH, reden="request", stored=True),
            "private, max-age=86400",
            "fwd=request; stored",
            "0",
        ),
        (
            LookupOutcome(NOW, Duration(300, 600), fresh=FRESH, reden="stale", stored=True),
            "private, max-age=300",
            "fwd=stale; stored",
            "0",
        ),
        (LookupOutcome(NOW, DURATION, fresh=FRESH, reden="bypass"), "private, no-store", "fwd=bypass", None),
        (
            LookupOutcome(NOW, DURATION, fresh=FRESH, reden="miss", no_store=True),
            "private, no-store",
            "fwd=miss",
            "0",
        ),
        (_kept(3, reden="miss", together=True), "private, max-age=86400", "fwd=miss; collapsed", "3"),
        (
            _kept(DAY, reden="stale", cause=STORING),
            "private, max-age=86400",
            "fwd=stale; fwd-status=503",
            "86400",
        ),
        (
            _kept(9, reden="request", cause=BronTimeout(Bilingual("", ""))),
            "private, max-age=86400",
            "fwd=request; fwd-status=504",
            "9",
        ),
    ],
)
def test_what_sbb_was_asked_for(
    looked_up: LookupOutcome, cache_control: str, cache_status: str, age: str | None
) -> None:
    """What SBB was asked for says why, what came of it, and who may keep it."""
    headers = lookup_response(looked_up, REQUEST).koppen
    assert headers["Cache-Status"] == f"stagemarkt; {cache_status}"
    assert (headers["Cache-Control"], headers.get("Age")) == (cache_control, age)


@pytest.mark.parametrize(
    ("looked_up", "status", "cache_status"),
    [
        (LookupOutcome(NOW, DURATION, fout=STORING, reden="miss"), 503, "fwd=miss; fwd-status=503"),
        (LookupOutcome(NOW, DURATION, fout=STORING, reden="request"), 503, "fwd=request; fwd-status=503"),
        (LookupOutcome(NOW, DURATION, fout=STORING, reden="bypass"), 503, "fwd=bypass; fwd-status=503"),
        (
            LookupOutcome(NOW, DURATION, fout=ONBEKEND, reden="miss", stored=True),
            404,
            "fwd=miss; fwd-status=404; stored",
        ),
        (LookupOutcome(NOW, DURATION, fout=NotInCache(NOT_IN_CACHE)), 504, "detail=only-if-cached"),
    ],
)
def test_a_failure(looked_up: LookupOutcome, status: int, cache_status: str) -> None:
    """A failure is a problem that nobody keeps, and says whether SBB was asked."""
    answer = lookup_response(looked_up, REQUEST)
    assert (answer.status, answer.koppen["Cache-Status"]) == (status, f"stagemarkt; {cache_status}")
    assert answer.koppen["Cache-Control"] == "no-store"
    assert "Age" not in answer.koppen
    assert answer.fout is looked_up.fout
    assert answer.koppen.get("Retry-After") == {503: "30"}.get(status)


@pytest.mark.parametrize(
    ("rest", "cache_status"),
    [
        ({}, "hit; ttl=200"),
        ({"reden": "miss", "together": True}, "fwd=miss; collapsed"),
        ({"reden": "stale", "cause": STORING}, "fwd=stale; fwd-status=503"),
    ],
)
def test_unknown_from_the_store(rest: dict[str, Any], cache_status: str) -> None:
    """That SBB does not know it comes from the cache as the problem that it was, with its age."""
    kept = KeptAnswer(SCHOOL, b"", "", NOW - 100, "onbekend")
    looked_up = LookupOutcome(NOW, Duration(300, 600), kept=kept, fout=ONBEKEND, **rest)
    answer = lookup_response(looked_up, REQUEST)
    assert (answer.status, json.loads(answer.body)["code"]) == (404, "leerbedrijf-onbekend")
    assert answer.koppen["Cache-Status"] == f"stagemarkt; {cache_status}"
    assert (answer.koppen["Age"], answer.koppen["Cache-Control"]) == ("100", "no-store")


@pytest.mark.parametrize(
    "looked_up", [_kept(10), _kept(DAY + 10), LookupOutcome(NOW, DURATION, fresh=FRESH, reden="miss")]
)
def test_personal(looked_up: LookupOutcome) -> None:
    """What is about people is `no-store`, without a tag, whole or cut to the fields that were asked for."""
    whole = personal(looked_up, None, REQUEST)
    assert (whole.koppen["Cache-Control"], "ETag" in whole.koppen) == ("no-store", False)
    trimmed = personal(looked_up, {"naam": {}, "actualiteit": {"verouderd": {}}}, REQUEST)
    content = json.loads(trimmed.body)
    assert set(content) == {"naam", "actualiteit"}
    assert content["actualiteit"] == {"verouderd": looked_up.verouderd}


def test_a_problem_is_not_trimmed() -> None:
    """A problem has its own fields, whatever was asked for."""
    answer = personal(LookupOutcome(NOW, DURATION, fout=STORING, reden="miss"), {"naam": {}}, REQUEST)
    assert json.loads(answer.body)["code"] == "bron-niet-beschikbaar"


def test_never_keep() -> None:
    """What is asked of SBB each time is kept by nobody, and has no tag to ask for it again with."""
    assert never_store(FRESH) == Response(
        200, FRESH.body, koppen={"Cache-Control": "no-store", "Cache-Status": "stagemarkt; fwd=bypass"}
    )


_ERRORS = st.sampled_from([STORING, ONBEKEND, NotInCache(NOT_IN_CACHE)])


@given(
    st.builds(_kept, st.integers(0, 3 * DAY))
    | st.builds(
        _kept,
        st.integers(0, 3 * DAY),
        reden=st.sampled_from(["miss", "stale", "request"]),
        together=st.booleans(),
        cause=st.none() | st.just(STORING),
    )
    | st.builds(
        lambda error, reason: LookupOutcome(NOW, DURATION, fout=error, reden=reason),
        _ERRORS,
        st.sampled_from([None, "miss"]),
    )
)
def test_never_hit_and_fwd_together(looked_up: LookupOutcome) -> None:
    """RFC 9211: an answer came from the cache or was forwarded for, never both; and it is never public."""
    headers = lookup_response(looked_up, REQUEST).koppen
    parts = [part.strip() for part in headers["Cache-Status"].split(";")]
    assert parts[0] == "stagemarkt"
    assert not ("hit" in parts and any(part.startswith("fwd") for part in parts))
    assert headers["Cache-Control"].startswith("private, ") or headers["Cache-Control"] == "no-store"
    assert not ("no-store" in headers["Cache-Control"] and "ETag" in headers)


def test_kept_or_fresh() -> None:
    """An answer that is neither kept nor fresh is a mistake of ours, not an empty answer."""
    with pytest.raises(AssertionError):
        lookup_response(LookupOutcome(NOW, DURATION, reden="miss"), REQUEST)
