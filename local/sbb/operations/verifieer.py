"""VerifieerAccreditatie: is this leerbedrijf erkend for this crebo or keuzedeel on this day?"""

import datetime as dt

from local.sbb.answer import OperationResult
from local.sbb.fields import with_habits
from local.sbb.operations.validation import InvalidRequest, OperationContext, OperationInput
from local.sbb.protocol import SimulatedSignaal
from local.sbb.register.model import RegisterLeerbedrijf
from local.sbb.register.register import best_erkenning
from local.sbb.xml_tree import Field


def verify(inputs: OperationInput, environment: OperationContext) -> OperationResult:
    """Answer 0 when erkend, else 103 with what there is: withdrawn, expired, yet to begin, or nothing."""
    leerbedrijf_id = inputs.tekst("CodeLeerbedrijf")
    code = inputs.tekst("Crebonummer") or inputs.tekst("Keuzedeelcode")
    peildatum = inputs.date("Peildatum")
    if leerbedrijf_id is None or code is None or peildatum is None:
        raise InvalidRequest("CodeLeerbedrijf, Crebonummer of Keuzedeelcode, en Peildatum zijn verplicht.")
    company = environment.register.find(leerbedrijf_id)
    if company is None:
        return OperationResult(SimulatedSignaal.LEERBEDRIJF_ONBEKEND)
    if environment.register.sources.omschrijving(code) is None:
        return OperationResult(SimulatedSignaal.CODE_ONBEKEND)
    velden = _fields(company, code, peildatum)
    sbb_signal = (
        SimulatedSignaal.IN_ORDE if ("StatusErkenning", "Erkend") in velden else SimulatedSignaal.NIET_ERKEND
    )
    return OperationResult(sbb_signal, with_habits(velden, company.id))


def _fields(company: RegisterLeerbedrijf, code: str, peildatum: dt.date) -> list[Field]:
    erkenning = best_erkenning(company, code, peildatum)
    return [
        ("CodeLeerbedrijf", company.id),
        ("Naam", company.naam),
        ("StatusErkenning", erkenning.status_on(peildatum) if erkenning else "NietErkend"),
        ("Startdatum", erkenning.startdatum if erkenning else None),
        ("Einddatum", erkenning.einddatum if erkenning else None),
    ]
