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

from stagemarkt.adapters.soap.lijnen import Lijnen
from stagemarkt.adapters.soap.transport import Transport
from stagemarkt.model.fouten import BronLicentie, SchoolcertificaatOngeschikt
from stagemarkt.model.school import Schoolgeheim
from stagemarkt.poorten.schooltoestand import Schoolwaarnemer, Wissel

T = TypeVar("T")

HERPROBEREN: Final = 300


class Wisseling:
    """The ways to SBB of one school: with its certificate and, if it has one, with the one before.

    Args:
        geheim: the school's.
        lijnen: keeps the ways open.
        maak: opens a way with the certificate of a secret, on this loop; raises SchoolcertificaatOngeschikt.
        bij_weigering: told that SBB, whichever certificate it saw, refused the school.
        waarnemer: stands round each call. It is told of the first use of the previous certificate, of each
            further `HERPROBEREN` seconds that it is still needed, and of the new one that does at last.
        klok: seconds, monotonic.
    """

    def __init__(
        self,
        geheim: Schoolgeheim,
        lijnen: Lijnen,
        maak: Callable[[Schoolgeheim, asyncio.Runner], Transport],
        *,
        bij_weigering: Callable[[], None],
        waarnemer: Schoolwaarnemer | None = None,
        klok: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lijnen = lijnen
        self._maak = maak
        self._bij_weigering = bij_weigering
        self._waarnemer = waarnemer
        self._brin = geheim.brin
        self._klok = klok
        self._geheimen = {"nieuw": geheim}
        if geheim.vorig is not None:
            vorig = replace(
                geheim, certificaat=geheim.vorig.certificaat, sleutel=geheim.vorig.sleutel, vorig=None
            )
            self._geheimen["vorig"] = vorig
        self._teruggevallen: float | None = None

    def voer_uit(self, doe: Callable[[Transport], T]) -> T:
        """Do this with the certificate that SBB takes (see `transport.Weg`).

        Raises:
            SchoolcertificaatOngeschikt: SBB takes none of them; of the newest when both were refused.
        """
        if self._waarnemer is None:
            return self._probeer(doe, [])
        # Which of the two it came to in the end.
        met: list[str] = []
        return self._waarnemer.bij(
            self._brin, lambda: self._probeer(doe, met), lambda: self._geheimen[met[-1]].merken
        )

    def _probeer(self, doe: Callable[[Transport], T], met: list[str]) -> T:
        fouten: dict[str, SchoolcertificaatOngeschikt] = {}
        for welke in self._volgorde():
            met.append(welke)
            try:
                with self._lijnen.gebruik((self, welke), partial(self._open, welke)) as weg:
                    resultaat = doe(weg)
            except SchoolcertificaatOngeschikt as fout:
                fouten[welke] = fout
            except BronLicentie:
                self._bij_weigering()
                raise
            else:
                self._werkt(welke)
                return resultaat
        met.append("nieuw")
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

    def _werkt(self, welke: str) -> None:
        if welke == "vorig" and self._volgorde()[0] == "nieuw":
            self._teruggevallen = self._klok()
            self._meld("terugval")
        elif welke == "nieuw" and self._teruggevallen is not None:
            self._teruggevallen = None
            self._meld("hersteld")

    def _meld(self, wissel: Wissel) -> None:
        if self._waarnemer is not None:
            self._waarnemer.wissel(self._brin, wissel, self._geheimen["nieuw"].merken)
