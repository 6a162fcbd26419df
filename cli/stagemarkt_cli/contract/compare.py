"""Two contracts held against each other: the list of what differs, worst first."""

from collections.abc import Iterable
from itertools import islice

from stagemarkt_cli.contract.differences.deviation import Afwijking
from stagemarkt_cli.contract.differences.difference import Verschil
from stagemarkt_cli.contract.differences.operations import afwijkingen
from stagemarkt_cli.contract.meaning.explain import duid
from stagemarkt_cli.contract.meaning.judgement import NERGENS, NIETS
from stagemarkt_cli.contract.model import Contract
from stagemarkt_cli.contract.usage.facts import Gebruik, gebruik_hier


def vergelijk(ons: Contract, hun: Contract, gebruik: Gebruik | None = None) -> list[Verschil]:
    """Every difference once, with what it breaks here; worst first, then in the order of our contract.

    `gebruik` is what our code does with the contract; that of the code installed here unless given.
    """
    groepen: dict[tuple[str, ...], list[Afwijking]] = {}
    for afwijking in afwijkingen(ons, hun):
        groepen.setdefault(afwijking.sleutel, []).append(afwijking)
    kennis = gebruik or gebruik_hier()
    verschillen = [_verschil(groep, kennis) for groep in groepen.values()]
    return sorted(verschillen, key=lambda verschil: -verschil.ernst)


def _verschil(groep: list[Afwijking], gebruik: Gebruik) -> Verschil:
    """The worst of the places decides; what to change is the sum of those that are as bad."""
    oordelen = [(afwijking, duid(afwijking, gebruik)) for afwijking in groep]
    ergste = max(oordeel.ernst for _, oordeel in oordelen)
    tellend = [(afwijking, oordeel) for afwijking, oordeel in oordelen if oordeel.ernst is ergste]
    eerste, oordeel = tellend[0]
    gevolgen = dict.fromkeys(oordeel.gevolg for _, oordeel in tellend)
    waar = dict.fromkeys([str(a.plaats) for a, _ in tellend] + [str(a.plaats) for a in groep])
    plekken = dict.fromkeys(plek for _, o in oordelen for plek in o.plekken)
    if len(plekken) > 1:
        plekken = dict.fromkeys(plek for plek in plekken if plek not in {NERGENS, NIETS}) or {NIETS: None}
    return Verschil(
        wat=eerste.wat,
        ernst=ergste,
        waar=tuple(plek for plek in waar if plek),
        ons=eerste.ons,
        hun=eerste.hun,
        gevolg=" ".join(gevolgen) if ergste else oordeel.gevolg,
        plekken=(*plekken, *_in_contract(groep)),
    )


def _in_contract(groep: Iterable[Afwijking]) -> tuple[str, ...]:
    """Where our contract says it first, so that the simulator and the tests can follow."""
    regels = (afwijking.delen[0].regel for afwijking in groep if afwijking.delen[0] is not None)
    return tuple(f"contract/{regel}" for regel in islice(regels, 1))
