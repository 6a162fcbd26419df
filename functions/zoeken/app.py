"""Zoeken naar leerplaatsen en erkende leerbedrijven, always asked of SBB itself.

Touches the schools' secrets, SBB and the record of what was seen of it; keeps nothing, but who was
told of people. What leaves names praktijkopleiders: no caller's cache may keep it.
"""

from collections.abc import Callable
from typing import Any

from stagemarkt.composition.zoeken import ZoekenPorts
from stagemarkt.domein import zoeken
from stagemarkt.domein.zoeken import Strook
from stagemarkt.model.tijd import vandaag_in_nederland
from stagemarkt.web import bladeren, versheidskoppen, vragen
from stagemarkt.web.antwoord import Antwoord
from stagemarkt.web.ingang import LambdaContext, ingang
from stagemarkt.web.verzoek import Verzoek
from stagemarkt.web.weergave import weergave_van_een
from stagemarkt.web.wens import eis_bron


def maak_handler(ports: ZoekenPorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def zoek_leerplaatsen(verzoek: Verzoek) -> Antwoord:
        eis_bron(verzoek)
        opdracht = vragen.zoeken(verzoek)
        strook = Strook(opdracht.begin, opdracht.aantal)
        sbb = ports.sbb(verzoek.school, verzoek.requester)
        gevonden = zoeken.zoek_leerplaatsen(sbb, opdracht.vraag, strook, verzoek.termijn)
        return bladeren.als_antwoord(gevonden, opdracht, verzoek, int(ports.klok()))

    def zoek_erkenningen(verzoek: Verzoek) -> Antwoord:
        eis_bron(verzoek)
        opdracht = vragen.zoeken(verzoek)
        strook = Strook(opdracht.begin, opdracht.aantal)
        nu = int(ports.klok())
        sbb = ports.sbb(verzoek.school, verzoek.requester)
        vandaag = vandaag_in_nederland(nu)
        gevonden = zoeken.zoek_erkenningen(sbb, opdracht.vraag, strook, vandaag, verzoek.termijn)
        return bladeren.als_antwoord(gevonden, opdracht, verzoek, nu)

    def geef_leerplaats(verzoek: Verzoek) -> Antwoord:
        eis_bron(verzoek)
        leerplaats_id = vragen.uit_pad(verzoek, "leerplaatsId")
        leerplaats = ports.sbb(verzoek.school, verzoek.requester).geef_leerplaats(
            leerplaats_id, verzoek.termijn
        )
        return versheidskoppen.nooit_bewaren(weergave_van_een(leerplaats, int(ports.klok())))

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
