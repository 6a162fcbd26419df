"""Vaststellen van een leerbedrijf: under what its answer is kept, and which of SBB's matches are given."""

import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from stagemarkt.domain.cache.retention import IDENTIFICATIE
from stagemarkt.domain.questions.part_of_name import heeft_joker, is_deel
from stagemarkt.model.errors import LEERBEDRIJF_ONBEKEND, BronAntwoordOngeldig, LeerbedrijfOnbekend, Tekst
from stagemarkt.model.huisnummer import achter_straat, kern, lees_huisnummer
from stagemarkt.model.questions import Identificatievraag
from stagemarkt.ports.cache import Antwoordsleutel

if TYPE_CHECKING:  # pydantic, which a cached hit goes without
    from stagemarkt.model.leerbedrijf import Leerbedrijf
    from stagemarkt.ports.deadline import Termijn
    from stagemarkt.ports.sbb import Sbb


def sleutel_van(vraag: Identificatievraag, school: str) -> Antwoordsleutel:
    """Under what the answer to this question is kept for this school.

    A question by name becomes a digest: what was searched for is not readable in the key.
    """
    if vraag.leerbedrijf_id is not None:
        return Antwoordsleutel(school, f"leerbedrijf#{vraag.leerbedrijf_id}", IDENTIFICATIE.naam)
    # The name is compared without capitals: SBB does so as well, and more callers share an answer.
    naam = vraag.naam.lower() if vraag.naam else None
    delen = [naam, vraag.postcode, vraag.huisnummer, kern(vraag.toevoeging), vraag.inclusief_historisch]
    inhoud = json.dumps(delen)
    return Antwoordsleutel(school, f"vraag#{hashlib.sha256(inhoud.encode()).hexdigest()}", IDENTIFICATIE.naam)


def vraag_als_tekst(vraag: Identificatievraag) -> str:
    """The question, to be kept beside its answer so that it can be asked again."""
    return json.dumps(vraag._asdict(), ensure_ascii=False, separators=(",", ":"))


def vraag_uit_tekst(tekst: str) -> Identificatievraag:
    """The question that `vraag_als_tekst` wrote."""
    return Identificatievraag(**json.loads(tekst))


def zoek_leerbedrijven(sbb: "Sbb", vraag: Identificatievraag, termijn: "Termijn") -> Sequence["Leerbedrijf"]:
    """The leerbedrijven that fit; historische ones only when asked for.

    SBB is asked by number alone. Those with just the addition that was asked for are given, when there are
    any; else all at that number, for SBB's addition may be wanting. Without an addition, those that have none
    come first. Otherwise SBB's order stays. One of which it is not known whether it is historisch is given:
    to leave it out would be to guess.
    """
    gevonden = [
        leerbedrijf
        for leerbedrijf in sbb.identificeer(vraag, termijn)
        if (vraag.inclusief_historisch or leerbedrijf.status != "historisch")
        and (vraag.naam is None or not heeft_joker(vraag.naam) or is_deel(vraag.naam, leerbedrijf.naam))
    ]
    if vraag.huisnummer is None:
        return gevonden
    precies = [leerbedrijf for leerbedrijf in gevonden if _toevoeging(leerbedrijf) == kern(vraag.toevoeging)]
    if vraag.toevoeging is not None:
        return precies or gevonden
    return sorted(gevonden, key=lambda leerbedrijf: leerbedrijf not in precies)


def _toevoeging(leerbedrijf: "Leerbedrijf") -> str:
    adres = leerbedrijf.vestigingsadres
    if adres is None:
        return ""
    if adres.huisnummer is None:
        samen = achter_straat(adres.straat)
        return "" if samen is None else kern(samen.toevoeging)
    gelezen = lees_huisnummer(adres.huisnummer)
    in_nummer = gelezen.toevoeging if gelezen is not None else None
    return kern(in_nummer) + kern(adres.huisnummertoevoeging)


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
