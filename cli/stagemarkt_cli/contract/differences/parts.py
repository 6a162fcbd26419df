"""Elements compared one with one: how often, in which namespace, in which choice and in which order."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from stagemarkt_cli.contract.differences.deviation import Aspect, Deviation, DeviationPlace
from stagemarkt_cli.contract.differences.matching import moved
from stagemarkt_cli.contract.model import Contract, Part

Pair: TypeAlias = tuple[Part, Part]


def compare_parts(
    plaats: DeviationPlace, pairs: Sequence[Pair], contracts: tuple[Contract, Contract]
) -> Iterator[Deviation]:
    """What differs between elements, their types left aside."""
    our_name = {h.naam: o.naam for o, h in pairs}
    for o, h in pairs:
        here = plaats.within(o.naam)
        ons, hun = (namespace_form(part.namespace, c) for part, c in zip((o, h), contracts, strict=True))
        if ons != hun and not o.naam.startswith("@"):
            # Said once for all elements that are in the wrong one.
            form = (Aspect.ELEMENT_NAMESPACE.name, ons, hun)
            yield Deviation(Aspect.ELEMENT_NAMESPACE, here, ons, hun, form, (o, h))
        choices = _choice(o, {name: name for name in our_name.values()}), _choice(h, our_name)
        for wat, old, new in (
            (Aspect.MINIMUM, str(o.minimum), str(h.minimum)),
            (Aspect.MAXIMUM, count(o.maximum), count(h.maximum)),
            (Aspect.NILLABLE, _ja(value=o.nillable), _ja(value=h.nillable)),
        ):
            if old != new and not (wat is Aspect.MINIMUM and choices[0] != choices[1]):
                yield Deviation(wat, here, old, new, (wat.name, o.owner, o.naam, old, new), (o, h))
        if choices[0] != choices[1]:
            sleutel = (Aspect.KEUZE.name, o.owner, *sorted({*choices}))
            yield Deviation(Aspect.KEUZE, here, *choices, sleutel, (o, h))


def compare_order(
    plaats: DeviationPlace, pairs: Sequence[Pair], theirs: Sequence[Part]
) -> Iterator[Deviation]:
    """Whether the elements that both have come in the same order."""
    row = [(o, h) for o, h in pairs if not o.naam.startswith("@")]
    # The alternatives of a choice stand in one place.
    spot = {part.naam: index for index, part in enumerate(theirs)}
    spots = [min(spot.get(name, spot[h.naam]) for name in _names(h)) for _, h in row]
    elders = [row[index][0] for index in moved(spots)]
    if not elders:
        return
    hun = [o.naam for _, (o, _) in sorted(zip(spots, row, strict=True), key=lambda pair: pair[0])]
    names = ", ".join(part.naam for part in elders)
    sleutel = (Aspect.VOLGORDE.name, *{part.owner: None for part in elders}, names)
    ons = [o.naam for o, _ in row]
    yield Deviation(
        Aspect.VOLGORDE,
        plaats.within(elders[0].naam),
        *_differing_stretch(ons, hun),
        sleutel,
        (elders[0], None),
    )


def namespace_form(namespace: str, contract: Contract) -> str:
    """A namespace beside that of the messages, so that a contract with another one is no different."""
    if namespace == contract.namespace:
        return "die van de berichten"
    return namespace or "geen"


def count(maximum: int | None) -> str:
    """MaxOccurs as it is written."""
    return "unbounded" if maximum is None else str(maximum)


def _names(part: Part) -> frozenset[str]:
    return frozenset({part.naam}) if part.choice is None else part.choice.names


def _choice(part: Part, our_name: Mapping[str, str]) -> str:
    """The alternatives that both contracts know, by our names."""
    names = [] if part.choice is None else sorted(our_name[n] for n in part.choice.names if n in our_name)
    if part.choice is None or len(names) < 2:  # noqa: PLR2004 - one alternative is no choice
        return "geen keuze"
    return f"{' of '.join(names)}{'' if part.choice.required else ', of geen'}"


def _ja(*, value: bool) -> str:
    return "ja" if value else "nee"


def _differing_stretch(ons: Sequence[str], hun: Sequence[str]) -> tuple[str, str]:
    """The stretch in which the orders differ."""
    otherwise = [index for index, (o, h) in enumerate(zip(ons, hun, strict=True)) if o != h]
    piece = slice(otherwise[0], otherwise[-1] + 1) if otherwise else slice(None)
    return ", ".join(ons[piece]), ", ".join(hun[piece])
