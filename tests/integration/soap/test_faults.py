"""SOAP faults: whose fault it is, by the whole table, and that their text goes nowhere."""

from typing import Final

import pytest
from stagemarkt.domain.guard.outcome import uitkomst_van
from stagemarkt.model.errors import (
    BerichtAfgewezen,
    BroncodeOnbekend,
    Bronfout,
    BronNietBeschikbaar,
    SchoolcertificaatOngeschikt,
)

from tests.integration.support.contract import SOAP
from tests.integration.support.envelope import fault
from tests.integration.support.exchange import identificeer, verifieer, xml
from tests.integration.support.secret import alles_van

ONZE: Final = BerichtAfgewezen
SCHOOL: Final = SchoolcertificaatOngeschikt
SBB: Final = BronNietBeschikbaar
ONBEKEND: Final = BroncodeOnbekend
SOAP12: Final = "http://www.w3.org/2003/05/soap-envelope"
WSA: Final = "http://www.w3.org/2005/08/addressing"
WSA_2004: Final = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
ZONDER_WSA: Final = "http://schemas.microsoft.com/ws/2005/05/addressing/none"
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
VAN_SOAP: Final[list[tuple[str | None, type[Bronfout]]]] = [
    ("soap:Client", ONZE),
    ("Client", ONZE),
    ("  soap:Client\n", ONZE),
    ("soap:VersionMismatch", ONZE),
    ("soap:MustUnderstand", ONZE),
    ("soap:Sender", ONZE),
    ("soap:DataEncodingUnknown", ONZE),
    ("soap:Client.Schema", ONZE),
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
VAN_ANDEREN: Final = [
    *((ns, "ActionNotSupported", ONZE) for ns in (WSA, WSA_2004, ZONDER_WSA)),
    (WSA, "ActionMismatch", ONZE),
    (WSA, "DestinationUnreachable", ONZE),
    (ZONDER_WSA, "DestinationUnreachable", ONZE),
    (WSA, "InvalidAddress", ONZE),
    (WSA, "InvalidAddressingHeader", ONZE),
    (WSA, "InvalidCardinality", ONZE),
    (WSA, "MessageAddressingHeaderRequired", ONZE),
    (WSA_2004, "MessageInformationHeaderRequired", ONZE),
    (WSA, "OnlyAnonymousAddressSupported", ONZE),
    (WSA, "EndpointUnavailable", SBB),
    (WSSE, "FailedAuthentication", SCHOOL),
    (WSSE, "InvalidSecurityToken", SCHOOL),
    (WSSE, "InvalidSecurity", ONZE),
    (WSSE, "FailedCheck", ONZE),
    (WSSE, "UnsupportedSecurityToken", ONZE),
    (WSSE, "UnsupportedAlgorithm", ONZE),
    (WSSE, "SecurityTokenUnavailable", ONZE),
    (WSSE, "MessageExpired", ONZE),
    (WSU, "MessageExpired", ONZE),
    *((ns, "FailedAuthentication", SCHOOL) for ns in WST),
    *((ns, "InvalidRequest", ONZE) for ns in WST),
    (WCF, "InternalServiceFault", SBB),
    (WCF, "DeserializationFailed", ONZE),
    (WCF, "Iets", SBB),
    ("http://schemas.microsoft.com/ws/2006/05/security", "ServerTooBusy", SBB),
    ("http://xml.apache.org/axis/", "Client.NoSOAPAction", ONZE),
    ("http://xml.apache.org/axis/", "Server.NoService", SBB),
    (SOAP12, "Sender", ONZE),
    (SOAP12, "Receiver", SBB),
    ("urn:van:iemand", "LicentieVerlopen", ONBEKEND),
    ("urn:van:iemand", "ActionNotSupported", ONBEKEND),
    ("urn:van:iemand", "Server", ONBEKEND),
]


def _weiger(inhoud: bytes, status: int = 500) -> Bronfout:
    for vraag in (identificeer, verifieer):
        with pytest.raises(Bronfout) as gevangen:
            vraag(xml(inhoud, status))
        assert gevangen.value.signaal is None
        assert "GEHEIM" not in alles_van(gevangen.value)
    return gevangen.value


def _met_namespace(namespace: str, naam: str, prefix: str = "a") -> bytes:
    return fault("@").replace(
        b"<faultcode>@", f'<faultcode xmlns:{prefix}="{namespace}">{prefix}:{naam}'.encode()
    )


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize(("faultcode", "soort"), VAN_SOAP)
def test_codes_van_soap(faultcode: str | None, soort: type[Bronfout], status: int) -> None:
    """A code of SOAP goes by its class, and by the word behind the dot; with 500 as with 200."""
    fout = _weiger(fault(faultcode), status)
    assert type(fout) is soort
    assert (fout.opnieuw_na is not None) is (soort is SBB)


@pytest.mark.parametrize("prefix", ["a", "soap", "wsa", "x1"])
@pytest.mark.parametrize(("namespace", "naam", "soort"), VAN_ANDEREN)
def test_codes_van_anderen(namespace: str, naam: str, soort: type[Bronfout], prefix: str) -> None:
    """A code is known by namespace and name, whatever prefix stands for it, another's too."""
    assert type(_weiger(_met_namespace(namespace, naam, prefix))) is soort


@pytest.mark.parametrize(
    ("naam", "soort"),
    [
        ("a:ActionNotSupported", ONZE),
        ("FailedAuthentication", SCHOOL),
        ("x:Server", SBB),
        ("x:Iets", ONBEKEND),
    ],
)
def test_prefix_die_nergens_voor_staat(naam: str, soort: type[Bronfout]) -> None:
    """A code that belongs to no namespace, which is not allowed and is sent, goes by its name."""
    assert type(_weiger(fault(naam))) is soort


def test_naam_zonder_prefix_in_de_namespace_van_de_envelop() -> None:
    """A name without a prefix is in the default namespace where that is known."""
    inhoud = (
        f'<Envelope xmlns="{SOAP}">'
        "<Body><Fault><faultcode>Client</faultcode><faultstring>GEHEIM</faultstring></Fault></Body></Envelope>"
    )
    assert type(_weiger(inhoud.encode())) is ONZE


@pytest.mark.parametrize(
    ("klasse", "subcodes", "soort"),
    [
        ("Sender", (), ONZE),
        ("Receiver", (), SBB),
        ("VersionMismatch", (), ONZE),
        ("Sender", ("wsa:ActionNotSupported",), ONZE),
        ("Receiver", ("wsa:EndpointUnavailable",), SBB),
        ("Sender", ("wsse:FailedAuthentication",), SCHOOL),
        ("Receiver", ("wcf:InternalServiceFault",), SBB),
        # The innermost that is known says most; what is not known goes by the class above it.
        ("Sender", ("wsa:InvalidAddressingHeader", "wsa:ActionMismatch"), ONZE),
        ("Sender", ("wsse:FailedAuthentication", "eigen:Iets"), SCHOOL),
        ("Sender", ("eigen:Iets",), ONZE),
        ("Receiver", ("eigen:Iets",), SBB),
    ],
)
@pytest.mark.parametrize("status", [400, 500, 200])
def test_soap_1_2(klasse: str, subcodes: tuple[str, ...], soort: type[Bronfout], status: int) -> None:
    """A fault of SOAP 1.2 is read as well, with its class and what is below it."""
    onder = ""
    for code in reversed(subcodes):
        onder = f"<e:Subcode><e:Value>{code}</e:Value>{onder}</e:Subcode>"
    inhoud = (
        f'<e:Envelope xmlns:e="{SOAP12}" xmlns:wsa="{WSA}" xmlns:wsse="{WSSE}" xmlns:wcf="{WCF}" '
        f'xmlns:eigen="urn:eigen"><e:Body><e:Fault><e:Code><e:Value>e:{klasse}</e:Value>{onder}</e:Code>'
        "<e:Reason><e:Text>GEHEIM</e:Text></e:Reason><e:Detail><Value>wsa:EndpointUnavailable</Value></e:Detail>"
        "</e:Fault></e:Body></e:Envelope>"
    )
    assert type(_weiger(inhoud.encode(), status)) is soort


def test_wie_er_aan_zet_is() -> None:
    """What is ours says that the operator acts, what is the school's that she does; none is repeatable."""
    onze = _weiger(_met_namespace(WSA, "ActionNotSupported"))
    assert "SOAPAction" in onze.detail.nl
    assert "beheerder van deze facade" in onze.detail.nl
    klok = _weiger(_met_namespace(WSU, "MessageExpired"))
    assert "klokken" in klok.detail.nl
    school = _weiger(_met_namespace(WSSE, "FailedAuthentication"))
    assert "De school vraagt SBB" in school.detail.nl
    vreemd = _weiger(_met_namespace("urn:van:iemand", "Iets"))
    assert "niet bekend" in vreemd.detail.nl
    assert [f.herhaalbaar for f in (onze, klok, vreemd)] == [False] * 3


@pytest.mark.parametrize(
    ("namespace", "naam", "bron", "school"),
    [
        (WSA, "ActionNotSupported", "afgewezen", "niets"),
        (WSSE, "FailedAuthentication", "niets", "mis"),
        (WCF, "InternalServiceFault", "mis", "niets"),
        ("urn:van:iemand", "Iets", "niets", "niets"),
    ],
)
def test_wie_het_aangerekend_wordt(namespace: str, naam: str, bron: str, school: str) -> None:
    """SBB's own failures alone count for its zekering; a school that is not let in counts for her own."""
    assert uitkomst_van(_weiger(_met_namespace(namespace, naam)))[:2] == (bron, school)


def test_fault_gaat_voor_een_antwoord() -> None:
    """A body with a fault and a result is a fault."""
    beide = fault("soap:Server").replace(
        b"</soap:Body>",
        b'<IdentificeerLeerbedrijfResponse xmlns="urn:stagemarkt:whitelabel:2.1">'
        b"<IdentificeerLeerbedrijfResult><Signaalcode>0</Signaalcode></IdentificeerLeerbedrijfResult>"
        b"</IdentificeerLeerbedrijfResponse></soap:Body>",
    )
    with pytest.raises(BronNietBeschikbaar):
        identificeer(beide)
