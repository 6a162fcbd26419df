"""Invokes the function with the event that API Gateway makes of a request over mutual TLS."""

import base64
import json
import threading
import time
import uuid
from collections.abc import Mapping
from typing import Any, NamedTuple

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from local import ministack

_PAD = "/sbb/v1/mutaties"


class Verzoek(NamedTuple):
    """A request that came in; `certificaat` is DER, of a client that the handshake let in."""

    methode: str
    pad: str
    koppen: Mapping[str, str]
    lichaam: bytes
    certificaat: bytes
    adres: str


class Antwoord(NamedTuple):
    """What goes back."""

    status: int
    koppen: Mapping[str, str]
    lichaam: bytes


# What API Gateway says when it has no answer of the function.
_STUK = Antwoord(502, {"Content-Type": "application/json"}, b'{"message": "Internal server error"}')


class Functie:
    """The deployed function `naam` at the emulated AWS; for many threads."""

    def __init__(self, aws: str, naam: str) -> None:
        self._aws = aws
        self._naam = naam
        # A client may be shared by threads, but not made by two at once.
        self._slot = threading.Lock()
        self._client: Any = None

    def vraag(self, verzoek: Verzoek) -> Antwoord:
        """The function's answer, or that of API Gateway where it has none."""
        try:
            antwoord = self._lambda().invoke(
                FunctionName=self._naam, Payload=json.dumps(maak_event(verzoek)).encode()
            )
            uitkomst = json.loads(antwoord["Payload"].read())
            if antwoord.get("FunctionError") or "statusCode" not in uitkomst:
                return _STUK
        except (BotoCoreError, ClientError, ValueError):
            return _STUK
        lichaam = uitkomst.get("body") or ""
        inhoud = base64.b64decode(lichaam) if uitkomst.get("isBase64Encoded") else lichaam.encode()
        return Antwoord(uitkomst["statusCode"], uitkomst.get("headers") or {}, inhoud)

    def _lambda(self) -> Any:  # noqa: ANN401 - boto3 makes a client of any service by its name
        with self._slot:
            if self._client is None:
                sessie = boto3.Session(
                    ministack.HOOFDREKENING, ministack.HOOFDREKENING, region_name=ministack.REGIO
                )
                # As API Gateway: it waits 29 seconds, and does not try again.
                geduld = Config(read_timeout=29, retries={"total_max_attempts": 1}, max_pool_connections=64)
                self._client = sessie.client("lambda", endpoint_url=self._aws, config=geduld)
        return self._client


def maak_event(verzoek: Verzoek) -> dict[str, Any]:
    """The event of a REST API whose custom domain has mutual TLS, its binary media types `*/*`."""
    nummer, nu = str(uuid.uuid4()), time.time()
    return {
        "resource": _PAD,
        "path": verzoek.pad,
        "httpMethod": verzoek.methode,
        "headers": dict(verzoek.koppen),
        "multiValueHeaders": {naam: [waarde] for naam, waarde in verzoek.koppen.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": _PAD,
            "httpMethod": verzoek.methode,
            "path": verzoek.pad,
            "stage": "intake",
            "protocol": "HTTP/1.1",
            "domainName": verzoek.koppen.get("Host", "localhost").partition(":")[0],
            "requestId": nummer,
            "extendedRequestId": nummer,
            "requestTimeEpoch": int(nu * 1000),
            "identity": {
                "sourceIp": verzoek.adres,
                "userAgent": verzoek.koppen.get("User-Agent"),
                "clientCert": _certificaat(verzoek.certificaat),
            },
        },
        "body": base64.b64encode(verzoek.lichaam).decode(),
        "isBase64Encoded": True,
    }


def _certificaat(der: bytes) -> dict[str, Any]:
    certificaat = x509.load_der_x509_certificate(der)
    nummer = f"{certificaat.serial_number:x}"
    nummer = nummer.zfill(len(nummer) + len(nummer) % 2)
    vorm = "%b %d %H:%M:%S %Y GMT"
    return {
        "clientCertPem": certificaat.public_bytes(Encoding.PEM).decode(),
        "subjectDN": certificaat.subject.rfc4514_string(),
        "issuerDN": certificaat.issuer.rfc4514_string(),
        "serialNumber": ":".join(nummer[plek : plek + 2] for plek in range(0, len(nummer), 2)),
        "validity": {
            "notBefore": certificaat.not_valid_before_utc.strftime(vorm),
            "notAfter": certificaat.not_valid_after_utc.strftime(vorm),
        },
    }
