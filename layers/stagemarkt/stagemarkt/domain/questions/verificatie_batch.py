"""Many erkenningen natrekken at once: each distinct question of SBB asked once, side by side.

First every verdict, then the lists that make a difference, then each check is judged by itself: between the
asking nothing here waits, so that what ran out of time costs a leerweg before it costs a verdict.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from stagemarkt.domain.guard.rules import FOR_SBB
from stagemarkt.domain.questions.judgement import build_erkenning, status_on
from stagemarkt.domain.questions.verificatie import (
    PATIENCE_SECONDS,
    ask_details,
    ask_verdict,
    build_verdict,
    leerweg_matters,
    listing_of,
    without_list,
)
from stagemarkt.model.erkenning import Erkenningsgegevens, NagetrokkenErkenning
from stagemarkt.model.errors import Bilingual, CodeUnknown, FacadeError, LeerbedrijfUnknown, NoRoom, NotAsked
from stagemarkt.model.questions import Erkenningsvraag

if TYPE_CHECKING:
    from stagemarkt.ports.deadline import Deadline
    from stagemarkt.ports.sbb import Details, Sbb, SbbLanes

T = TypeVar("T")
# What came of one check: the erkenning, None when SBB does not know the leerbedrijf or the code, or what
# stopped it; an error that is no FacadeError is our own.
CheckResult = NagetrokkenErkenning | Exception | None
# How often one is asked for; each time it waits for room as long as it may (`domain.guard.rules.PATIENCE`).
_TRIES: Final = 3
_NOT_ASKED: Final = Bilingual(
    "Hieraan kwam deze aanvraag niet op tijd toe; SBB is er niet naar gevraagd. Vraag deze opnieuw.",
    "This request did not get to it in time; SBB was not asked. Ask for this one again.",
)


def verify_batch(
    lanes: "SbbLanes",
    questions: Sequence[Erkenningsvraag],
    deadline: "Deadline",
    today: date,
    report: Callable[[FacadeError], None] = lambda _error: None,
) -> list[CheckResult]:
    """What came of each question, in their order. It raises nothing: a failure costs the checks it is of.

    Two questions that differ in their leerweg or their period alone are one to SBB. `report` is told, once
    for each leerbedrijf, why an answer has to do without what SBB tells per leerweg.
    """
    asked = list(dict.fromkeys(map(_for_sbb, questions)))
    verdicts = lanes.each({one: _ask(partial(_verdict, one, deadline), deadline) for one in asked}, deadline)
    lists = _lists(lanes, questions, verdicts, deadline)
    for failure in lists.values():
        if isinstance(failure, FacadeError):
            report(failure)
    return [_judge(question, verdicts, lists, today) for question in questions]


def _for_sbb(question: Erkenningsvraag) -> Erkenningsvraag:
    """What SBB is asked of it: the period and the leerweg are judged here."""
    return question._replace(tot_en_met=None, leerweg=None)


def _ask(ask: "Callable[[Sbb], T]", deadline: "Deadline") -> "Callable[[Sbb], T]":
    """The same, again where the school had no room for it and there is time."""

    def patiently(sbb: "Sbb") -> T:
        for _ in range(_TRIES - 1):
            try:
                return ask(sbb)
            except NoRoom:
                if deadline.remaining < FOR_SBB:
                    raise
        return ask(sbb)

    return patiently


def _verdict(question: Erkenningsvraag, deadline: "Deadline", sbb: "Sbb") -> Erkenningsgegevens:
    return ask_verdict(sbb, question, deadline)


def _details(leerbedrijf_id: str, deadline: "Deadline", sbb: "Sbb") -> "Details | None":
    return ask_details(sbb, leerbedrijf_id, deadline)


def _lists(
    lanes: "SbbLanes",
    questions: Sequence[Erkenningsvraag],
    verdicts: Mapping[Erkenningsvraag, Erkenningsgegevens | Exception],
    deadline: "Deadline",
) -> Mapping[str, "Details | Exception | None"]:
    """SBB's list of each leerbedrijf where it can change an answer; those that decide one go first."""
    decides: dict[str, bool] = {}
    for question in questions:
        verdict = verdicts.get(_for_sbb(question))
        if isinstance(verdict, Erkenningsgegevens) and leerweg_matters(verdict, question):
            known = decides.get(question.leerbedrijf_id, False)
            decides[question.leerbedrijf_id] = known or _is_decisive(verdict, question)
    # Who can do without waits no longer than a single question would.
    first = [one for one, decisive in decides.items() if decisive]
    rest = [one for one, decisive in decides.items() if not decisive]
    found = lanes.each({one: _ask(partial(_details, one, deadline), deadline) for one in first}, deadline)
    if not rest:
        return found
    capped = deadline.capped(PATIENCE_SECONDS)
    return {
        **found,
        **lanes.each({one: _ask(partial(_details, one, capped), capped) for one in rest}, capped),
    }


def _is_decisive(verdict: Erkenningsgegevens, question: Erkenningsvraag) -> bool:
    """Whether there is no answer without the list: a verdict that says no is no for each leerweg."""
    return question.leerweg is not None and status_on(verdict, question.peildatum) == "erkend"


def _judge(
    question: Erkenningsvraag,
    verdicts: Mapping[Erkenningsvraag, Erkenningsgegevens | Exception],
    lists: Mapping[str, "Details | Exception | None"],
    today: date,
) -> CheckResult:
    verdict = verdicts.get(_for_sbb(question), NotAsked(_NOT_ASKED))
    if isinstance(verdict, (LeerbedrijfUnknown, CodeUnknown)):
        return None
    if isinstance(verdict, Exception):
        return verdict
    if not leerweg_matters(verdict, question):
        return without_list(build_erkenning(verdict, question))
    details = lists.get(question.leerbedrijf_id, NotAsked(_NOT_ASKED))
    if not isinstance(details, Exception):
        return build_verdict(verdict, question, listing_of(details, question), today)
    return details if _is_decisive(verdict, question) else build_verdict(verdict, question, None, today)
