"""Natrekken per leerweg: SBB's verdict knows none, its list of erkenningen may."""

from collections.abc import Sequence
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.questions.verificatie import (
    COOLDOWN_SECONDS,
    PATIENCE_SECONDS,
    SLOW_FAILURES,
    SLOW_SECONDS,
    ListPatience,
    verify_erkenning,
)
from stagemarkt.model.detailgegevens import Detailgegevens
from stagemarkt.model.erkenning import BronStatus, Erkenningsgegevens, NagetrokkenErkenning, Status
from stagemarkt.model.errors import (
    Bilingual,
    BronAnswerInvalid,
    BronTimeout,
    BronUnavailable,
    FacadeError,
    LeerbedrijfUnknown,
)
from stagemarkt.model.questions import Erkenningsvraag, Leerweg
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.sbb import Details

from tests.unit.fakes.composition import ERKENNING, LEERBEDRIJF_ID, FakeSbb

PEILDATUM, END = date(2026, 9, 1), date(2027, 1, 31)
EARLIER, MIDDLE, LATER = date(2018, 8, 1), date(2026, 12, 31), date(2032, 8, 1)
STORING = BronUnavailable(Bilingual("Weg.", "Gone."), internal="away")
DEADLINE = Deadline(20.0, lambda: 0.0)
BOL_ENDED = ("BOL", "verlopen", EARLIER, date(2021, 10, 25))
BBL_OPEN = ("BBL", "erkend", EARLIER, None)
ListRow = tuple[str | None, str | None, date | None, date | None]


def _row(leerweg: str | None, status: str | None, start: date | None, end: date | None) -> Erkenningsgegevens:
    return Erkenningsgegevens.model_validate(
        {
            "leerbedrijf_id": LEERBEDRIJF_ID,
            "in_orde": True,
            "code": "25254",
            "leerweg": leerweg,
            "status": status,
            "startdatum": start,
            "einddatum": end,
        }
    )


def _sbb(*rows: ListRow, verdict: Erkenningsgegevens = ERKENNING, error: Exception | None = None) -> FakeSbb:
    sbb = FakeSbb(erkenning=verdict)
    other = _row("BOL", "erkend", EARLIER, None).model_copy(update={"code": "25998"})
    listing = (other, *(_row(*row) for row in rows))
    sbb.details = Details(Detailgegevens(leerbedrijf_id=LEERBEDRIJF_ID), listing)
    sbb.details_error = error
    return sbb


def _ask(
    leerweg: Leerweg | None = None, peildatum: date = PEILDATUM, tot_en_met: date | None = END
) -> Erkenningsvraag:
    return Erkenningsvraag(LEERBEDRIJF_ID, "25254", peildatum, tot_en_met, leerweg)


def _verify(
    sbb: FakeSbb, question: Erkenningsvraag, reported: list[FacadeError] | None = None
) -> NagetrokkenErkenning:
    report = (lambda _: None) if reported is None else reported.append
    return verify_erkenning(sbb, question, DEADLINE, PEILDATUM, report)


def _short(erkenning: NagetrokkenErkenning) -> dict[str, tuple[bool, str]]:
    return {part.leerweg: (part.erkend, part.status) for part in erkenning.leerwegen or ()}


@pytest.mark.parametrize(
    ("rows", "leerweg", "status"),
    [
        pytest.param([BOL_ENDED, BBL_OPEN], "BOL", "verlopen", id="bbl-and-no-longer-bol"),
        pytest.param([BOL_ENDED, BBL_OPEN], "BBL", "erkend", id="the-other-way"),
        pytest.param([BBL_OPEN], "BOL", "nietErkend", id="only-bbl"),
        pytest.param([("BOL", "ingetrokken", EARLIER, None), BBL_OPEN], "BOL", "ingetrokken", id="withdrawn"),
        pytest.param([("BOL", "nietErkend", None, None), BBL_OPEN], "BOL", "nietErkend", id="refused"),
        pytest.param([("BOL", "nietErkend", LATER, None), BBL_OPEN], "BOL", "toekomstig", id="begins-later"),
        pytest.param([("BOL", "onbekend", EARLIER, None), BBL_OPEN], "BOL", "onbekend", id="unknown-word"),
        pytest.param([("BOL", None, None, None), BBL_OPEN], "BOL", "onbekend", id="says-nothing"),
        pytest.param([("BOL", "verlopen", EARLIER, MIDDLE), (None, "erkend", EARLIER, None)], "BOL",
                     "verlopen", id="its-own-goes-before-one-for-both"),
        pytest.param([BOL_ENDED, ("BOL", "erkend", EARLIER, None)], "BOL", "erkend", id="again"),
    ],
)  # fmt: skip
def test_with_leerweg(rows: Sequence[ListRow], leerweg: Leerweg, status: Status) -> None:
    """Asked with a leerweg the answer is about that one, and names it."""
    erkenning = _verify(_sbb(*rows), _ask(leerweg))
    assert (erkenning.erkend, erkenning.status) == (status == "erkend", status)
    assert (erkenning.leerweg, erkenning.leerweg_bekend, erkenning.leerweg_reden) == (leerweg, True, None)
    assert erkenning.erkend_gehele_periode == (status == "erkend")


def test_without_leerweg_it_tells_where_they_differ() -> None:
    """Asked without one, erkend is so for at least one, and the answer has both with what holds for each."""
    sbb = _sbb(BOL_ENDED, ("BBL", "erkend", EARLIER, MIDDLE))
    erkenning = _verify(sbb, _ask())
    assert (erkenning.erkend, erkenning.leerweg, erkenning.leerweg_bekend) == (True, None, True)
    assert _short(erkenning) == {"BOL": (False, "verlopen"), "BBL": (True, "erkend")}
    assert [part.eindigt_tijdens_periode for part in erkenning.leerwegen or ()] == [False, True]
    assert [part.einddatum for part in erkenning.leerwegen or ()] == [date(2021, 10, 25), MIDDLE]


@pytest.mark.parametrize("rows", [[], [(None, "erkend", EARLIER, None)]], ids=["not-listed", "no-leerweg"])
@pytest.mark.parametrize("leerweg", [None, "BOL", "BBL"])
def test_where_sbb_does_not_tell(rows: Sequence[ListRow], leerweg: Leerweg | None) -> None:
    """Where SBB tells no leerweg its verdict stands, names none, and says so."""
    erkenning = _verify(_sbb(*rows), _ask(leerweg))
    assert (erkenning.erkend, erkenning.leerweg, erkenning.leerwegen) == (True, None, None)
    assert (erkenning.leerweg_bekend, erkenning.leerweg_reden) == (False, "nietVerteld")


def test_partly_told() -> None:
    """One leerweg told and the other not: each by what is known of it."""
    sbb = _sbb((None, "erkend", EARLIER, None), ("BBL", "ingetrokken", EARLIER, None))
    assert _verify(sbb, _ask("BBL")).status == "ingetrokken"
    bol, both = _verify(sbb, _ask("BOL")), _verify(sbb, _ask())
    assert (bol.erkend, bol.leerweg_bekend) == (True, False)
    assert (_short(both), both.leerweg_bekend) == ({"BBL": (False, "ingetrokken")}, False)


@pytest.mark.parametrize(
    ("rows", "status", "end"),
    [
        pytest.param([BOL_ENDED, ("BBL", "ingetrokken", EARLIER, None)], "verlopen", None, id="neither"),
        pytest.param([("BOL", "nietErkend", LATER, None), ("BBL", "nietErkend", LATER, None)], "toekomstig",
                     None, id="neither-yet"),
        pytest.param([(None, "ingetrokken", EARLIER, None)], "ingetrokken", None, id="withdrawn"),
        pytest.param([("BBL", "ingetrokken", None, None)], "ingetrokken", None, id="withdrawn-and-never-was"),
        pytest.param([("BOL", "verlopen", EARLIER, MIDDLE), (None, "ingetrokken", EARLIER, None)], "verlopen",
                     None, id="ended-and-withdrawn"),
        pytest.param([("BOL", "erkend", EARLIER, date(2026, 10, 1)), ("BBL", "erkend", EARLIER, MIDDLE)],
                     "erkend", MIDDLE, id="both-end"),
        pytest.param([("BOL", "verlopen", EARLIER, date(2021, 10, 25)), ("BBL", "erkend", EARLIER, MIDDLE)],
                     "erkend", MIDDLE, id="the-one-that-is-left-ends"),
        pytest.param([(None, "erkend", EARLIER, MIDDLE)], "erkend", MIDDLE, id="ends-for-whichever"),
    ],
)  # fmt: skip
def test_without_leerweg_it_holds_for_at_least_one(
    rows: Sequence[ListRow], status: Status, end: date | None
) -> None:
    """Asked without a leerweg, erkend is said no longer than SBB's list has one for which it holds."""
    erkenning = _verify(_sbb(*rows), _ask())
    assert (erkenning.erkend, erkenning.status) == (status == "erkend", status)
    assert erkenning.erkend_gehele_periode is False
    if end is not None:
        assert (erkenning.einddatum, erkenning.eindigt_tijdens_periode) == (end, True)


def test_for_a_leerweg_who_names_none_counts() -> None:
    """BOL is why SBB's verdict says yes; all else that it lists is withdrawn: BBL is not erkend."""
    sbb = _sbb(("BOL", "erkend", EARLIER, None), (None, "ingetrokken", EARLIER, None))
    bbl, without = _verify(sbb, _ask("BBL")), _verify(sbb, _ask())
    assert (bbl.erkend, bbl.status, bbl.leerweg_bekend, bbl.leerweg) == (False, "ingetrokken", False, None)
    assert (without.erkend, _short(without)) == (True, {"BOL": (True, "erkend")})
    # The end of it counts too.
    finite = _sbb(("BOL", "erkend", EARLIER, None), (None, "erkend", EARLIER, MIDDLE))
    assert _verify(finite, _ask("BBL")).eindigt_tijdens_periode
    assert _verify(finite, _ask()).erkend_gehele_periode


@pytest.mark.parametrize(
    ("row", "peildatum"),
    [
        pytest.param((None, "onbekend", None, None), PEILDATUM, id="unknown-word"),
        pytest.param((None, None, None, None), PEILDATUM, id="says-nothing"),
        pytest.param(
            (None, "erkend", date(2026, 8, 1), None), date(2026, 7, 31), id="began-after-a-past-day"
        ),
    ],
)
def test_what_says_nothing_of_that_day_does_not_go_against_the_verdict(row: ListRow, peildatum: date) -> None:
    """An erkenning without a leerweg that says nothing of the day says nothing against SBB's verdict."""
    questions = [_ask(leerweg, peildatum) for leerweg in (None, "BOL", "BBL")]
    assert [_verify(_sbb(row), question).erkend for question in questions] == [True] * 3


def test_unreadable_leerweg() -> None:
    """A leerweg that nobody can read is not told; who asks for one hears `onbekend`."""
    sbb = _sbb((None, "erkend", EARLIER, None))
    rows = [row.model_copy(update={"leerweg_onleesbaar": True}) for row in sbb.details.erkenningen]
    sbb.details = sbb.details._replace(erkenningen=rows)
    bol, without = _verify(sbb, _ask("BOL")), _verify(sbb, _ask())
    assert (bol.erkend, bol.status) == (False, "onbekend")
    assert (without.erkend, without.leerwegen) == (True, None)
    for one in (bol, without):
        assert (one.leerweg, one.leerweg_bekend, one.leerweg_reden) == (None, False, "nietVerteld")


@pytest.mark.parametrize(
    ("row", "peildatum", "status"),
    [
        pytest.param(BOL_ENDED, date(2021, 10, 25), "erkend", id="expired-since"),
        pytest.param(BOL_ENDED, date(2021, 10, 26), "verlopen", id="expired-then"),
        pytest.param(("BOL", "ingetrokken", EARLIER, date(2026, 8, 1)), date(2026, 7, 31), "erkend",
                     id="withdrawn-since"),
        pytest.param(("BOL", "ingetrokken", EARLIER, date(2026, 8, 1)), date(2026, 8, 1), "ingetrokken",
                     id="withdrawn-that-day"),
        pytest.param(("BOL", "ingetrokken", EARLIER, date(2030, 7, 31)), date(2026, 7, 31), "ingetrokken",
                     id="withdrawn-since-when-is-not-said"),
        pytest.param(("BOL", "nietErkend", date(2026, 10, 1), None), date(2026, 10, 1), "erkend",
                     id="begun-by-then"),
        pytest.param(("BOL", "nietErkend", EARLIER, None), PEILDATUM, "nietErkend", id="not-erkend-today"),
    ],
)  # fmt: skip
def test_the_word_of_today(row: ListRow, peildatum: date, status: Status) -> None:
    """The list's word is today's; for another day a date that explains it goes before it."""
    erkenning = _verify(_sbb(row, BBL_OPEN), _ask("BOL", peildatum, None))
    assert erkenning.status == status


def test_erkend_up_to_where_both_say_so() -> None:
    """Verdict and list each know an end: the first one counts, whichever of them says so."""
    verdict = ERKENNING.model_copy(update={"einddatum": MIDDLE})
    assert _verify(_sbb(BBL_OPEN, verdict=verdict), _ask("BBL")).eindigt_tijdens_periode
    listing = ("BBL", "erkend", EARLIER, MIDDLE)
    assert _verify(_sbb(listing), _ask("BBL")).eindigt_tijdens_periode


def test_not_erkend_costs_no_second_question() -> None:
    """What is erkend for neither needs no list; asked with a leerweg it does, to say why for that one."""
    verdict = ERKENNING.model_copy(update={"in_orde": False, "status": "nietErkend"})
    without, using = _sbb(BBL_OPEN, verdict=verdict), _sbb(BOL_ENDED, BBL_OPEN, verdict=verdict)
    erkenning = _verify(without, _ask())
    assert (erkenning.leerweg_bekend, erkenning.leerwegen, without.asked) == (None, None, [_ask()])
    assert [_verify(using, _ask(leerweg)).status for leerweg in ("BOL", "BBL")] == [
        "verlopen",
        "nietErkend",
    ]


@pytest.mark.parametrize("error", [STORING, BronTimeout(Bilingual("Te laat.", "Too late."))])
def test_the_list_does_not_come(error: FacadeError) -> None:
    """Without the list the verdict stands, and why is told; who asked for a leerweg gets no answer."""
    reported: list[FacadeError] = []
    erkenning = _verify(_sbb(error=error), _ask(), reported)
    assert (erkenning.erkend, erkenning.leerwegen) == (True, None)
    assert (erkenning.leerweg_bekend, erkenning.leerweg_reden) == (False, "nietOpgehaald")
    assert reported == [error]
    with pytest.raises(type(error)):
        _verify(_sbb(error=error), _ask("BOL"))


def test_without_the_list_no_stays_no() -> None:
    """SBB's no is an answer for each leerweg, also when the list that would say why does not come."""
    verdict = ERKENNING.model_copy(update={"in_orde": False, "status": "ingetrokken"})
    erkenning = _verify(_sbb(verdict=verdict, error=STORING), _ask("BOL"))
    assert (erkenning.erkend, erkenning.status) == (False, "ingetrokken")
    assert erkenning.erkend_gehele_periode is False
    assert (erkenning.leerweg_bekend, erkenning.leerweg_reden) == (False, "nietOpgehaald")


def test_details_do_not_know_the_leerbedrijf() -> None:
    """A leerbedrijf that SBB verifies and gives no details of: it tells no leerweg."""
    error = LeerbedrijfUnknown(Bilingual("Onbekend.", "Unknown."))
    erkenning = _verify(_sbb(error=error), _ask("BOL"))
    assert (erkenning.erkend, erkenning.leerweg_reden) == (True, "nietVerteld")


def test_details_of_another_do_not_count() -> None:
    """The list of another leerbedrijf is never used."""
    sbb = _sbb(BBL_OPEN)
    sbb.details = sbb.details._replace(data=Detailgegevens(leerbedrijf_id="900000002"))
    assert _verify(sbb, _ask()).leerweg_reden == "nietOpgehaald"
    with pytest.raises(BronAnswerInvalid):
        _verify(sbb, _ask("BBL"))


@pytest.mark.parametrize(("leerweg", "over"), [(None, PATIENCE_SECONDS), ("BBL", 20.0)])
def test_patience(leerweg: Leerweg | None, over: float) -> None:
    """Who did not ask for a leerweg does not wait all its time for one."""

    class Listener(FakeSbb):
        """SBB that notes how long the list may take."""

        deadline = 0.0

        def get_details(self, leerbedrijf_id: str, deadline: Deadline) -> Details:
            self.deadline = deadline.remaining
            return super().get_details(leerbedrijf_id, deadline)

    sbb = Listener()
    _verify(sbb, _ask(leerweg))
    assert sbb.deadline == over


class SlowSbb(FakeSbb):
    """SBB whose list takes so many seconds on a clock of its own, and comes when that is in time."""

    def __init__(self, seconden: float) -> None:
        super().__init__(erkenning=ERKENNING)
        self.details = Details(Detailgegevens(leerbedrijf_id=LEERBEDRIJF_ID), ())
        self.seconden = seconden
        self.now = 1_000_000.0

    def get_details(self, leerbedrijf_id: str, deadline: Deadline) -> Details:
        """As SBB would."""
        in_time, wait = self.seconden < deadline.remaining, min(self.seconden, deadline.remaining)
        self.now += wait
        got = super().get_details(leerbedrijf_id, deadline)
        if not in_time:
            raise BronTimeout(Bilingual("Te laat.", "Too late."))
        return got

    def question(self, patience: ListPatience, leerweg: Leerweg | None = None) -> tuple[float, str | None]:
        """How long a check takes, and why no leerweg is known."""
        begin = self.now
        deadline = Deadline(begin + 20.0, lambda: self.now)
        erkenning = verify_erkenning(self, _ask(leerweg), deadline, PEILDATUM, patience=patience)
        return self.now - begin, erkenning.leerweg_reden


def test_a_list_that_hangs_does_not_cost_every_question_its_time() -> None:
    """After three in a row that waited in vain nobody waits for half a minute, but who asks for a leerweg."""
    sbb = SlowSbb(60.0)
    patience = ListPatience(lambda: sbb.now)
    assert [sbb.question(patience) for _ in range(5)] == [(PATIENCE_SECONDS, "nietOpgehaald")] * 3 + [
        (0, "nietOpgehaald")
    ] * 2
    with pytest.raises(BronTimeout):
        sbb.question(patience, "BOL")
    sbb.now += COOLDOWN_SECONDS
    assert [sbb.question(patience)[0] for _ in range(2)] == [PATIENCE_SECONDS, 0]
    sbb.now += COOLDOWN_SECONDS
    sbb.seconden = 0.1
    assert [sbb.question(patience)[1] for _ in range(2)] == ["nietVerteld"] * 2
    sbb.seconden = 60.0
    assert sbb.question(patience)[0] == PATIENCE_SECONDS


def test_a_list_that_fails_at_once_is_asked_for_each_time() -> None:
    """A failure that costs no time is no reason to leave the list alone; nor is a clock that was set back."""
    sbb = SlowSbb(0.1)
    patience = ListPatience(lambda: sbb.now)
    sbb.details_error = STORING
    assert [sbb.question(patience)[1] for _ in range(5)] == ["nietOpgehaald"] * 5
    sbb.details_error = None
    assert sbb.question(patience)[1] == "nietVerteld"
    for _ in range(SLOW_FAILURES):
        patience.failed(STORING, SLOW_SECONDS)
    assert patience.spent() is STORING
    sbb.now -= 3600
    assert patience.spent() is None


# Close together, so that the dates often meet.
DAYS = st.dates(date(2026, 8, 20), date(2026, 9, 10))
STATUSES = st.sampled_from((*get_args(BronStatus), None))
ROWS = st.lists(
    st.tuples(st.sampled_from(("BOL", "BBL", None)), STATUSES, st.none() | DAYS, st.none() | DAYS),
    max_size=4,
)


@st.composite
def verdicts(draw: st.DrawFn) -> Erkenningsgegevens:
    """Whatever SBB's verdict may be."""
    return ERKENNING.model_copy(
        update={
            "in_orde": draw(st.booleans()),
            "status": draw(STATUSES),
            "startdatum": draw(st.none() | DAYS),
            "einddatum": draw(st.none() | DAYS),
        }
    )


@given(verdicts(), ROWS, st.sampled_from(("BOL", "BBL")), DAYS, DAYS)
def test_a_leerweg_is_never_more_favourable(
    verdict: Erkenningsgegevens, rows: list[ListRow], leerweg: Leerweg, one: date, two: date
) -> None:
    """What is said for one leerweg is never better than what is said without; what both ask is the same."""
    peildatum, tot_en_met = sorted((one, two))
    sbb = _sbb(*rows, verdict=verdict)
    using = _verify(sbb, _ask(leerweg, peildatum, tot_en_met))
    without = _verify(sbb, _ask(None, peildatum, tot_en_met))
    assert without.erkend or not using.erkend
    assert without.erkend_gehele_periode or not using.erkend_gehele_periode
    for part in without.leerwegen or ():
        if part.leerweg == leerweg:
            assert (part.erkend, part.status, part.einddatum) == (using.erkend, using.status, using.einddatum)
            assert part.erkend_gehele_periode == using.erkend_gehele_periode


@given(verdicts(), ROWS, st.sampled_from(("BOL", "BBL")))
def test_sbbs_no_for_a_leerweg_stays_no(
    verdict: Erkenningsgegevens, rows: list[ListRow], leerweg: Leerweg
) -> None:
    """Where SBB lists erkenningen for a leerweg and none says erkend today, it is not erkend today."""
    own = [row for row in rows if row[0] == leerweg]
    if own and not any(status in {"erkend", None} for _, status, _, _ in own):
        assert not _verify(_sbb(*rows, verdict=verdict), _ask(leerweg)).erkend


@given(verdicts(), ROWS, DAYS, DAYS)
def test_without_leerweg_is_never_better_than_the_best(
    verdict: Erkenningsgegevens, rows: list[ListRow], one: date, two: date
) -> None:
    """What is said without a leerweg holds for at least one of the two, unless nobody can tell of one."""
    peildatum, tot_en_met = sorted((one, two))
    sbb = _sbb(*rows, verdict=verdict)
    without = _verify(sbb, _ask(None, peildatum, tot_en_met))
    both = [_verify(sbb, _ask(leerweg, peildatum, tot_en_met)) for leerweg in ("BOL", "BBL")]
    if not any(using.status == "onbekend" for using in both):
        assert without.erkend == any(using.erkend for using in both)
        assert without.erkend_gehele_periode == any(using.erkend_gehele_periode for using in both)
