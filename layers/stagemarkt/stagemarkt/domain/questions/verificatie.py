"""Natrekken van een erkenning: SBB's verdict, and beside it what SBB tells per leerweg."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from stagemarkt.domain.questions.judgement import build_erkenning, build_leerwegerkenning, status_on
from stagemarkt.domain.questions.leerwegen import LEERWEGEN, for_either, for_leerweg
from stagemarkt.model.age import NEVER, Age
from stagemarkt.model.erkenning import Erkenning, Erkenningsgegevens, Leerwegreden, NagetrokkenErkenning
from stagemarkt.model.errors import Bilingual, BronAnswerInvalid, FacadeError, LeerbedrijfUnknown
from stagemarkt.model.questions import Erkenningsvraag

if TYPE_CHECKING:
    from stagemarkt.ports.deadline import Deadline
    from stagemarkt.ports.sbb import Details, Sbb

# Who did not ask for a leerweg waits no longer than this (seconds) to hear whether the ways differ. Above
# what counts as a fair time for SBB, so that a list that never comes is noticed.
PATIENCE_SECONDS: Final = 6.0
# A failure after so many seconds kept somebody waiting; one that comes at once costs nobody anything.
SLOW_SECONDS: Final = 2.0
# After so many of them in a row the list is left alone for so many seconds; then one asks for it again.
SLOW_FAILURES: Final = 3
COOLDOWN_SECONDS: Final = 30.0
_OTHER_LEERBEDRIJF: Final = Bilingual(
    "SBB gaf de erkenning van een ander leerbedrijf dan gevraagd; die geven we niet door.",
    "SBB gave the erkenning of another leerbedrijf than the one asked for; it is not passed on.",
)


class ListPatience:
    """Patience with SBB's list of erkenningen: a circuit breaker for who can do without it.

    Where all of SBB is at one address, each verdict that comes closes the breaker that a list which hangs
    would open. So a worker remembers by itself that the list keeps it waiting, and spares its callers that.
    Use it from one thread.

    Args:
        clock: seconds since 1970.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failures = 0
        self._last: FacadeError | None = None
        self._rests = NEVER

    def spent(self) -> FacadeError | None:
        """How it went the last time, while the list is left alone; None when it may be asked for."""
        rests = self._failures >= SLOW_FAILURES and self._rests.under(COOLDOWN_SECONDS, self._clock())
        return self._last if rests else None

    def came(self) -> None:
        """The list came."""
        self._failures, self._rests = 0, NEVER

    def failed(self, error: FacadeError, seconds: float) -> None:
        """It did not, after so many seconds."""
        self._failures = self._failures + 1 if seconds >= SLOW_SECONDS else 0
        self._last = error
        self._rests = Age(self._clock()) if self._failures >= SLOW_FAILURES else NEVER


def verify_erkenning(
    sbb: "Sbb",
    question: Erkenningsvraag,
    deadline: "Deadline",
    today: date,
    report: Callable[[FacadeError], None] = lambda _error: None,
    patience: ListPatience | None = None,
) -> NagetrokkenErkenning:
    """Ask SBB, freshly, and judge its answer for `question.peildatum` and the period up to `tot_en_met`.

    SBB's verdict knows no leerweg. Its list of erkenningen does, so that is asked too where it can make a
    difference. It has to come where it decides, for a leerweg that the verdict may be wrong about; else an
    answer without it says so, and `report` is told why. Where `patience` is at an end it is asked only there.

    Raises:
        BronAnswerInvalid: SBB answered about another leerbedrijf.
        FacadeError: whatever the port raises.
    """
    verdict = ask_verdict(sbb, question, deadline)
    if not leerweg_matters(verdict, question):
        return without_list(build_erkenning(verdict, question))
    # A verdict that says no is no for each leerweg: the list could only say why.
    if question.leerweg is not None and status_on(verdict, question.peildatum) == "erkend":
        return build_verdict(verdict, question, ask_list(sbb, question, deadline), today)
    listing = _list_if_possible(sbb, question, deadline.capped(PATIENCE_SECONDS), report, patience)
    return build_verdict(verdict, question, listing, today)


def _list_if_possible(
    sbb: "Sbb",
    question: Erkenningsvraag,
    deadline: "Deadline",
    report: Callable[[FacadeError], None],
    patience: ListPatience | None,
) -> Sequence[Erkenningsgegevens] | None:
    """The list; None when it does not come, or kept others waiting just now."""
    failure = patience.spent() if patience else None
    if failure is not None:
        report(failure)
        return None
    begin = deadline.remaining
    try:
        listing = ask_list(sbb, question, deadline)
    except FacadeError as error:
        if patience:
            patience.failed(error, begin - deadline.remaining)
        report(error)
        return None
    if patience:
        patience.came()
    return listing


def ask_verdict(sbb: "Sbb", question: Erkenningsvraag, deadline: "Deadline") -> Erkenningsgegevens:
    """SBB's verdict. Raises as `verify_erkenning` does."""
    verdict = sbb.verify(question, deadline)
    if verdict.leerbedrijf_id != question.leerbedrijf_id:
        raise BronAnswerInvalid(_OTHER_LEERBEDRIJF)
    return verdict


def leerweg_matters(verdict: Erkenningsgegevens, question: Erkenningsvraag) -> bool:
    """Whether what SBB tells per leerweg can change the answer: what is not erkend is so for neither."""
    return question.leerweg is not None or status_on(verdict, question.peildatum) == "erkend"


def ask_list(sbb: "Sbb", question: Erkenningsvraag, deadline: "Deadline") -> Sequence[Erkenningsgegevens]:
    """All erkenningen that SBB lists for the leerbedrijf (see `listing_of`). Raises as `verify_erkenning`."""
    return listing_of(ask_details(sbb, question.leerbedrijf_id, deadline), question)


def ask_details(sbb: "Sbb", leerbedrijf_id: str, deadline: "Deadline") -> "Details | None":
    """What SBB lists for the leerbedrijf; None where it lists nothing of it.

    Raises as `verify_erkenning` does.
    """
    try:
        details = sbb.get_details(leerbedrijf_id, deadline)
    except LeerbedrijfUnknown:
        # Its verdict knows the leerbedrijf: that its details do not, tells nothing of a leerweg.
        return None
    if details.data.leerbedrijf_id != leerbedrijf_id:
        raise BronAnswerInvalid(_OTHER_LEERBEDRIJF)
    return details


def listing_of(details: "Details | None", question: Erkenningsvraag) -> Sequence[Erkenningsgegevens]:
    """The erkenningen of the list, one that cannot be read as one of this code."""
    if details is None:
        return ()
    if not details.omitted:
        return details.erkenningen
    # One that cannot be read may be of this code, for either leerweg.
    unknown = Erkenningsgegevens(
        leerbedrijf_id=question.leerbedrijf_id,
        in_orde=True,
        code=question.code,
        status="onbekend",
        leerweg_onleesbaar=True,
    )
    return [*details.erkenningen, unknown]


def build_verdict(
    verdict: Erkenningsgegevens,
    question: Erkenningsvraag,
    listing: Sequence[Erkenningsgegevens] | None,
    today: date,
) -> NagetrokkenErkenning:
    """Verdict and list as one answer; `listing` is None when it could not be had."""
    reason: Leerwegreden = "nietOpgehaald" if listing is None else "nietVerteld"
    rows = [row for row in listing or () if row.code == question.code]
    found = {leerweg: for_leerweg(verdict, rows, leerweg, question.peildatum, today) for leerweg in LEERWEGEN}
    # One that names no leerweg says whether, and not for which.
    told = {leerweg: one for leerweg, one in found.items() if one is not None and one.leerweg}
    per_leerweg = tuple(build_leerwegerkenning(data, leerweg, question) for leerweg, data in told.items())
    if question.leerweg is not None:
        own, known = found[question.leerweg] or verdict, question.leerweg in told
    else:
        both = [one or verdict for one in found.values()]
        own, known = for_either(verdict, both, question.peildatum), len(told) == len(LEERWEGEN)
    return _verified(
        build_erkenning(own, question),
        leerweg_bekend=known,
        leerweg_reden=None if known else reason,
        leerwegen=per_leerweg or None,
    )


def without_list(erkenning: Erkenning) -> NagetrokkenErkenning:
    """The answer where what SBB tells per leerweg makes no difference."""
    return _verified(erkenning)


def _verified(erkenning: Erkenning, **additions: object) -> NagetrokkenErkenning:
    return NagetrokkenErkenning.model_validate(erkenning.model_dump() | additions)
