from local.sbb import examples as vb
from local.sbb.simulator import Simulator
from tests.integration.sbb.client import Klant
from tests.integration.sbb.searcher import CODES, Filter, alles, zoek


def test_een_leerbedrijf(klant: Klant) -> None:
    """By code come the current erkenningen of a leerbedrijf, one result each."""
    (reactie,) = alles(klant, CodeLeerbedrijf=vb.WISSELEND)
    assert reactie.signaalcode == 0
    erkenning = "Resultaten/Resultaat/Erkenning"
    verwacht = [code for _, code in (vb.OPEN_EINDE, vb.EINDIGT, vb.ALLEEN_BBL)]
    assert reactie.teksten(f"{erkenning}/Crebonummer") == verwacht
    assert set(reactie.teksten(f"{erkenning}/Status")) == {"Erkend"}
    assert set(reactie.teksten(CODES)) == {vb.WISSELEND}


def test_een_resultaat_is_een_element(klant: Klant) -> None:
    """One result is one element, with praktijkopleiders of that crebo and the number of students."""
    (reactie,) = alles(klant, CodeLeerbedrijf=vb.TOONBEELD, Crebonummer="25998")
    assert reactie.teksten("Resultaten/Resultaat/LeerbedrijfNaam") == [vb.TOONBEELD_NAAM]
    assert reactie.tekst("Resultaten/Resultaat/AantalGeregistreerdeLeerlingen") == "3"
    assert reactie.teksten("Resultaten/Resultaat/Praktijkopleiders/Praktijkopleider/Naam")
    assert reactie.alle("Resultaten/Resultaat/AfstandKm") == []


def test_paginas(klant: Klant) -> None:
    """Pages of 25 do not overlap, come in a steady order, and end."""
    paginas = alles(klant, LeerbedrijfNaam=f"%{vb.NAAM_VEEL}%")
    assert len(paginas) > 3
    assert all(len(pagina.teksten(CODES)) == 25 for pagina in paginas[:-1])
    opnieuw = zoek(klant, pagina=2, filters={"LeerbedrijfNaam": f"%{vb.NAAM_VEEL}%"})
    assert opnieuw.teksten(CODES) == paginas[1].teksten(CODES)
    erna = zoek(klant, pagina=len(paginas) + 1, filters={"LeerbedrijfNaam": f"%{vb.NAAM_VEEL}%"})
    assert (erna.signaalcode, erna.teksten(CODES)) == (0, [])


def test_kleine_pagina(klant: Klant) -> None:
    """A page may be smaller than 25, but not larger."""
    filters: dict[str, Filter] = {"LeerbedrijfNaam": f"%{vb.NAAM_VEEL}%"}
    klein = zoek(klant, pagina=2, aantal=10, filters=filters)
    groot = zoek(klant, filters=filters)
    assert klein.teksten(CODES) == groot.teksten(CODES)[10:20]
    assert zoek(klant, aantal=26, filters=filters).signaalcode == 201


def test_te_veel(klant: Klant) -> None:
    """More than a thousand results are 202, with 0 as total."""
    reactie = zoek(klant, filters={"Leerweg": "BOL"})
    assert (reactie.signaalcode, reactie.tekst("AantalResultatenTotaal")) == (202, "0")


def test_niets_gevonden(klant: Klant) -> None:
    """No match is 1, with an empty list."""
    reactie = zoek(klant, filters={"LeerbedrijfNaam": "qqqq"})
    assert (reactie.signaalcode, reactie.teksten(CODES)) == (1, [])


def test_leerplaatsen(klant: Klant) -> None:
    """With L each leerplaats is a result, with ID, soort, number of places, text, leerweg and opleidingen."""
    (reactie,) = alles(klant, "L", CodeLeerbedrijf=vb.TOONBEELD)
    resultaat = "Resultaten/Resultaat"
    verwacht = [vb.LEERPLAATS_VRIJ, vb.LEERPLAATS_VOL]
    assert reactie.teksten(f"{resultaat}/LeerplaatsId") == verwacht
    assert reactie.teksten(f"{resultaat}/LeerplaatsSoort") == ["Stage", "Leerbaan"]
    assert reactie.teksten(f"{resultaat}/LeerplaatsAantal") == ["2", "0"]
    assert reactie.teksten(f"{resultaat}/Leerweg") == ["BOL", "BBL"]
    assert reactie.teksten(f"{resultaat}/Opleidingen/Opleiding/Niveau") == ["4", "4"]
    assert all(reactie.teksten(f"{resultaat}/VacatureLeerplaatsOmschrijving"))


def test_beschikbaar(klant: Klant) -> None:
    """`Beschikbaar` true leaves out what is taken, and for E who has no place; false filters nothing."""
    filters: dict[str, Filter] = {"CodeLeerbedrijf": vb.TOONBEELD, "Beschikbaar": "true"}
    (vrij,) = alles(klant, "L", **filters)
    assert vrij.teksten("Resultaten/Resultaat/LeerplaatsId") == [vb.LEERPLAATS_VRIJ]
    (alle,) = alles(klant, "L", **{**filters, "Beschikbaar": "false"})
    assert len(alle.teksten(CODES)) == 2
    (erkend,) = alles(klant, **filters)
    assert erkend.signaalcode == 0
    (zonder,) = alles(klant, CodeLeerbedrijf=vb.WISSELEND, Beschikbaar="true")
    assert zonder.signaalcode == 1


def test_alleen_actuele(klant: Klant, sim: Simulator) -> None:
    """A historisch leerbedrijf is never a result."""
    bedrijf = sim.dienst.register.vind(vb.HISTORISCH)
    assert bedrijf is not None
    assert zoek(klant, filters={"CodeLeerbedrijf": bedrijf.id}).signaalcode == 1
    assert zoek(klant, "L", filters={"CodeLeerbedrijf": bedrijf.id}).signaalcode == 1
