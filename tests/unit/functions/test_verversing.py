"""The functions behind the queue and the clock: refreshing and emptying, from event to log line."""

import json
from collections.abc import Collection
from typing import Any

import pytest
from stagemarkt.composition.opruiming import OpruimingPorts
from stagemarkt.domain.cache.retention import CacheMode
from stagemarkt.entry.last_resort import InvocationFailed
from stagemarkt.model.errors import Bilingual, BronTimeout, StorageError
from stagemarkt.ports.cache import AnswerKey
from stagemarkt.ports.guard import Priority, Requester

from functions.detailgegevens.app import make_handler as make_detailgegevens
from functions.identificatie.app import make_handler as make_identificatie
from functions.opruiming.app import make_handler as make_purge
from functions.verversing.app import make_handler
from tests.unit.conftest import LogCapture
from tests.unit.fakes.cache import FakeStore
from tests.unit.fakes.composition import LEERBEDRIJF_ID, SCHOOL, FakeComposition, FakeContext
from tests.unit.requests import load_event


def _row(composition: FakeComposition) -> dict[str, Any]:
    messages = [
        {"messageId": f"m{nr}", "body": json.dumps(sleutel._asdict())}
        for nr, sleutel in enumerate(composition.store.row)
    ]
    composition.store.row.clear()
    return {"Records": messages}


@pytest.mark.parametrize("event", ["identificatie-id", "identificatie-naam", "identificatie-zoek"])
def test_from_stale_to_fresh(event: str, logbook: LogCapture) -> None:
    """What an answer was asked by is asked again of SBB, and the log names neither it nor its leerbedrijf."""
    composition = FakeComposition()
    question = make_identificatie(composition)
    question(load_event(event), FakeContext())
    composition.fake_clock.now += 86_400
    assert question(load_event(event), FakeContext())["headers"]["Cache-Status"] == "stagemarkt; hit; ttl=0"
    assert make_handler(composition)(_row(composition), FakeContext()) == {"batchItemFailures": []}
    assert (
        question(load_event(event), FakeContext())["headers"]["Cache-Status"] == "stagemarkt; hit; ttl=86400"
    )
    first, second = composition.fake_sbb.asked
    assert first == second
    line = next(line for line in logbook.lines if line["message"] == "verversing")
    assert (line["school"], line["soort"], line["uitkomst"]) == (SCHOOL, "identificatie", "ververst")
    assert LEERBEDRIJF_ID not in logbook.tekst
    assert "Bakkerij" not in logbook.tekst


def test_sbb_is_away(logbook: LogCapture) -> None:
    """A source that fails is a line in the log, and its message does not come back: a next caller asks."""
    composition = FakeComposition()
    make_identificatie(composition)(load_event("identificatie-id"), FakeContext())
    composition.fake_clock.now += 86_400
    make_identificatie(composition)(load_event("identificatie-id"), FakeContext())
    composition.fake_sbb.fout = BronTimeout(Bilingual("Te laat.", "Late."))
    assert make_handler(composition)(_row(composition), FakeContext()) == {"batchItemFailures": []}
    assert (logbook.lines[-1]["uitkomst"], logbook.lines[-1]["code"]) == ("mislukt", "bron-timeout")


def test_what_breaks_comes_back(logbook: LogCapture) -> None:
    """What fails and what nobody can read come back, each by itself; no text is logged."""
    composition = FakeComposition(store=FakeStore(piece=frozenset({"lezen"})))
    composition.store.row.append(AnswerKey(SCHOOL, f"leerbedrijf#{LEERBEDRIJF_ID}", "identificatie"))
    event = _row(composition)
    event["Records"].append({"messageId": "m9", "body": "kanarie"})
    assert make_handler(composition)(event, FakeContext()) == {
        "batchItemFailures": [{"itemIdentifier": "m0"}, {"itemIdentifier": "m9"}]
    }
    assert [line["level"] for line in logbook.lines] == ["ERROR", "ERROR"]
    assert "kanarie" not in logbook.tekst
    assert LEERBEDRIJF_ID not in logbook.tekst


def test_detailgegevens_too() -> None:
    """Detailgegevens are asked again by their leerbedrijf."""
    composition = _Details()
    make_detailgegevens(composition)(load_event("detailgegevens"), FakeContext())
    composition.fake_clock.now += 4 * 3600
    make_detailgegevens(composition)(load_event("detailgegevens"), FakeContext())
    make_handler(composition)(_row(composition), FakeContext())
    assert len(composition.asked) == 2
    assert len(set(composition.asked)) == 1
    # Whoever asked, waited for it; nobody waits for what is refreshed.
    assert composition.requesters == [Requester("demo"), Requester(priority=Priority.BULK)]


class _Details(FakeComposition):
    """Knows the details of whatever it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, str]] = []

    def get_detailgegevens(
        self, school: str, requester: Requester, leerbedrijf_id: str, _deadline: object
    ) -> Any:
        """As the composition root does."""
        self.requesters.append(requester)
        self.asked.append((school, leerbedrijf_id))
        return self.fake_sbb.leerbedrijven[0]


class FakePurger:
    """Remembers what it was told to leave."""

    def __init__(self, fout: Exception | None = None) -> None:
        self.fout = fout
        self.allowed: list[Collection[str]] = []

    def purge(self, allowed: Collection[str]) -> int:
        """As the port says."""
        self.allowed.append(allowed)
        if self.fout is not None:
            raise self.fout
        return 3


class _PurgeComposition(OpruimingPorts):
    """A stack deployed with this mode."""

    def __init__(self, mode: CacheMode, fout: Exception | None = None) -> None:
        super().__init__()
        self.mode = mode
        self.fake_purger = FakePurger(fout)
        self.purger = self.fake_purger

    @property
    def cachemodus(self) -> CacheMode:
        """What may be kept."""
        return self.mode


@pytest.mark.parametrize(
    ("mode", "allowed", "removed"),
    [
        (CacheMode.FULL, [], 0),
        (CacheMode.WITHOUT_PERSONAL_DATA, [frozenset()], 3),
        (CacheMode.OFF, [frozenset()], 3),
    ],
)
def test_opruiming(mode: CacheMode, allowed: list[frozenset[str]], removed: int, logbook: LogCapture) -> None:
    """What the mode forbids is emptied; where all may be kept the table is not even read."""
    composition = _PurgeComposition(mode)
    make_purge(composition)({}, FakeContext())
    assert composition.fake_purger.allowed == allowed
    (line,) = logbook.lines
    assert (line["message"], line["cacheMode"], line["verwijderd"]) == ("opruiming", mode, removed)


def test_a_failed_purge_is_a_failed_call() -> None:
    """Emptying that failed counts as an error of the function: that is what its alarm looks at."""
    with pytest.raises(InvocationFailed):
        make_purge(_PurgeComposition(CacheMode.OFF, StorageError("x")))({}, FakeContext())
