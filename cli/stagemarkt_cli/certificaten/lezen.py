"""Reads what a school hands over, PEM or PFX, whatever order the certificates are in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)

# No chain is as long as this, and no file that holds one as large.
GROOTSTE: Final = 256 * 1024


class NietTeLezen(ValueError):
    """What was handed over is not what it should be; the text says what, and quotes nothing of it."""


class WachtwoordNodig(NietTeLezen):
    """The key is behind a passphrase, and none or a wrong one was given."""


@dataclass(frozen=True)
class Aangeboden:
    """Certificates in the order that they came, and the key. Its repr shows no key."""

    certificaten: Sequence[x509.Certificate]
    sleutel: PrivateKeyTypes = field(repr=False)

    def sleutel_pem(self) -> str:
        """The key as it is kept: PKCS #8 without a passphrase."""
        return self.sleutel.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def lees_pem(certificaten: bytes, sleutel: bytes, wachtwoord: bytes | None) -> Aangeboden:
    """Certificates from one PEM, the key from another; both may be the same.

    Raises:
        WachtwoordNodig: the passphrase is missing or wrong.
        NietTeLezen: one of the two is no such PEM.
    """
    return Aangeboden(lees_certificaten(certificaten), _lees_sleutel(sleutel, wachtwoord))


def lees_pfx(inhoud: bytes, wachtwoord: bytes | None) -> Aangeboden:
    """Everything from a PFX (PKCS #12).

    Raises:
        WachtwoordNodig: the passphrase is missing or wrong.
        NietTeLezen: it is no PFX, or there is no key or certificate in it.
    """
    _eis_grootte(inhoud)
    try:
        sleutel, blad, rest = pkcs12.load_key_and_certificates(inhoud, wachtwoord)
    except ValueError as fout:
        if "password" in str(fout).lower():
            raise WachtwoordNodig("Het wachtwoord van het PFX-bestand ontbreekt of is onjuist.") from None
        raise NietTeLezen("Dit is geen PFX-bestand (PKCS #12).") from None
    if sleutel is None:
        raise NietTeLezen("In het PFX-bestand zit geen privésleutel: exporteer het mét de privésleutel.")
    certificaten = [*([blad] if blad else []), *rest]
    if not certificaten:
        raise NietTeLezen("In het PFX-bestand zit geen certificaat.")
    return Aangeboden(certificaten, sleutel)


def lees_certificaten(inhoud: bytes) -> list[x509.Certificate]:
    """Every certificate in a PEM. Raises NietTeLezen when there is none, or one cannot be read."""
    _eis_grootte(inhoud)
    try:
        return x509.load_pem_x509_certificates(inhoud)
    except ValueError:
        raise NietTeLezen("In het bestand staat geen leesbaar certificaat (PEM).") from None


def _lees_sleutel(inhoud: bytes, wachtwoord: bytes | None) -> PrivateKeyTypes:
    _eis_grootte(inhoud)
    begin = inhoud.find(b"-----BEGIN ")
    blokken = (
        [b"-----BEGIN " + deel for deel in inhoud[begin:].split(b"-----BEGIN ")[1:]] if begin >= 0 else []
    )
    sleutels = [blok for blok in blokken if b"PRIVATE KEY-----" in blok.partition(b"\n")[0]]
    if len(sleutels) != 1:
        hoeveel = "geen" if not sleutels else "meer dan één"
        raise NietTeLezen(f"In het bestand staat {hoeveel} privésleutel (PEM).")
    try:
        return load_pem_private_key(sleutels[0], _zo_nodig(sleutels[0], wachtwoord))
    except TypeError:
        raise WachtwoordNodig("De privésleutel is met een wachtwoord beveiligd.") from None
    except ValueError:
        if _beveiligd(sleutels[0]):
            raise WachtwoordNodig("Het wachtwoord van de privésleutel ontbreekt of is onjuist.") from None
        raise NietTeLezen("De privésleutel is niet te lezen.") from None


def _beveiligd(blok: bytes) -> bool:
    return b"ENCRYPTED" in blok


def _zo_nodig(blok: bytes, wachtwoord: bytes | None) -> bytes | None:
    # A passphrase that nothing asks for is no mistake.
    return wachtwoord if _beveiligd(blok) else None


def _eis_grootte(inhoud: bytes) -> None:
    if len(inhoud) > GROOTSTE:
        raise NietTeLezen(f"Het bestand is groter dan {GROOTSTE // 1024} kB.")
