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

from stagemarkt_cli.certificates.passwords import Password, from_bytes
from stagemarkt_cli.certificates.pss import as_pss
from stagemarkt_cli.texts import without_bom

# No chain is as long as this, and no file that holds one as large.
LARGEST: Final = 256 * 1024
_DER: Final = b"\x30"
# What cryptography raises for what is malformed, or is of a kind that it does not know.
_FAILURES: Final = (
    ValueError,
    TypeError,
    OverflowError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)


_Pfx: TypeAlias = tuple[PrivateKeyTypes | None, x509.Certificate | None, list[x509.Certificate]]


class UnreadableMaterial(ValueError):
    """What was handed over is not what it should be; the text says what, and quotes nothing of it."""


class PasswordNeeded(UnreadableMaterial):
    """The key is behind a passphrase, and none or a wrong one was given."""


@dataclass(frozen=True)
class OfferedFiles:
    """Certificates in the order that they came, and the key. Its repr shows no key."""

    certificates: Sequence[x509.Certificate]
    sleutel: PrivateKeyTypes = field(repr=False)

    def sleutel_pem(self, *, pss: bool = False) -> str:
        """The key as it is kept: PKCS #8 without a passphrase; `pss` if its certificate is of that kind."""
        if not pss:
            return self.sleutel.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        return as_pss(self.sleutel.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))


def read_pem(certificates: bytes, sleutel: bytes, password: Password | bytes | None) -> OfferedFiles:
    """Certificates from one file, the key from another; both may be the same.

    Raises:
        PasswordNeeded: the passphrase is missing or wrong.
        UnreadableMaterial: one of the two is no such file.
    """
    return OfferedFiles(read_certificates(certificates), read_private_key(sleutel, password))


def read_pfx(content: bytes, password: Password | bytes | None) -> OfferedFiles:
    """Everything from a PFX (PKCS #12).

    Raises:
        PasswordNeeded: the passphrase is missing or wrong.
        UnreadableMaterial: it is no PFX, or there is no key or certificate in it.
    """
    _require_size(content)
    sleutel, sheet, rest = _open_pfx(content, _forms(password))
    if sleutel is None:
        raise UnreadableMaterial(
            "In het PFX-bestand zit geen privésleutel: exporteer het mét de privésleutel."
        )
    certificates = _require_readable([*([sheet] if sheet else []), *rest])
    if not certificates:
        raise UnreadableMaterial("In het PFX-bestand zit geen certificaat.")
    return OfferedFiles(certificates, sleutel)


def _open_pfx(content: bytes, passwords: Sequence[bytes]) -> _Pfx:
    password_error = False
    for password in passwords or (None,):
        try:
            return pkcs12.load_key_and_certificates(content, password)
        except _FAILURES as error:
            # Its passphrases are Unicode: bytes that are not UTF-8 are none.
            password_error |= isinstance(error, UnicodeDecodeError) or "password" in str(error).lower()
    if password_error:
        raise PasswordNeeded("Het wachtwoord van het PFX-bestand ontbreekt of is onjuist.")
    if b"-----BEGIN " in content:
        raise UnreadableMaterial("Dit is geen PFX-bestand maar PEM: geef het met --pem.")
    raise UnreadableMaterial("Dit is geen PFX-bestand (PKCS #12).")


def read_certificates(content: bytes) -> list[x509.Certificate]:
    """Every certificate in a file: PEM, DER, or PKCS #7 in either (`.p7b`).

    Raises:
        UnreadableMaterial: there is none, or not every one can be read.
    """
    _require_size(content)
    text = without_bom(content)
    if b"-----BEGIN " in text:
        return _require_readable(_from_pem(text))
    if content.startswith(_DER):
        return _require_readable(_from_der(content))
    raise UnreadableMaterial("In het bestand staat geen leesbaar certificaat (PEM).")


def _from_pem(text: bytes) -> list[x509.Certificate]:
    found: list[x509.Certificate] = []
    for number, (kind, block) in enumerate(_blocks(text), start=1):
        read = _READERS.get(kind)
        if read is None:
            continue
        try:
            found += read(block)
        except _FAILURES:
            raise UnreadableMaterial(
                f"Blok {number} van het bestand is geen leesbaar certificaat (PEM)."
            ) from None
    if not found:
        raise UnreadableMaterial("In het bestand staat geen leesbaar certificaat (PEM).")
    return found


def _from_der(content: bytes) -> list[x509.Certificate]:
    for read in (lambda der: [x509.load_der_x509_certificate(der)], pkcs7.load_der_pkcs7_certificates):
        try:
            found = read(content)
        except _FAILURES:
            continue
        if found:
            return found
    raise UnreadableMaterial(
        "Dit is geen leesbaar certificaat: geen PEM, DER of PKCS #7. Is het een PFX, geef die dan met --pfx."
    )


def _require_readable(certificates: list[x509.Certificate]) -> list[x509.Certificate]:
    """Refuse one of which a part is malformed: cryptography finds that only when the part is asked for."""
    for number, certificate in enumerate(certificates, start=1):
        try:
            certificate.subject.rfc4514_string()
            certificate.issuer.rfc4514_string()
            list(certificate.extensions)
            certificate.public_key()
            certificate.not_valid_after_utc - certificate.not_valid_before_utc
            certificate.signature_hash_algorithm  # noqa: B018 - it may raise
        except _FAILURES:
            raise UnreadableMaterial(
                f"Certificaat {number} is niet te lezen: er staat iets in dat niet klopt of niet bekend is."
            ) from None
    return certificates


def _blocks(text: bytes) -> list[tuple[bytes, bytes]]:
    """What each `BEGIN` says that it is, with the block: up to the next, whether or not it ends."""
    parts = text.split(b"-----BEGIN ")[1:]
    return [(part.partition(b"-----")[0].strip(), b"-----BEGIN " + part) for part in parts]


def is_sleutel(content: bytes) -> bool:
    """Whether there is a private key in it, as PEM in whatever encoding."""
    return any(b"PRIVATE KEY" in kind for kind, _ in _blocks(without_bom(content)))


def read_private_key(content: bytes, password: Password | bytes | None) -> PrivateKeyTypes:
    """The one private key in a PEM, or of a DER. Raises as `read_pem`."""
    _require_size(content)
    passwords = _forms(password)
    text = without_bom(content)
    sleutels = [block for kind, block in _blocks(text) if b"PRIVATE KEY" in kind]
    if not sleutels and content.startswith(_DER):
        return _try(load_der_private_key, content, passwords, encrypted=None)
    if len(sleutels) != 1:
        how_many = "geen" if not sleutels else "meer dan één"
        raise UnreadableMaterial(f"In het bestand staat {how_many} privésleutel (PEM).")
    # A passphrase that nothing asks for is no mistake.
    encrypted = b"ENCRYPTED" in sleutels[0]
    return _try(load_pem_private_key, sleutels[0], passwords if encrypted else (), encrypted=encrypted)


def _try(
    load: Callable[[bytes, bytes | None], PrivateKeyTypes],
    content: bytes,
    passwords: Sequence[bytes],
    *,
    encrypted: bool | None,
) -> PrivateKeyTypes:
    """With each passphrase in turn; `encrypted` is None where the file does not say whether it wants one."""
    for password in (*passwords, None) if encrypted is None else passwords or (None,):
        try:
            return load(content, password)
        except _FAILURES as error:
            # Without a passphrase where one is wanted.
            encrypted = encrypted or (isinstance(error, TypeError) and password is None)
    if encrypted:
        raise PasswordNeeded("Het wachtwoord van de privésleutel ontbreekt of is onjuist.")
    raise UnreadableMaterial("De privésleutel is niet te lezen, of van een soort die hier niet bekend is.")


def _forms(password: Password | bytes | None) -> Sequence[bytes]:
    if isinstance(password, bytes):
        return from_bytes(password).forms
    return () if password is None else password.forms


def _require_size(content: bytes) -> None:
    if len(content) > LARGEST:
        raise UnreadableMaterial(f"Het bestand is groter dan {LARGEST // 1024} kB.")


_READERS: Final[dict[bytes, Callable[[bytes], list[x509.Certificate]]]] = {
    b"CERTIFICATE": x509.load_pem_x509_certificates,
    b"X509 CERTIFICATE": x509.load_pem_x509_certificates,
    b"PKCS7": pkcs7.load_pem_pkcs7_certificates,
}
