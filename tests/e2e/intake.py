"""SBB at the intake: brings messages over mutual TLS, as the simulated SBB or as somebody else."""

import ssl
import uuid
from pathlib import Path
from typing import Any

import httpx
from lxml import etree
from stagemarkt.adapters.dynamodb.mutaties import Mutatietabel
from stagemarkt.adapters.dynamodb.rejects import Afkeurtabel
from stagemarkt.adapters.dynamodb.sbb_subscriptions import Abonnementtabel
from stagemarkt.ports.sbb_subscriptions import BekendAbonnement

from local.sbb.pki.files import Sleutelpaar
from local.stack import Stapel
from tests.integration.support.contract import SOAP, keur
from tests.message_examples import ACTIE, NS, SCHOOL_OIN

_RESULTAAT = f"{{{SOAP}}}Body/{{{NS}}}MutatieErkenningResponse/{{{NS}}}MutatieErkenningResult"


class Intake:
    """The intake of a stack, seen from outside, and what is stored behind it."""

    def __init__(self, stapel: Stapel, stack: dict[str, Any]) -> None:
        self.url: str = stack["intakeUrl"]
        self.ca = stack["intakeCa"]
        self.sbb = Sleutelpaar(Path(stack["intakeClientCert"]), Path(stack["intakeClientKey"]))
        self.pki = self.sbb.cert.parent
        aws, uitgerold = stapel.uitgerold()
        tabel, dynamodb = uitgerold.uitvoer["MutatiesTabel"], aws.client("dynamodb")
        self.opslag = Mutatietabel(dynamodb, tabel)
        self.afkeurboek = Afkeurtabel(dynamodb, tabel)
        self.abonnementen = Abonnementtabel(dynamodb, tabel)

    def client(self, als: Sleutelpaar | None) -> httpx.Client:
        """Whoever has this certificate; nobody in particular without one."""
        context = ssl.create_default_context(cafile=self.ca)
        if als is not None:
            context.load_cert_chain(als.cert, als.key)
        return httpx.Client(verify=context, timeout=30, trust_env=False)

    def breng(self, inhoud: bytes, client: httpx.Client, url: str | None = None) -> httpx.Response:
        """Bring a message."""
        koppen = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{ACTIE}"'}
        return client.post(url or self.url, content=inhoud, headers=koppen)

    def abonneer(self, brin: str = "99XX", oin: str = SCHOOL_OIN) -> str:
        """A subscription that we know; its GUID."""
        abonnement_id = str(uuid.uuid4())
        self.abonnementen.onthoud(BekendAbonnement(abonnement_id, brin, oin, self.url, 1.0))
        return abonnement_id


def signaalcode(antwoord: httpx.Response) -> str | None:
    """That of a result, which has to be valid; None for a fault."""
    if b"Fault" in antwoord.content:
        return None
    keur(antwoord.content)
    return etree.fromstring(antwoord.content).findtext(f"{_RESULTAAT}/{{{NS}}}Signaalcode")
