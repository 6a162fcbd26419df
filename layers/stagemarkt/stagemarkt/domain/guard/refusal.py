"""What a caller hears when this facade does not ask SBB: to spare it, or because asking is of no use now."""

import math
from typing import Final

from stagemarkt.domain.guard.rate_limit import Wacht
from stagemarkt.model.errors import (
    BronCertificaat,
    Bronfout,
    BronLicentie,
    BronNietBeschikbaar,
    BronOverbelast,
    SchoolcertificaatOngeschikt,
    Tekst,
)
from stagemarkt.ports.guard import Kring, Zekering

# When a place comes free is not known, only by when it must; a caller may try sooner.
_PLAATS_VRIJ: Final = 5.0


def overbelast(wacht: Wacht) -> BronOverbelast:
    """Our own limit, not SBB's: the school asks more than its share."""
    return BronOverbelast(
        Tekst(
            "Namens deze school worden nu te veel vragen tegelijk aan SBB gesteld; dit is de grens van deze "
            "facade, niet die van SBB.",
            "Too many questions are being put to SBB for this school now; this is the limit of this "
            "facade, not that of SBB.",
        ),
        intern=f"limit of the school: {wacht.reden}",
        opnieuw_na=_heel(min(wacht.seconden, _PLAATS_VRIJ)),
    )


def dicht(kring: Kring, zekering: Zekering, over: float) -> Bronfout:
    """An open zekering: nothing was asked, and `over` seconds from now one call tries."""
    opnieuw_na = _heel(over)
    soort, nl, en = _van_school(zekering) if kring == "school" else _van_bron(zekering)
    return soort(
        Tekst(
            f"{nl} SBB is nu niet gevraagd; over {opnieuw_na} s wordt het weer geprobeerd.",
            f"{en} SBB was not asked now; in {opnieuw_na} s it is tried again.",
        ),
        intern=f"zekering {kring} open: {zekering.code}",
        opnieuw_na=opnieuw_na,
    )


def _van_school(zekering: Zekering) -> tuple[type[Bronfout], str, str]:
    if zekering.code == BronLicentie.code:
        return (
            BronLicentie,
            "SBB weigert de licentie van deze school, herhaaldelijk.",
            "SBB refuses the licence of this school, repeatedly.",
        )
    return (
        SchoolcertificaatOngeschikt,
        "SBB weigert het certificaat van deze school, herhaaldelijk.",
        "SBB refuses the certificate of this school, repeatedly.",
    )


def _van_bron(zekering: Zekering) -> tuple[type[Bronfout], str, str]:
    if zekering.code == BronCertificaat.code:
        return (
            BronCertificaat,
            "Het certificaat van SBB zelf wordt hier niet vertrouwd; dit is een zaak van de beheerder.",
            "SBB's own certificate is not trusted here; this is for the operator to solve.",
        )
    if zekering.code == BronOverbelast.code:
        return (
            BronOverbelast,
            "SBB vroeg herhaaldelijk om minder aanvragen.",
            "SBB asked for fewer requests, repeatedly.",
        )
    return (
        BronNietBeschikbaar,
        "SBB gaf herhaaldelijk geen bruikbaar antwoord.",
        "SBB gave no usable answer, repeatedly.",
    )


def _heel(seconden: float) -> int:
    return max(1, math.ceil(seconden))
