"""GeefDetails: everything about one leerbedrijf, or about one leerplaats."""

from local.sbb.answer import OperationResult
from local.sbb.fields import adres, erkenningen, opleidingen, person, praktijkopleiders, with_habits
from local.sbb.operations.validation import OperationContext, OperationInput
from local.sbb.protocol import SimulatedSignaal
from local.sbb.register.model import RegisterContact, RegisterLeerbedrijf, RegisterLeerplaats
from local.sbb.xml_tree import Field


def get_details(inputs: OperationInput, environment: OperationContext) -> OperationResult:
    """Answer by CodeLeerbedrijf (101 when unknown) or by LeerplaatsId (1 when unknown)."""
    leerplaats_id = inputs.tekst("LeerplaatsId")
    if leerplaats_id is not None:
        found = environment.register.find_leerplaats(leerplaats_id)
        if found is None:
            return OperationResult(SimulatedSignaal.NIETS_GEVONDEN, melding="Leerplaats onbekend.")
        company, leerplaats = found
        velden = [*_leerbedrijf(company), *_leerplaats(leerplaats)]
        return OperationResult(SimulatedSignaal.IN_ORDE, with_habits(velden, company.id))
    leerbedrijf_or_none = environment.register.find(inputs.tekst("CodeLeerbedrijf") or "")
    if leerbedrijf_or_none is None:
        return OperationResult(SimulatedSignaal.LEERBEDRIJF_ONBEKEND)
    velden = [
        *_leerbedrijf(leerbedrijf_or_none),
        ("Erkenningen", erkenningen(leerbedrijf_or_none, environment.today)),
    ]
    return OperationResult(SimulatedSignaal.IN_ORDE, with_habits(velden, leerbedrijf_or_none.id))


def _leerbedrijf(company: RegisterLeerbedrijf) -> list[Field]:
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


def _contact(contact: RegisterContact) -> list[Field]:
    personen: list[Field] = [("Contactpersoon", person(who)) for who in contact.personen]
    return [
        ("Telefoonnummer", contact.telefoon),
        ("Email", contact.email),
        ("WebsiteUrl", contact.website),
        *([("Contactpersonen", personen)] if contact.meervoud else personen),
    ]


def _leerplaats(leerplaats: RegisterLeerplaats) -> list[Field]:
    onderdelen: list[Field] = [
        ("Kwalificatieonderdeel", [("Type", soort), ("Omschrijving", omschrijving)])
        for soort, omschrijving in leerplaats.onderdelen
    ]
    return [
        ("Opleidingen", opleidingen(leerplaats.opleidingen)),
        ("Omschrijving", leerplaats.omschrijving),
        ("Startdatum", leerplaats.startdatum),
        ("Einddatum", leerplaats.einddatum),
        ("Kwalificatieonderdelen", onderdelen or None),
    ]
