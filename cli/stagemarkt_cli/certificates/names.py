"""What a certificate and a moment in it are called, for people."""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from cryptography import x509
from cryptography.x509.oid import NameOID

_HERE: Final = ZoneInfo("Europe/Amsterdam")


def name_of(certificate: x509.Certificate) -> str:
    """The common name; without one the whole subject."""
    try:
        names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(names[0].value) if names else certificate.subject.rfc4514_string() or "zonder naam"
    except (ValueError, TypeError):
        # A subject of which the parts are no texts.
        return "met een onleesbare naam"


def moment(at: dt.datetime) -> str:
    """A moment as day and time in the Netherlands, and that it is."""
    return at.astimezone(_HERE).strftime("%d-%m-%Y %H:%M (Nederlandse tijd)")
