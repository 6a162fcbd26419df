"""Natrekken: what holds for whatever SBB says."""

from datetime import date
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.questions.verificatie import verify_erkenning
from stagemarkt.model.erkenning import BronStatus, Erkenning, Erkenningsgegevens
from stagemarkt.model.questions import Erkenningsvraag

from tests.unit.fakes.composition import DEADLINE, LEERBEDRIJF_ID, FakeSbb

# Close together, so that the dates often meet.
DAYS = st.dates(date(2026, 8, 20), date(2026, 9, 10))


@st.composite
def answers(draw: st.DrawFn) -> Erkenningsgegevens:
    """Whatever SBB may say."""
    return Erkenningsgegevens(
        leerbedrijf_id=LEERBEDRIJF_ID,
        in_orde=draw(st.booleans()),
        status=draw(st.sampled_from((*get_args(BronStatus), None))),
        startdatum=draw(st.none() | DAYS),
        einddatum=draw(st.none() | DAYS),
    )


@st.composite
def questions(draw: st.DrawFn) -> Erkenningsvraag:
    """A question with a period, or without; never one that ends before it starts."""
    peildatum = draw(DAYS)
    return Erkenningsvraag(
        LEERBEDRIJF_ID, "25998", peildatum, draw(st.none() | DAYS.filter(lambda day: day >= peildatum))
    )


def _verify(data: Erkenningsgegevens, question: Erkenningsvraag) -> Erkenning:
    return verify_erkenning(FakeSbb(erkenning=data), question, DEADLINE, question.peildatum)


@given(answers(), questions())
def test_erkend_only_if_everything_says_so(data: Erkenningsgegevens, question: Erkenningsvraag) -> None:
    """Erkend implies SBB's verdict, no word against it, and a peildatum within the dates."""
    erkenning = _verify(data, question)
    assert erkenning.erkend == (erkenning.status == "erkend")
    if erkenning.erkend:
        assert data.in_orde
        assert data.status in {"erkend", None}
        assert data.startdatum is None or data.startdatum <= question.peildatum
        assert data.einddatum is None or question.peildatum <= data.einddatum
        assert data.status == "erkend" or data.startdatum is not None


@given(answers(), questions())
def test_erkend_if_everything_says_so(data: Erkenningsgegevens, question: Erkenningsvraag) -> None:
    """SBB's verdict and word with a peildatum within the dates are enough: no school is sent away."""
    begins = data.startdatum is None or data.startdatum <= question.peildatum
    in_force = data.einddatum is None or question.peildatum <= data.einddatum
    if data.in_orde and data.status == "erkend" and begins and in_force:
        assert _verify(data, question).erkend


@given(answers(), questions())
def test_the_entire_period(data: Erkenningsgegevens, question: Erkenningsvraag) -> None:
    """Erkend for the whole period implies erkend on its first day and an end that is not before its last."""
    erkenning = _verify(data, question)
    assert (erkenning.erkend_gehele_periode is None) == (question.tot_en_met is None)
    assert (erkenning.eindigt_tijdens_periode is None) == (question.tot_en_met is None)
    if erkenning.erkend_gehele_periode:
        assert erkenning.erkend
        assert question.tot_en_met is not None
        assert data.einddatum is None or data.einddatum >= question.tot_en_met


@given(answers(), questions())
def test_whole_and_ending_exclude_each_other(data: Erkenningsgegevens, question: Erkenningsvraag) -> None:
    """What is erkend on the first day is erkend throughout or ends within: exactly one of the two."""
    erkenning = _verify(data, question)
    assert not (erkenning.erkend_gehele_periode and erkenning.eindigt_tijdens_periode)
    if erkenning.erkend and question.tot_en_met is not None:
        assert erkenning.erkend_gehele_periode or erkenning.eindigt_tijdens_periode


@given(answers(), questions())
def test_sbbs_no_stays_no(data: Erkenningsgegevens, question: Erkenningsvraag) -> None:
    """What SBB calls withdrawn, expired, not recognised or not in order is never erkend."""
    if data.status in {"ingetrokken", "verlopen", "nietErkend", "onbekend"} or not data.in_orde:
        erkenning = _verify(data, question)
        assert not erkenning.erkend
        assert not erkenning.erkend_gehele_periode


@given(answers(), DAYS, DAYS, DAYS)
def test_a_shorter_period_is_not_worse(data: Erkenningsgegevens, one: date, two: date, three: date) -> None:
    """Whoever is erkend for a whole period is so for any shorter one from the same day."""
    peildatum, short, long_one = sorted((one, two, three))
    whole_number = _verify(data, Erkenningsvraag(LEERBEDRIJF_ID, "25998", peildatum, long_one))
    part = _verify(data, Erkenningsvraag(LEERBEDRIJF_ID, "25998", peildatum, short))
    assert part.erkend_gehele_periode or not whole_number.erkend_gehele_periode
