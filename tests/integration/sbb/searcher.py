"""Searches with the simulator, a page or all pages."""

from local.sbb.xml_tree import Veld
from tests.integration.sbb.client import Klant, Reactie

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


def alles(klant: Klant, soort: str = "E", /, **filters: Filter) -> list[Reactie]:
    """Take all pages, and see that together they are the total."""
    paginas: list[Reactie] = []
    totaal = 1
    while 25 * len(paginas) < totaal:
        paginas.append(zoek(klant, soort, pagina=len(paginas) + 1, filters=filters))
        totaal = int(paginas[-1].tekst("AantalResultatenTotaal") or "0")
    assert sum(len(pagina.teksten(CODES)) for pagina in paginas) == totaal
    return paginas
