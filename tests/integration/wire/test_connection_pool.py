"""The connections of one worker: a bounded number of them, on one loop, however many schools it serves."""

import asyncio
import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from stagemarkt.adapters.soap.connection_pool import HOOGSTENS, Lijnen
from stagemarkt.adapters.soap.envelope import Eindpunt
from stagemarkt.adapters.soap.school_connections import Schoolverbindingen
from stagemarkt.adapters.soap.tls import tls_context
from stagemarkt.adapters.soap.transport import Grenzen, Ruw, Transport
from stagemarkt.model.school import Schoolgeheim
from stagemarkt.ports.deadline import Termijn

from tests.integration.support.behaviour import beantwoord, http
from tests.integration.support.contract import NS
from tests.integration.support.envelope import IDENTIFICEER, antwoord
from tests.integration.support.exchange import OP_NAAM
from tests.integration.support.line import Lijn, stuur
from tests.integration.support.pki import Pki
from tests.integration.support.server import Server, Verbinding

NIETS: Final = http(antwoord(IDENTIFICEER, [("Signaalcode", "0")], verwijst_naar=None))
SCHOLEN: Final = 500
# In a test both ends of a connection are ours.
EINDEN: Final = 2


class Kluis:
    """As many schools as are asked for, each with a certificate of her own when `eigen`."""

    def __init__(self, pki: Pki, *, eigen: bool = False) -> None:
        self._pki = pki
        self._eigen = eigen
        self._een = pki.school("99XX")

    def van(self, brin: str) -> Schoolgeheim:
        """As the port says."""
        if self._eigen:
            return self._pki.school(brin)
        return Schoolgeheim(brin, brin, f"LICENTIE-{brin}", self._een.certificaat, self._een.sleutel)

    def ververs(self, _brin: str) -> None:
        """As the port says."""

    def sbb_ca(self) -> str:
        """As the port says."""
        return self._pki.sbb_ca


class Sbb:
    """A server that finds nothing, and knows which connections are open."""

    def __init__(self, lijn: Lijn) -> None:
        self.open: list[Verbinding] = []
        self.server: Server = lijn.server(self._bedien)

    def _bedien(self, verbinding: Verbinding) -> None:
        self.open.append(verbinding)
        try:
            beantwoord(NIETS)(verbinding)
        finally:
            self.open.remove(verbinding)


@pytest.fixture
def sbb(lijn: Lijn) -> Sbb:
    """The server."""
    return Sbb(lijn)


@pytest.fixture
def wegen(lijn: Lijn, sbb: Sbb) -> Iterator[Schoolverbindingen]:
    """What a worker has."""
    eindpunt = Eindpunt(sbb.server.url, NS, f"{NS}/", "0" * 20)
    wegen = Schoolverbindingen(eindpunt, Kluis(lijn.pki), Grenzen(seconden=5))
    yield wegen
    wegen.sluit()


def _vraag(wegen: Schoolverbindingen, school: int) -> None:
    assert wegen.met(f"{school:04d}").identificeer(OP_NAAM, Termijn.van(5)) == []


def _descriptoren() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def _geheugen() -> int:
    """What is in memory, in bytes."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.proof
def test_veel_scholen(
    wegen: Schoolverbindingen, sbb: Sbb, schaal: Callable[[int], int], capsys: pytest.CaptureFixture[str]
) -> None:
    """Descriptors and memory stop growing with the schools: at 500 as at the first that did not fit."""
    # Also in a twentieth there are more than fit.
    aantal = HOOGSTENS + max(20, schaal(SCHOLEN - HOOGSTENS))
    begin = _descriptoren()
    standen: list[tuple[int, int, int]] = []
    for school in range(aantal):
        _vraag(wegen, school)
        if school + 1 in {HOOGSTENS + 10, aantal}:
            standen.append((school + 1, _descriptoren(), _geheugen()))
    (_, eerst, klein), (_, laatst, groot) = standen
    with capsys.disabled():
        print(f"\nscholen, descriptoren, bytes: {standen}")  # noqa: T201 - what `make proof` is for
    assert laatst <= eerst + 4
    assert laatst - begin <= EINDEN * HOOGSTENS + 10
    assert groot - klein < 20 * 2**20
    # The last ones are still there, the first ones are not.
    for school in range(aantal - 5, aantal):
        _vraag(wegen, school)
    assert sbb.server.aangenomen == aantal
    _vraag(wegen, 0)
    assert sbb.server.aangenomen == aantal + 1
    wegen.sluit()
    sbb.server.sluit()
    assert sbb.open == []
    assert _descriptoren() <= begin


def test_wie_een_weg_vasthoudt_mag_blijven_vragen(wegen: Schoolverbindingen, sbb: Sbb) -> None:
    """A school that made room goes on as before, by a new connection, also for who held her way meanwhile."""
    eerste = wegen.met("EERSTE")
    assert eerste.identificeer(OP_NAAM, Termijn.van(5)) == []
    for school in range(HOOGSTENS):
        _vraag(wegen, school)
    voor = sbb.server.aangenomen
    for _ in range(3):
        assert eerste.identificeer(OP_NAAM, Termijn.van(5)) == []
    assert sbb.server.aangenomen == voor + 1


class Toneel:
    """Three places, and transports to a server that answers."""

    def __init__(self, lijn: Lijn) -> None:
        self.lijnen = Lijnen(hoogstens=3)
        self.server = lijn.server(beantwoord())
        self._tls = tls_context(lijn.pki.sbb_ca, lijn.school)

    def maak(self, loper: asyncio.Runner) -> Transport:
        """A transport on this loop."""
        return Transport(self.server.url, self._tls, Grenzen(), loper=loper)

    def stuur(self, sleutel: str) -> Ruw:
        """One message by the transport of this key."""
        with self.lijnen.gebruik(sleutel, self.maak) as weg:
            return stuur(weg)


@pytest.fixture
def toneel(lijn: Lijn) -> Iterator[Toneel]:
    """The scene."""
    toneel = Toneel(lijn)
    yield toneel
    toneel.lijnen.sluit_alle()


def test_wie_het_langst_niet_gebruikt_is_maakt_plaats(toneel: Toneel) -> None:
    """Not the oldest, but who was not asked for longest, is closed; and opened anew when asked for."""
    for sleutel in "abcabd":
        toneel.stuur(sleutel)
    assert toneel.server.aangenomen == 4
    for sleutel in "abd":
        toneel.stuur(sleutel)
    assert toneel.server.aangenomen == 4
    toneel.stuur("c")
    assert toneel.server.aangenomen == 5


def test_wat_bezig_is_wordt_niet_gesloten(toneel: Toneel) -> None:
    """A call under way keeps its connection, though every place is wanted by others meanwhile."""
    with toneel.lijnen.gebruik("a", toneel.maak) as weg:
        stuur(weg)
        for sleutel in "bcdefg":
            toneel.stuur(sleutel)
        assert stuur(weg).status == 200
    # One was opened for each key, and none for `a` a second time.
    assert toneel.server.aangenomen == 7
    for sleutel in "hij":
        toneel.stuur(sleutel)
    toneel.stuur("a")
    assert toneel.server.aangenomen == 11


def test_wat_gesloten_is_is_meteen_gesloten(toneel: Toneel) -> None:
    """A connection that makes room gives its descriptor back at once, not when the loop next turns."""
    toneel.stuur("a")
    voor = _descriptoren()
    toneel.lijnen.sluit("a")
    toneel.server.sluit()
    # Both ends of the connection, and the server's ear.
    assert _descriptoren() == voor - 3


def test_na_sluiten_kan_het_opnieuw(toneel: Toneel) -> None:
    """Closing everything, the loop too, leaves nothing in the way of the next."""
    toneel.stuur("a")
    toneel.lijnen.sluit_alle()
    assert toneel.stuur("a").status == 200
