"""A conversation with SBB without a wire: what is asked is written down, the answer is given."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, NamedTuple

from stagemarkt.adapters.soap.envelope import Endpoint
from stagemarkt.adapters.soap.sbb import SoapSbb
from stagemarkt.adapters.soap.transport import RawResponse, Transport
from stagemarkt.model.erkenning import Erkenningsgegevens
from stagemarkt.model.leerbedrijf import Leerbedrijf
from stagemarkt.model.questions import Erkenningsvraag, Identificatievraag
from stagemarkt.model.school import SchoolSecret
from stagemarkt.ports.deadline import Deadline

from tests.integration.support.contract import NS
from tests.integration.support.envelope import MESSAGE_ID

EINDPUNT: Final = Endpoint("https://sbb.example/whitelabel.asmx", NS, f"{NS}/", "00000001002306608000")
SECRET: Final = SchoolSecret("99XX", "0000000700099XX00000", "LICENTIE-99XX", "certificaat", "sleutel")
BY_ID: Final = Identificatievraag(leerbedrijf_id="900000001")
BY_NAME: Final = Identificatievraag(naam="Bakkerij")
ERKENNING: Final = Erkenningsvraag("900000001", "25998", date(2025, 9, 1))


class SentRequest(NamedTuple):
    """What was handed to the transport."""

    inhoud: bytes
    soapaction: str
    deadline: Deadline
    safe: bool


class Tape(Transport):
    """A transport that records what it must send, and gives back what it was told to."""

    def __init__(self, get: Callable[[SentRequest], RawResponse]) -> None:
        self.sent: list[SentRequest] = []
        self.adressen: list[str | None] = []
        self._get = get

    def send(
        self,
        content: bytes,
        soapaction: str,
        deadline: Deadline,
        *,
        safe: bool = False,
        adres: str | None = None,
    ) -> RawResponse:
        """Record and answer."""
        self.adressen.append(adres)
        self.sent.append(SentRequest(content, soapaction, deadline, safe))
        return self._get(self.sent[-1])


def xml(content: bytes, status: int = 200) -> RawResponse:
    """This body, as an XML answer."""
    return RawResponse(status, "text/xml", content, None)


def identificeer(raw: RawResponse | bytes, question: Identificatievraag = BY_ID) -> Sequence[Leerbedrijf]:
    """What the adapter makes of this answer to IdentificeerLeerbedrijf."""
    return _sbb(raw).identificeer(question, Deadline.after(10))


def verify(raw: RawResponse | bytes, question: Erkenningsvraag = ERKENNING) -> Erkenningsgegevens:
    """What the adapter makes of this answer to VerifieerAccreditatie."""
    return _sbb(raw).verify(question, Deadline.after(10))


def _sbb(raw: RawResponse | bytes) -> SoapSbb:
    given = xml(raw) if isinstance(raw, bytes) else raw
    return SoapSbb(EINDPUNT, SECRET, Tape(lambda _: given), lambda: MESSAGE_ID)


def pattern_of(name: str | None) -> str | None:
    """A name as SBB is asked for a part of it: between wildcards, and what SBB might read as one made one."""
    return None if name is None else re.sub("%+", "%", "%" + re.sub(r"[%_\[]", "%", name) + "%")
