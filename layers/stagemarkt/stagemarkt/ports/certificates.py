"""The port to the certificates that are in use, for the watch over them."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class SeenCertificate(NamedTuple):
    """What is in a secret: the certificate, or why there is none to use.

    Attributes:
        fingerprint: SHA-256 of the certificate, hex.
        valid_from: from when on it is valid, whole seconds since 1970.
        geldig_tot: until when.
        previous_until: until when the certificate before it is, when that is still kept.
        unusable: `onvolledig`, `onleesbaar` or `ongeschikt` when there is nothing to use; the rest says
            nothing then.
        licentie_mark: tells the licence beside it from another; None for SBB.
    """

    fingerprint: str = ""
    valid_from: int = 0
    geldig_tot: int = 0
    previous_until: int | None = None
    unusable: str | None = None
    licentie_mark: str | None = None


class CertificateSource(Protocol):
    """Shows the dates of certificates, never a certificate."""

    def scholen(self) -> Sequence[str]:
        """The BRINs of the schools that have a secret. Raises StorageError."""
        ...

    def examine(self, school: str) -> SeenCertificate:
        """What is in the secret of this school, or of SBB (`sbb`). Raises StorageError."""
        ...
