"""Faults in the text of the right answer: cut, encoded otherwise, with a DTD, with the wrong type."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from local.sbb.answer import Antwoord
from local.sbb.disturbances.catalogue import Storing
from local.sbb.disturbances.characters import HTML_TYPE
from local.sbb.disturbances.tree import BOOM, knoop
from local.sbb.protocol import SOAP, TNS, WSA
from local.sbb.xml_tree import Element, hernoem, lokaal, schrijf, voeg_toe

_PLEK: Final = "@@ENTITEIT@@"
_LACHEN: Final = "".join(f'<!ENTITY lol{diepte} "{f"&lol{diepte - 1};" * 10}">' for diepte in range(1, 10))


def vervorm(envelop: Element, storing: Storing | None, ander: tuple[str, str]) -> Antwoord:
    """Write an answer as text, spoilt by a storing of a soort that spoils texts or trees.

    Args:
        envelop: the right answer; a storing may alter it.
        storing: None for the right answer as it is, as is any soort that works on the wire.
        ander: ID and name of a leerbedrijf that was not asked for.
    """
    if storing is not None and storing.soort in TEKST:
        return TEKST[storing.soort](envelop, storing)
    if storing is not None and storing.soort in BOOM:
        BOOM[storing.soort](envelop, storing, ander)
    return Antwoord(200, schrijf(envelop))


def _halve_xml(envelop: Element, storing: Storing) -> Antwoord:
    body = schrijf(envelop)
    return Antwoord(200, body[: len(body) // 2 if storing.na_bytes is None else storing.na_bytes])


def _verkeerd_type(envelop: Element, _storing: Storing) -> Antwoord:
    return replace(Antwoord(200, schrijf(envelop)), inhoudstype=HTML_TYPE)


def _utf16(envelop: Element, _storing: Storing) -> Antwoord:
    return Antwoord(200, schrijf(envelop, "utf-16"), "text/xml; charset=utf-16")


def _latin1(envelop: Element, _storing: Storing) -> Antwoord:
    return Antwoord(200, schrijf(envelop, "iso-8859-1"), "text/xml; charset=iso-8859-1")


def _andere_prefixen(envelop: Element, _storing: Storing) -> Antwoord:
    return Antwoord(200, schrijf(hernoem(envelop, {}, {None: SOAP, "adr": WSA, "ns7": TNS})))


def _andere_namespace(envelop: Element, _storing: Storing) -> Antwoord:
    return Antwoord(200, schrijf(hernoem(envelop, {TNS: "urn:stagemarkt:whitelabel:3.0"})))


def _entiteiten(envelop: Element, _storing: Storing) -> Antwoord:
    return _met_dtd(envelop, f'<!DOCTYPE x [<!ENTITY lol0 "lol">{_LACHEN}]>', "&lol9;")


def _xxe(envelop: Element, _storing: Storing) -> Antwoord:
    return _met_dtd(envelop, '<!DOCTYPE x [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>', "&xxe;")


def _dtd(envelop: Element, _storing: Storing) -> Antwoord:
    return _met_dtd(envelop, "<!DOCTYPE Envelope>", "")


def _met_dtd(envelop: Element, dtd: str, verwijzing: str) -> Antwoord:
    """Put a DOCTYPE before the envelope, and a reference to its entity in the Melding."""
    resultaat = knoop(envelop)
    melding = next((kind for kind in resultaat if lokaal(kind) == "Melding"), None)
    if melding is None:
        melding = voeg_toe(resultaat, TNS, "Melding")
        resultaat.insert(1, melding)
    melding.text = f"{melding.text or ''}{_PLEK}"
    tekst = schrijf(envelop).decode().replace(_PLEK, verwijzing)
    verklaring, rest = tekst.split("?>", 1)
    return Antwoord(200, f"{verklaring}?>\n{dtd}{rest}".encode())


TEKST: Final[dict[str, Callable[[Element, Storing], Antwoord]]] = {
    "halve-xml": _halve_xml,
    "verkeerd-type": _verkeerd_type,
    "utf16": _utf16,
    "latin1": _latin1,
    "andere-prefixen": _andere_prefixen,
    "andere-namespace": _andere_namespace,
    "entiteiten": _entiteiten,
    "xxe": _xxe,
    "dtd": _dtd,
}
