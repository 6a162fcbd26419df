"""Texts compared: XML Schema's own type, enumeration, patterns and the other facets."""

from collections.abc import Iterator

from stagemarkt_cli.contract.differences.deviation import Afwijking, Plaats, Wat
from stagemarkt_cli.contract.model import Deel, Soort

Delen = tuple[Deel | None, Deel | None]


def vergelijk_waarden(plaats: Plaats, delen: Delen, oud: Soort, nieuw: Soort) -> Iterator[Afwijking]:
    """What differs between two types of text."""
    if oud.basis != nieuw.basis:
        sleutel = (
            _sleutel(delen, oud, nieuw) if oud.naam and oud.naam == nieuw.naam else _element(delen, nieuw)
        )
        yield Afwijking(
            Wat.TYPE, plaats, noem(oud), noem(nieuw), (Wat.TYPE.name, *sleutel), delen, (oud, nieuw)
        )
        return
    o, n = oud.regels, nieuw.regels
    for wat, ons, hun in (
        (Wat.WAARDEN, _opsomming(o.waarden), _opsomming(n.waarden)),
        (Wat.PATROON, _opsomming(o.patronen), _opsomming(n.patronen)),
        *(
            (Wat.GRENS, f"{naam} {o.grenzen.get(naam, 'vrij')}", f"{naam} {n.grenzen.get(naam, 'vrij')}")
            for naam in sorted({*o.grenzen, *n.grenzen})
        ),
    ):
        if ons != hun:
            sleutel = (wat.name, *_sleutel(delen, oud, nieuw), ons, hun)
            yield Afwijking(wat, plaats, ons, hun, sleutel, delen, (oud, nieuw))


def noem(soort: Soort) -> str:
    """A type, for people."""
    if soort.naam is None:
        return soort.basis or "elementen"
    return f"{soort.naam} ({soort.basis or 'elementen'})"


def _opsomming(waarden: frozenset[str] | None) -> str:
    return ", ".join(sorted(waarden)) if waarden else "vrij"


def _element(delen: Delen, nieuw: Soort) -> tuple[str, ...]:
    oud = delen[0]
    return ("" if oud is None else f"{oud.eigenaar}/{oud.naam}", noem(nieuw))


def _sleutel(delen: Delen, oud: Soort, nieuw: Soort) -> tuple[str, ...]:
    """A type with a name is one thing, however many elements have it."""
    return (oud.sleutel, noem(nieuw)) if oud.naam else _element(delen, nieuw)
