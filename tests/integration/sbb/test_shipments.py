"""When the simulator stops sending, nothing of it goes on: no thread, no attempt, nobody who waits."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from local.sbb.mutatie_message import Bericht, Ontvangst
from local.sbb.sender import Bezorger
from local.sbb.shipments import Zendingen
from local.sbb.simulator import Simulator

# An attempt that is not broken off takes thirty seconds.
BINNEN = 20


def _bericht(nummer: str = "a", endpoint: str = "https://localhost/", abonnement: str = "b") -> Bericht:
    return Bericht(nummer, abonnement, "99XX", endpoint, ())


class Zwijger:
    """An endpoint that accepts and says nothing more: before TLS, or after it."""

    def __init__(self, opruimer: ExitStack, context: ssl.SSLContext | None) -> None:
        self._context = context
        self.bereikt = threading.Event()
        self._stop = threading.Event()
        self._luisteraar = opruimer.enter_context(socket.create_server(("127.0.0.1", 0)))
        self.url = f"https://localhost:{self._luisteraar.getsockname()[1]}/"
        draad = threading.Thread(target=self._zwijg)
        draad.start()
        opruimer.callback(draad.join)
        opruimer.callback(self._stop.set)

    def _zwijg(self) -> None:
        stroom, _ = self._luisteraar.accept()
        with stroom:
            if self._context is not None:
                stroom = self._context.wrap_socket(stroom, server_side=True)
            with stroom:
                self.bereikt.set()
                self._stop.wait(60)


@pytest.fixture(params=["before TLS", "after TLS"])
def zwijger(request: pytest.FixtureRequest, sim: Simulator) -> Iterator[Zwijger]:
    """Each of the two."""
    context = None
    if request.param == "after TLS":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sim.pki.server.cert, sim.pki.server.key)
    with ExitStack() as opruimer:
        yield Zwijger(opruimer, context)


@pytest.mark.parametrize("hoe", [Zendingen.einde, Zendingen.staak])
def test_een_poging_die_loopt(sim: Simulator, zwijger: Zwijger, hoe: Callable[[Zendingen], None]) -> None:
    """An attempt that waits for an answer that does not come is broken off, and its thread has ended."""
    bezorger, voor = Bezorger(sim.pki), set(threading.enumerate())
    zendingen = Zendingen(bezorger.bezorg, bezorger.breek_af)
    for nummer in ("eerste", "tweede"):
        zendingen.verstuur(_bericht(nummer, zwijger.url))
    assert zwijger.bereikt.wait(60)
    begin = time.monotonic()
    hoe(zendingen)
    assert time.monotonic() - begin < BINNEN
    assert set(threading.enumerate()) <= voor
    assert [z["toestand"] for z in zendingen.sinds(0)] == ["opgegeven"] * 2


def test_wie_op_de_volgende_poging_wacht() -> None:
    """Between two attempts nobody is waited for; and who waits for the outcome hears it."""
    geprobeerd = threading.Event()

    def bezorg(_bericht: Bericht, _storing: str | None) -> Ontvangst:
        geprobeerd.set()
        return Ontvangst(None, "geen antwoord")

    zendingen, gehoord = Zendingen(bezorg, wachten=(600.0,)), list[object]()
    zendingen.verstuur(_bericht())
    vrager = threading.Thread(
        target=lambda: gehoord.extend(z["toestand"] for z in zendingen.sinds(0, wachten=600))
    )
    vrager.start()
    assert geprobeerd.wait(60)
    zendingen.einde()
    vrager.join(60)
    assert gehoord == ["opgegeven"]


def test_na_het_einde_wordt_niets_verzonden() -> None:
    """What is sent after the end is written down as given up, by no thread."""
    zendingen = Zendingen(lambda *_: pytest.fail("it was sent"))
    zendingen.einde()
    voor = threading.active_count()
    zendingen.verstuur(_bericht())
    assert threading.active_count() == voor
    assert [z["toestand"] for z in zendingen.sinds(0)] == ["opgegeven"]


def test_na_het_staken_gaat_het_verder() -> None:
    """The same abonnement's next message goes as ever, and what was given up does not come after all."""
    verzonden: list[str] = []
    bezet = threading.Event()

    def bezorg(bericht: Bericht, _storing: str | None) -> Ontvangst:
        verzonden.append(bericht.id)
        bezet.set()
        return Ontvangst(None if bericht.id == "eerste" else "0", None)

    zendingen = Zendingen(bezorg, wachten=(600.0,))
    for nummer in ("eerste", "tweede"):
        zendingen.verstuur(_bericht(nummer))
    assert bezet.wait(60)
    zendingen.staak()
    zendingen.verstuur(_bericht("derde"))
    assert [z["toestand"] for z in zendingen.sinds(0, wachten=60)] == ["opgegeven", "opgegeven", "bevestigd"]
    assert verzonden == ["eerste", "derde"]
    zendingen.einde()


def test_een_simulator_die_stopt(sim: Simulator, zwijger: Zwijger) -> None:
    """The simulator as a whole leaves no thread, whoever it was telling something."""
    voor = set(threading.enumerate())
    # Beside the other, with the same certificates.
    with Simulator(sim.pki.folder.parent) as simulator:
        simulator.zendingen.verstuur(_bericht(endpoint=zwijger.url))
        assert zwijger.bereikt.wait(60)
    assert set(threading.enumerate()) <= voor
