"""Many checks at once: what SBB is asked, and what each of them hears when something fails."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.questions.verificatie import verify_erkenning
from stagemarkt.domain.questions.verificatie_batch import CheckResult, verify_batch
from stagemarkt.model.detailgegevens import Detailgegevens
from stagemarkt.model.erkenning import Erkenningsgegevens
from stagemarkt.model.errors import (
    Bilingual,
    BronUnavailable,
    CodeUnknown,
    FacadeError,
    LeerbedrijfUnknown,
    NoRoom,
    NotAsked,
)
from stagemarkt.model.questions import Erkenningsvraag, Leerweg
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.sbb import Details

from tests.unit.fakes.composition import ERKENNING, TODAY, FakeLanes, FakeSbb

END = date(2027, 1, 31)
DEADLINE = Deadline(20.0, lambda: 0.0)
TEXT = Bilingual("Weg.", "Gone.")
KNOWN = ("900000001", "900000002", "900000003")
CODES = ("25998", "25254", "K0067")


class SeveralBedrijven(FakeSbb):
    """SBB, of several leerbedrijven: it knows `KNOWN`; the second is erkend for nothing; `broken` fails."""

    def __init__(self, broken: frozenset[str] = frozenset(), silent: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.broken = broken
        self.silent = silent

    def verify(self, question: Erkenningsvraag, _deadline: Deadline) -> Erkenningsgegevens:
        """As the port says."""
        self.asked.append(question)
        if question.leerbedrijf_id in self.broken:
            raise BronUnavailable(TEXT)
        if question.leerbedrijf_id not in KNOWN:
            raise LeerbedrijfUnknown(TEXT)
        if question.code == "99999":
            raise CodeUnknown(TEXT)
        found = {"leerbedrijf_id": question.leerbedrijf_id, "code": question.code}
        return ERKENNING.model_copy(update=found | {"in_orde": question.leerbedrijf_id != KNOWN[1]})

    def get_details(self, leerbedrijf_id: str, _deadline: Deadline) -> Details:
        """As the port says."""
        self.asked.append(leerbedrijf_id)
        if leerbedrijf_id in self.silent:
            raise BronUnavailable(TEXT)
        bbl = ERKENNING.model_copy(
            update={"leerbedrijf_id": leerbedrijf_id, "code": "25998", "leerweg": "BBL"}
        )
        return Details(Detailgegevens(leerbedrijf_id=leerbedrijf_id), [bbl])


def _check(
    leerbedrijf_id: str = KNOWN[0],
    code: str = "25998",
    tot_en_met: date | None = None,
    leerweg: Leerweg | None = None,
) -> Erkenningsvraag:
    return Erkenningsvraag(leerbedrijf_id, code, TODAY, tot_en_met, leerweg)


def _run(register: SeveralBedrijven, *checks: Erkenningsvraag, only: int | None = None) -> list[CheckResult]:
    lanes = FakeLanes(register)
    lanes.only = only
    return verify_batch(lanes, checks, DEADLINE, TODAY)


def test_each_distinct_question_is_asked_once() -> None:
    """What differs in its period or leerweg alone is one verdict; a leerbedrijf has one list."""
    register = SeveralBedrijven()
    found = _run(
        register,
        _check(),
        _check(tot_en_met=END),
        _check(leerweg="BBL"),
        _check(code="K0067"),
        _check(),
    )
    assert register.asked == [_check(), _check(code="K0067"), KNOWN[0]]
    assert found[0] == found[4]
    assert len(found) == 5


def test_what_is_not_erkend_needs_no_list() -> None:
    """A verdict that says no is no for each leerweg; the list is asked for where a leerweg was."""
    register = SeveralBedrijven()
    _run(register, _check(KNOWN[1]))
    assert register.asked == [_check(KNOWN[1])]


def test_what_sbb_does_not_know_is_nothing() -> None:
    """An unknown leerbedrijf, and an unknown code, in the midst of others."""
    found = _run(SeveralBedrijven(), _check("1"), _check(), _check(code="99999"))
    assert [one is None for one in found] == [True, False, True]


def test_a_failure_costs_the_checks_that_it_is_of() -> None:
    """One that SBB fails in has its error, and no other."""
    found = _run(SeveralBedrijven(broken=frozenset({KNOWN[2]})), _check(), _check(KNOWN[2]), _check(KNOWN[1]))
    assert [isinstance(one, BronUnavailable) for one in found] == [False, True, False]


def test_without_the_list() -> None:
    """An answer without it says so, and where the leerweg was asked for it is a failure; told once."""
    register = SeveralBedrijven(silent=frozenset({KNOWN[0]}))
    told: list[FacadeError] = []
    lanes = FakeLanes(register)
    found = verify_batch(
        lanes, [_check(), _check(leerweg="BOL"), _check(tot_en_met=END)], DEADLINE, TODAY, told.append
    )
    assert [getattr(one, "leerweg_reden", None) for one in found] == ["nietOpgehaald", None, "nietOpgehaald"]
    assert isinstance(found[1], BronUnavailable)
    assert len(told) == 1


@pytest.mark.parametrize("only", [0, 1, 2])
def test_what_time_did_not_reach_is_not_not_erkend(only: int) -> None:
    """What was not asked says so, and is neither an answer nor unknown."""
    found = _run(SeveralBedrijven(), _check(), _check(KNOWN[1]), _check(KNOWN[2]), only=only)
    assert [isinstance(one, NotAsked) for one in found] == [number >= only for number in range(3)]


def test_our_own_fault_is_given_as_it_is() -> None:
    """What is no failure of SBB stops one check alone as well."""

    class Spoilt(SeveralBedrijven):
        """Fails by our own fault."""

        def verify(self, question: Erkenningsvraag, deadline: Deadline) -> Erkenningsgegevens:
            """As the port says."""
            if question.code == "K0067":
                raise ValueError("Jansen")
            return super().verify(question, deadline)

    found = _run(Spoilt(), _check(), _check(code="K0067"))
    assert [type(one).__name__ for one in found] == ["NagetrokkenErkenning", "ValueError"]


@pytest.mark.parametrize(
    ("refusals", "seconds", "told"),
    [(2, 20.0, "NagetrokkenErkenning"), (3, 20.0, "NoRoom"), (1, 0.5, "NoRoom")],
)
def test_no_room_is_waited_for(refusals: int, seconds: float, told: str) -> None:
    """What the school has no room for is asked again while there is time, and not for ever."""

    class Full(SeveralBedrijven):
        """No room, so many times."""

        def verify(self, question: Erkenningsvraag, deadline: Deadline) -> Erkenningsgegevens:
            """As the port says."""
            if len(self.asked) < refusals:
                self.asked.append(question)
                raise NoRoom(TEXT)
            return super().verify(question, deadline)

    lanes = FakeLanes(Full())
    found = verify_batch(lanes, [_check(KNOWN[1])], Deadline(seconds, lambda: 0.0), TODAY)
    assert [type(one).__name__ for one in found] == [told]


CHECKS = st.lists(
    st.builds(
        _check,
        st.sampled_from([*KNOWN, "1"]),
        st.sampled_from([*CODES, "99999"]),
        st.sampled_from([None, END]),
        st.sampled_from([None, "BOL", "BBL"]),
    ),
    max_size=12,
)


def _one_by_one(register: SeveralBedrijven, checks: Sequence[Erkenningsvraag]) -> list[object]:
    found: list[object] = []
    for check in checks:
        try:
            found.append(verify_erkenning(register, check, DEADLINE, TODAY))
        except (LeerbedrijfUnknown, CodeUnknown):
            found.append(None)
        except FacadeError as error:
            found.append(type(error))
    return found


def _told(result: CheckResult) -> object:
    return type(result) if isinstance(result, Exception) else result


@given(CHECKS, st.frozensets(st.sampled_from(KNOWN)), st.frozensets(st.sampled_from(KNOWN)))
def test_it_answers_as_one_at_a_time(
    checks: list[Erkenningsvraag], broken: frozenset[str], silent: frozenset[str]
) -> None:
    """Whatever is asked and fails: each check hears what it would have heard alone, for fewer calls."""
    alone, together = SeveralBedrijven(broken, silent), SeveralBedrijven(broken, silent)
    found = verify_batch(FakeLanes(together), checks, DEADLINE, TODAY)
    assert [_told(one) for one in found] == _one_by_one(alone, checks)
    assert len(together.asked) == len(set(together.asked)) <= max(1, len(alone.asked))
