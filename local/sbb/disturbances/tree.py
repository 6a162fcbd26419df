"""Faults in the content of the right answer: well-formed XML that says something wrong or odd."""

import copy
import uuid
from collections.abc import Callable, Iterator
from typing import Final

from local.sbb.disturbances.catalogue import Storing
from local.sbb.protocol import TNS, WSA
from local.sbb.xml_tree import Element, lokaal, voeg_toe

_VREEMD: Final = "urn:sbb:uitbreiding:2027"
_DATUMS: Final = frozenset({"Startdatum", "Einddatum", "Ingangsdatum"})
# In this order: the first that the answer has gets the value.
_ONGELDIG: Final = {
    "StatusErkenning": "XXX",
    "Status": "XXX",
    "Startdatum": "32-13-2026",
    "Ingangsdatum": "32-13-2026",
    "AantalResultatenTotaal": "veel",
    "Signaalcode": "nul",
}
_AANTALLEN: Final = frozenset({"Niveau", "LeerplaatsAantal", "AantalGeregistreerdeLeerlingen"})
_VREEMDE_WAARDEN: Final = {
    "Niveau": "0",
    "Leerweg": "BOL/BBL",
    "LeerplaatsAantal": "veel",
    "AantalGeregistreerdeLeerlingen": "-1",
    "AfstandKm": "NaN",
}
# What a row of each list is known by.
_RIJEN: Final = {
    "Leerbedrijf": {"CodeLeerbedrijf"},
    "Resultaat": {"CodeLeerbedrijf"},
    "Erkenning": {"Crebonummer", "Keuzedeelcode"},
    "Opleiding": {"Crebonummer"},
    "Praktijkopleider": {"Naam"},
}
_STORING_BIJ_SBB: Final = 999


def knoop(envelop: Element) -> Element:
    """Give the `…Result` element of an answer."""
    return envelop[-1][0][0]


def signaalcode_van(envelop: Element) -> int | None:
    """Give the Signaalcode that an answer holds now; None when a storing made it no number."""
    tekst = knoop(envelop).findtext(f"{{{TNS}}}Signaalcode") or ""
    return int(tekst) if tekst.isdigit() else None


def _elementen(envelop: Element) -> Iterator[Element]:
    return knoop(envelop).iter(f"{{{TNS}}}*")


def _signaalcode(envelop: Element, storing: Storing, _ander: tuple[str, str]) -> None:
    resultaat = knoop(envelop)
    bericht_id = resultaat.findtext(f"{{{TNS}}}BerichtID")
    zoeken = resultaat.find(f"{{{TNS}}}AantalResultatenTotaal") is not None
    for kind in list(resultaat):
        resultaat.remove(kind)
    code = _STORING_BIJ_SBB if storing.signaalcode is None else storing.signaalcode
    voeg_toe(resultaat, TNS, "Signaalcode", str(code))
    if storing.melding is not None:
        voeg_toe(resultaat, TNS, "Melding", storing.melding)
    voeg_toe(resultaat, TNS, "BerichtID", bericht_id)
    if zoeken:
        voeg_toe(resultaat, TNS, "AantalResultatenTotaal", "0")


def _ander_berichtid(envelop: Element, _storing: Storing, _ander: tuple[str, str]) -> None:
    ander = str(uuid.uuid4())
    for element in envelop.iter(f"{{{TNS}}}BerichtID"):
        element.text = ander
    for element in envelop.iter(f"{{{WSA}}}RelatesTo"):
        element.text = f"urn:uuid:{ander}"


def _ander_leerbedrijf(envelop: Element, _storing: Storing, ander: tuple[str, str]) -> None:
    for code in envelop.iter(f"{{{TNS}}}CodeLeerbedrijf"):
        code.text = ander[0]
        naam = code.getnext()
        if naam is not None and lokaal(naam) in {"Naam", "LeerbedrijfNaam"}:
            naam.text = ander[1]


def _onbekende_elementen(envelop: Element, _storing: Storing, _ander: tuple[str, str]) -> None:
    voeg_toe(envelop[0], _VREEMD, "Spoor", "a1b2c3")
    for element in list(_elementen(envelop)):
        if len(element):
            voeg_toe(element, TNS, "NieuwIn2027", "nog onbekend")
            vreemd = voeg_toe(element, _VREEMD, "Uitbreiding")
            voeg_toe(vreemd, _VREEMD, "Naam", "van een ander")


def _tijdzone_datums(envelop: Element, _storing: Storing, _ander: tuple[str, str]) -> None:
    for element in _elementen(envelop):
        if lokaal(element) in _DATUMS:
            element.text = f"{element.text}{'Z' if lokaal(element) == 'Einddatum' else '+02:00'}"


def _ongeldige_waarde(envelop: Element, _storing: Storing, _ander: tuple[str, str]) -> None:
    for naam, waarde in _ONGELDIG.items():
        element = next(envelop.iter(f"{{{TNS}}}{naam}"), None)
        if element is not None:
            element.text = waarde
            return


def _net_datums(envelop: Element, _storing: Storing, _ander: tuple[str, str]) -> None:
    """As .NET's DateTime writes them, and none as its smallest value."""
    for deel in list(_elementen(envelop)):
        datums = [kind for kind in deel if lokaal(kind) in _DATUMS]
        for datum in datums:
            datum.text = f"{datum.text}T00:00:00"
        if datums and lokaal(datums[-1]) == "Startdatum":
            datums[-1].addnext(voeg_toe(deel, TNS, "Einddatum", "0001-01-01T00:00:00"))


def _nederlandse_getallen(envelop: Element, _storing: Storing, _ander: tuple[str, str]) -> None:
    """As .NET writes them in Dutch culture."""
    for element in _elementen(envelop):
        if lokaal(element) == "AfstandKm":
            element.text = (element.text or "").replace(".", ",")
        elif lokaal(element) in _AANTALLEN:
            element.text = f"{element.text},0"


def _vreemde_velden(envelop: Element, _storing: Storing, _ander: tuple[str, str]) -> None:
    """A value that nobody can read in each field that carries nothing."""
    for element in _elementen(envelop):
        if lokaal(element) in _VREEMDE_WAARDEN:
            element.text = _VREEMDE_WAARDEN[lokaal(element)]


def _rij_zonder_id(envelop: Element, _storing: Storing, _ander: tuple[str, str]) -> None:
    """Behind the first row of each list a copy without what identifies it."""
    for rij in [element for element in _elementen(envelop) if lokaal(element) in _RIJEN]:
        if rij.getprevious() is None:
            dubbel = copy.deepcopy(rij)
            for kind in list(dubbel):
                if lokaal(kind) in _RIJEN[lokaal(rij)]:
                    dubbel.remove(kind)
            rij.addnext(dubbel)


BOOM: Final[dict[str, Callable[[Element, Storing, tuple[str, str]], None]]] = {
    "signaalcode": _signaalcode,
    "ander-berichtid": _ander_berichtid,
    "ander-leerbedrijf": _ander_leerbedrijf,
    "onbekende-elementen": _onbekende_elementen,
    "tijdzone-datums": _tijdzone_datums,
    "net-datums": _net_datums,
    "nederlandse-getallen": _nederlandse_getallen,
    "vreemde-velden": _vreemde_velden,
    "rij-zonder-id": _rij_zonder_id,
    "ongeldige-waarde": _ongeldige_waarde,
}
