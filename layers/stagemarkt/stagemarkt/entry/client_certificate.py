"""Who is at the other end of mutual TLS, by the client certificate that API Gateway gives.

API Gateway has checked the certificate against the truststore and gives it in the request context, where no
caller can put anything. Whatever cannot be read in one way only is nobody: this fails closed.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from stagemarkt.ports.intake import ClientCertificateReader, UnreadableCertificate


class NoSender(Exception):
    """Nobody that we can name; the text says why, without anything of the certificate."""


def oin_of_sender(event: Mapping[str, Any], now: float, read: ClientCertificateReader) -> str:
    """The OIN in the subject of the client certificate of this event, valid at `now` (seconds since 1970).

    The certificate itself decides, and nothing that is said of it beside it: neither subject nor period.

    Raises:
        NoSender: no certificate, none that can be read, one without exactly one OIN, or one out of time.
    """
    try:
        certificate = read(_pem(event))
    except UnreadableCertificate:
        raise NoSender("a certificate that cannot be read") from None
    if not certificate.valid_from <= datetime.fromtimestamp(now, UTC) <= certificate.valid_until:
        raise NoSender("a certificate out of time")
    if len(certificate.serial_numbers) != 1:
        raise NoSender(f"{len(certificate.serial_numbers)} serialNumbers in the subject")
    return certificate.serial_numbers[0]


def require_sender(event: Mapping[str, Any], oin: str, now: float, read: ClientCertificateReader) -> None:
    """Return when the client certificate of this event has this OIN. Raises NoSender when it has not."""
    if not oin or oin_of_sender(event, now, read) != oin:
        raise NoSender("another OIN")


def _pem(event: Mapping[str, Any]) -> str:
    spot: object = event
    for step in ("requestContext", "identity", "clientCert"):
        spot = spot.get(step) if isinstance(spot, Mapping) else None
    if not isinstance(spot, Mapping) or not spot:
        raise NoSender("no client certificate")
    pem = spot.get("clientCertPem")
    if not isinstance(pem, str) or not pem:
        # A REST API always gives it beside the subject; without it nobody is known by a subject as text.
        raise NoSender("a client certificate without its PEM")
    return pem
