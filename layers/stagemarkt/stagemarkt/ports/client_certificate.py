"""The port to a certificate as text: what of it says who is at the other end."""

from datetime import datetime
from typing import NamedTuple, Protocol


class UnreadableCertificate(Exception):
    """No certificate, or one of which a part that counts cannot be read."""


class ClientCertificate(NamedTuple):
    """What counts of a client certificate.

    Attributes:
        serial_numbers: every serialNumber in its subject, in order; an OIN is one.
        valid_from: its first moment, with time zone.
        valid_until: its last.
    """

    serial_numbers: tuple[str, ...]
    valid_from: datetime
    valid_until: datetime


class ClientCertificateReader(Protocol):
    """Reads a certificate in PEM, and trusts nothing: whoever gave it has checked it."""

    def __call__(self, pem: str, /) -> ClientCertificate:
        """What counts of it. Raises UnreadableCertificate."""
        ...
