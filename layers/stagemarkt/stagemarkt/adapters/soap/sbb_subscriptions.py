"""A school's subscriptions at SBB, by SOAP (implements `ports.sbb_subscriptions.SbbAbonnementen`)."""

from collections.abc import Callable, Sequence
from typing import Final

from stagemarkt.adapters.soap.envelope import ONBRUIKBAAR, Eindpunt
from stagemarkt.adapters.soap.exchange import Gesprek, nieuw_guid
from stagemarkt.adapters.soap.messages import (
    AbonneerMutatiesResult,
    AbonnementBericht,
    GeefAbonnementenResult,
    Resultaatkop,
)
from stagemarkt.adapters.soap.signaalcodes import Betekenis
from stagemarkt.adapters.soap.transport import Weg
from stagemarkt.model.errors import BronAntwoordOngeldig
from stagemarkt.model.school import Schoolgeheim
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.sbb_subscriptions import SbbAbonnement

_GOED: Final = frozenset({Betekenis.IN_ORDE})
_GOED_OF_NIETS: Final = frozenset({Betekenis.IN_ORDE, Betekenis.NIETS_GEVONDEN})


class SoapAbonnementen:
    """The mutation service of White Label 2.1, the school's side of it.

    Args:
        eindpunt: where and under which names SBB answers.
        geheim: the school's OIN and licence; its certificate is already in `transport`.
        transport: moves the messages.
        nieuw_id: makes the BerichtID of each message, a GUID.
    """

    def __init__(
        self,
        eindpunt: Eindpunt,
        geheim: Schoolgeheim,
        transport: Weg,
        nieuw_id: Callable[[], str] = nieuw_guid,
    ) -> None:
        self._brin = geheim.brin
        self._gesprek = Gesprek(eindpunt, geheim, transport, nieuw_id)

    def abonneer(self, endpoint: str, termijn: Termijn) -> SbbAbonnement:
        """As the port says."""
        velden = {"Brin": self._brin, "Endpoint": endpoint}
        _, resultaat = self._gesprek.vraag("AbonneerMutaties", velden, AbonneerMutatiesResult, _GOED, termijn)
        if resultaat.abonnement is None:
            raise BronAntwoordOngeldig(ONBRUIKBAAR, intern="no Abonnement")
        return self._abonnement(resultaat.abonnement)

    def lopende(self, termijn: Termijn) -> Sequence[SbbAbonnement]:
        """As the port says."""
        velden = {"Brin": self._brin}
        _, resultaat = self._gesprek.vraag(
            "GeefAbonnementen", velden, GeefAbonnementenResult, _GOED_OF_NIETS, termijn
        )
        return [self._abonnement(bericht) for bericht in resultaat.abonnementen]

    def beeindig(self, abonnement_id: str, termijn: Termijn) -> bool:
        """As the port says."""
        velden = {"AbonnementID": abonnement_id}
        betekenis, _ = self._gesprek.vraag(
            "BeeindigAbonnement", velden, Resultaatkop, _GOED_OF_NIETS, termijn
        )
        return betekenis is Betekenis.IN_ORDE

    def _abonnement(self, bericht: AbonnementBericht) -> SbbAbonnement:
        if bericht.brin != self._brin:
            raise BronAntwoordOngeldig(ONBRUIKBAAR, intern="a subscription of another school")
        return SbbAbonnement(
            abonnement_id=bericht.abonnement_id.lower(),
            school=bericht.brin,
            endpoint=bericht.endpoint,
            ingangsdatum=bericht.ingangsdatum,
            einddatum=bericht.einddatum,
        )
