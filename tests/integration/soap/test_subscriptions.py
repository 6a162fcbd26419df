"""The subscriptions by SOAP: each request valid by the contract, each answer what it means."""

from datetime import date

import pytest
from stagemarkt.adapters.soap.sbb_subscriptions import SoapAbonnementen
from stagemarkt.adapters.soap.transport import RawResponse
from stagemarkt.model.errors import BronAnswerInvalid, BronCertificate, BronLicentie, UnknownResource
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.sbb_subscriptions import SbbAbonnement

from tests.integration.support.contract import NS, main_body, vet
from tests.integration.support.envelope import HEADER, MESSAGE_ID, Content, answer
from tests.integration.support.exchange import EINDPUNT, SECRET, Tape, xml
from tests.mutatie_examples import ABONNEMENT

ENDPOINT = "https://intake.example/sbb/v1/mutaties?a=1&b=2"
ABONNEMENT_MESSAGE: Content = [
    ("AbonnementID", ABONNEMENT.upper()),
    ("Brin", "99XX"),
    ("Endpoint", ENDPOINT),
    ("Ingangsdatum", "2026-09-01"),
]
EXPECTED = SbbAbonnement(ABONNEMENT, "99XX", ENDPOINT, date(2026, 9, 1), None)


def sbb(operation: str, content: Content, header: Content = HEADER) -> tuple[SoapAbonnementen, Tape]:
    """SBB that answers this, and the tape of what it was asked."""
    content_with_header: Content = [*header, *content]

    def get(_: object) -> RawResponse:
        return xml(answer(operation, content_with_header))

    tape = Tape(get)
    return SoapAbonnementen(EINDPUNT, SECRET, tape, lambda: MESSAGE_ID), tape


def asked(tape: Tape) -> dict[str, str | None]:
    """The fields of the one request, which has to be valid."""
    (sent,) = tape.sent
    vet(sent.inhoud)
    (request,) = main_body(sent.inhoud)
    return {str(child.tag).removeprefix(f"{{{NS}}}"): child.text for child in request}


def test_subscribing() -> None:
    """School and endpoint go out; the subscription comes back, its GUID in lower case."""
    port, tape = sbb("AbonneerMutaties", [("Abonnement", ABONNEMENT_MESSAGE)])
    assert port.subscribe(ENDPOINT, Deadline.after(5)) == EXPECTED
    fields = asked(tape)
    assert (fields["Brin"], fields["Endpoint"]) == ("99XX", ENDPOINT)
    assert fields["Licentie"] == SECRET.licentie
    assert tape.sent[0].soapaction == f"{NS}/AbonneerMutaties"
    # It may have been carried out before a connection broke: it is not sent twice.
    assert not tape.sent[0].safe


def test_current_abonnementen() -> None:
    """Any number of them, with an end where there is one; none is an empty list."""
    with_end: Content = [*ABONNEMENT_MESSAGE, ("Einddatum", "2027-07-31")]
    listing: Content = [("Abonnementen", [("Abonnement", ABONNEMENT_MESSAGE), ("Abonnement", with_end)])]
    port, tape = sbb("GeefAbonnementen", listing)
    assert port.list_running(Deadline.after(5)) == [EXPECTED, EXPECTED._replace(einddatum=date(2027, 7, 31))]
    assert asked(tape)["Brin"] == "99XX"
    port, _ = sbb("GeefAbonnementen", [], [("Signaalcode", "1")])
    assert port.list_running(Deadline.after(5)) == []


def test_ending() -> None:
    """True when SBB ended it, False when it had no such subscription."""
    port, tape = sbb("BeeindigAbonnement", [])
    assert port.end(ABONNEMENT, Deadline.after(5))
    assert asked(tape)["AbonnementID"] == ABONNEMENT
    port, _ = sbb("BeeindigAbonnement", [], [("Signaalcode", "1")])
    assert not port.end(ABONNEMENT, Deadline.after(5))


@pytest.mark.parametrize(
    ("content", "header", "error"),
    [
        ([], HEADER, BronAnswerInvalid),
        (
            [("Abonnement", [*ABONNEMENT_MESSAGE[:1], ("Brin", "99XZ"), *ABONNEMENT_MESSAGE[2:]])],
            HEADER,
            BronAnswerInvalid,
        ),
        ([("Abonnement", [("AbonnementID", "x"), *ABONNEMENT_MESSAGE[1:]])], HEADER, BronAnswerInvalid),
        ([], [("Signaalcode", "1")], UnknownResource),
        ([], [("Signaalcode", "996")], BronLicentie),
        ([], [("Signaalcode", "997")], BronCertificate),
    ],
)
def test_what_is_no_abonnement(content: Content, header: Content, error: type[Exception]) -> None:
    """No subscription, another school's, no GUID, a refusal: each its own error, never a subscription."""
    port, _ = sbb("AbonneerMutaties", content, header)
    with pytest.raises(error):
        port.subscribe(ENDPOINT, Deadline.after(5))
