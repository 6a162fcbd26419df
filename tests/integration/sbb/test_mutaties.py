"""SBB tells the schools: valid messages, over its own certificate, again until they are acknowledged."""

import base64
import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from lxml import etree
from stagemarkt.adapters.client_certificate import read_client_certificate
from stagemarkt.adapters.soap.incoming.receiving import SoapReceiver
from stagemarkt.entry.client_certificate import oin_of_sender
from stagemarkt.ports.intake import ReadMessage

from local.intake.front import IntakeServer
from local.intake.invocation import DeployedFunction, InvocationRequest, InvocationResponse, build_event
from local.intake.pki import make_server
from local.sbb.mutatie_message import SHIPMENT_DISTURBANCES, MutatieReceipt, SimulatedMessage
from local.sbb.protocol import OIN_SBB
from local.sbb.shipments import Shipments
from local.sbb.simulator import Simulator
from tests.integration.sbb.controller import control
from tests.integration.support.contract import is_valid, vet
from tests.message_examples import ACTIE, NS, SBB_OIN

LANGUAGE = SoapReceiver(NS, f"{NS}/", SBB_OIN)
Reply = Callable[[ReadMessage], InvocationResponse]


def good(parsed: ReadMessage) -> InvocationResponse:
    """Acknowledge whatever can be read."""
    answer = LANGUAGE.acknowledge(parsed) if parsed.message else LANGUAGE.failure(parsed)
    return InvocationResponse(answer.status, {"Content-Type": "text/xml"}, answer.inhoud)


def rubbish(_: ReadMessage) -> InvocationResponse:
    """Answer with something that is no SOAP."""
    return InvocationResponse(200, {}, b"<html>")


def disturbance(parsed: ReadMessage) -> InvocationResponse:
    """Answer with a fault of the server."""
    return InvocationResponse(500, {}, LANGUAGE.failure(parsed).inhoud)


def other_message(parsed: ReadMessage) -> InvocationResponse:
    """Acknowledge another message than the one that came."""
    other = parsed._replace(bericht_id="00000000-0000-4000-8000-000000000009", message_id=None)
    return InvocationResponse(200, {}, LANGUAGE.acknowledge(other).inhoud)


class FakeIntakeFunction(DeployedFunction):
    """The receiver: reacts as told, the last way for ever, and remembers what came and from whom."""

    def __init__(self, *replies: Reply) -> None:
        super().__init__("http://localhost", "nep")
        self.replies = list(replies or (good,))
        self.received: list[bytes] = []
        self.oins: list[str] = []

    def question(self, request: InvocationRequest) -> InvocationResponse:
        """React."""
        event = build_event(request)
        self.oins.append(oin_of_sender(event, time.time(), read_client_certificate))
        self.received.append(base64.b64decode(event["body"]))
        parsed = LANGUAGE.read(self.received[-1], request.koppen["SOAPAction"], time.time())
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        return reply(parsed)

    def message_ids(self) -> list[str]:
        """Of each message that came."""
        return [etree.fromstring(text).findtext(f".//{{{NS}}}BerichtID") or "" for text in self.received]


@pytest.fixture
def function() -> FakeIntakeFunction:
    """A receiver that acknowledges."""
    return FakeIntakeFunction()


@pytest.fixture
def abonnement(sim: Simulator, function: FakeIntakeFunction) -> Iterator[str]:
    """A running abonnement of 99XX on a front before this receiver, and none else."""
    own = make_server(sim.pki.folder)
    server = IntakeServer(0, own.pair, sim.pki.ca, function)
    server.begin()
    for old in sim.service.abonnementen.everything():
        sim.service.abonnementen.end(old.brin, old.id)
    new = sim.service.abonnementen.take("99XX", server.url, dt.date(2026, 11, 2))
    yield new.id
    sim.service.abonnementen.end("99XX", new.id)
    server.einde()


def _done(sim: Simulator, since: int) -> list[dict[str, Any]]:
    """The messages after this number, once none of them waits any more."""
    _, answer = control(sim, "GET", f"/zendingen?sinds={since}&wacht=30")
    shipments: list[dict[str, Any]] = answer["zendingen"]
    return shipments


def _last(sim: Simulator) -> int:
    _, answer = control(sim, "GET", "/zendingen")
    return max((z["nr"] for z in answer["zendingen"]), default=0)


def test_a_change_is_told(sim: Simulator, function: FakeIntakeFunction, abonnement: str) -> None:
    """A changed erkenning goes to the school in a valid message, with SBB's certificate."""
    since = _last(sim)
    # One that no other test counts on.
    company = sim.service.register.leerbedrijven()[-1].id
    question = {"leerbedrijfId": company, "code": "K0067", "status": "Ingetrokken", "einddatum": "2026-11-01"}
    status, changed = control(sim, "POST", "/erkenningen", question)
    assert status == 200
    (shipment,) = _done(sim, since)
    assert changed["berichten"] == [shipment["berichtId"]]
    assert (shipment["toestand"], shipment["pogingen"], shipment["signaalcode"]) == ("bevestigd", 1, "0")
    assert function.oins == [OIN_SBB]
    (text,) = function.received
    vet(text)
    parsed = LANGUAGE.read(text, ACTIE, 0.0)
    assert parsed.message is not None
    assert (parsed.message.from_oin, parsed.message.to_oin) == (OIN_SBB, "0000000700099XX00000")
    assert (parsed.message.abonnement_id, parsed.message.school) == (abonnement, "99XX")
    (mutatie,) = parsed.message.mutaties
    assert (mutatie.leerbedrijf_id, mutatie.code, mutatie.status) == (company, "K0067", "ingetrokken")
    assert mutatie.einddatum == dt.date(2026, 11, 1)


def test_until_it_is_acknowledged(sim: Simulator, function: FakeIntakeFunction, abonnement: str) -> None:
    """The same message comes again after a fault, rubbish, or an answer to another one; the next waits."""
    function.replies = [disturbance, rubbish, other_message, good]
    since = _last(sim)
    for _ in range(2):
        control(sim, "POST", "/mutaties", {"brin": "99XX", "aantal": 3})
    first, second = _done(sim, since)
    assert (first["pogingen"], first["toestand"]) == (4, "bevestigd")
    assert function.message_ids() == [first["berichtId"]] * 4 + [second["berichtId"]]
    assert {a["abonnementId"] for a in (first, second)} == {abonnement}


@pytest.mark.usefixtures("abonnement")
@pytest.mark.parametrize("kind", sorted(SHIPMENT_DISTURBANCES))
def test_what_can_go_wrong(sim: Simulator, function: FakeIntakeFunction, kind: str) -> None:
    """Each way to spoil a message does what it says."""
    succeeded = threading.Event()

    def once(parsed: ReadMessage) -> InvocationResponse:
        # So that the simulator stops: what it spoilt would come for minutes.
        answer = LANGUAGE.acknowledge(parsed._replace(bericht_id=None, message_id=None))
        succeeded.set()
        return InvocationResponse(200, {}, answer.inhoud)

    if kind != "dubbel":
        function.replies = [once]
    since = _last(sim)
    control(sim, "POST", "/mutaties", {"brin": "99XX", "storing": kind})
    if kind == "zonder-certificaat":
        assert not succeeded.wait(0.3)
        assert function.received == []
        return
    (shipment,) = _done(sim, since)
    content = function.received[0]
    assert shipment["pogingen"] == {"dubbel": 3}.get(kind, 1)
    parsed = LANGUAGE.read(content, ACTIE, 0.0)
    match kind:
        case "dubbel":
            assert function.message_ids() == [shipment["berichtId"]] * 3
        case "andere-oin":
            assert function.oins == ["0000000700099XX00000"]
        case "onbekend-abonnement":
            assert parsed.message is not None
            assert parsed.message.abonnement_id != shipment["abonnementId"]
        case "andere-brin":
            assert parsed.message is not None
            assert parsed.message.school == "99XZ"
        case "ongeldig" | "onleesbare-mutatie":
            assert not is_valid(content)
            assert parsed.message is not None
            assert [one.positie for one in parsed.message.onleesbaar] == [1]
        case "net-datums" | "nil-en-spaties" | "andere-actor":
            assert is_valid(content) is (kind == "andere-actor")
            assert parsed.message is not None
            (mutatie,) = parsed.message.mutaties
            assert (mutatie.code, mutatie.einddatum) == ("25998", None)
        case _:
            assert parsed.rejection is not None
            assert parsed.rejection.reden == "geen-xml"


def test_a_receiver_that_does_not_exist() -> None:
    """Sending is given up after a fixed number of attempts, and what comes after it goes on."""
    done = threading.Event()

    def dispatch(message: SimulatedMessage, _: str | None) -> MutatieReceipt:
        if message.id == "tweede":
            done.set()
            return MutatieReceipt("0", None)
        return MutatieReceipt(None, "geen antwoord")

    shipments = Shipments(dispatch, waits=(0.0,))
    for number in ("eerste", "tweede"):
        shipments.send(SimulatedMessage(number, "a", "99XX", "https://x", ()))
    assert done.wait(60)
    shipments.einde()
    first, second = shipments.sinds(0)
    assert (first["toestand"], first["pogingen"]) == ("opgegeven", 20)
    assert second["toestand"] == "bevestigd"


def test_nobody_to_tell_it_to(sim: Simulator) -> None:
    """Without an abonnement there is nobody to send to, and asking for it is told so."""
    status, answer = control(sim, "POST", "/mutaties", {"brin": "99ZZ"})
    assert (status, answer) == (400, {"fouten": ["brin: geen lopend abonnement"]})
    status, answer = control(sim, "POST", "/mutaties", {"storing": "anders", "x": 1})
    assert status == 400
    assert len(answer["fouten"]) == 2
