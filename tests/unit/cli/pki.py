"""A PKI of a moment, in which everything can be made wrong: for what a school may hand over."""

import base64
import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = dt.datetime(2026, 9, 1, 10, tzinfo=dt.UTC)
OIN = "0000000700099XX00000"
_PSS = (("0d", "010500"), ("0b", "0a"))


class Pair(NamedTuple):
    """A certificate with its key."""

    certificaat: x509.Certificate
    sleutel: Any

    @property
    def pem(self) -> bytes:
        """The certificate."""
        return self.certificaat.public_bytes(Encoding.PEM)

    def sleutel_pem(self, password: bytes | None = None) -> bytes:
        """The key, behind a passphrase if one is given."""
        lock = BestAvailableEncryption(password) if password else NoEncryption()
        pem: bytes = self.sleutel.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)
        return pem

    def pfx(self, keten: Sequence["Pair"] = (), password: bytes | None = None) -> bytes:
        """Everything in one."""
        lock = BestAvailableEncryption(password) if password else NoEncryption()
        rest = [part.certificaat for part in keten]
        return pkcs12.serialize_key_and_certificates(b"school", self.sleutel, self.certificaat, rest, lock)


def make(  # noqa: PLR0913 - each is what can be wrong
    name: str,
    issuer: Pair | None = None,
    *,
    ca: bool = False,
    oin: str | None = None,
    van: int = -10,
    until: int = 300,
    usage: Sequence[x509.ObjectIdentifier] | None = (ExtendedKeyUsageOID.CLIENT_AUTH,),
    may_sign: bool = True,
    sleutel: Any = None,
    hash_: hashes.SHA384 | None = None,
    length: int | None = None,
) -> Pair:
    """A certificate from `van` to `until` days from NU, signed by `issuer` or by itself."""
    own = sleutel or ec.generate_private_key(ec.SECP256R1())
    pairs = [x509.NameAttribute(NameOID.COMMON_NAME, name)]
    if oin is not None:
        pairs.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, oin))
    subject = x509.Name(pairs)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificaat.subject if issuer else subject)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + dt.timedelta(days=van))
        .not_valid_after(NOW + dt.timedelta(days=until))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=length), critical=True)
        .add_extension(_keyusage(ca=ca, may_sign=may_sign), critical=True)
    )
    if usage is not None and not ca:
        builder = builder.add_extension(x509.ExtendedKeyUsage(usage), critical=False)
    signing_key = issuer.sleutel if issuer else own
    algorithm = (
        None
        if isinstance(signing_key, ed25519.Ed25519PrivateKey | ed448.Ed448PrivateKey)
        else hash_ or hashes.SHA256()
    )
    return Pair(builder.sign(signing_key, algorithm), own)


def _keyusage(*, ca: bool, may_sign: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=may_sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=not may_sign,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )


def make_pss(issuer: Pair) -> tuple[bytes, bytes]:
    """A certificate and a key of the kind RSASSA-PSS, PEM: an RSA pair of which both say so."""
    sleutel = rsa.generate_private_key(65537, 2048)
    usual = make("School", issuer, oin=OIN, sleutel=sleutel)
    # AlgorithmIdentifier of rsaEncryption, and that of RSASSA-PSS without restrictions.
    van, naar = (bytes.fromhex(f"30{length}06092a864886f70d0101{kind}") for length, kind in _PSS)
    spki = sleutel.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    as_pss = _der(0x30, spki[4:].replace(van, naar))
    tbs = _der(0x30, usual.certificaat.tbs_certificate_bytes[4:].replace(spki, as_pss))
    signature = issuer.sleutel.sign(tbs, ec.ECDSA(hashes.SHA256()))
    algorithm = bytes.fromhex("300a06082a8648ce3d040302")
    bits = _der(0x03, b"\0" + signature)
    certificate = x509.load_der_x509_certificate(_der(0x30, tbs + algorithm + bits))
    pkcs8 = sleutel.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    der = _der(0x30, pkcs8[4:].replace(van, naar))
    lines = base64.encodebytes(der)
    pem = b"-----BEGIN PRIVATE KEY-----\n" + lines + b"-----END PRIVATE KEY-----\n"
    return certificate.public_bytes(Encoding.PEM), pem


def _der(kind: int, content: bytes) -> bytes:
    length = len(content).to_bytes(2, "big")
    return (
        bytes([kind, 0x82]) + length + content
        if len(content) > 127
        else bytes([kind, len(content)]) + content
    )


class SchoolPki(NamedTuple):
    """A root, an issuer under it, and a school's certificate under that."""

    root: Pair
    between: Pair
    school: Pair

    @classmethod
    def new(cls, **otherwise: Any) -> "SchoolPki":
        """Everything in order, but for what is otherwise of the school's."""
        root = make("Wortel", ca=True, until=3000)
        between = make("Tussen", root, ca=True, until=2000)
        return cls(root, between, make("School", between, **({"oin": OIN} | otherwise)))
