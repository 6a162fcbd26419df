from decimal import Decimal

import pytest

from local.sbb.register import examples
from local.sbb.xml_tree import XmlField
from tests.integration.sbb.client import SoapClient, full
from tests.integration.sbb.searcher import CODES, Filter, alles, search


@pytest.mark.parametrize(("kind", "path"), [("E", "Erkenning"), ("L", "Opleidingen/Opleiding")])
@pytest.mark.parametrize(
    ("filters", "field", "expected"),
    [
        ({"Crebonummer": "25998"}, "Crebonummer", "25998"),
        ({"Opleidingsnaam": "KOK"}, "Omschrijving", "kok"),
        ({"Niveau": 1}, "Niveau", "1"),
        ({"Niveau": 4, "Opleidingsnaam": "bakkerij"}, "Niveau", "4"),
    ],
)
def test_filters_on_opleiding(
    client: SoapClient, kind: str, path: str, filters: dict[str, Filter], field: str, expected: str
) -> None:
    """Crebo, name and niveau keep only what fits, and find something."""
    for page_number in alles(client, kind, **filters):
        assert page_number.signaalcode == 0
        for result in page_number.everything("Resultaten/Resultaat"):
            values = [(element.text or "").lower() for element in result.findall(full(f"{path}/{field}"))]
            assert any(expected in value for value in values)


@pytest.mark.parametrize("kind", ["E", "L"])
def test_leerweg(client: SoapClient, kind: str) -> None:
    """With BOL no result is for BBL alone."""
    for page_number in alles(client, kind, Leerweg="BOL", Crebonummer="25998"):
        assert set(page_number.texts("Resultaten/Resultaat/Leerweg")) <= {"BOL"}


@pytest.mark.parametrize(
    ("exact", "name", "code"), [("false", "%bitwerk%", 0), ("false", "bitwerk", 1), ("true", "%bitwerk%", 1)]
)
def test_part_of_a_name(client: SoapClient, exact: str, name: str, code: int) -> None:
    """A part of a name is found with `%` around it and `LeerbedrijfNaamExact` false, both."""
    assert (
        search(client, filters={"LeerbedrijfNaam": name, "LeerbedrijfNaamExact": exact}).signaalcode == code
    )


def test_exact_name(client: SoapClient) -> None:
    """An exact name finds that name alone; a part of it then finds nothing."""
    (reply,) = alles(client, LeerbedrijfNaam=examples.SHOWPIECE_NAME.upper(), LeerbedrijfNaamExact="true")
    assert set(reply.texts(CODES)) == {examples.SHOWPIECE}
    assert (
        search(client, filters={"LeerbedrijfNaam": "bitwerk", "LeerbedrijfNaamExact": "true"}).signaalcode
        == 1
    )


@pytest.mark.parametrize(
    "adres",
    [
        [("Plaats", "amersfoort")],
        [("Postcode", "3811 mg")],
        [("Postcode", "3811")],
        [("Straat", "Langestraat"), ("Huisnummer", "1"), ("Plaats", "Amersfoort"), ("Land", "Nederland")],
    ],
)
def test_adres(client: SoapClient, adres: list[XmlField]) -> None:
    """Town, postcode (or its digits) and street find the showcase, and nothing elsewhere."""
    for page_number in alles(client, Vestigingsadres=adres, Crebonummer="25998"):
        assert examples.SHOWPIECE in page_number.texts(CODES)
        assert set(page_number.texts("Resultaten/Resultaat/Vestigingsadres/Plaats")) == {"Amersfoort"}


def test_postcodes_from_to(client: SoapClient) -> None:
    """A range of postcodes keeps what lies in it; foreign addresses never do."""
    for page_number in alles(client, PostcodeRange="3811AA3899ZZ"):
        postcodes = page_number.texts("Resultaten/Resultaat/Vestigingsadres/Postcode")
        assert postcodes
        assert all("3811AA" <= postcode <= "3899ZZ" for postcode in postcodes)
    for page_number in alles(client, PostcodeRange="1990AA2050ZZ"):
        assert examples.ABROAD not in page_number.texts(CODES)


@pytest.mark.parametrize(
    "spot", [{"Vestigingsadres": [("Plaats", "Amersfoort")]}, {"PostcodeRange": "3811AA3811ZZ"}]
)
def test_nearby(client: SoapClient, spot: dict[str, Filter]) -> None:
    """A search nearby tells distances, nearest first, none too far, and looks over the town's edge."""
    distances: list[Decimal] = []
    places: set[str] = set()
    for page_number in alles(client, ZoekInDeBuurt="true", Afstand=20, Niveau=4, **spot):
        distances += [Decimal(text) for text in page_number.texts("Resultaten/Resultaat/AfstandKm")]
        places.update(page_number.texts("Resultaten/Resultaat/Vestigingsadres/Plaats"))
    assert distances == sorted(distances)
    assert 0 <= distances[0] < 3 < distances[-1] <= 20
    assert len(places) > 1


@pytest.mark.parametrize(
    "filters",
    [
        {"ZoekInDeBuurt": "true", "Afstand": 10, "Crebonummer": "25998"},
        {"ZoekInDeBuurt": "true", "PostcodeRange": "3811AA3811ZZ"},
        {"ZoekInDeBuurt": "true", "Afstand": -1, "PostcodeRange": "3811AA3811ZZ"},
        {"ZoekInDeBuurt": "true", "Afstand": 10, "Vestigingsadres": [("Plaats", "Nergenshuizen")]},
        {"LeerbedrijfNaam": "&"},
        {"Opleidingsnaam": "-"},
    ],
)
def test_too_little(client: SoapClient, filters: dict[str, Filter]) -> None:
    """A name without a letter, or nearby without a known place or distance, is 201."""
    assert search(client, filters=filters).signaalcode == 201
