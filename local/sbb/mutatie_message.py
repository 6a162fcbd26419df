"""`MutatieErkenning` as SBB sends it, right or spoilt as asked, and what the receiver answers."""

import datetime as dt
import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from local.sbb.protocol import ANONYMOUS, OIN_SBB, SOAP, TNS, WSA, oin_of
from local.sbb.register.model import RegisterErkenning, StatusErkenning
from local.sbb.subscriptions import SimulatedAbonnement
from local.sbb.xml_tree import Element, InvalidXmlError, XmlField, add, build, new, parse, write

ACTIE: Final = f"{TNS}/MutatieErkenning"
_GOOD: Final = "0"


@dataclass(frozen=True)
class SimulatedMutatie:
    """A change to tell of; `tijdstip` is aware."""

    leerbedrijf_id: str
    naam: str
    erkenning: RegisterErkenning
    status: StatusErkenning
    tijdstip: dt.datetime


@dataclass(frozen=True)
class SimulatedMessage:
    """A message: its BerichtID, for which abonnement and school, and what it tells."""

    id: str
    abonnement_id: str
    brin: str
    endpoint: str
    mutaties: tuple[SimulatedMutatie, ...]


def build_message(
    abonnement: SimulatedAbonnement, mutaties: Sequence[SimulatedMutatie], bericht_id: str | None = None
) -> SimulatedMessage:
    """Make a message for this abonnement, with a new BerichtID unless one is given."""
    number = bericht_id or str(uuid.uuid4())
    return SimulatedMessage(number, abonnement.id, abonnement.brin, abonnement.endpoint, tuple(mutaties))


def write_message(message: SimulatedMessage) -> bytes:
    """Write the whole message, UTF-8, with the headers of WS-Addressing."""
    fields: list[XmlField] = [
        ("BerichtID", message.id),
        ("AbonnementID", message.abonnement_id),
        ("Brin", message.brin),
        ("Mutaties", [("Mutatie", _fields(mutatie)) for mutatie in message.mutaties]),
    ]
    envelope = new(SOAP, "Envelope", {"soap": SOAP, "wsa": WSA})
    header = add(envelope, SOAP, "Header")
    add(header, WSA, "Action", ACTIE)
    add(header, WSA, "MessageID", f"urn:uuid:{message.id}")
    add(header, WSA, "To", f"{message.endpoint}?oin={oin_of(message.brin)}")
    afzender = add(header, WSA, "From")
    add(afzender, WSA, "Address", f"{ANONYMOUS}?oin={OIN_SBB}")
    add(envelope, SOAP, "Body").append(build(TNS, "MutatieErkenning", [("request", fields)]))
    return write(envelope)


def _fields(mutatie: SimulatedMutatie) -> list[XmlField]:
    erkenning = mutatie.erkenning
    return [
        ("CodeLeerbedrijf", mutatie.leerbedrijf_id),
        ("Naam", mutatie.naam),
        ("Keuzedeelcode" if erkenning.keuzedeel else "Crebonummer", erkenning.code),
        ("StatusErkenning", mutatie.status),
        ("Startdatum", erkenning.startdatum),
        ("Einddatum", erkenning.einddatum),
        ("Mutatietijdstip", mutatie.tijdstip.isoformat(timespec="milliseconds")),
    ]


@dataclass(frozen=True)
class MutatieReceipt:
    """What the receiver made of it: its signaalcode, or None and what was wrong with its answer."""

    signaalcode: str | None
    fout: str | None

    @property
    def confirmed(self) -> bool:
        """Whether it need not be sent again."""
        return self.signaalcode == _GOOD


def read_receipt(status: int, content: bytes, bericht_id: str) -> MutatieReceipt:
    """Read the answer to a message. A fault's text is not kept: it is not ours to show."""
    try:
        envelope = parse(content)
    except InvalidXmlError:
        return MutatieReceipt(None, f"HTTP {status}, geen XML")
    code = envelope.findtext(f"{{{SOAP}}}Body/{{{SOAP}}}Fault/faultcode")
    if code is not None:
        return MutatieReceipt(None, f"HTTP {status}, SOAP Fault {code.rpartition(':')[2]}")
    result = envelope.find(
        f"{{{SOAP}}}Body/{{{TNS}}}MutatieErkenningResponse/{{{TNS}}}MutatieErkenningResult"
    )
    if status != 200 or result is None:  # noqa: PLR2004 - OK
        return MutatieReceipt(None, f"HTTP {status}, geen MutatieErkenningResult")
    if not _belongs_to(envelope, result, bericht_id):
        return MutatieReceipt(None, "een antwoord op een ander bericht")
    return MutatieReceipt(result.findtext(f"{{{TNS}}}Signaalcode"), None)


def _belongs_to(envelope: Element, result: Element, bericht_id: str) -> bool:
    in_body = result.findtext(f"{{{TNS}}}BerichtID") or bericht_id
    in_header = envelope.findtext(f"{{{SOAP}}}Header/{{{WSA}}}RelatesTo") or f"urn:uuid:{bericht_id}"
    return in_body.lower() == bericht_id.lower() and in_header.lower() == f"urn:uuid:{bericht_id}".lower()


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


def body(message: SimulatedMessage, disturbance: str | None) -> bytes:
    """Write the message, spoilt in this way."""
    return _SPOILERS.get(disturbance or "", write_message)(message)


def _half(message: SimulatedMessage) -> bytes:
    text = write_message(message)
    return text[: len(text) // 2]


def _dotnet_dates(message: SimulatedMessage) -> bytes:
    text = re.sub(rb"(<(\w+:)?(?:Start|Eind)datum>[^<]*)", rb"\1T00:00:00", write_message(message))
    never = rb"\1<\2Einddatum>NOOIT</\2Einddatum>"
    return re.sub(_WITHOUT_END, never, text).replace(b"NOOIT", b"9999-12-31T23:59:59.9999999")


def _nil_and_spaces(message: SimulatedMessage) -> bytes:
    nil = rb'<\2Einddatum xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>'
    text = re.sub(_WITHOUT_END, rb"\1" + nil, write_message(message))
    text = re.sub(rb"(Crebonummer|CodeLeerbedrijf)>([^<]*)<", rb"\1> \2\n<", text)
    return re.sub(rb"Keuzedeelcode>K", b"Keuzedeelcode>k", text)


def _unreadable_mutatie(message: SimulatedMessage) -> bytes:
    text = write_message(message)
    name = rb"<(\w+:)?Mutatietijdstip>"
    return re.sub(name, rb"<\1Einddatum>31-12-2026</\1Einddatum>\g<0>", text, count=1)


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
