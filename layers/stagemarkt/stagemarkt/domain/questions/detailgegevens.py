"""Opvragen van detailgegevens and of all erkenningen of one leerbedrijf."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from stagemarkt.domain.questions.judgement import build_erkenning
from stagemarkt.model.detailgegevens import Detailgegevens
from stagemarkt.model.erkenning import Erkenning, Erkenningsgegevens
from stagemarkt.model.errors import Bilingual, BronAnswerInvalid
from stagemarkt.model.questions import Erkenningsvraag
from stagemarkt.ports.sbb import Details

if TYPE_CHECKING:
    from stagemarkt.ports.deadline import Deadline
    from stagemarkt.ports.sbb import Sbb


def get_detailgegevens(
    sbb: "Sbb", leerbedrijf_id: str, peildatum: date, deadline: "Deadline"
) -> Detailgegevens:
    """All of it, its erkenningen judged on `peildatum`. Raises what the port raises."""
    details = _ask(sbb, leerbedrijf_id, deadline)
    erkenningen = tuple(judge_standalone(data, peildatum) for data in details.erkenningen)
    return details.data.model_copy(update={"erkenningen": erkenningen})


def get_erkenningen(
    sbb: "Sbb", leerbedrijf_id: str, peildatum: date, deadline: "Deadline"
) -> Sequence[Erkenning]:
    """Every erkenning of one leerbedrijf on `peildatum`, without anybody's personal data.

    Raises:
        BronAnswerInvalid: SBB answered about another leerbedrijf, or nothing that can be read.
        FacadeError: whatever the port raises.
    """
    details = _ask(sbb, leerbedrijf_id, deadline)
    if details.omitted and not details.erkenningen:
        raise BronAnswerInvalid(
            Bilingual(
                "SBB gaf erkenningen waarvan niet te lezen is waarvoor ze zijn.",
                "SBB gave erkenningen of which it cannot be read what they are for.",
            )
        )
    return [judge_standalone(data, peildatum) for data in details.erkenningen]


def judge_standalone(data: Erkenningsgegevens, peildatum: date) -> Erkenning:
    """An erkenning out of a list, judged on `peildatum`; a list names its code, and perhaps its leerweg."""
    if data.code is None:
        raise AssertionError("an erkenning in a list has its code")
    erkenning = build_erkenning(data, Erkenningsvraag(data.leerbedrijf_id, data.code, peildatum))
    known = data.leerweg is not None
    return erkenning.model_copy(
        update={"leerweg_bekend": known, "leerweg_reden": None if known else "nietVerteld"}
    )


def _ask(sbb: "Sbb", leerbedrijf_id: str, deadline: "Deadline") -> Details:
    details = sbb.get_details(leerbedrijf_id, deadline)
    if details.data.leerbedrijf_id != leerbedrijf_id:
        raise BronAnswerInvalid(
            Bilingual(
                "SBB gaf gegevens van een ander leerbedrijf dan gevraagd; die geven we niet door.",
                "SBB gave data of another leerbedrijf than the one asked for; they are not passed on.",
            )
        )
    return details
