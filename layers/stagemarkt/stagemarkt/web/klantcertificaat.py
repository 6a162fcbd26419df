"""Who is at the other end of mutual TLS, by what API Gateway says of the client certificate.

API Gateway has checked the certificate against the truststore and gives it in the request context, where no
caller can put anything. Whatever cannot be read in one way only is nobody: this fails closed.
"""

import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.x509.oid import NameOID

from stagemarkt.domein.onderwerp import OngeldigOnderwerp, serienummers


class GeenAfzender(Exception):
    """Nobody that we can name; the text says why, without anything of the certificate."""


def oin_van_afzender(event: Mapping[str, Any], nu: float) -> str:
    """The OIN in the subject of the client certificate of this event, valid at `nu` (seconds since 1970).

    The certificate itself decides. The subject as text serves where it is missing, and may not contradict it.

    Raises:
        GeenAfzender: no certificate, none that can be read, one without exactly one OIN, or one out of time.
    """
    certificaat = _certificaat(event)
    tekst, pem = certificaat.get("subjectDN"), certificaat.get("clientCertPem")
    if pem:
        oin = _uit_pem(pem, nu)
        if _in_tekst(tekst) not in ([], [oin]):
            raise GeenAfzender("the subject is not that of the certificate")
    else:
        oin = _een(_lees(tekst))
    _controleer_geldigheid(certificaat.get("validity"), nu)
    return oin


def eis_afzender(event: Mapping[str, Any], oin: str, nu: float) -> None:
    """Return when the client certificate of this event has this OIN. Raises GeenAfzender when it has not."""
    if not oin or oin_van_afzender(event, nu) != oin:
        raise GeenAfzender("another OIN")


def _certificaat(event: Mapping[str, Any]) -> Mapping[str, Any]:
    plek: object = event
    for stap in ("requestContext", "identity", "clientCert"):
        plek = plek.get(stap) if isinstance(plek, Mapping) else None
    if not isinstance(plek, Mapping) or not plek:
        raise GeenAfzender("no client certificate")
    return plek


def _uit_pem(pem: object, nu: float) -> str:
    try:
        certificaat = x509.load_pem_x509_certificate(str(pem).encode())
        nummers = certificaat.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
        van, tot = certificaat.not_valid_before_utc, certificaat.not_valid_after_utc
    except ValueError:
        raise GeenAfzender("a certificate that cannot be read") from None
    if not van <= datetime.fromtimestamp(nu, UTC) <= tot:
        raise GeenAfzender("a certificate out of time")
    return _een([str(nummer.value) for nummer in nummers])


def _lees(onderwerp: object) -> list[str]:
    if not isinstance(onderwerp, str):
        raise GeenAfzender("no subject")
    try:
        return serienummers(onderwerp)
    except OngeldigOnderwerp as fout:
        raise GeenAfzender(str(fout)) from None


def _in_tekst(onderwerp: object) -> list[str]:
    # Beside a certificate a text that cannot be read says nothing: how AWS writes it, it does not promise.
    try:
        return _lees(onderwerp)
    except GeenAfzender:
        return []


def _een(nummers: list[str]) -> str:
    if len(nummers) != 1:
        raise GeenAfzender(f"{len(nummers)} serialNumbers in the subject")
    return nummers[0]


def _controleer_geldigheid(geldigheid: object, nu: float) -> None:
    """Look at the period beside the certificate as well, where it is given."""
    if geldigheid is None:
        return
    try:
        van, tot = (ssl.cert_time_to_seconds(geldigheid[naam]) for naam in ("notBefore", "notAfter"))  # type: ignore[index]
    except (KeyError, TypeError, ValueError):
        raise GeenAfzender("a period that cannot be read") from None
    if not van <= nu <= tot:
        raise GeenAfzender("a certificate out of time")
