"""Reads a client certificate (implements `ports.intake.ClientCertificateReader`).

Only the intake imports this: cryptography is in a layer of its own.
"""

from typing import Final

from cryptography import x509
from cryptography.x509.oid import NameOID

from stagemarkt.ports.intake import ClientCertificate, UnreadableCertificate

# What cryptography raises for what is malformed, or is of a kind that it does not know.
_MALFORMED: Final = (ValueError, TypeError, OverflowError, x509.InvalidVersion)


def read_client_certificate(pem: str) -> ClientCertificate:
    """As the port says."""
    try:
        certificate = x509.load_pem_x509_certificate(pem.encode())
        numbers = certificate.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
        return ClientCertificate(
            tuple(str(number.value) for number in numbers),
            certificate.not_valid_before_utc,
            certificate.not_valid_after_utc,
        )
    except _MALFORMED:
        # Without the cause: its text can quote the certificate.
        raise UnreadableCertificate from None
