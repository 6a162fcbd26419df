"""What an operator has set for the calls to SBB, as rules; and what those need: time and chance."""

import random
import secrets
import time
from collections.abc import Callable
from typing import Final, NamedTuple

from stagemarkt.domain.guard.circuit_breaker import Regels
from stagemarkt.domain.guard.rate_limit import Grenzen
from stagemarkt.ports.guard import Priority

# So many failures in a row open a zekering.
MISSERS: Final = 5
# For so many seconds what was read is good enough to let a call go; never to refuse one.
HEUGENIS: Final = 1.0
# So long a call waits for room, at most; and it must leave itself so much for SBB.
GEDULD: Final = 2.0
# What goes after others may wait longer: a search of pages, on which somebody waits anyway, and what nobody
# waits for.
PATIENCE: Final = {Priority.SINGLE: GEDULD, Priority.PAGE: 8.0, Priority.BULK: 8.0}
VOOR_SBB: Final = 1.0
# A call that had less time than this says nothing of SBB when its time is up.
EERLIJK: Final = 5.0
# What clocks may differ, and what telling the outcome may take.
_SPELING: Final = 2.0


class Afspraken(NamedTuple):
    """The rules of the zekeringen, the limits of a school, and the seconds that are a fair time for SBB."""

    regels: Regels
    grenzen: Grenzen
    eerlijk: float

    @classmethod
    def van(cls, *, per_seconde: int, tegelijk: int, proef_na: float, termijn: float) -> "Afspraken":
        """The rules, with `termijn` as the seconds that one call may take at most."""
        # Whoever waits for room holds its claim to try meanwhile.
        duur = termijn + GEDULD + _SPELING
        return cls(
            Regels(missers=MISSERS, tussentijd=proef_na, proefduur=duur),
            Grenzen(per_seconde, tegelijk, geduld=GEDULD, plaatsduur=duur),
            min(EERLIJK, termijn),
        )


class Omgeving(NamedTuple):
    """Time, chance and names; a test supplies its own.

    Attributes:
        klok: seconds since 1970.
        slaap: waits so many seconds.
        toeval: from 0 to 1.
        nieuw_id: a name that nobody else has.
    """

    klok: Callable[[], float] = time.time
    slaap: Callable[[float], None] = time.sleep
    toeval: Callable[[], float] = random.random
    nieuw_id: Callable[[], str] = lambda: secrets.token_hex(4)

    def nu(self) -> float:
        """The moment, to the millisecond: as it is kept."""
        return round(self.klok(), 3)
