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

NU = dt.datetime(2026, 9, 1, 10, tzinfo=dt.UTC)
OIN = "0000000700099XX00000"
_PSS = (("0d", "010500"), ("0b", "0a"))


class Paar(NamedTuple):
    """A certificate with its key."""

    certificaat: x509.Certificate
    sleutel: Any

    @property
    def pem(self) -> bytes:
        """The certificate."""
        return self.certificaat.public_bytes(Encoding.PEM)

    def sleutel_pem(self, wachtwoord: bytes | None = None) -> bytes:
        """The key, behind a passphrase if one is given."""
        slot = BestAvailableEncryption(wachtwoord) if wachtwoord else NoEncryption()
        pem: bytes = self.sleutel.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, slot)
        return pem

    def pfx(self, keten: Sequence["Paar"] = (), wachtwoord: bytes | None = None) -> bytes:
        """Everything in one."""
        slot = BestAvailableEncryption(wachtwoord) if wachtwoord else NoEncryption()
        rest = [deel.certificaat for deel in keten]
        return pkcs12.serialize_key_and_certificates(b"school", self.sleutel, self.certificaat, rest, slot)


def maak(  # noqa: PLR0913 - each is what can be wrong
    naam: str,
    uitgever: Paar | None = None,
    *,
    ca: bool = False,
    oin: str | None = None,
    van: int = -10,
    tot: int = 300,
    gebruik: Sequence[x509.ObjectIdentifier] | None = (ExtendedKeyUsageOID.CLIENT_AUTH,),
    ondertekent: bool = True,
    sleutel: Any = None,
    hash_: hashes.SHA384 | None = None,
    lengte: int | None = None,
) -> Paar:
    """A certificate from `van` to `tot` days from NU, signed by `uitgever` or by itself."""
    eigen = sleutel or ec.generate_private_key(ec.SECP256R1())
    paren = [x509.NameAttribute(NameOID.COMMON_NAME, naam)]
    if oin is not None:
        paren.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, oin))
    onderwerp = x509.Name(paren)
    bouwer = (
        x509.CertificateBuilder()
        .subject_name(onderwerp)
        .issuer_name(uitgever.certificaat.subject if uitgever else onderwerp)
        .public_key(eigen.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NU + dt.timedelta(days=van))
        .not_valid_after(NU + dt.timedelta(days=tot))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=lengte), critical=True)
        .add_extension(_keyusage(ca=ca, ondertekent=ondertekent), critical=True)
    )
    if gebruik is not None and not ca:
        bouwer = bouwer.add_extension(x509.ExtendedKeyUsage(gebruik), critical=False)
    tekent = uitgever.sleutel if uitgever else eigen
    algoritme = (
        None
        if isinstance(tekent, ed25519.Ed25519PrivateKey | ed448.Ed448PrivateKey)
        else hash_ or hashes.SHA256()
    )
    return Paar(bouwer.sign(tekent, algoritme), eigen)


def _keyusage(*, ca: bool, ondertekent: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=ondertekent,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=not ondertekent,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )


def maak_pss(uitgever: Paar) -> tuple[bytes, bytes]:
    """A certificate and a key of the kind RSASSA-PSS, PEM: an RSA pair of which both say so."""
    sleutel = rsa.generate_private_key(65537, 2048)
    gewoon = maak("School", uitgever, oin=OIN, sleutel=sleutel)
    # AlgorithmIdentifier of rsaEncryption, and that of RSASSA-PSS without restrictions.
    van, naar = (bytes.fromhex(f"30{lengte}06092a864886f70d0101{soort}") for lengte, soort in _PSS)
    spki = sleutel.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    als_pss = _der(0x30, spki[4:].replace(van, naar))
    tbs = _der(0x30, gewoon.certificaat.tbs_certificate_bytes[4:].replace(spki, als_pss))
    handtekening = uitgever.sleutel.sign(tbs, ec.ECDSA(hashes.SHA256()))
    algoritme = bytes.fromhex("300a06082a8648ce3d040302")
    bits = _der(0x03, b"\0" + handtekening)
    certificaat = x509.load_der_x509_certificate(_der(0x30, tbs + algoritme + bits))
    pkcs8 = sleutel.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    der = _der(0x30, pkcs8[4:].replace(van, naar))
    regels = base64.encodebytes(der)
    pem = b"-----BEGIN PRIVATE KEY-----\n" + regels + b"-----END PRIVATE KEY-----\n"
    return certificaat.public_bytes(Encoding.PEM), pem


def _der(soort: int, inhoud: bytes) -> bytes:
    lengte = len(inhoud).to_bytes(2, "big")
    return (
        bytes([soort, 0x82]) + lengte + inhoud if len(inhoud) > 127 else bytes([soort, len(inhoud)]) + inhoud
    )


class Pki(NamedTuple):
    """A root, an issuer under it, and a school's certificate under that."""

    wortel: Paar
    tussen: Paar
    school: Paar

    @classmethod
    def nieuw(cls, **anders: Any) -> "Pki":
        """Everything in order, but for what is otherwise of the school's."""
        wortel = maak("Wortel", ca=True, tot=3000)
        tussen = maak("Tussen", wortel, ca=True, tot=2000)
        return cls(wortel, tussen, maak("School", tussen, **({"oin": OIN} | anders)))
