"""Vaststellen van een leerbedrijf, by name and address or by ID.

Touches the kept answers, the schools' secrets, SBB and the record of what was seen of it.
"""

from collections.abc import Callable
from typing import Any

from stagemarkt.composition.identificatie import IdentificatiePorts
from stagemarkt.domain.cache.lookup import raadpleeg
from stagemarkt.model.questions import Identificatievraag
from stagemarkt.web.handler import LambdaContext, ingang
from stagemarkt.web.input import cached_questions, questions
from stagemarkt.web.input.cache_control import lees_wens
from stagemarkt.web.output import freshness_headers
from stagemarkt.web.request import Verzoek
from stagemarkt.web.response import Antwoord


def maak_handler(ports: IdentificatiePorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def antwoord(verzoek: Verzoek, vraag: Identificatievraag) -> Antwoord:
        wens = lees_wens(verzoek)
        stuk = cached_questions.identificatie(
            ports, vraag, verzoek.school, verzoek.termijn, verzoek.requester
        )
        geraadpleegd = raadpleeg(stuk, wens, verzoek.termijn, ports.opslag)
        return freshness_headers.als_antwoord(geraadpleegd, verzoek)

    return ingang(
        {
            "zoekLeerbedrijven": lambda verzoek: antwoord(
                verzoek, questions.identificatie_uit_query(verzoek)
            ),
            "zoekLeerbedrijvenInLichaam": lambda verzoek: antwoord(
                verzoek, questions.identificatie_uit_lichaam(verzoek)
            ),
            "geefLeerbedrijf": lambda verzoek: antwoord(verzoek, questions.identificatie_uit_pad(verzoek)),
        }
    )


handler = maak_handler(IdentificatiePorts())
