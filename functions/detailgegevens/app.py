"""Opvragen van detailgegevens: whom to contact at a leerbedrijf.

Touches the kept answers, the schools' secrets, SBB and the record of what was seen of it. What leaves is
personal data: no caller's cache may keep it.
"""

from collections.abc import Callable
from typing import Any

from stagemarkt.domein.bewaren import DETAILGEGEVENS
from stagemarkt.domein.raadplegen import Vers, raadpleeg
from stagemarkt.opbouw import Opbouw
from stagemarkt.poorten.antwoorden import Antwoordsleutel
from stagemarkt.web import versheidskoppen, vragen
from stagemarkt.web.antwoord import Antwoord
from stagemarkt.web.ingang import LambdaContext, ingang
from stagemarkt.web.verzoek import Verzoek
from stagemarkt.web.weergave import weergave_van_een


def maak_handler(opbouw: Opbouw) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def geef_detailgegevens(verzoek: Verzoek) -> Antwoord:
        leerbedrijf_id, velden = vragen.detailgegevens(verzoek)
        nu = int(opbouw.klok())

        def haal() -> Vers:
            gegevens = opbouw.geef_detailgegevens(verzoek.school, leerbedrijf_id, verzoek.termijn)
            return weergave_van_een(gegevens, nu)

        sleutel = Antwoordsleutel(verzoek.school, f"leerbedrijf#{leerbedrijf_id}", DETAILGEGEVENS.naam)
        geraadpleegd = raadpleeg(sleutel, DETAILGEGEVENS, nu, opbouw.opslag, haal)
        return versheidskoppen.persoonlijk(geraadpleegd, velden, nu)

    return ingang({"geefDetailgegevens": geef_detailgegevens})


handler = maak_handler(Opbouw())
