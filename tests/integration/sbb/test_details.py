from local.sbb import examples as vb
from local.sbb.simulator import Simulator
from tests.integration.sbb.client import Klant


def test_leerbedrijf(klant: Klant) -> None:
    """By code come address, contact, praktijkopleiders with crebos, and erkenningen with their status."""
    reactie = klant.vraag("GeefDetails", ("CodeLeerbedrijf", vb.TOONBEELD))
    assert reactie.signaalcode == 0
    assert reactie.tekst("Naam") == vb.TOONBEELD_NAAM
    assert reactie.tekst("Status") == "ACT"
    assert reactie.tekst("Vestigingsadres/Huisnummer") == "1"
    assert reactie.tekst("Correspondentieadres/Straat") == "Postbus"
    for naam in ("KvkNummer", "Branche", "Telefoonnummer", "Email"):
        assert reactie.tekst(naam), naam
    assert reactie.teksten("Contactpersonen/Contactpersoon/Naam")
    assert "25998" in reactie.teksten("Praktijkopleiders/Praktijkopleider/Crebonummers/Crebonummer")
    assert reactie.teksten("Erkenningen/Erkenning/Crebonummer") == ["25998", "25604", "25187"]
    assert reactie.teksten("Erkenningen/Erkenning/Keuzedeelcode") == ["K0067"]
    assert set(reactie.teksten("Erkenningen/Erkenning/Status")) == {"Erkend"}


def test_een_of_meer_contactpersonen(klant: Klant, sim: Simulator) -> None:
    """Some leerbedrijven have `Contactpersoon`, others `Contactpersonen`, never both."""
    gezien = set()
    for bedrijf in sim.dienst.register.leerbedrijven()[:20]:
        reactie = klant.vraag("GeefDetails", ("CodeLeerbedrijf", bedrijf.id))
        gezien.add((len(reactie.alle("Contactpersoon")), len(reactie.alle("Contactpersonen"))))
    assert gezien == {(1, 0), (0, 1)}


def test_elk_leerbedrijf_geldig(klant: Klant, sim: Simulator) -> None:
    """The details of each leerbedrijf are valid against the contract."""
    for bedrijf in sim.dienst.register.leerbedrijven():
        reactie = klant.vraag("GeefDetails", ("CodeLeerbedrijf", bedrijf.id))
        assert (reactie.signaalcode, reactie.tekst("CodeLeerbedrijf")) == (0, bedrijf.id)


def test_leerplaats(klant: Klant) -> None:
    """By LeerplaatsId come the leerbedrijf and what the leerplaats is about, not the erkenningen."""
    reactie = klant.vraag("GeefDetails", ("LeerplaatsId", vb.LEERPLAATS_VRIJ))
    assert reactie.signaalcode == 0
    assert reactie.tekst("CodeLeerbedrijf") == vb.TOONBEELD
    assert reactie.teksten("Opleidingen/Opleiding/Crebonummer") == ["25998"]
    assert reactie.tekst("Omschrijving")
    assert (reactie.tekst("Startdatum"), reactie.tekst("Einddatum")) == ("2026-08-31", "2032-07-31")
    assert reactie.teksten("Kwalificatieonderdelen/Kwalificatieonderdeel/Type") == ["Kerntaak", "Keuzedeel"]
    assert reactie.alle("Erkenningen") == []


def test_leerplaats_met_guid(klant: Klant) -> None:
    """A LeerplaatsId that is a GUID with a crebo behind it is found."""
    assert vb.LEERPLAATS_VOL.endswith("-25998")
    assert klant.vraag("GeefDetails", ("LeerplaatsId", vb.LEERPLAATS_VOL)).signaalcode == 0


def test_onbekend(klant: Klant) -> None:
    """An unknown leerbedrijf is 101, an unknown leerplaats 1."""
    assert klant.vraag("GeefDetails", ("CodeLeerbedrijf", vb.ONBEKEND_LEERBEDRIJF)).signaalcode == 101
    assert klant.vraag("GeefDetails", ("LeerplaatsId", 1)).signaalcode == 1
