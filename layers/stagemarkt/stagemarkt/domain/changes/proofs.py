"""Who is who: the secret that a webhook is signed with, and the token that proves whose a queue is.

The token goes out in a test message to the queue; whoever sends it back can read that queue. It is tied to
the abonnement, to the queue and to a day; nothing of it is kept but the secret it is made with.
"""

import base64
import hashlib
import hmac
import secrets
from typing import Final

# Standard Webhooks: 24 to 64 bytes.
_GEHEIM_BYTES: Final = 32
_VOOR: Final = "whsec_"
GELDIGHEID: Final = 24 * 3600


def nieuw_ondertekengeheim() -> str:
    """A secret to sign webhooks with, as Standard Webhooks writes it."""
    return _VOOR + base64.b64encode(secrets.token_bytes(_GEHEIM_BYTES)).decode()


def nieuw_bewijsgeheim() -> str:
    """A secret to make tokens with: one for each abonnement, and never shown."""
    return secrets.token_urlsafe(_GEHEIM_BYTES)


def maak_token(geheim: str, abonnement_id: str, queue_arn: str, nu: float) -> str:
    """The token for this abonnement and queue, good for a day from `nu` (seconds since 1970)."""
    return _token(geheim, abonnement_id, queue_arn, int(nu) + GELDIGHEID)


def token_klopt(token: str, geheim: str, abonnement_id: str, queue_arn: str, nu: float) -> bool:
    """Whether `maak_token` made this one, with this secret, for this abonnement and queue, within a day.

    An abonnement that has been given another queue is not proven by the token for the former.
    """
    tot = token.partition(".")[0]
    if not (tot.isascii() and tot.isdigit() and len(tot) <= len("9999999999")) or int(tot) <= nu:
        return False
    return hmac.compare_digest(
        _token(geheim, abonnement_id, queue_arn, int(tot)).encode(), token.encode("utf-8", "replace")
    )


def _token(geheim: str, abonnement_id: str, queue_arn: str, tot: int) -> str:
    over = "\n".join(("stagemarkt-wachtrijbewijs-1", abonnement_id, queue_arn, str(tot))).encode()
    som = hmac.new(geheim.encode(), over, hashlib.sha256).digest()
    return f"{tot}.{base64.urlsafe_b64encode(som).rstrip(b'=').decode()}"
