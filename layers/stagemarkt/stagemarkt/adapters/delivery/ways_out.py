"""One `EventSender` for both ways out."""

from collections.abc import Callable
from functools import cached_property
from typing import assert_never

from stagemarkt.adapters.delivery.sqs import SqsSender
from stagemarkt.adapters.delivery.webhook import WebhookSender
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.delivery import DeliveryMessage, DeliveryOutcome, Destination


class WaysOut:
    """Hands each event to the way out of its abonnement; each is made when it is first needed."""

    def __init__(self, webhook: Callable[[], WebhookSender], sqs: Callable[[], SqsSender]) -> None:
        self._make_webhook = webhook
        self._make_sqs = sqs

    def dispatch(
        self, destination: Destination, message: DeliveryMessage, deadline: Deadline
    ) -> DeliveryOutcome:
        """As the port says."""
        match destination.soort:
            case "webhook":
                return self._webhook.dispatch(destination, message, deadline)
            case "sqs":
                return self._sqs.dispatch(destination, message, deadline)
        assert_never(destination.soort)

    @cached_property
    def _webhook(self) -> WebhookSender:
        return self._make_webhook()

    @cached_property
    def _sqs(self) -> SqsSender:
        return self._make_sqs()
