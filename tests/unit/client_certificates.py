"""Client certificates made by hand, as API Gateway gives them."""

from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NOW: Final = datetime(2026, 9, 1, tzinfo=UTC)
_DAY: Final = timedelta(days=1)
_SLEUTEL: Final = ec.generate_private_key(ec.SECP256R1())


def pem(*all_numbers: str, cn: str = "whitelabel.sbb.example", days: int = 30, since: int = 60) -> str:
    """A certificate with these serialNumbers in its subject, valid so many days round `NOW`."""
    pairs = [(NameOID.COMMON_NAME, cn), *((NameOID.SERIAL_NUMBER, number) for number in all_numbers)]
    name = x509.Name([x509.NameAttribute(kind, value) for kind, value in pairs])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(_SLEUTEL.public_key())
        .serial_number(1)
        .not_valid_before(NOW - since * _DAY)
        .not_valid_after(NOW + days * _DAY)
        .sign(_SLEUTEL, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
