"""From the declarations of XML Schema to types."""

from collections.abc import Callable, Iterable
from typing import Final

from stagemarkt_cli.contract.model import XS, Part, UnreadableContract, XsdType
from stagemarkt_cli.contract.reading.declarations import Declarations
from stagemarkt_cli.contract.reading.documents import SchemaDocument
from stagemarkt_cli.contract.reading.facets import restrict
from stagemarkt_cli.contract.reading.particles import Particles
from stagemarkt_cli.contract.reading.safe_xml import Element, first_xs, is_xs, local, reference

ANY: Final = f"{{{XS}}}anyType"
# No schema in earnest comes near: a chain this long is one that never ends.
_MAX_DEPTH: Final = 40


class KindReader:
    """Makes each type once, when it is first asked for.

    Args:
        schemas: all that were found.
    """

    def __init__(self, schemas: Iterable[SchemaDocument]) -> None:
        self.register = Declarations(schemas)
        self.soorten: dict[str, XsdType] = {}
        self._under_way: list[str] = []
        self._waiting: list[str] = []
        self._particles = Particles(self.register, self.kind_of)

    def drain(self) -> None:
        """Make every type that was referred to. Raises UnreadableContract."""
        while self._waiting:
            self.soort(self._waiting.pop())

    def soort(self, sleutel: str) -> XsdType:
        """The type by this name.

        Raises:
            UnreadableContract: it is not declared, or is its own base.
        """
        if sleutel not in self.soorten:
            self._build(sleutel, lambda: self._make(sleutel))
        return self.soorten[sleutel]

    def kind_of(self, element: Element, schema: SchemaDocument, path: str) -> str:
        """The key of an element's type; `path` names it when it is anonymous."""
        named = reference(element, "type", schema.namespace)
        if named is not None:
            self._waiting.append(named)
            return named
        inline = first_xs(element, "complexType", "simpleType")
        if inline is None:
            self._waiting.append(ANY)
            return ANY
        sleutel = f"#{path}"
        # A global element with an anonymous type may be referred to from within itself.
        if sleutel not in self.soorten and sleutel not in self._under_way:
            self._build(sleutel, lambda: self._parse(inline, schema, sleutel, None))
        return sleutel

    def _build(self, sleutel: str, make: Callable[[], XsdType]) -> None:
        if sleutel in self._under_way or len(self._under_way) > _MAX_DEPTH:
            raise UnreadableContract(f"het type `{local(sleutel)}` loopt in een kring of is te diep")
        self._under_way.append(sleutel)
        self.soorten[sleutel] = make()
        self._under_way.pop()

    def _make(self, sleutel: str) -> XsdType:
        if sleutel.startswith(f"{{{XS}}}"):
            return XsdType(sleutel, basis=f"xs:{local(sleutel)}")
        found = self.register.soorten.get(sleutel)
        if found is None:
            raise UnreadableContract(f"het type `{sleutel}` wordt nergens beschreven")
        element, schema = found
        return self._parse(element, schema, sleutel, element.get("name"))

    def _parse(self, element: Element, schema: SchemaDocument, sleutel: str, name: str | None) -> XsdType:
        if is_xs(element, "simpleType"):
            return self._simple(element, schema, sleutel, name)
        form = first_xs(element, "complexContent", "simpleContent")
        derivation = None if form is None else first_xs(form, "extension", "restriction")
        if derivation is None:
            parts = self._particles.van(element, schema, sleutel)
            return XsdType(sleutel, name, None, parts=parts, ordered=_ordered(element), complex=True)
        basis = self.soort(reference(derivation, "base", schema.namespace) or ANY)
        own = self._particles.van(derivation, schema, sleutel)
        inherits = is_xs(derivation, "extension") or form is None or is_xs(form, "simpleContent")
        lines = restrict(basis.lines, derivation) if is_xs(derivation, "restriction") else basis.lines
        return XsdType(
            sleutel,
            name,
            basis.basis if basis.sleutel != ANY else None,
            lines,
            (*(basis.parts if inherits else _attributes(basis)), *own),
            basis.ordered and _ordered(derivation),
            complex=True,
        )

    def _simple(self, element: Element, schema: SchemaDocument, sleutel: str, name: str | None) -> XsdType:
        restriction = first_xs(element, "restriction")
        if restriction is None:
            form = first_xs(element, "list", "union")
            kind_form = "union" if form is None else local(str(form.tag))
            van = "" if form is None else form.get("itemType") or form.get("memberTypes") or ""
            return XsdType(sleutel, name, f"{kind_form}({' '.join(local(n) for n in van.split())})")
        named = reference(restriction, "base", schema.namespace)
        inline = first_xs(restriction, "simpleType")
        if named is None and inline is not None:
            basis = self._parse(inline, schema, sleutel, None)
        else:
            basis = self.soort(named or f"{{{XS}}}string")
        return XsdType(sleutel, name, basis.basis, restrict(basis.lines, restriction))


def _ordered(element: Element) -> bool:
    return first_xs(element, "all") is None


def _attributes(kind: XsdType) -> tuple[Part, ...]:
    return tuple(part for part in kind.parts if part.naam.startswith("@"))
