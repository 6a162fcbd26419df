"""The port to the certificates that are in use, for the watch over them."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Gezien(NamedTuple):
    """What is in a secret: the certificate, or why there is none to use.

    Attributes:
        vingerafdruk: SHA-256 of the certificate, hex.
        geldig_van: from when on it is valid, whole seconds since 1970.
        geldig_tot: until when.
        vorig_tot: until when the certificate before it is, when that is still kept.
        onbruikbaar: `onvolledig`, `onleesbaar` or `ongeschikt` when there is nothing to use; the rest says
            nothing then.
        licentiemerk: tells the licence beside it from another; None for SBB.
    """

    vingerafdruk: str = ""
    geldig_van: int = 0
    geldig_tot: int = 0
    vorig_tot: int | None = None
    onbruikbaar: str | None = None
    licentiemerk: str | None = None


class Certificaatbron(Protocol):
    """Shows the dates of certificates, never a certificate."""

    def scholen(self) -> Sequence[str]:
        """The BRINs of the schools that have a secret. Raises OpslagFout."""
        ...

    def bekijk(self, school: str) -> Gezien:
        """What is in the secret of this school, or of SBB (`sbb`). Raises OpslagFout."""
        ...
