"""A connection to SBB per school, kept between invocations, made anew when the school's secret changes.

A bounded number of them (see `lijnen`): of the schools that were not asked for lately nothing is kept.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from stagemarkt.adapters.soap.certificate_change import Wisseling
from stagemarkt.adapters.soap.connection_pool import HOOGSTENS, Lijnen
from stagemarkt.adapters.soap.envelope import Eindpunt
from stagemarkt.adapters.soap.sbb import SoapSbb
from stagemarkt.adapters.soap.sbb_subscriptions import SoapAbonnementen
from stagemarkt.adapters.soap.tls import tls_context
from stagemarkt.adapters.soap.transport import Grenzen, Transport
from stagemarkt.ports.sbb import Sbb
from stagemarkt.ports.sbb_subscriptions import SbbAbonnementen
from stagemarkt.ports.schools import Schoolgeheimen

if TYPE_CHECKING:
    from stagemarkt.model.school import Schoolgeheim


class Schoolverbindingen:
    """Gives SBB as one school or another; a school's certificate never leaves its own connection.

    Args:
        eindpunt: where SBB answers.
        geheimen: the schools' secrets.
        grenzen: what a call may cost.
        klok: seconds, monotonic.
    """

    def __init__(
        self,
        eindpunt: Eindpunt,
        geheimen: Schoolgeheimen,
        grenzen: Grenzen,
        klok: Callable[[], float] = time.monotonic,
    ) -> None:
        self._eindpunt = eindpunt
        self._geheimen = geheimen
        self._grenzen = grenzen
        self._klok = klok
        self._lijnen = Lijnen()
        self._open: OrderedDict[str, tuple[tuple[Schoolgeheim, str], Wisseling]] = OrderedDict()

    def met(self, brin: str) -> Sbb:
        """SBB on behalf of this school.

        Raises:
            BronLicentie, BronCertificaat: the school cannot be identified to SBB.
            OpslagFout: its secret cannot be read.
        """
        return SoapSbb(self._eindpunt, *self._weg(brin))

    def abonnementen(self, brin: str) -> SbbAbonnementen:
        """SBB, for this school's subscriptions to mutaties. Raises as `met` does."""
        return SoapAbonnementen(self._eindpunt, *self._weg(brin))

    def oin(self, brin: str) -> str:
        """The OIN by which SBB knows the school. Raises as `met` does."""
        return self._geheimen.van(brin).oin

    def _weg(self, brin: str) -> "tuple[Schoolgeheim, Wisseling]":
        geheim, ca = self._geheimen.van(brin), self._geheimen.sbb_ca()
        bekend = self._open.get(brin)
        if bekend is not None and bekend[0] == (geheim, ca):
            self._open.move_to_end(brin)
            return geheim, bekend[1]
        nieuw = self._wisseling(geheim, ca)
        if bekend is not None:
            # One invocation at a time: no call is under way on what is closed here.
            self._open.pop(brin)[1].sluit()
        self._open[brin] = ((geheim, ca), nieuw)
        while len(self._open) > HOOGSTENS:
            # Its connections go when there is no room for them: who still holds it may go on asking.
            self._open.popitem(last=False)
        return geheim, nieuw

    def sluit(self) -> None:
        """Close every connection."""
        self._open.clear()
        self._lijnen.sluit_alle()

    def _wisseling(self, geheim: "Schoolgeheim", ca: str) -> Wisseling:
        return Wisseling(
            geheim,
            self._lijnen,
            lambda dit, loper: Transport(
                self._eindpunt.url, tls_context(ca, dit), self._grenzen, loper=loper
            ),
            bij_weigering=lambda: self._geheimen.ververs(geheim.brin),
            klok=self._klok,
        )
