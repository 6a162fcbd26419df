"""The scheduled function: what it looks at, and that a school that fails fails the round."""

from collections.abc import Sequence
from typing import Any

import pytest
from stagemarkt.domain.schools.certificate_trial import TrialOutcome
from stagemarkt.domain.schools.certificate_watch import WatchRound
from stagemarkt.model.errors import Bilingual, StorageError
from stagemarkt.ports.deadline import Deadline

from functions.certificaatwacht.app import RoundFailed, make_handler
from tests.unit.conftest import LogCapture
from tests.unit.fakes.composition import NOW, SCHOOL, FakeComposition, FakeContext


class FakeWatch:
    """A round that ends so."""

    def __init__(self, this_round: WatchRound) -> None:
        self.this_round = this_round
        self.executed: list[tuple[int, Sequence[str] | None]] = []

    def go_round(self, now: int, scholen: Sequence[str] | None = None) -> WatchRound:
        """As the domain says."""
        self.executed.append((now, scholen))
        return self.this_round


def _composition(this_round: WatchRound) -> tuple[FakeComposition, FakeWatch]:
    composition, watch = FakeComposition(), FakeWatch(this_round)
    composition.__dict__["watch"] = watch
    return composition, watch


def test_the_schedule_sees_all_schools(logbook: LogCapture) -> None:
    """The schedule's event names no school: all are looked at; the log counts them and names none."""
    composition, watch = _composition(WatchRound(12, 1, 0))
    given = make_handler(composition)({"version": "0", "detail": {}}, FakeContext())
    assert given == {"bekeken": 12, "gewaarschuwd": 1, "mislukt": 0}
    assert watch.executed == [(NOW, None)]
    (line,) = logbook.lines
    assert (line["message"], line["level"], line["bekeken"]) == ("certificaatwacht", "INFO", 12)


def test_the_tool_names_one_school() -> None:
    """The operators' tool has the one school looked at that it changed."""
    composition, watch = _composition(WatchRound(1, 0, 0))
    make_handler(composition)({"scholen": [SCHOOL]}, FakeContext())
    assert watch.executed == [(NOW, [SCHOOL])]


def test_a_failed_round_is_repeated() -> None:
    """A round that missed a school fails, so that the schedule tries again and the alarm goes off."""
    composition, _ = _composition(WatchRound(3, 0, 1))
    with pytest.raises(RoundFailed):
        make_handler(composition)({}, FakeContext())


class FakeTrial:
    """A school that is tried, and what comes of it."""

    def __init__(self, uitkomst: TrialOutcome | StorageError) -> None:
        self.uitkomst = uitkomst
        self.tried: list[str] = []

    def __call__(self, school: str, deadline: Deadline) -> TrialOutcome:
        """As `Composition.proef`."""
        assert 0 < deadline.remaining <= 20
        self.tried.append(school)
        if isinstance(self.uitkomst, StorageError):
            raise self.uitkomst
        return self.uitkomst


def _try(outcome: TrialOutcome | StorageError, school: object) -> tuple[dict[str, Any], FakeTrial]:
    composition, proef = FakeComposition(), FakeTrial(outcome)
    composition.__dict__["proef"] = proef
    return make_handler(composition)({"probeer": school}, FakeContext()), proef


def test_a_school_is_tried(logbook: LogCapture) -> None:
    """The operators' tool has one school tried, and is told what SBB said; the log says how it ended."""
    gezegd = TrialOutcome("geweigerd", "bron-licentie", Bilingual("Nee.", "No."), 996)
    answer, proef = _try(gezegd, SCHOOL.lower())
    assert answer == {
        "uitkomst": {
            "school": SCHOOL,
            "uitkomst": "geweigerd",
            "code": "bron-licentie",
            "detail": "Nee.",
            "signaalcode": 996,
        }
    }
    assert proef.tried == [SCHOOL]
    (line,) = logbook.lines
    assert (line["message"], line["school"], line["uitkomst"]) == ("schoolproef", SCHOOL, "geweigerd")


@pytest.mark.parametrize(
    ("school", "code"), [("9", "ongeldige-invoer"), (None, "ongeldige-invoer"), (SCHOOL, "interne-fout")]
)
def test_what_cannot_be_tried(school: object, code: str) -> None:
    """No BRIN, or a secret that cannot be read: told as that, and no failure of the function."""
    answer, _ = _try(StorageError("Timeout"), school)
    assert answer["fout"]["code"] == code
