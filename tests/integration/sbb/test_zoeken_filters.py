from decimal import Decimal

import pytest

from local.sbb import examples as vb
from local.sbb.xml_tree import Veld
from tests.integration.sbb.client import Klant, vol
from tests.integration.sbb.searcher import CODES, Filter, alles, zoek


@pytest.mark.parametrize(("soort", "pad"), [("E", "Erkenning"), ("L", "Opleidingen/Opleiding")])
@pytest.mark.parametrize(
    ("filters", "veld", "verwacht"),
    [
        ({"Crebonummer": "25998"}, "Crebonummer", "25998"),
        ({"Opleidingsnaam": "KOK"}, "Omschrijving", "kok"),
        ({"Niveau": 1}, "Niveau", "1"),
        ({"Niveau": 4, "Opleidingsnaam": "bakkerij"}, "Niveau", "4"),
    ],
)
def test_filters_op_opleiding(
    klant: Klant, soort: str, pad: str, filters: dict[str, Filter], veld: str, verwacht: str
) -> None:
    """Crebo, name and niveau keep only what fits, and find something."""
    for pagina in alles(klant, soort, **filters):
        assert pagina.signaalcode == 0
        for resultaat in pagina.alle("Resultaten/Resultaat"):
            waarden = [(element.text or "").lower() for element in resultaat.findall(vol(f"{pad}/{veld}"))]
            assert any(verwacht in waarde for waarde in waarden)


@pytest.mark.parametrize("soort", ["E", "L"])
def test_leerweg(klant: Klant, soort: str) -> None:
    """With BOL no result is for BBL alone."""
    for pagina in alles(klant, soort, Leerweg="BOL", Crebonummer="25998"):
        assert set(pagina.teksten("Resultaten/Resultaat/Leerweg")) <= {"BOL"}


@pytest.mark.parametrize(
    ("exact", "naam", "code"), [("false", "%bitwerk%", 0), ("false", "bitwerk", 1), ("true", "%bitwerk%", 1)]
)
def test_deel_van_een_naam(klant: Klant, exact: str, naam: str, code: int) -> None:
    """A part of a name is found with `%` around it and `LeerbedrijfNaamExact` false, both."""
    assert zoek(klant, filters={"LeerbedrijfNaam": naam, "LeerbedrijfNaamExact": exact}).signaalcode == code


def test_naam_exact(klant: Klant) -> None:
    """An exact name finds that name alone; a part of it then finds nothing."""
    (reactie,) = alles(klant, LeerbedrijfNaam=vb.TOONBEELD_NAAM.upper(), LeerbedrijfNaamExact="true")
    assert set(reactie.teksten(CODES)) == {vb.TOONBEELD}
    assert (
        zoek(klant, filters={"LeerbedrijfNaam": "bitwerk", "LeerbedrijfNaamExact": "true"}).signaalcode == 1
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
def test_adres(klant: Klant, adres: list[Veld]) -> None:
    """Town, postcode (or its digits) and street find the showcase, and nothing elsewhere."""
    for pagina in alles(klant, Vestigingsadres=adres, Crebonummer="25998"):
        assert vb.TOONBEELD in pagina.teksten(CODES)
        assert set(pagina.teksten("Resultaten/Resultaat/Vestigingsadres/Plaats")) == {"Amersfoort"}


def test_postcodes_van_tot(klant: Klant) -> None:
    """A range of postcodes keeps what lies in it; foreign addresses never do."""
    for pagina in alles(klant, PostcodeRange="3811AA3899ZZ"):
        postcodes = pagina.teksten("Resultaten/Resultaat/Vestigingsadres/Postcode")
        assert postcodes
        assert all("3811AA" <= postcode <= "3899ZZ" for postcode in postcodes)
    for pagina in alles(klant, PostcodeRange="1990AA2050ZZ"):
        assert vb.BUITENLAND not in pagina.teksten(CODES)


@pytest.mark.parametrize(
    "plek", [{"Vestigingsadres": [("Plaats", "Amersfoort")]}, {"PostcodeRange": "3811AA3811ZZ"}]
)
def test_in_de_buurt(klant: Klant, plek: dict[str, Filter]) -> None:
    """A search nearby tells distances, nearest first, none too far, and looks over the town's edge."""
    afstanden: list[Decimal] = []
    plaatsen: set[str] = set()
    for pagina in alles(klant, ZoekInDeBuurt="true", Afstand=20, Niveau=4, **plek):
        afstanden += [Decimal(tekst) for tekst in pagina.teksten("Resultaten/Resultaat/AfstandKm")]
        plaatsen.update(pagina.teksten("Resultaten/Resultaat/Vestigingsadres/Plaats"))
    assert afstanden == sorted(afstanden)
    assert 0 <= afstanden[0] < 3 < afstanden[-1] <= 20
    assert len(plaatsen) > 1


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
def test_te_weinig(klant: Klant, filters: dict[str, Filter]) -> None:
    """A name without a letter, or nearby without a known place or distance, is 201."""
    assert zoek(klant, filters=filters).signaalcode == 201
