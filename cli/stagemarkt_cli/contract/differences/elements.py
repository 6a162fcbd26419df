"""Types with elements compared, all the way down; a message of ours leads the way."""

from collections.abc import Iterator, Mapping, Sequence

from stagemarkt_cli.contract.differences.deviation import Afwijking, Plaats, Wat
from stagemarkt_cli.contract.differences.matching import Koppeling, koppel, naamgelijkenis
from stagemarkt_cli.contract.differences.parts import vergelijk_delen, vergelijk_volgorde
from stagemarkt_cli.contract.differences.values import Delen, noem, vergelijk_waarden
from stagemarkt_cli.contract.model import Contract, Deel, Soort

_ZELFDE_PLEK = 0.2


class Elementen:
    """Compares types of two contracts."""

    def __init__(self, ons: Contract, hun: Contract) -> None:
        self._ons = ons
        self._hun = hun
        self._hun_namen = {soort.naam for soort in hun.soorten.values()}
        self._onderweg: list[tuple[str, str]] = []

    def vergelijk(
        self,
        plaats: Plaats,
        oud: str,
        nieuw: str,
        namen: tuple[str, str] = ("", ""),
        delen: Delen = (None, None),
    ) -> Iterator[Afwijking]:
        """What differs between two types by key.

        `namen` are the operation's with us and there: elements called after it change along with it.
        """
        if (oud, nieuw) in self._onderweg:
            return
        self._onderweg.append((oud, nieuw))
        yield from self._soorten(plaats, delen, (self._ons.soorten[oud], self._hun.soorten[nieuw]), namen)
        self._onderweg.pop()

    def _soorten(
        self, plaats: Plaats, delen: Delen, soorten: tuple[Soort, Soort], namen: tuple[str, str]
    ) -> Iterator[Afwijking]:
        oud, nieuw = soorten
        if (oud.basis is None) != (nieuw.basis is None):
            eigenaar = "" if delen[0] is None else f"{delen[0].eigenaar}/{delen[0].naam}"
            sleutel = (Wat.TYPE.name, eigenaar, noem(nieuw))
            yield Afwijking(Wat.TYPE, plaats, noem(oud), noem(nieuw), sleutel, delen, soorten)
            return
        if oud.naam and nieuw.naam and oud.naam != nieuw.naam and oud.naam not in self._hun_namen:
            sleutel = (Wat.TYPE_HERNOEMD.name, oud.naam, nieuw.naam)
            yield Afwijking(Wat.TYPE_HERNOEMD, plaats, oud.naam, nieuw.naam, sleutel, delen, soorten)
        if oud.basis is not None:
            yield from vergelijk_waarden(plaats, delen, oud, nieuw)
        yield from self._inhoud(plaats, oud, nieuw, namen)

    def _inhoud(
        self, plaats: Plaats, oud: Soort, nieuw: Soort, namen: tuple[str, str]
    ) -> Iterator[Afwijking]:
        onze = {deel.naam: deel for deel in oud.delen}
        hunne = {deel.naam: deel for deel in nieuw.delen}
        koppeling = koppel(
            onze,
            hunne,
            lambda o, h: self._gelijkenis((onze[o], hunne[h]), (oud.delen, nieuw.delen)),
            lambda naam: _verwacht(naam, *namen),
        )
        yield from _namen(plaats, koppeling, (onze, hunne), namen)
        paren = [(onze[o], hunne[h]) for o, h in koppeling.paren]
        yield from vergelijk_delen(plaats, paren, (self._ons, self._hun))
        if oud.geordend and nieuw.geordend:
            yield from vergelijk_volgorde(plaats, paren, nieuw.delen)
        for o, h in paren:
            yield from self.vergelijk(plaats.binnen(o.naam), o.soort, h.soort, delen=(o, h))

    def _gelijkenis(self, delen: tuple[Deel, Deel], rijen: tuple[Sequence[Deel], Sequence[Deel]]) -> float:
        """How likely one is the other by another name: the name counts, and so do place and type."""
        (o, h), (onze, hunne) = delen, rijen
        oud, nieuw = self._ons.soorten[o.soort], self._hun.soorten[h.soort]
        if (oud.basis is None) != (nieuw.basis is None) or o.naam.startswith("@") != h.naam.startswith("@"):
            return 0.0
        if len(onze) == len(hunne) == 1:
            return 1.0
        zelfde_plek = onze.index(o) == hunne.index(h) and oud.basis == nieuw.basis
        zelfde_inhoud = _overlap(oud.delen, nieuw.delen)
        return max(naamgelijkenis(o.naam, h.naam), zelfde_inhoud) + (_ZELFDE_PLEK if zelfde_plek else 0.0)


def _namen(
    plaats: Plaats,
    koppeling: Koppeling,
    delen: tuple[Mapping[str, Deel], Mapping[str, Deel]],
    namen: tuple[str, str],
) -> Iterator[Afwijking]:
    """Which elements are missing, new, or go by another name."""
    wat = Wat.ELEMENT_ONTBREEKT
    for naam in koppeling.ontbrekend:
        deel = delen[0][naam]
        yield Afwijking(wat, plaats.binnen(naam), naam, "niet", (wat.name, deel.eigenaar, naam), (deel, None))
    wat = Wat.ELEMENT_EXTRA
    for naam in koppeling.extra:
        deel = delen[1][naam]
        yield Afwijking(wat, plaats.binnen(naam), "niet", naam, (wat.name, deel.eigenaar, naam), (None, deel))
    wat = Wat.ELEMENT_HERNOEMD
    for ons, hun in koppeling.paren:
        if hun not in _verwacht(ons, *namen):
            # What stands around the content is the same everywhere: it is said once for all operations.
            eigenaar = delen[0][ons].eigenaar if plaats.pad else ""
            paar = delen[0][ons], delen[1][hun]
            yield Afwijking(wat, plaats.binnen(ons), ons, hun, (wat.name, eigenaar, ons, hun), paar)


def _overlap(onze: Sequence[Deel], hunne: Sequence[Deel]) -> float:
    """The part of the names within that both have."""
    ons, hun = {deel.naam for deel in onze}, {deel.naam for deel in hunne}
    return len(ons & hun) / max(1, len(ons | hun))


def _verwacht(naam: str, ons: str, hun: str) -> tuple[str, ...]:
    """The names that an element may have: its own, or the one it has as its operation is called there."""
    if not ons or ons == hun or not naam.startswith(ons):
        return (naam,)
    return (naam, hun + naam.removeprefix(ons))
