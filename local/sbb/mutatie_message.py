"""Writes `MutatieErkenning` as SBB sends it, and reads what the receiver answers."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from local.sbb.protocol import ANONIEM, OIN_SBB, SOAP, TNS, WSA, oin_van
from local.sbb.register.model import Erkenning, StatusErkenning
from local.sbb.subscriptions import Abonnement
from local.sbb.xml_tree import Element, OngeldigeXmlFout, Veld, bouw, nieuw, ontleed, schrijf, voeg_toe

ACTIE: Final = f"{TNS}/MutatieErkenning"
_GOED: Final = "0"


@dataclass(frozen=True)
class Mutatie:
    """A change to tell of; `tijdstip` is aware."""

    leerbedrijf_id: str
    naam: str
    erkenning: Erkenning
    status: StatusErkenning
    tijdstip: dt.datetime


@dataclass(frozen=True)
class Bericht:
    """A message: its BerichtID, for which abonnement and school, and what it tells."""

    id: str
    abonnement_id: str
    brin: str
    endpoint: str
    mutaties: tuple[Mutatie, ...]


def maak_bericht(
    abonnement: Abonnement, mutaties: Sequence[Mutatie], bericht_id: str | None = None
) -> Bericht:
    """Make a message for this abonnement, with a new BerichtID unless one is given."""
    nummer = bericht_id or str(uuid.uuid4())
    return Bericht(nummer, abonnement.id, abonnement.brin, abonnement.endpoint, tuple(mutaties))


def schrijf_bericht(bericht: Bericht) -> bytes:
    """Write the whole message, UTF-8, with the headers of WS-Addressing."""
    velden: list[Veld] = [
        ("BerichtID", bericht.id),
        ("AbonnementID", bericht.abonnement_id),
        ("Brin", bericht.brin),
        ("Mutaties", [("Mutatie", _velden(mutatie)) for mutatie in bericht.mutaties]),
    ]
    envelop = nieuw(SOAP, "Envelope", {"soap": SOAP, "wsa": WSA})
    kop = voeg_toe(envelop, SOAP, "Header")
    voeg_toe(kop, WSA, "Action", ACTIE)
    voeg_toe(kop, WSA, "MessageID", f"urn:uuid:{bericht.id}")
    voeg_toe(kop, WSA, "To", f"{bericht.endpoint}?oin={oin_van(bericht.brin)}")
    afzender = voeg_toe(kop, WSA, "From")
    voeg_toe(afzender, WSA, "Address", f"{ANONIEM}?oin={OIN_SBB}")
    voeg_toe(envelop, SOAP, "Body").append(bouw(TNS, "MutatieErkenning", [("request", velden)]))
    return schrijf(envelop)


def _velden(mutatie: Mutatie) -> list[Veld]:
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
class Ontvangst:
    """What the receiver made of it: its signaalcode, or None and what was wrong with its answer."""

    signaalcode: str | None
    fout: str | None

    @property
    def bevestigd(self) -> bool:
        """Whether it need not be sent again."""
        return self.signaalcode == _GOED


def lees_ontvangst(status: int, inhoud: bytes, bericht_id: str) -> Ontvangst:
    """Read the answer to a message. A fault's text is not kept: it is not ours to show."""
    try:
        envelop = ontleed(inhoud)
    except OngeldigeXmlFout:
        return Ontvangst(None, f"HTTP {status}, geen XML")
    code = envelop.findtext(f"{{{SOAP}}}Body/{{{SOAP}}}Fault/faultcode")
    if code is not None:
        return Ontvangst(None, f"HTTP {status}, SOAP Fault {code.rpartition(':')[2]}")
    resultaat = envelop.find(
        f"{{{SOAP}}}Body/{{{TNS}}}MutatieErkenningResponse/{{{TNS}}}MutatieErkenningResult"
    )
    if status != 200 or resultaat is None:  # noqa: PLR2004 - OK
        return Ontvangst(None, f"HTTP {status}, geen MutatieErkenningResult")
    if not _hoort_bij(envelop, resultaat, bericht_id):
        return Ontvangst(None, "een antwoord op een ander bericht")
    return Ontvangst(resultaat.findtext(f"{{{TNS}}}Signaalcode"), None)


def _hoort_bij(envelop: Element, resultaat: Element, bericht_id: str) -> bool:
    in_romp = resultaat.findtext(f"{{{TNS}}}BerichtID") or bericht_id
    in_kop = envelop.findtext(f"{{{SOAP}}}Header/{{{WSA}}}RelatesTo") or f"urn:uuid:{bericht_id}"
    return in_romp.lower() == bericht_id.lower() and in_kop.lower() == f"urn:uuid:{bericht_id}".lower()
