"""A connection to SBB per school, kept between invocations, made anew when the school's secret changes.

A bounded number of them (see `pool`): of the schools that were not asked for lately nothing is kept.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from stagemarkt.adapters.soap.certificate_change import CertificateChange
from stagemarkt.adapters.soap.connection_pool import AT_MOST, ConnectionPool
from stagemarkt.adapters.soap.envelope import Endpoint
from stagemarkt.adapters.soap.sbb import SoapSbb
from stagemarkt.adapters.soap.sbb_subscriptions import SoapAbonnementen
from stagemarkt.adapters.soap.tls import tls_context
from stagemarkt.adapters.soap.transport import Transport, TransportLimits
from stagemarkt.ports.sbb import Sbb
from stagemarkt.ports.sbb_subscriptions import SbbAbonnementen
from stagemarkt.ports.schools import SchoolSecrets

if TYPE_CHECKING:
    from stagemarkt.model.school import SchoolSecret


class SchoolConnections:
    """Gives SBB as one school or another; a school's certificate never leaves its own connection.

    Args:
        endpoint: where SBB answers.
        school_secrets: the schools' secrets.
        limits: what a call may cost.
        clock: seconds since 1970.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        school_secrets: SchoolSecrets,
        limits: TransportLimits,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._endpoint = endpoint
        self._secrets = school_secrets
        self._limits = limits
        self._clock = clock
        self._pool = ConnectionPool()
        self._open: OrderedDict[str, tuple[tuple[SchoolSecret, str], CertificateChange]] = OrderedDict()

    def using(self, brin: str) -> Sbb:
        """SBB on behalf of this school.

        Raises:
            BronLicentie, BronCertificate: the school cannot be identified to SBB.
            StorageError: its secret cannot be read.
        """
        return SoapSbb(self._endpoint, *self._way(brin))

    def abonnementen(self, brin: str) -> SbbAbonnementen:
        """SBB, for this school's subscriptions to mutaties. Raises as `using` does."""
        return SoapAbonnementen(self._endpoint, *self._way(brin))

    def oin(self, brin: str) -> str:
        """The OIN by which SBB knows the school. Raises as `using` does."""
        return self._secrets.van(brin).oin

    def _way(self, brin: str) -> "tuple[SchoolSecret, CertificateChange]":
        secret, ca = self._secrets.van(brin), self._secrets.sbb_ca()
        known = self._open.get(brin)
        if known is not None and known[0] == (secret, ca):
            self._open.move_to_end(brin)
            return secret, known[1]
        new = self._certificate_change(secret, ca)
        if known is not None:
            # One invocation at a time: no call is under way on what is closed here.
            self._open.pop(brin)[1].close()
        self._open[brin] = ((secret, ca), new)
        while len(self._open) > AT_MOST:
            # Its connections go when there is no room for them: who still holds it may go on asking.
            self._open.popitem(last=False)
        return secret, new

    def close(self) -> None:
        """Close every connection."""
        self._open.clear()
        self._pool.close_all()

    def _certificate_change(self, secret: "SchoolSecret", ca: str) -> CertificateChange:
        return CertificateChange(
            secret,
            self._pool,
            lambda dit, runner: Transport(
                self._endpoint.url, tls_context(ca, dit), self._limits, runner=runner, clock=self._clock
            ),
            on_refusal=lambda: self._secrets.refresh(secret.brin),
            clock=self._clock,
        )
