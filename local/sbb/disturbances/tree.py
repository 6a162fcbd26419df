"""Faults in the content of the right answer: well-formed XML that says something wrong or odd."""

import copy
import uuid
from collections.abc import Callable, Iterator
from typing import Final

from local.sbb.disturbances.catalogue import Disturbance
from local.sbb.protocol import TNS, WSA
from local.sbb.xml_tree import Element, add, local

_FOREIGN: Final = "urn:sbb:uitbreiding:2027"
_DATES: Final = frozenset({"Startdatum", "Einddatum", "Ingangsdatum"})
# In this order: the first that the answer has gets the value.
_INVALID: Final = {
    "StatusErkenning": "XXX",
    "Status": "XXX",
    "Startdatum": "32-13-2026",
    "Ingangsdatum": "32-13-2026",
    "AantalResultatenTotaal": "veel",
    "Signaalcode": "nul",
}
_COUNTS: Final = frozenset({"Niveau", "LeerplaatsAantal", "AantalGeregistreerdeLeerlingen"})
_FOREIGN_VALUES: Final = {
    "Niveau": "0",
    "Leerweg": "BOL/BBL",
    "LeerplaatsAantal": "veel",
    "AantalGeregistreerdeLeerlingen": "-1",
    "AfstandKm": "NaN",
}
# What a row of each list is known by.
_ROWS: Final = {
    "Leerbedrijf": {"CodeLeerbedrijf"},
    "Resultaat": {"CodeLeerbedrijf"},
    "Erkenning": {"Crebonummer", "Keuzedeelcode"},
    "Opleiding": {"Crebonummer"},
    "Praktijkopleider": {"Naam"},
}
_DISTURBANCE_AT_SBB: Final = 999


def node(envelop: Element) -> Element:
    """Give the `…Result` element of an answer."""
    return envelop[-1][0][0]


def signaalcode_of(envelop: Element) -> int | None:
    """Give the Signaalcode that an answer holds now; None when a disturbance made it no number."""
    tekst = node(envelop).findtext(f"{{{TNS}}}Signaalcode") or ""
    return int(tekst) if tekst.isdigit() else None


def _elements(envelop: Element) -> Iterator[Element]:
    return node(envelop).iter(f"{{{TNS}}}*")


def _signaalcode(envelop: Element, storing: Disturbance, _other: tuple[str, str]) -> None:
    result = node(envelop)
    bericht_id = result.findtext(f"{{{TNS}}}BerichtID")
    zoeken = result.find(f"{{{TNS}}}AantalResultatenTotaal") is not None
    for child in list(result):
        result.remove(child)
    code = _DISTURBANCE_AT_SBB if storing.signaalcode is None else storing.signaalcode
    add(result, TNS, "Signaalcode", str(code))
    if storing.melding is not None:
        add(result, TNS, "Melding", storing.melding)
    add(result, TNS, "BerichtID", bericht_id)
    if zoeken:
        add(result, TNS, "AantalResultatenTotaal", "0")


def _other_message_id(envelop: Element, _disturbance: Disturbance, _other: tuple[str, str]) -> None:
    other = str(uuid.uuid4())
    for element in envelop.iter(f"{{{TNS}}}BerichtID"):
        element.text = other
    for element in envelop.iter(f"{{{WSA}}}RelatesTo"):
        element.text = f"urn:uuid:{other}"


def _other_leerbedrijf(envelop: Element, _disturbance: Disturbance, other: tuple[str, str]) -> None:
    for code in envelop.iter(f"{{{TNS}}}CodeLeerbedrijf"):
        code.text = other[0]
        naam = code.getnext()
        if naam is not None and local(naam) in {"Naam", "LeerbedrijfNaam"}:
            naam.text = other[1]


def _unknown_elements(envelop: Element, _disturbance: Disturbance, _other: tuple[str, str]) -> None:
    add(envelop[0], _FOREIGN, "Spoor", "a1b2c3")
    for element in list(_elements(envelop)):
        if len(element):
            add(element, TNS, "NieuwIn2027", "nog onbekend")
            foreign = add(element, _FOREIGN, "Uitbreiding")
            add(foreign, _FOREIGN, "Naam", "van een ander")


def _timezone_dates(envelop: Element, _disturbance: Disturbance, _other: tuple[str, str]) -> None:
    for element in _elements(envelop):
        if local(element) in _DATES:
            element.text = f"{element.text}{'Z' if local(element) == 'Einddatum' else '+02:00'}"


def _invalid_value(envelop: Element, _disturbance: Disturbance, _other: tuple[str, str]) -> None:
    for naam, value in _INVALID.items():
        element = next(envelop.iter(f"{{{TNS}}}{naam}"), None)
        if element is not None:
            element.text = value
            return


def _dotnet_dates(envelop: Element, _disturbance: Disturbance, _other: tuple[str, str]) -> None:
    """As .NET's DateTime writes them, and none as its smallest value."""
    for part in list(_elements(envelop)):
        dates = [child for child in part if local(child) in _DATES]
        for date in dates:
            date.text = f"{date.text}T00:00:00"
        if dates and local(dates[-1]) == "Startdatum":
            dates[-1].addnext(add(part, TNS, "Einddatum", "0001-01-01T00:00:00"))


def _dutch_numbers(envelop: Element, _disturbance: Disturbance, _other: tuple[str, str]) -> None:
    """As .NET writes them in Dutch culture."""
    for element in _elements(envelop):
        if local(element) == "AfstandKm":
            element.text = (element.text or "").replace(".", ",")
        elif local(element) in _COUNTS:
            element.text = f"{element.text},0"


def _foreign_fields(envelop: Element, _disturbance: Disturbance, _other: tuple[str, str]) -> None:
    """A value that nobody can read in each field that carries nothing."""
    for element in _elements(envelop):
        if local(element) in _FOREIGN_VALUES:
            element.text = _FOREIGN_VALUES[local(element)]


def _row_without_id(envelop: Element, _disturbance: Disturbance, _other: tuple[str, str]) -> None:
    """Behind the first row of each list a copy without what identifies it."""
    for row in [element for element in _elements(envelop) if local(element) in _ROWS]:
        if row.getprevious() is None:
            duplicate = copy.deepcopy(row)
            for child in list(duplicate):
                if local(child) in _ROWS[local(row)]:
                    duplicate.remove(child)
            row.addnext(duplicate)


TREE: Final[dict[str, Callable[[Element, Disturbance, tuple[str, str]], None]]] = {
    "signaalcode": _signaalcode,
    "ander-berichtid": _other_message_id,
    "ander-leerbedrijf": _other_leerbedrijf,
    "onbekende-elementen": _unknown_elements,
    "tijdzone-datums": _timezone_dates,
    "net-datums": _dotnet_dates,
    "nederlandse-getallen": _dutch_numbers,
    "vreemde-velden": _foreign_fields,
    "rij-zonder-id": _row_without_id,
    "ongeldige-waarde": _invalid_value,
}
