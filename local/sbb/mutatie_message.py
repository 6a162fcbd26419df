"""Writes `MutatieErkenning` as SBB sends it, and reads what the receiver answers."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from local.sbb.protocol import ANONYMOUS, OIN_SBB, SOAP, TNS, WSA, oin_of
from local.sbb.register.model import RegisterErkenning, StatusErkenning
from local.sbb.subscriptions import SimulatedAbonnement
from local.sbb.xml_tree import Element, Field, InvalidXmlError, add, build, new, parse, write

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
    velden: list[Field] = [
        ("BerichtID", message.id),
        ("AbonnementID", message.abonnement_id),
        ("Brin", message.brin),
        ("Mutaties", [("Mutatie", _fields(mutatie)) for mutatie in message.mutaties]),
    ]
    envelop = new(SOAP, "Envelope", {"soap": SOAP, "wsa": WSA})
    header = add(envelop, SOAP, "Header")
    add(header, WSA, "Action", ACTIE)
    add(header, WSA, "MessageID", f"urn:uuid:{message.id}")
    add(header, WSA, "To", f"{message.endpoint}?oin={oin_of(message.brin)}")
    afzender = add(header, WSA, "From")
    add(afzender, WSA, "Address", f"{ANONYMOUS}?oin={OIN_SBB}")
    add(envelop, SOAP, "Body").append(build(TNS, "MutatieErkenning", [("request", velden)]))
    return write(envelop)


def _fields(mutatie: SimulatedMutatie) -> list[Field]:
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


def read_receipt(status: int, inhoud: bytes, bericht_id: str) -> MutatieReceipt:
    """Read the answer to a message. A fault's text is not kept: it is not ours to show."""
    try:
        envelop = parse(inhoud)
    except InvalidXmlError:
        return MutatieReceipt(None, f"HTTP {status}, geen XML")
    code = envelop.findtext(f"{{{SOAP}}}Body/{{{SOAP}}}Fault/faultcode")
    if code is not None:
        return MutatieReceipt(None, f"HTTP {status}, SOAP Fault {code.rpartition(':')[2]}")
    result = envelop.find(f"{{{SOAP}}}Body/{{{TNS}}}MutatieErkenningResponse/{{{TNS}}}MutatieErkenningResult")
    if status != 200 or result is None:  # noqa: PLR2004 - OK
        return MutatieReceipt(None, f"HTTP {status}, geen MutatieErkenningResult")
    if not _belongs_to(envelop, result, bericht_id):
        return MutatieReceipt(None, "een antwoord op een ander bericht")
    return MutatieReceipt(result.findtext(f"{{{TNS}}}Signaalcode"), None)


def _belongs_to(envelop: Element, result: Element, bericht_id: str) -> bool:
    in_body = result.findtext(f"{{{TNS}}}BerichtID") or bericht_id
    in_header = envelop.findtext(f"{{{SOAP}}}Header/{{{WSA}}}RelatesTo") or f"urn:uuid:{bericht_id}"
    return in_body.lower() == bericht_id.lower() and in_header.lower() == f"urn:uuid:{bericht_id}".lower()
