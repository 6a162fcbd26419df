"""What looks wrong with a school's certificate and key: a warning, for a licence holder may know better."""

from collections.abc import Iterator
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from cryptography.x509.oid import NameOID
from stagemarkt.model.codes import brin_van_oin


def oin_van(certificaat: str) -> str:
    """The OIN of a PEM certificate, "" when there is none to find."""
    gelezen = _lees(certificaat)
    nummers = [] if gelezen is None else gelezen.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
    return str(nummers[0].value) if nummers else ""


def keur(certificaat: str, sleutel: str, brin: str | None, nu: datetime) -> Iterator[str]:
    """Each thing that looks wrong.

    Args:
        certificaat: PEM, the school's own first.
        sleutel: PEM.
        brin: of the school that it is said to be for.
        nu: the moment, with its zone.
    """
    gelezen = _lees(certificaat)
    if gelezen is None:
        yield "the certificate cannot be read"
    else:
        if nu > gelezen.not_valid_after_utc:
            yield f"the certificate expired on {gelezen.not_valid_after_utc:%Y-%m-%d}"
        if nu < gelezen.not_valid_before_utc:
            yield f"the certificate is not valid before {gelezen.not_valid_before_utc:%Y-%m-%d}"
        yield from _keur_oin(oin_van(certificaat), brin)
    yield from _keur_sleutel(gelezen, sleutel)


def _keur_oin(oin: str, brin: str | None) -> Iterator[str]:
    van = brin_van_oin(oin)
    if not oin:
        yield "the certificate has no serialNumber in its subject, where the OIN belongs"
    elif van is None:
        yield f"the OIN in the certificate is not that of a school: {oin}"
    elif brin and brin != van:
        yield f"SCHOOL_BRIN is {brin}, the certificate is of {van}"


def _keur_sleutel(certificaat: x509.Certificate | None, sleutel: str) -> Iterator[str]:
    try:
        publiek = load_pem_private_key(sleutel.encode(), password=None).public_key()
    except TypeError:
        yield "the key has a passphrase, and nobody to give it: see docs/connecting.md"
    except (ValueError, UnsupportedAlgorithm):
        yield "the key cannot be read"
    else:
        if certificaat is not None and _vorm(publiek) != _vorm(certificaat.public_key()):
            yield "the key does not belong to the certificate"


def _vorm(publiek: object) -> bytes:
    # Every kind of public key has it; their common type in cryptography does not say so.
    vorm: bytes = publiek.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined]
    return vorm


def _lees(certificaat: str) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(certificaat.encode())
    except ValueError:
        return None
