"""Reads what a school hands over, PEM, DER or PFX, whatever order the certificates are in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
    load_pem_private_key,
    pkcs7,
    pkcs12,
)

from stagemarkt_cli.certificates.passwords import Wachtwoord, uit_bytes
from stagemarkt_cli.certificates.pss import als_pss
from stagemarkt_cli.texts import zonder_merk

# No chain is as long as this, and no file that holds one as large.
GROOTSTE: Final = 256 * 1024
_DER: Final = b"\x30"
# What cryptography raises for what is malformed, or is of a kind that it does not know.
_MIS: Final = (
    ValueError,
    TypeError,
    OverflowError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)


_Pfx: TypeAlias = tuple[PrivateKeyTypes | None, x509.Certificate | None, list[x509.Certificate]]


class NietTeLezen(ValueError):
    """What was handed over is not what it should be; the text says what, and quotes nothing of it."""


class WachtwoordNodig(NietTeLezen):
    """The key is behind a passphrase, and none or a wrong one was given."""


@dataclass(frozen=True)
class Aangeboden:
    """Certificates in the order that they came, and the key. Its repr shows no key."""

    certificaten: Sequence[x509.Certificate]
    sleutel: PrivateKeyTypes = field(repr=False)

    def sleutel_pem(self, *, pss: bool = False) -> str:
        """The key as it is kept: PKCS #8 without a passphrase; `pss` if its certificate is of that kind."""
        if not pss:
            return self.sleutel.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        return als_pss(self.sleutel.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))


def lees_pem(certificaten: bytes, sleutel: bytes, wachtwoord: Wachtwoord | bytes | None) -> Aangeboden:
    """Certificates from one file, the key from another; both may be the same.

    Raises:
        WachtwoordNodig: the passphrase is missing or wrong.
        NietTeLezen: one of the two is no such file.
    """
    return Aangeboden(lees_certificaten(certificaten), lees_sleutel(sleutel, wachtwoord))


def lees_pfx(inhoud: bytes, wachtwoord: Wachtwoord | bytes | None) -> Aangeboden:
    """Everything from a PFX (PKCS #12).

    Raises:
        WachtwoordNodig: the passphrase is missing or wrong.
        NietTeLezen: it is no PFX, or there is no key or certificate in it.
    """
    _eis_grootte(inhoud)
    sleutel, blad, rest = _open_pfx(inhoud, _vormen(wachtwoord))
    if sleutel is None:
        raise NietTeLezen("In het PFX-bestand zit geen privésleutel: exporteer het mét de privésleutel.")
    certificaten = _eis_leesbaar([*([blad] if blad else []), *rest])
    if not certificaten:
        raise NietTeLezen("In het PFX-bestand zit geen certificaat.")
    return Aangeboden(certificaten, sleutel)


def _open_pfx(inhoud: bytes, wachtwoorden: Sequence[bytes]) -> _Pfx:
    wachtwoord_fout = False
    for wachtwoord in wachtwoorden or (None,):
        try:
            return pkcs12.load_key_and_certificates(inhoud, wachtwoord)
        except _MIS as fout:
            # Its passphrases are Unicode: bytes that are not UTF-8 are none.
            wachtwoord_fout |= isinstance(fout, UnicodeDecodeError) or "password" in str(fout).lower()
    if wachtwoord_fout:
        raise WachtwoordNodig("Het wachtwoord van het PFX-bestand ontbreekt of is onjuist.")
    if b"-----BEGIN " in inhoud:
        raise NietTeLezen("Dit is geen PFX-bestand maar PEM: geef het met --pem.")
    raise NietTeLezen("Dit is geen PFX-bestand (PKCS #12).")


def lees_certificaten(inhoud: bytes) -> list[x509.Certificate]:
    """Every certificate in a file: PEM, DER, or PKCS #7 in either (`.p7b`).

    Raises:
        NietTeLezen: there is none, or not every one can be read.
    """
    _eis_grootte(inhoud)
    tekst = zonder_merk(inhoud)
    if b"-----BEGIN " in tekst:
        return _eis_leesbaar(_uit_pem(tekst))
    if inhoud.startswith(_DER):
        return _eis_leesbaar(_uit_der(inhoud))
    raise NietTeLezen("In het bestand staat geen leesbaar certificaat (PEM).")


def _uit_pem(tekst: bytes) -> list[x509.Certificate]:
    gevonden: list[x509.Certificate] = []
    for nummer, (soort, blok) in enumerate(_blokken(tekst), start=1):
        lees = _LEZERS.get(soort)
        if lees is None:
            continue
        try:
            gevonden += lees(blok)
        except _MIS:
            raise NietTeLezen(f"Blok {nummer} van het bestand is geen leesbaar certificaat (PEM).") from None
    if not gevonden:
        raise NietTeLezen("In het bestand staat geen leesbaar certificaat (PEM).")
    return gevonden


def _uit_der(inhoud: bytes) -> list[x509.Certificate]:
    for lees in (lambda der: [x509.load_der_x509_certificate(der)], pkcs7.load_der_pkcs7_certificates):
        try:
            gevonden = lees(inhoud)
        except _MIS:
            continue
        if gevonden:
            return gevonden
    raise NietTeLezen(
        "Dit is geen leesbaar certificaat: geen PEM, DER of PKCS #7. Is het een PFX, geef die dan met --pfx."
    )


def _eis_leesbaar(certificaten: list[x509.Certificate]) -> list[x509.Certificate]:
    """Refuse one of which a part is malformed: cryptography finds that only when the part is asked for."""
    for nummer, certificaat in enumerate(certificaten, start=1):
        try:
            certificaat.subject.rfc4514_string()
            certificaat.issuer.rfc4514_string()
            list(certificaat.extensions)
            certificaat.public_key()
            certificaat.not_valid_after_utc - certificaat.not_valid_before_utc
            certificaat.signature_hash_algorithm  # noqa: B018 - it may raise
        except _MIS:
            raise NietTeLezen(
                f"Certificaat {nummer} is niet te lezen: er staat iets in dat niet klopt of niet bekend is."
            ) from None
    return certificaten


def _blokken(tekst: bytes) -> list[tuple[bytes, bytes]]:
    """What each `BEGIN` says that it is, with the block: up to the next, whether or not it ends."""
    delen = tekst.split(b"-----BEGIN ")[1:]
    return [(deel.partition(b"-----")[0].strip(), b"-----BEGIN " + deel) for deel in delen]


def is_sleutel(inhoud: bytes) -> bool:
    """Whether there is a private key in it, as PEM in whatever encoding."""
    return any(b"PRIVATE KEY" in soort for soort, _ in _blokken(zonder_merk(inhoud)))


def lees_sleutel(inhoud: bytes, wachtwoord: Wachtwoord | bytes | None) -> PrivateKeyTypes:
    """The one private key in a PEM, or of a DER. Raises as `lees_pem`."""
    _eis_grootte(inhoud)
    wachtwoorden = _vormen(wachtwoord)
    tekst = zonder_merk(inhoud)
    sleutels = [blok for soort, blok in _blokken(tekst) if b"PRIVATE KEY" in soort]
    if not sleutels and inhoud.startswith(_DER):
        return _probeer(load_der_private_key, inhoud, wachtwoorden, beveiligd=None)
    if len(sleutels) != 1:
        hoeveel = "geen" if not sleutels else "meer dan één"
        raise NietTeLezen(f"In het bestand staat {hoeveel} privésleutel (PEM).")
    # A passphrase that nothing asks for is no mistake.
    beveiligd = b"ENCRYPTED" in sleutels[0]
    return _probeer(load_pem_private_key, sleutels[0], wachtwoorden if beveiligd else (), beveiligd=beveiligd)


def _probeer(
    laad: Callable[[bytes, bytes | None], PrivateKeyTypes],
    inhoud: bytes,
    wachtwoorden: Sequence[bytes],
    *,
    beveiligd: bool | None,
) -> PrivateKeyTypes:
    """With each passphrase in turn; `beveiligd` is None where the file does not say whether it wants one."""
    for wachtwoord in (*wachtwoorden, None) if beveiligd is None else wachtwoorden or (None,):
        try:
            return laad(inhoud, wachtwoord)
        except _MIS as fout:
            # Without a passphrase where one is wanted.
            beveiligd = beveiligd or (isinstance(fout, TypeError) and wachtwoord is None)
    if beveiligd:
        raise WachtwoordNodig("Het wachtwoord van de privésleutel ontbreekt of is onjuist.")
    raise NietTeLezen("De privésleutel is niet te lezen, of van een soort die hier niet bekend is.")


def _vormen(wachtwoord: Wachtwoord | bytes | None) -> Sequence[bytes]:
    if isinstance(wachtwoord, bytes):
        return uit_bytes(wachtwoord).vormen
    return () if wachtwoord is None else wachtwoord.vormen


def _eis_grootte(inhoud: bytes) -> None:
    if len(inhoud) > GROOTSTE:
        raise NietTeLezen(f"Het bestand is groter dan {GROOTSTE // 1024} kB.")


_LEZERS: Final[dict[bytes, Callable[[bytes], list[x509.Certificate]]]] = {
    b"CERTIFICATE": x509.load_pem_x509_certificates,
    b"X509 CERTIFICATE": x509.load_pem_x509_certificates,
    b"PKCS7": pkcs7.load_pem_pkcs7_certificates,
}
