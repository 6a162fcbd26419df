"""A school's subscriptions at SBB, by SOAP (implements `ports.sbb_subscriptions.SbbAbonnementen`)."""

from collections.abc import Callable, Sequence
from typing import Final

from stagemarkt.adapters.soap.envelope import UNUSABLE, Endpoint
from stagemarkt.adapters.soap.exchange import Exchange, new_guid
from stagemarkt.adapters.soap.messages import (
    AbonneerMutatiesResult,
    AbonnementBericht,
    GeefAbonnementenResult,
    Resultaatkop,
)
from stagemarkt.adapters.soap.signaalcodes import Meaning
from stagemarkt.adapters.soap.transport import Channel
from stagemarkt.model.errors import BronAnswerInvalid
from stagemarkt.model.school import SchoolSecret
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.sbb_subscriptions import SbbAbonnement

_GOOD: Final = frozenset({Meaning.IN_ORDE})
_OK_OR_NOTHING: Final = frozenset({Meaning.IN_ORDE, Meaning.NIETS_GEVONDEN})


class SoapAbonnementen:
    """The mutation service of White Label 2.1, the school's side of it.

    Args:
        endpoint: where and under which names SBB answers.
        geheim: the school's OIN and licence; its certificate is already in `transport`.
        transport: moves the messages.
        new_id: makes the BerichtID of each message, a GUID.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        geheim: SchoolSecret,
        transport: Channel,
        new_id: Callable[[], str] = new_guid,
    ) -> None:
        self._brin = geheim.brin
        self._exchange = Exchange(endpoint, geheim, transport, new_id)

    def subscribe(self, endpoint: str, deadline: Deadline) -> SbbAbonnement:
        """As the port says."""
        fields = {"Brin": self._brin, "Endpoint": endpoint}
        _, result = self._exchange.question(
            "AbonneerMutaties", fields, AbonneerMutatiesResult, _GOOD, deadline
        )
        if result.abonnement is None:
            raise BronAnswerInvalid(UNUSABLE, internal="no Abonnement")
        return self._abonnement(result.abonnement)

    def list_running(self, deadline: Deadline) -> Sequence[SbbAbonnement]:
        """As the port says."""
        fields = {"Brin": self._brin}
        _, result = self._exchange.question(
            "GeefAbonnementen", fields, GeefAbonnementenResult, _OK_OR_NOTHING, deadline
        )
        return [self._abonnement(message) for message in result.abonnementen]

    def end(self, abonnement_id: str, deadline: Deadline) -> bool:
        """As the port says."""
        fields = {"AbonnementID": abonnement_id}
        meaning, _ = self._exchange.question(
            "BeeindigAbonnement", fields, Resultaatkop, _OK_OR_NOTHING, deadline
        )
        return meaning is Meaning.IN_ORDE

    def _abonnement(self, message: AbonnementBericht) -> SbbAbonnement:
        if message.brin != self._brin:
            raise BronAnswerInvalid(UNUSABLE, internal="a subscription of another school")
        return SbbAbonnement(
            abonnement_id=message.abonnement_id.lower(),
            school=message.brin,
            endpoint=message.endpoint,
            ingangsdatum=message.ingangsdatum,
            einddatum=message.einddatum,
        )
