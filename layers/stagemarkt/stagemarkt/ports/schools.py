"""The port to what identifies the schools to SBB."""

from typing import Protocol

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
