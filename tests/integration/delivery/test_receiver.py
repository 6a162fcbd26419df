"""The receiver at home: it verifies what comes, and each way in which it misbehaves is survived."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from stagemarkt.adapters.delivery.webhook import WebhookSender
from stagemarkt.domain.changes.proofs import new_signing_secret
from stagemarkt.domain.changes.webhook_url import Exceptions, read_exceptions
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.delivery import DeliveryOutcome, Destination

from local.certificates import KeyPair
from local.receiver.behaviour import BEHAVIOURS, CERTIFICATES
from local.receiver.pki import ReceiverPki, make_pki
from local.receiver.ports import Receivers
from local.receiver.server import Receiver
from local.stack.processes import DidNotStart, HeldPorts
from tests.integration.delivery.received import MESSAGE, SLEUTEL

PROJECT = Path(__file__).resolve().parents[3]
OUTCOMES = {
    "goed": DeliveryOutcome("geleverd", 204),
    "goedgelovig": DeliveryOutcome("geleverd", 200),
    "weg": DeliveryOutcome("afgemeld", 410, None, "afgemeld"),
    "omleiding": DeliveryOutcome("mislukt", 307, None, "omleiding"),
    "druk": DeliveryOutcome("mislukt", 429, 2, "overbelast"),
    "storing": DeliveryOutcome("mislukt", 503, 2, "http-status"),
    "fout": DeliveryOutcome("mislukt", 500, None, "http-status"),
    "sluit": DeliveryOutcome("mislukt", reden="geen-verbinding"),
    "zwijg": DeliveryOutcome("mislukt", reden="te-laat"),
    "eindeloos": DeliveryOutcome("geleverd", 200),
    "grote-koppen": DeliveryOutcome("mislukt", reden="antwoord-ongeldig"),
    "druppel-koppen": DeliveryOutcome("mislukt", reden="te-laat"),
    "druppel-inhoud": DeliveryOutcome("geleverd", 200),
}


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> ReceiverPki:
    """The certificates of the receivers."""
    return make_pki(tmp_path_factory.mktemp("ontvanger"))


class ReceiverTrial:
    """A receiver, and what sends to it."""

    def __init__(self, purger: ExitStack, pki: ReceiverPki) -> None:
        self._cleanup = purger
        self._pki = pki

    def receiver(self, pair: KeyPair | None = None) -> Receiver:
        """One that knows the secret."""
        return self._cleanup.enter_context(Receiver(0, pair or self._pki.server, [SLEUTEL]))

    def sender(self, receiver: Receiver) -> WebhookSender:
        """Knows this receiver."""
        plaats = receiver.url.removeprefix("https://").rstrip("/")
        sender = WebhookSender(Exceptions(frozenset({plaats}), self._pki.ca.read_text()))
        self._cleanup.callback(sender.close)
        return sender

    def send(self, receiver: Receiver, sleutel: str = SLEUTEL, seconds: float = 10) -> DeliveryOutcome:
        """One attempt, with this much time."""
        destination = Destination("a1", "webhook", receiver.url, None, (sleutel,))
        return self.sender(receiver).dispatch(destination, MESSAGE, Deadline.after(seconds))


@pytest.fixture
def proef(pki: ReceiverPki) -> Iterator[ReceiverTrial]:
    """What a test opens is closed after it."""
    with ExitStack() as purger:
        yield ReceiverTrial(purger, pki)


def test_all_behaviours_are_below() -> None:
    """No way of misbehaving is without its outcome."""
    assert set(OUTCOMES) == set(BEHAVIOURS)


@pytest.mark.parametrize("behaviour", OUTCOMES)
def test_every_behaviour_has_its_outcome(proef: ReceiverTrial, behaviour: str) -> None:
    """Whatever the receiver does, it was verified first, and the attempt ends as it should."""
    receiver = proef.receiver()
    receiver.behaviour = BEHAVIOURS[behaviour]
    # Little is waited for what never comes.
    seconds = 0.5 if OUTCOMES[behaviour].reden == "te-laat" else 10
    assert proef.send(receiver, seconds=seconds) == OUTCOMES[behaviour]
    (received,) = receiver.received
    assert received.is_right
    assert received.this_event["specversion"] == "1.0"


def test_after_closing_it_is_gone(proef: ReceiverTrial) -> None:
    """Who kept a connection to a receiver that stops has none any more."""
    receiver = proef.receiver()
    sender, destination = (
        proef.sender(receiver),
        Destination("a1", "webhook", receiver.url, None, (SLEUTEL,)),
    )
    assert sender.dispatch(destination, MESSAGE, Deadline.after(10)).soort == "geleverd"
    receiver.close()
    assert sender.dispatch(destination, MESSAGE, Deadline.after(10)).reden == "geen-verbinding"
    assert len(receiver.received) == 1


def test_another_key_does_not_match(proef: ReceiverTrial) -> None:
    """What was signed with another secret is received, and said not to be right."""
    receiver = proef.receiver()
    proef.send(receiver, new_signing_secret())
    assert not receiver.received[0].is_right


def test_the_bad_certificates(proef: ReceiverTrial, pki: ReceiverPki) -> None:
    """Another name and a certificate of last year: nothing is sent to either."""
    assert set(CERTIFICATES) == {"andere-naam", "verlopen"}
    for pair in (pki.other_name, pki.expired):
        receiver = proef.receiver(pair)
        assert proef.send(receiver) == DeliveryOutcome("mislukt", reden="certificaat-niet-vertrouwd")
        assert receiver.received == []


@pytest.fixture
def held() -> Iterator[HeldPorts]:
    """Ports of a stack."""
    with closing(HeldPorts()) as ports:
        yield ports


def test_the_program(tmp_path: Path, held: HeldPorts) -> None:
    """`python -m local.receiver` takes a port of the stack, verifies, prints, and stops when asked."""
    receivers = Receivers.in_folder(tmp_path, (), held)
    (tmp_path / "stack.json").write_text(json.dumps(receivers.in_stack()))
    environment = {"PATH": os.defpath, "STACK_MAP": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "local.receiver", SLEUTEL, "--nummer", "2"]
    with subprocess.Popen(
        command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        url = receivers.in_stack()["ontvangers"][1]
        assert process.stdout.readline() == f"Receiving at {url} (goed); Ctrl-C ends it.\n"
        exceptions = read_exceptions(
            receivers.parameters()["WebhookUitzonderingen"], receivers.pki.ca.read_text(), "test"
        )
        sender = WebhookSender(exceptions)
        destination = Destination("a1", "webhook", url, None, (SLEUTEL,))
        assert sender.dispatch(destination, MESSAGE, Deadline.after(5)) == DeliveryOutcome("geleverd", 204)
        sender.close()
        process.send_signal(signal.SIGINT)
        output = process.stdout.read()
    assert f"{MESSAGE.id} signature right" in output
    assert "Café Ünïcode" in output
    assert process.returncode == 0


def test_the_program_without_a_stack(tmp_path: Path) -> None:
    """Without a stack it says what to do."""
    environment = {"PATH": os.defpath, "STACK_MAP": str(tmp_path)}
    command = [sys.executable, "-m", "local.receiver"]
    ready = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    assert (ready.returncode, "make up" in ready.stderr) == (1, True)


def test_pki_stays_as_long_as_it_is_good(tmp_path: Path) -> None:
    """Made again in the same folder it is the same, so that what was subscribed keeps working."""
    one = make_pki(tmp_path)
    content = one.ca.read_bytes(), one.server.cert.read_bytes()
    assert make_pki(tmp_path) == one
    assert (one.ca.read_bytes(), one.server.cert.read_bytes()) == content
    one.server.cert.unlink()
    other = make_pki(tmp_path)
    assert other.ca.read_bytes() != content[0]


def test_the_exceptions_of_make_up(tmp_path: Path, held: HeldPorts) -> None:
    """What `make up` sets is read by what ships, refused in production, and kept the next time."""
    receivers = Receivers.in_folder(tmp_path, (), held)
    parameters = receivers.parameters()
    listing, ca = parameters["WebhookUitzonderingen"], parameters["WebhookUitzonderingenCa"]
    assert read_exceptions(listing, ca, "ontwikkeling").places == {
        f"localhost:{port}" for port in receivers.ports
    }
    assert len(set(receivers.ports)) == 3
    with pytest.raises(ValueError, match="production"):
        read_exceptions(listing, ca, "productie")
    assert len(ca) < 4096
    assert Receivers.in_folder(tmp_path, receivers.ports, held).ports == receivers.ports


def test_the_ports_of_make_up_are_nobody_elses(tmp_path: Path, held: HeldPorts) -> None:
    """From the moment that they are chosen nobody else gets them, and receivers come and go on them."""
    receivers = Receivers.in_folder(tmp_path, (), held)
    for _ in range(2):
        with Receiver(receivers.ports[0], receivers.pki.server) as receiver:
            assert receiver.url == receivers.in_stack()["ontvangers"][0]
        with closing(HeldPorts(lambda: receivers.ports)) as others, pytest.raises(DidNotStart):
            others.choose()
