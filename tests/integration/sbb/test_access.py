import uuid

import pytest

from local.sbb.protocol import ANONYMOUS, CONTRACT, OIN_SBB, TNS, oin_of
from local.sbb.register.examples import SHOWPIECE
from local.sbb.simulator import Simulator
from tests.integration.sbb.client import RawMessage, SoapClient
from tests.integration.sbb.controller import control, new_school

FIELDS = (("CodeLeerbedrijf", SHOWPIECE),)


def message() -> RawMessage:
    """Give a request that is right."""
    return RawMessage("GeefDetails", FIELDS)


def test_good_request(client: SoapClient) -> None:
    """A right request is answered with headers that refer to it, from SBB to the school."""
    question = message()
    reply = client.send(question)
    assert reply.signaalcode == 0
    assert reply.tekst("BerichtID") == question.bericht_id
    assert reply.header("RelatesTo") == f"urn:uuid:{question.bericht_id}"
    assert reply.header("Action") == f"{TNS}/GeefDetailsResponse"
    assert (reply.header("To") or "").endswith(f"?oin={oin_of('99XX')}")
    assert (reply.header("From/{http://www.w3.org/2005/08/addressing}Address") or "").endswith(OIN_SBB)
    assert reply.koppen["Content-Type"] == "text/xml; charset=utf-8"


def test_soapaction_without_quotes(client: SoapClient) -> None:
    """SOAPAction may come without quotes."""
    question = message()
    assert client.post(question.envelop(), SOAPAction=question.action).signaalcode == 0


@pytest.mark.parametrize(
    ("headers", "weg", "error"),
    [
        ({"Action": f"{TNS}/Zoeken"}, set(), "wsa:Action differs"),
        ({}, {"Action"}, "wsa:Action lacks"),
        ({"To": "https://localhost/whitelabel"}, set(), "wsa:To"),
        ({"To": f"https://localhost/whitelabel?oin={oin_of('99XX')}"}, set(), "wsa:To"),
        ({}, {"To"}, "wsa:To lacks"),
        ({"MessageID": f"urn:uuid:{uuid.UUID(int=7)}"}, set(), "wsa:MessageID"),
        ({"MessageID": str(uuid.UUID(int=7))}, set(), "wsa:MessageID"),
        ({}, {"MessageID"}, "wsa:MessageID lacks"),
        ({"From": ANONYMOUS}, set(), "wsa:From"),
        ({"From": f"https://school.example/?oin={oin_of('99XX')}"}, set(), "wsa:From"),
        ({}, {"From"}, "wsa:From"),
    ],
)
def test_ws_addressing(client: SoapClient, headers: dict[str, str], weg: set[str], error: str) -> None:
    """Whoever breaks a rule of WS-Addressing gets a fault that blames the client."""
    question = RawMessage("GeefDetails", FIELDS, koppen=headers, weg=frozenset(weg))
    reply = client.send(question)
    assert reply.status == 500
    assert reply.fout.startswith("soap:Client: ")
    assert error in reply.fout


@pytest.mark.parametrize(
    ("soapaction", "error"),
    [
        ("", "SOAPAction lacks"),
        (f"{TNS}/Bestaat", "SOAPAction lacks"),
        (f"{TNS}/Zoeken", "different operations"),
    ],
)
def test_soapaction_must_match(client: SoapClient, soapaction: str, error: str) -> None:
    """SOAPAction must name the operation of the body."""
    reply = client.post(message().envelop(), SOAPAction=soapaction)
    assert (reply.status, error in reply.fout) == (500, True)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"dit is geen xml",
        b"<Envelope/>",
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "x">]><x>&e;</x>',
        b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>',
        b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><x/></s:Body></s:Envelope>',
    ],
)
def test_no_soap(client: SoapClient, body: bytes) -> None:
    """What is no SOAP, or carries a DTD, gets a fault that blames the client."""
    reply = client.post(body, SOAPAction=f"{TNS}/GeefDetails")
    assert reply.status == 500
    assert reply.fout.startswith("soap:Client: ")


def test_http_rules(sim: Simulator, client: SoapClient) -> None:
    """Wrong content type, path, method and size have the status that HTTP has for them."""
    assert client.post(b"{}", Content_Type="application/json").status == 415
    assert client.post(message().envelop(), "/elders").status == 404
    assert client.get("/whitelabel").status == 405
    assert client.get("/elders").status == 404
    with SoapClient(sim) as large_one:
        assert large_one.post(b" " * (2**20 + 1)).status == 413
    assert client.send(message()).signaalcode == 0


def test_the_contract_can_be_requested(client: SoapClient) -> None:
    """WSDL and schema are served as they are, also where the WSDL's import leads to."""
    wsdl, schema = (CONTRACT / name for name in ("whitelabel.wsdl", "whitelabel.xsd"))
    assert client.get("/whitelabel?wsdl").body == wsdl.read_bytes()
    assert client.get("/whitelabel?WSDL").body == wsdl.read_bytes()
    assert client.get("/whitelabel?xsd").body == schema.read_bytes()
    assert client.get("/whitelabel.xsd").body == schema.read_bytes()


@pytest.mark.parametrize(
    ("licentie", "code"), [("", 996), ("LIC-NIEMAND", 996), ("LIC-99XZ-2026-STAGEMARKT", 997)]
)
def test_licentie(client: SoapClient, licentie: str, code: int) -> None:
    """An unknown licence is 996, another school's is 997."""
    reply = client.send(RawMessage("GeefDetails", FIELDS, licentie=licentie))
    assert reply.signaalcode == code
    assert reply.tekst("Melding")


@pytest.mark.parametrize("afzender", [oin_of("99XZ"), "0", OIN_SBB])
def test_the_sender_must_be_in_the_certificate(client: SoapClient, afzender: str) -> None:
    """Whoever sends for another OIN than the certificate's is refused with 997."""
    question = RawMessage("GeefDetails", FIELDS, koppen={"From": f"{ANONYMOUS}?oin={afzender}"})
    assert client.send(question).signaalcode == 997


def test_somebody_elses_certificate(sim: Simulator) -> None:
    """A school's licence and OIN do not work with another school's certificate."""
    with SoapClient(sim, pair=sim.pki.scholen["99XY"]) as client:
        assert client.send(message()).signaalcode == 997


def test_revoked_licentie(sim: Simulator) -> None:
    """A licence that is taken away is refused from then on, and works again once given back."""
    pair = new_school(sim, "90AA")
    question = RawMessage("GeefDetails", FIELDS, brin="90AA")
    with SoapClient(sim, pair=pair) as client:
        assert client.send(question).signaalcode == 0
        control(sim, "POST", "/licenties", {"brin": "90AA", "licentie": None})
        assert client.send(question).signaalcode == 996
        control(sim, "POST", "/licenties", {"brin": "90AA", "licentie": "nieuw"})
        assert client.send(question).signaalcode == 996
        assert client.send(RawMessage("GeefDetails", FIELDS, brin="90AA", licentie="nieuw")).signaalcode == 0


@pytest.mark.parametrize("weg", ["Licentie", "BerichtID"])
def test_schema_of_the_header(client: SoapClient, weg: str) -> None:
    """A request without licence or BerichtID breaks the schema: 201, with what is wrong."""
    reply = client.send(RawMessage("GeefDetails", FIELDS, weg=frozenset({weg})))
    assert reply.signaalcode == 201
    assert weg in (reply.tekst("Melding") or "")


@pytest.mark.parametrize(
    ("operation", "fields"),
    [
        ("IdentificeerLeerbedrijf", (("Postcode", "0000AA"),)),
        ("VerifieerAccreditatie", (("CodeLeerbedrijf", SHOWPIECE),)),
        ("AbonneerMutaties", (("Brin", "99xx"), ("Endpoint", "https://school.example"))),
        ("GeefAbonnementen", ()),
        ("BeeindigAbonnement", (("AbonnementID", "1"),)),
        ("GeefDetails", ()),
        ("Zoeken", (("LeerplaatsErkenningAanduiding", "X"),)),
    ],
)
def test_schema_per_operation(
    client: SoapClient, operation: str, fields: tuple[tuple[str, str], ...]
) -> None:
    """A body that breaks the schema gets a valid answer with 201, for each operation."""
    reply = client.send(RawMessage(operation, fields))
    assert reply.signaalcode == 201
    assert reply.tekst("Melding")


def test_a_message_id_that_is_no_guid(client: SoapClient) -> None:
    """A BerichtID that is no GUID is not repeated, for the answer would break the schema too."""
    reply = client.send(RawMessage("GeefDetails", FIELDS, bericht_id="geen-guid"))
    assert (reply.signaalcode, reply.tekst("BerichtID")) == (201, None)
