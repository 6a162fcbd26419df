"""IdentificeerLeerbedrijf: which leerbedrijf is this?"""

import re
from typing import Final

from local.sbb.answer import OperationResult
from local.sbb.fields import adres, with_habits
from local.sbb.operations.validation import InvalidRequest, OperationContext, OperationInput
from local.sbb.protocol import SimulatedSignaal
from local.sbb.register.model import RegisterAdres, RegisterLeerbedrijf
from local.sbb.register.register import Register
from local.sbb.text import name_pattern, normalize_postcode
from local.sbb.xml_tree import Field

MAXIMUM: Final = 100
_NUMBER_AT_THE_BACK: Final = re.compile(r"(\d+)\s*\S*$")


def identificeer(inputs: OperationInput, environment: OperationContext) -> OperationResult:
    """Answer the leerbedrijven, historische too, with this code, or with this name and address."""
    code = inputs.tekst("CodeLeerbedrijf")
    if code is not None:
        company = environment.register.find(code)
        if company is None:
            return OperationResult(SimulatedSignaal.LEERBEDRIJF_ONBEKEND)
        return _list([company])
    found = _search(inputs, environment.register)
    if len(found) > MAXIMUM:
        return OperationResult(SimulatedSignaal.TOO_MANY)
    return _list(found)


def _search(inputs: OperationInput, register: Register) -> list[RegisterLeerbedrijf]:
    naam = inputs.tekst("LeerbedrijfNaam")
    postcode, huisnummer = inputs.tekst("Postcode"), inputs.whole_number("Huisnummer")
    if naam is None and (postcode is None or huisnummer is None):
        raise InvalidRequest("Geef CodeLeerbedrijf, LeerbedrijfNaam, of Postcode met Huisnummer.")
    if huisnummer is not None and postcode is None:
        raise InvalidRequest("Huisnummer zonder Postcode.")
    pattern = None if naam is None else name_pattern(naam)
    if naam is not None and pattern is None:
        raise InvalidRequest("LeerbedrijfNaam bevat geen letter of cijfer.")
    return [
        entry.leerbedrijf
        for entry in register.search_entries()
        if (pattern is None or pattern.fullmatch(entry.search_name))
        and (postcode is None or normalize_postcode(entry.leerbedrijf.vestiging.postcode) == postcode)
        and (huisnummer is None or number_of(entry.leerbedrijf.vestiging) == huisnummer)
    ]


def number_of(value: RegisterAdres) -> int | None:
    """Give the house number, also when it stands behind the street; None when there is none."""
    hit = _NUMBER_AT_THE_BACK.search(value.huisnummer or value.straat)
    return int(hit[1]) if hit else None


def _list(bedrijven: list[RegisterLeerbedrijf]) -> OperationResult:
    sbb_signal = SimulatedSignaal.IN_ORDE if bedrijven else SimulatedSignaal.NIETS_GEVONDEN
    return OperationResult(
        sbb_signal, [("Leerbedrijven", [("Leerbedrijf", _fields(company)) for company in bedrijven])]
    )


def _fields(company: RegisterLeerbedrijf) -> list[Field]:
    velden: list[Field] = [
        ("CodeLeerbedrijf", company.id),
        ("Naam", company.naam),
        ("Vestigingsadres", adres(company.vestiging)),
        ("Correspondentieadres", adres(company.correspondentie)),
        ("Status", company.status),
    ]
    return with_habits(velden, company.id)
