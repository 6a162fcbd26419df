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


def node(envelope: Element) -> Element:
    """Give the `…Result` element of an answer."""
    return envelope[-1][0][0]


def signaalcode_of(envelope: Element) -> int | None:
    """Give the Signaalcode that an answer holds now; None when a disturbance made it no number."""
    text = node(envelope).findtext(f"{{{TNS}}}Signaalcode") or ""
    return int(text) if text.isdigit() else None


def _elements(envelope: Element) -> Iterator[Element]:
    return node(envelope).iter(f"{{{TNS}}}*")


def _signaalcode(envelope: Element, disturbance: Disturbance, _other: tuple[str, str]) -> None:
    result = node(envelope)
    bericht_id = result.findtext(f"{{{TNS}}}BerichtID")
    zoeken = result.find(f"{{{TNS}}}AantalResultatenTotaal") is not None
    for child in list(result):
        result.remove(child)
    code = _DISTURBANCE_AT_SBB if disturbance.signaalcode is None else disturbance.signaalcode
    add(result, TNS, "Signaalcode", str(code))
    if disturbance.melding is not None:
        add(result, TNS, "Melding", disturbance.melding)
    add(result, TNS, "BerichtID", bericht_id)
    if zoeken:
        add(result, TNS, "AantalResultatenTotaal", "0")


def _other_message_id(envelope: Element, _disturbance: Disturbance, _other: tuple[str, str]) -> None:
    other = str(uuid.uuid4())
    for element in envelope.iter(f"{{{TNS}}}BerichtID"):
        element.text = other
    for element in envelope.iter(f"{{{WSA}}}RelatesTo"):
        element.text = f"urn:uuid:{other}"


def _other_leerbedrijf(envelope: Element, _disturbance: Disturbance, other: tuple[str, str]) -> None:
    for code in envelope.iter(f"{{{TNS}}}CodeLeerbedrijf"):
        code.text = other[0]
        name = code.getnext()
        if name is not None and local(name) in {"Naam", "LeerbedrijfNaam"}:
            name.text = other[1]


def _unknown_elements(envelope: Element, _disturbance: Disturbance, _other: tuple[str, str]) -> None:
    add(envelope[0], _FOREIGN, "Spoor", "a1b2c3")
    for element in list(_elements(envelope)):
        if len(element):
            add(element, TNS, "NieuwIn2027", "nog onbekend")
            foreign = add(element, _FOREIGN, "Uitbreiding")
            add(foreign, _FOREIGN, "Naam", "van een ander")


def _timezone_dates(envelope: Element, _disturbance: Disturbance, _other: tuple[str, str]) -> None:
    for element in _elements(envelope):
        if local(element) in _DATES:
            element.text = f"{element.text}{'Z' if local(element) == 'Einddatum' else '+02:00'}"


def _invalid_value(envelope: Element, _disturbance: Disturbance, _other: tuple[str, str]) -> None:
    for name, value in _INVALID.items():
        element = next(envelope.iter(f"{{{TNS}}}{name}"), None)
        if element is not None:
            element.text = value
            return


def _dotnet_dates(envelope: Element, _disturbance: Disturbance, _other: tuple[str, str]) -> None:
    """As .NET's DateTime writes them, and none as its smallest value."""
    for part in list(_elements(envelope)):
        dates = [child for child in part if local(child) in _DATES]
        for date in dates:
            date.text = f"{date.text}T00:00:00"
        if dates and local(dates[-1]) == "Startdatum":
            dates[-1].addnext(add(part, TNS, "Einddatum", "0001-01-01T00:00:00"))


def _dutch_numbers(envelope: Element, _disturbance: Disturbance, _other: tuple[str, str]) -> None:
    """As .NET writes them in Dutch culture."""
    for element in _elements(envelope):
        if local(element) == "AfstandKm":
            element.text = (element.text or "").replace(".", ",")
        elif local(element) in _COUNTS:
            element.text = f"{element.text},0"


def _foreign_fields(envelope: Element, _disturbance: Disturbance, _other: tuple[str, str]) -> None:
    """A value that nobody can read in each field that carries nothing."""
    for element in _elements(envelope):
        if local(element) in _FOREIGN_VALUES:
            element.text = _FOREIGN_VALUES[local(element)]


def _row_without_id(envelope: Element, _disturbance: Disturbance, _other: tuple[str, str]) -> None:
    """Behind the first row of each list a copy without what identifies it."""
    for row in [element for element in _elements(envelope) if local(element) in _ROWS]:
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


def distort(envelope: Element, disturbance: Disturbance | None, other: tuple[str, str]) -> SoapAnswer:
    """Write an answer as text, spoilt by a disturbance of a kind that spoils texts or trees.

    Args:
        envelope: the right answer; a disturbance may alter it.
        disturbance: None for the right answer as it is, as is any kind that works on the wire.
        other: ID and name of a leerbedrijf that was not asked for.
    """
    if disturbance is not None and disturbance.soort in TEXT:
        return TEXT[disturbance.soort](envelope, disturbance)
    if disturbance is not None and disturbance.soort in TREE:
        TREE[disturbance.soort](envelope, disturbance, other)
    return SoapAnswer(200, write(envelope))


def _half_xml(envelope: Element, disturbance: Disturbance) -> SoapAnswer:
    body = write(envelope)
    return SoapAnswer(200, body[: len(body) // 2 if disturbance.na_bytes is None else disturbance.na_bytes])


def _wrong_type(envelope: Element, _disturbance: Disturbance) -> SoapAnswer:
    return replace(SoapAnswer(200, write(envelope)), content_type=HTML_TYPE)


def _utf16(envelope: Element, _disturbance: Disturbance) -> SoapAnswer:
    return SoapAnswer(200, write(envelope, "utf-16"), "text/xml; charset=utf-16")


def _latin1(envelope: Element, _disturbance: Disturbance) -> SoapAnswer:
    return SoapAnswer(200, write(envelope, "iso-8859-1"), "text/xml; charset=iso-8859-1")


def _other_prefixes(envelope: Element, _disturbance: Disturbance) -> SoapAnswer:
    return SoapAnswer(200, write(rename(envelope, {}, {None: SOAP, "adr": WSA, "ns7": TNS})))


def _other_namespace(envelope: Element, _disturbance: Disturbance) -> SoapAnswer:
    return SoapAnswer(200, write(rename(envelope, {TNS: "urn:stagemarkt:whitelabel:3.0"})))


def _entities(envelope: Element, _disturbance: Disturbance) -> SoapAnswer:
    return _with_dtd(envelope, f'<!DOCTYPE x [<!ENTITY lol0 "lol">{_LAUGHS}]>', "&lol9;")


def _xxe(envelope: Element, _disturbance: Disturbance) -> SoapAnswer:
    return _with_dtd(envelope, '<!DOCTYPE x [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>', "&xxe;")


def _dtd(envelope: Element, _disturbance: Disturbance) -> SoapAnswer:
    return _with_dtd(envelope, "<!DOCTYPE Envelope>", "")


def _with_dtd(envelope: Element, dtd: str, reference: str) -> SoapAnswer:
    """Put a DOCTYPE before the envelope, and a reference to its entity in the Melding."""
    result = node(envelope)
    notice = next((child for child in result if local(child) == "Melding"), None)
    if notice is None:
        notice = add(result, TNS, "Melding")
        result.insert(1, notice)
    notice.text = f"{notice.text or ''}{_PLACEHOLDER}"
    text = write(envelope).decode().replace(_PLACEHOLDER, reference)
    declaration, rest = text.split("?>", 1)
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
