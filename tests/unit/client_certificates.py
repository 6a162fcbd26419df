"""Client certificates made by hand, as API Gateway gives them."""

import ssl
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NOW: Final = datetime(2026, 9, 1, tzinfo=UTC)
CN: Final = "whitelabel.sbb.example"
_DAY: Final = timedelta(days=1)
_SLEUTEL: Final = ec.generate_private_key(ec.SECP256R1())


def of_unknown_version(good: str) -> str:
    """This certificate, of version 8: TLS takes it, and cryptography does not."""
    return _changed(good, b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x07")


def with_bits_for_a_name(good: str, cn: str = CN) -> str:
    """This certificate, the common name in its subject a BIT STRING; it was issued to itself."""
    # Of a text its kind and length, and of bits as many and how many of the last byte are no part of them.
    size = bytes([len(cn)])
    return _changed(good, b"\x0c" + size + cn.encode(), b"\x03" + size + b"\0" + cn[1:].encode())


def _changed(good: str, old: bytes, new: bytes) -> str:
    der = ssl.PEM_cert_to_DER_cert(good)
    before, found, after = der.rpartition(old)
    assert found
    return ssl.DER_cert_to_PEM_cert(before + new + after)


def pem(*all_numbers: str, cn: str = CN, days: int = 30, since: int = 60) -> str:
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
