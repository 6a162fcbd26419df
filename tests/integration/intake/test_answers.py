"""What SBB hears: valid by the contract, and about the message that it sent."""

import pytest
from lxml import etree
from stagemarkt.adapters.soap.incoming.answer import FAULTS, NOTICES
from stagemarkt.adapters.soap.incoming.receiving import SoapReceiver
from stagemarkt.model.rejection import Rejection, RejectionReason
from stagemarkt.ports.intake import ReadMessage, WrittenAnswer

from tests.integration.support.contract import SOAP, WSA, vet
from tests.message_examples import ACTIE, ANONYMOUS, NS, SBB_OIN, main_body, message
from tests.mutatie_examples import MESSAGE, NOW

LANGUAGE = SoapReceiver(NS, f"{NS}/", SBB_OIN)
NOTHING = ReadMessage(None, None)


def header(answer: WrittenAnswer, name: str) -> str | None:
    """A header of WS-Addressing."""
    return etree.fromstring(answer.inhoud).findtext(f"{{{SOAP}}}Header/{{{WSA}}}{name}")


def test_an_acknowledgement() -> None:
    """It is a valid result, from us to SBB, and says which message it answers."""
    answer = LANGUAGE.acknowledge(LANGUAGE.read(message(), ACTIE, NOW))
    vet(answer.inhoud)
    assert answer.status == 200
    assert header(answer, "RelatesTo") == f"urn:uuid:{MESSAGE}"
    assert header(answer, "Action") == f"{ACTIE}Response"
    assert header(answer, "To") == f"{ANONYMOUS}?oin={SBB_OIN}"
    assert header(answer, "MessageID") != header(LANGUAGE.acknowledge(NOTHING), "MessageID")


def test_the_message_that_names_no_number() -> None:
    """Without a MessageID the BerichtID says it; a strange one comes back escaped, and not too long."""
    without = LANGUAGE.acknowledge(LANGUAGE.read(message(MessageID=None), ACTIE, NOW))
    assert header(without, "RelatesTo") == f"urn:uuid:{MESSAGE}"
    foreign = LANGUAGE.acknowledge(LANGUAGE.read(message(MessageID="&lt;x/&gt;" + "y" * 500), ACTIE, NOW))
    reference = header(foreign, "RelatesTo")
    assert reference is not None
    assert reference.startswith("<x/>")
    assert len(reference) == 200


@pytest.mark.parametrize("reason", RejectionReason)
def test_a_refusal(reason: RejectionReason) -> None:
    """Every reason has an answer: a valid result with a Melding, or a fault of SOAP 1.1."""
    answer = LANGUAGE.refuse(LANGUAGE.read(message(main_body()), ACTIE, NOW), Rejection(reason, "x"))
    if reason in FAULTS:
        text = etree.fromstring(answer.inhoud).findtext(f"{{{SOAP}}}Body/{{{SOAP}}}Fault/faultstring")
        assert (answer.status, text) == (500, NOTICES[reason])
    else:
        vet(answer.inhoud)
        assert answer.status == 200
        assert "<Signaalcode>201</Signaalcode>" in answer.inhoud.decode()


def test_a_refusal_without_a_readable_number() -> None:
    """A result without a BerichtID is valid too."""
    vet(LANGUAGE.refuse(NOTHING, Rejection(RejectionReason.INVALID, "x")).inhoud)


def test_failure_and_unauthorized() -> None:
    """A failure here is a fault of the server; who may not come is told so, without a clue."""
    failure, unauthorized = LANGUAGE.failure(NOTHING), LANGUAGE.unauthorized()
    assert (failure.status, b"soap:Server" in failure.inhoud) == (500, True)
    assert (unauthorized.status, SBB_OIN.encode() in unauthorized.inhoud) == (403, False)
