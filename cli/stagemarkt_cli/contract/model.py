"""A contract as it matters on the wire: operations, messages and types, without prefixes or declarations.

Types refer to each other by key (`Part.soort`), so that a type may contain itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

XS: Final = "http://www.w3.org/2001/XMLSchema"
UNLIMITED: Final = None


class UnreadableContract(ValueError):
    """This is not a WSDL that we can read; the text says why, in Dutch."""


@dataclass(frozen=True, slots=True)
class ValueRules:
    """What a text must keep to.

    Attributes:
        values: the enumeration, None when any value goes.
        patterns: regular expressions, all of which must fit.
        limits: the other facets, such as `maxLength`.
    """

    values: frozenset[str] | None = None
    patterns: frozenset[str] = frozenset()
    limits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """The alternatives of which one is present."""

    names: frozenset[str]
    required: bool


@dataclass(frozen=True, slots=True)
class Part:
    """An element within a type (`@naam`: an attribute).

    Attributes:
        naam: its local name.
        namespace: that it has on the wire, "" for none.
        minimum: how often at least; 0 for an alternative.
        maximum: how often at most, None for any number.
        soort: the key of its type.
        nillable: whether it may be `xsi:nil`.
        choice: the alternatives that it is one of.
        owner: the key of the type that declares it; for an inherited element that is the base.
        regel: the file and line of its declaration.
    """

    naam: str
    namespace: str
    minimum: int
    maximum: int | None
    soort: str
    nillable: bool = False
    choice: Choice | None = None
    owner: str = ""
    regel: str = ""


@dataclass(frozen=True, slots=True)
class XsdType:
    """A type.

    Attributes:
        sleutel: its key within the contract.
        naam: its local name, None for an anonymous one or one of XML Schema's own.
        basis: of its text, one of XML Schema's own types (`xs:int`); None when it holds elements only.
        lines: of its text.
        parts: what it holds, those of its base first.
        ordered: whether the elements come in the order of `parts`.
        complex: whether it can hold elements or attributes.
    """

    sleutel: str
    naam: str | None = None
    basis: str | None = None
    lines: ValueRules = ValueRules()
    parts: tuple[Part, ...] = ()
    ordered: bool = True
    complex: bool = False


@dataclass(frozen=True, slots=True)
class WsdlMessage:
    """One direction of an operation: the element in the Body, and its type."""

    element: str
    namespace: str
    soort: str


@dataclass(frozen=True, slots=True)
class Binding:
    """How an operation goes over the wire."""

    soap: str
    style: str
    encoding: str
    koppen: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation.

    Attributes:
        naam: as the port type has it.
        action: its SOAPAction.
        wsa_action: the Action of WS-Addressing where the WSDL gives one.
        endpoint: where it answers, "" when the WSDL does not say.
        binding: how.
        verzoek: the request.
        answer: the answer, None for one-way.
    """

    naam: str
    action: str
    wsa_action: str | None
    endpoint: str
    binding: Binding
    verzoek: WsdlMessage
    answer: WsdlMessage | None


@dataclass(frozen=True, slots=True)
class Contract:
    """All of it.

    Attributes:
        wsdl_namespace: the target namespace of the WSDL, which is not on the wire.
        namespace: of the messages.
        operations: by name.
        soorten: the types by key.
    """

    wsdl_namespace: str
    namespace: str
    operations: Mapping[str, Operation]
    soorten: Mapping[str, XsdType]
