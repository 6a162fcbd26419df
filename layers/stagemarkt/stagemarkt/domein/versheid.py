"""Whether a kept answer may be served: a pure decision."""

from enum import Enum, auto

from stagemarkt.poorten.antwoorden import Antwoordsleutel, BewaardAntwoord


class Oordeel(Enum):
    """What to do with what was found."""

    VERS = auto()
    MIS = auto()


def beslis(gevonden: BewaardAntwoord | None, sleutel: Antwoordsleutel, nu: int) -> Oordeel:
    """Judge an entry at `nu` (seconds since 1970).

    DynamoDB deletes expired items late, so the time is compared here. The school stands in the key and
    is compared once more: an answer of another school is never served, whatever the storage gives.
    """
    if gevonden is None or gevonden.school != sleutel.school:
        return Oordeel.MIS
    # An entry from the future was written by a clock that is wrong: it would outlive its time.
    if gevonden.opgehaald_op > nu + 60:
        return Oordeel.MIS
    return Oordeel.VERS if nu < gevonden.vers_tot else Oordeel.MIS
