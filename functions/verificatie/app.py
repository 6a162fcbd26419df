"""Natrekken van een erkenning, always asked of SBB itself.

Touches the schools' secrets, SBB and the record of what was seen of it; keeps no answers.
"""

from collections.abc import Callable
from typing import Any

from stagemarkt.composition.verificatie import VerificatiePorts
from stagemarkt.domain.questions import detailgegevens
from stagemarkt.domain.questions.list_patience import Lijstgeduld
from stagemarkt.domain.questions.verificatie import verifieer_erkenning
from stagemarkt.model.today import vandaag_in_nederland
from stagemarkt.observability import meld_leerweg
from stagemarkt.web.handler import LambdaContext, ingang
from stagemarkt.web.input import questions
from stagemarkt.web.input.cache_control import eis_bron
from stagemarkt.web.output import freshness_headers
from stagemarkt.web.output.rendering import weergave_van_een, weergave_van_lijst
from stagemarkt.web.request import Verzoek
from stagemarkt.web.response import Antwoord


def maak_handler(ports: VerificatiePorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""
    geduld = Lijstgeduld(ports.klok)

    def geef_erkenning(verzoek: Verzoek) -> Antwoord:
        eis_bron(verzoek)
        nu = ports.klok()
        vandaag = vandaag_in_nederland(nu)
        vraag = questions.erkenning(verzoek, vandaag)
        sbb = ports.sbb(verzoek.school, verzoek.requester)
        erkenning = verifieer_erkenning(sbb, vraag, verzoek.termijn, vandaag, meld_leerweg, geduld)
        return freshness_headers.nooit_bewaren(weergave_van_een(erkenning, int(nu)))

    def geef_erkenningen(verzoek: Verzoek) -> Antwoord:
        eis_bron(verzoek)
        leerbedrijf_id = questions.uit_pad(verzoek, "leerbedrijfId")
        nu = ports.klok()
        sbb = ports.sbb(verzoek.school, verzoek.requester)
        erkenningen = detailgegevens.geef_erkenningen(
            sbb, leerbedrijf_id, vandaag_in_nederland(nu), verzoek.termijn
        )
        return freshness_headers.nooit_bewaren(weergave_van_lijst(erkenningen, int(nu)))

    return ingang({"geefErkenning": geef_erkenning, "geefErkenningen": geef_erkenningen})


handler = maak_handler(VerificatiePorts())
