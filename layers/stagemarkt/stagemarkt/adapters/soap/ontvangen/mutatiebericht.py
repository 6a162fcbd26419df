"""`MutatieErkenning`, read strictly: what `contract/whitelabel.xsd` refuses is refused here, without lxml.

Each element is named with what it holds, in order, and nothing else may stand there: no other element, no
text between elements, no attribute. Only where Python's calendar ends does this refuse more.
"""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar
from xml.etree.ElementTree import Element

from stagemarkt.adapters.soap.ontvangen.schemawaarden import WIT, lees_datum, lees_moment
from stagemarkt.adapters.soap.statuswoorden import STATUS_ERKENNING
from stagemarkt.model.codes import BRIN, CREBO, GUID, KEUZEDEEL, LEERBEDRIJF_ID
from stagemarkt.model.mutatie import Mutatie, Mutatiebericht, Mutatiestatus, mutatie_id_van

if TYPE_CHECKING:
    from datetime import date

T = TypeVar("T")

# A name of this length is no name, and would not fit in a table.
_LANGSTE_NAAM: Final = 1000
# What the schema lets any element say about where its schema is.
_XSI: Final = "{http://www.w3.org/2001/XMLSchema-instance}"
_TOEGESTAAN: Final = frozenset({f"{_XSI}schemaLocation", f"{_XSI}noNamespaceSchemaLocation"})


class NietGeldig(ValueError):
    """The schema refuses this; the text is the path of the element, without what is in it."""


class _Kop(NamedTuple):
    bericht_id: str
    abonnement_id: str
    school: str
    gelogd_op: float


class _Rij:
    """The children of an element, taken one by one in the order of the schema.

    Args:
        element: it.
        ns: the namespace of all of them, in Clark's braces.
        pad: where it is, for messages.
    """

    def __init__(self, element: Element, ns: str, pad: str) -> None:
        _controleer_attributen(element, pad)
        if (element.text or "").strip(WIT):
            raise NietGeldig(f"{pad}: text")
        self._ns = ns
        self._pad = pad
        self._kinderen = list(element)
        self._plek = 0
        for kind in self._kinderen:
            if (kind.tail or "").strip(WIT):
                raise NietGeldig(f"{pad}: text")

    def deel(self, naam: str) -> "_Rij":
        """The next, which must have this name, and holds elements."""
        return _Rij(self._neem(naam), self._ns, f"{self._pad}/{naam}")

    def delen(self, naam: str) -> Iterator["_Rij"]:
        """All that are left, at least one, each of this name."""
        if not self._is_nu(naam):
            raise NietGeldig(f"{self._pad}/{naam}: absent")
        nummer = 0
        while self._plek < len(self._kinderen):
            nummer += 1
            yield _Rij(self._neem(naam), self._ns, f"{self._pad}/{naam}.{nummer}")

    def waarde(self, naam: str, lees: Callable[[str], T]) -> T:
        """The next, which must have this name and hold a text that `lees` takes."""
        element = self._neem(naam)
        pad = f"{self._pad}/{naam}"
        _controleer_attributen(element, pad)
        if len(element):
            raise NietGeldig(f"{pad}: elements")
        try:
            return lees(element.text or "")
        except ValueError:
            # Without the cause: its text may quote the value.
            raise NietGeldig(pad) from None

    def waarde_als_die_er_is(self, naam: str, lees: Callable[[str], T]) -> T | None:
        """The next, if it has this name."""
        return self.waarde(naam, lees) if self._is_nu(naam) else None

    def einde(self) -> None:
        """There is nothing more."""
        if self._plek < len(self._kinderen):
            raise NietGeldig(f"{self._pad}: more than there should be")

    def _is_nu(self, naam: str) -> bool:
        return self._plek < len(self._kinderen) and self._kinderen[self._plek].tag == self._ns + naam

    def _neem(self, naam: str) -> Element:
        if not self._is_nu(naam):
            raise NietGeldig(f"{self._pad}/{naam}: absent or out of order")
        self._plek += 1
        return self._kinderen[self._plek - 1]


def lees_mutatiebericht(element: Element, namespace: str, nu: float) -> Mutatiebericht:
    """Read a `MutatieErkenning` element that came at `nu`.

    Raises:
        NietGeldig: the schema refuses it.
    """
    buiten = _Rij(element, f"{{{namespace}}}", "MutatieErkenning")
    verzoek = buiten.deel("request")
    buiten.einde()
    kop = _Kop(
        bericht_id=verzoek.waarde("BerichtID", _vorm(GUID)).lower(),
        abonnement_id=verzoek.waarde("AbonnementID", _vorm(GUID)).lower(),
        school=verzoek.waarde("Brin", _vorm(BRIN)),
        gelogd_op=nu,
    )
    mutaties = verzoek.deel("Mutaties")
    verzoek.einde()
    gelezen = tuple(
        _mutatie(rij, kop, positie) for positie, rij in enumerate(mutaties.delen("Mutatie"), start=1)
    )
    return Mutatiebericht(kop.bericht_id, kop.abonnement_id, kop.school, gelezen)


def _mutatie(rij: _Rij, kop: _Kop, positie: int) -> Mutatie:
    leerbedrijf_id = rij.waarde("CodeLeerbedrijf", _vorm(LEERBEDRIJF_ID))
    naam = rij.waarde("Naam", _naam)
    code = rij.waarde_als_die_er_is("Crebonummer", _vorm(CREBO))
    if code is None:
        code = rij.waarde("Keuzedeelcode", _vorm(KEUZEDEEL))
    status = rij.waarde("StatusErkenning", _status)
    startdatum = rij.waarde("Startdatum", lees_datum)
    einddatum: date | None = rij.waarde_als_die_er_is("Einddatum", lees_datum)
    mutatietijdstip = rij.waarde("Mutatietijdstip", lees_moment)
    rij.einde()
    return Mutatie(
        mutatie_id=mutatie_id_van(kop.bericht_id, positie),
        school=kop.school,
        bericht_id=kop.bericht_id,
        positie=positie,
        abonnement_id=kop.abonnement_id,
        leerbedrijf_id=leerbedrijf_id,
        naam=naam,
        code=code,
        status=status,
        startdatum=startdatum,
        einddatum=einddatum,
        mutatietijdstip=mutatietijdstip,
        gelogd_op=kop.gelogd_op,
    )


def _vorm(vorm: str) -> Callable[[str], str]:
    # As the schema's patterns: of the whole text, spaces included.
    patroon = re.compile(vorm.strip("^$"), re.ASCII)

    def lees(tekst: str) -> str:
        if not patroon.fullmatch(tekst):
            raise ValueError("another form")
        return tekst

    return lees


def _naam(tekst: str) -> str:
    gestript = tekst.strip()
    if len(gestript) > _LANGSTE_NAAM:
        raise ValueError("too long")
    return gestript


def _status(tekst: str) -> Mutatiestatus:
    status = STATUS_ERKENNING.get(tekst)
    if status is None:
        raise ValueError("another word")
    return status


def _controleer_attributen(element: Element, pad: str) -> None:
    if element.attrib.keys() - _TOEGESTAAN:
        raise NietGeldig(f"{pad}: attributes")
