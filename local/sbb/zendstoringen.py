"""What can go wrong with a message that SBB sends: for tests of the receiver."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from local.sbb.mutatiebericht import Bericht, schrijf_bericht

ZENDSTORINGEN: Final = {
    "dubbel": "Stuurt het bericht na de bevestiging nog twee keer.",
    "onbekend-abonnement": "Een AbonnementID dat niemand kent.",
    "andere-brin": "De Brin van een andere school.",
    "half": "De XML houdt halverwege op.",
    "kapotte-xml": "XML die niet goed gevormd is.",
    "ongeldig": "Een status die het contract niet kent.",
    "dtd": "Een DOCTYPE voor de Envelope.",
    "andere-oin": "Het clientcertificaat van een school in plaats van dat van SBB.",
    "zonder-certificaat": "Geen clientcertificaat.",
}
_NIEMAND: Final = "00000000-0000-4000-8000-000000000000"


def lichaam(bericht: Bericht, storing: str | None) -> bytes:
    """Write the message, spoilt in this way."""
    return _BEDERF.get(storing or "", schrijf_bericht)(bericht)


def _half(bericht: Bericht) -> bytes:
    tekst = schrijf_bericht(bericht)
    return tekst[: len(tekst) // 2]


_BEDERF: Final[dict[str, Callable[[Bericht], bytes]]] = {
    "onbekend-abonnement": lambda bericht: schrijf_bericht(replace(bericht, abonnement_id=_NIEMAND)),
    "andere-brin": lambda bericht: schrijf_bericht(
        replace(bericht, brin="99XZ" if bericht.brin != "99XZ" else "99XX")
    ),
    "half": _half,
    "kapotte-xml": lambda bericht: schrijf_bericht(bericht).replace(b"</Naam>", b"</Nam>", 1),
    "ongeldig": lambda bericht: schrijf_bericht(bericht).replace(b"StatusErkenning>", b"Status>"),
    "dtd": lambda bericht: schrijf_bericht(bericht).replace(b"?>", b"?><!DOCTYPE Envelope>", 1),
}
