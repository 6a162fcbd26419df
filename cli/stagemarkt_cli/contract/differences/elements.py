"""Types with elements compared, all the way down; a message of ours leads the way."""

from collections.abc import Iterator, Mapping, Sequence

from stagemarkt_cli.contract.differences.deviation import Aspect, Deviation, DeviationPlace
from stagemarkt_cli.contract.differences.matching import Matching, match_names, name_similarity
from stagemarkt_cli.contract.differences.parts import compare_order, compare_parts
from stagemarkt_cli.contract.differences.values import Parts, compare_values, describe_type
from stagemarkt_cli.contract.model import Contract, Part, XsdType

_SAME_SPOT = 0.2


class Elements:
    """Compares types of two contracts."""

    def __init__(self, ons: Contract, hun: Contract) -> None:
        self._ours = ons
        self._theirs = hun
        self._their_names = {soort.naam for soort in hun.soorten.values()}
        self._under_way: list[tuple[str, str]] = []

    def compare(
        self,
        plaats: DeviationPlace,
        old: str,
        new: str,
        names: tuple[str, str] = ("", ""),
        parts: Parts = (None, None),
    ) -> Iterator[Deviation]:
        """What differs between two types by key.

        `names` are the operation's with us and there: elements called after it change along with it.
        """
        if (old, new) in self._under_way:
            return
        self._under_way.append((old, new))
        yield from self._kinds(plaats, parts, (self._ours.soorten[old], self._theirs.soorten[new]), names)
        self._under_way.pop()

    def _kinds(
        self, plaats: DeviationPlace, parts: Parts, soorten: tuple[XsdType, XsdType], names: tuple[str, str]
    ) -> Iterator[Deviation]:
        old, new = soorten
        if (old.basis is None) != (new.basis is None):
            owner = "" if parts[0] is None else f"{parts[0].owner}/{parts[0].naam}"
            sleutel = (Aspect.TYPE.name, owner, describe_type(new))
            yield Deviation(
                Aspect.TYPE, plaats, describe_type(old), describe_type(new), sleutel, parts, soorten
            )
            return
        if old.naam and new.naam and old.naam != new.naam and old.naam not in self._their_names:
            sleutel = (Aspect.TYPE_HERNOEMD.name, old.naam, new.naam)
            yield Deviation(Aspect.TYPE_HERNOEMD, plaats, old.naam, new.naam, sleutel, parts, soorten)
        if old.basis is not None:
            yield from compare_values(plaats, parts, old, new)
        yield from self._content(plaats, old, new, names)

    def _content(
        self, plaats: DeviationPlace, old: XsdType, new: XsdType, names: tuple[str, str]
    ) -> Iterator[Deviation]:
        ours = {part.naam: part for part in old.parts}
        theirs = {part.naam: part for part in new.parts}
        matching = match_names(
            ours,
            theirs,
            lambda o, h: self._similarity((ours[o], theirs[h]), (old.parts, new.parts)),
            lambda name: _expected(name, *names),
        )
        yield from _names(plaats, matching, (ours, theirs), names)
        pairs = [(ours[o], theirs[h]) for o, h in matching.pairs]
        yield from compare_parts(plaats, pairs, (self._ours, self._theirs))
        if old.ordered and new.ordered:
            yield from compare_order(plaats, pairs, new.parts)
        for o, h in pairs:
            yield from self.compare(plaats.within(o.naam), o.soort, h.soort, parts=(o, h))

    def _similarity(self, parts: tuple[Part, Part], rows: tuple[Sequence[Part], Sequence[Part]]) -> float:
        """How likely one is the other by another name: the name counts, and so do place and type."""
        (o, h), (ours, theirs) = parts, rows
        old, new = self._ours.soorten[o.soort], self._theirs.soorten[h.soort]
        if (old.basis is None) != (new.basis is None) or o.naam.startswith("@") != h.naam.startswith("@"):
            return 0.0
        if len(ours) == len(theirs) == 1:
            return 1.0
        same_spot = ours.index(o) == theirs.index(h) and old.basis == new.basis
        same_content = _overlap(old.parts, new.parts)
        return max(name_similarity(o.naam, h.naam), same_content) + (_SAME_SPOT if same_spot else 0.0)


def _names(
    plaats: DeviationPlace,
    matching: Matching,
    parts: tuple[Mapping[str, Part], Mapping[str, Part]],
    names: tuple[str, str],
) -> Iterator[Deviation]:
    """Which elements are missing, new, or go by another name."""
    wat = Aspect.ELEMENT_ONTBREEKT
    for name in matching.missing:
        part = parts[0][name]
        yield Deviation(wat, plaats.within(name), name, "niet", (wat.name, part.owner, name), (part, None))
    wat = Aspect.ELEMENT_EXTRA
    for name in matching.extra:
        part = parts[1][name]
        yield Deviation(wat, plaats.within(name), "niet", name, (wat.name, part.owner, name), (None, part))
    wat = Aspect.ELEMENT_HERNOEMD
    for ons, hun in matching.pairs:
        if hun not in _expected(ons, *names):
            # What stands around the content is the same everywhere: it is said once for all operations.
            owner = parts[0][ons].owner if plaats.path else ""
            pair = parts[0][ons], parts[1][hun]
            yield Deviation(wat, plaats.within(ons), ons, hun, (wat.name, owner, ons, hun), pair)


def _overlap(ours: Sequence[Part], theirs: Sequence[Part]) -> float:
    """The part of the names within that both have."""
    ons, hun = {part.naam for part in ours}, {part.naam for part in theirs}
    return len(ons & hun) / max(1, len(ons | hun))


def _expected(name: str, ons: str, hun: str) -> tuple[str, ...]:
    """The names that an element may have: its own, or the one it has as its operation is called there."""
    if not ons or ons == hun or not name.startswith(ons):
        return (name,)
    return (name, hun + name.removeprefix(ons))
