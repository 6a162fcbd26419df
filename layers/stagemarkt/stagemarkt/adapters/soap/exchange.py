"""One question to SBB by SOAP: written, sent, checked and read. Knows no operation by itself."""

import uuid
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import TypeVar
from xml.etree.ElementTree import Element

from stagemarkt.adapters.soap.envelope import UNUSABLE, Endpoint, RequestFields, make_request, open_answer
from stagemarkt.adapters.soap.http_status import check_status
from stagemarkt.adapters.soap.messages import Resultaatkop
from stagemarkt.adapters.soap.reader import MessageReading, Unusable, read
from stagemarkt.adapters.soap.retry import SAFE
from stagemarkt.adapters.soap.signaalcodes import Meaning, meaning_of, refuse_by_signaalcode
from stagemarkt.adapters.soap.transport import Channel, Transport
from stagemarkt.model.errors import BronAnswerInvalid, Signaal
from stagemarkt.model.school import SchoolSecret
from stagemarkt.observability import report_unreadable
from stagemarkt.ports.deadline import Deadline

R = TypeVar("R", bound=Resultaatkop)


def new_guid() -> str:
    """A new BerichtID."""
    return str(uuid.uuid4())


class Exchange:
    """Asks SBB on behalf of one school.

    Args:
        endpoint: where and under which names SBB answers.
        geheim: the school's OIN and licence; its certificate is already in `transport`.
        transport: moves the messages, or chooses what does.
        new_id: makes the BerichtID of each message, a GUID.
    """

    def __init__(
        self, endpoint: Endpoint, geheim: SchoolSecret, transport: Channel, new_id: Callable[[], str]
    ) -> None:
        self._endpoint = endpoint
        self._secret = geheim
        self._transport = transport
        self._new_id = new_id

    def question(
        self,
        operation: str,
        fields: RequestFields,
        model: type[R],
        expected: AbstractSet[Meaning],
        deadline: Deadline,
    ) -> tuple[Meaning, R]:
        """Ask one operation: what its signaalcode says, one of `expected`, and the result.

        Raises:
            FacadeError: SBB could not be asked, refused, or gave no usable answer.
        """

        def once(transport: Transport) -> tuple[Meaning, R]:
            # A message that is sent again, under another certificate, is another message.
            bericht_id = self._new_id()
            request = make_request(
                self._endpoint,
                operation,
                {"Licentie": self._secret.licentie, "BerichtID": bericht_id, **fields},
                sender_oin=self._secret.oin,
                bericht_id=bericht_id,
            )
            action, adres = self._endpoint.action(operation), self._endpoint.adres(operation)
            raw = transport.send(request, action, deadline, safe=operation in SAFE, adres=adres)
            check_status(raw)
            element = open_answer(raw.inhoud, self._endpoint.namespace, operation, bericht_id)
            # The head first: beside a refusal the rest of the message need not be whole.
            header = self._read(Resultaatkop, element).message
            meaning = meaning_of(header.signaalcode, self._endpoint.signaalcodes)
            if meaning not in expected:
                refuse_by_signaalcode(meaning, Signaal(header.signaalcode, header.melding, bericht_id))
            reading = self._read(model, element)
            self.report(operation, reading.onleesbaar, reading.omitted)
            return meaning, reading.message

        return self._transport.execute(once, deadline.watch)

    def report(self, operation: str, onleesbaar: Mapping[str, int], omitted: Mapping[str, int]) -> None:
        """Tell the operator what of an answer could not be read, by path and number, if anything."""
        if onleesbaar or omitted:
            report_unreadable(self._secret.brin, operation, onleesbaar, omitted)

    def _read(self, model: type[R], element: Element) -> MessageReading[R]:
        try:
            return read(model, element, self._endpoint.namespace)
        except Unusable as error:
            # The path of the element, never its value: that can be a name or an address.
            raise BronAnswerInvalid(UNUSABLE, internal=f"unfit element: {error}") from None
