"""The three operations about one leerbedrijf: IdentificeerLeerbedrijf, VerifieerAccreditatie, GeefDetails."""

import datetime as dt
import re
from typing import Final

from local.sbb.envelope import OperationResult
from local.sbb.fields import adres, erkenningen, opleidingen, person, praktijkopleiders, with_habits
from local.sbb.operations.validation import InvalidRequest, OperationContext, OperationInput
from local.sbb.protocol import SimulatedSignaal
from local.sbb.register.model import RegisterAdres, RegisterContact, RegisterLeerbedrijf, RegisterLeerplaats
from local.sbb.register.register import Register, best_erkenning
from local.sbb.text import name_pattern, normalize_postcode
from local.sbb.xml_tree import XmlField

MAXIMUM: Final = 100
_NUMBER_AT_THE_BACK: Final = re.compile(r"(\d+)\s*\S*$")


def identificeer(inputs: OperationInput, environment: OperationContext) -> OperationResult:
    """Answer the leerbedrijven, historische too, with this code, or with this name and address."""
    code = inputs.tekst("CodeLeerbedrijf")
    if code is not None:
        company = environment.register.find(code)
        if company is None:
            return OperationResult(SimulatedSignaal.LEERBEDRIJF_ONBEKEND)
        return _found([company])
    found = _search(inputs, environment.register)
    if len(found) > MAXIMUM:
        return OperationResult(SimulatedSignaal.TOO_MANY)
    return _found(found)


def _search(inputs: OperationInput, register: Register) -> list[RegisterLeerbedrijf]:
    name = inputs.tekst("LeerbedrijfNaam")
    postcode, huisnummer = inputs.tekst("Postcode"), inputs.whole_number("Huisnummer")
    if name is None and (postcode is None or huisnummer is None):
        raise InvalidRequest("Geef CodeLeerbedrijf, LeerbedrijfNaam, of Postcode met Huisnummer.")
    if huisnummer is not None and postcode is None:
        raise InvalidRequest("Huisnummer zonder Postcode.")
    pattern = None if name is None else name_pattern(name)
    if name is not None and pattern is None:
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


def _found(bedrijven: list[RegisterLeerbedrijf]) -> OperationResult:
    sbb_signal = SimulatedSignaal.IN_ORDE if bedrijven else SimulatedSignaal.NIETS_GEVONDEN
    return OperationResult(
        sbb_signal, [("Leerbedrijven", [("Leerbedrijf", _identified(company)) for company in bedrijven])]
    )


def _identified(company: RegisterLeerbedrijf) -> list[XmlField]:
    fields: list[XmlField] = [
        ("CodeLeerbedrijf", company.id),
        ("Naam", company.naam),
        ("Vestigingsadres", adres(company.vestiging)),
        ("Correspondentieadres", adres(company.correspondentie)),
        ("Status", company.status),
    ]
    return with_habits(fields, company.id)


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
    fields = _verified(company, code, peildatum)
    sbb_signal = (
        SimulatedSignaal.IN_ORDE if ("StatusErkenning", "Erkend") in fields else SimulatedSignaal.NIET_ERKEND
    )
    return OperationResult(sbb_signal, with_habits(fields, company.id))


def _verified(company: RegisterLeerbedrijf, code: str, peildatum: dt.date) -> list[XmlField]:
    erkenning = best_erkenning(company, code, peildatum)
    return [
        ("CodeLeerbedrijf", company.id),
        ("Naam", company.naam),
        ("StatusErkenning", erkenning.status_on(peildatum) if erkenning else "NietErkend"),
        ("Startdatum", erkenning.startdatum if erkenning else None),
        ("Einddatum", erkenning.einddatum if erkenning else None),
    ]


def get_details(inputs: OperationInput, environment: OperationContext) -> OperationResult:
    """Answer by CodeLeerbedrijf (101 when unknown) or by LeerplaatsId (1 when unknown)."""
    leerplaats_id = inputs.tekst("LeerplaatsId")
    if leerplaats_id is not None:
        found = environment.register.find_leerplaats(leerplaats_id)
        if found is None:
            return OperationResult(SimulatedSignaal.NIETS_GEVONDEN, melding="Leerplaats onbekend.")
        company, leerplaats = found
        fields = [*_leerbedrijf(company), *_leerplaats(leerplaats)]
        return OperationResult(SimulatedSignaal.IN_ORDE, with_habits(fields, company.id))
    leerbedrijf_or_none = environment.register.find(inputs.tekst("CodeLeerbedrijf") or "")
    if leerbedrijf_or_none is None:
        return OperationResult(SimulatedSignaal.LEERBEDRIJF_ONBEKEND)
    fields = [
        *_leerbedrijf(leerbedrijf_or_none),
        ("Erkenningen", erkenningen(leerbedrijf_or_none, environment.today)),
    ]
    return OperationResult(SimulatedSignaal.IN_ORDE, with_habits(fields, leerbedrijf_or_none.id))


def _leerbedrijf(company: RegisterLeerbedrijf) -> list[XmlField]:
    return [
        ("CodeLeerbedrijf", company.id),
        ("Naam", company.naam),
        ("Status", company.status),
        ("KvkNummer", company.kvk),
        ("Branche", company.branche),
        ("Vestigingsadres", adres(company.vestiging)),
        ("Correspondentieadres", adres(company.correspondentie)),
        *_contact(company.contact),
        ("Praktijkopleiders", praktijkopleiders(company.praktijkopleiders)),
    ]


def _contact(contact: RegisterContact) -> list[XmlField]:
    personen: list[XmlField] = [("Contactpersoon", person(who)) for who in contact.personen]
    return [
        ("Telefoonnummer", contact.telefoon),
        ("Email", contact.email),
        ("WebsiteUrl", contact.website),
        *([("Contactpersonen", personen)] if contact.meervoud else personen),
    ]


def _leerplaats(leerplaats: RegisterLeerplaats) -> list[XmlField]:
    onderdelen: list[XmlField] = [
        ("Kwalificatieonderdeel", [("Type", kind), ("Omschrijving", omschrijving)])
        for kind, omschrijving in leerplaats.onderdelen
    ]
    return [
        ("Opleidingen", opleidingen(leerplaats.opleidingen)),
        ("Omschrijving", leerplaats.omschrijving),
        ("Startdatum", leerplaats.startdatum),
        ("Einddatum", leerplaats.einddatum),
        ("Kwalificatieonderdelen", onderdelen or None),
    ]
