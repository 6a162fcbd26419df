"""Texts compared: XML Schema's own type, enumeration, patterns and the other facets."""

from collections.abc import Iterator

from stagemarkt_cli.contract.differences.deviation import Aspect, Deviation, DeviationPlace
from stagemarkt_cli.contract.model import Part, XsdType

Parts = tuple[Part | None, Part | None]


def compare_values(plaats: DeviationPlace, parts: Parts, old: XsdType, new: XsdType) -> Iterator[Deviation]:
    """What differs between two types of text."""
    if old.basis != new.basis:
        sleutel = _sleutel(parts, old, new) if old.naam and old.naam == new.naam else _element(parts, new)
        yield Deviation(
            Aspect.TYPE,
            plaats,
            describe_type(old),
            describe_type(new),
            (Aspect.TYPE.name, *sleutel),
            parts,
            (old, new),
        )
        return
    o, n = old.lines, new.lines
    for wat, ons, hun in (
        (Aspect.WAARDEN, _enumeration(o.values), _enumeration(n.values)),
        (Aspect.PATROON, _enumeration(o.patterns), _enumeration(n.patterns)),
        *(
            (Aspect.GRENS, f"{name} {o.limits.get(name, 'vrij')}", f"{name} {n.limits.get(name, 'vrij')}")
            for name in sorted({*o.limits, *n.limits})
        ),
    ):
        if ons != hun:
            sleutel = (wat.name, *_sleutel(parts, old, new), ons, hun)
            yield Deviation(wat, plaats, ons, hun, sleutel, parts, (old, new))


def describe_type(kind: XsdType) -> str:
    """A type, for people."""
    if kind.naam is None:
        return kind.basis or "elementen"
    return f"{kind.naam} ({kind.basis or 'elementen'})"


def _enumeration(values: frozenset[str] | None) -> str:
    return ", ".join(sorted(values)) if values else "vrij"


def _element(parts: Parts, new: XsdType) -> tuple[str, ...]:
    old = parts[0]
    return ("" if old is None else f"{old.owner}/{old.naam}", describe_type(new))


def _sleutel(parts: Parts, old: XsdType, new: XsdType) -> tuple[str, ...]:
    """A type with a name is one thing, however many elements have it."""
    return (old.sleutel, describe_type(new)) if old.naam else _element(parts, new)
