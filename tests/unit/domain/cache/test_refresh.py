"""Refreshing behind the caller's back: when it is of use, and what comes of it."""

import pytest
from stagemarkt.domain.cache.lookup_outcome import CachedQuestion, FreshAnswer
from stagemarkt.domain.cache.refresh import Refreshed, refresh
from stagemarkt.domain.cache.retention import IDENTIFICATIE, CacheMode
from stagemarkt.model.errors import Bilingual, BronLicentie, BronUnavailable, LeerbedrijfUnknown, StorageError
from stagemarkt.ports.cache import AnswerKey, CacheLease, CacheState, KeptAnswer

from tests.unit.fakes.cache import FakeClock, FakeStore
from tests.unit.fakes.composition import NOW, OTHER_SCHOOL, SCHOOL

SLEUTEL = AnswerKey(SCHOOL, "leerbedrijf#900000001", "identificatie")
OLD = KeptAnswer(SCHOOL, b"oud", 'W/"oud"', NOW - IDENTIFICATIE.duration.fresh, "gevonden", "de vraag")
FRESH = FreshAnswer(b"{}", b"nieuw", 'W/"x"')
TEXT = Bilingual("Nee.", "No.")
DONE, NOT_NEEDED = Refreshed("ververst"), Refreshed("niet-nodig")


class RefreshTrial:
    """One message of the queue over a table with one stale entry."""

    def __init__(self, mode: CacheMode = CacheMode.FULL) -> None:
        self.store, self.clock = FakeStore(mode), FakeClock(float(NOW))
        self.store.inhoud[SLEUTEL] = OLD
        self.fout: Exception | None = None
        self.questions: list[str] = []
        self.knows_the_question = True

    def refresh(self, sleutel: AnswerKey = SLEUTEL) -> Refreshed:
        """Do it."""
        return refresh(sleutel, self._make, self.clock.deadline(20), self.store.storage(self.clock))

    def _make(self, question: str) -> CachedQuestion | None:
        return (
            CachedQuestion(SLEUTEL, IDENTIFICATIE, lambda _now: self._fetch(question), question)
            if self.knows_the_question
            else None
        )

    def _fetch(self, question: str) -> FreshAnswer:
        self.questions.append(question)
        if self.fout is not None:
            raise self.fout
        return FRESH


def test_what_is_old_is_replaced() -> None:
    """A stale entry is fetched by the question in it, which stays with it."""
    proef = RefreshTrial()
    assert proef.refresh() == DONE
    assert proef.questions == ["de vraag"]
    assert proef.store.inhoud[SLEUTEL] == KeptAnswer(SCHOOL, b"nieuw", 'W/"x"', NOW, "gevonden", "de vraag")


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param(None, id="forgotten"),
        pytest.param(OLD._replace(opgehaald_op=NOW - 5), id="refreshed-meanwhile"),
        pytest.param(OLD._replace(opgehaald_op=NOW - IDENTIFICATIE.duration.verloopt), id="expired"),
        pytest.param(OLD._replace(school=OTHER_SCHOOL), id="of-another-school"),
    ],
)
def test_what_is_not_needed(kept: KeptAnswer | None) -> None:
    """What is gone, too old to be served or fresh already costs SBB nothing."""
    proef = RefreshTrial()
    proef.store.inhoud.clear()
    if kept is not None:
        proef.store.inhoud[SLEUTEL] = kept
    assert proef.refresh() == NOT_NEEDED
    assert proef.questions == []


@pytest.mark.parametrize("mode", [CacheMode.OFF, CacheMode.WITHOUT_PERSONAL_DATA])
def test_what_is_no_longer_allowed(mode: CacheMode) -> None:
    """A message from before the operator changed the mode brings nothing back."""
    proef = RefreshTrial(mode)
    assert proef.refresh() == NOT_NEEDED
    assert (proef.questions, proef.store.parsed) == ([], [])


def test_what_nobody_knows_any_more() -> None:
    """A kind of answer, or of question, of another version is passed over."""
    proef = RefreshTrial()
    assert proef.refresh(SLEUTEL._replace(soort="vroeger")) == NOT_NEEDED
    proef.knows_the_question = False
    assert proef.refresh() == NOT_NEEDED


def test_another_is_at_it_already() -> None:
    """Who finds the lease taken leaves it to its holder, and does not wait."""
    proef = RefreshTrial()
    proef.store.states[SLEUTEL] = CacheState(lease=CacheLease("ander", NOW + 5))
    assert proef.refresh() == NOT_NEEDED
    assert (proef.questions, proef.clock.slept) == ([], [])


def test_sbb_is_away() -> None:
    """A source that fails is told, what was kept stays, and the lease is free."""
    proef = RefreshTrial()
    proef.fout = BronUnavailable(TEXT)
    assert proef.refresh() == Refreshed("mislukt", "bron-niet-beschikbaar")
    assert (proef.store.inhoud[SLEUTEL], proef.store.states[SLEUTEL].lease) == (OLD, None)


def test_a_refused_licentie_takes_along_what_was_there() -> None:
    """A school that SBB gives nothing any more is not served on with what SBB gave it before."""
    proef = RefreshTrial()
    proef.fout = BronLicentie(TEXT)
    assert proef.refresh() == Refreshed("mislukt", "bron-licentie")
    assert proef.store.inhoud == {}


def test_sbb_does_not_know_it_any_more() -> None:
    """That SBB knows it no longer takes the place of what it said."""
    proef = RefreshTrial()
    proef.fout = LeerbedrijfUnknown(TEXT)
    assert proef.refresh() == DONE
    assert proef.store.inhoud[SLEUTEL].uitkomst == "onbekend"


@pytest.mark.parametrize("piece", ["lezen", "pacht"])
def test_a_broken_store_comes_back(piece: str) -> None:
    """A storage that fails is raised, so that the message comes back."""
    proef = RefreshTrial()
    proef.store.piece = frozenset({piece})
    with pytest.raises(StorageError):
        proef.refresh()


def test_an_unreadable_secret_comes_back() -> None:
    """The storage of the secrets likewise."""
    proef = RefreshTrial()
    proef.fout = StorageError("x")
    with pytest.raises(StorageError):
        proef.refresh()
