from local.sbb.register import examples
from local.sbb.simulator import Simulator
from tests.integration.sbb.client import SoapClient
from tests.integration.sbb.searcher import CODES, Filter, alles, search


def test_a_leerbedrijf(client: SoapClient) -> None:
    """By code come the current erkenningen of a leerbedrijf, one result each."""
    (reply,) = alles(client, CodeLeerbedrijf=examples.ALTERNATING)
    assert reply.signaalcode == 0
    erkenning = "Resultaten/Resultaat/Erkenning"
    expected = [code for _, code in (examples.OPEN_END, examples.ENDS, examples.ONLY_BBL)]
    assert reply.texts(f"{erkenning}/Crebonummer") == expected
    assert set(reply.texts(f"{erkenning}/Status")) == {"Erkend"}
    assert set(reply.texts(CODES)) == {examples.ALTERNATING}


def test_a_result_is_one_element(client: SoapClient) -> None:
    """One result is one element, with praktijkopleiders of that crebo and the number of students."""
    (reply,) = alles(client, CodeLeerbedrijf=examples.SHOWPIECE, Crebonummer="25998")
    assert reply.texts("Resultaten/Resultaat/LeerbedrijfNaam") == [examples.SHOWPIECE_NAME]
    assert reply.tekst("Resultaten/Resultaat/AantalGeregistreerdeLeerlingen") == "3"
    assert reply.texts("Resultaten/Resultaat/Praktijkopleiders/Praktijkopleider/Naam")
    assert reply.everything("Resultaten/Resultaat/AfstandKm") == []


def test_pages(client: SoapClient) -> None:
    """Pages of 25 do not overlap, come in a steady order, and end."""
    pages = alles(client, LeerbedrijfNaam=f"%{examples.NAME_MANY}%")
    assert len(pages) > 3
    assert all(len(page_number.texts(CODES)) == 25 for page_number in pages[:-1])
    again = search(client, page_number=2, filters={"LeerbedrijfNaam": f"%{examples.NAME_MANY}%"})
    assert again.texts(CODES) == pages[1].texts(CODES)
    past_the_end = search(
        client, page_number=len(pages) + 1, filters={"LeerbedrijfNaam": f"%{examples.NAME_MANY}%"}
    )
    assert (past_the_end.signaalcode, past_the_end.texts(CODES)) == (0, [])


def test_small_page(client: SoapClient) -> None:
    """A page may be smaller than 25, but not larger."""
    filters: dict[str, Filter] = {"LeerbedrijfNaam": f"%{examples.NAME_MANY}%"}
    small = search(client, page_number=2, count=10, filters=filters)
    large = search(client, filters=filters)
    assert small.texts(CODES) == large.texts(CODES)[10:20]
    assert search(client, count=26, filters=filters).signaalcode == 201


def test_too_many(client: SoapClient) -> None:
    """More than a thousand results are 202, with 0 as total."""
    reply = search(client, filters={"Leerweg": "BOL"})
    assert (reply.signaalcode, reply.tekst("AantalResultatenTotaal")) == (202, "0")


def test_nothing_found(client: SoapClient) -> None:
    """No match is 1, with an empty list."""
    reply = search(client, filters={"LeerbedrijfNaam": "qqqq"})
    assert (reply.signaalcode, reply.texts(CODES)) == (1, [])


def test_leerplaatsen(client: SoapClient) -> None:
    """With L each leerplaats is a result, with ID, soort, number of places, text, leerweg and opleidingen."""
    (reply,) = alles(client, "L", CodeLeerbedrijf=examples.SHOWPIECE)
    result = "Resultaten/Resultaat"
    expected = [examples.LEERPLAATS_FREE, examples.LEERPLAATS_FULL]
    assert reply.texts(f"{result}/LeerplaatsId") == expected
    assert reply.texts(f"{result}/LeerplaatsSoort") == ["Stage", "Leerbaan"]
    assert reply.texts(f"{result}/LeerplaatsAantal") == ["2", "0"]
    assert reply.texts(f"{result}/Leerweg") == ["BOL", "BBL"]
    assert reply.texts(f"{result}/Opleidingen/Opleiding/Niveau") == ["4", "4"]
    assert all(reply.texts(f"{result}/VacatureLeerplaatsOmschrijving"))


def test_available(client: SoapClient) -> None:
    """`Beschikbaar` true leaves out what is taken, and for E who has no place; false filters nothing."""
    filters: dict[str, Filter] = {"CodeLeerbedrijf": examples.SHOWPIECE, "Beschikbaar": "true"}
    (free,) = alles(client, "L", **filters)
    assert free.texts("Resultaten/Resultaat/LeerplaatsId") == [examples.LEERPLAATS_FREE]
    (everything,) = alles(client, "L", **{**filters, "Beschikbaar": "false"})
    assert len(everything.texts(CODES)) == 2
    (erkend,) = alles(client, **filters)
    assert erkend.signaalcode == 0
    (without,) = alles(client, CodeLeerbedrijf=examples.ALTERNATING, Beschikbaar="true")
    assert without.signaalcode == 1


def test_only_current_ones(client: SoapClient, sim: Simulator) -> None:
    """A historisch leerbedrijf is never a result."""
    company = sim.service.register.find(examples.HISTORICAL)
    assert company is not None
    assert search(client, filters={"CodeLeerbedrijf": company.id}).signaalcode == 1
    assert search(client, "L", filters={"CodeLeerbedrijf": company.id}).signaalcode == 1
