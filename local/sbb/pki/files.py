"""Keeps certificates and keys as PEM files, keys for the owner's eyes only."""

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from local.sbb.pki.certificates import IssuedCertificate

REMAINING_DURATION = dt.timedelta(days=7)


@dataclass(frozen=True)
class KeyPair:
    """Where a certificate and its private key lie: absolute paths of PEM files."""

    cert: Path
    key: Path

    @classmethod
    def in_folder(cls, folder: Path, naam: str) -> "KeyPair":
        """Give `<naam>.pem` and `<naam>.key` in the folder."""
        return cls(folder / f"{naam}.pem", folder / f"{naam}.key")

    def write(self, issued: IssuedCertificate) -> None:
        """Write both files: the key 0600, each in one step."""
        sleutel = issued.sleutel.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write_safely(self.key, sleutel)
        write_safely(self.cert, issued.certificaat.public_bytes(Encoding.PEM), mode=0o644)

    def read(self) -> IssuedCertificate | None:
        """Read both files; None when one lacks, is unreadable, or they do not belong together."""
        try:
            certificaat = x509.load_pem_x509_certificate(self.cert.read_bytes())
            sleutel = load_pem_private_key(self.key.read_bytes(), password=None)
        except (OSError, ValueError):
            return None
        if not isinstance(sleutel, ec.EllipticCurvePrivateKey):
            return None
        if certificaat.public_key() != sleutel.public_key():
            return None
        return IssuedCertificate(certificaat, sleutel)


def usable(issued: IssuedCertificate, ca: x509.Certificate, subject: x509.Name | None = None) -> bool:
    """Tell whether it holds for more than a week yet, comes from the CA, and is this subject's."""
    now = dt.datetime.now(dt.UTC)
    certificaat = issued.certificaat
    if certificaat.not_valid_before_utc > now or certificaat.not_valid_after_utc < now + REMAINING_DURATION:
        return False
    if subject is not None and certificaat.subject != subject:
        return False
    try:
        certificaat.verify_directly_issued_by(ca)
    except (InvalidSignature, TypeError, ValueError):
        return False
    return True


def write_safely(target: Path, inhoud: bytes, *, mode: int = 0o600) -> None:
    """Write a file in one step, so that no reader ever sees half of it or a wider mode than asked."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as bestand:
        bestand.write(inhoud)
    temporary.replace(target)
