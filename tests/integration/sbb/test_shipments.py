"""When the simulator stops sending, nothing of it goes on: no thread, no attempt, nobody who waits."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from local.sbb.mutatie_message import MutatieReceipt, SimulatedMessage
from local.sbb.shipments import MutatieSender, Shipments
from local.sbb.simulator import Simulator

# An attempt that is not broken off takes thirty seconds.
WITHIN = 20


def _message(
    number: str = "a", endpoint: str = "https://localhost/", abonnement: str = "b"
) -> SimulatedMessage:
    return SimulatedMessage(number, abonnement, "99XX", endpoint, ())


class SilentEndpoint:
    """An endpoint that accepts and says nothing more: before TLS, or after it."""

    def __init__(self, purger: ExitStack, context: ssl.SSLContext | None) -> None:
        self._context = context
        self.reached = threading.Event()
        self._stop = threading.Event()
        self._listener = purger.enter_context(socket.create_server(("127.0.0.1", 0)))
        self.url = f"https://localhost:{self._listener.getsockname()[1]}/"
        wire = threading.Thread(target=self._stay_silent)
        wire.start()
        purger.callback(wire.join)
        purger.callback(self._stop.set)

    def _stay_silent(self) -> None:
        stream, _ = self._listener.accept()
        with stream:
            if self._context is not None:
                stream = self._context.wrap_socket(stream, server_side=True)
            with stream:
                self.reached.set()
                self._stop.wait(60)


@pytest.fixture(params=["before TLS", "after TLS"])
def silent_endpoint(request: pytest.FixtureRequest, sim: Simulator) -> Iterator[SilentEndpoint]:
    """Each of the two."""
    context = None
    if request.param == "after TLS":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sim.pki.server.cert, sim.pki.server.key)
    with ExitStack() as purger:
        yield SilentEndpoint(purger, context)


@pytest.mark.parametrize("how", [Shipments.einde, Shipments.abort])
def test_an_attempt_in_progress(
    sim: Simulator, silent_endpoint: SilentEndpoint, how: Callable[[Shipments], None]
) -> None:
    """An attempt that waits for an answer that does not come is broken off, and its thread has ended."""
    sender, before = MutatieSender(sim.pki), set(threading.enumerate())
    shipments = Shipments(sender.dispatch, sender.break_off)
    for number in ("eerste", "tweede"):
        shipments.send(_message(number, silent_endpoint.url))
    assert silent_endpoint.reached.wait(60)
    begin = time.monotonic()
    how(shipments)
    assert time.monotonic() - begin < WITHIN
    assert set(threading.enumerate()) <= before
    assert [z["toestand"] for z in shipments.sinds(0)] == ["opgegeven"] * 2


def test_who_waits_for_the_next_attempt() -> None:
    """Between two attempts nobody is waited for; and who waits for the outcome hears it."""
    tried = threading.Event()

    def dispatch(_message: SimulatedMessage, _disturbance: str | None) -> MutatieReceipt:
        tried.set()
        return MutatieReceipt(None, "geen antwoord")

    shipments, heard = Shipments(dispatch, waits=(600.0,)), list[object]()
    shipments.send(_message())
    asker = threading.Thread(
        target=lambda: heard.extend(z["toestand"] for z in shipments.sinds(0, waits=600))
    )
    asker.start()
    assert tried.wait(60)
    shipments.einde()
    asker.join(60)
    assert heard == ["opgegeven"]


def test_after_the_end_nothing_is_sent() -> None:
    """What is sent after the end is written down as given up, by no thread."""
    shipments = Shipments(lambda *_: pytest.fail("it was sent"))
    shipments.einde()
    before = threading.active_count()
    shipments.send(_message())
    assert threading.active_count() == before
    assert [z["toestand"] for z in shipments.sinds(0)] == ["opgegeven"]


def test_after_a_halt_it_goes_on() -> None:
    """The same abonnement's next message goes as ever, and what was given up does not come after all."""
    sent_messages: list[str] = []
    occupy = threading.Event()

    def dispatch(message: SimulatedMessage, _disturbance: str | None) -> MutatieReceipt:
        sent_messages.append(message.id)
        occupy.set()
        return MutatieReceipt(None if message.id == "eerste" else "0", None)

    shipments = Shipments(dispatch, waits=(600.0,))
    for number in ("eerste", "tweede"):
        shipments.send(_message(number))
    assert occupy.wait(60)
    shipments.abort()
    shipments.send(_message("derde"))
    assert [z["toestand"] for z in shipments.sinds(0, waits=60)] == ["opgegeven", "opgegeven", "bevestigd"]
    assert sent_messages == ["eerste", "derde"]
    shipments.einde()


def test_a_simulator_that_stops(sim: Simulator, silent_endpoint: SilentEndpoint) -> None:
    """The simulator as a whole leaves no thread, whoever it was telling something."""
    before = set(threading.enumerate())
    # Beside the other, with the same certificates.
    with Simulator(sim.pki.folder.parent) as simulator:
        simulator.shipments.send(_message(endpoint=silent_endpoint.url))
        assert silent_endpoint.reached.wait(60)
    assert set(threading.enumerate()) <= before
