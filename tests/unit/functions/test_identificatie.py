"""Vaststellen, from event to answer."""

from typing import Any

import pytest
from stagemarkt.domain.cache.retention import CacheMode
from stagemarkt.model.errors import Bilingual, BronUnavailable, StorageError
from stagemarkt.model.questions import Identificatievraag

from functions.identificatie.app import make_handler
from tests.unit.conftest import LogCapture
from tests.unit.fakes.cache import FakeStore
from tests.unit.fakes.composition import (
    BAKERY,
    LEERBEDRIJF_ID,
    NOW,
    OTHER_SCHOOL,
    SCHOOL,
    FakeComposition,
    FakeContext,
    FakeSbb,
)
from tests.unit.requests import json_of, load_event, with_toegang

HISTORICAL = BAKERY.model_copy(update={"status": "historisch"})


def _ask(composition: FakeComposition, event: str | dict[str, Any] = "identificatie-id") -> dict[str, Any]:
    return make_handler(composition)(load_event(event) if isinstance(event, str) else event, FakeContext())


@pytest.mark.parametrize(
    ("event", "question"),
    [
        (
            "identificatie-naam",
            Identificatievraag(naam="Bakkerij De Gouden Korst", postcode="3811MG", huisnummer=1),
        ),
        (
            "identificatie-zoek",
            Identificatievraag(naam="Bakkerij De Gouden Korst", inclusief_historisch=True),
        ),
        ("identificatie-id", Identificatievraag(leerbedrijf_id=LEERBEDRIJF_ID, inclusief_historisch=True)),
    ],
)
def test_sbb_gets_the_question(event: str, question: Identificatievraag) -> None:
    """What was asked reaches SBB, on behalf of the school."""
    composition = FakeComposition()
    assert _ask(composition, event)["statusCode"] == 200
    assert (composition.fake_sbb.asked, composition.scholen) == ([question], [SCHOOL])


@pytest.mark.parametrize("event", ["identificatie-naam", "identificatie-zoek", "identificatie-id"])
def test_the_second_time_from_the_store(event: str) -> None:
    """The same question again is answered from what was kept, with the same tag, and says so."""
    composition = FakeComposition()
    at_first, afterwards = _ask(composition, event), _ask(composition, event)
    assert at_first["headers"]["Cache-Status"] == "stagemarkt; fwd=miss; stored"
    assert afterwards["headers"]["Cache-Status"] == "stagemarkt; hit; ttl=86400"
    assert len(composition.fake_sbb.asked) == 1
    assert at_first["headers"]["ETag"] == afterwards["headers"]["ETag"]
    assert str(json_of(afterwards)).replace("'bron': 'cache'", "'bron': 'sbb'") == str(json_of(at_first))


def test_who_has_it_already_gets_304() -> None:
    """A hit that the caller has already is 304, and SBB is left alone."""
    composition = FakeComposition()
    event = load_event("identificatie-id")
    event["multiValueHeaders"]["If-None-Match"] = [_ask(composition)["headers"]["ETag"]]
    answer = _ask(composition, event)
    assert (answer["statusCode"], answer["body"]) == (304, "")
    assert answer["headers"]["Age"] == "0"
    assert len(composition.fake_sbb.asked) == 1


def test_another_school_asks_for_itself() -> None:
    """What was kept for one school is not for another."""
    composition = FakeComposition()
    _ask(composition)
    answer = _ask(
        composition, with_toegang(load_event("identificatie-id"), {OTHER_SCHOOL: ["identificatie"]})
    )
    assert answer["headers"]["Cache-Status"] == "stagemarkt; fwd=miss; stored"
    assert composition.scholen == [SCHOOL, OTHER_SCHOOL]
    assert {sleutel.school for sleutel in composition.store.inhoud} == {SCHOOL, OTHER_SCHOOL}


def test_stale_after_a_day_and_gone_after_three() -> None:
    """A kept answer is marked when its day is over, refreshed behind it, and gone in the end."""
    moment = [NOW]
    composition = FakeComposition(clock=lambda: moment[0] + 0.5)
    status, verouderd = [], []
    for moment[0] in (NOW, NOW + 86_399, NOW + 86_400, NOW + 3 * 86_400 - 1, NOW + 3 * 86_400):
        answer = _ask(composition)
        status.append(answer["headers"]["Cache-Status"].removeprefix("stagemarkt; "))
        verouderd.append(json_of(answer)["actualiteit"]["verouderd"])
    assert status == ["fwd=miss; stored", "hit; ttl=1", "hit; ttl=0", "hit; ttl=-172799", "fwd=miss; stored"]
    assert verouderd == [False, False, True, True, False]
    assert len(composition.store.row) == 2


@pytest.mark.parametrize("mode", [CacheMode.OFF, CacheMode.WITHOUT_PERSONAL_DATA])
def test_who_may_keep_nothing_asks_every_time(mode: CacheMode) -> None:
    """Without leave to keep it, every question goes to SBB and nobody may keep the answer."""
    composition = FakeComposition(store=FakeStore(mode))
    answers = [_ask(composition), _ask(composition)]
    assert [answer["headers"]["Cache-Status"] for answer in answers] == ["stagemarkt; fwd=bypass"] * 2
    assert {answer["headers"]["Cache-Control"] for answer in answers} == {"private, no-store"}
    assert (len(composition.fake_sbb.asked), composition.store.inhoud) == (2, {})


@pytest.mark.parametrize("piece", ["lezen", "bewaren", "maken"])
def test_a_broken_store_costs_no_answer(piece: str) -> None:
    """A table that fails costs speed, not the answer."""
    assert _ask(FakeComposition(store=FakeStore(piece=frozenset({piece}))))["statusCode"] == 200


def test_historical() -> None:
    """A leerbedrijf that is no longer actueel is left out of a search, and found by ID."""
    sbb = FakeSbb([HISTORICAL])
    assert json_of(_ask(FakeComposition(sbb), "identificatie-naam")) == {"resultaten": [], "totaal": 0}
    assert json_of(_ask(FakeComposition(sbb), "identificatie-zoek"))["totaal"] == 1
    assert json_of(_ask(FakeComposition(sbb)))["status"] == "historisch"


def test_an_unknown_leerbedrijf_is_remembered_briefly(logbook: LogCapture) -> None:
    """404 for an ID that SBB does not know; SBB is not asked again within minutes; the log says so."""
    composition = FakeComposition(FakeSbb([]))
    answers = [_ask(composition), _ask(composition)]
    assert [json_of(answer)["code"] for answer in answers] == ["leerbedrijf-onbekend"] * 2
    assert [answer["headers"]["Cache-Status"] for answer in answers] == [
        "stagemarkt; fwd=miss; fwd-status=404; stored",
        "stagemarkt; hit; ttl=300",
    ]
    assert len(composition.fake_sbb.asked) == 1
    assert [(line["status"], line["code"]) for line in logbook.lines] == [(404, "leerbedrijf-onbekend")] * 2


def test_an_empty_list_is_remembered_briefly() -> None:
    """Nothing found is kept for minutes, a list that tells of somebody for a day, and of whom is known."""
    composition = FakeComposition(FakeSbb([]))
    assert _ask(composition, "identificatie-naam")["headers"]["Cache-Control"] == "private, max-age=300"
    full = FakeComposition()
    assert _ask(full, "identificatie-naam")["headers"]["Cache-Control"] == "private, max-age=86400"
    (kept,) = full.store.kept.values()
    assert kept.over == (LEERBEDRIJF_ID,)


def _with_cache_control(header: str) -> dict[str, Any]:
    event = load_event("identificatie-id")
    event["multiValueHeaders"]["Cache-Control"] = [header]
    return event


def test_only_if_cached_and_nothing_kept() -> None:
    """`only-if-cached` with nothing kept is 504, and SBB is left alone."""
    composition = FakeComposition()
    answer = _ask(composition, _with_cache_control("only-if-cached"))
    assert (answer["statusCode"], json_of(answer)["code"]) == (504, "niet-in-cache")
    assert composition.fake_sbb.asked == []


def test_no_cache_and_a_dead_source() -> None:
    """With `no-cache` a dead source is 503, though there is an answer; without it the answer is served."""
    composition = FakeComposition()
    _ask(composition)
    composition.fake_sbb.fout = BronUnavailable(Bilingual("SBB is er niet.", "SBB is down."), retry_after=30)
    answer = _ask(composition, _with_cache_control("no-cache"))
    assert answer["statusCode"] == 503
    assert answer["headers"]["Cache-Status"] == "stagemarkt; fwd=request; fwd-status=503"
    assert _ask(composition)["statusCode"] == 200


def test_an_unreadable_cache_control() -> None:
    """What the header means to say cannot be guessed: 400."""
    answer = _ask(FakeComposition(), _with_cache_control("max-age=snel"))
    assert (answer["statusCode"], json_of(answer)["fouten"][0]["naam"]) == (400, "Cache-Control")


def test_sbb_is_not_there() -> None:
    """A source that is down is 503 with when to try again, and nothing is kept."""
    error = BronUnavailable(Bilingual("SBB is er niet.", "SBB is down."), retry_after=30)
    composition = FakeComposition(FakeSbb(fout=error))
    answer = _ask(composition)
    assert (answer["statusCode"], answer["headers"]["Retry-After"]) == (503, "30")
    assert composition.store.inhoud == {}


def test_an_unreadable_secret(logbook: LogCapture) -> None:
    """Our own storage of secrets that fails is our fault; how AWS refused stands in the log alone."""
    answer = _ask(FakeComposition(FakeSbb(fout=StorageError("DecryptionFailure"))))
    assert (answer["statusCode"], json_of(answer)["code"]) == (500, "interne-fout")
    assert answer["headers"]["Retry-After"] == "5"
    assert logbook.lines[0]["intern"] == "DecryptionFailure"
    assert "DecryptionFailure" not in str(json_of(answer))


@pytest.mark.parametrize("event", ["identificatie-naam", "identificatie-zoek", "identificatie-id"])
def test_nothing_of_the_question_in_the_log(event: str, logbook: LogCapture) -> None:
    """Neither what was searched for, nor what was found, nor the key is logged: fresh, or from the cache."""
    composition = FakeComposition()
    _ask(composition, event)
    _ask(composition, event)
    assert [line["school"] for line in logbook.lines] == [SCHOOL, SCHOOL]
    secret = ["Bakkerij", "Korst", "Dorpsstraat", "3811", "Amersfoort", LEERBEDRIJF_ID, "smk_", "192.0.2"]
    assert [word for word in secret if word in logbook.tekst] == []
