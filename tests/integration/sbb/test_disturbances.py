import pytest

from local.sbb import examples as vb
from local.sbb.disturbances.characters import KANARIE
from local.sbb.protocol import SOAP, TNS
from local.sbb.simulator import Simulator
from local.sbb.xml_tree import OngeldigeXmlFout, ontleed
from tests.integration.sbb.client import Klant, Reactie, vol
from tests.integration.sbb.controller import bedien

VELDEN = ("GeefDetails", ("CodeLeerbedrijf", vb.TOONBEELD))


def met_storing(sim: Simulator, klant: Klant, soort: str, **velden: object) -> Reactie:
    """Ask for details with a storing on, once."""
    status, _ = bedien(sim, "POST", "/storingen", {"soort": soort, "keer": 1, **velden})
    assert status == 200
    return klant.vraag(*VELDEN)


@pytest.mark.parametrize(("soort", "schuld"), [("soapfault", "Server"), ("soapfault-client", "Client")])
def test_soapfault(sim: Simulator, klant: Klant, soort: str, schuld: str) -> None:
    """A SOAP fault is HTTP 500 with text that must never leave the facade."""
    reactie = met_storing(sim, klant, soort)
    assert (reactie.status, reactie.fout) == (500, f"soap:{schuld}: {KANARIE}")


@pytest.mark.parametrize(
    ("soort", "namespace", "naam"),
    [
        ("soapfault-actie", "http://schemas.microsoft.com/ws/2005/05/addressing/none", "ActionNotSupported"),
        ("soapfault-adres", "http://www.w3.org/2005/08/addressing", "DestinationUnreachable"),
        ("soapfault-klok", "wssecurity-utility-1.0.xsd", "MessageExpired"),
        ("soapfault-toegang", "wssecurity-secext-1.0.xsd", "FailedAuthentication"),
        ("soapfault-intern", "windowscommunicationfoundation/dispatcher", "InternalServiceFault"),
        ("soapfault-onbekend", "urn:sbb:fouten", "Mankement"),
    ],
)
def test_soapfault_van_anderen(sim: Simulator, klant: Klant, soort: str, namespace: str, naam: str) -> None:
    """A fault may have a code of another specification, in whose namespace its prefix is."""
    reactie = met_storing(sim, klant, soort)
    assert (reactie.status, reactie.fout) == (500, f"a:{naam}: {KANARIE}")
    (code,) = ontleed(reactie.body).iter("faultcode")
    assert str(code.nsmap["a"]).endswith(namespace)


def test_soapfault_12(sim: Simulator, klant: Klant) -> None:
    """A server may speak SOAP 1.2 to who speaks 1.1: 400, and another namespace."""
    reactie = met_storing(sim, klant, "soapfault-12")
    assert (reactie.status, reactie.koppen.get_content_type()) == (400, "application/soap+xml")
    assert b"http://www.w3.org/2003/05/soap-envelope" in reactie.body


@pytest.mark.parametrize(
    ("soort", "status"),
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
def test_html(sim: Simulator, klant: Klant, soort: str, status: int) -> None:
    """A page of HTML comes with its status and type."""
    reactie = met_storing(sim, klant, soort)
    assert reactie.status == status
    assert reactie.koppen.get_content_type() == "text/html"
    assert b"KANARIE" in reactie.body


@pytest.mark.parametrize(("velden", "wachten"), [({}, "30"), ({"seconden": 7}, "7")])
def test_http503(sim: Simulator, klant: Klant, velden: dict[str, object], wachten: str) -> None:
    """A 503 says when to come back."""
    reactie = met_storing(sim, klant, "http503", **velden)
    assert (reactie.status, reactie.koppen["Retry-After"]) == (503, wachten)


def test_leeg(sim: Simulator, klant: Klant) -> None:
    """An empty body comes with 200."""
    reactie = met_storing(sim, klant, "leeg")
    assert (reactie.status, reactie.body) == (200, b"")


@pytest.mark.parametrize("soort", ["rommel", "halve-xml", "entiteiten", "xxe", "dtd"])
def test_onaanvaardbare_xml(sim: Simulator, klant: Klant, soort: str) -> None:
    """What a careful parser refuses comes as text/xml, with 200."""
    reactie = met_storing(sim, klant, soort)
    assert (reactie.status, reactie.koppen.get_content_type()) == (200, "text/xml")
    with pytest.raises(OngeldigeXmlFout):
        ontleed(reactie.body)


@pytest.mark.parametrize(
    ("soort", "tekst"),
    [("entiteiten", b"&lol9;"), ("xxe", b'SYSTEM "file:///etc/passwd"'), ("dtd", b"<!DOCTYPE Envelope>")],
)
def test_dtd(sim: Simulator, klant: Klant, soort: str, tekst: bytes) -> None:
    """A DTD stands before the right answer, and its entity in it."""
    body = met_storing(sim, klant, soort).body
    assert tekst in body
    assert vb.TOONBEELD.encode() in body
    assert body.index(b"<!DOCTYPE") < body.index(b"Envelope xmlns")


def test_verkeerd_type(sim: Simulator, klant: Klant) -> None:
    """The right answer comes as HTML."""
    reactie = met_storing(sim, klant, "verkeerd-type")
    assert reactie.koppen.get_content_type() == "text/html"
    assert reactie.signaalcode == 0


def test_signaalcode(sim: Simulator, klant: Klant) -> None:
    """Any signaalcode with any melding comes alone, 999 by default; the answer stays valid."""
    reactie = met_storing(sim, klant, "signaalcode", signaalcode=995, melding="Te druk & <vol>")
    assert (reactie.signaalcode, reactie.tekst("Melding")) == (995, "Te druk & <vol>")
    assert reactie.tekst("CodeLeerbedrijf") is None
    assert reactie.tekst("BerichtID")
    assert met_storing(sim, klant, "signaalcode").signaalcode == 999
    genoteerd = bedien(sim, "GET", "/verzoeken")[1]["verzoeken"]
    assert [verzoek["signaalcode"] for verzoek in genoteerd] == [995, 999]


def test_signaalcode_bij_zoeken(sim: Simulator, klant: Klant) -> None:
    """Zoeken keeps the total that its schema wants."""
    bedien(sim, "POST", "/storingen", {"soort": "signaalcode", "operatie": "Zoeken"})
    reactie = klant.vraag(
        "Zoeken",
        ("LeerplaatsErkenningAanduiding", "E"),
        ("AantalResultatenPerPagina", 1),
        ("Pagina", 1),
        ("ZoekInDeBuurt", "false"),
        ("Crebonummer", "25998"),
    )
    assert (reactie.signaalcode, reactie.tekst("AantalResultatenTotaal")) == (999, "0")


def test_ander_berichtid(sim: Simulator, klant: Klant) -> None:
    """The answer refers to a message that nobody sent."""
    goed, fout = klant.vraag(*VELDEN), met_storing(sim, klant, "ander-berichtid")
    assert goed.kop("RelatesTo") == f"urn:uuid:{goed.tekst('BerichtID')}"
    assert fout.kop("RelatesTo") == f"urn:uuid:{fout.tekst('BerichtID')}"
    opnieuw = met_storing(sim, klant, "ander-berichtid")
    assert fout.tekst("BerichtID") != opnieuw.tekst("BerichtID")


def test_ander_leerbedrijf(sim: Simulator, klant: Klant) -> None:
    """The answer is about another leerbedrijf, by ID and by name."""
    reactie = met_storing(sim, klant, "ander-leerbedrijf")
    assert reactie.signaalcode == 0
    assert reactie.tekst("CodeLeerbedrijf") == vb.HISTORISCH
    assert reactie.tekst("Naam") != vb.TOONBEELD_NAAM


@pytest.mark.parametrize(
    ("soort", "begin"),
    [
        ("utf16", b"\xff\xfe<\x00?\x00x\x00m\x00l\x00"),
        ("latin1", b"<?xml version='1.0' encoding='iso-8859-1'?>"),
    ],
)
def test_codering(sim: Simulator, klant: Klant, soort: str, begin: bytes) -> None:
    """Another encoding is declared in the body and in the header, and holds the right answer."""
    reactie = met_storing(sim, klant, soort)
    assert reactie.body.startswith(begin)
    assert reactie.koppen.get_content_charset() == {"utf16": "utf-16", "latin1": "iso-8859-1"}[soort]
    assert reactie.tekst("Naam") == vb.TOONBEELD_NAAM


def test_latin1_heeft_accenten(sim: Simulator, klant: Klant) -> None:
    """A letter with a diacritic is one byte in ISO-8859-1."""
    bedien(sim, "POST", "/storingen", {"soort": "latin1", "keer": 1})
    reactie = klant.vraag("GeefDetails", ("CodeLeerbedrijf", vb.AMPERSAND))
    assert "Eñgelé".encode("latin-1") in reactie.body


def test_andere_prefixen(sim: Simulator, klant: Klant) -> None:
    """The same names come with other prefixes."""
    reactie = met_storing(sim, klant, "andere-prefixen")
    assert b"<Envelope " in reactie.body
    assert b"<ns7:Signaalcode>" in reactie.body
    assert reactie.tekst("Naam") == vb.TOONBEELD_NAAM


def test_onbekende_elementen(sim: Simulator, klant: Klant) -> None:
    """Elements that the contract does not know stand among those it does."""
    resultaat = ontleed(met_storing(sim, klant, "onbekende-elementen").body)[1][0][0]
    assert resultaat.findtext(vol("CodeLeerbedrijf")) == vb.TOONBEELD
    assert resultaat.find(vol("NieuwIn2027")) is not None
    assert resultaat.find(vol("Vestigingsadres/NieuwIn2027")) is not None
    assert resultaat.find("{urn:sbb:uitbreiding:2027}Uitbreiding") is not None


def test_tijdzone_datums(sim: Simulator, klant: Klant) -> None:
    """Dates carry a time zone, which the schema allows."""
    bedien(sim, "POST", "/storingen", {"soort": "tijdzone-datums", "keer": 1})
    reactie = klant.vraag("GeefDetails", ("LeerplaatsId", vb.LEERPLAATS_VRIJ))
    assert reactie.tekst("Startdatum") == "2026-08-31+02:00"
    assert reactie.tekst("Einddatum") == "2032-07-31Z"


def test_net_datums(sim: Simulator, klant: Klant) -> None:
    """Dates are moments, and where there is no end it is in the year 1."""
    body = met_storing(sim, klant, "net-datums").body
    datums = [str(e.text) for e in ontleed(body).iter(vol("Startdatum"), vol("Einddatum"))]
    assert all(datum.endswith("T00:00:00") for datum in datums)
    assert body.count(b"Einddatum>0001-01-01T00:00:00<") >= 1
    assert body.count(b"<Startdatum") == body.count(b"<Einddatum")


@pytest.mark.parametrize(("soort", "niveau"), [("nederlandse-getallen", "4,0"), ("vreemde-velden", "0")])
def test_vreemde_getallen(sim: Simulator, klant: Klant, soort: str, niveau: str) -> None:
    """Numbers that the schema does not know stand where it wants its own."""
    niveaus = {str(e.text) for e in ontleed(met_storing(sim, klant, soort).body).iter(vol("Niveau"))}
    assert niveau in niveaus
    assert "4" not in niveaus


def test_rij_zonder_id(sim: Simulator, klant: Klant) -> None:
    """Each list has one row more, and that one lacks what it is known by."""
    goed = ontleed(klant.vraag(*VELDEN).body)
    erbij = ontleed(met_storing(sim, klant, "rij-zonder-id").body)
    for rij, kenmerk in (("Erkenning", "Crebonummer"), ("Praktijkopleider", "Naam")):
        eerst, nu = list(goed.iter(vol(rij))), list(erbij.iter(vol(rij)))
        assert len(nu) == len(eerst) + 1
        assert [een.find(vol(kenmerk)) is None for een in nu].index(True) == 1


@pytest.mark.parametrize(
    ("operatie", "velden", "fout"),
    [
        ("GeefDetails", (("CodeLeerbedrijf", vb.TOONBEELD),), b"Status>XXX<"),
        ("GeefDetails", (("CodeLeerbedrijf", vb.ONBEKEND_LEERBEDRIJF),), b"Signaalcode>nul<"),
        ("AbonneerMutaties", (("Brin", "99XX"), ("Endpoint", "https://a.example")), b"datum>32-13-2026<"),
    ],
)
def test_ongeldige_waarde(
    sim: Simulator, klant: Klant, operatie: str, velden: tuple[tuple[str, str], ...], fout: bytes
) -> None:
    """A value breaks the schema, be it a status, a date or the signaalcode."""
    bedien(sim, "POST", "/storingen", {"soort": "ongeldige-waarde", "keer": 1})
    assert fout in klant.vraag(operatie, *velden).body


def test_andere_namespace(sim: Simulator, klant: Klant) -> None:
    """The answer comes in another version's namespace, in SOAP's own envelope."""
    envelop = ontleed(met_storing(sim, klant, "andere-namespace").body)
    assert envelop.tag == f"{{{SOAP}}}Envelope"
    assert str(envelop[1][0].tag) == "{urn:stagemarkt:whitelabel:3.0}GeefDetailsResponse"
    assert TNS.encode() not in met_storing(sim, klant, "andere-namespace").body.split(b"Body>")[1]
