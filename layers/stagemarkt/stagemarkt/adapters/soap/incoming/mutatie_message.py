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
from stagemarkt.adapters.soap.elements import kale_guid, tekst_van
from stagemarkt.adapters.soap.status_words import STATUS_ERKENNING
from stagemarkt.adapters.soap.xml import OngeldigeXml, lees_xml
from stagemarkt.model import codes
from stagemarkt.model.codes import GUID
from stagemarkt.model.mutatie import (
    Mutatie,
    Mutatiebericht,
    Mutatiestatus,
    OnleesbareMutatie,
    Plaats,
    mutatie_id_van,
)
from stagemarkt.ports.mutaties import MAX_AFGEKEURD

T = TypeVar("T")

# A name of this length is no name, and would not fit in a table.
_LANGSTE_NAAM: Final = 1000
_GUID: Final = re.compile(GUID.strip("^$"), re.ASCII)


class NietGeldig(ValueError):
    """This cannot be read; the text is the path of the element, without what is in it."""


class _Deel:
    """An element, of which the children are asked for by name.

    Args:
        element: it.
        ns: the namespace of its children, in Clark's braces.
        pad: where it is, for messages.
    """

    def __init__(self, element: Element, ns: str, pad: str) -> None:
        self._element = element
        self._ns = ns
        self._pad = pad

    def alle(self, naam: str) -> list[Element]:
        """The children by this name; a path will do."""
        return self._element.findall("/".join(self._ns + stap for stap in naam.split("/")))

    def waarde(self, naam: str, lees: Callable[[str], T | None]) -> T | None:
        """What it holds; None when it is not there, or says nothing. Raises NietGeldig."""
        try:
            tekst = tekst_van(self.alle(naam))
            return None if tekst is None else lees(tekst)
        except ValueError:
            # Without the cause: its text may quote the value.
            raise NietGeldig(f"{self._pad}/{naam}") from None

    def eis(self, naam: str, lees: Callable[[str], T | None]) -> T:
        """The same, where there must be something."""
        waarde = self.waarde(naam, lees)
        if waarde is None:
            raise NietGeldig(f"{self._pad}/{naam}: absent")
        return waarde


class _Gelezen(NamedTuple):
    mutatie: Mutatie
    onleesbaar: tuple[str, ...]


def lees_guid(tekst: str) -> str:
    """A GUID, in lower case; as a URN or between braces, as .NET also writes one. Raises ValueError."""
    tekst = kale_guid(tekst)
    if not _GUID.fullmatch(tekst):
        raise ValueError("not a GUID")
    return tekst.lower()


def lees_mutatiebericht(element: Element, namespace: str, nu: float) -> Mutatiebericht:
    """Read a `MutatieErkenning` element that came at `nu`.

    Raises:
        NietGeldig: what carries it cannot be read, or there is nothing in it.
    """
    ns = f"{{{namespace}}}"
    verzoeken = _Deel(element, ns, "MutatieErkenning").alle("request")
    if len(verzoeken) != 1:
        raise NietGeldig("MutatieErkenning/request: not one")
    pad = "MutatieErkenning/request"
    verzoek = _Deel(verzoeken[0], ns, pad)
    bericht_id = verzoek.eis("BerichtID", lees_guid)
    abonnement_id = verzoek.eis("AbonnementID", lees_guid)
    school = verzoek.eis("Brin", values.eis(codes.lees_brin))
    elementen = verzoek.alle("Mutaties/Mutatie")
    if not elementen:
        raise NietGeldig(f"{pad}/Mutaties/Mutatie: absent")
    gelezen: list[Mutatie] = []
    onleesbaar: list[OnleesbareMutatie] = []
    velden: Counter[str] = Counter()
    for positie, kind in enumerate(elementen, start=1):
        plaats = Plaats(bericht_id, abonnement_id, school, positie)
        try:
            mutatie, mis = _mutatie(_Deel(kind, ns, "Mutatie"), plaats, nu)
        except NietGeldig as fout:
            onleesbaar.append(OnleesbareMutatie(positie, str(fout), _bewaarbaar(kind, f"{pad}/Mutaties")))
        else:
            gelezen.append(mutatie)
            velden.update(mis)
    return Mutatiebericht(
        bericht_id,
        abonnement_id,
        school,
        tuple(gelezen),
        onleesbaar=tuple(onleesbaar),
        velden=dict(velden),
        inhoudssom=_som(elementen),
    )


def herlees_mutatie(inhoud: bytes, plaats: Plaats, gelogd_op: float) -> Mutatie:
    """Read once more a `Mutatie` that was set apart.

    Raises:
        NietGeldig: it still cannot be read.
    """
    try:
        element = lees_xml(inhoud)
    except OngeldigeXml:
        raise NietGeldig("Mutatie") from None
    ns = element.tag.removesuffix("Mutatie")
    return _mutatie(_Deel(element, ns, "Mutatie"), plaats, gelogd_op).mutatie


def _mutatie(deel: _Deel, plaats: Plaats, nu: float) -> _Gelezen:
    leerbedrijf_id = deel.eis("CodeLeerbedrijf", values.eis(codes.lees_leerbedrijf_id))
    mis: list[str] = []
    code = _code(deel, mis)
    status: Mutatiestatus = deel.eis("StatusErkenning", _status)
    # The dates carry it, as they do a verification: an end that cannot be read is not "no end".
    startdatum = deel.waarde("Startdatum", values.lees_datum)
    einddatum = deel.waarde("Einddatum", values.lees_einddatum)
    naam = _als_het_kan(deel, "Naam", _naam, mis)
    mutatietijdstip = _als_het_kan(deel, "Mutatietijdstip", values.lees_moment, mis)
    return _Gelezen(
        Mutatie(
            mutatie_id=mutatie_id_van(plaats.bericht_id, plaats.positie),
            school=plaats.school,
            bericht_id=plaats.bericht_id,
            positie=plaats.positie,
            abonnement_id=plaats.abonnement_id,
            leerbedrijf_id=leerbedrijf_id,
            naam=naam or "",
            code=code,
            status=status,
            startdatum=startdatum,
            einddatum=einddatum,
            mutatietijdstip=mutatietijdstip,
            gelogd_op=nu,
        ),
        tuple(mis),
    )


def _als_het_kan(deel: _Deel, naam: str, lees: Callable[[str], T | None], mis: list[str]) -> T | None:
    """What carries nothing: when it cannot be read it is absent, and put among `mis`."""
    try:
        return deel.waarde(naam, lees)
    except NietGeldig as fout:
        mis.append(f"Mutaties/{fout}")
        return None


def _code(deel: _Deel, mis: list[str]) -> str:
    """The one of the two that can be read, as in an answer: .NET writes 0 for a number that is not there."""
    onleesbaar: list[str] = []
    codes_ = (
        _als_het_kan(deel, "Crebonummer", _code_als("crebo"), onleesbaar),
        _als_het_kan(deel, "Keuzedeelcode", _code_als("keuzedeel"), onleesbaar),
    )
    gevonden = [code for code in codes_ if code is not None]
    if len(gevonden) != 1:
        raise NietGeldig("Mutatie: not one of Crebonummer and Keuzedeelcode")
    mis += onleesbaar
    return gevonden[0]


def _code_als(soort: codes.CodeType) -> Callable[[str], str]:
    lees = values.eis(codes.lees_opleidingscode)

    def lees_code(tekst: str) -> str:
        code = lees(tekst)
        if codes.codetype(code) != soort:
            raise ValueError("of the other kind")
        return code

    return lees_code


def _naam(tekst: str) -> str:
    if len(tekst) > _LANGSTE_NAAM:
        raise ValueError("too long")
    return values.lees_tekst(tekst)


def _status(tekst: str) -> Mutatiestatus:
    status = STATUS_ERKENNING.get(tekst)
    if status is None:
        raise ValueError("another word")
    return status


def _bewaarbaar(element: Element, pad: str) -> bytes:
    """The element as it came, to be kept. What cannot be kept whole may not be acknowledged."""
    try:
        inhoud: bytes = tostring(element, encoding="utf-8")
    except RecursionError:
        raise NietGeldig(f"{pad}/Mutatie: too deep") from None
    if len(inhoud) > MAX_AFGEKEURD:
        raise NietGeldig(f"{pad}/Mutatie: too large")
    return inhoud


def _som(elementen: list[Element]) -> str:
    """A digest of what was said, whoever can read it: the same message is the same after a mend."""
    som = hashlib.sha256()
    for element in elementen:
        for deel in element.iter():
            regel = [deel.tag, (deel.text or "").strip(), len(deel), (deel.tail or "").strip()]
            som.update(json.dumps(regel).encode())
    return som.hexdigest()
