"""From mutaties to the lines of a feed, and from those to the deliveries of an abonnement: pure decisions."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from stagemarkt.model.abonnement import Filter
from stagemarkt.model.aflevering import Aflevering, Regel, Stand
from stagemarkt.model.mutatie import Mutatie


def baan(mutatie: Mutatie) -> tuple[str, str]:
    """Within what order is kept and "seen before" is judged: the leerbedrijf and the code."""
    return mutatie.leerbedrijf_id, mutatie.code


def nog_te_nummeren(mutaties: Sequence[Mutatie], genummerd: Collection[str]) -> list[Mutatie]:
    """Those without a line yet, each once, in their order."""
    eenmaal = {mutatie.mutatie_id: mutatie for mutatie in mutaties}
    return [mutatie for mutatie_id, mutatie in eenmaal.items() if mutatie_id not in genummerd]


def maak_regels(
    mutaties: Sequence[Mutatie], stand: int, gezien: Collection[tuple[str, str]], nu: float
) -> list[Regel]:
    """The next lines of a feed after number `stand`; `gezien` is what the school had heard of before."""
    bekend, regels = set(gezien), []
    for nummer, mutatie in enumerate(mutaties, stand + 1):
        regels.append(Regel(nummer, mutatie, baan(mutatie) in bekend, nu))
        bekend.add(baan(mutatie))
    return regels


class Greep(NamedTuple):
    """What an abonnement takes from its school's feed: deliveries, and up to which line it looked."""

    afleveringen: list[Aflevering]
    gelezen_tot: int


def neem(regels: Sequence[Regel], filter_: Filter, stand: Stand, hoogstens: int, nu: float) -> Greep:
    """Number what fits, from the lines after `stand.gelezen_tot`; stops after `hoogstens` deliveries."""
    afleveringen: list[Aflevering] = []
    gelezen_tot = stand.gelezen_tot
    for regel in regels:
        if len(afleveringen) == hoogstens:
            break
        gelezen_tot = regel.nummer
        if filter_.past(regel.mutatie):
            volgnummer = stand.teller + len(afleveringen) + 1
            afleveringen.append(Aflevering(volgnummer, regel, "wacht", 0, nu, nu))
    return Greep(afleveringen, gelezen_tot)
