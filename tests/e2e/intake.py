"""SBB at the intake: brings messages over mutual TLS, as the simulated SBB or as somebody else."""

import ssl
import uuid
from pathlib import Path
from typing import Any

import httpx
from lxml import etree
from stagemarkt.adapters.dynamodb.mutaties import MutatieTable
from stagemarkt.adapters.dynamodb.rejects import RejectsTable
from stagemarkt.adapters.dynamodb.sbb_subscriptions import SubscriptionTable
from stagemarkt.ports.sbb_subscriptions import KnownSubscription

from local.certificates import KeyPair
from local.stack.local_stack import LocalStack
from tests.integration.support.contract import SOAP, vet
from tests.message_examples import ACTIE, NS, SCHOOL_OIN

_RESULT = f"{{{SOAP}}}Body/{{{NS}}}MutatieErkenningResponse/{{{NS}}}MutatieErkenningResult"


class IntakeClient:
    """The intake of a stack, seen from outside, and what is stored behind it."""

    def __init__(self, this_stack: LocalStack, stack: dict[str, Any]) -> None:
        self.url: str = stack["intakeUrl"]
        self.ca = stack["intakeCa"]
        self.sbb = KeyPair(Path(stack["intakeClientCert"]), Path(stack["intakeClientKey"]))
        self.pki = self.sbb.cert.parent
        aws, deployed = this_stack.deployed()
        table, dynamodb = deployed.output["MutatiesTabel"], aws.client("dynamodb")
        self.storage = MutatieTable(dynamodb, table)
        self.rejects_register = RejectsTable(dynamodb, table)
        self.abonnementen = SubscriptionTable(dynamodb, table)

    def client(self, as_type: KeyPair | None) -> httpx.Client:
        """Whoever has this certificate; nobody in particular without one."""
        context = ssl.create_default_context(cafile=self.ca)
        if as_type is not None:
            context.load_cert_chain(as_type.cert, as_type.key)
        return httpx.Client(verify=context, timeout=30, trust_env=False)

    def bring(self, content: bytes, client: httpx.Client, url: str | None = None) -> httpx.Response:
        """Bring a message."""
        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{ACTIE}"'}
        return client.post(url or self.url, content=content, headers=headers)

    def subscribe(self, brin: str = "99XX", oin: str = SCHOOL_OIN) -> str:
        """A subscription that we know; its GUID."""
        abonnement_id = str(uuid.uuid4())
        self.abonnementen.remember(KnownSubscription(abonnement_id, brin, oin, self.url, 1.0))
        return abonnement_id


def signaalcode(answer: httpx.Response) -> str | None:
    """That of a result, which has to be valid; None for a fault."""
    if b"Fault" in answer.content:
        return None
    vet(answer.content)
    return etree.fromstring(answer.content).findtext(f"{_RESULT}/{{{NS}}}Signaalcode")
