"""Vaststellen van een leerbedrijf: under what its answer is kept, and which of SBB's matches are given."""

import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from stagemarkt.domein.bewaren import IDENTIFICATIE
from stagemarkt.model.fouten import (
    LEERBEDRIJF_ONBEKEND,
    BronAntwoordOngeldig,
    LeerbedrijfOnbekend,
    Tekst,
)
from stagemarkt.model.vragen import Identificatievraag
from stagemarkt.poorten.antwoorden import Antwoordsleutel

if TYPE_CHECKING:  # pydantic, which a cached hit goes without
    from stagemarkt.model.leerbedrijf import Leerbedrijf
    from stagemarkt.poorten.sbb import Sbb
    from stagemarkt.poorten.termijn import Termijn


def sleutel_van(vraag: Identificatievraag, school: str) -> Antwoordsleutel:
    """Under what the answer to this question is kept for this school.

    A question by name becomes a digest: what was searched for is not readable in the key.
    """
    if vraag.leerbedrijf_id is not None:
        return Antwoordsleutel(school, f"leerbedrijf#{vraag.leerbedrijf_id}", IDENTIFICATIE.naam)
    # The name is compared without capitals: SBB does so as well, and more callers share an answer.
    naam = vraag.naam.lower() if vraag.naam else None
    inhoud = json.dumps([naam, vraag.postcode, vraag.huisnummer, vraag.inclusief_historisch])
    return Antwoordsleutel(school, f"vraag#{hashlib.sha256(inhoud.encode()).hexdigest()}", IDENTIFICATIE.naam)


def vraag_als_tekst(vraag: Identificatievraag) -> str:
    """The question, to be kept beside its answer so that it can be asked again."""
    return json.dumps(vraag._asdict(), ensure_ascii=False, separators=(",", ":"))


def vraag_uit_tekst(tekst: str) -> Identificatievraag:
    """The question that `vraag_als_tekst` wrote."""
    return Identificatievraag(**json.loads(tekst))


def zoek_leerbedrijven(sbb: "Sbb", vraag: Identificatievraag, termijn: "Termijn") -> Sequence["Leerbedrijf"]:
    """The leerbedrijven that fit, in SBB's order; historische ones only when asked for.

    One of which it is not known whether it is historisch is given: to leave it out would be to guess.
    """
    gevonden = sbb.identificeer(vraag, termijn)
    return [
        leerbedrijf
        for leerbedrijf in gevonden
        if vraag.inclusief_historisch or leerbedrijf.status != "historisch"
    ]


def geef_leerbedrijf(sbb: "Sbb", vraag: Identificatievraag, termijn: "Termijn") -> "Leerbedrijf":
    """The one leerbedrijf with this ID, historisch or not.

    Raises:
        LeerbedrijfOnbekend: SBB does not know it.
        BronAntwoordOngeldig: SBB answered about another one.
    """
    gevonden = sbb.identificeer(vraag, termijn)
    if not gevonden:
        raise LeerbedrijfOnbekend(LEERBEDRIJF_ONBEKEND)
    if len(gevonden) != 1 or gevonden[0].leerbedrijf_id != vraag.leerbedrijf_id:
        raise BronAntwoordOngeldig(
            Tekst(
                "SBB gaf gegevens van een ander leerbedrijf dan gevraagd; die geven we niet door.",
                "SBB gave data of another leerbedrijf than the one asked for; they are not passed on.",
            )
        )
    return gevonden[0]
