"""Reads the codes of a SOAP fault, of SOAP 1.1 as of 1.2.

A code is a name with a prefix, in text, where the parser of the rest leaves prefixes behind. So a fault is
read once more, by who keeps count of them.
"""

from typing import Final
from xml.etree.ElementTree import Element

from stagemarkt.adapters.soap.faultcodes import SOAP11, SOAP12, Code, schuld_van, weiger
from stagemarkt.adapters.soap.xml import lees_xml

_SOORTEN: Final = (SOAP11, SOAP12)
# Where SOAP 1.1 has its code, and SOAP 1.2 its code and the finer ones below it.
_SOAP11_CODE: Final = ("Fault", "faultcode")
_DIEPST: Final = 32


def weiger_fault(envelop: Element, inhoud: bytes) -> None:
    """Raise what the fault in this envelope says, if there is one; `inhoud` is what it was read from.

    Raises:
        Bronfout: by whose fault it is (see `faultcodes`).
    """
    if any(envelop.find(f"{{{ns}}}Body/{{{ns}}}Fault") is not None for ns in _SOORTEN):
        weiger(schuld_van(lees_codes(inhoud)))


def lees_codes(inhoud: bytes) -> tuple[Code, ...]:
    """The codes of the fault in this envelope, the outer one first.

    Raises:
        OngeldigeXml: as `lees_xml` does.
    """
    lezer = _Codelezer()
    lees_xml(inhoud, lezer)
    return tuple(lezer.codes)


class _Codelezer:
    """A target of the parser that knows at each place what a prefix stands for."""

    def __init__(self) -> None:
        self.codes: list[Code] = []
        self._prefixen: dict[str, list[str]] = {}
        self._pad: list[str] = []
        self._tekst: list[str] | None = None

    def start_ns(self, prefix: str, uri: str) -> None:
        self._prefixen.setdefault(prefix or "", []).append(uri or "")

    def end_ns(self, prefix: str) -> None:
        self._prefixen[prefix or ""].pop()

    def start(self, tag: str, _attributen: dict[str, str]) -> None:
        self._pad.append(tag.rpartition("}")[2])
        self._tekst = [] if self._is_code() else None

    def data(self, tekst: str) -> None:
        if self._tekst is not None:
            self._tekst.append(tekst)

    def end(self, _tag: str) -> None:
        if self._tekst is not None and self._is_code():
            self._neem("".join(self._tekst).strip())
        self._tekst = None
        self._pad.pop()

    def close(self) -> Element:
        return Element("fault")

    def _is_code(self) -> bool:
        pad = tuple(self._pad)
        if pad[:3] != ("Envelope", "Body", "Fault") or len(pad) > _DIEPST:
            return False
        if pad[2:] == _SOAP11_CODE:
            return True
        # Fault/Code/Value, Fault/Code/Subcode/Value, Fault/Code/Subcode/Subcode/Value …
        return pad[3:4] == ("Code",) and pad[-1] == "Value" and set(pad[4:-1]) <= {"Subcode"}

    def _neem(self, tekst: str) -> None:
        if not tekst:
            return
        prefix, dubbelpunt, naam = tekst.partition(":")
        staat_voor = self._prefixen.get(prefix if dubbelpunt else "")
        namespace = staat_voor[-1] if staat_voor else ""
        self.codes.append(Code(namespace or None, naam if dubbelpunt else tekst))
