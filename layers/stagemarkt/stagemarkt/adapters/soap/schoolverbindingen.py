"""A connection to SBB per school, kept between invocations, made anew when the school's secret changes."""

from typing import TYPE_CHECKING

from stagemarkt.adapters.soap.envelop import Eindpunt
from stagemarkt.adapters.soap.sbb import SoapSbb
from stagemarkt.adapters.soap.tls import tls_context
from stagemarkt.adapters.soap.transport import Grenzen, Transport
from stagemarkt.poorten.sbb import Sbb
from stagemarkt.poorten.scholen import Schoolgeheimen

if TYPE_CHECKING:
    from stagemarkt.model.school import Schoolgeheim


class Schoolverbindingen:
    """Gives SBB as one school or another; a school's certificate never leaves its own connection."""

    def __init__(self, eindpunt: Eindpunt, geheimen: Schoolgeheimen, grenzen: Grenzen) -> None:
        self._eindpunt = eindpunt
        self._geheimen = geheimen
        self._grenzen = grenzen
        self._open: dict[str, tuple[tuple[Schoolgeheim, str], Transport]] = {}

    def met(self, brin: str) -> Sbb:
        """SBB on behalf of this school.

        Raises:
            BronLicentie, BronCertificaat: the school cannot be identified to SBB.
            OpslagFout: its secret cannot be read.
        """
        geheim, ca = self._geheimen.van(brin), self._geheimen.sbb_ca()
        bekend = self._open.get(brin)
        if bekend is not None and bekend[0] == (geheim, ca):
            return SoapSbb(self._eindpunt, geheim, bekend[1])
        nieuw = Transport(self._eindpunt.url, tls_context(ca, geheim), self._grenzen)
        if bekend is not None:
            bekend[1].sluit()
        self._open[brin] = ((geheim, ca), nieuw)
        return SoapSbb(self._eindpunt, geheim, nieuw)

    def sluit(self) -> None:
        """Close every connection."""
        for _, transport in self._open.values():
            transport.sluit()
        self._open.clear()
