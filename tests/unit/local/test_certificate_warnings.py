"""What is said of a certificate that looks wrong."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from local.deployment.certificate_warnings import oin_of, vet

NOW = datetime(2026, 9, 1, tzinfo=UTC)
SCHOOL_OIN = "0000000700099XX00000"
Sleutel = ec.EllipticCurvePrivateKey
Make = Callable[[str, int], str]


@pytest.fixture(scope="module")
def sleutel() -> Sleutel:
    """The school's key."""
    return ec.generate_private_key(ec.SECP256R1())


@pytest.fixture(scope="module")
def make(sleutel: Sleutel) -> Make:
    """Makes a certificate with this OIN, valid for a year from so many days after NU."""

    def certificate(oin: str, days: int) -> str:
        who = [x509.NameAttribute(NameOID.COMMON_NAME, "school")]
        who += [x509.NameAttribute(NameOID.SERIAL_NUMBER, oin)] if oin else []
        name, van = x509.Name(who), NOW + timedelta(days=days)
        builder = (
            x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(sleutel.public_key())
        )
        builder = builder.serial_number(1).not_valid_before(van).not_valid_after(van + timedelta(days=365))
        return builder.sign(sleutel, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()

    return certificate


def _pem(sleutel: Sleutel, password: bytes | None = None) -> str:
    lock = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    return sleutel.private_bytes(serialization.Encoding.PEM, form, lock).decode()


def test_all_in_order(make: Make, sleutel: Sleutel) -> None:
    """Nothing is said of what is right."""
    assert list(vet(make(SCHOOL_OIN, -1), _pem(sleutel), "99XX", NOW)) == []
    assert oin_of(make(SCHOOL_OIN, -1)) == SCHOOL_OIN


@pytest.mark.parametrize(
    ("oin", "days", "brin", "gezegd"),
    [
        (SCHOOL_OIN, -366, None, "expired on 2026-08-31"),
        (SCHOOL_OIN, 1, None, "not valid before 2026-09-02"),
        (SCHOOL_OIN, -1, "99XZ", "SCHOOL_BRIN is 99XZ, the certificate is of 99XX"),
        ("00000003273711120000", -1, None, "not that of a school"),
        ("", -1, None, "no serialNumber"),
    ],
)
def test_certificate(
    make: Make, sleutel: Sleutel, oin: str, days: int, brin: str | None, gezegd: str
) -> None:
    """Too old, too new, of another school, of no school: one thing is said."""
    (notice,) = vet(make(oin, days), _pem(sleutel), brin, NOW)
    assert gezegd in notice


def test_sleutel(make: Make, sleutel: Sleutel) -> None:
    """Another's key, one with a passphrase, and none at all."""
    certificate = make(SCHOOL_OIN, -1)
    other = ec.generate_private_key(ec.SECP384R1())
    for key, gezegd in (
        (_pem(other), "does not belong"),
        (_pem(sleutel, b"x"), "passphrase"),
        ("", "cannot be read"),
    ):
        (notice,) = vet(certificate, key, None, NOW)
        assert gezegd in notice


def test_everything_at_once(make: Make) -> None:
    """All that looks wrong is said."""
    assert len(list(vet(make("", -400), "", None, NOW))) == 3
    assert len(list(vet("geen", "geen", None, NOW))) == 2
