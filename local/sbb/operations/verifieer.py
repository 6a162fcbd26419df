"""VerifieerAccreditatie: is this leerbedrijf erkend for this crebo or keuzedeel on this day?"""

import datetime as dt

from local.sbb.answer import Resultaat
from local.sbb.fields import met_gewoonten
from local.sbb.operations.validation import Invoer, Omgeving, OngeldigVerzoek
from local.sbb.protocol import Signaal
from local.sbb.register.model import Leerbedrijf
from local.sbb.register.register import beste_erkenning
from local.sbb.xml_tree import Veld


def verifieer(invoer: Invoer, omgeving: Omgeving) -> Resultaat:
    """Answer 0 when erkend, else 103 with what there is: withdrawn, expired, yet to begin, or nothing."""
    leerbedrijf_id = invoer.tekst("CodeLeerbedrijf")
    code = invoer.tekst("Crebonummer") or invoer.tekst("Keuzedeelcode")
    peildatum = invoer.datum("Peildatum")
    if leerbedrijf_id is None or code is None or peildatum is None:
        raise OngeldigVerzoek("CodeLeerbedrijf, Crebonummer of Keuzedeelcode, en Peildatum zijn verplicht.")
    bedrijf = omgeving.register.vind(leerbedrijf_id)
    if bedrijf is None:
        return Resultaat(Signaal.LEERBEDRIJF_ONBEKEND)
    if omgeving.register.bronnen.omschrijving(code) is None:
        return Resultaat(Signaal.CODE_ONBEKEND)
    velden = _velden(bedrijf, code, peildatum)
    signaal = Signaal.IN_ORDE if ("StatusErkenning", "Erkend") in velden else Signaal.NIET_ERKEND
    return Resultaat(signaal, met_gewoonten(velden, bedrijf.id))


def _velden(bedrijf: Leerbedrijf, code: str, peildatum: dt.date) -> list[Veld]:
    erkenning = beste_erkenning(bedrijf, code, peildatum)
    return [
        ("CodeLeerbedrijf", bedrijf.id),
        ("Naam", bedrijf.naam),
        ("StatusErkenning", erkenning.status_op(peildatum) if erkenning else "NietErkend"),
        ("Startdatum", erkenning.startdatum if erkenning else None),
        ("Einddatum", erkenning.einddatum if erkenning else None),
    ]
