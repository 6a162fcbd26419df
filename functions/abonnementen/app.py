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

    def get_all(self, verzoek: Request) -> Response:
        """`GET /abonnementen`."""
        questions.without_query(verzoek)
        return rendering.of_list(self._ports.desk.of_owner(questions.holder(verzoek)))

    def make(self, verzoek: Request) -> Response:
        """`POST /abonnementen`: it begins with what comes now."""
        requested = questions.requested(verzoek, self._vetters)
        new = self._ports.desk.open(str(uuid.uuid4()), questions.holder(verzoek), *requested)
        return rendering.of_new(new, self._ports.delivery_role)

    def get(self, verzoek: Request) -> Response:
        """`GET /abonnementen/{abonnementId}`."""
        found = self._ports.desk.find(questions.holder(verzoek), questions.sleutel(verzoek))
        return rendering.of_one(found, self._ports.delivery_role)

    def modify(self, verzoek: Request) -> Response:
        """`PATCH /abonnementen/{abonnementId}`."""
        new = self._ports.desk.change(
            questions.holder(verzoek),
            questions.sleutel(verzoek),
            partial(questions.check_version, verzoek),
            lambda abonnement: questions.wish(verzoek, abonnement, self._vetters),
        )
        return rendering.of_one(new, self._ports.delivery_role)

    def end(self, verzoek: Request) -> Response:
        """`DELETE /abonnementen/{abonnementId}`."""
        self._ports.desk.end(
            questions.holder(verzoek), questions.sleutel(verzoek), partial(questions.check_version, verzoek)
        )
        return Response(204)

    def change_key(self, verzoek: Request) -> Response:
        """`POST …/sleutelrotaties`."""
        new = self._ports.desk.rotate_key(questions.holder(verzoek), questions.sleutel(verzoek))
        return rendering.of_one(new, self._ports.delivery_role, 201, with_secret=True)

    def deliver_again(self, verzoek: Request) -> Response:
        """`POST …/herafleveringen`."""
        chosen = self._ports.desk.redeliver(
            questions.holder(verzoek), questions.sleutel(verzoek), partial(questions.vanaf, verzoek)
        )
        return rendering.of_redelivery(*chosen)

    def get_deliveries(self, verzoek: Request) -> Response:
        """`GET …/afleveringen`, newest first."""
        question = questions.deliveries(verzoek)
        listing = self._ports.desk.deliveries(
            questions.holder(verzoek), question.sleutel, question.before, question.aantal
        )
        return rendering.of_deliveries(listing, question, verzoek)

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
