"""Opvragen van detailgegevens: whom to contact at a leerbedrijf.

Touches the kept answers, the schools' secrets, SBB and the record of what was seen of it, and puts on record
who is told of people. What leaves is
personal data: no caller's cache may keep it.
"""

from collections.abc import Callable
from typing import Any

from stagemarkt.composition.detailgegevens import DetailgegevensPorts
from stagemarkt.domein.raadplegen import raadpleeg
from stagemarkt.web import versheidskoppen, vraagstukken, vragen
from stagemarkt.web.antwoord import Antwoord
from stagemarkt.web.ingang import LambdaContext, ingang
from stagemarkt.web.verzoek import Verzoek
from stagemarkt.web.wens import lees_wens


def maak_handler(ports: DetailgegevensPorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def geef_detailgegevens(verzoek: Verzoek) -> Antwoord:
        leerbedrijf_id, velden = vragen.detailgegevens(verzoek)
        wens = lees_wens(verzoek)
        stuk = vraagstukken.detailgegevens(
            ports, leerbedrijf_id, verzoek.school, verzoek.termijn, verzoek.requester
        )
        geraadpleegd = raadpleeg(stuk, wens, verzoek.termijn, ports.opslag)
        return versheidskoppen.persoonlijk(geraadpleegd, velden, verzoek)

    return ingang({"geefDetailgegevens": geef_detailgegevens}, lambda: ports.verwerkingen, ports.klok)


handler = maak_handler(DetailgegevensPorts())
