"""`MutatieErkenning`, read as answers are: by name, with the same readers, and what is not known passed over.

What carries the message (whose it is, which it is) refuses it. One `Mutatie` that cannot be read does not: it
is set apart as it came, and the others go on.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Final, NamedTuple, TypeVar
from xml.etree.ElementTree import Element, tostring

from stagemarkt.adapters.soap import values
from stagemarkt.adapters.soap.elements import bare_guid, text_of
from stagemarkt.adapters.soap.safe_xml import InvalidXml, read_xml
from stagemarkt.adapters.soap.status_words import STATUS_ERKENNING
from stagemarkt.model import codes
from stagemarkt.model.codes import GUID
from stagemarkt.model.mutatie import (
    Mutatie,
    Mutatiebericht,
    Mutatiestatus,
    Plaats,
    UnreadableMutatie,
    mutatie_id_of,
)
from stagemarkt.ports.intake import MAX_REJECTED

T = TypeVar("T")

# A name of this length is no name, and would not fit in a table.
_LONGEST_NAME: Final = 1000
_GUID: Final = re.compile(GUID.strip("^$"), re.ASCII)


class InvalidElement(ValueError):
    """This cannot be read; the text is the path of the element, without what is in it."""


class _Part:
    """An element, of which the children are asked for by name.

    Args:
        element: it.
        ns: the namespace of its children, in Clark's braces.
        path: where it is, for messages.
    """

    def __init__(self, element: Element, ns: str, path: str) -> None:
        self._element = element
        self._ns = ns
        self._path = path

    def everything(self, name: str) -> list[Element]:
        """The children by this name; a path will do."""
        return self._element.findall("/".join(self._ns + step for step in name.split("/")))

    def value(self, name: str, read: Callable[[str], T | None]) -> T | None:
        """What it holds; None when it is not there, or says nothing. Raises InvalidElement."""
        try:
            text = text_of(self.everything(name))
            return None if text is None else read(text)
        except ValueError:
            # Without the cause: its text may quote the value.
            raise InvalidElement(f"{self._path}/{name}") from None

    def require(self, name: str, read: Callable[[str], T | None]) -> T:
        """The same, where there must be something."""
        value = self.value(name, read)
        if value is None:
            raise InvalidElement(f"{self._path}/{name}: absent")
        return value


class _ReadMutatie(NamedTuple):
    mutatie: Mutatie
    onleesbaar: tuple[str, ...]


def read_guid(text: str) -> str:
    """A GUID, in lower case; as a URN or between braces, as .NET also writes one. Raises ValueError."""
    text = bare_guid(text)
    if not _GUID.fullmatch(text):
        raise ValueError("not a GUID")
    return text.lower()


def read_mutatie_message(element: Element, namespace: str, now: float) -> Mutatiebericht:
    """Read a `MutatieErkenning` element that came at `now`.

    Raises:
        InvalidElement: what carries it cannot be read, or there is nothing in it.
    """
    ns = f"{{{namespace}}}"
    requests = _Part(element, ns, "MutatieErkenning").everything("request")
    if len(requests) != 1:
        raise InvalidElement("MutatieErkenning/request: not one")
    path = "MutatieErkenning/request"
    request = _Part(requests[0], ns, path)
    bericht_id = request.require("BerichtID", read_guid)
    abonnement_id = request.require("AbonnementID", read_guid)
    school = request.require("Brin", values.require(codes.read_brin))
    elements = request.everything("Mutaties/Mutatie")
    if not elements:
        raise InvalidElement(f"{path}/Mutaties/Mutatie: absent")
    parsed: list[Mutatie] = []
    onleesbaar: list[UnreadableMutatie] = []
    fields: Counter[str] = Counter()
    for position, child in enumerate(elements, start=1):
        plaats = Plaats(bericht_id, abonnement_id, school, position)
        try:
            mutatie, failed = _mutatie(_Part(child, ns, "Mutatie"), plaats, now)
        except InvalidElement as error:
            onleesbaar.append(UnreadableMutatie(position, str(error), _keepable(child, f"{path}/Mutaties")))
        else:
            parsed.append(mutatie)
            fields.update(failed)
    return Mutatiebericht(
        bericht_id,
        abonnement_id,
        school,
        tuple(parsed),
        onleesbaar=tuple(onleesbaar),
        velden=dict(fields),
        content_digest=_digest(elements),
    )


def reread_mutatie(content: bytes, plaats: Plaats, gelogd_op: float) -> Mutatie:
    """Read once more a `Mutatie` that was set apart.

    Raises:
        InvalidElement: it still cannot be read.
    """
    try:
        element = read_xml(content)
    except InvalidXml:
        raise InvalidElement("Mutatie") from None
    ns = element.tag.removesuffix("Mutatie")
    return _mutatie(_Part(element, ns, "Mutatie"), plaats, gelogd_op).mutatie


def _mutatie(part: _Part, plaats: Plaats, now: float) -> _ReadMutatie:
    leerbedrijf_id = part.require("CodeLeerbedrijf", values.require(codes.read_leerbedrijf_id))
    failed: list[str] = []
    code = _code(part, failed)
    status: Mutatiestatus = part.require("StatusErkenning", _status)
    # The dates carry it, as they do a verification: an end that cannot be read is not "no end".
    startdatum = part.value("Startdatum", values.read_date)
    einddatum = part.value("Einddatum", values.read_einddatum)
    name = _if_readable(part, "Naam", _name, failed)
    mutatietijdstip = _if_readable(part, "Mutatietijdstip", values.read_moment, failed)
    return _ReadMutatie(
        Mutatie(
            mutatie_id=mutatie_id_of(plaats.bericht_id, plaats.positie),
            school=plaats.school,
            bericht_id=plaats.bericht_id,
            positie=plaats.positie,
            abonnement_id=plaats.abonnement_id,
            leerbedrijf_id=leerbedrijf_id,
            naam=name or "",
            code=code,
            status=status,
            startdatum=startdatum,
            einddatum=einddatum,
            mutatietijdstip=mutatietijdstip,
            gelogd_op=now,
        ),
        tuple(failed),
    )


def _if_readable(part: _Part, name: str, read: Callable[[str], T | None], failed: list[str]) -> T | None:
    """What carries nothing: when it cannot be read it is absent, and put among `failed`."""
    try:
        return part.value(name, read)
    except InvalidElement as error:
        failed.append(f"Mutaties/{error}")
        return None


def _code(part: _Part, failed: list[str]) -> str:
    """The one of the two that can be read, as in an answer: .NET writes 0 for a number that is not there."""
    onleesbaar: list[str] = []
    codes_ = (
        _if_readable(part, "Crebonummer", _code_of_kind("crebo"), onleesbaar),
        _if_readable(part, "Keuzedeelcode", _code_of_kind("keuzedeel"), onleesbaar),
    )
    found = [code for code in codes_ if code is not None]
    if len(found) != 1:
        raise InvalidElement("Mutatie: not one of Crebonummer and Keuzedeelcode")
    failed += onleesbaar
    return found[0]


def _code_of_kind(kind: codes.CodeType) -> Callable[[str], str]:
    read = values.require(codes.read_opleidingscode)

    def read_code(text: str) -> str:
        code = read(text)
        if codes.code_type(code) != kind:
            raise ValueError("of the other kind")
        return code

    return read_code


def _name(text: str) -> str:
    if len(text) > _LONGEST_NAME:
        raise ValueError("too long")
    return values.read_text(text)


def _status(text: str) -> Mutatiestatus:
    status = STATUS_ERKENNING.get(text)
    if status is None:
        raise ValueError("another word")
    return status


def _keepable(element: Element, path: str) -> bytes:
    """The element as it came, to be kept. What cannot be kept whole may not be acknowledged."""
    try:
        content: bytes = tostring(element, encoding="utf-8")
    except RecursionError:
        raise InvalidElement(f"{path}/Mutatie: too deep") from None
    if len(content) > MAX_REJECTED:
        raise InvalidElement(f"{path}/Mutatie: too large")
    return content


def _digest(elements: list[Element]) -> str:
    """A digest of what was said, whoever can read it: the same message is the same after a mend."""
    digest = hashlib.sha256()
    for element in elements:
        for part in element.iter():
            line = [part.tag, (part.text or "").strip(), len(part), (part.tail or "").strip()]
            digest.update(json.dumps(line).encode())
    return digest.hexdigest()
