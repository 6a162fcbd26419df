"""Certificates and keys of this machine: EC P-256, SHA-256, with what OpenSSL's strict mode wants.

In PEM files, keys for the owner's eyes only.
"""

import datetime as dt
import ipaddress
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

YEAR = dt.timedelta(days=365)
# A clock that runs a little behind must not refuse a fresh certificate.
SLACK = dt.timedelta(minutes=5)


@dataclass(frozen=True)
class IssuedCertificate:
    """A certificate with its private key."""

    certificaat: x509.Certificate
    sleutel: ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class CertificateHolder:
    """Who a certificate is for: organisation, host name and (if any) OIN in the subject's serialNumber."""

    organization: str
    naam: str
    oin: str | None = None

    def subject(self) -> x509.Name:
        """Give the subject as PKIoverheid writes it: C, O, CN and serialNumber."""
        pairs: list[tuple[ObjectIdentifier, str]] = [
            (NameOID.COUNTRY_NAME, "NL"),
            (NameOID.ORGANIZATION_NAME, self.organization),
            (NameOID.COMMON_NAME, self.naam),
        ]
        if self.oin is not None:
            pairs.append((NameOID.SERIAL_NUMBER, self.oin))
        return x509.Name([x509.NameAttribute(kind, value) for kind, value in pairs])


@dataclass(frozen=True)
class Validity:
    """From when until when a certificate holds, in UTC."""

    van: dt.datetime
    until: dt.datetime

    @classmethod
    def one_year(cls) -> "Validity":
        """Give a year from now, less the play for slow clocks."""
        van = dt.datetime.now(dt.UTC) - SLACK
        return cls(van, van + YEAR)


def make_ca(name: str) -> IssuedCertificate:
    """Make a self-signed CA that may sign certificates and CRLs, and nothing beneath it may."""
    sleutel = ec.generate_private_key(ec.SECP256R1())
    holder = CertificateHolder("Stagemarkt simulator", name).subject()
    builder = _begin(holder, holder, sleutel, sleutel, Validity.one_year())
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_key_usage(may_sign=False), critical=True)
    return IssuedCertificate(builder.sign(sleutel, hashes.SHA256()), sleutel)


def make_server(
    ca: IssuedCertificate, holder: CertificateHolder, hosts: tuple[str, ...], validity: Validity | None = None
) -> IssuedCertificate:
    """Make a server certificate for the hosts (names or IP addresses), good for a year by default."""
    names = x509.SubjectAlternativeName([_alternative_name(host) for host in hosts])
    target = (ExtendedKeyUsageOID.SERVER_AUTH, names)
    return _sheet(ca, holder, validity or Validity.one_year(), target)


def make_client(
    ca: IssuedCertificate, holder: CertificateHolder, validity: Validity | None = None
) -> IssuedCertificate:
    """Make a client certificate, good for a year unless another validity is given."""
    names = x509.SubjectAlternativeName([x509.DNSName(holder.naam)])
    return _sheet(ca, holder, validity or Validity.one_year(), (ExtendedKeyUsageOID.CLIENT_AUTH, names))


def _sheet(
    ca: IssuedCertificate,
    holder: CertificateHolder,
    validity: Validity,
    target: tuple[ObjectIdentifier, x509.SubjectAlternativeName],
) -> IssuedCertificate:
    sleutel = ec.generate_private_key(ec.SECP256R1())
    usage, names = target
    builder = _begin(holder.subject(), ca.certificaat.subject, sleutel, ca.sleutel, validity)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_key_usage(may_sign=True), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
    builder = builder.add_extension(names, critical=False)
    return IssuedCertificate(builder.sign(ca.sleutel, hashes.SHA256()), sleutel)


def _begin(
    subject: x509.Name,
    issuer: x509.Name,
    sleutel: ec.EllipticCurvePrivateKey,
    ca_sleutel: ec.EllipticCurvePrivateKey,
    validity: Validity,
) -> x509.CertificateBuilder:
    own = x509.SubjectKeyIdentifier.from_public_key(sleutel.public_key())
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_sleutel.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(sleutel.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(validity.van)
        .not_valid_after(validity.until)
        .add_extension(own, critical=False)
        .add_extension(issuer_key, critical=False)
    )


def _key_usage(*, may_sign: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=may_sign,
        key_cert_sign=not may_sign,
        crl_sign=not may_sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _alternative_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


REMAINING_DURATION = dt.timedelta(days=7)


@dataclass(frozen=True)
class KeyPair:
    """Where a certificate and its private key lie: absolute paths of PEM files."""

    cert: Path
    key: Path

    @classmethod
    def in_folder(cls, folder: Path, name: str) -> "KeyPair":
        """Give `<naam>.pem` and `<naam>.key` in the folder."""
        return cls(folder / f"{name}.pem", folder / f"{name}.key")

    def write(self, issued: IssuedCertificate) -> None:
        """Write both files: the key 0600, each in one step."""
        sleutel = issued.sleutel.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write_safely(self.key, sleutel)
        write_safely(self.cert, issued.certificaat.public_bytes(Encoding.PEM), mode=0o644)

    def read(self) -> IssuedCertificate | None:
        """Read both files; None when one lacks, is unreadable, or they do not belong together."""
        try:
            certificate = x509.load_pem_x509_certificate(self.cert.read_bytes())
            sleutel = load_pem_private_key(self.key.read_bytes(), password=None)
        except (OSError, ValueError):
            return None
        if not isinstance(sleutel, ec.EllipticCurvePrivateKey):
            return None
        if certificate.public_key() != sleutel.public_key():
            return None
        return IssuedCertificate(certificate, sleutel)


def usable(issued: IssuedCertificate, ca: x509.Certificate, subject: x509.Name | None = None) -> bool:
    """Tell whether it holds for more than a week yet, comes from the CA, and is this subject's."""
    now = dt.datetime.now(dt.UTC)
    certificate = issued.certificaat
    if certificate.not_valid_before_utc > now or certificate.not_valid_after_utc < now + REMAINING_DURATION:
        return False
    if subject is not None and certificate.subject != subject:
        return False
    try:
        certificate.verify_directly_issued_by(ca)
    except (InvalidSignature, TypeError, ValueError):
        return False
    return True


def write_safely(target: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write a file in one step, so that no reader ever sees half of it or a wider mode than asked."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    temporary.replace(target)
