"""A contract as it matters on the wire: operations, messages and types, without prefixes or declarations.

Types refer to each other by key (`Deel.soort`), so that a type may contain itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

XS: Final = "http://www.w3.org/2001/XMLSchema"
ONBEPERKT: Final = None


class OnleesbaarContract(ValueError):
    """This is not a WSDL that we can read; the text says why, in Dutch."""


@dataclass(frozen=True, slots=True)
class Regels:
    """What a text must keep to.

    Attributes:
        waarden: the enumeration, None when any value goes.
        patronen: regular expressions, all of which must fit.
        grenzen: the other facets, such as `maxLength`.
    """

    waarden: frozenset[str] | None = None
    patronen: frozenset[str] = frozenset()
    grenzen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Keuze:
    """The alternatives of which one is present."""

    namen: frozenset[str]
    verplicht: bool


@dataclass(frozen=True, slots=True)
class Deel:
    """An element within a type (`@naam`: an attribute).

    Attributes:
        naam: its local name.
        namespace: that it has on the wire, "" for none.
        minimum: how often at least; 0 for an alternative.
        maximum: how often at most, None for any number.
        soort: the key of its type.
        nillable: whether it may be `xsi:nil`.
        keuze: the alternatives that it is one of.
        eigenaar: the key of the type that declares it; for an inherited element that is the base.
        regel: the file and line of its declaration.
    """

    naam: str
    namespace: str
    minimum: int
    maximum: int | None
    soort: str
    nillable: bool = False
    keuze: Keuze | None = None
    eigenaar: str = ""
    regel: str = ""


@dataclass(frozen=True, slots=True)
class Soort:
    """A type.

    Attributes:
        sleutel: its key within the contract.
        naam: its local name, None for an anonymous one or one of XML Schema's own.
        basis: of its text, one of XML Schema's own types (`xs:int`); None when it holds elements only.
        regels: of its text.
        delen: what it holds, those of its base first.
        geordend: whether the elements come in the order of `delen`.
        complex: whether it can hold elements or attributes.
    """

    sleutel: str
    naam: str | None = None
    basis: str | None = None
    regels: Regels = Regels()
    delen: tuple[Deel, ...] = ()
    geordend: bool = True
    complex: bool = False


@dataclass(frozen=True, slots=True)
class Boodschap:
    """One direction of an operation: the element in the Body, and its type."""

    element: str
    namespace: str
    soort: str


@dataclass(frozen=True, slots=True)
class Binding:
    """How an operation goes over the wire."""

    soap: str
    stijl: str
    codering: str
    koppen: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Operatie:
    """One operation.

    Attributes:
        naam: as the port type has it.
        actie: its SOAPAction.
        wsa_actie: the Action of WS-Addressing where the WSDL gives one.
        eindpunt: where it answers, "" when the WSDL does not say.
        binding: how.
        verzoek: the request.
        antwoord: the answer, None for one-way.
    """

    naam: str
    actie: str
    wsa_actie: str | None
    eindpunt: str
    binding: Binding
    verzoek: Boodschap
    antwoord: Boodschap | None


@dataclass(frozen=True, slots=True)
class Contract:
    """All of it.

    Attributes:
        wsdl_namespace: the target namespace of the WSDL, which is not on the wire.
        namespace: of the messages.
        operaties: by name.
        soorten: the types by key.
    """

    wsdl_namespace: str
    namespace: str
    operaties: Mapping[str, Operatie]
    soorten: Mapping[str, Soort]
