"""Two certificates of one school at once, while SBB may know only one of them.

A new certificate has to be known at SBB before SBB takes it. Until then the one before it serves on: the new
one is tried, and after a refusal the old one is, first for `RETRY_AFTER` seconds and then only after the new
one once more. Nobody who waits for an answer notices, but for the time of one handshake now and then.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final, TypeVar

from stagemarkt.adapters.soap.connection_pool import ConnectionPool
from stagemarkt.adapters.soap.transport import Transport
from stagemarkt.model.age import NEVER, Age
from stagemarkt.model.errors import BronLicentie, SchoolCertificateUnsuitable
from stagemarkt.model.school import SchoolSecret
from stagemarkt.ports.deadline import Watch

T = TypeVar("T")

RETRY_AFTER: Final = 300


class CertificateChange:
    """The ways to SBB of one school: with its certificate and, if it has one, with the one before.

    Args:
        geheim: the school's.
        pool: keeps the ways open.
        make: opens a way with the certificate of a secret, on this loop; raises SchoolCertificateUnsuitable.
        on_refusal: told that SBB, whichever certificate it saw, refused the school.
        clock: seconds since 1970.
    """

    def __init__(
        self,
        geheim: SchoolSecret,
        pool: ConnectionPool,
        make: Callable[[SchoolSecret, asyncio.Runner], Transport],
        *,
        on_refusal: Callable[[], None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._pool = pool
        self._make = make
        self._on_refusal = on_refusal
        self._clock = clock
        self._secrets = {"nieuw": geheim}
        if geheim.previous is not None:
            previous = replace(
                geheim,
                certificaat=geheim.previous.certificaat,
                sleutel=geheim.previous.sleutel,
                previous=None,
            )
            self._secrets["vorig"] = previous
        self._merken = {which: dit.marks for which, dit in self._secrets.items()}
        self._fell_back = NEVER

    def execute(self, run: Callable[[Transport], T], watch: Watch) -> T:
        """Do this with the certificate that SBB takes (see `transport.Channel`).

        `watch` is told, besides, of the first use of the previous certificate, of each further `RETRY_AFTER`
        seconds that it is still needed, and of the new one that does at last.

        Raises:
            SchoolCertificateUnsuitable: SBB takes none of them; of the newest when both were refused.
        """
        errors: dict[str, SchoolCertificateUnsuitable] = {}
        for which in self._order():
            watch.went_with(self._merken[which], accepted=False)
            try:
                with self._pool.usage((self, which), partial(self._open, which)) as weg:
                    result = run(weg)
            except SchoolCertificateUnsuitable as error:
                errors[which] = error
            except BronLicentie:
                self._on_refusal()
                raise
            else:
                watch.went_with(self._merken[which], accepted=True)
                self._works(which, watch)
                return result
        watch.went_with(self._merken["nieuw"], accepted=False)
        self._on_refusal()
        raise errors["nieuw"]

    def close(self) -> None:
        """Close every connection."""
        for which in self._secrets:
            self._pool.close((self, which))

    def _order(self) -> tuple[str, ...]:
        if "vorig" not in self._secrets:
            return ("nieuw",)
        recent = self._fell_back.under(RETRY_AFTER, self._clock())
        return ("vorig", "nieuw") if recent else ("nieuw", "vorig")

    def _open(self, which: str, runner: asyncio.Runner) -> Transport:
        return self._make(self._secrets[which], runner)

    def _works(self, which: str, watch: Watch) -> None:
        new = self._merken["nieuw"]
        if which == "vorig" and self._order()[0] == "nieuw":
            self._fell_back = Age(self._clock())
            watch.swapped("terugval", new)
        elif which == "nieuw" and self._fell_back != NEVER:
            self._fell_back = NEVER
            watch.swapped("hersteld", new)
