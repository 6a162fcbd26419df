import uuid

import pytest

from local.sbb.examples import TOONBEELD
from local.sbb.protocol import ANONIEM, CONTRACT, OIN_SBB, TNS, oin_van
from local.sbb.simulator import Simulator
from tests.integration.sbb.client import Bericht, Klant
from tests.integration.sbb.controller import bedien, nieuwe_school

VELDEN = (("CodeLeerbedrijf", TOONBEELD),)


def bericht() -> Bericht:
    """Give a request that is right."""
    return Bericht("GeefDetails", VELDEN)


def test_goed_verzoek(klant: Klant) -> None:
    """A right request is answered with headers that refer to it, from SBB to the school."""
    vraag = bericht()
    reactie = klant.stuur(vraag)
    assert reactie.signaalcode == 0
    assert reactie.tekst("BerichtID") == vraag.bericht_id
    assert reactie.kop("RelatesTo") == f"urn:uuid:{vraag.bericht_id}"
    assert reactie.kop("Action") == f"{TNS}/GeefDetailsResponse"
    assert (reactie.kop("To") or "").endswith(f"?oin={oin_van('99XX')}")
    assert (reactie.kop("From/{http://www.w3.org/2005/08/addressing}Address") or "").endswith(OIN_SBB)
    assert reactie.koppen["Content-Type"] == "text/xml; charset=utf-8"


def test_soapaction_zonder_aanhalingstekens(klant: Klant) -> None:
    """SOAPAction may come without quotes."""
    vraag = bericht()
    assert klant.post(vraag.envelop(), SOAPAction=vraag.actie).signaalcode == 0


@pytest.mark.parametrize(
    ("koppen", "weg", "fout"),
    [
        ({"Action": f"{TNS}/Zoeken"}, set(), "wsa:Action differs"),
        ({}, {"Action"}, "wsa:Action lacks"),
        ({"To": "https://localhost/whitelabel"}, set(), "wsa:To"),
        ({"To": f"https://localhost/whitelabel?oin={oin_van('99XX')}"}, set(), "wsa:To"),
        ({}, {"To"}, "wsa:To lacks"),
        ({"MessageID": f"urn:uuid:{uuid.UUID(int=7)}"}, set(), "wsa:MessageID"),
        ({"MessageID": str(uuid.UUID(int=7))}, set(), "wsa:MessageID"),
        ({}, {"MessageID"}, "wsa:MessageID lacks"),
        ({"From": ANONIEM}, set(), "wsa:From"),
        ({"From": f"https://school.example/?oin={oin_van('99XX')}"}, set(), "wsa:From"),
        ({}, {"From"}, "wsa:From"),
    ],
)
def test_ws_addressing(klant: Klant, koppen: dict[str, str], weg: set[str], fout: str) -> None:
    """Whoever breaks a rule of WS-Addressing gets a fault that blames the client."""
    vraag = Bericht("GeefDetails", VELDEN, koppen=koppen, weg=frozenset(weg))
    reactie = klant.stuur(vraag)
    assert reactie.status == 500
    assert reactie.fout.startswith("soap:Client: ")
    assert fout in reactie.fout


@pytest.mark.parametrize(
    ("soapaction", "fout"),
    [
        ("", "SOAPAction lacks"),
        (f"{TNS}/Bestaat", "SOAPAction lacks"),
        (f"{TNS}/Zoeken", "different operations"),
    ],
)
def test_soapaction_moet_kloppen(klant: Klant, soapaction: str, fout: str) -> None:
    """SOAPAction must name the operation of the body."""
    reactie = klant.post(bericht().envelop(), SOAPAction=soapaction)
    assert (reactie.status, fout in reactie.fout) == (500, True)


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
def test_geen_soap(klant: Klant, body: bytes) -> None:
    """What is no SOAP, or carries a DTD, gets a fault that blames the client."""
    reactie = klant.post(body, SOAPAction=f"{TNS}/GeefDetails")
    assert reactie.status == 500
    assert reactie.fout.startswith("soap:Client: ")


def test_http_regels(sim: Simulator, klant: Klant) -> None:
    """Wrong content type, path, method and size have the status that HTTP has for them."""
    assert klant.post(b"{}", Content_Type="application/json").status == 415
    assert klant.post(bericht().envelop(), "/elders").status == 404
    assert klant.get("/whitelabel").status == 405
    assert klant.get("/elders").status == 404
    with Klant(sim) as grote:
        assert grote.post(b" " * (2**20 + 1)).status == 413
    assert klant.stuur(bericht()).signaalcode == 0


def test_contract_op_te_vragen(klant: Klant) -> None:
    """WSDL and schema are served as they are, also where the WSDL's import leads to."""
    wsdl, schema = (CONTRACT / naam for naam in ("whitelabel.wsdl", "whitelabel.xsd"))
    assert klant.get("/whitelabel?wsdl").body == wsdl.read_bytes()
    assert klant.get("/whitelabel?WSDL").body == wsdl.read_bytes()
    assert klant.get("/whitelabel?xsd").body == schema.read_bytes()
    assert klant.get("/whitelabel.xsd").body == schema.read_bytes()


@pytest.mark.parametrize(
    ("licentie", "code"), [("", 996), ("LIC-NIEMAND", 996), ("LIC-99XZ-2026-STAGEMARKT", 997)]
)
def test_licentie(klant: Klant, licentie: str, code: int) -> None:
    """An unknown licence is 996, another school's is 997."""
    reactie = klant.stuur(Bericht("GeefDetails", VELDEN, licentie=licentie))
    assert reactie.signaalcode == code
    assert reactie.tekst("Melding")


@pytest.mark.parametrize("afzender", [oin_van("99XZ"), "0", OIN_SBB])
def test_afzender_moet_in_het_certificaat_staan(klant: Klant, afzender: str) -> None:
    """Whoever sends for another OIN than the certificate's is refused with 997."""
    vraag = Bericht("GeefDetails", VELDEN, koppen={"From": f"{ANONIEM}?oin={afzender}"})
    assert klant.stuur(vraag).signaalcode == 997


def test_andermans_certificaat(sim: Simulator) -> None:
    """A school's licence and OIN do not work with another school's certificate."""
    with Klant(sim, paar=sim.pki.scholen["99XY"]) as klant:
        assert klant.stuur(bericht()).signaalcode == 997


def test_ingetrokken_licentie(sim: Simulator) -> None:
    """A licence that is taken away is refused from then on, and works again once given back."""
    paar = nieuwe_school(sim, "90AA")
    vraag = Bericht("GeefDetails", VELDEN, brin="90AA")
    with Klant(sim, paar=paar) as klant:
        assert klant.stuur(vraag).signaalcode == 0
        bedien(sim, "POST", "/licenties", {"brin": "90AA", "licentie": None})
        assert klant.stuur(vraag).signaalcode == 996
        bedien(sim, "POST", "/licenties", {"brin": "90AA", "licentie": "nieuw"})
        assert klant.stuur(vraag).signaalcode == 996
        assert klant.stuur(Bericht("GeefDetails", VELDEN, brin="90AA", licentie="nieuw")).signaalcode == 0


@pytest.mark.parametrize("weg", ["Licentie", "BerichtID"])
def test_schema_kop(klant: Klant, weg: str) -> None:
    """A request without licence or BerichtID breaks the schema: 201, with what is wrong."""
    reactie = klant.stuur(Bericht("GeefDetails", VELDEN, weg=frozenset({weg})))
    assert reactie.signaalcode == 201
    assert weg in (reactie.tekst("Melding") or "")


@pytest.mark.parametrize(
    ("operatie", "velden"),
    [
        ("IdentificeerLeerbedrijf", (("Postcode", "0000AA"),)),
        ("VerifieerAccreditatie", (("CodeLeerbedrijf", TOONBEELD),)),
        ("AbonneerMutaties", (("Brin", "99xx"), ("Endpoint", "https://school.example"))),
        ("GeefAbonnementen", ()),
        ("BeeindigAbonnement", (("AbonnementID", "1"),)),
        ("GeefDetails", ()),
        ("Zoeken", (("LeerplaatsErkenningAanduiding", "X"),)),
    ],
)
def test_schema_per_operatie(klant: Klant, operatie: str, velden: tuple[tuple[str, str], ...]) -> None:
    """A body that breaks the schema gets a valid answer with 201, for each operation."""
    reactie = klant.stuur(Bericht(operatie, velden))
    assert reactie.signaalcode == 201
    assert reactie.tekst("Melding")


def test_bericht_id_dat_geen_guid_is(klant: Klant) -> None:
    """A BerichtID that is no GUID is not repeated, for the answer would break the schema too."""
    reactie = klant.stuur(Bericht("GeefDetails", VELDEN, bericht_id="geen-guid"))
    assert (reactie.signaalcode, reactie.tekst("BerichtID")) == (201, None)
