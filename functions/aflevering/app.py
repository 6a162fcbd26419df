"""Delivers: the one function that sends anything to others, and so the one role that may.

Behind the queue Aflevering it works on one abonnement at a time; behind the API it sends a test message.
Touches the abonnementen with their secrets, the outbox, and receivers.
"""

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from stagemarkt.composition.aflevering import AfleveringPorts
from stagemarkt.entry.queue_batch import per_message
from stagemarkt.metrics import DELIVERY_AGE, embed
from stagemarkt.model.abonnement import AbonnementKey
from stagemarkt.ports.deadline import Deadline
from stagemarkt.web.handler import LambdaContext, entry
from stagemarkt.web.input import abonnementen as questions
from stagemarkt.web.output import abonnementen as rendering
from stagemarkt.web.request import Request
from stagemarkt.web.response import Response

# What is left of a function's time for noting how the last attempt ended.
_RESERVE = 5.0


def make_handler(ports: AfleveringPorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def send_test_message(request: Request) -> Response:
        bericht_id = str(uuid.uuid4())
        outcome = ports.trial.send(
            bericht_id, questions.holder(request), questions.sleutel(request), request.deadline
        )
        return rendering.of_test_message(bericht_id, outcome, request.language)

    def deliver(body: str, seconds: float) -> Mapping[str, object]:
        content = json.loads(body)
        sleutel = AbonnementKey(str(content["school"]), str(content["abonnementId"]))
        done = ports.deliverer.deliver(sleutel, Deadline.after(max(0.0, seconds - _RESERVE)))
        return {
            "school": sleutel.school,
            "abonnementId": sleutel.abonnement_id,
            "einde": done.einde,
            "afgeleverd": done.afgeleverd,
            "mislukt": done.mislukt,
            "opzij": done.opzij,
            **embed({} if done.waited is None else {DELIVERY_AGE: round(done.waited, 1)}, ports.clock()),
        }

    api = entry({"stuurTestbericht": send_test_message})
    behind_queue = per_message("aflevering", deliver)
    return lambda event, context: (behind_queue if "Records" in event else api)(event, context)


handler = make_handler(AfleveringPorts())
