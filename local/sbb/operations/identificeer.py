"""IdentificeerLeerbedrijf: which leerbedrijf is this?"""

import re
from typing import Final

from local.sbb.answer import Resultaat
from local.sbb.fields import adres, met_gewoonten
from local.sbb.operations.validation import Invoer, Omgeving, OngeldigVerzoek
from local.sbb.protocol import Signaal
from local.sbb.register.model import Adres, Leerbedrijf
from local.sbb.register.register import Register
from local.sbb.text import naampatroon, postcode_van
from local.sbb.xml_tree import Veld

MAXIMUM: Final = 100
_NUMMER_ACHTERAAN: Final = re.compile(r"(\d+)\s*\S*$")


def identificeer(invoer: Invoer, omgeving: Omgeving) -> Resultaat:
    """Answer the leerbedrijven, historische too, with this code, or with this name and address."""
    code = invoer.tekst("CodeLeerbedrijf")
    if code is not None:
        bedrijf = omgeving.register.vind(code)
        if bedrijf is None:
            return Resultaat(Signaal.LEERBEDRIJF_ONBEKEND)
        return _lijst([bedrijf])
    gevonden = _zoek(invoer, omgeving.register)
    if len(gevonden) > MAXIMUM:
        return Resultaat(Signaal.TE_VEEL)
    return _lijst(gevonden)


def _zoek(invoer: Invoer, register: Register) -> list[Leerbedrijf]:
    naam = invoer.tekst("LeerbedrijfNaam")
    postcode, huisnummer = invoer.tekst("Postcode"), invoer.geheel("Huisnummer")
    if naam is None and (postcode is None or huisnummer is None):
        raise OngeldigVerzoek("Geef CodeLeerbedrijf, LeerbedrijfNaam, of Postcode met Huisnummer.")
    if huisnummer is not None and postcode is None:
        raise OngeldigVerzoek("Huisnummer zonder Postcode.")
    patroon = None if naam is None else naampatroon(naam)
    if naam is not None and patroon is None:
        raise OngeldigVerzoek("LeerbedrijfNaam bevat geen letter of cijfer.")
    return [
        ingang.leerbedrijf
        for ingang in register.ingangen()
        if (patroon is None or patroon.fullmatch(ingang.zoeknaam))
        and (postcode is None or postcode_van(ingang.leerbedrijf.vestiging.postcode) == postcode)
        and (huisnummer is None or nummer_van(ingang.leerbedrijf.vestiging) == huisnummer)
    ]


def nummer_van(waarde: Adres) -> int | None:
    """Give the house number, also when it stands behind the street; None when there is none."""
    treffer = _NUMMER_ACHTERAAN.search(waarde.huisnummer or waarde.straat)
    return int(treffer[1]) if treffer else None


def _lijst(bedrijven: list[Leerbedrijf]) -> Resultaat:
    signaal = Signaal.IN_ORDE if bedrijven else Signaal.NIETS_GEVONDEN
    return Resultaat(
        signaal, [("Leerbedrijven", [("Leerbedrijf", _velden(bedrijf)) for bedrijf in bedrijven])]
    )


def _velden(bedrijf: Leerbedrijf) -> list[Veld]:
    velden: list[Veld] = [
        ("CodeLeerbedrijf", bedrijf.id),
        ("Naam", bedrijf.naam),
        ("Vestigingsadres", adres(bedrijf.vestiging)),
        ("Correspondentieadres", adres(bedrijf.correspondentie)),
        ("Status", bedrijf.status),
    ]
    return met_gewoonten(velden, bedrijf.id)
