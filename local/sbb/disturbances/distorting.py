"""Faults in the right answer: in its content, or in the text that it is written as.

The content stays well-formed XML that says something wrong or odd; the text is cut, encoded otherwise, given
a DTD or the wrong type.
"""

import copy
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from local.sbb.disturbances.catalogue import Disturbance
from local.sbb.disturbances.replacing import HTML_TYPE
from local.sbb.envelope import SoapAnswer
from local.sbb.protocol import SOAP, TNS, WSA
from local.sbb.xml_tree import Element, add, local, rename, write

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


_PLACEHOLDER: Final = "@@ENTITEIT@@"
_LAUGHS: Final = "".join(f'<!ENTITY lol{depth} "{f"&lol{depth - 1};" * 10}">' for depth in range(1, 10))


def distort(envelop: Element, storing: Disturbance | None, other: tuple[str, str]) -> SoapAnswer:
    """Write an answer as text, spoilt by a disturbance of a kind that spoils texts or trees.

    Args:
        envelop: the right answer; a disturbance may alter it.
        storing: None for the right answer as it is, as is any kind that works on the wire.
        other: ID and name of a leerbedrijf that was not asked for.
    """
    if storing is not None and storing.soort in TEXT:
        return TEXT[storing.soort](envelop, storing)
    if storing is not None and storing.soort in TREE:
        TREE[storing.soort](envelop, storing, other)
    return SoapAnswer(200, write(envelop))


def _half_xml(envelop: Element, storing: Disturbance) -> SoapAnswer:
    body = write(envelop)
    return SoapAnswer(200, body[: len(body) // 2 if storing.na_bytes is None else storing.na_bytes])


def _wrong_type(envelop: Element, _disturbance: Disturbance) -> SoapAnswer:
    return replace(SoapAnswer(200, write(envelop)), content_type=HTML_TYPE)


def _utf16(envelop: Element, _disturbance: Disturbance) -> SoapAnswer:
    return SoapAnswer(200, write(envelop, "utf-16"), "text/xml; charset=utf-16")


def _latin1(envelop: Element, _disturbance: Disturbance) -> SoapAnswer:
    return SoapAnswer(200, write(envelop, "iso-8859-1"), "text/xml; charset=iso-8859-1")


def _other_prefixes(envelop: Element, _disturbance: Disturbance) -> SoapAnswer:
    return SoapAnswer(200, write(rename(envelop, {}, {None: SOAP, "adr": WSA, "ns7": TNS})))


def _other_namespace(envelop: Element, _disturbance: Disturbance) -> SoapAnswer:
    return SoapAnswer(200, write(rename(envelop, {TNS: "urn:stagemarkt:whitelabel:3.0"})))


def _entities(envelop: Element, _disturbance: Disturbance) -> SoapAnswer:
    return _with_dtd(envelop, f'<!DOCTYPE x [<!ENTITY lol0 "lol">{_LAUGHS}]>', "&lol9;")


def _xxe(envelop: Element, _disturbance: Disturbance) -> SoapAnswer:
    return _with_dtd(envelop, '<!DOCTYPE x [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>', "&xxe;")


def _dtd(envelop: Element, _disturbance: Disturbance) -> SoapAnswer:
    return _with_dtd(envelop, "<!DOCTYPE Envelope>", "")


def _with_dtd(envelop: Element, dtd: str, reference: str) -> SoapAnswer:
    """Put a DOCTYPE before the envelope, and a reference to its entity in the Melding."""
    result = node(envelop)
    melding = next((child for child in result if local(child) == "Melding"), None)
    if melding is None:
        melding = add(result, TNS, "Melding")
        result.insert(1, melding)
    melding.text = f"{melding.text or ''}{_PLACEHOLDER}"
    tekst = write(envelop).decode().replace(_PLACEHOLDER, reference)
    declaration, rest = tekst.split("?>", 1)
    return SoapAnswer(200, f"{declaration}?>\n{dtd}{rest}".encode())


TEXT: Final[dict[str, Callable[[Element, Disturbance], SoapAnswer]]] = {
    "halve-xml": _half_xml,
    "verkeerd-type": _wrong_type,
    "utf16": _utf16,
    "latin1": _latin1,
    "andere-prefixen": _other_prefixes,
    "andere-namespace": _other_namespace,
    "entiteiten": _entities,
    "xxe": _xxe,
    "dtd": _dtd,
}
