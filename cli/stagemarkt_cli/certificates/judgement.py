"""Judges a school's certificate: all at which SBB, or TLS itself, would fail it, at once and in Dutch."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, TypeVar

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ed448, ed25519, rsa
from cryptography.hazmat.primitives.hashes import MD5, SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, PublicKeyAlgorithmOID
from stagemarkt.model.codes import OIN, brin_of_oin

from stagemarkt_cli.certificates.chain import Keten, build_chain, is_self_signed
from stagemarkt_cli.certificates.handshake_trial import try_out
from stagemarkt_cli.certificates.names import moment, name_of
from stagemarkt_cli.certificates.reading import OfferedFiles

_SHORTEST_RSA: Final = 2048
_SOON: Final = 60
E = TypeVar("E", bound=x509.ExtensionType)


class Vetting(NamedTuple):
    """What came of it.

    Attributes:
        fouten: why it cannot be used; empty when it can.
        all_warnings: what to mind.
        certificaat: the PEM to keep, the school's own first.
        sleutel: the PEM of the key to keep, without a passphrase.
        oin: in the subject; empty when there is none.
        valid_from: from when on it is valid.
        geldig_tot: until when.
        fingerprint: SHA-256, hex.
    """

    fouten: tuple[str, ...]
    all_warnings: tuple[str, ...]
    certificaat: str
    sleutel: str
    oin: str
    valid_from: dt.datetime
    geldig_tot: dt.datetime
    fingerprint: str

    def __repr__(self) -> str:
        """Without the key."""
        return f"Vetting(fouten={self.fouten}, vingerafdruk={self.fingerprint})"


def vet(offered: OfferedFiles, oin: str, trusted: Sequence[x509.Certificate], now: dt.datetime) -> Vetting:
    """Judge it for the school with this OIN at `now` (UTC).

    `trusted`: the CAs that SBB trusts, where they are known; without them nobody can say that the chain
    ends well.
    """
    public_key = _spki(offered.sleutel.public_key())
    passend = [c for c in offered.certificates if _spki(c.public_key()) == public_key]
    sheet = passend[0] if passend else offered.certificates[0]
    keten = build_chain(sheet, offered.certificates, trusted)
    certificate = "".join(c.public_bytes(Encoding.PEM).decode() for c in keten.certificates)
    sleutel = offered.sleutel_pem(pss=sheet.public_key_algorithm_oid == PublicKeyAlgorithmOID.RSASSA_PSS)
    # What has a name of its own is told by that; what only TLS knows, TLS says.
    technical = [
        *([] if passend else ["De privésleutel hoort niet bij het certificaat."]),
        *_vet_strength(sheet),
        *_vet_usage(sheet),
        *_vet_chain(keten, bool(trusted)),
    ]
    if not technical:
        anchors = trusted or [keten.root or keten.certificates[-1]]
        technical = list(try_out(certificate, sleutel, anchors, sheet.public_key()))
    return Vetting(
        fouten=(*_vet_dates(keten, now), *_vet_oin(sheet, oin), *technical),
        all_warnings=tuple(_warnings(sheet, offered, keten, now, bool(trusted))),
        certificaat=certificate,
        sleutel=sleutel,
        oin=oin_of(sheet),
        valid_from=sheet.not_valid_before_utc,
        geldig_tot=sheet.not_valid_after_utc,
        fingerprint=sheet.fingerprint(SHA256()).hex(),
    )


def _vet_dates(keten: Keten, now: dt.datetime) -> Iterator[str]:
    for number, certificate in enumerate(keten.certificates):
        wat = "Het certificaat" if number == 0 else f"Het tussencertificaat {name_of(certificate)}"
        if now < certificate.not_valid_before_utc:
            yield f"{wat} is nog niet geldig: pas vanaf {moment(certificate.not_valid_before_utc)}."
        if now >= certificate.not_valid_after_utc:
            yield f"{wat} is verlopen op {moment(certificate.not_valid_after_utc)}."


def _vet_oin(sheet: x509.Certificate, expected: str) -> Iterator[str]:
    found = oin_of(sheet)
    if not found:
        yield "In het onderwerp van het certificaat staat geen OIN (serialNumber)."
    elif not re.fullmatch(OIN, found, re.ASCII):
        yield "Wat in het onderwerp van het certificaat als OIN staat (serialNumber), is geen OIN."
    elif found != expected:
        van = f" van school {brin_of_oin(found)}" if brin_of_oin(found) else ""
        yield f"Het certificaat heeft OIN {found}{van}; deze school heeft {expected}."


def _vet_strength(sheet: x509.Certificate) -> Iterator[str]:
    sleutel = sheet.public_key()
    if isinstance(sleutel, rsa.RSAPublicKey) and sleutel.key_size < _SHORTEST_RSA:
        yield f"De sleutel is te kort: RSA {sleutel.key_size} bits; ten minste {_SHORTEST_RSA}."
    if isinstance(sheet.signature_hash_algorithm, MD5 | SHA1):
        name = sheet.signature_hash_algorithm.name.upper()
        yield f"Het certificaat is met {name} ondertekend; dat telt niet meer."


def _vet_usage(sheet: x509.Certificate) -> Iterator[str]:
    extensive = _extension(sheet, x509.ExtendedKeyUsage)
    may = {ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE}
    if extensive is not None and not may & set(extensive):
        yield "Het certificaat is niet voor een client (extendedKeyUsage zonder clientAuth)."
    usage = _extension(sheet, x509.KeyUsage)
    if usage is not None and not usage.digital_signature:
        yield "Met de sleutel mag niet ondertekend worden (keyUsage zonder digitalSignature)."
    limits = _extension(sheet, x509.BasicConstraints)
    if limits is not None and limits.ca:
        yield "Dit is het certificaat van een CA, niet dat van een school."


def _vet_chain(keten: Keten, known: bool) -> Iterator[str]:  # noqa: FBT001 - whether there are trusted CAs
    if is_self_signed(keten.certificates[0]):
        yield "Het certificaat is door zichzelf ondertekend; SBB vertrouwt alleen een CA."
        return
    for name in keten.impostors:
        yield f"Het certificaat van de uitgever klopt niet: {name} heeft dit niet ondertekend."
    for certificate in keten.certificates[1:]:
        limits = _extension(certificate, x509.BasicConstraints)
        if limits is None or not limits.ca:
            yield f"Het tussencertificaat {name_of(certificate)} mag geen certificaten uitgeven."
    if known and keten.root is None:
        laatste = name_of(keten.certificates[-1])
        yield (
            f"De keten is niet compleet: de uitgever van {laatste} is er niet bij en staat "
            "niet in de CA-bundel."
        )


def _warnings(
    sheet: x509.Certificate,
    offered: OfferedFiles,
    keten: Keten,
    now: dt.datetime,
    known: bool,  # noqa: FBT001 - as above
) -> Iterator[str]:
    days = (sheet.not_valid_after_utc - now).days
    if 0 <= days < _SOON:
        yield f"Het certificaat verloopt al op {moment(sheet.not_valid_after_utc)}."
    if offered.certificates[0] != sheet:
        yield "De certificaten stonden niet in de goede volgorde; die is hersteld."
    if isinstance(sheet.public_key(), ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
        yield "Servers van Windows nemen geen sleutel van de soort Ed25519 of Ed448 aan; RSA of EC wel."
    if keten.over:
        yield f"{keten.over} certificaten horen niet bij de keten en worden niet bewaard."
    if not known and keten.root is None and not keten.impostors and not is_self_signed(sheet):
        laatste = name_of(keten.certificates[-1])
        yield (
            f"Of de keten compleet is, is niet te zeggen: de uitgever van {laatste} is er "
            "niet bij. Geef met --ca de CA-bundel waarmee SBB certificaten controleert."
        )


def _extension(certificate: x509.Certificate, kind: type[E]) -> E | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except (x509.ExtensionNotFound, ValueError):
        return None


def oin_of(sheet: x509.Certificate) -> str:
    """The OIN in the subject; empty when there is none."""
    all_numbers = sheet.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
    return str(all_numbers[0].value).strip() if all_numbers else ""


def _spki(sleutel: object) -> bytes:
    form: bytes = sleutel.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined]
    return form
