from local.sbb.register import examples
from local.sbb.simulator import Simulator
from tests.integration.sbb.client import SoapClient


def test_leerbedrijf(client: SoapClient) -> None:
    """By code come address, contact, praktijkopleiders with crebos, and erkenningen with their status."""
    reply = client.question("GeefDetails", ("CodeLeerbedrijf", examples.SHOWPIECE))
    assert reply.signaalcode == 0
    assert reply.tekst("Naam") == examples.SHOWPIECE_NAME
    assert reply.tekst("Status") == "ACT"
    assert reply.tekst("Vestigingsadres/Huisnummer") == "1"
    assert reply.tekst("Correspondentieadres/Straat") == "Postbus"
    for name in ("KvkNummer", "Branche", "Telefoonnummer", "Email"):
        assert reply.tekst(name), name
    assert reply.texts("Contactpersonen/Contactpersoon/Naam")
    assert "25998" in reply.texts("Praktijkopleiders/Praktijkopleider/Crebonummers/Crebonummer")
    assert reply.texts("Erkenningen/Erkenning/Crebonummer") == ["25998", "25604", "25187"]
    assert reply.texts("Erkenningen/Erkenning/Keuzedeelcode") == ["K0067"]
    assert set(reply.texts("Erkenningen/Erkenning/Status")) == {"Erkend"}


def test_one_or_more_contactpersonen(client: SoapClient, sim: Simulator) -> None:
    """Some leerbedrijven have `Contactpersoon`, others `Contactpersonen`, never both."""
    seen = set()
    for company in sim.service.register.leerbedrijven()[:20]:
        reply = client.question("GeefDetails", ("CodeLeerbedrijf", company.id))
        seen.add((len(reply.everything("Contactpersoon")), len(reply.everything("Contactpersonen"))))
    assert seen == {(1, 0), (0, 1)}


def test_every_leerbedrijf_is_valid(client: SoapClient, sim: Simulator) -> None:
    """The details of each leerbedrijf are valid against the contract."""
    for company in sim.service.register.leerbedrijven():
        reply = client.question("GeefDetails", ("CodeLeerbedrijf", company.id))
        assert (reply.signaalcode, reply.tekst("CodeLeerbedrijf")) == (0, company.id)


def test_leerplaats(client: SoapClient) -> None:
    """By LeerplaatsId come the leerbedrijf and what the leerplaats is about, not the erkenningen."""
    reply = client.question("GeefDetails", ("LeerplaatsId", examples.LEERPLAATS_FREE))
    assert reply.signaalcode == 0
    assert reply.tekst("CodeLeerbedrijf") == examples.SHOWPIECE
    assert reply.texts("Opleidingen/Opleiding/Crebonummer") == ["25998"]
    assert reply.tekst("Omschrijving")
    assert (reply.tekst("Startdatum"), reply.tekst("Einddatum")) == ("2026-08-31", "2032-07-31")
    assert reply.texts("Kwalificatieonderdelen/Kwalificatieonderdeel/Type") == ["Kerntaak", "Keuzedeel"]
    assert reply.everything("Erkenningen") == []


def test_leerplaats_with_a_guid(client: SoapClient) -> None:
    """A LeerplaatsId that is a GUID with a crebo behind it is found."""
    assert examples.LEERPLAATS_FULL.endswith("-25998")
    assert client.question("GeefDetails", ("LeerplaatsId", examples.LEERPLAATS_FULL)).signaalcode == 0


def test_unknown(client: SoapClient) -> None:
    """An unknown leerbedrijf is 101, an unknown leerplaats 1."""
    assert (
        client.question("GeefDetails", ("CodeLeerbedrijf", examples.UNKNOWN_LEERBEDRIJF)).signaalcode == 101
    )
    assert client.question("GeefDetails", ("LeerplaatsId", 1)).signaalcode == 1
