"""Two contracts held against each other: the list of what differs, worst first."""

from collections.abc import Iterable
from itertools import islice

from stagemarkt_cli.contract.differences.deviation import Deviation
from stagemarkt_cli.contract.differences.difference import Difference
from stagemarkt_cli.contract.differences.operations import deviations
from stagemarkt_cli.contract.meaning.explain import explain
from stagemarkt_cli.contract.meaning.judgement import NOTHING, NOWHERE
from stagemarkt_cli.contract.model import Contract
from stagemarkt_cli.contract.usage.facts import Usage, usage_here


def compare(ons: Contract, hun: Contract, usage: Usage | None = None) -> list[Difference]:
    """Every difference once, with what it breaks here; worst first, then in the order of our contract.

    `usage` is what our code does with the contract; that of the code installed here unless given.
    """
    groups: dict[tuple[str, ...], list[Deviation]] = {}
    for deviation in deviations(ons, hun):
        groups.setdefault(deviation.sleutel, []).append(deviation)
    knowledge = usage or usage_here()
    differences = [_difference(group, knowledge) for group in groups.values()]
    return sorted(differences, key=lambda difference: -difference.ernst)


def _difference(group: list[Deviation], usage: Usage) -> Difference:
    """The worst of the places decides; what to change is the sum of those that are as bad."""
    verdicts = [(deviation, explain(deviation, usage)) for deviation in group]
    worst = max(judgement.ernst for _, judgement in verdicts)
    decisive = [(deviation, judgement) for deviation, judgement in verdicts if judgement.ernst is worst]
    first, judgement = decisive[0]
    consequences = dict.fromkeys(judgement.consequence for _, judgement in decisive)
    where = dict.fromkeys([str(a.plaats) for a, _ in decisive] + [str(a.plaats) for a in group])
    spots = dict.fromkeys(spot for _, o in verdicts for spot in o.spots)
    if len(spots) > 1:
        spots = dict.fromkeys(spot for spot in spots if spot not in {NOWHERE, NOTHING}) or {NOTHING: None}
    return Difference(
        wat=first.wat,
        ernst=worst,
        where=tuple(spot for spot in where if spot),
        ons=first.ons,
        hun=first.hun,
        consequence=" ".join(consequences) if worst else judgement.consequence,
        spots=(*spots, *_in_contract(group)),
    )


def _in_contract(group: Iterable[Deviation]) -> tuple[str, ...]:
    """Where our contract says it first, so that the simulator and the tests can follow."""
    lines = (deviation.parts[0].regel for deviation in group if deviation.parts[0] is not None)
    return tuple(f"contract/{line}" for line in islice(lines, 1))
