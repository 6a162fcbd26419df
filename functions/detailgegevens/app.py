"""Opvragen van detailgegevens: whom to contact at a leerbedrijf.

Touches the kept answers, the schools' secrets, SBB and the record of what was seen of it, and puts on record
who is told of people. What leaves is
personal data: no caller's cache may keep it.
"""

from collections.abc import Callable
from typing import Any

from stagemarkt.composition.detailgegevens import DetailgegevensPorts
from stagemarkt.domain.cache.lookup import raadpleeg
from stagemarkt.web.handler import LambdaContext, ingang
from stagemarkt.web.input import cached_questions, questions
from stagemarkt.web.input.cache_control import lees_wens
from stagemarkt.web.output import freshness_headers
from stagemarkt.web.request import Verzoek
from stagemarkt.web.response import Antwoord


def maak_handler(ports: DetailgegevensPorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def geef_detailgegevens(verzoek: Verzoek) -> Antwoord:
        leerbedrijf_id, velden = questions.detailgegevens(verzoek)
        wens = lees_wens(verzoek)
        stuk = cached_questions.detailgegevens(
            ports, leerbedrijf_id, verzoek.school, verzoek.termijn, verzoek.requester
        )
        geraadpleegd = raadpleeg(stuk, wens, verzoek.termijn, ports.opslag)
        return freshness_headers.persoonlijk(geraadpleegd, velden, verzoek)

    return ingang({"geefDetailgegevens": geef_detailgegevens}, lambda: ports.verwerkingen, ports.klok)


handler = maak_handler(DetailgegevensPorts())
