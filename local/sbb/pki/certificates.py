"""Makes certificates and keys: EC P-256, SHA-256, with the extensions that OpenSSL's strict mode wants."""

import datetime as dt
import ipaddress
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

JAAR = dt.timedelta(days=365)
# A clock that runs a little behind must not refuse a fresh certificate.
SPELING = dt.timedelta(minutes=5)


@dataclass(frozen=True)
class Uitgifte:
    """A certificate with its private key."""

    certificaat: x509.Certificate
    sleutel: ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Houder:
    """Who a certificate is for: organisation, host name and (if any) OIN in the subject's serialNumber."""

    organisatie: str
    naam: str
    oin: str | None = None

    def subject(self) -> x509.Name:
        """Give the subject as PKIoverheid writes it: C, O, CN and serialNumber."""
        paren: list[tuple[ObjectIdentifier, str]] = [
            (NameOID.COUNTRY_NAME, "NL"),
            (NameOID.ORGANIZATION_NAME, self.organisatie),
            (NameOID.COMMON_NAME, self.naam),
        ]
        if self.oin is not None:
            paren.append((NameOID.SERIAL_NUMBER, self.oin))
        return x509.Name([x509.NameAttribute(soort, waarde) for soort, waarde in paren])


@dataclass(frozen=True)
class Geldigheid:
    """From when until when a certificate holds, in UTC."""

    van: dt.datetime
    tot: dt.datetime

    @classmethod
    def een_jaar(cls) -> "Geldigheid":
        """Give a year from now, less the play for slow clocks."""
        van = dt.datetime.now(dt.UTC) - SPELING
        return cls(van, van + JAAR)


def maak_ca(naam: str) -> Uitgifte:
    """Make a self-signed CA that may sign certificates and CRLs, and nothing beneath it may."""
    sleutel = ec.generate_private_key(ec.SECP256R1())
    houder = Houder("Stagemarkt simulator", naam).subject()
    bouwer = _begin(houder, houder, sleutel, sleutel, Geldigheid.een_jaar())
    bouwer = bouwer.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    bouwer = bouwer.add_extension(_gebruik(ondertekent=False), critical=True)
    return Uitgifte(bouwer.sign(sleutel, hashes.SHA256()), sleutel)


def maak_server(
    ca: Uitgifte, houder: Houder, hosts: tuple[str, ...], geldigheid: Geldigheid | None = None
) -> Uitgifte:
    """Make a server certificate for the hosts (names or IP addresses), good for a year by default."""
    namen = x509.SubjectAlternativeName([_alternatief(host) for host in hosts])
    doel = (ExtendedKeyUsageOID.SERVER_AUTH, namen)
    return _blad(ca, houder, geldigheid or Geldigheid.een_jaar(), doel)


def maak_client(ca: Uitgifte, houder: Houder, geldigheid: Geldigheid | None = None) -> Uitgifte:
    """Make a client certificate, good for a year unless another validity is given."""
    namen = x509.SubjectAlternativeName([x509.DNSName(houder.naam)])
    return _blad(ca, houder, geldigheid or Geldigheid.een_jaar(), (ExtendedKeyUsageOID.CLIENT_AUTH, namen))


def _blad(
    ca: Uitgifte,
    houder: Houder,
    geldigheid: Geldigheid,
    doel: tuple[ObjectIdentifier, x509.SubjectAlternativeName],
) -> Uitgifte:
    sleutel = ec.generate_private_key(ec.SECP256R1())
    gebruik, namen = doel
    bouwer = _begin(houder.subject(), ca.certificaat.subject, sleutel, ca.sleutel, geldigheid)
    bouwer = bouwer.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    bouwer = bouwer.add_extension(_gebruik(ondertekent=True), critical=True)
    bouwer = bouwer.add_extension(x509.ExtendedKeyUsage([gebruik]), critical=False)
    bouwer = bouwer.add_extension(namen, critical=False)
    return Uitgifte(bouwer.sign(ca.sleutel, hashes.SHA256()), sleutel)


def _begin(
    subject: x509.Name,
    uitgever: x509.Name,
    sleutel: ec.EllipticCurvePrivateKey,
    ca_sleutel: ec.EllipticCurvePrivateKey,
    geldigheid: Geldigheid,
) -> x509.CertificateBuilder:
    eigen = x509.SubjectKeyIdentifier.from_public_key(sleutel.public_key())
    boven = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_sleutel.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(uitgever)
        .public_key(sleutel.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(geldigheid.van)
        .not_valid_after(geldigheid.tot)
        .add_extension(eigen, critical=False)
        .add_extension(boven, critical=False)
    )


def _gebruik(*, ondertekent: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=ondertekent,
        key_cert_sign=not ondertekent,
        crl_sign=not ondertekent,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _alternatief(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)
