"""Reads the dates of certificates (implements `ports.certificates.Certificaatbron`).

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

from stagemarkt.adapters.handshake import schud_hand
from stagemarkt.model.errors import BronCertificaat, BronLicentie, OnbruikbaarGeheim
from stagemarkt.ports.certificates import Gezien
from stagemarkt.ports.schools import Schoolgeheimen

SBB = "sbb"
# What cryptography raises for what is malformed, or is of a kind that it does not know.
_MIS = (ValueError, TypeError, OverflowError, UnsupportedAlgorithm, x509.InvalidVersion)


class Onleesbaar(ValueError):
    """What should be a PEM is none, or a key is not that of its certificate. Its text quotes nothing."""


class Certificaat(NamedTuple):
    """What the watch wants to know of a certificate; moments in whole seconds since 1970."""

    vingerafdruk: str
    geldig_van: int
    geldig_tot: int


class Certificatenkast:
    """The certificates in the schools' secrets, and SBB's CA; `brins` lists the schools."""

    def __init__(self, kluis: Schoolgeheimen, brins: Callable[[], Sequence[str]]) -> None:
        self._kluis = kluis
        self._brins = brins

    def scholen(self) -> Sequence[str]:
        """As the port says."""
        return self._brins()

    def bekijk(self, school: str) -> Gezien:
        """As the port says."""
        try:
            if school == SBB:
                return Gezien(*lees_ca(self._kluis.sbb_ca()))
            geheim = self._kluis.van(school)
            blad = lees_paar(geheim.certificaat, geheim.sleutel)
        except (BronLicentie, BronCertificaat, OnbruikbaarGeheim):
            return Gezien(onbruikbaar="onvolledig")
        except Onleesbaar:
            return Gezien(onbruikbaar="onleesbaar")
        if not is_bruikbaar(geheim.certificaat, geheim.sleutel):
            return Gezien(onbruikbaar="ongeschikt")
        try:
            vorig = lees_paar(geheim.vorig.certificaat, geheim.vorig.sleutel) if geheim.vorig else None
        except Onleesbaar:
            vorig = None
        return Gezien(
            *blad, vorig_tot=vorig.geldig_tot if vorig else None, licentiemerk=geheim.merken.licentie
        )


def lees_paar(certificaat: str, sleutel: str) -> Certificaat:
    """The first certificate of a PEM, after a check that this is its key.

    Raises:
        Onleesbaar: one of the two cannot be read, or they do not belong together.
    """
    blad = _lees(certificaat)[0]
    try:
        priv = load_pem_private_key(sleutel.encode(), password=None)
    except _MIS:
        raise Onleesbaar from None
    if _publiek(blad.public_key()) != _publiek(priv.public_key()):
        raise Onleesbaar
    return _gegevens(blad)


def is_bruikbaar(certificaat: str, sleutel: str) -> bool:
    """Whether a TLS handshake with this pair can come about, with a server that trusts it.

    Whom it was issued by and for what is left to SBB: what SBB takes is well, whatever we make of it.
    """
    return not any(mislukt.kant == "paar" for mislukt in schud_hand(certificaat, sleutel, _lees(certificaat)))


def lees_ca(pem: str) -> Certificaat:
    """Of all certificates in a PEM the one that is valid longest: until then one of them can be trusted.

    Raises:
        Onleesbaar: there is none.
    """
    return max((_gegevens(deel) for deel in _lees(pem)), key=lambda deel: deel.geldig_tot)


def _lees(pem: str) -> list[x509.Certificate]:
    try:
        gelezen = x509.load_pem_x509_certificates(pem.encode(errors="replace"))
        for certificaat in gelezen:
            # Of some parts it is found only when they are asked for that they are malformed.
            certificaat.public_key()
            certificaat.not_valid_after_utc - certificaat.not_valid_before_utc
    except _MIS:
        raise Onleesbaar from None
    return gelezen


def _gegevens(certificaat: x509.Certificate) -> Certificaat:
    return Certificaat(
        certificaat.fingerprint(SHA256()).hex(),
        int(certificaat.not_valid_before_utc.timestamp()),
        int(certificaat.not_valid_after_utc.timestamp()),
    )


def _publiek(sleutel: object) -> bytes:
    gegeven: bytes = sleutel.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined]
    return gegeven
