"""Two certificates of one school at once, while SBB may know only one of them.

A new certificate has to be known at SBB before SBB takes it. Until then the one before it serves on: the new
one is tried, and after a refusal the old one is, first for `HERPROBEREN` seconds and then only after the new
one once more. Nobody who waits for an answer notices, but for the time of one handshake now and then.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final, TypeVar

from stagemarkt.adapters.soap.connection_pool import Lijnen
from stagemarkt.adapters.soap.transport import Transport
from stagemarkt.model.errors import BronLicentie, SchoolcertificaatOngeschikt
from stagemarkt.model.school import Schoolgeheim
from stagemarkt.ports.deadline import Watch

T = TypeVar("T")

HERPROBEREN: Final = 300


class Wisseling:
    """The ways to SBB of one school: with its certificate and, if it has one, with the one before.

    Args:
        geheim: the school's.
        lijnen: keeps the ways open.
        maak: opens a way with the certificate of a secret, on this loop; raises SchoolcertificaatOngeschikt.
        bij_weigering: told that SBB, whichever certificate it saw, refused the school.
        klok: seconds, monotonic.
    """

    def __init__(
        self,
        geheim: Schoolgeheim,
        lijnen: Lijnen,
        maak: Callable[[Schoolgeheim, asyncio.Runner], Transport],
        *,
        bij_weigering: Callable[[], None],
        klok: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lijnen = lijnen
        self._maak = maak
        self._bij_weigering = bij_weigering
        self._klok = klok
        self._geheimen = {"nieuw": geheim}
        if geheim.vorig is not None:
            vorig = replace(
                geheim, certificaat=geheim.vorig.certificaat, sleutel=geheim.vorig.sleutel, vorig=None
            )
            self._geheimen["vorig"] = vorig
        self._merken = {welke: dit.merken for welke, dit in self._geheimen.items()}
        self._teruggevallen: float | None = None

    def voer_uit(self, doe: Callable[[Transport], T], watch: Watch) -> T:
        """Do this with the certificate that SBB takes (see `transport.Weg`).

        `watch` is told, besides, of the first use of the previous certificate, of each further `HERPROBEREN`
        seconds that it is still needed, and of the new one that does at last.

        Raises:
            SchoolcertificaatOngeschikt: SBB takes none of them; of the newest when both were refused.
        """
        fouten: dict[str, SchoolcertificaatOngeschikt] = {}
        for welke in self._volgorde():
            watch.went_with(self._merken[welke], taken=False)
            try:
                with self._lijnen.gebruik((self, welke), partial(self._open, welke)) as weg:
                    resultaat = doe(weg)
            except SchoolcertificaatOngeschikt as fout:
                fouten[welke] = fout
            except BronLicentie:
                self._bij_weigering()
                raise
            else:
                watch.went_with(self._merken[welke], taken=True)
                self._werkt(welke, watch)
                return resultaat
        watch.went_with(self._merken["nieuw"], taken=False)
        self._bij_weigering()
        raise fouten["nieuw"]

    def sluit(self) -> None:
        """Close every connection."""
        for welke in self._geheimen:
            self._lijnen.sluit((self, welke))

    def _volgorde(self) -> tuple[str, ...]:
        if "vorig" not in self._geheimen:
            return ("nieuw",)
        recent = self._teruggevallen is not None and self._klok() < self._teruggevallen + HERPROBEREN
        return ("vorig", "nieuw") if recent else ("nieuw", "vorig")

    def _open(self, welke: str, loper: asyncio.Runner) -> Transport:
        return self._maak(self._geheimen[welke], loper)

    def _werkt(self, welke: str, watch: Watch) -> None:
        nieuw = self._merken["nieuw"]
        if welke == "vorig" and self._volgorde()[0] == "nieuw":
            self._teruggevallen = self._klok()
            watch.swapped("terugval", nieuw)
        elif welke == "nieuw" and self._teruggevallen is not None:
            self._teruggevallen = None
            watch.swapped("hersteld", nieuw)
