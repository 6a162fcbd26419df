"""What looks wrong with a school's certificate and key: a warning, for a licence holder may know better."""

from collections.abc import Iterator
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from cryptography.x509.oid import NameOID
from stagemarkt.model.codes import brin_of_oin


def oin_of(certificate: str) -> str:
    """The OIN of a PEM certificate, "" when there is none to find."""
    parsed = _read(certificate)
    all_numbers = [] if parsed is None else parsed.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
    return str(all_numbers[0].value) if all_numbers else ""


def vet(certificate: str, sleutel: str, brin: str | None, now: datetime) -> Iterator[str]:
    """Each thing that looks wrong.

    Args:
        certificate: PEM, the school's own first.
        sleutel: PEM.
        brin: of the school that it is said to be for.
        now: the moment, with its zone.
    """
    parsed = _read(certificate)
    if parsed is None:
        yield "the certificate cannot be read"
    else:
        if now > parsed.not_valid_after_utc:
            yield f"the certificate expired on {parsed.not_valid_after_utc:%Y-%m-%d}"
        if now < parsed.not_valid_before_utc:
            yield f"the certificate is not valid before {parsed.not_valid_before_utc:%Y-%m-%d}"
        yield from _vet_oin(oin_of(certificate), brin)
    yield from _check_key(parsed, sleutel)


def _vet_oin(oin: str, brin: str | None) -> Iterator[str]:
    van = brin_of_oin(oin)
    if not oin:
        yield "the certificate has no serialNumber in its subject, where the OIN belongs"
    elif van is None:
        yield f"the OIN in the certificate is not that of a school: {oin}"
    elif brin and brin != van:
        yield f"SCHOOL_BRIN is {brin}, the certificate is of {van}"


def _check_key(certificate: x509.Certificate | None, sleutel: str) -> Iterator[str]:
    try:
        public_key = load_pem_private_key(sleutel.encode(), password=None).public_key()
    except TypeError:
        yield "the key has a passphrase, and nobody to give it: see docs/connecting.md"
    except (ValueError, UnsupportedAlgorithm):
        yield "the key cannot be read"
    else:
        if certificate is not None and _form(public_key) != _form(certificate.public_key()):
            yield "the key does not belong to the certificate"


def _form(public_key: object) -> bytes:
    # Every kind of public key has it; their common type in cryptography does not say so.
    form: bytes = public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined]
    return form


def _read(certificate: str) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(certificate.encode())
    except ValueError:
        return None
