"""A conversation with SBB without a wire: what is asked is written down, the answer is given."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, NamedTuple

from stagemarkt.adapters.soap.envelope import Eindpunt
from stagemarkt.adapters.soap.sbb import SoapSbb
from stagemarkt.adapters.soap.transport import Ruw, Transport
from stagemarkt.model.erkenning import Erkenningsgegevens
from stagemarkt.model.leerbedrijf import Leerbedrijf
from stagemarkt.model.questions import Erkenningsvraag, Identificatievraag
from stagemarkt.model.school import Schoolgeheim
from stagemarkt.ports.deadline import Termijn

from tests.integration.support.contract import NS
from tests.integration.support.envelope import BERICHT_ID

EINDPUNT: Final = Eindpunt("https://sbb.example/whitelabel.asmx", NS, f"{NS}/", "00000001002306608000")
GEHEIM: Final = Schoolgeheim("99XX", "0000000700099XX00000", "LICENTIE-99XX", "certificaat", "sleutel")
OP_ID: Final = Identificatievraag(leerbedrijf_id="900000001")
OP_NAAM: Final = Identificatievraag(naam="Bakkerij")
ERKENNING: Final = Erkenningsvraag("900000001", "25998", date(2025, 9, 1))


class Verstuurd(NamedTuple):
    """What was handed to the transport."""

    inhoud: bytes
    soapaction: str
    termijn: Termijn
    veilig: bool


class Band(Transport):
    """A transport that records what it must send, and gives back what it was told to."""

    def __init__(self, geef: Callable[[Verstuurd], Ruw]) -> None:
        self.verstuurd: list[Verstuurd] = []
        self.adressen: list[str | None] = []
        self._geef = geef

    def stuur(
        self,
        inhoud: bytes,
        soapaction: str,
        termijn: Termijn,
        *,
        veilig: bool = False,
        adres: str | None = None,
    ) -> Ruw:
        """Record and answer."""
        self.adressen.append(adres)
        self.verstuurd.append(Verstuurd(inhoud, soapaction, termijn, veilig))
        return self._geef(self.verstuurd[-1])


def xml(inhoud: bytes, status: int = 200) -> Ruw:
    """This body, as an XML answer."""
    return Ruw(status, "text/xml", inhoud, None)


def identificeer(ruw: Ruw | bytes, vraag: Identificatievraag = OP_ID) -> Sequence[Leerbedrijf]:
    """What the adapter makes of this answer to IdentificeerLeerbedrijf."""
    return _sbb(ruw).identificeer(vraag, Termijn.van(10))


def verifieer(ruw: Ruw | bytes, vraag: Erkenningsvraag = ERKENNING) -> Erkenningsgegevens:
    """What the adapter makes of this answer to VerifieerAccreditatie."""
    return _sbb(ruw).verifieer(vraag, Termijn.van(10))


def _sbb(ruw: Ruw | bytes) -> SoapSbb:
    gegeven = xml(ruw) if isinstance(ruw, bytes) else ruw
    return SoapSbb(EINDPUNT, GEHEIM, Band(lambda _: gegeven), lambda: BERICHT_ID)


def patroon_van(naam: str | None) -> str | None:
    """A name as SBB is asked for a part of it: between wildcards, and what SBB might read as one made one."""
    return None if naam is None else re.sub("%+", "%", "%" + re.sub(r"[%_\[]", "%", naam) + "%")
