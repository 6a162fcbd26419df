import pytest

from local.sbb.disturbances.replacing import CANARY
from local.sbb.protocol import SOAP, TNS
from local.sbb.register import examples
from local.sbb.simulator import Simulator
from local.sbb.xml_tree import InvalidXmlError, parse
from tests.integration.sbb.client import Reply, SoapClient, full
from tests.integration.sbb.controller import control

FIELDS = ("GeefDetails", ("CodeLeerbedrijf", examples.SHOWPIECE))


def with_disturbance(sim: Simulator, client: SoapClient, kind: str, **fields: object) -> Reply:
    """Ask for details with a disturbance on, once."""
    status, _ = control(sim, "POST", "/storingen", {"soort": kind, "keer": 1, **fields})
    assert status == 200
    return client.question(*FIELDS)


@pytest.mark.parametrize(("kind", "blame"), [("soapfault", "Server"), ("soapfault-client", "Client")])
def test_soapfault(sim: Simulator, client: SoapClient, kind: str, blame: str) -> None:
    """A SOAP fault is HTTP 500 with text that must never leave the facade."""
    reply = with_disturbance(sim, client, kind)
    assert (reply.status, reply.fout) == (500, f"soap:{blame}: {CANARY}")


@pytest.mark.parametrize(
    ("kind", "namespace", "name"),
    [
        ("soapfault-actie", "http://schemas.microsoft.com/ws/2005/05/addressing/none", "ActionNotSupported"),
        ("soapfault-adres", "http://www.w3.org/2005/08/addressing", "DestinationUnreachable"),
        ("soapfault-klok", "wssecurity-utility-1.0.xsd", "MessageExpired"),
        ("soapfault-toegang", "wssecurity-secext-1.0.xsd", "FailedAuthentication"),
        ("soapfault-intern", "windowscommunicationfoundation/dispatcher", "InternalServiceFault"),
        ("soapfault-onbekend", "urn:sbb:fouten", "Mankement"),
    ],
)
def test_soap_fault_of_others(
    sim: Simulator, client: SoapClient, kind: str, namespace: str, name: str
) -> None:
    """A fault may have a code of another specification, in whose namespace its prefix is."""
    reply = with_disturbance(sim, client, kind)
    assert (reply.status, reply.fout) == (500, f"a:{name}: {CANARY}")
    (code,) = parse(reply.body).iter("faultcode")
    assert str(code.nsmap["a"]).endswith(namespace)


def test_soapfault_12(sim: Simulator, client: SoapClient) -> None:
    """A server may speak SOAP 1.2 to who speaks 1.1: 400, and another namespace."""
    reply = with_disturbance(sim, client, "soapfault-12")
    assert (reply.status, reply.koppen.get_content_type()) == (400, "application/soap+xml")
    assert b"http://www.w3.org/2003/05/soap-envelope" in reply.body


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("http500-html", 500),
        ("http403-html", 403),
        ("http403-ip", 403),
        ("http400-certificaat", 400),
        ("http400-html", 400),
        ("http404-html", 404),
        ("html200", 200),
    ],
)
def test_html(sim: Simulator, client: SoapClient, kind: str, status: int) -> None:
    """A page of HTML comes with its status and type."""
    reply = with_disturbance(sim, client, kind)
    assert reply.status == status
    assert reply.koppen.get_content_type() == "text/html"
    assert b"KANARIE" in reply.body


@pytest.mark.parametrize(("fields", "waits"), [({}, "30"), ({"seconden": 7}, "7")])
def test_http503(sim: Simulator, client: SoapClient, fields: dict[str, object], waits: str) -> None:
    """A 503 says when to come back."""
    reply = with_disturbance(sim, client, "http503", **fields)
    assert (reply.status, reply.koppen["Retry-After"]) == (503, waits)


def test_empty(sim: Simulator, client: SoapClient) -> None:
    """An empty body comes with 200."""
    reply = with_disturbance(sim, client, "leeg")
    assert (reply.status, reply.body) == (200, b"")


@pytest.mark.parametrize("kind", ["rommel", "halve-xml", "entiteiten", "xxe", "dtd"])
def test_unacceptable_xml(sim: Simulator, client: SoapClient, kind: str) -> None:
    """What a careful parser refuses comes as text/xml, with 200."""
    reply = with_disturbance(sim, client, kind)
    assert (reply.status, reply.koppen.get_content_type()) == (200, "text/xml")
    with pytest.raises(InvalidXmlError):
        parse(reply.body)


@pytest.mark.parametrize(
    ("kind", "text"),
    [("entiteiten", b"&lol9;"), ("xxe", b'SYSTEM "file:///etc/passwd"'), ("dtd", b"<!DOCTYPE Envelope>")],
)
def test_dtd(sim: Simulator, client: SoapClient, kind: str, text: bytes) -> None:
    """A DTD stands before the right answer, and its entity in it."""
    body = with_disturbance(sim, client, kind).body
    assert text in body
    assert examples.SHOWPIECE.encode() in body
    assert body.index(b"<!DOCTYPE") < body.index(b"Envelope xmlns")


def test_wrong_type(sim: Simulator, client: SoapClient) -> None:
    """The right answer comes as HTML."""
    reply = with_disturbance(sim, client, "verkeerd-type")
    assert reply.koppen.get_content_type() == "text/html"
    assert reply.signaalcode == 0


def test_signaalcode(sim: Simulator, client: SoapClient) -> None:
    """Any signaalcode with any melding comes alone, 999 by default; the answer stays valid."""
    reply = with_disturbance(sim, client, "signaalcode", signaalcode=995, melding="Te druk & <vol>")
    assert (reply.signaalcode, reply.tekst("Melding")) == (995, "Te druk & <vol>")
    assert reply.tekst("CodeLeerbedrijf") is None
    assert reply.tekst("BerichtID")
    assert with_disturbance(sim, client, "signaalcode").signaalcode == 999
    noted = control(sim, "GET", "/verzoeken")[1]["verzoeken"]
    assert [request["signaalcode"] for request in noted] == [995, 999]


def test_signaalcode_on_a_search(sim: Simulator, client: SoapClient) -> None:
    """Zoeken keeps the total that its schema wants."""
    control(sim, "POST", "/storingen", {"soort": "signaalcode", "operatie": "Zoeken"})
    reply = client.question(
        "Zoeken",
        ("LeerplaatsErkenningAanduiding", "E"),
        ("AantalResultatenPerPagina", 1),
        ("Pagina", 1),
        ("ZoekInDeBuurt", "false"),
        ("Crebonummer", "25998"),
    )
    assert (reply.signaalcode, reply.tekst("AantalResultatenTotaal")) == (999, "0")


def test_other_message_id(sim: Simulator, client: SoapClient) -> None:
    """The answer refers to a message that nobody sent."""
    good, error = client.question(*FIELDS), with_disturbance(sim, client, "ander-berichtid")
    assert good.header("RelatesTo") == f"urn:uuid:{good.tekst('BerichtID')}"
    assert error.header("RelatesTo") == f"urn:uuid:{error.tekst('BerichtID')}"
    again = with_disturbance(sim, client, "ander-berichtid")
    assert error.tekst("BerichtID") != again.tekst("BerichtID")


def test_other_leerbedrijf(sim: Simulator, client: SoapClient) -> None:
    """The answer is about another leerbedrijf, by ID and by name."""
    reply = with_disturbance(sim, client, "ander-leerbedrijf")
    assert reply.signaalcode == 0
    assert reply.tekst("CodeLeerbedrijf") == examples.HISTORICAL
    assert reply.tekst("Naam") != examples.SHOWPIECE_NAME


@pytest.mark.parametrize(
    ("kind", "begin"),
    [
        ("utf16", b"\xff\xfe<\x00?\x00x\x00m\x00l\x00"),
        ("latin1", b"<?xml version='1.0' encoding='iso-8859-1'?>"),
    ],
)
def test_encoding(sim: Simulator, client: SoapClient, kind: str, begin: bytes) -> None:
    """Another encoding is declared in the body and in the header, and holds the right answer."""
    reply = with_disturbance(sim, client, kind)
    assert reply.body.startswith(begin)
    assert reply.koppen.get_content_charset() == {"utf16": "utf-16", "latin1": "iso-8859-1"}[kind]
    assert reply.tekst("Naam") == examples.SHOWPIECE_NAME


def test_latin1_has_accents(sim: Simulator, client: SoapClient) -> None:
    """A letter with a diacritic is one byte in ISO-8859-1."""
    control(sim, "POST", "/storingen", {"soort": "latin1", "keer": 1})
    reply = client.question("GeefDetails", ("CodeLeerbedrijf", examples.AMPERSAND))
    assert "Eñgelé".encode("latin-1") in reply.body


def test_other_prefixes(sim: Simulator, client: SoapClient) -> None:
    """The same names come with other prefixes."""
    reply = with_disturbance(sim, client, "andere-prefixen")
    assert b"<Envelope " in reply.body
    assert b"<ns7:Signaalcode>" in reply.body
    assert reply.tekst("Naam") == examples.SHOWPIECE_NAME


def test_unknown_elements(sim: Simulator, client: SoapClient) -> None:
    """Elements that the contract does not know stand among those it does."""
    result = parse(with_disturbance(sim, client, "onbekende-elementen").body)[1][0][0]
    assert result.findtext(full("CodeLeerbedrijf")) == examples.SHOWPIECE
    assert result.find(full("NieuwIn2027")) is not None
    assert result.find(full("Vestigingsadres/NieuwIn2027")) is not None
    assert result.find("{urn:sbb:uitbreiding:2027}Uitbreiding") is not None


def test_timezone_dates(sim: Simulator, client: SoapClient) -> None:
    """Dates carry a time zone, which the schema allows."""
    control(sim, "POST", "/storingen", {"soort": "tijdzone-datums", "keer": 1})
    reply = client.question("GeefDetails", ("LeerplaatsId", examples.LEERPLAATS_FREE))
    assert reply.tekst("Startdatum") == "2026-08-31+02:00"
    assert reply.tekst("Einddatum") == "2032-07-31Z"


def test_dotnet_dates(sim: Simulator, client: SoapClient) -> None:
    """Dates are moments, and where there is no end it is in the year 1."""
    body = with_disturbance(sim, client, "net-datums").body
    dates = [str(e.text) for e in parse(body).iter(full("Startdatum"), full("Einddatum"))]
    assert all(date.endswith("T00:00:00") for date in dates)
    assert body.count(b"Einddatum>0001-01-01T00:00:00<") >= 1
    assert body.count(b"<Startdatum") == body.count(b"<Einddatum")


@pytest.mark.parametrize(("kind", "niveau"), [("nederlandse-getallen", "4,0"), ("vreemde-velden", "0")])
def test_strange_numbers(sim: Simulator, client: SoapClient, kind: str, niveau: str) -> None:
    """Numbers that the schema does not know stand where it wants its own."""
    niveaus = {str(e.text) for e in parse(with_disturbance(sim, client, kind).body).iter(full("Niveau"))}
    assert niveau in niveaus
    assert "4" not in niveaus


def test_row_without_an_id(sim: Simulator, client: SoapClient) -> None:
    """Each list has one row more, and that one lacks what it is known by."""
    good = parse(client.question(*FIELDS).body)
    additions = parse(with_disturbance(sim, client, "rij-zonder-id").body)
    for row, tag in (("Erkenning", "Crebonummer"), ("Praktijkopleider", "Naam")):
        at_first, now = list(good.iter(full(row))), list(additions.iter(full(row)))
        assert len(now) == len(at_first) + 1
        assert [one.find(full(tag)) is None for one in now].index(True) == 1


@pytest.mark.parametrize(
    ("operation", "fields", "error"),
    [
        ("GeefDetails", (("CodeLeerbedrijf", examples.SHOWPIECE),), b"Status>XXX<"),
        ("GeefDetails", (("CodeLeerbedrijf", examples.UNKNOWN_LEERBEDRIJF),), b"Signaalcode>nul<"),
        ("AbonneerMutaties", (("Brin", "99XX"), ("Endpoint", "https://a.example")), b"datum>32-13-2026<"),
    ],
)
def test_invalid_value(
    sim: Simulator, client: SoapClient, operation: str, fields: tuple[tuple[str, str], ...], error: bytes
) -> None:
    """A value breaks the schema, be it a status, a date or the signaalcode."""
    control(sim, "POST", "/storingen", {"soort": "ongeldige-waarde", "keer": 1})
    assert error in client.question(operation, *fields).body


def test_other_namespace(sim: Simulator, client: SoapClient) -> None:
    """The answer comes in another version's namespace, in SOAP's own envelope."""
    envelope = parse(with_disturbance(sim, client, "andere-namespace").body)
    assert envelope.tag == f"{{{SOAP}}}Envelope"
    assert str(envelope[1][0].tag) == "{urn:stagemarkt:whitelabel:3.0}GeefDetailsResponse"
    assert TNS.encode() not in with_disturbance(sim, client, "andere-namespace").body.split(b"Body>")[1]
