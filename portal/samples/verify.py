import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Mapping
from typing import Any


def receive(
    headers: Mapping[str, str], body: bytes, secret: str, tolerance: float = 300
) -> dict[str, Any] | None:
    """Het bericht, of None als het niet van de facade komt. `body` is de bytes zoals ze kwamen."""
    given = {str(name).lower(): value for name, value in headers.items()}
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    message_id, moment, signatures = (given.get(name) for name in names)
    # Sommige frameworks geven een kopregel die twee keer kwam als lijst: dat is niet van ons.
    if not (isinstance(message_id, str) and isinstance(moment, str) and isinstance(signatures, str)):
        return None
    if not re.fullmatch("[0-9]{1,12}", moment) or abs(time.time() - int(moment)) > tolerance:
        return None
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{moment}.".encode(errors="replace") + body
    expected = b"v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256))
    # Als bytes: wat er ook in de kopregel staat, vergelijken gaat altijd goed.
    # Bij het wisselen van sleutel zijn er twee.
    parts = signatures.encode(errors="replace").split(b" ")
    if not key or not any(hmac.compare_digest(expected, part) for part in parts):
        return None
    event: dict[str, Any] = json.loads(body)
    return event
