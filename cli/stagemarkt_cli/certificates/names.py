"""What a certificate and a moment in it are called, for people."""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from cryptography import x509
from cryptography.x509.oid import NameOID

_HIER: Final = ZoneInfo("Europe/Amsterdam")


def naam_van(certificaat: x509.Certificate) -> str:
    """The common name; without one the whole subject."""
    try:
        namen = certificaat.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(namen[0].value) if namen else certificaat.subject.rfc4514_string() or "zonder naam"
    except (ValueError, TypeError):
        # A subject of which the parts are no texts.
        return "met een onleesbare naam"


def moment(op: dt.datetime) -> str:
    """A moment as day and time in the Netherlands, and that it is."""
    return op.astimezone(_HIER).strftime("%d-%m-%Y %H:%M (Nederlandse tijd)")
