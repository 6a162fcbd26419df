"""Reads the codes of a SOAP fault, of SOAP 1.1 as of 1.2.

A code is a name with a prefix, in text, where the parser of the rest leaves prefixes behind. So a fault is
read once more, by who keeps count of them.
"""

from typing import Final
from xml.etree.ElementTree import Element

from stagemarkt.adapters.soap.faultcodes import SOAP11, SOAP12, Code, blame_for, refuse_by_fault
from stagemarkt.adapters.soap.safe_xml import read_xml

_KINDS: Final = (SOAP11, SOAP12)
# Where SOAP 1.1 has its code, and SOAP 1.2 its code and the finer ones below it.
_SOAP11_CODE: Final = ("Fault", "faultcode")
_MAX_DEPTH: Final = 32


def refuse_fault(envelope: Element, content: bytes) -> None:
    """Raise what the fault in this envelope says, if there is one; `content` is what it was read from.

    Raises:
        BronError: by whose fault it is (see `faultcodes`).
    """
    if any(envelope.find(f"{{{ns}}}Body/{{{ns}}}Fault") is not None for ns in _KINDS):
        refuse_by_fault(blame_for(read_codes(content)))


def read_codes(content: bytes) -> tuple[Code, ...]:
    """The codes of the fault in this envelope, the outer one first.

    Raises:
        InvalidXml: as `read_xml` does.
    """
    reader = _CodeReader()
    read_xml(content, reader)
    return tuple(reader.codes)


class _CodeReader:
    """A target of the parser that knows at each place what a prefix stands for."""

    def __init__(self) -> None:
        self.codes: list[Code] = []
        self._prefixes: dict[str, list[str]] = {}
        self._path: list[str] = []
        self._text: list[str] | None = None

    def start_ns(self, prefix: str, uri: str) -> None:
        self._prefixes.setdefault(prefix or "", []).append(uri or "")

    def end_ns(self, prefix: str) -> None:
        self._prefixes[prefix or ""].pop()

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        self._path.append(tag.rpartition("}")[2])
        self._text = [] if self._is_code() else None

    def data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def end(self, _tag: str) -> None:
        if self._text is not None and self._is_code():
            self._take("".join(self._text).strip())
        self._text = None
        self._path.pop()

    def close(self) -> Element:
        return Element("fault")

    def _is_code(self) -> bool:
        path = tuple(self._path)
        if path[:3] != ("Envelope", "Body", "Fault") or len(path) > _MAX_DEPTH:
            return False
        if path[2:] == _SOAP11_CODE:
            return True
        # Fault/Code/Value, Fault/Code/Subcode/Value, Fault/Code/Subcode/Subcode/Value …
        return path[3:4] == ("Code",) and path[-1] == "Value" and set(path[4:-1]) <= {"Subcode"}

    def _take(self, text: str) -> None:
        if not text:
            return
        prefix, colon, name = text.partition(":")
        bound_to = self._prefixes.get(prefix if colon else "")
        namespace = bound_to[-1] if bound_to else ""
        self.codes.append(Code(namespace or None, name if colon else text))
