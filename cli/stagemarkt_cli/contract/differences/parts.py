"""Elements compared one with one: how often, in which namespace, in which choice and in which order."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from stagemarkt_cli.contract.differences.deviation import Afwijking, Plaats, Wat
from stagemarkt_cli.contract.differences.matching import verplaatst
from stagemarkt_cli.contract.model import Contract, Deel

Paar: TypeAlias = tuple[Deel, Deel]


def vergelijk_delen(
    plaats: Plaats, paren: Sequence[Paar], contracten: tuple[Contract, Contract]
) -> Iterator[Afwijking]:
    """What differs between elements, their types left aside."""
    onze_naam = {h.naam: o.naam for o, h in paren}
    for o, h in paren:
        hier = plaats.binnen(o.naam)
        ons, hun = (namespace_vorm(deel.namespace, c) for deel, c in zip((o, h), contracten, strict=True))
        if ons != hun and not o.naam.startswith("@"):
            # Said once for all elements that are in the wrong one.
            vorm = (Wat.ELEMENT_NAMESPACE.name, ons, hun)
            yield Afwijking(Wat.ELEMENT_NAMESPACE, hier, ons, hun, vorm, (o, h))
        keuzes = _keuze(o, {naam: naam for naam in onze_naam.values()}), _keuze(h, onze_naam)
        for wat, oud, nieuw in (
            (Wat.MINIMUM, str(o.minimum), str(h.minimum)),
            (Wat.MAXIMUM, aantal(o.maximum), aantal(h.maximum)),
            (Wat.NILLABLE, _ja(waarde=o.nillable), _ja(waarde=h.nillable)),
        ):
            if oud != nieuw and not (wat is Wat.MINIMUM and keuzes[0] != keuzes[1]):
                yield Afwijking(wat, hier, oud, nieuw, (wat.name, o.eigenaar, o.naam, oud, nieuw), (o, h))
        if keuzes[0] != keuzes[1]:
            sleutel = (Wat.KEUZE.name, o.eigenaar, *sorted({*keuzes}))
            yield Afwijking(Wat.KEUZE, hier, *keuzes, sleutel, (o, h))


def vergelijk_volgorde(plaats: Plaats, paren: Sequence[Paar], hunne: Sequence[Deel]) -> Iterator[Afwijking]:
    """Whether the elements that both have come in the same order."""
    rij = [(o, h) for o, h in paren if not o.naam.startswith("@")]
    # The alternatives of a choice stand in one place.
    plek = {deel.naam: index for index, deel in enumerate(hunne)}
    plekken = [min(plek.get(naam, plek[h.naam]) for naam in _namen(h)) for _, h in rij]
    elders = [rij[index][0] for index in verplaatst(plekken)]
    if not elders:
        return
    hun = [o.naam for _, (o, _) in sorted(zip(plekken, rij, strict=True), key=lambda paar: paar[0])]
    namen = ", ".join(deel.naam for deel in elders)
    sleutel = (Wat.VOLGORDE.name, *{deel.eigenaar: None for deel in elders}, namen)
    ons = [o.naam for o, _ in rij]
    yield Afwijking(Wat.VOLGORDE, plaats.binnen(elders[0].naam), *_rond(ons, hun), sleutel, (elders[0], None))


def namespace_vorm(namespace: str, contract: Contract) -> str:
    """A namespace beside that of the messages, so that a contract with another one is no different."""
    if namespace == contract.namespace:
        return "die van de berichten"
    return namespace or "geen"


def aantal(maximum: int | None) -> str:
    """MaxOccurs as it is written."""
    return "unbounded" if maximum is None else str(maximum)


def _namen(deel: Deel) -> frozenset[str]:
    return frozenset({deel.naam}) if deel.keuze is None else deel.keuze.namen


def _keuze(deel: Deel, onze_naam: Mapping[str, str]) -> str:
    """The alternatives that both contracts know, by our names."""
    namen = [] if deel.keuze is None else sorted(onze_naam[n] for n in deel.keuze.namen if n in onze_naam)
    if deel.keuze is None or len(namen) < 2:  # noqa: PLR2004 - one alternative is no choice
        return "geen keuze"
    return f"{' of '.join(namen)}{'' if deel.keuze.verplicht else ', of geen'}"


def _ja(*, waarde: bool) -> str:
    return "ja" if waarde else "nee"


def _rond(ons: Sequence[str], hun: Sequence[str]) -> tuple[str, str]:
    """The stretch in which the orders differ."""
    anders = [index for index, (o, h) in enumerate(zip(ons, hun, strict=True)) if o != h]
    stuk = slice(anders[0], anders[-1] + 1) if anders else slice(None)
    return ", ".join(ons[stuk]), ", ".join(hun[stuk])
