"""One question to SBB by SOAP: written, sent, checked and read. Knows no operation by itself."""

import uuid
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import TypeVar
from xml.etree.ElementTree import Element

from stagemarkt.adapters.soap.envelope import ONBRUIKBAAR, Eindpunt, Velden, maak_verzoek, open_antwoord
from stagemarkt.adapters.soap.http_status import controleer_status
from stagemarkt.adapters.soap.messages import Resultaatkop
from stagemarkt.adapters.soap.reader import Lezing, Onbruikbaar, lees
from stagemarkt.adapters.soap.retry import VEILIG
from stagemarkt.adapters.soap.signaalcodes import Betekenis, betekenis_van, weiger
from stagemarkt.adapters.soap.transport import Transport, Weg
from stagemarkt.model.errors import BronAntwoordOngeldig, Signaal
from stagemarkt.model.school import Schoolgeheim
from stagemarkt.observability import meld_onleesbaar
from stagemarkt.ports.deadline import Termijn

R = TypeVar("R", bound=Resultaatkop)


def nieuw_guid() -> str:
    """A new BerichtID."""
    return str(uuid.uuid4())


class Gesprek:
    """Asks SBB on behalf of one school.

    Args:
        eindpunt: where and under which names SBB answers.
        geheim: the school's OIN and licence; its certificate is already in `transport`.
        transport: moves the messages, or chooses what does.
        nieuw_id: makes the BerichtID of each message, a GUID.
    """

    def __init__(
        self, eindpunt: Eindpunt, geheim: Schoolgeheim, transport: Weg, nieuw_id: Callable[[], str]
    ) -> None:
        self._eindpunt = eindpunt
        self._geheim = geheim
        self._transport = transport
        self._nieuw_id = nieuw_id

    def vraag(
        self,
        operatie: str,
        velden: Velden,
        model: type[R],
        verwacht: AbstractSet[Betekenis],
        termijn: Termijn,
    ) -> tuple[Betekenis, R]:
        """Ask one operation: what its signaalcode says, one of `verwacht`, and the result.

        Raises:
            Fout: SBB could not be asked, refused, or gave no usable answer.
        """

        def eenmaal(transport: Transport) -> tuple[Betekenis, R]:
            # A message that is sent again, under another certificate, is another message.
            bericht_id = self._nieuw_id()
            verzoek = maak_verzoek(
                self._eindpunt,
                operatie,
                {"Licentie": self._geheim.licentie, "BerichtID": bericht_id, **velden},
                afzender_oin=self._geheim.oin,
                bericht_id=bericht_id,
            )
            actie, adres = self._eindpunt.actie(operatie), self._eindpunt.adres(operatie)
            ruw = transport.stuur(verzoek, actie, termijn, veilig=operatie in VEILIG, adres=adres)
            controleer_status(ruw)
            element = open_antwoord(ruw.inhoud, self._eindpunt.namespace, operatie, bericht_id)
            # The head first: beside a refusal the rest of the message need not be whole.
            kop = self._lees(Resultaatkop, element).bericht
            betekenis = betekenis_van(kop.signaalcode, self._eindpunt.signaalcodes)
            if betekenis not in verwacht:
                weiger(betekenis, Signaal(kop.signaalcode, kop.melding, bericht_id))
            lezing = self._lees(model, element)
            self.meld(operatie, lezing.onleesbaar, lezing.weggelaten)
            return betekenis, lezing.bericht

        return self._transport.voer_uit(eenmaal, termijn.watch)

    def meld(self, operatie: str, onleesbaar: Mapping[str, int], weggelaten: Mapping[str, int]) -> None:
        """Tell the operator what of an answer could not be read, by path and number, if anything."""
        if onleesbaar or weggelaten:
            meld_onleesbaar(self._geheim.brin, operatie, onleesbaar, weggelaten)

    def _lees(self, model: type[R], element: Element) -> Lezing[R]:
        try:
            return lees(model, element, self._eindpunt.namespace)
        except Onbruikbaar as fout:
            # The path of the element, never its value: that can be a name or an address.
            raise BronAntwoordOngeldig(ONBRUIKBAAR, intern=f"unfit element: {fout}") from None
