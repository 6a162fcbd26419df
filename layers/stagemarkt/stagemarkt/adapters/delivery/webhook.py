"""Webhooks by Standard Webhooks 1.0 (implements `stagemarkt.ports.delivery.EventSender`)."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final

from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook

from stagemarkt.adapters.closing_network import ClosingNetwork
from stagemarkt.adapters.delivery.causes import ERRORS, from_answer, from_error
from stagemarkt.adapters.delivery.network import GuardedNetwork
from stagemarkt.adapters.delivery.sender import KEPT, HttpSender
from stagemarkt.domain.changes.event import MEDIATYPE
from stagemarkt.domain.changes.webhook_url import NO_EXCEPTIONS, Exceptions, InvalidUrl, read_webhook_url
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.delivery import (
    HEADER_ID,
    HEADER_MOMENT,
    HEADER_SIGNATURE,
    DeliveryMessage,
    DeliveryOutcome,
    Destination,
)
from stagemarkt.version import VERSION

_USER_AGENT: Final = f"stagemarkt-facade/{VERSION}"


class WebhookSender:
    """Signs and posts. Connections stay open between calls: use it from one thread, and `close` it.

    Args:
        exceptions: receivers with any name and a CA of their own.
        http_sender: what posts.
        clock: seconds since 1970; the time in a signature comes from here.
    """

    def __init__(
        self,
        exceptions: Exceptions = NO_EXCEPTIONS,
        http_sender: HttpSender | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._exceptions = exceptions.places
        self._http_sender = http_sender or HttpSender(
            exceptions, GuardedNetwork(exceptions.places, inner=ClosingNetwork(clock=clock, kept=KEPT))
        )
        self._clock = clock

    def dispatch(
        self, destination: Destination, message: DeliveryMessage, deadline: Deadline
    ) -> DeliveryOutcome:
        """As the port says. The URL is judged again each time: what may be sent to can change with us."""
        try:
            adres = read_webhook_url(destination.url or "", self._exceptions)
        except InvalidUrl:
            return DeliveryOutcome("geweigerd", reden="url-ongeldig")
        try:
            headers = signed(message, destination.sleutels, self._clock())
        except (EmptyWebhookSecretError, ValueError):
            return DeliveryOutcome("geweigerd", reden="geen-sleutel")
        try:
            answer = self._http_sender.post(adres, headers, message.inhoud, deadline)
        except ERRORS as error:
            return from_error(error)
        return from_answer(answer, self._clock())

    def close(self) -> None:
        """Close all connections."""
        self._http_sender.close()


def signed(message: DeliveryMessage, sleutels: Sequence[str], now: float) -> dict[str, str]:
    """The headers of one attempt at `now` (seconds since 1970), with a signature for each key.

    Raises:
        ValueError, EmptyWebhookSecretError: there is no key, or one that cannot be read.
    """
    if not sleutels:
        raise ValueError("no key")
    moment = datetime.fromtimestamp(int(now), UTC)
    text = message.inhoud.decode()
    signatures = [Webhook(sleutel).sign(message.id, moment, text) for sleutel in sleutels]
    return {
        "Content-Type": f"{MEDIATYPE}; charset=utf-8",
        HEADER_ID: message.id,
        HEADER_MOMENT: str(int(now)),
        HEADER_SIGNATURE: " ".join(signatures),
        "User-Agent": _USER_AGENT,
        "Accept": "*/*",
        "Accept-Encoding": "identity",
    }
