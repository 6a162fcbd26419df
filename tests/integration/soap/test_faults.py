"""SOAP faults: whose fault it is, by the whole table, and that their text goes nowhere."""

from typing import Final

import pytest
from stagemarkt.domain.guard.outcome import outcome_of
from stagemarkt.model.errors import (
    BronCodeUnknown,
    BronError,
    BronUnavailable,
    MessageRejected,
    SchoolCertificateUnsuitable,
)

from tests.integration.support.contract import SOAP
from tests.integration.support.envelope import fault
from tests.integration.support.exchange import identificeer, verify, xml
from tests.integration.support.secret import everything_of

OURS: Final = MessageRejected
SCHOOL: Final = SchoolCertificateUnsuitable
SBB: Final = BronUnavailable
ONBEKEND: Final = BronCodeUnknown
SOAP12: Final = "http://www.w3.org/2003/05/soap-envelope"
WSA: Final = "http://www.w3.org/2005/08/addressing"
WSA_2004: Final = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
WITHOUT_WSA: Final = "http://schemas.microsoft.com/ws/2005/05/addressing/none"
OASIS: Final = "http://docs.oasis-open.org/wss"
WSSE: Final = f"{OASIS}/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
WSU: Final = f"{OASIS}/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
# What a server says that hands out tokens of its own before it lets anybody in.
WST: Final = (
    "http://schemas.xmlsoap.org/ws/2005/02/trust",
    "http://docs.oasis-open.org/ws-sx/ws-trust/200512",
)
WCF: Final = "http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher"
# By SOAP 1.1 itself; `None` is a fault without a code.
OF_SOAP: Final[list[tuple[str | None, type[BronError]]]] = [
    ("soap:Client", OURS),
    ("Client", OURS),
    ("  soap:Client\n", OURS),
    ("soap:VersionMismatch", OURS),
    ("soap:MustUnderstand", OURS),
    ("soap:Sender", OURS),
    ("soap:DataEncodingUnknown", OURS),
    ("soap:Client.Schema", OURS),
    ("soap:Client.Authentication", SCHOOL),
    ("soap:Client.Authorization", SCHOOL),
    ("soap:Client.Licence.Expired", SCHOOL),
    ("soap:Server", SBB),
    ("soap:Receiver", SBB),
    ("soap:Server.Database", SBB),
    ("soap:Server.Authentication", SBB),
    ("soap:ClientGEHEIM", SBB),
    ("iets anders GEHEIM", SBB),
    ("", SBB),
    (None, SBB),
]
# By what else has codes: namespace, name, whose.
OF_OTHERS: Final = [
    *((ns, "ActionNotSupported", OURS) for ns in (WSA, WSA_2004, WITHOUT_WSA)),
    (WSA, "ActionMismatch", OURS),
    (WSA, "DestinationUnreachable", OURS),
    (WITHOUT_WSA, "DestinationUnreachable", OURS),
    (WSA, "InvalidAddress", OURS),
    (WSA, "InvalidAddressingHeader", OURS),
    (WSA, "InvalidCardinality", OURS),
    (WSA, "MessageAddressingHeaderRequired", OURS),
    (WSA_2004, "MessageInformationHeaderRequired", OURS),
    (WSA, "OnlyAnonymousAddressSupported", OURS),
    (WSA, "EndpointUnavailable", SBB),
    (WSSE, "FailedAuthentication", SCHOOL),
    (WSSE, "InvalidSecurityToken", SCHOOL),
    (WSSE, "InvalidSecurity", OURS),
    (WSSE, "FailedCheck", OURS),
    (WSSE, "UnsupportedSecurityToken", OURS),
    (WSSE, "UnsupportedAlgorithm", OURS),
    (WSSE, "SecurityTokenUnavailable", OURS),
    (WSSE, "MessageExpired", OURS),
    (WSU, "MessageExpired", OURS),
    *((ns, "FailedAuthentication", SCHOOL) for ns in WST),
    *((ns, "InvalidRequest", OURS) for ns in WST),
    (WCF, "InternalServiceFault", SBB),
    (WCF, "DeserializationFailed", OURS),
    (WCF, "Iets", SBB),
    ("http://schemas.microsoft.com/ws/2006/05/security", "ServerTooBusy", SBB),
    ("http://xml.apache.org/axis/", "Client.NoSOAPAction", OURS),
    ("http://xml.apache.org/axis/", "Server.NoService", SBB),
    (SOAP12, "Sender", OURS),
    (SOAP12, "Receiver", SBB),
    ("urn:van:iemand", "LicentieVerlopen", ONBEKEND),
    ("urn:van:iemand", "ActionNotSupported", ONBEKEND),
    ("urn:van:iemand", "Server", ONBEKEND),
]


def _refuse(content: bytes, status: int = 500) -> BronError:
    for question in (identificeer, verify):
        with pytest.raises(BronError) as caught:
            question(xml(content, status))
        assert caught.value.sbb_signal is None
        assert "GEHEIM" not in everything_of(caught.value)
    return caught.value


def _with_namespace(namespace: str, name: str, prefix: str = "a") -> bytes:
    return fault("@").replace(
        b"<faultcode>@", f'<faultcode xmlns:{prefix}="{namespace}">{prefix}:{name}'.encode()
    )


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize(("faultcode", "kind"), OF_SOAP)
def test_codes_of_soap(faultcode: str | None, kind: type[BronError], status: int) -> None:
    """A code of SOAP goes by its class, and by the word behind the dot; with 500 as with 200."""
    error = _refuse(fault(faultcode), status)
    assert type(error) is kind
    assert (error.retry_after is not None) is (kind is SBB)


@pytest.mark.parametrize("prefix", ["a", "soap", "wsa", "x1"])
@pytest.mark.parametrize(("namespace", "name", "kind"), OF_OTHERS)
def test_codes_of_others(namespace: str, name: str, kind: type[BronError], prefix: str) -> None:
    """A code is known by namespace and name, whatever prefix stands for it, another's too."""
    assert type(_refuse(_with_namespace(namespace, name, prefix))) is kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a:ActionNotSupported", OURS),
        ("FailedAuthentication", SCHOOL),
        ("x:Server", SBB),
        ("x:Iets", ONBEKEND),
    ],
)
def test_a_prefix_that_stands_for_nothing(name: str, kind: type[BronError]) -> None:
    """A code that belongs to no namespace, which is not allowed and is sent, goes by its name."""
    assert type(_refuse(fault(name))) is kind


def test_name_without_a_prefix_in_the_namespace_of_the_envelope() -> None:
    """A name without a prefix is in the default namespace where that is known."""
    content = (
        f'<Envelope xmlns="{SOAP}">'
        "<Body><Fault><faultcode>Client</faultcode><faultstring>GEHEIM</faultstring></Fault></Body></Envelope>"
    )
    assert type(_refuse(content.encode())) is OURS


@pytest.mark.parametrize(
    ("class_", "subcodes", "kind"),
    [
        ("Sender", (), OURS),
        ("Receiver", (), SBB),
        ("VersionMismatch", (), OURS),
        ("Sender", ("wsa:ActionNotSupported",), OURS),
        ("Receiver", ("wsa:EndpointUnavailable",), SBB),
        ("Sender", ("wsse:FailedAuthentication",), SCHOOL),
        ("Receiver", ("wcf:InternalServiceFault",), SBB),
        # The innermost that is known says most; what is not known goes by the class above it.
        ("Sender", ("wsa:InvalidAddressingHeader", "wsa:ActionMismatch"), OURS),
        ("Sender", ("wsse:FailedAuthentication", "eigen:Iets"), SCHOOL),
        ("Sender", ("eigen:Iets",), OURS),
        ("Receiver", ("eigen:Iets",), SBB),
    ],
)
@pytest.mark.parametrize("status", [400, 500, 200])
def test_soap_1_2(class_: str, subcodes: tuple[str, ...], kind: type[BronError], status: int) -> None:
    """A fault of SOAP 1.2 is read as well, with its class and what is below it."""
    inner = ""
    for code in reversed(subcodes):
        inner = f"<e:Subcode><e:Value>{code}</e:Value>{inner}</e:Subcode>"
    content = (
        f'<e:Envelope xmlns:e="{SOAP12}" xmlns:wsa="{WSA}" xmlns:wsse="{WSSE}" xmlns:wcf="{WCF}" '
        f'xmlns:eigen="urn:eigen"><e:Body><e:Fault><e:Code><e:Value>e:{class_}</e:Value>{inner}</e:Code>'
        "<e:Reason><e:Text>GEHEIM</e:Text></e:Reason><e:Detail><Value>wsa:EndpointUnavailable</Value></e:Detail>"
        "</e:Fault></e:Body></e:Envelope>"
    )
    assert type(_refuse(content.encode(), status)) is kind


def test_whose_turn_it_is_to_act() -> None:
    """What is ours says that the operator acts, what is the school's that she does; none is repeatable."""
    ours = _refuse(_with_namespace(WSA, "ActionNotSupported"))
    assert "SOAPAction" in ours.detail.nl
    assert "beheerder van deze facade" in ours.detail.nl
    clock = _refuse(_with_namespace(WSU, "MessageExpired"))
    assert "klokken" in clock.detail.nl
    school = _refuse(_with_namespace(WSSE, "FailedAuthentication"))
    assert "De school vraagt SBB" in school.detail.nl
    foreign = _refuse(_with_namespace("urn:van:iemand", "Iets"))
    assert "niet bekend" in foreign.detail.nl
    assert [f.herhaalbaar for f in (ours, clock, foreign)] == [False] * 3


@pytest.mark.parametrize(
    ("namespace", "name", "bron", "school"),
    [
        (WSA, "ActionNotSupported", "afgewezen", "niets"),
        (WSSE, "FailedAuthentication", "niets", "mis"),
        (WCF, "InternalServiceFault", "mis", "niets"),
        ("urn:van:iemand", "Iets", "niets", "niets"),
    ],
)
def test_who_is_blamed_for_it(namespace: str, name: str, bron: str, school: str) -> None:
    """SBB's own failures alone count for its breaker; a school that is not let in counts for her own."""
    assert outcome_of(_refuse(_with_namespace(namespace, name)))[:2] == (bron, school)


def test_a_fault_goes_before_an_answer() -> None:
    """A body with a fault and a result is a fault."""
    both = fault("soap:Server").replace(
        b"</soap:Body>",
        b'<IdentificeerLeerbedrijfResponse xmlns="urn:stagemarkt:whitelabel:2.1">'
        b"<IdentificeerLeerbedrijfResult><Signaalcode>0</Signaalcode></IdentificeerLeerbedrijfResult>"
        b"</IdentificeerLeerbedrijfResponse></soap:Body>",
    )
    with pytest.raises(BronUnavailable):
        identificeer(both)
