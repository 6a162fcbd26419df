"""From the declarations of XML Schema to types."""

from collections.abc import Callable, Iterable
from typing import Final

from stagemarkt_cli.contract.model import XS, Deel, OnleesbaarContract, Soort
from stagemarkt_cli.contract.reading.declarations import Register
from stagemarkt_cli.contract.reading.documents import Schema
from stagemarkt_cli.contract.reading.facets import beperk
from stagemarkt_cli.contract.reading.particles import Deeltjes
from stagemarkt_cli.contract.reading.safe_xml import Element, eerste_xs, is_xs, lokaal, verwijzing

ANY: Final = f"{{{XS}}}anyType"
# No schema in earnest comes near: a chain this long is one that never ends.
_MAX_DIEPTE: Final = 40


class Soortlezer:
    """Makes each type once, when it is first asked for.

    Args:
        schemas: all that were found.
    """

    def __init__(self, schemas: Iterable[Schema]) -> None:
        self.register = Register(schemas)
        self.soorten: dict[str, Soort] = {}
        self._onderweg: list[str] = []
        self._wachtend: list[str] = []
        self._deeltjes = Deeltjes(self.register, self.soort_van)

    def werk_af(self) -> None:
        """Make every type that was referred to. Raises OnleesbaarContract."""
        while self._wachtend:
            self.soort(self._wachtend.pop())

    def soort(self, sleutel: str) -> Soort:
        """The type by this name.

        Raises:
            OnleesbaarContract: it is not declared, or is its own base.
        """
        if sleutel not in self.soorten:
            self._bouw(sleutel, lambda: self._maak(sleutel))
        return self.soorten[sleutel]

    def soort_van(self, element: Element, schema: Schema, pad: str) -> str:
        """The key of an element's type; `pad` names it when it is anonymous."""
        genoemd = verwijzing(element, "type", schema.namespace)
        if genoemd is not None:
            self._wachtend.append(genoemd)
            return genoemd
        inline = eerste_xs(element, "complexType", "simpleType")
        if inline is None:
            self._wachtend.append(ANY)
            return ANY
        sleutel = f"#{pad}"
        # A global element with an anonymous type may be referred to from within itself.
        if sleutel not in self.soorten and sleutel not in self._onderweg:
            self._bouw(sleutel, lambda: self._ontleed(inline, schema, sleutel, None))
        return sleutel

    def _bouw(self, sleutel: str, maak: Callable[[], Soort]) -> None:
        if sleutel in self._onderweg or len(self._onderweg) > _MAX_DIEPTE:
            raise OnleesbaarContract(f"het type `{lokaal(sleutel)}` loopt in een kring of is te diep")
        self._onderweg.append(sleutel)
        self.soorten[sleutel] = maak()
        self._onderweg.pop()

    def _maak(self, sleutel: str) -> Soort:
        if sleutel.startswith(f"{{{XS}}}"):
            return Soort(sleutel, basis=f"xs:{lokaal(sleutel)}")
        gevonden = self.register.soorten.get(sleutel)
        if gevonden is None:
            raise OnleesbaarContract(f"het type `{sleutel}` wordt nergens beschreven")
        element, schema = gevonden
        return self._ontleed(element, schema, sleutel, element.get("name"))

    def _ontleed(self, element: Element, schema: Schema, sleutel: str, naam: str | None) -> Soort:
        if is_xs(element, "simpleType"):
            return self._enkelvoudig(element, schema, sleutel, naam)
        vorm = eerste_xs(element, "complexContent", "simpleContent")
        afleiding = None if vorm is None else eerste_xs(vorm, "extension", "restriction")
        if afleiding is None:
            delen = self._deeltjes.van(element, schema, sleutel)
            return Soort(sleutel, naam, None, delen=delen, geordend=_geordend(element), complex=True)
        basis = self.soort(verwijzing(afleiding, "base", schema.namespace) or ANY)
        eigen = self._deeltjes.van(afleiding, schema, sleutel)
        erft = is_xs(afleiding, "extension") or vorm is None or is_xs(vorm, "simpleContent")
        regels = beperk(basis.regels, afleiding) if is_xs(afleiding, "restriction") else basis.regels
        return Soort(
            sleutel,
            naam,
            basis.basis if basis.sleutel != ANY else None,
            regels,
            (*(basis.delen if erft else _attributen(basis)), *eigen),
            basis.geordend and _geordend(afleiding),
            complex=True,
        )

    def _enkelvoudig(self, element: Element, schema: Schema, sleutel: str, naam: str | None) -> Soort:
        beperking = eerste_xs(element, "restriction")
        if beperking is None:
            vorm = eerste_xs(element, "list", "union")
            soort_vorm = "union" if vorm is None else lokaal(str(vorm.tag))
            van = "" if vorm is None else vorm.get("itemType") or vorm.get("memberTypes") or ""
            return Soort(sleutel, naam, f"{soort_vorm}({' '.join(lokaal(n) for n in van.split())})")
        genoemd = verwijzing(beperking, "base", schema.namespace)
        inline = eerste_xs(beperking, "simpleType")
        if genoemd is None and inline is not None:
            basis = self._ontleed(inline, schema, sleutel, None)
        else:
            basis = self.soort(genoemd or f"{{{XS}}}string")
        return Soort(sleutel, naam, basis.basis, beperk(basis.regels, beperking))


def _geordend(element: Element) -> bool:
    return eerste_xs(element, "all") is None


def _attributen(soort: Soort) -> tuple[Deel, ...]:
    return tuple(deel for deel in soort.delen if deel.naam.startswith("@"))
