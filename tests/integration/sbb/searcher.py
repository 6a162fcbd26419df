"""Searches with the simulator, a page or all pages."""

from local.sbb.xml_tree import XmlField
from tests.integration.sbb.client import Reply, SoapClient

CODES = "Resultaten/Resultaat/CodeLeerbedrijf"
VOLGORDE = (
    "ZoekInDeBuurt", "Afstand", "CodeLeerbedrijf", "LeerbedrijfNaam", "LeerbedrijfNaamExact",
    "Vestigingsadres", "PostcodeRange", "Crebonummer", "Opleidingsnaam", "Leerweg", "Niveau", "Beschikbaar",
)  # fmt: skip
Filter = str | int | list[XmlField]


def search(
    client: SoapClient,
    kind: str = "E",
    *,
    page_number: int = 1,
    count: int = 25,
    filters: dict[str, Filter],
) -> Reply:
    """Search, with the filters in the order of the contract."""
    everything: dict[str, Filter] = {"ZoekInDeBuurt": "false", **filters}
    question: list[XmlField] = [(name, everything[name]) for name in VOLGORDE if name in everything]
    begin: list[XmlField] = [
        ("LeerplaatsErkenningAanduiding", kind),
        ("AantalResultatenPerPagina", count),
        ("Pagina", page_number),
    ]
    return client.question("Zoeken", *begin, *question)


def alles(client: SoapClient, kind: str = "E", /, **filters: Filter) -> list[Reply]:
    """Take all pages, and see that together they are the total."""
    pages: list[Reply] = []
    total = 1
    while 25 * len(pages) < total:
        pages.append(search(client, kind, page_number=len(pages) + 1, filters=filters))
        total = int(pages[-1].tekst("AantalResultatenTotaal") or "0")
    assert sum(len(page_number.texts(CODES)) for page_number in pages) == total
    return pages
