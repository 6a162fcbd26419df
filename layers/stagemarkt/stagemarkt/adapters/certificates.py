"""Reads the dates of certificates (implements `ports.schools.CertificateSource`).

Only the watch imports this: cryptography is in a layer of its own.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from stagemarkt.adapters.handshake import shake_hands
from stagemarkt.model.errors import BronCertificate, BronLicentie, UnusableSecret
from stagemarkt.ports.schools import SchoolSecrets, SeenCertificate

SBB = "sbb"
# What cryptography raises for what is malformed, or is of a kind that it does not know.
_FAILURES = (ValueError, TypeError, OverflowError, UnsupportedAlgorithm, x509.InvalidVersion)


class NoCertificate(ValueError):
    """What should be a PEM is none, or a key is not that of its certificate. Its text quotes nothing."""


class ParsedCertificate(NamedTuple):
    """What the watch wants to know of a certificate; moments in whole seconds since 1970."""

    fingerprint: str
    valid_from: int
    geldig_tot: int


class CertificateStore:
    """The certificates in the schools' secrets, and SBB's CA; `brins` lists the schools."""

    def __init__(self, vault: SchoolSecrets, brins: Callable[[], Sequence[str]]) -> None:
        self._vault = vault
        self._brins = brins

    def scholen(self) -> Sequence[str]:
        """As the port says."""
        return self._brins()

    def examine(self, school: str) -> SeenCertificate:
        """As the port says."""
        try:
            if school == SBB:
                return SeenCertificate(*read_ca(self._vault.sbb_ca()))
            secret = self._vault.van(school)
            sheet = read_pair(secret.certificaat, secret.sleutel)
        except (BronLicentie, BronCertificate, UnusableSecret):
            return SeenCertificate(unusable="onvolledig")
        except NoCertificate:
            return SeenCertificate(unusable="onleesbaar")
        if not is_usable(secret.certificaat, secret.sleutel):
            return SeenCertificate(unusable="ongeschikt")
        try:
            previous = (
                read_pair(secret.previous.certificaat, secret.previous.sleutel) if secret.previous else None
            )
        except NoCertificate:
            previous = None
        return SeenCertificate(
            *sheet,
            previous_until=previous.geldig_tot if previous else None,
            licentie_mark=secret.marks.licentie,
        )


def read_pair(certificate: str, sleutel: str) -> ParsedCertificate:
    """The first certificate of a PEM, after a check that this is its key.

    Raises:
        NoCertificate: one of the two cannot be read, or they do not belong together.
    """
    sheet = _read(certificate)[0]
    try:
        priv = load_pem_private_key(sleutel.encode(), password=None)
    except _FAILURES:
        raise NoCertificate from None
    if _public_key(sheet.public_key()) != _public_key(priv.public_key()):
        raise NoCertificate
    return _data(sheet)


def is_usable(certificate: str, sleutel: str) -> bool:
    """Whether a TLS handshake with this pair can come about, with a server that trusts it.

    Whom it was issued by and for what is left to SBB: what SBB takes is well, whatever we make of it.
    """
    return not any(
        mislukt.side == "paar" for mislukt in shake_hands(certificate, sleutel, _read(certificate))
    )


def read_ca(pem: str) -> ParsedCertificate:
    """Of all certificates in a PEM the one that is valid longest: until then one of them can be trusted.

    Raises:
        NoCertificate: there is none.
    """
    return max((_data(part) for part in _read(pem)), key=lambda part: part.geldig_tot)


def _read(pem: str) -> list[x509.Certificate]:
    try:
        parsed = x509.load_pem_x509_certificates(pem.encode(errors="replace"))
        for certificate in parsed:
            # Of some parts it is found only when they are asked for that they are malformed.
            certificate.public_key()
            certificate.not_valid_after_utc - certificate.not_valid_before_utc
    except _FAILURES:
        raise NoCertificate from None
    return parsed


def _data(certificate: x509.Certificate) -> ParsedCertificate:
    return ParsedCertificate(
        certificate.fingerprint(SHA256()).hex(),
        int(certificate.not_valid_before_utc.timestamp()),
        int(certificate.not_valid_after_utc.timestamp()),
    )


def _public_key(sleutel: object) -> bytes:
    given: bytes = sleutel.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined]
    return given
