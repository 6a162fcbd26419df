"""The facets of a restriction."""

from typing import Final

from stagemarkt_cli.contract.model import Regels
from stagemarkt_cli.contract.reading.safe_xml import Element, is_xs, lokaal

_GRENZEN: Final = (
    "length",
    "minLength",
    "maxLength",
    "minInclusive",
    "maxInclusive",
    "minExclusive",
    "maxExclusive",
    "totalDigits",
    "fractionDigits",
)


def beperk(basis: Regels, beperking: Element) -> Regels:
    """The rules of the base with those of a restriction on top."""
    waarden = frozenset(_waarde(kind) for kind in beperking if is_xs(kind, "enumeration"))
    # Patterns beside each other are alternatives; those of the base must fit as well.
    patronen = sorted(_waarde(kind) for kind in beperking if is_xs(kind, "pattern"))
    grenzen = {lokaal(str(kind.tag)): _waarde(kind).strip() for kind in beperking if is_xs(kind, *_GRENZEN)}
    return Regels(
        waarden or basis.waarden,
        basis.patronen | ({"|".join(patronen)} if patronen else set()),
        {**basis.grenzen, **grenzen},
    )


def _waarde(facet: Element) -> str:
    return facet.get("value", "")
