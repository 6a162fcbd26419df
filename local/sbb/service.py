"""The service behind the wire: a request goes in as text, an answer comes out as a tree."""

import datetime as dt
from collections.abc import Callable
from typing import Final
from zoneinfo import ZoneInfo

from local.sbb.envelope import OperationResult, SoapRequest, result_envelope
from local.sbb.operations.abonneren import end, get_abonnementen, subscribe
from local.sbb.operations.leerbedrijf import get_details, identificeer, verify
from local.sbb.operations.validation import InvalidRequest, Operation, OperationContext, OperationInput
from local.sbb.operations.zoeken import search
from local.sbb.protocol import CONTRACT, SimulatedSignaal
from local.sbb.register.register import Register
from local.sbb.scholen import Schools, SimulatedSchool
from local.sbb.subscriptions import SubscriptionRegister
from local.sbb.xml_tree import Element, MessageSchema

OPERATIONS: Final[dict[str, Operation]] = {
    "IdentificeerLeerbedrijf": identificeer,
    "VerifieerAccreditatie": verify,
    "AbonneerMutaties": subscribe,
    "GeefAbonnementen": get_abonnementen,
    "BeeindigAbonnement": end,
    "GeefDetails": get_details,
    "Zoeken": search,
}

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")


def today_in_netherlands() -> dt.date:
    """Give the day that it is in the Netherlands."""
    return dt.datetime.now(AMSTERDAM).date()


class Service:
    """White Label Stagemarkt: checks licence and schema, and has the operation answer.

    Args:
        register: the leerbedrijven.
        scholen: who may ask.
        today: gives the day that statuses are told for.
    """

    def __init__(self, register: Register, scholen: Schools, today: Callable[[], dt.date]) -> None:
        self.register = register
        self.scholen = scholen
        self.abonnementen = SubscriptionRegister()
        self._today = today
        self._schema = MessageSchema(CONTRACT / "whitelabel.xsd")

    def today(self) -> dt.date:
        """Give the day that this service lives in."""
        return self._today()

    def vet(self, request: SoapRequest, certificate_oin: str | None) -> SimulatedSchool | SimulatedSignaal:
        """Decide by licence and certificate whether the request may pass."""
        return self.scholen.vet(_licentie(request), request.sender_oin, certificate_oin)

    def licentie_holder(self, request: SoapRequest) -> SimulatedSchool | None:
        """Give the school whose licence is in the request, if any."""
        return self.scholen.from_licentie(_licentie(request))

    def answer(self, request: SoapRequest, toegang: SimulatedSchool | SimulatedSignaal) -> Element:
        """Carry out a request, or refuse it (the schema first when there is no licence to look at).

        Gives the envelope of the answer.
        """
        return result_envelope(request, self._result(request, toegang), request.sender_oin)

    def _result(self, request: SoapRequest, toegang: SimulatedSchool | SimulatedSignaal) -> OperationResult:
        no_licentie = request.field("Licentie") is None
        if isinstance(toegang, SimulatedSignaal) and not (
            no_licentie and toegang is SimulatedSignaal.LICENTIE
        ):
            return OperationResult(toegang)
        notice = self._schema.fout(request.inhoud)
        if notice is not None:
            return OperationResult(SimulatedSignaal.INVALID, melding=notice)
        if isinstance(toegang, SimulatedSignaal):
            return OperationResult(toegang)
        environment = OperationContext(self.register, self.abonnementen, self._today(), toegang)
        try:
            return OPERATIONS[request.operatie](OperationInput(request.inhoud[0]), environment)
        except InvalidRequest as error:
            return OperationResult(SimulatedSignaal.INVALID, melding=str(error))


def _licentie(request: SoapRequest) -> str:
    return (request.field("Licentie") or "").strip()
