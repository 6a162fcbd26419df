"""Vaststellen van een leerbedrijf, by name and address or by ID.

Touches the kept answers, the schools' secrets, SBB and the record of what was seen of it.
"""

from collections.abc import Callable
from typing import Any

from stagemarkt.composition.identificatie import IdentificatiePorts
from stagemarkt.domein.raadplegen import raadpleeg
from stagemarkt.model.vragen import Identificatievraag
from stagemarkt.web import versheidskoppen, vraagstukken, vragen
from stagemarkt.web.antwoord import Antwoord
from stagemarkt.web.ingang import LambdaContext, ingang
from stagemarkt.web.verzoek import Verzoek
from stagemarkt.web.wens import lees_wens


def maak_handler(ports: IdentificatiePorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def antwoord(verzoek: Verzoek, vraag: Identificatievraag) -> Antwoord:
        wens = lees_wens(verzoek)
        stuk = vraagstukken.identificatie(ports, vraag, verzoek.school, verzoek.termijn, verzoek.requester)
        geraadpleegd = raadpleeg(stuk, wens, verzoek.termijn, ports.opslag)
        return versheidskoppen.als_antwoord(geraadpleegd, verzoek)

    return ingang(
        {
            "zoekLeerbedrijven": lambda verzoek: antwoord(verzoek, vragen.identificatie_uit_query(verzoek)),
            "zoekLeerbedrijvenInLichaam": lambda verzoek: antwoord(
                verzoek, vragen.identificatie_uit_lichaam(verzoek)
            ),
            "geefLeerbedrijf": lambda verzoek: antwoord(verzoek, vragen.identificatie_uit_pad(verzoek)),
        }
    )


handler = maak_handler(IdentificatiePorts())
