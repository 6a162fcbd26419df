"""Invokes the function with the event that API Gateway makes of a request over mutual TLS."""

import base64
import json
import ssl
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

from local.emulator import ministack

_PATH = "/sbb/v1/mutaties"
# What cryptography raises for what is malformed, or is of a kind that it does not know.
_MALFORMED = (ValueError, TypeError, OverflowError, x509.InvalidVersion)


class InvocationRequest(NamedTuple):
    """A request that came in; `certificaat` is DER, of a client that the handshake let in."""

    method: str
    path: str
    koppen: Mapping[str, str]
    body: bytes
    certificaat: bytes
    adres: str


class InvocationResponse(NamedTuple):
    """What goes back."""

    status: int
    koppen: Mapping[str, str]
    body: bytes


# What API Gateway says when it has no answer of the function.
_PIECE = InvocationResponse(
    502, {"Content-Type": "application/json"}, b'{"message": "Internal server error"}'
)


class DeployedFunction:
    """The deployed function `naam` at the emulated AWS; for many threads."""

    def __init__(self, aws: str, naam: str) -> None:
        self._aws = aws
        self._name = naam
        # A client may be shared by threads, but not made by two at once.
        self._lock = threading.Lock()
        self._client: Any = None

    def question(self, request: InvocationRequest) -> InvocationResponse:
        """The function's answer, or that of API Gateway where it has none."""
        try:
            answer = self._lambda().invoke(
                FunctionName=self._name, Payload=json.dumps(build_event(request)).encode()
            )
            outcome = json.loads(answer["Payload"].read())
            if answer.get("FunctionError") or "statusCode" not in outcome:
                return _PIECE
        except (BotoCoreError, ClientError, ValueError):
            return _PIECE
        body = outcome.get("body") or ""
        content = base64.b64decode(body) if outcome.get("isBase64Encoded") else body.encode()
        return InvocationResponse(outcome["statusCode"], outcome.get("headers") or {}, content)

    def _lambda(self) -> Any:  # noqa: ANN401 - boto3 makes a client of any service by its name
        with self._lock:
            if self._client is None:
                sessie = boto3.Session(
                    ministack.MAIN_ACCOUNT, ministack.MAIN_ACCOUNT, region_name=ministack.REGION
                )
                # As API Gateway: it waits 29 seconds, and does not try again.
                patience = Config(read_timeout=29, retries={"total_max_attempts": 1}, max_pool_connections=64)
                self._client = sessie.client("lambda", endpoint_url=self._aws, config=patience)
        return self._client


def build_event(request: InvocationRequest) -> dict[str, Any]:
    """The event of a REST API whose custom domain has mutual TLS, its binary media types `*/*`."""
    number, now = str(uuid.uuid4()), time.time()
    return {
        "resource": _PATH,
        "path": request.path,
        "httpMethod": request.method,
        "headers": dict(request.koppen),
        "multiValueHeaders": {name: [value] for name, value in request.koppen.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": _PATH,
            "httpMethod": request.method,
            "path": request.path,
            "stage": "intake",
            "protocol": "HTTP/1.1",
            "domainName": request.koppen.get("Host", "localhost").partition(":")[0],
            "requestId": number,
            "extendedRequestId": number,
            "requestTimeEpoch": int(now * 1000),
            "identity": {
                "sourceIp": request.adres,
                "userAgent": request.koppen.get("User-Agent"),
                "clientCert": _certificate(request.certificaat),
            },
        },
        "body": base64.b64encode(request.body).decode(),
        "isBase64Encoded": True,
    }


def _certificate(der: bytes) -> dict[str, Any]:
    try:
        return _described(der)
    except _MALFORMED:
        # What TLS let through and we cannot read, the function is to judge by its PEM, as any other.
        return {"clientCertPem": ssl.DER_cert_to_PEM_cert(der)}


def _described(der: bytes) -> dict[str, Any]:
    certificate = x509.load_der_x509_certificate(der)
    number = f"{certificate.serial_number:x}"
    number = number.zfill(len(number) + len(number) % 2)
    form = "%b %d %H:%M:%S %Y GMT"
    return {
        "clientCertPem": certificate.public_bytes(Encoding.PEM).decode(),
        "subjectDN": certificate.subject.rfc4514_string(),
        "issuerDN": certificate.issuer.rfc4514_string(),
        "serialNumber": ":".join(number[spot : spot + 2] for spot in range(0, len(number), 2)),
        "validity": {
            "notBefore": certificate.not_valid_before_utc.strftime(form),
            "notAfter": certificate.not_valid_after_utc.strftime(form),
        },
    }
