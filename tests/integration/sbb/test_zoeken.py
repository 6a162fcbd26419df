from decimal import Decimal

import pytest

from local.sbb import voorbeelden as vb
from local.sbb.simulator import Simulator
from local.sbb.xmlboom import Veld
from tests.integration.sbb.klant import Klant, Reactie

CODES = "Resultaten/Resultaat/CodeLeerbedrijf"
VOLGORDE = (
    "ZoekInDeBuurt", "Afstand", "CodeLeerbedrijf", "LeerbedrijfNaam", "LeerbedrijfNaamExact",
    "Vestigingsadres", "PostcodeRange", "Crebonummer", "Opleidingsnaam", "Leerweg", "Niveau", "Beschikbaar",
)  # fmt: skip
Filter = str | int | list[Veld]


def zoek(
    klant: Klant, soort: str = "E", *, pagina: int = 1, aantal: int = 25, filters: dict[str, Filter]
) -> Reactie:
    """Search, with the filters in the order of the contract."""
    alle: dict[str, Filter] = {"ZoekInDeBuurt": "false", **filters}
    vraag: list[Veld] = [(naam, alle[naam]) for naam in VOLGORDE if naam in alle]
    begin: list[Veld] = [
        ("LeerplaatsErkenningAanduiding", soort),
        ("AantalResultatenPerPagina", aantal),
        ("Pagina", pagina),
    ]
    return klant.vraag("Zoeken", *begin, *vraag)


def alles(klant: Klant, soort: str = "E", **filters: Filter) -> list[Reactie]:
    """Take all pages, and see that together they are the total."""
    paginas: list[Reactie] = []
    totaal = 1
    while 25 * len(paginas) < totaal:
        paginas.append(zoek(klant, soort, pagina=len(paginas) + 1, filters=filters))
        totaal = int(paginas[-1].tekst("AantalResultatenTotaal") or "0")
    assert sum(len(pagina.teksten(CODES)) for pagina in paginas) == totaal
    return paginas


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
    paginas = alles(klant, LeerbedrijfNaam=vb.NAAM_VEEL)
    assert len(paginas) > 3
    assert all(len(pagina.teksten(CODES)) == 25 for pagina in paginas[:-1])
    opnieuw = zoek(klant, pagina=2, filters={"LeerbedrijfNaam": vb.NAAM_VEEL})
    assert opnieuw.teksten(CODES) == paginas[1].teksten(CODES)
    erna = zoek(klant, pagina=len(paginas) + 1, filters={"LeerbedrijfNaam": vb.NAAM_VEEL})
    assert (erna.signaalcode, erna.teksten(CODES)) == (0, [])


def test_kleine_pagina(klant: Klant) -> None:
    """A page may be smaller than 25, but not larger."""
    filters: dict[str, Filter] = {"LeerbedrijfNaam": vb.NAAM_VEEL}
    klein = zoek(klant, pagina=2, aantal=10, filters=filters)
    groot = zoek(klant, filters=filters)
    assert klein.teksten(CODES) == groot.teksten(CODES)[10:20]
    assert zoek(klant, aantal=26, filters=filters).signaalcode == 201


@pytest.mark.parametrize("soort", ["E", "L"])
@pytest.mark.parametrize(
    "filters",
    [
        {"Crebonummer": "25998"},
        {"Opleidingsnaam": "KOK"},
        {"Niveau": 1},
        {"Leerweg": "BBL", "Opleidingsnaam": "software"},
        {"Niveau": 4, "Opleidingsnaam": "bakkerij"},
    ],
)
def test_filters_op_opleiding(klant: Klant, soort: str, filters: dict[str, Filter]) -> None:
    """Crebo, name, niveau and leerweg keep only what fits, and find something."""
    pad = "Erkenning" if soort == "E" else "Opleidingen/Opleiding"
    for pagina in alles(klant, soort, **filters):
        assert pagina.signaalcode == 0
        for resultaat in pagina.alle("Resultaten/Resultaat"):
            deel = Reactiedeel(resultaat, pad)
            assert str(filters.get("Crebonummer", "")) in deel.alle("Crebonummer") or "Crebonummer" not in filters
            assert any(str(filters.get("Opleidingsnaam", "")).lower() in o for o in deel.alle("Omschrijving"))
            assert "Niveau" not in filters or str(filters["Niveau"]) in deel.alle("Niveau")
            assert filters.get("Leerweg", "BBL") == "BBL"


class Reactiedeel:
    """Reads the texts beneath one result."""

    def __init__(self, resultaat: "object", pad: str) -> None:
        self._resultaat = resultaat
        self._pad = pad
