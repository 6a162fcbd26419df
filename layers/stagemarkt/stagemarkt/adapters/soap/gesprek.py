"""One question to SBB by SOAP: written, sent, checked and read. Knows no operation by itself."""

import uuid
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import TypeVar
from xml.etree.ElementTree import Element

from pydantic import ValidationError

from stagemarkt.adapters.soap.berichten import Resultaatkop
from stagemarkt.adapters.soap.envelop import ONBRUIKBAAR, Eindpunt, Velden, maak_verzoek, open_antwoord
from stagemarkt.adapters.soap.herkansen import VEILIG
from stagemarkt.adapters.soap.lezer import lees
from stagemarkt.adapters.soap.signaalcodes import Betekenis, betekenis_van, weiger
from stagemarkt.adapters.soap.statuscodes import controleer_status
from stagemarkt.adapters.soap.transport import Transport, Weg
from stagemarkt.model.fouten import BronAntwoordOngeldig, Signaal
from stagemarkt.model.school import Schoolgeheim
from stagemarkt.poorten.termijn import Termijn

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
            ruw = transport.stuur(verzoek, self._eindpunt.actie(operatie), termijn, veilig=operatie in VEILIG)
            controleer_status(ruw)
            element = open_antwoord(ruw.inhoud, self._eindpunt.namespace, operatie, bericht_id)
            # The head first: beside a refusal the rest of the message need not be whole.
            kop = self._lees(Resultaatkop, element)
            betekenis = betekenis_van(kop.signaalcode, self._eindpunt.signaalcodes)
            if betekenis not in verwacht:
                weiger(betekenis, Signaal(kop.signaalcode, kop.melding, bericht_id))
            return betekenis, self._lees(model, element)

        return self._transport.voer_uit(eenmaal)

    def _lees(self, model: type[R], element: Element) -> R:
        try:
            return lees(model, element, self._eindpunt.namespace)
        except ValidationError as fout:
            # The paths of the faults, never their values: those can be names and addresses.
            paden = sorted({".".join(map(str, punt["loc"])) for punt in fout.errors(include_input=False)})
            raise BronAntwoordOngeldig(ONBRUIKBAAR, intern=f"unfit elements: {', '.join(paden)}") from None
