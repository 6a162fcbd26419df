"""Messages on their way to schools: in order per abonnement, again until acknowledged, each on record.

An attempt goes over mutual TLS with SBB's own certificate.
"""

import contextlib
import datetime as dt
import http.client
import itertools
import socket
import ssl
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from local.certificates import KeyPair
from local.sbb.mutatie_message import ACTIE, MutatieReceipt, SimulatedMessage, body, read_receipt
from local.sbb.pki import Pki

_SECONDS: Final = 30.0
# Until there is a connection nothing can be broken off: a school's endpoint is on this machine, mostly.
_CONNECT_SECONDS: Final = 5.0
_MAX_ANSWER: Final = 2**20


class MutatieSender:
    """Brings messages, for many threads.

    It trusts the CA of the PKI, which also signs the receiver at home.
    """

    def __init__(self, pki: Pki) -> None:
        self._pki = pki
        self._lock = threading.Lock()
        self._under_way: set[socket.socket] = set()

    def dispatch(self, message: SimulatedMessage, disturbance: str | None) -> MutatieReceipt:
        """Make one attempt, spoilt in this way; whatever fails on the way is told in the outcome."""
        target = urlsplit(message.endpoint)
        try:
            with self._connection(
                target.hostname or "", target.port, self._context(disturbance)
            ) as connection:
                headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{ACTIE}"'}
                path = f"{target.path}?{target.query}" if target.query else target.path
                connection.request("POST", path or "/", body(message, disturbance), headers)
                answer = connection.getresponse()
                return read_receipt(answer.status, answer.read(_MAX_ANSWER), message.id)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return MutatieReceipt(None, f"geen antwoord: {type(error).__name__}")

    def break_off(self) -> None:
        """End what is under way: whoever waits there fails at once."""
        with self._lock:
            for bare in self._under_way:
                with contextlib.suppress(OSError):
                    bare.shutdown(socket.SHUT_RDWR)

    @contextlib.contextmanager
    def _connection(
        self, name: str, port: int | None, tls: ssl.SSLContext
    ) -> Iterator[http.client.HTTPConnection]:
        """A connection that `break_off` finds from before its handshake on."""
        bare = socket.create_connection((name, port or 443), timeout=_CONNECT_SECONDS)
        # A second handle on it: TLS takes the first one for itself.
        with bare, bare.dup() as portion:
            bare.settimeout(_SECONDS)
            with self._lock:
                self._under_way.add(portion)
            try:
                with tls.wrap_socket(bare, server_hostname=name) as stream:
                    connection = http.client.HTTPSConnection(name, port, context=tls)
                    connection.sock = stream
                    yield connection
            finally:
                with self._lock:
                    self._under_way.discard(portion)

    def _context(self, disturbance: str | None) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=str(self._pki.ca))
        own = self._certificate(disturbance)
        if own is not None:
            context.load_cert_chain(own.cert, own.key)
        return context

    def _certificate(self, disturbance: str | None) -> KeyPair | None:
        if disturbance == "zonder-certificaat":
            return None
        if disturbance == "andere-oin":
            return next(iter(self._pki.scholen.values()))
        return self._pki.sbb_client


_KEPT: Final = 1000
# Seconds before each next attempt; the last one holds on, until there were `ATTEMPTS`.
_WAITS: Final = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
ATTEMPTS: Final = 20
# How often `dubbel` sends again what was acknowledged already.
_DOUBLE: Final = 2


@dataclass
class Shipment:
    """A message and how it goes: `toestand` is wacht, bevestigd or opgegeven."""

    nr: int
    message: SimulatedMessage
    storing: str | None
    toestand: str = "wacht"
    pogingen: int = 0
    bevestigingen: int = 0
    signaalcode: str | None = None
    fout: str | None = None
    made: str = ""
    confirmed: str | None = None

    def as_json(self) -> dict[str, object]:
        """Give it for the control interface."""
        message = self.message
        return {
            "nr": self.nr,
            "berichtId": message.id,
            "abonnementId": message.abonnement_id,
            "brin": message.brin,
            "endpoint": message.endpoint,
            "aantal": len(message.mutaties),
            "storing": self.storing,
            "toestand": self.toestand,
            "pogingen": self.pogingen,
            "bevestigingen": self.bevestigingen,
            "signaalcode": self.signaalcode,
            "fout": self.fout,
            "gemaakt": self.made,
            "bevestigd": self.confirmed,
        }


# Makes one attempt at a message, spoilt in this way.
Deliver = Callable[[SimulatedMessage, str | None], MutatieReceipt]
# Seconds between two looks at who is still sending, while all of it is broken off.
_LOOK: Final = 0.05


class Shipments:
    """Sends, in a thread per abonnement: the next message goes when the one before it is done with.

    Args:
        dispatch: makes one attempt.
        break_off: ends the attempts that are under way at this moment, whatever they wait for.
        waits: seconds before each next attempt.
    """

    def __init__(
        self,
        dispatch: Deliver,
        break_off: Callable[[], None] = lambda: None,
        waits: Sequence[float] = _WAITS,
    ) -> None:
        self._deliver = dispatch
        self._break_off = break_off
        self._waits = waits
        self._lock = threading.Condition()
        self._stop = threading.Event()
        self._closed = False
        self._numbers = itertools.count(1)
        self._book: deque[Shipment] = deque(maxlen=_KEPT)
        self._rows: dict[str, deque[Shipment]] = {}
        self._threads: list[threading.Thread] = []

    def send(self, message: SimulatedMessage, disturbance: str | None = None) -> Shipment:
        """Put a message behind what its abonnement has waiting, and give it as it is written down."""
        with self._lock:
            shipment = Shipment(next(self._numbers), message, disturbance, made=_now())
            self._book.append(shipment)
            if self._closed:
                shipment.toestand = "opgegeven"
                return shipment
            row = self._rows.get(message.abonnement_id)
            if row is not None:
                row.append(shipment)
                return shipment
            row = self._rows[message.abonnement_id] = deque([shipment])
            wire = threading.Thread(
                target=self._work, args=(message.abonnement_id, row, self._stop), daemon=True
            )
            self._threads = [d for d in self._threads if d.is_alive()] + [wire]
            wire.start()
            return shipment

    def sinds(self, number: int, waits: float = 0.0) -> list[dict[str, object]]:
        """Give those after a number, of the last thousand, once none waits any more or after so long (s)."""
        with self._lock:
            self._lock.wait_for(lambda: self._is_quiet(number), waits)
            return [shipment.as_json() for shipment in self._book if shipment.nr > number]

    def _is_quiet(self, number: int) -> bool:
        return all(shipment.toestand != "wacht" for shipment in self._book if shipment.nr > number)

    def abort(self) -> None:
        """Give up all that waits or is under way; nothing sends any more when this returns.

        What is sent after it goes as ever.
        """
        with self._lock:
            stop, threads = self._stop, self._threads
            self._stop, self._threads, self._rows = threading.Event(), [], {}
            stop.set()
            for shipment in self._book:
                if shipment.toestand == "wacht":
                    shipment.toestand = "opgegeven"
            self._lock.notify_all()
        for wire in threads:
            while wire.is_alive():
                # Again and again: it may just have been about to begin an attempt.
                self._break_off()
                wire.join(_LOOK)

    def einde(self) -> None:
        """Stop for good: nothing sends any more, and what still comes is written down as given up."""
        with self._lock:
            self._closed = True
        self.abort()

    def _work(self, abonnement_id: str, row: deque[Shipment], stop: threading.Event) -> None:
        while not stop.is_set():
            with self._lock:
                if not row:
                    if self._rows.get(abonnement_id) is row:
                        del self._rows[abonnement_id]
                    return
                shipment = row[0]
            self._until_confirmed(shipment, stop)
            with self._lock:
                row.popleft()

    def _until_confirmed(self, shipment: Shipment, stop: threading.Event) -> None:
        needed = 1 + (_DOUBLE if shipment.storing == "dubbel" else 0)
        while shipment.bevestigingen < needed and not stop.is_set():
            receipt = self._deliver(shipment.message, shipment.storing)
            with self._lock:
                _note(shipment, receipt, needed)
                self._lock.notify_all()
            if shipment.pogingen >= ATTEMPTS:
                return
            if not receipt.confirmed:
                spot = min(shipment.pogingen, len(self._waits)) - 1
                if stop.wait(self._waits[spot]):
                    return


def _note(shipment: Shipment, receipt: MutatieReceipt, needed: int) -> None:
    shipment.pogingen += 1
    shipment.signaalcode, shipment.fout = receipt.signaalcode, receipt.fout
    if receipt.confirmed:
        shipment.bevestigingen += 1
        shipment.confirmed = shipment.confirmed or _now()
        if shipment.bevestigingen >= needed:
            shipment.toestand = "bevestigd"
    if shipment.pogingen >= ATTEMPTS and shipment.toestand == "wacht":
        shipment.toestand = "bevestigd" if shipment.bevestigingen else "opgegeven"


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
