"""Natrekken van een erkenning, always asked of SBB itself.

Touches the schools' secrets, SBB and the record of what was seen of it; keeps no answers.
"""

from collections.abc import Callable
from typing import Any

from stagemarkt.composition.verificatie import VerificatiePorts
from stagemarkt.domein import detailleren
from stagemarkt.domein.lijstgeduld import Lijstgeduld
from stagemarkt.domein.verifieren import verifieer_erkenning
from stagemarkt.model.tijd import vandaag_in_nederland
from stagemarkt.observatie import meld_leerweg
from stagemarkt.web import versheidskoppen, vragen
from stagemarkt.web.antwoord import Antwoord
from stagemarkt.web.ingang import LambdaContext, ingang
from stagemarkt.web.verzoek import Verzoek
from stagemarkt.web.weergave import weergave_van_een, weergave_van_lijst
from stagemarkt.web.wens import eis_bron


def maak_handler(ports: VerificatiePorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""
    geduld = Lijstgeduld(ports.klok)

    def geef_erkenning(verzoek: Verzoek) -> Antwoord:
        eis_bron(verzoek)
        nu = ports.klok()
        vandaag = vandaag_in_nederland(nu)
        vraag = vragen.erkenning(verzoek, vandaag)
        sbb = ports.sbb(verzoek.school, verzoek.requester)
        erkenning = verifieer_erkenning(sbb, vraag, verzoek.termijn, vandaag, meld_leerweg, geduld)
        return versheidskoppen.nooit_bewaren(weergave_van_een(erkenning, int(nu)))

    def geef_erkenningen(verzoek: Verzoek) -> Antwoord:
        eis_bron(verzoek)
        leerbedrijf_id = vragen.uit_pad(verzoek, "leerbedrijfId")
        nu = ports.klok()
        sbb = ports.sbb(verzoek.school, verzoek.requester)
        erkenningen = detailleren.geef_erkenningen(
            sbb, leerbedrijf_id, vandaag_in_nederland(nu), verzoek.termijn
        )
        return versheidskoppen.nooit_bewaren(weergave_van_lijst(erkenningen, int(nu)))

    return ingang({"geefErkenning": geef_erkenning, "geefErkenningen": geef_erkenningen})


handler = maak_handler(VerificatiePorts())
