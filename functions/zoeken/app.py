"""Zoeken naar leerplaatsen en erkende leerbedrijven, always asked of SBB itself.

Touches the schools' secrets, SBB and the record of what was seen of it; keeps nothing, but who was
told of people. What leaves names praktijkopleiders: no caller's cache may keep it.
"""

from collections.abc import Callable
from typing import Any

from stagemarkt.composition.zoeken import ZoekenPorts
from stagemarkt.domain.questions import zoeken
from stagemarkt.domain.questions.zoeken import Strook
from stagemarkt.model.today import vandaag_in_nederland
from stagemarkt.web.handler import LambdaContext, ingang
from stagemarkt.web.input import questions
from stagemarkt.web.input.cache_control import eis_bron
from stagemarkt.web.output import freshness_headers, search_pages
from stagemarkt.web.output.rendering import weergave_van_een
from stagemarkt.web.request import Verzoek
from stagemarkt.web.response import Antwoord


def maak_handler(ports: ZoekenPorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def zoek_leerplaatsen(verzoek: Verzoek) -> Antwoord:
        eis_bron(verzoek)
        opdracht = questions.zoeken(verzoek)
        strook = Strook(opdracht.begin, opdracht.aantal)
        sbb = ports.sbb(verzoek.school, verzoek.requester)
        gevonden = zoeken.zoek_leerplaatsen(sbb, opdracht.vraag, strook, verzoek.termijn)
        return search_pages.als_antwoord(gevonden, opdracht, verzoek, int(ports.klok()))

    def zoek_erkenningen(verzoek: Verzoek) -> Antwoord:
        eis_bron(verzoek)
        opdracht = questions.zoeken(verzoek)
        strook = Strook(opdracht.begin, opdracht.aantal)
        nu = int(ports.klok())
        sbb = ports.sbb(verzoek.school, verzoek.requester)
        vandaag = vandaag_in_nederland(nu)
        gevonden = zoeken.zoek_erkenningen(sbb, opdracht.vraag, strook, vandaag, verzoek.termijn)
        return search_pages.als_antwoord(gevonden, opdracht, verzoek, nu)

    def geef_leerplaats(verzoek: Verzoek) -> Antwoord:
        eis_bron(verzoek)
        leerplaats_id = questions.uit_pad(verzoek, "leerplaatsId")
        leerplaats = ports.sbb(verzoek.school, verzoek.requester).geef_leerplaats(
            leerplaats_id, verzoek.termijn
        )
        return freshness_headers.nooit_bewaren(weergave_van_een(leerplaats, int(ports.klok())))

    return ingang(
        {
            "zoekLeerplaatsen": zoek_leerplaatsen,
            "zoekErkenningen": zoek_erkenningen,
            "geefLeerplaats": geef_leerplaats,
        },
        lambda: ports.verwerkingen,
        ports.klok,
    )


handler = maak_handler(ZoekenPorts())
