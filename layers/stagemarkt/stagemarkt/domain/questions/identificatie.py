"""Vaststellen van een leerbedrijf: under what its answer is kept, and which of SBB's matches are given."""

import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from stagemarkt.domain.cache.retention import IDENTIFICATIE
from stagemarkt.domain.questions.part_of_name import has_wildcard, is_part
from stagemarkt.model.errors import LEERBEDRIJF_ONBEKEND, Bilingual, BronAnswerInvalid, LeerbedrijfUnknown
from stagemarkt.model.huisnummer import core, huisnummer_after_straat, read_huisnummer
from stagemarkt.model.questions import Identificatievraag
from stagemarkt.ports.cache import AnswerKey

if TYPE_CHECKING:  # pydantic, which a cached hit goes without
    from stagemarkt.model.leerbedrijf import Leerbedrijf
    from stagemarkt.ports.deadline import Deadline
    from stagemarkt.ports.sbb import Sbb


def answer_key_of(question: Identificatievraag, school: str) -> AnswerKey:
    """Under what the answer to this question is kept for this school.

    A question by name becomes a digest: what was searched for is not readable in the key.
    """
    if question.leerbedrijf_id is not None:
        return AnswerKey(school, f"leerbedrijf#{question.leerbedrijf_id}", IDENTIFICATIE.naam)
    # The name is compared without capitals: SBB does so as well, and more callers share an answer.
    name = question.naam.lower() if question.naam else None
    parts = [
        name,
        question.postcode,
        question.huisnummer,
        core(question.toevoeging),
        question.inclusief_historisch,
    ]
    content = json.dumps(parts)
    return AnswerKey(school, f"vraag#{hashlib.sha256(content.encode()).hexdigest()}", IDENTIFICATIE.naam)


def question_to_text(question: Identificatievraag) -> str:
    """The question, to be kept beside its answer so that it can be asked again."""
    return json.dumps(question._asdict(), ensure_ascii=False, separators=(",", ":"))


def question_from_text(text: str) -> Identificatievraag:
    """The question that `question_to_text` wrote."""
    return Identificatievraag(**json.loads(text))


def search_leerbedrijven(
    sbb: "Sbb", question: Identificatievraag, deadline: "Deadline"
) -> Sequence["Leerbedrijf"]:
    """The leerbedrijven that fit; historische ones only when asked for.

    SBB is asked by number alone. Those with just the addition that was asked for are given, when there are
    any; else all at that number, for SBB's addition may be wanting. Without an addition, those that have none
    come first. Otherwise SBB's order stays. One of which it is not known whether it is historisch is given:
    to leave it out would be to guess.
    """
    found = [
        leerbedrijf
        for leerbedrijf in sbb.identificeer(question, deadline)
        if (question.inclusief_historisch or leerbedrijf.status != "historisch")
        and (
            question.naam is None
            or not has_wildcard(question.naam)
            or is_part(question.naam, leerbedrijf.naam)
        )
    ]
    if question.huisnummer is None:
        return found
    precies = [leerbedrijf for leerbedrijf in found if _toevoeging(leerbedrijf) == core(question.toevoeging)]
    if question.toevoeging is not None:
        return precies or found
    return sorted(found, key=lambda leerbedrijf: leerbedrijf not in precies)


def _toevoeging(leerbedrijf: "Leerbedrijf") -> str:
    adres = leerbedrijf.vestigingsadres
    if adres is None:
        return ""
    if adres.huisnummer is None:
        together = huisnummer_after_straat(adres.straat)
        return "" if together is None else core(together.toevoeging)
    parsed = read_huisnummer(adres.huisnummer)
    in_number = parsed.toevoeging if parsed is not None else None
    return core(in_number) + core(adres.huisnummertoevoeging)


def get_leerbedrijf(sbb: "Sbb", question: Identificatievraag, deadline: "Deadline") -> "Leerbedrijf":
    """The one leerbedrijf with this ID, historisch or not.

    Raises:
        LeerbedrijfUnknown: SBB does not know it.
        BronAnswerInvalid: SBB answered about another one.
    """
    found = sbb.identificeer(question, deadline)
    if not found:
        raise LeerbedrijfUnknown(LEERBEDRIJF_ONBEKEND)
    if len(found) != 1 or found[0].leerbedrijf_id != question.leerbedrijf_id:
        raise BronAnswerInvalid(
            Bilingual(
                "SBB gaf gegevens van een ander leerbedrijf dan gevraagd; die geven we niet door.",
                "SBB gave data of another leerbedrijf than the one asked for; they are not passed on.",
            )
        )
    return found[0]
