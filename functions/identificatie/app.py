"""Vaststellen van een leerbedrijf, by name and address or by ID.

Touches the kept answers, the schools' secrets, SBB and the record of what was seen of it.
"""

from collections.abc import Callable
from typing import Any

from stagemarkt.domein.bewaren import IDENTIFICATIE
from stagemarkt.domein.identificeren import geef_leerbedrijf, sleutel_van, zoek_leerbedrijven
from stagemarkt.domein.raadplegen import Vers, raadpleeg
from stagemarkt.model.vragen import Identificatievraag
from stagemarkt.opbouw import Opbouw
from stagemarkt.web import versheidskoppen, vragen
from stagemarkt.web.antwoord import Antwoord
from stagemarkt.web.ingang import LambdaContext, ingang
from stagemarkt.web.verzoek import Verzoek
from stagemarkt.web.weergave import weergave_van_een, weergave_van_lijst


def maak_handler(opbouw: Opbouw) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def antwoord(verzoek: Verzoek, vraag: Identificatievraag) -> Antwoord:
        nu = int(opbouw.klok())

        def haal() -> Vers:
            sbb = opbouw.sbb(verzoek.school)
            if vraag.leerbedrijf_id is not None:
                return weergave_van_een(geef_leerbedrijf(sbb, vraag, verzoek.termijn), nu)
            return weergave_van_lijst(zoek_leerbedrijven(sbb, vraag, verzoek.termijn), nu)

        geraadpleegd = raadpleeg(sleutel_van(vraag, verzoek.school), IDENTIFICATIE, nu, opbouw.opslag, haal)
        return versheidskoppen.als_antwoord(geraadpleegd, IDENTIFICATIE.vers, nu)

    return ingang(
        {
            "zoekLeerbedrijven": lambda verzoek: antwoord(verzoek, vragen.identificatie_uit_query(verzoek)),
            "zoekLeerbedrijvenInLichaam": lambda verzoek: antwoord(
                verzoek, vragen.identificatie_uit_lichaam(verzoek)
            ),
            "geefLeerbedrijf": lambda verzoek: antwoord(verzoek, vragen.identificatie_uit_pad(verzoek)),
        }
    )


handler = maak_handler(Opbouw())
