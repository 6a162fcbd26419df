"""From mutaties to the lines of a feed, and from those to the deliveries of an abonnement: pure decisions."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from stagemarkt.model.abonnement import Filter
from stagemarkt.model.aflevering import Aflevering, DeliveryStand, FeedLine
from stagemarkt.model.mutatie import Mutatie


def lane(mutatie: Mutatie) -> tuple[str, str]:
    """Within what order is kept and "seen before" is judged: the leerbedrijf and the code."""
    return mutatie.leerbedrijf_id, mutatie.code


def still_to_number(mutaties: Sequence[Mutatie], numbered: Collection[str]) -> list[Mutatie]:
    """Those without a line yet, each once, in their order."""
    once = {mutatie.mutatie_id: mutatie for mutatie in mutaties}
    return [mutatie for mutatie_id, mutatie in once.items() if mutatie_id not in numbered]


def build_lines(
    mutaties: Sequence[Mutatie], stand: int, seen: Collection[tuple[str, str]], now: float
) -> list[FeedLine]:
    """The next lines of a feed after number `stand`; `seen` is what the school had heard of before."""
    known, lines = set(seen), []
    for number, mutatie in enumerate(mutaties, stand + 1):
        lines.append(FeedLine(number, mutatie, lane(mutatie) in known, now))
        known.add(lane(mutatie))
    return lines


class Portion(NamedTuple):
    """What an abonnement takes from its school's feed: deliveries, and up to which line it looked."""

    deliveries: list[Aflevering]
    read_until: int


def take(
    lines: Sequence[FeedLine], filter_: Filter, stand: DeliveryStand, at_most: int, now: float
) -> Portion:
    """Number what fits, from the lines after `stand.read_until`; stops after `at_most` deliveries."""
    deliveries: list[Aflevering] = []
    read_until = stand.read_until
    for regel in lines:
        if len(deliveries) == at_most:
            break
        read_until = regel.number
        if filter_.past(regel.mutatie):
            volgnummer = stand.counter + len(deliveries) + 1
            deliveries.append(Aflevering(volgnummer, regel, "wacht", 0, now, now))
    return Portion(deliveries, read_until)
