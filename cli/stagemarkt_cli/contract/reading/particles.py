"""From sequences, choices, groups and attributes to one flat list of what a type holds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from stagemarkt_cli.contract.model import XS, Deel, Keuze, OnleesbaarContract
from stagemarkt_cli.contract.reading.declarations import Register
from stagemarkt_cli.contract.reading.documents import Schema
from stagemarkt_cli.contract.reading.safe_xml import Element, is_xs, lokaal, verwijzing

_MAX_DELEN: Final = 2000
_MAX_DIEPTE: Final = 40


@dataclass(frozen=True, slots=True)
class _Plek:
    schema: Schema
    eigenaar: str
    minimum: int = 1
    maximum: int | None = 1
    diepte: int = 0

    def binnen(self, element: Element) -> "_Plek":
        """Within `element`: how often it may occur multiplies."""
        minimum, maximum = _aantallen(element)
        if self.diepte > _MAX_DIEPTE:
            raise OnleesbaarContract(f"{self.schema.regel(element)} is te diep genest")
        return replace(
            self,
            minimum=self.minimum * minimum,
            maximum=None if None in {self.maximum, maximum} else (self.maximum or 0) * (maximum or 0),
            diepte=self.diepte + 1,
        )


class Deeltjes:
    """Flattens the content of a type.

    Args:
        register: where references lead.
        soort_van: gives the key of an element's type.
    """

    def __init__(self, register: Register, soort_van: Callable[[Element, Schema, str], str]) -> None:
        self._register = register
        self._soort_van = soort_van

    def van(self, element: Element, schema: Schema, eigenaar: str) -> tuple[Deel, ...]:
        """What a `complexType`, `extension` or `restriction` declares. Raises OnleesbaarContract."""
        delen: list[Deel] = []
        for deel in self._inhoud(element, _Plek(schema, eigenaar)):
            delen.append(deel)
            if len(delen) > _MAX_DELEN:
                raise OnleesbaarContract(f"{schema.regel(element)} heeft meer dan {_MAX_DELEN} elementen")
        return tuple(delen)

    def _inhoud(self, ouder: Element, plek: _Plek) -> Iterator[Deel]:
        for kind in ouder:
            if is_xs(kind, "element"):
                yield self._element(kind, plek.binnen(kind))
            elif is_xs(kind, "attribute"):
                yield self._attribuut(kind, plek)
            elif is_xs(kind, "any"):
                yield self._willekeurig(kind, plek.binnen(kind))
            elif is_xs(kind, "sequence", "all"):
                yield from self._inhoud(kind, plek.binnen(kind))
            elif is_xs(kind, "choice"):
                yield from self._keuze(kind, plek.binnen(kind))
            elif is_xs(kind, "group", "attributeGroup"):
                verwezen = self._register.verwezen(kind, plek.schema)
                if verwezen is not None:
                    yield from self._inhoud(verwezen[0], replace(plek.binnen(kind), schema=verwezen[1]))

    def _keuze(self, keuze: Element, plek: _Plek) -> Iterator[Deel]:
        delen: list[Deel] = []
        for deel in self._inhoud(keuze, plek):
            delen.append(deel)
            if len(delen) > _MAX_DELEN:
                raise OnleesbaarContract(f"{plek.schema.regel(keuze)} heeft meer dan {_MAX_DELEN} elementen")
        namen = frozenset(deel.naam for deel in delen)
        if len(namen) < 2:  # noqa: PLR2004 - one alternative is no choice
            yield from delen
            return
        verplicht = plek.minimum > 0 and all(deel.minimum > 0 for deel in delen)
        for deel in delen:
            yield replace(deel, minimum=0, keuze=Keuze(namen, verplicht))

    def _element(self, element: Element, plek: _Plek) -> Deel:
        verwezen = self._verwezen_element(element, plek)
        verklaring, schema = verwezen or (element, plek.schema)
        naam = verklaring.get("name") or lokaal(verklaring.get("ref", ""))
        vorm = element.get("form") or schema.element.get("elementFormDefault", "unqualified")
        # An anonymous type belongs to where it is declared: a global element may be referred to by many.
        pad = f"{schema.namespace}|{naam}" if verwezen else f"{plek.eigenaar.lstrip('#')}/{naam}"
        return Deel(
            naam=naam,
            namespace=schema.namespace if verwezen or vorm == "qualified" else "",
            minimum=plek.minimum,
            maximum=plek.maximum,
            soort=self._soort_van(verklaring, schema, pad),
            nillable=verklaring.get("nillable") in {"true", "1"},
            eigenaar=plek.eigenaar,
            regel=plek.schema.regel(element),
        )

    def _willekeurig(self, element: Element, plek: _Plek) -> Deel:
        """Any element at all, called `*`."""
        return Deel(
            naam="*",
            namespace=plek.schema.namespace,
            minimum=plek.minimum,
            maximum=plek.maximum,
            # Without a type of its own: as an element of which nothing is said.
            soort=self._soort_van(element, plek.schema, ""),
            eigenaar=plek.eigenaar,
            regel=plek.schema.regel(element),
        )

    def _verwezen_element(self, element: Element, plek: _Plek) -> tuple[Element, Schema] | None:
        # .NET's DataSet refers to the element `schema` of XML Schema itself.
        if (verwijzing(element, "ref", plek.schema.namespace) or "").startswith(f"{{{XS}}}"):
            return None
        return self._register.verwezen(element, plek.schema)

    def _attribuut(self, attribuut: Element, plek: _Plek) -> Deel:
        naam = attribuut.get("name") or lokaal(attribuut.get("ref", ""))
        soort = verwijzing(attribuut, "type", plek.schema.namespace)
        return Deel(
            naam=f"@{naam}",
            namespace="",
            minimum=int(attribuut.get("use") == "required"),
            maximum=1,
            soort=soort if soort is not None and soort.startswith(f"{{{XS}}}") else f"{{{XS}}}string",
            eigenaar=plek.eigenaar,
            regel=plek.schema.regel(attribuut),
        )


def _aantallen(element: Element) -> tuple[int, int | None]:
    minimum, maximum = element.get("minOccurs", "1").strip(), element.get("maxOccurs", "1").strip()
    try:
        return int(minimum), None if maximum == "unbounded" else int(maximum)
    except ValueError:
        raise OnleesbaarContract(f"`minOccurs` of `maxOccurs` is geen getal: {minimum}, {maximum}") from None
