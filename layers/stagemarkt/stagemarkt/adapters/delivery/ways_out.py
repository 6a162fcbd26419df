"""One `Bezorger` for both ways out."""

from collections.abc import Callable
from functools import cached_property
from typing import assert_never

from stagemarkt.adapters.delivery.sqs import SqsBezorger
from stagemarkt.adapters.delivery.webhook import WebhookBezorger
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.delivery import Bericht, Bestemming, Uitkomst


class Bezorgdienst:
    """Hands each event to the way out of its abonnement; each is made when it is first needed."""

    def __init__(self, webhook: Callable[[], WebhookBezorger], sqs: Callable[[], SqsBezorger]) -> None:
        self._maak_webhook = webhook
        self._maak_sqs = sqs

    def bezorg(self, bestemming: Bestemming, bericht: Bericht, termijn: Termijn) -> Uitkomst:
        """As the port says."""
        match bestemming.soort:
            case "webhook":
                return self._webhook.bezorg(bestemming, bericht, termijn)
            case "sqs":
                return self._sqs.bezorg(bestemming, bericht, termijn)
        assert_never(bestemming.soort)

    @cached_property
    def _webhook(self) -> WebhookBezorger:
        return self._maak_webhook()

    @cached_property
    def _sqs(self) -> SqsBezorger:
        return self._maak_sqs()
