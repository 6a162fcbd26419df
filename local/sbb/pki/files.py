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

from local.sbb.pki.certificates import Uitgifte

RESTDUUR = dt.timedelta(days=7)


@dataclass(frozen=True)
class Sleutelpaar:
    """Where a certificate and its private key lie: absolute paths of PEM files."""

    cert: Path
    key: Path

    @classmethod
    def in_map(cls, folder: Path, naam: str) -> "Sleutelpaar":
        """Give `<naam>.pem` and `<naam>.key` in the folder."""
        return cls(folder / f"{naam}.pem", folder / f"{naam}.key")

    def schrijf(self, uitgifte: Uitgifte) -> None:
        """Write both files: the key 0600, each in one step."""
        sleutel = uitgifte.sleutel.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        schrijf_veilig(self.key, sleutel)
        schrijf_veilig(self.cert, uitgifte.certificaat.public_bytes(Encoding.PEM), mode=0o644)

    def lees(self) -> Uitgifte | None:
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
        return Uitgifte(certificaat, sleutel)


def bruikbaar(uitgifte: Uitgifte, ca: x509.Certificate, subject: x509.Name | None = None) -> bool:
    """Tell whether it holds for more than a week yet, comes from the CA, and is this subject's."""
    nu = dt.datetime.now(dt.UTC)
    certificaat = uitgifte.certificaat
    if certificaat.not_valid_before_utc > nu or certificaat.not_valid_after_utc < nu + RESTDUUR:
        return False
    if subject is not None and certificaat.subject != subject:
        return False
    try:
        certificaat.verify_directly_issued_by(ca)
    except (InvalidSignature, TypeError, ValueError):
        return False
    return True


def schrijf_veilig(doel: Path, inhoud: bytes, *, mode: int = 0o600) -> None:
    """Write a file in one step, so that no reader ever sees half of it or a wider mode than asked."""
    tijdelijk = doel.with_name(f".{doel.name}.{os.getpid()}")
    tijdelijk.unlink(missing_ok=True)
    handvat = os.open(tijdelijk, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handvat, "wb") as bestand:
        bestand.write(inhoud)
    tijdelijk.replace(doel)
