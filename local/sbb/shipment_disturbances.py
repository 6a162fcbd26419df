"""What can go wrong with a message that SBB sends: for tests of the receiver."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from local.sbb.mutatie_message import Bericht, schrijf_bericht

ZENDSTORINGEN: Final = {
    "dubbel": "Stuurt het bericht na de bevestiging nog twee keer.",
    "onbekend-abonnement": "Een AbonnementID dat niemand kent.",
    "andere-brin": "De Brin van een andere school.",
    "half": "De XML houdt halverwege op.",
    "kapotte-xml": "XML die niet goed gevormd is.",
    "ongeldig": "Een status die het contract niet kent.",
    "net-datums": "Datums als .NET ze schrijft; geen einddatum is 9999-12-31T23:59:59.9999999.",
    "nil-en-spaties": "Een lege einddatum als xsi:nil, spaties rond codes, keuzedelen in kleine letters.",
    "onleesbare-mutatie": "Bij de eerste mutatie een einddatum die geen datum is; de andere zijn goed.",
    "andere-actor": "Een kop met mustUnderstand voor een ander knooppunt (actor).",
    "dtd": "Een DOCTYPE voor de Envelope.",
    "andere-oin": "Het clientcertificaat van een school in plaats van dat van SBB.",
    "zonder-certificaat": "Geen clientcertificaat.",
}
_ZONDER_EINDE: Final = rb"(</(\w+:)?Startdatum>)(?!<(?:\w+:)?Einddatum)"
_NIEMAND: Final = "00000000-0000-4000-8000-000000000000"


def lichaam(bericht: Bericht, storing: str | None) -> bytes:
    """Write the message, spoilt in this way."""
    return _BEDERF.get(storing or "", schrijf_bericht)(bericht)


def _half(bericht: Bericht) -> bytes:
    tekst = schrijf_bericht(bericht)
    return tekst[: len(tekst) // 2]


def _net_datums(bericht: Bericht) -> bytes:
    tekst = re.sub(rb"(<(\w+:)?(?:Start|Eind)datum>[^<]*)", rb"\1T00:00:00", schrijf_bericht(bericht))
    nooit = rb"\1<\2Einddatum>NOOIT</\2Einddatum>"
    return re.sub(_ZONDER_EINDE, nooit, tekst).replace(b"NOOIT", b"9999-12-31T23:59:59.9999999")


def _nil_en_spaties(bericht: Bericht) -> bytes:
    nil = rb'<\2Einddatum xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>'
    tekst = re.sub(_ZONDER_EINDE, rb"\1" + nil, schrijf_bericht(bericht))
    tekst = re.sub(rb"(Crebonummer|CodeLeerbedrijf)>([^<]*)<", rb"\1> \2\n<", tekst)
    return re.sub(rb"Keuzedeelcode>K", b"Keuzedeelcode>k", tekst)


def _onleesbare_mutatie(bericht: Bericht) -> bytes:
    tekst = schrijf_bericht(bericht)
    naam = rb"<(\w+:)?Mutatietijdstip>"
    return re.sub(naam, rb"<\1Einddatum>31-12-2026</\1Einddatum>\g<0>", tekst, count=1)


def _andere_actor(bericht: Bericht) -> bytes:
    kop = b'<x:Route xmlns:x="urn:knooppunt" soap:mustUnderstand="1" soap:actor="urn:ander:knooppunt"/>'
    return schrijf_bericht(bericht).replace(b"</soap:Header>", kop + b"</soap:Header>")


_BEDERF: Final[dict[str, Callable[[Bericht], bytes]]] = {
    "onbekend-abonnement": lambda bericht: schrijf_bericht(replace(bericht, abonnement_id=_NIEMAND)),
    "andere-brin": lambda bericht: schrijf_bericht(
        replace(bericht, brin="99XZ" if bericht.brin != "99XZ" else "99XX")
    ),
    "half": _half,
    "kapotte-xml": lambda bericht: schrijf_bericht(bericht).replace(b"</Naam>", b"</Nam>", 1),
    "ongeldig": lambda bericht: schrijf_bericht(bericht).replace(b"StatusErkenning>", b"Status>"),
    "net-datums": _net_datums,
    "nil-en-spaties": _nil_en_spaties,
    "onleesbare-mutatie": _onleesbare_mutatie,
    "andere-actor": _andere_actor,
    "dtd": lambda bericht: schrijf_bericht(bericht).replace(b"?>", b"?><!DOCTYPE Envelope>", 1),
}
