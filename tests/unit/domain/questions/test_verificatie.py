"""Natrekken: SBB's word, its verdict and its dates, against the date and the period asked about."""

from datetime import date

import pytest
from stagemarkt.domain.questions.judgement import status_on
from stagemarkt.domain.questions.verificatie import verify_erkenning
from stagemarkt.model.erkenning import BronStatus, Erkenning, Erkenningsgegevens, Status
from stagemarkt.model.errors import Bilingual, BronAnswerInvalid, BronTimeout
from stagemarkt.model.questions import Erkenningsvraag

from tests.unit.fakes.composition import DEADLINE, ERKENNING, LEERBEDRIJF_ID, FakeSbb

EARLIER, YESTERDAY, PEILDATUM, TOMORROW = (
    date(2020, 1, 1),
    date(2026, 8, 31),
    date(2026, 9, 1),
    date(2026, 9, 2),
)
END = date(2027, 1, 31)
Dates = tuple[date | None, date | None]

VALID: list[Dates] = [
    (EARLIER, None),
    (EARLIER, TOMORROW),
    (PEILDATUM, PEILDATUM),
    (EARLIER, PEILDATUM),
    (PEILDATUM, None),
]
PAST: list[Dates] = [(EARLIER, YESTERDAY), (None, YESTERDAY)]
SOON: list[Dates] = [(TOMORROW, None), (TOMORROW, END)]
WITHOUT_BEGIN: list[Dates] = [(None, None), (None, TOMORROW)]


def _data(*, in_orde: bool, status: BronStatus | None, dates: Dates) -> Erkenningsgegevens:
    return ERKENNING.model_copy(
        update={"in_orde": in_orde, "status": status, "startdatum": dates[0], "einddatum": dates[1]}
    )


def _table() -> list[tuple[BronStatus | None, bool, Dates, Status]]:
    alles = VALID + PAST + SOON + WITHOUT_BEGIN
    rows: list[tuple[BronStatus | None, bool, Dates, Status]] = []
    status: BronStatus | None
    for verdict in (True, False):
        # SBB's withdrawal stands, whatever else it says.
        rows += [("ingetrokken", verdict, dates, "ingetrokken") for dates in alles]
        rows += [("verlopen", verdict, dates, "verlopen") for dates in alles]
        # Dates outside speak before a word that says erkend.
        for status in ("erkend", "nietErkend", None, "onbekend"):
            rows += [(status, verdict, dates, "verlopen") for dates in PAST]
            rows += [(status, verdict, dates, "toekomstig") for dates in SOON]
        rows += [("nietErkend", verdict, dates, "nietErkend") for dates in VALID + WITHOUT_BEGIN]
    for status in ("erkend", "onbekend", None):
        rows += [(status, False, dates, "nietErkend") for dates in VALID + WITHOUT_BEGIN]
    rows += [("erkend", True, dates, "erkend") for dates in VALID + WITHOUT_BEGIN]
    # In order, without its word: a start date must vouch for it.
    rows += [(None, True, dates, "erkend") for dates in VALID]
    rows += [(None, True, dates, "onbekend") for dates in WITHOUT_BEGIN]
    rows += [("onbekend", True, dates, "onbekend") for dates in VALID + WITHOUT_BEGIN]
    return rows


@pytest.mark.parametrize(("status", "in_orde", "dates", "expected"), _table())
def test_judge(status: BronStatus | None, dates: Dates, expected: Status, *, in_orde: bool) -> None:
    """The status follows from SBB's word, its verdict and its dates; only agreement makes it erkend."""
    assert status_on(_data(in_orde=in_orde, status=status, dates=dates), PEILDATUM) == expected


def _ask(code: str = "25998", tot_en_met: date | None = None) -> Erkenningsvraag:
    return Erkenningsvraag(LEERBEDRIJF_ID, code, PEILDATUM, tot_en_met)


def _verify(data: Erkenningsgegevens, tot_en_met: date | None) -> Erkenning:
    return verify_erkenning(FakeSbb(erkenning=data), _ask(tot_en_met=tot_en_met), DEADLINE, PEILDATUM)


@pytest.mark.parametrize(
    ("status", "dates", "tot_en_met", "whole", "during"),
    [
        pytest.param("erkend", (EARLIER, None), None, None, None, id="no-period-asked"),
        pytest.param("erkend", (EARLIER, None), END, True, False, id="no-end"),
        pytest.param("erkend", (EARLIER, END), END, True, False, id="ends-on-the-last-day"),
        pytest.param("erkend", (EARLIER, date(2027, 1, 30)), END, False, True, id="ends-a-day-early"),
        pytest.param("erkend", (EARLIER, date(2027, 2, 1)), END, True, False, id="ends-after"),
        pytest.param("erkend", (EARLIER, PEILDATUM), END, False, True, id="ends-on-the-first-day"),
        pytest.param("erkend", (EARLIER, PEILDATUM), PEILDATUM, True, False, id="a-period-of-one-day"),
        pytest.param("erkend", (EARLIER, YESTERDAY), END, False, False, id="over-before-it-starts"),
        pytest.param("erkend", (TOMORROW, None), END, False, False, id="starts-too-late"),
        pytest.param("erkend", (TOMORROW, TOMORROW), END, False, True, id="starts-late-and-ends-early"),
        pytest.param("ingetrokken", (EARLIER, TOMORROW), END, False, False, id="withdrawn"),
        pytest.param("nietErkend", (EARLIER, None), END, False, False, id="not-recognised"),
        pytest.param("onbekend", (EARLIER, TOMORROW), END, False, False, id="unknown-word"),
        pytest.param(
            "erkend",
            (TOMORROW, EARLIER),
            END,
            False,
            False,
            id="ends-before-it-starts",
        ),
    ],
)
def test_the_whole_period(
    status: BronStatus, dates: Dates, tot_en_met: date | None, *, whole: bool | None, during: bool | None
) -> None:
    """With `totEnMet` the answer says whether the whole period is covered, and whether it ends within."""
    erkenning = _verify(_data(in_orde=True, status=status, dates=dates), tot_en_met)
    assert (erkenning.erkend_gehele_periode, erkenning.eindigt_tijdens_periode) == (whole, during)
    assert erkenning.tot_en_met == tot_en_met


@pytest.mark.parametrize(("code", "kind"), [("25998", "crebo"), ("K0067", "keuzedeel")])
def test_the_answer_names_the_question(code: str, kind: str) -> None:
    """The answer repeats the code and the date that were asked, beside what SBB said."""
    sbb = FakeSbb()
    erkenning = verify_erkenning(sbb, _ask(code), DEADLINE, PEILDATUM)
    assert (erkenning.code, erkenning.code_type, erkenning.peildatum) == (code, kind, PEILDATUM)
    assert (erkenning.leerbedrijf_id, erkenning.naam) == (LEERBEDRIJF_ID, ERKENNING.naam)
    assert (erkenning.startdatum, erkenning.einddatum) == (ERKENNING.startdatum, None)
    assert sbb.asked == [_ask(code), LEERBEDRIJF_ID]


@pytest.mark.parametrize("other", ["900000002", "", "0900000001", "900000001 "])
def test_another_leerbedrijf_is_not_passed_on(other: str) -> None:
    """The erkenning of another leerbedrijf than the one asked for is an unusable answer."""
    sbb = FakeSbb(erkenning=ERKENNING.model_copy(update={"leerbedrijf_id": other}))
    with pytest.raises(BronAnswerInvalid):
        verify_erkenning(sbb, _ask(), DEADLINE, PEILDATUM)


def test_a_failure_of_sbb_comes_through() -> None:
    """A failure of SBB is never turned into an answer."""
    with pytest.raises(BronTimeout):
        verify_erkenning(
            FakeSbb(fout=BronTimeout(Bilingual("Te laat.", "Too late."))), _ask(), DEADLINE, PEILDATUM
        )
