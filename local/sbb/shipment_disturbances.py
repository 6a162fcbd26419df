"""What can go wrong with a message that SBB sends: for tests of the receiver."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from local.sbb.mutatie_message import SimulatedMessage, write_message

SHIPMENT_DISTURBANCES: Final = {
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
_WITHOUT_END: Final = rb"(</(\w+:)?Startdatum>)(?!<(?:\w+:)?Einddatum)"
_NOBODY: Final = "00000000-0000-4000-8000-000000000000"


def body(message: SimulatedMessage, storing: str | None) -> bytes:
    """Write the message, spoilt in this way."""
    return _SPOILERS.get(storing or "", write_message)(message)


def _half(message: SimulatedMessage) -> bytes:
    tekst = write_message(message)
    return tekst[: len(tekst) // 2]


def _dotnet_dates(message: SimulatedMessage) -> bytes:
    tekst = re.sub(rb"(<(\w+:)?(?:Start|Eind)datum>[^<]*)", rb"\1T00:00:00", write_message(message))
    never = rb"\1<\2Einddatum>NOOIT</\2Einddatum>"
    return re.sub(_WITHOUT_END, never, tekst).replace(b"NOOIT", b"9999-12-31T23:59:59.9999999")


def _nil_and_spaces(message: SimulatedMessage) -> bytes:
    nil = rb'<\2Einddatum xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>'
    tekst = re.sub(_WITHOUT_END, rb"\1" + nil, write_message(message))
    tekst = re.sub(rb"(Crebonummer|CodeLeerbedrijf)>([^<]*)<", rb"\1> \2\n<", tekst)
    return re.sub(rb"Keuzedeelcode>K", b"Keuzedeelcode>k", tekst)


def _unreadable_mutatie(message: SimulatedMessage) -> bytes:
    tekst = write_message(message)
    naam = rb"<(\w+:)?Mutatietijdstip>"
    return re.sub(naam, rb"<\1Einddatum>31-12-2026</\1Einddatum>\g<0>", tekst, count=1)


def _other_actor(message: SimulatedMessage) -> bytes:
    header = b'<x:Route xmlns:x="urn:knooppunt" soap:mustUnderstand="1" soap:actor="urn:ander:knooppunt"/>'
    return write_message(message).replace(b"</soap:Header>", header + b"</soap:Header>")


_SPOILERS: Final[dict[str, Callable[[SimulatedMessage], bytes]]] = {
    "onbekend-abonnement": lambda message: write_message(replace(message, abonnement_id=_NOBODY)),
    "andere-brin": lambda message: write_message(
        replace(message, brin="99XZ" if message.brin != "99XZ" else "99XX")
    ),
    "half": _half,
    "kapotte-xml": lambda message: write_message(message).replace(b"</Naam>", b"</Nam>", 1),
    "ongeldig": lambda message: write_message(message).replace(b"StatusErkenning>", b"Status>"),
    "net-datums": _dotnet_dates,
    "nil-en-spaties": _nil_and_spaces,
    "onleesbare-mutatie": _unreadable_mutatie,
    "andere-actor": _other_actor,
    "dtd": lambda message: write_message(message).replace(b"?>", b"?><!DOCTYPE Envelope>", 1),
}
