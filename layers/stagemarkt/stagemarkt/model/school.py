"""The school on whose behalf SBB is asked."""

import base64
import hashlib
import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

_PEM_BLOCK: Final = re.compile(r"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----")
# So much of a digest tells one licence from another, and is too little to find a licence by.
_MARK_LENGTH: Final = 8


class Marks(NamedTuple):
    """By what one certificate and one licence are told from another, without either.

    Attributes:
        certificaat: its fingerprint, SHA-256 in hex; empty when there is none to be read.
        licentie: a short mark.
    """

    certificaat: str
    licentie: str


def fingerprint(pem: str) -> str:
    """SHA-256 of the first certificate in a PEM, in hex; empty when there is none to be read."""
    sheet = _PEM_BLOCK.search(pem)
    try:
        return hashlib.sha256(base64.b64decode(sheet[1])).hexdigest() if sheet else ""
    except ValueError:
        return ""


def licentie_mark(brin: str, licentie: str) -> str:
    """What tells this licence of this school from another of hers."""
    return hashlib.sha256(f"licentie\0{brin}\0{licentie}".encode()).hexdigest()[:_MARK_LENGTH]


@dataclass(frozen=True, slots=True)
class CertificatePair:
    """A certificate with its key, PEM as in `SchoolSecret`. Its repr shows neither."""

    certificaat: str = field(repr=False)
    sleutel: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SchoolSecret:
    """What identifies a school to SBB: its OIN, licence, certificate and key. Its repr shows none of them.

    `certificaat` is PEM, the school's own certificate first and then those between it and the root;
    `sleutel` is the PEM of its private key, without a passphrase. `previous` is the pair that these two
    replace, kept for as long as SBB may not know the new one yet.
    """

    brin: str
    oin: str
    licentie: str = field(repr=False)
    certificaat: str = field(repr=False)
    sleutel: str = field(repr=False)
    previous: CertificatePair | None = field(default=None, repr=False)

    @property
    def marks(self) -> Marks:
        """What tells its certificate and its licence from others."""
        return Marks(fingerprint(self.certificaat), licentie_mark(self.brin, self.licentie))
