"""One thing that is otherwise, before anybody says what it means here."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Final, Literal, TypeAlias

from stagemarkt_cli.contract.model import Part, XsdType

Side: TypeAlias = Literal["verzoek", "antwoord", "geheel"]
_ARROW: Final = " > "


class Aspect(Enum):
    """What is otherwise; the value is how it is called."""

    NAMESPACE = "namespace"
    WSDL_NAMESPACE = "namespace van de WSDL"
    EINDPUNT = "eindpunt"
    OPERATIE_ONTBREEKT = "operatie ontbreekt"
    OPERATIE_EXTRA = "operatie extra"
    OPERATIE_HERNOEMD = "operatie hernoemd"
    ACTIE_VOORVOEGSEL = "SOAPAction-voorvoegsel"
    ACTIE_VORM = "SOAPAction"
    WSA_ACTIE = "wsa:Action"
    SOAP_VERSIE = "SOAP-versie"
    STIJL = "stijl van de binding"
    CODERING = "codering"
    KOPPEN = "SOAP-koppen"
    OMHULSEL = "omhullend element"
    ELEMENT_NAMESPACE = "namespace van element"
    ELEMENT_ONTBREEKT = "element ontbreekt"
    ELEMENT_EXTRA = "element extra"
    ELEMENT_HERNOEMD = "element hernoemd"
    TYPE = "type anders"
    TYPE_HERNOEMD = "type hernoemd"
    MINIMUM = "minOccurs"
    MAXIMUM = "maxOccurs"
    NILLABLE = "nillable"
    KEUZE = "keuze"
    VOLGORDE = "volgorde"
    WAARDEN = "waardenlijst"
    PATROON = "patroon"
    GRENS = "grens"


@dataclass(frozen=True, slots=True)
class DeviationPlace:
    """Where: an operation, a direction, and our element names from the Body's element down."""

    operatie: str = ""
    side: Side = "geheel"
    path: tuple[str, ...] = ()

    def __str__(self) -> str:
        """For people: `Zoeken > antwoord > ZoekenResult/Melding`."""
        side = "" if self.side == "geheel" else self.side
        return _ARROW.join(part for part in (self.operatie, side, "/".join(self.path)) if part)

    def within(self, name: str) -> "DeviationPlace":
        """The element by this name in it."""
        return DeviationPlace(self.operatie, self.side, (*self.path, name))


@dataclass(frozen=True, slots=True)
class Deviation:
    """One difference in one place.

    Attributes:
        wat: what is otherwise.
        plaats: where.
        ons: what it is with us, as a text.
        hun: what it is there.
        sleutel: differences with the same key are one, seen in several places.
        parts: the element with us and there, None where it is absent.
        soorten: the types with us and there, where those differ.
    """

    wat: Aspect
    plaats: DeviationPlace
    ons: str
    hun: str
    sleutel: tuple[str, ...]
    parts: tuple[Part | None, Part | None] = (None, None)
    soorten: tuple[XsdType | None, XsdType | None] = field(default=(None, None))
