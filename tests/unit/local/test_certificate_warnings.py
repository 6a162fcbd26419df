"""What is said of a certificate that looks wrong."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from local.certificate_warnings import keur, oin_van

NU = datetime(2026, 9, 1, tzinfo=UTC)
VAN_SCHOOL = "0000000700099XX00000"
Sleutel = ec.EllipticCurvePrivateKey
Maak = Callable[[str, int], str]


@pytest.fixture(scope="module")
def sleutel() -> Sleutel:
    """The school's key."""
    return ec.generate_private_key(ec.SECP256R1())


@pytest.fixture(scope="module")
def maak(sleutel: Sleutel) -> Maak:
    """Makes a certificate with this OIN, valid for a year from so many days after NU."""

    def certificaat(oin: str, dagen: int) -> str:
        wie = [x509.NameAttribute(NameOID.COMMON_NAME, "school")]
        wie += [x509.NameAttribute(NameOID.SERIAL_NUMBER, oin)] if oin else []
        naam, van = x509.Name(wie), NU + timedelta(days=dagen)
        bouwer = (
            x509.CertificateBuilder().subject_name(naam).issuer_name(naam).public_key(sleutel.public_key())
        )
        bouwer = bouwer.serial_number(1).not_valid_before(van).not_valid_after(van + timedelta(days=365))
        return bouwer.sign(sleutel, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()

    return certificaat


def _pem(sleutel: Sleutel, wachtwoord: bytes | None = None) -> str:
    slot = serialization.BestAvailableEncryption(wachtwoord) if wachtwoord else serialization.NoEncryption()
    vorm = serialization.PrivateFormat.PKCS8
    return sleutel.private_bytes(serialization.Encoding.PEM, vorm, slot).decode()


def test_in_orde(maak: Maak, sleutel: Sleutel) -> None:
    """Nothing is said of what is right."""
    assert list(keur(maak(VAN_SCHOOL, -1), _pem(sleutel), "99XX", NU)) == []
    assert oin_van(maak(VAN_SCHOOL, -1)) == VAN_SCHOOL


@pytest.mark.parametrize(
    ("oin", "dagen", "brin", "gezegd"),
    [
        (VAN_SCHOOL, -366, None, "expired on 2026-08-31"),
        (VAN_SCHOOL, 1, None, "not valid before 2026-09-02"),
        (VAN_SCHOOL, -1, "99XZ", "SCHOOL_BRIN is 99XZ, the certificate is of 99XX"),
        ("00000003273711120000", -1, None, "not that of a school"),
        ("", -1, None, "no serialNumber"),
    ],
)
def test_certificaat(
    maak: Maak, sleutel: Sleutel, oin: str, dagen: int, brin: str | None, gezegd: str
) -> None:
    """Too old, too new, of another school, of no school: one thing is said."""
    (melding,) = keur(maak(oin, dagen), _pem(sleutel), brin, NU)
    assert gezegd in melding


def test_sleutel(maak: Maak, sleutel: Sleutel) -> None:
    """Another's key, one with a passphrase, and none at all."""
    certificaat = maak(VAN_SCHOOL, -1)
    ander = ec.generate_private_key(ec.SECP384R1())
    for key, gezegd in (
        (_pem(ander), "does not belong"),
        (_pem(sleutel, b"x"), "passphrase"),
        ("", "cannot be read"),
    ):
        (melding,) = keur(certificaat, key, None, NU)
        assert gezegd in melding


def test_alles_tegelijk(maak: Maak) -> None:
    """All that looks wrong is said."""
    assert len(list(keur(maak("", -400), "", None, NU))) == 3
    assert len(list(keur("geen", "geen", None, NU))) == 2
