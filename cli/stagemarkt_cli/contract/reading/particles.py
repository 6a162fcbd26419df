"""From sequences, choices, groups and attributes to one flat list of what a type holds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from stagemarkt_cli.contract.model import XS, Choice, Part, UnreadableContract
from stagemarkt_cli.contract.reading.declarations import Declarations
from stagemarkt_cli.contract.reading.documents import SchemaDocument
from stagemarkt_cli.contract.reading.safe_xml import Element, is_xs, local, reference

_MAX_PARTS: Final = 2000
_MAX_DEPTH: Final = 40


@dataclass(frozen=True, slots=True)
class _Spot:
    schema: SchemaDocument
    owner: str
    minimum: int = 1
    maximum: int | None = 1
    depth: int = 0

    def within(self, element: Element) -> "_Spot":
        """Within `element`: how often it may occur multiplies."""
        minimum, maximum = _counts(element)
        if self.depth > _MAX_DEPTH:
            raise UnreadableContract(f"{self.schema.regel(element)} is te diep genest")
        return replace(
            self,
            minimum=self.minimum * minimum,
            maximum=None if None in {self.maximum, maximum} else (self.maximum or 0) * (maximum or 0),
            depth=self.depth + 1,
        )


class Particles:
    """Flattens the content of a type.

    Args:
        register: where references lead.
        kind_of: gives the key of an element's type.
    """

    def __init__(
        self, register: Declarations, kind_of: Callable[[Element, SchemaDocument, str], str]
    ) -> None:
        self._register = register
        self._kind_of = kind_of

    def van(self, element: Element, schema: SchemaDocument, owner: str) -> tuple[Part, ...]:
        """What a `complexType`, `extension` or `restriction` declares. Raises UnreadableContract."""
        parts: list[Part] = []
        for part in self._content(element, _Spot(schema, owner)):
            parts.append(part)
            if len(parts) > _MAX_PARTS:
                raise UnreadableContract(f"{schema.regel(element)} heeft meer dan {_MAX_PARTS} elementen")
        return tuple(parts)

    def _content(self, parent: Element, plek: _Spot) -> Iterator[Part]:
        for child in parent:
            if is_xs(child, "element"):
                yield self._element(child, plek.within(child))
            elif is_xs(child, "attribute"):
                yield self._attribute(child, plek)
            elif is_xs(child, "any"):
                yield self._wildcard(child, plek.within(child))
            elif is_xs(child, "sequence", "all"):
                yield from self._content(child, plek.within(child))
            elif is_xs(child, "choice"):
                yield from self._choice(child, plek.within(child))
            elif is_xs(child, "group", "attributeGroup"):
                referenced = self._register.referenced(child, plek.schema)
                if referenced is not None:
                    yield from self._content(referenced[0], replace(plek.within(child), schema=referenced[1]))

    def _choice(self, choice: Element, plek: _Spot) -> Iterator[Part]:
        parts: list[Part] = []
        for part in self._content(choice, plek):
            parts.append(part)
            if len(parts) > _MAX_PARTS:
                raise UnreadableContract(f"{plek.schema.regel(choice)} heeft meer dan {_MAX_PARTS} elementen")
        names = frozenset(part.naam for part in parts)
        if len(names) < 2:  # noqa: PLR2004 - one alternative is no choice
            yield from parts
            return
        required = plek.minimum > 0 and all(part.minimum > 0 for part in parts)
        for part in parts:
            yield replace(part, minimum=0, choice=Choice(names, required))

    def _element(self, element: Element, plek: _Spot) -> Part:
        referenced = self._referenced_element(element, plek)
        declaration, schema = referenced or (element, plek.schema)
        naam = declaration.get("name") or local(declaration.get("ref", ""))
        form = element.get("form") or schema.element.get("elementFormDefault", "unqualified")
        # An anonymous type belongs to where it is declared: a global element may be referred to by many.
        path = f"{schema.namespace}|{naam}" if referenced else f"{plek.owner.lstrip('#')}/{naam}"
        return Part(
            naam=naam,
            namespace=schema.namespace if referenced or form == "qualified" else "",
            minimum=plek.minimum,
            maximum=plek.maximum,
            soort=self._kind_of(declaration, schema, path),
            nillable=declaration.get("nillable") in {"true", "1"},
            owner=plek.owner,
            regel=plek.schema.regel(element),
        )

    def _wildcard(self, element: Element, plek: _Spot) -> Part:
        """Any element at all, called `*`."""
        return Part(
            naam="*",
            namespace=plek.schema.namespace,
            minimum=plek.minimum,
            maximum=plek.maximum,
            # Without a type of its own: as an element of which nothing is said.
            soort=self._kind_of(element, plek.schema, ""),
            owner=plek.owner,
            regel=plek.schema.regel(element),
        )

    def _referenced_element(self, element: Element, plek: _Spot) -> tuple[Element, SchemaDocument] | None:
        # .NET's DataSet refers to the element `schema` of XML Schema itself.
        if (reference(element, "ref", plek.schema.namespace) or "").startswith(f"{{{XS}}}"):
            return None
        return self._register.referenced(element, plek.schema)

    def _attribute(self, attribute: Element, plek: _Spot) -> Part:
        naam = attribute.get("name") or local(attribute.get("ref", ""))
        soort = reference(attribute, "type", plek.schema.namespace)
        return Part(
            naam=f"@{naam}",
            namespace="",
            minimum=int(attribute.get("use") == "required"),
            maximum=1,
            soort=soort if soort is not None and soort.startswith(f"{{{XS}}}") else f"{{{XS}}}string",
            owner=plek.owner,
            regel=plek.schema.regel(attribute),
        )


def _counts(element: Element) -> tuple[int, int | None]:
    minimum, maximum = element.get("minOccurs", "1").strip(), element.get("maxOccurs", "1").strip()
    try:
        return int(minimum), None if maximum == "unbounded" else int(maximum)
    except ValueError:
        raise UnreadableContract(f"`minOccurs` of `maxOccurs` is geen getal: {minimum}, {maximum}") from None
