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
from stagemarkt.model.codes import OIN, brin_van_oin

from stagemarkt_cli.certificates.chain import Keten, is_zelfondertekend, maak_keten
from stagemarkt_cli.certificates.handshake_trial import beproef
from stagemarkt_cli.certificates.names import moment, naam_van
from stagemarkt_cli.certificates.reading import Aangeboden

_KORTSTE_RSA: Final = 2048
_BINNENKORT: Final = 60
E = TypeVar("E", bound=x509.ExtensionType)


class Keuring(NamedTuple):
    """What came of it.

    Attributes:
        fouten: why it cannot be used; empty when it can.
        waarschuwingen: what to mind.
        certificaat: the PEM to keep, the school's own first.
        sleutel: the PEM of the key to keep, without a passphrase.
        oin: in the subject; empty when there is none.
        geldig_van: from when on it is valid.
        geldig_tot: until when.
        vingerafdruk: SHA-256, hex.
    """

    fouten: tuple[str, ...]
    waarschuwingen: tuple[str, ...]
    certificaat: str
    sleutel: str
    oin: str
    geldig_van: dt.datetime
    geldig_tot: dt.datetime
    vingerafdruk: str

    def __repr__(self) -> str:
        """Without the key."""
        return f"Keuring(fouten={self.fouten}, vingerafdruk={self.vingerafdruk})"


def keur(aangeboden: Aangeboden, oin: str, vertrouwd: Sequence[x509.Certificate], nu: dt.datetime) -> Keuring:
    """Judge it for the school with this OIN at `nu` (UTC).

    `vertrouwd`: the CAs that SBB trusts, where they are known; without them nobody can say that the chain
    ends well.
    """
    publiek = _spki(aangeboden.sleutel.public_key())
    passend = [c for c in aangeboden.certificaten if _spki(c.public_key()) == publiek]
    blad = passend[0] if passend else aangeboden.certificaten[0]
    keten = maak_keten(blad, aangeboden.certificaten, vertrouwd)
    certificaat = "".join(c.public_bytes(Encoding.PEM).decode() for c in keten.certificaten)
    sleutel = aangeboden.sleutel_pem(pss=blad.public_key_algorithm_oid == PublicKeyAlgorithmOID.RSASSA_PSS)
    # What has a name of its own is told by that; what only TLS knows, TLS says.
    technisch = [
        *([] if passend else ["De privésleutel hoort niet bij het certificaat."]),
        *_keur_sterkte(blad),
        *_keur_gebruik(blad),
        *_keur_keten(keten, bool(vertrouwd)),
    ]
    if not technisch:
        ankers = vertrouwd or [keten.wortel or keten.certificaten[-1]]
        technisch = list(beproef(certificaat, sleutel, ankers, blad.public_key()))
    return Keuring(
        fouten=(*_keur_datums(keten, nu), *_keur_oin(blad, oin), *technisch),
        waarschuwingen=tuple(_waarschuwingen(blad, aangeboden, keten, nu, bool(vertrouwd))),
        certificaat=certificaat,
        sleutel=sleutel,
        oin=oin_van(blad),
        geldig_van=blad.not_valid_before_utc,
        geldig_tot=blad.not_valid_after_utc,
        vingerafdruk=blad.fingerprint(SHA256()).hex(),
    )


def _keur_datums(keten: Keten, nu: dt.datetime) -> Iterator[str]:
    for nummer, certificaat in enumerate(keten.certificaten):
        wat = "Het certificaat" if nummer == 0 else f"Het tussencertificaat {naam_van(certificaat)}"
        if nu < certificaat.not_valid_before_utc:
            yield f"{wat} is nog niet geldig: pas vanaf {moment(certificaat.not_valid_before_utc)}."
        if nu >= certificaat.not_valid_after_utc:
            yield f"{wat} is verlopen op {moment(certificaat.not_valid_after_utc)}."


def _keur_oin(blad: x509.Certificate, verwacht: str) -> Iterator[str]:
    gevonden = oin_van(blad)
    if not gevonden:
        yield "In het onderwerp van het certificaat staat geen OIN (serialNumber)."
    elif not re.fullmatch(OIN, gevonden, re.ASCII):
        yield "Wat in het onderwerp van het certificaat als OIN staat (serialNumber), is geen OIN."
    elif gevonden != verwacht:
        van = f" van school {brin_van_oin(gevonden)}" if brin_van_oin(gevonden) else ""
        yield f"Het certificaat heeft OIN {gevonden}{van}; deze school heeft {verwacht}."


def _keur_sterkte(blad: x509.Certificate) -> Iterator[str]:
    sleutel = blad.public_key()
    if isinstance(sleutel, rsa.RSAPublicKey) and sleutel.key_size < _KORTSTE_RSA:
        yield f"De sleutel is te kort: RSA {sleutel.key_size} bits; ten minste {_KORTSTE_RSA}."
    if isinstance(blad.signature_hash_algorithm, MD5 | SHA1):
        naam = blad.signature_hash_algorithm.name.upper()
        yield f"Het certificaat is met {naam} ondertekend; dat telt niet meer."


def _keur_gebruik(blad: x509.Certificate) -> Iterator[str]:
    uitgebreid = _extensie(blad, x509.ExtendedKeyUsage)
    mag = {ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE}
    if uitgebreid is not None and not mag & set(uitgebreid):
        yield "Het certificaat is niet voor een client (extendedKeyUsage zonder clientAuth)."
    gebruik = _extensie(blad, x509.KeyUsage)
    if gebruik is not None and not gebruik.digital_signature:
        yield "Met de sleutel mag niet ondertekend worden (keyUsage zonder digitalSignature)."
    grenzen = _extensie(blad, x509.BasicConstraints)
    if grenzen is not None and grenzen.ca:
        yield "Dit is het certificaat van een CA, niet dat van een school."


def _keur_keten(keten: Keten, bekend: bool) -> Iterator[str]:  # noqa: FBT001 - whether there are trusted CAs
    if is_zelfondertekend(keten.certificaten[0]):
        yield "Het certificaat is door zichzelf ondertekend; SBB vertrouwt alleen een CA."
        return
    for naam in keten.vals:
        yield f"Het certificaat van de uitgever klopt niet: {naam} heeft dit niet ondertekend."
    for certificaat in keten.certificaten[1:]:
        grenzen = _extensie(certificaat, x509.BasicConstraints)
        if grenzen is None or not grenzen.ca:
            yield f"Het tussencertificaat {naam_van(certificaat)} mag geen certificaten uitgeven."
    if bekend and keten.wortel is None:
        laatste = naam_van(keten.certificaten[-1])
        yield (
            f"De keten is niet compleet: de uitgever van {laatste} is er niet bij en staat "
            "niet in de CA-bundel."
        )


def _waarschuwingen(
    blad: x509.Certificate,
    aangeboden: Aangeboden,
    keten: Keten,
    nu: dt.datetime,
    bekend: bool,  # noqa: FBT001 - as above
) -> Iterator[str]:
    dagen = (blad.not_valid_after_utc - nu).days
    if 0 <= dagen < _BINNENKORT:
        yield f"Het certificaat verloopt al op {moment(blad.not_valid_after_utc)}."
    if aangeboden.certificaten[0] != blad:
        yield "De certificaten stonden niet in de goede volgorde; die is hersteld."
    if isinstance(blad.public_key(), ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
        yield "Servers van Windows nemen geen sleutel van de soort Ed25519 of Ed448 aan; RSA of EC wel."
    if keten.over:
        yield f"{keten.over} certificaten horen niet bij de keten en worden niet bewaard."
    if not bekend and keten.wortel is None and not keten.vals and not is_zelfondertekend(blad):
        laatste = naam_van(keten.certificaten[-1])
        yield (
            f"Of de keten compleet is, is niet te zeggen: de uitgever van {laatste} is er "
            "niet bij. Geef met --ca de CA-bundel waarmee SBB certificaten controleert."
        )


def _extensie(certificaat: x509.Certificate, soort: type[E]) -> E | None:
    try:
        return certificaat.extensions.get_extension_for_class(soort).value
    except (x509.ExtensionNotFound, ValueError):
        return None


def oin_van(blad: x509.Certificate) -> str:
    """The OIN in the subject; empty when there is none."""
    nummers = blad.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
    return str(nummers[0].value).strip() if nummers else ""


def _spki(sleutel: object) -> bytes:
    vorm: bytes = sleutel.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined]
    return vorm
