"""Abonnementen: where the changes go. Touches the abonnementen and the outbox; sends nothing out itself."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from stagemarkt.composition.abonnementen import AbonnementenPorts
from stagemarkt.web.handler import LambdaContext, entry
from stagemarkt.web.input import abonnementen as questions
from stagemarkt.web.output import abonnementen as rendering
from stagemarkt.web.request import Request
from stagemarkt.web.response import Response


class ServiceDesk:
    """Answers over these ports; every method is an operation of the API."""

    def __init__(self, ports: AbonnementenPorts) -> None:
        self._ports = ports

    def get_all(self, request: Request) -> Response:
        """`GET /abonnementen`."""
        questions.without_query(request)
        return rendering.of_list(self._ports.desk.of_owner(questions.holder(request)))

    def make(self, request: Request) -> Response:
        """`POST /abonnementen`: it begins with what comes now."""
        requested = questions.requested(request, self._vetters)
        new = self._ports.desk.open(str(uuid.uuid4()), questions.holder(request), *requested)
        return rendering.of_new(new, self._ports.delivery_role)

    def get(self, request: Request) -> Response:
        """`GET /abonnementen/{abonnementId}`."""
        found = self._ports.desk.find(questions.holder(request), questions.sleutel(request))
        return rendering.of_one(found, self._ports.delivery_role)

    def modify(self, request: Request) -> Response:
        """`PATCH /abonnementen/{abonnementId}`."""
        new = self._ports.desk.change(
            questions.holder(request),
            questions.sleutel(request),
            partial(questions.check_version, request),
            lambda abonnement: questions.wish(request, abonnement, self._vetters),
        )
        return rendering.of_one(new, self._ports.delivery_role)

    def end(self, request: Request) -> Response:
        """`DELETE /abonnementen/{abonnementId}`."""
        self._ports.desk.end(
            questions.holder(request), questions.sleutel(request), partial(questions.check_version, request)
        )
        return Response(204)

    def change_key(self, request: Request) -> Response:
        """`POST …/sleutelrotaties`."""
        new = self._ports.desk.rotate_key(questions.holder(request), questions.sleutel(request))
        return rendering.of_one(new, self._ports.delivery_role, 201, with_secret=True)

    def deliver_again(self, request: Request) -> Response:
        """`POST …/herafleveringen`."""
        chosen = self._ports.desk.redeliver(
            questions.holder(request), questions.sleutel(request), partial(questions.vanaf, request)
        )
        return rendering.of_redelivery(*chosen)

    def get_deliveries(self, request: Request) -> Response:
        """`GET …/afleveringen`, newest first."""
        question = questions.deliveries(request)
        listing = self._ports.desk.deliveries(
            questions.holder(request), question.sleutel, question.before, question.aantal
        )
        return rendering.of_deliveries(listing, question, request)

    def _vetters(self) -> questions.Vetters:
        return questions.Vetters(self._ports.webhook_vetter, self._ports.home)


def make_handler(ports: AbonnementenPorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""
    service_desk = ServiceDesk(ports)
    return entry(
        {
            "geefAbonnementen": service_desk.get_all,
            "maakAbonnement": service_desk.make,
            "geefAbonnement": service_desk.get,
            "wijzigAbonnement": service_desk.modify,
            "beeindigAbonnement": service_desk.end,
            "wisselSleutel": service_desk.change_key,
            "leverOpnieuw": service_desk.deliver_again,
            "geefAfleveringen": service_desk.get_deliveries,
        }
    )


handler = make_handler(AbonnementenPorts())
