"""Opvragen van detailgegevens and of all erkenningen of one leerbedrijf."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from stagemarkt.domain.questions.judgement import maak_erkenning
from stagemarkt.model.detailgegevens import Detailgegevens
from stagemarkt.model.erkenning import Erkenning, Erkenningsgegevens
from stagemarkt.model.errors import BronAntwoordOngeldig, Tekst
from stagemarkt.model.questions import Erkenningsvraag
from stagemarkt.ports.results import Details

if TYPE_CHECKING:
    from stagemarkt.ports.deadline import Termijn
    from stagemarkt.ports.sbb import Sbb


def geef_detailgegevens(
    sbb: "Sbb", leerbedrijf_id: str, peildatum: date, termijn: "Termijn"
) -> Detailgegevens:
    """All of it, its erkenningen judged on `peildatum`. Raises what the port raises."""
    details = _vraag(sbb, leerbedrijf_id, termijn)
    erkenningen = tuple(beoordeel_los(gegevens, peildatum) for gegevens in details.erkenningen)
    return details.gegevens.model_copy(update={"erkenningen": erkenningen})


def geef_erkenningen(
    sbb: "Sbb", leerbedrijf_id: str, peildatum: date, termijn: "Termijn"
) -> Sequence[Erkenning]:
    """Every erkenning of one leerbedrijf on `peildatum`, without anybody's personal data.

    Raises:
        BronAntwoordOngeldig: SBB answered about another leerbedrijf, or nothing that can be read.
        Fout: whatever the port raises.
    """
    details = _vraag(sbb, leerbedrijf_id, termijn)
    if details.weggelaten and not details.erkenningen:
        raise BronAntwoordOngeldig(
            Tekst(
                "SBB gaf erkenningen waarvan niet te lezen is waarvoor ze zijn.",
                "SBB gave erkenningen of which it cannot be read what they are for.",
            )
        )
    return [beoordeel_los(gegevens, peildatum) for gegevens in details.erkenningen]


def beoordeel_los(gegevens: Erkenningsgegevens, peildatum: date) -> Erkenning:
    """An erkenning out of a list, judged on `peildatum`; a list names its code, and perhaps its leerweg."""
    if gegevens.code is None:
        raise AssertionError("an erkenning in a list has its code")
    erkenning = maak_erkenning(gegevens, Erkenningsvraag(gegevens.leerbedrijf_id, gegevens.code, peildatum))
    bekend = gegevens.leerweg is not None
    return erkenning.model_copy(
        update={"leerweg_bekend": bekend, "leerweg_reden": None if bekend else "nietVerteld"}
    )


def _vraag(sbb: "Sbb", leerbedrijf_id: str, termijn: "Termijn") -> Details:
    details = sbb.geef_details(leerbedrijf_id, termijn)
    if details.gegevens.leerbedrijf_id != leerbedrijf_id:
        raise BronAntwoordOngeldig(
            Tekst(
                "SBB gaf gegevens van een ander leerbedrijf dan gevraagd; die geven we niet door.",
                "SBB gave data of another leerbedrijf than the one asked for; they are not passed on.",
            )
        )
    return details
