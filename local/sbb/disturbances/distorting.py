"""Faults in the text of the right answer: cut, encoded otherwise, with a DTD, with the wrong type."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from local.sbb.answer import SoapAnswer
from local.sbb.disturbances.catalogue import Disturbance
from local.sbb.disturbances.characters import HTML_TYPE
from local.sbb.disturbances.tree import TREE, node
from local.sbb.protocol import SOAP, TNS, WSA
from local.sbb.xml_tree import Element, add, local, rename, write

_PLACEHOLDER: Final = "@@ENTITEIT@@"
_LAUGHS: Final = "".join(f'<!ENTITY lol{depth} "{f"&lol{depth - 1};" * 10}">' for depth in range(1, 10))


def distort(envelop: Element, storing: Disturbance | None, other: tuple[str, str]) -> SoapAnswer:
    """Write an answer as text, spoilt by a disturbance of a soort that spoils texts or trees.

    Args:
        envelop: the right answer; a disturbance may alter it.
        storing: None for the right answer as it is, as is any soort that works on the wire.
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
