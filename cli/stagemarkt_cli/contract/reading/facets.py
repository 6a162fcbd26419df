"""The facets of a restriction."""

from typing import Final

from stagemarkt_cli.contract.model import ValueRules
from stagemarkt_cli.contract.reading.safe_xml import Element, is_xs, local

_LIMITS: Final = (
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


def restrict(basis: ValueRules, restriction: Element) -> ValueRules:
    """The rules of the base with those of a restriction on top."""
    values = frozenset(_value(child) for child in restriction if is_xs(child, "enumeration"))
    # Patterns beside each other are alternatives; those of the base must fit as well.
    patterns = sorted(_value(child) for child in restriction if is_xs(child, "pattern"))
    limits = {local(str(child.tag)): _value(child).strip() for child in restriction if is_xs(child, *_LIMITS)}
    return ValueRules(
        values or basis.values,
        basis.patterns | ({"|".join(patterns)} if patterns else set()),
        {**basis.limits, **limits},
    )


def _value(facet: Element) -> str:
    return facet.get("value", "")
