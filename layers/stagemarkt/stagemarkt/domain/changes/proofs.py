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
_SECRET_BYTES: Final = 32
_PREFIX: Final = "whsec_"
VALIDITY: Final = 24 * 3600


def new_signing_secret() -> str:
    """A secret to sign webhooks with, as Standard Webhooks writes it."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def new_proof_secret() -> str:
    """A secret to make tokens with: one for each abonnement, and never shown."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def make_token(secret: str, abonnement_id: str, queue_arn: str, now: float) -> str:
    """The token for this abonnement and queue, good for a day from `now` (seconds since 1970)."""
    return _token(secret, abonnement_id, queue_arn, int(now) + VALIDITY)


def token_matches(token: str, secret: str, abonnement_id: str, queue_arn: str, now: float) -> bool:
    """Whether `make_token` made this one, with this secret, for this abonnement and queue, within a day.

    An abonnement that has been given another queue is not proven by the token for the former.
    """
    until = token.partition(".")[0]
    if not (until.isascii() and until.isdigit() and len(until) <= len("9999999999")) or int(until) <= now:
        return False
    return hmac.compare_digest(
        _token(secret, abonnement_id, queue_arn, int(until)).encode(), token.encode("utf-8", "replace")
    )


def _token(secret: str, abonnement_id: str, queue_arn: str, until: int) -> str:
    over = "\n".join(("stagemarkt-wachtrijbewijs-1", abonnement_id, queue_arn, str(until))).encode()
    digest = hmac.new(secret.encode(), over, hashlib.sha256).digest()
    return f"{until}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"
