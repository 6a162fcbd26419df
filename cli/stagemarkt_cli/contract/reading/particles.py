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

    def _content(self, parent: Element, spot: _Spot) -> Iterator[Part]:
        for child in parent:
            if is_xs(child, "element"):
                yield self._element(child, spot.within(child))
            elif is_xs(child, "attribute"):
                yield self._attribute(child, spot)
            elif is_xs(child, "any"):
                yield self._wildcard(child, spot.within(child))
            elif is_xs(child, "sequence", "all"):
                yield from self._content(child, spot.within(child))
            elif is_xs(child, "choice"):
                yield from self._choice(child, spot.within(child))
            elif is_xs(child, "group", "attributeGroup"):
                referenced = self._register.referenced(child, spot.schema)
                if referenced is not None:
                    yield from self._content(referenced[0], replace(spot.within(child), schema=referenced[1]))

    def _choice(self, choice: Element, spot: _Spot) -> Iterator[Part]:
        parts: list[Part] = []
        for part in self._content(choice, spot):
            parts.append(part)
            if len(parts) > _MAX_PARTS:
                raise UnreadableContract(f"{spot.schema.regel(choice)} heeft meer dan {_MAX_PARTS} elementen")
        names = frozenset(part.naam for part in parts)
        if len(names) < 2:  # noqa: PLR2004 - one alternative is no choice
            yield from parts
            return
        required = spot.minimum > 0 and all(part.minimum > 0 for part in parts)
        for part in parts:
            yield replace(part, minimum=0, choice=Choice(names, required))

    def _element(self, element: Element, spot: _Spot) -> Part:
        referenced = self._referenced_element(element, spot)
        declaration, schema = referenced or (element, spot.schema)
        name = declaration.get("name") or local(declaration.get("ref", ""))
        form = element.get("form") or schema.element.get("elementFormDefault", "unqualified")
        # An anonymous type belongs to where it is declared: a global element may be referred to by many.
        path = f"{schema.namespace}|{name}" if referenced else f"{spot.owner.lstrip('#')}/{name}"
        return Part(
            naam=name,
            namespace=schema.namespace if referenced or form == "qualified" else "",
            minimum=spot.minimum,
            maximum=spot.maximum,
            soort=self._kind_of(declaration, schema, path),
            nillable=declaration.get("nillable") in {"true", "1"},
            owner=spot.owner,
            regel=spot.schema.regel(element),
        )

    def _wildcard(self, element: Element, spot: _Spot) -> Part:
        """Any element at all, called `*`."""
        return Part(
            naam="*",
            namespace=spot.schema.namespace,
            minimum=spot.minimum,
            maximum=spot.maximum,
            # Without a type of its own: as an element of which nothing is said.
            soort=self._kind_of(element, spot.schema, ""),
            owner=spot.owner,
            regel=spot.schema.regel(element),
        )

    def _referenced_element(self, element: Element, spot: _Spot) -> tuple[Element, SchemaDocument] | None:
        # .NET's DataSet refers to the element `schema` of XML Schema itself.
        if (reference(element, "ref", spot.schema.namespace) or "").startswith(f"{{{XS}}}"):
            return None
        return self._register.referenced(element, spot.schema)

    def _attribute(self, attribute: Element, spot: _Spot) -> Part:
        name = attribute.get("name") or local(attribute.get("ref", ""))
        kind = reference(attribute, "type", spot.schema.namespace)
        return Part(
            naam=f"@{name}",
            namespace="",
            minimum=int(attribute.get("use") == "required"),
            maximum=1,
            soort=kind if kind is not None and kind.startswith(f"{{{XS}}}") else f"{{{XS}}}string",
            owner=spot.owner,
            regel=spot.schema.regel(attribute),
        )


def _counts(element: Element) -> tuple[int, int | None]:
    minimum, maximum = element.get("minOccurs", "1").strip(), element.get("maxOccurs", "1").strip()
    try:
        return int(minimum), None if maximum == "unbounded" else int(maximum)
    except ValueError:
        raise UnreadableContract(f"`minOccurs` of `maxOccurs` is geen getal: {minimum}, {maximum}") from None
