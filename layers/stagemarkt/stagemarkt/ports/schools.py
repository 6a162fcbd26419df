"""The ports to what identifies the schools to SBB: their secrets, and the dates of their certificates."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from stagemarkt.model.school import SchoolSecret


class SchoolSecrets(Protocol):
    """Knows each school's licence, certificate and key, and the CA that signs SBB."""

    def van(self, brin: str) -> SchoolSecret:
        """The school's secret.

        Raises:
            BronLicentie: nothing is known of this school, or it has no licence.
            BronCertificate: its certificate or key is missing.
            StorageError: the secrets cannot be read.
        """
        ...

    def refresh(self, brin: str) -> None:
        """Read the school's secret afresh at its next use: SBB refused what it says.

        At most now and then: a school that stays refused does not mean a reading for each call.
        """
        ...

    def sbb_ca(self) -> str:
        """The PEM of the certificates that SBB's own must be signed by.

        Raises:
            BronCertificate: none is set.
            StorageError: the secrets cannot be read.
        """
        ...


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
