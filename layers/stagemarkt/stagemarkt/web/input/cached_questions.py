"""The questions of which an answer may be kept: under what, and how its answer is made.

Used by the function that answers, and by the one that refreshes what it kept.
"""

from typing import TYPE_CHECKING, Protocol

from stagemarkt.domain.cache.lookup_outcome import CachedQuestion, FreshAnswer
from stagemarkt.domain.cache.retention import DETAILGEGEVENS, IDENTIFICATIE
from stagemarkt.domain.questions.identificatie import (
    answer_key_of,
    get_leerbedrijf,
    question_from_text,
    question_to_text,
    search_leerbedrijven,
)
from stagemarkt.model.questions import Identificatievraag
from stagemarkt.ports.cache import AnswerKey
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.guard import Priority, Requester
from stagemarkt.web.output.rendering import rendering_of_list, rendering_of_one

if TYPE_CHECKING:  # pydantic, which a cached hit goes without
    from stagemarkt.model.detailgegevens import Detailgegevens
    from stagemarkt.ports.sbb import Sbb

_LEERBEDRIJF = "leerbedrijf#"


class QuestionSources(Protocol):
    """What answers are made from."""

    def sbb(self, school: str, requester: Requester) -> "Sbb":
        """SBB, asked on behalf of this school for this requester."""
        ...

    def get_detailgegevens(
        self, school: str, requester: Requester, leerbedrijf_id: str, deadline: Deadline
    ) -> "Detailgegevens":
        """What the domain makes of SBB's details."""
        ...


def identificatie(
    sources: QuestionSources,
    question: Identificatievraag,
    school: str,
    deadline: Deadline,
    requester: Requester,
) -> CachedQuestion:
    """Vaststellen van een leerbedrijf."""

    def fetch(now: int) -> FreshAnswer:
        sbb = sources.sbb(school, requester)
        if question.leerbedrijf_id is not None:
            return rendering_of_one(get_leerbedrijf(sbb, question, deadline), now)
        found = search_leerbedrijven(sbb, question, deadline)
        fresh = rendering_of_list(found, now)
        return fresh._replace(over=tuple(leerbedrijf.leerbedrijf_id for leerbedrijf in found))

    return CachedQuestion(answer_key_of(question, school), IDENTIFICATIE, fetch, question_to_text(question))


def detailgegevens(
    sources: QuestionSources, leerbedrijf_id: str, school: str, deadline: Deadline, requester: Requester
) -> CachedQuestion:
    """Opvragen van detailgegevens."""

    def fetch(now: int) -> FreshAnswer:
        return rendering_of_one(sources.get_detailgegevens(school, requester, leerbedrijf_id, deadline), now)

    sleutel = AnswerKey(school, f"{_LEERBEDRIJF}{leerbedrijf_id}", DETAILGEGEVENS.naam)
    return CachedQuestion(sleutel, DETAILGEGEVENS, fetch)


def again(
    sources: QuestionSources, sleutel: AnswerKey, question: str, deadline: Deadline
) -> CachedQuestion | None:
    """The question that an entry answers; `question` stands in the entry. None for a kind that is no more.

    Nobody waits for the answer: it goes after everything else.
    """
    requester = Requester(priority=Priority.BULK)
    if sleutel.soort == IDENTIFICATIE.naam:
        return identificatie(sources, question_from_text(question), sleutel.school, deadline, requester)
    if sleutel.soort == DETAILGEGEVENS.naam:
        leerbedrijf_id = sleutel.onderwerp.removeprefix(_LEERBEDRIJF)
        return detailgegevens(sources, leerbedrijf_id, sleutel.school, deadline, requester)
    return None
