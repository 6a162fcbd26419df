"""What a caller hears when this facade does not ask SBB: to spare it, or because asking is of no use now."""

import math
from typing import Final

from stagemarkt.domain.guard.rate_limit import WaitTurn
from stagemarkt.model.errors import (
    Bilingual,
    BronCertificate,
    BronError,
    BronLicentie,
    BronOverloaded,
    BronUnavailable,
    NoRoom,
    SchoolCertificateUnsuitable,
)
from stagemarkt.ports.guard import Circuit, CircuitBreaker

# When a place comes free is not known, only by when it must; a caller may try sooner.
_PLACE_FREE: Final = 5.0


def overloaded(wait: WaitTurn) -> NoRoom:
    """Our own limit, not SBB's: the school asks more than its share."""
    return NoRoom(
        Bilingual(
            "Namens deze school worden nu te veel vragen tegelijk aan SBB gesteld; dit is de grens van deze "
            "facade, niet die van SBB.",
            "Too many questions are being put to SBB for this school now; this is the limit of this "
            "facade, not that of SBB.",
        ),
        internal=f"limit of the school: {wait.reden}",
        retry_after=_whole(min(wait.seconden, _PLACE_FREE)),
    )


def circuit_open(which_circuit: Circuit, breaker: CircuitBreaker, over: float) -> BronError:
    """An open circuit breaker: nothing was asked, and `over` seconds from now one call tries."""
    retry_after = _whole(over)
    kind, nl, en = _of_school(breaker) if which_circuit == "school" else _from_bron(breaker)
    return kind(
        Bilingual(
            f"{nl} SBB is nu niet gevraagd; over {retry_after} s wordt het weer geprobeerd.",
            f"{en} SBB was not asked now; in {retry_after} s it is tried again.",
        ),
        internal=f"zekering {which_circuit} open: {breaker.code}",
        retry_after=retry_after,
    )


def _of_school(breaker: CircuitBreaker) -> tuple[type[BronError], str, str]:
    if breaker.code == BronLicentie.code:
        return (
            BronLicentie,
            "SBB weigert de licentie van deze school, herhaaldelijk.",
            "SBB refuses the licence of this school, repeatedly.",
        )
    return (
        SchoolCertificateUnsuitable,
        "SBB weigert het certificaat van deze school, herhaaldelijk.",
        "SBB refuses the certificate of this school, repeatedly.",
    )


def _from_bron(breaker: CircuitBreaker) -> tuple[type[BronError], str, str]:
    if breaker.code == BronCertificate.code:
        return (
            BronCertificate,
            "Het certificaat van SBB zelf wordt hier niet vertrouwd; dit is een zaak van de beheerder.",
            "SBB's own certificate is not trusted here; this is for the operator to solve.",
        )
    if breaker.code == BronOverloaded.code:
        return (
            BronOverloaded,
            "SBB vroeg herhaaldelijk om minder aanvragen.",
            "SBB asked for fewer requests, repeatedly.",
        )
    return (
        BronUnavailable,
        "SBB gaf herhaaldelijk geen bruikbaar antwoord.",
        "SBB gave no usable answer, repeatedly.",
    )


def _whole(seconds: float) -> int:
    return max(1, math.ceil(seconds))
