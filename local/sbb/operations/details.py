"""GeefDetails: everything about one leerbedrijf, or about one leerplaats."""

from local.sbb.answer import Resultaat
from local.sbb.fields import adres, erkenningen, met_gewoonten, opleidingen, persoon, praktijkopleiders
from local.sbb.operations.validation import Invoer, Omgeving
from local.sbb.protocol import Signaal
from local.sbb.register.model import Contact, Leerbedrijf, Leerplaats
from local.sbb.xml_tree import Veld


def geef_details(invoer: Invoer, omgeving: Omgeving) -> Resultaat:
    """Answer by CodeLeerbedrijf (101 when unknown) or by LeerplaatsId (1 when unknown)."""
    leerplaats_id = invoer.tekst("LeerplaatsId")
    if leerplaats_id is not None:
        gevonden = omgeving.register.vind_leerplaats(leerplaats_id)
        if gevonden is None:
            return Resultaat(Signaal.NIETS_GEVONDEN, melding="Leerplaats onbekend.")
        bedrijf, leerplaats = gevonden
        velden = [*_bedrijf(bedrijf), *_leerplaats(leerplaats)]
        return Resultaat(Signaal.IN_ORDE, met_gewoonten(velden, bedrijf.id))
    bedrijf_of_niets = omgeving.register.vind(invoer.tekst("CodeLeerbedrijf") or "")
    if bedrijf_of_niets is None:
        return Resultaat(Signaal.LEERBEDRIJF_ONBEKEND)
    velden = [
        *_bedrijf(bedrijf_of_niets),
        ("Erkenningen", erkenningen(bedrijf_of_niets, omgeving.vandaag)),
    ]
    return Resultaat(Signaal.IN_ORDE, met_gewoonten(velden, bedrijf_of_niets.id))


def _bedrijf(bedrijf: Leerbedrijf) -> list[Veld]:
    return [
        ("CodeLeerbedrijf", bedrijf.id),
        ("Naam", bedrijf.naam),
        ("Status", bedrijf.status),
        ("KvkNummer", bedrijf.kvk),
        ("Branche", bedrijf.branche),
        ("Vestigingsadres", adres(bedrijf.vestiging)),
        ("Correspondentieadres", adres(bedrijf.correspondentie)),
        *_contact(bedrijf.contact),
        ("Praktijkopleiders", praktijkopleiders(bedrijf.praktijkopleiders)),
    ]


def _contact(contact: Contact) -> list[Veld]:
    personen: list[Veld] = [("Contactpersoon", persoon(wie)) for wie in contact.personen]
    return [
        ("Telefoonnummer", contact.telefoon),
        ("Email", contact.email),
        ("WebsiteUrl", contact.website),
        *([("Contactpersonen", personen)] if contact.meervoud else personen),
    ]


def _leerplaats(leerplaats: Leerplaats) -> list[Veld]:
    onderdelen: list[Veld] = [
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
