"""Invents names of companies and people. None is meant to exist."""

from random import Random
from typing import Final

from local.sbb.register.model import Persoon
from local.sbb.text import normaliseer, treft

_BEGIN: Final = (
    "Zand",
    "Molen",
    "Riet",
    "Hei",
    "Wilgen",
    "Eiken",
    "Klaver",
    "Duin",
    "Sterre",
    "Kraan",
    "Vosse",
    "Linde",
    "Zwanen",
    "Brem",
    "Hazel",
    "Koren",
    "Meer",
    "Zilver",
    "Noorder",
    "Zuider",
    "Wester",
    "Ooster",
    "Bronzen",
    "Blauwe",
    "Kiezel",
    "Schelpen",
    "Reiger",
    "Mist",
)
_EIND: Final = (
    "gaarde",
    "horst",
    "rode",
    "stroom",
    "donk",
    "akker",
    "hof",
    "burg",
    "poort",
    "wijk",
    "zicht",
    "kamp",
    "brink",
    "kreek",
    "loo",
    "schans",
    "heuvel",
    "dreef",
)
_ACHTERVOEGSEL: Final = ("aar", "mans", "stra", "sma", "")
_VOORLETTERS: Final = "ABCDEFGHIJKLMNPRSTVW"
_TUSSEN: Final = ("", "", "", "van ", "van der ", "de ", "ten ")
_VORMEN: Final = ("", "Groep", "VOF", "", "Holding", "en Zonen", "")

SOORTEN: Final[dict[str, tuple[str, ...]]] = {
    "Techniek en gebouwde omgeving": ("Bouwbedrijf", "Installatietechniek", "Timmerfabriek", "Elektro"),
    "Voedsel, groen en gastvrijheid": (
        "Restaurant",
        "Bakkerij",
        "Hoveniersbedrijf",
        "Hotel",
        "Melkveehouderij",
    ),
    "ICT en creatieve industrie": ("Software", "Webstudio", "Systeembeheer", "Mediahuis", "Drukkerij"),
    "Mobiliteit, transport, logistiek en maritiem": ("Garage", "Transport", "Rederij", "Fietsenhuis"),
    "Zorg, welzijn en sport": ("Woonzorgcentrum", "Kinderopvang", "Thuiszorg", "Sportcentrum"),
    "Zakelijke dienstverlening en veiligheid": ("Administratiekantoor", "Beveiliging", "Juridisch Bureau"),
    "Specialistisch vakmanschap": ("Atelier", "Goudsmederij", "Uurwerkmakerij", "Orthopedie"),
    "Handel": ("Warenhuis", "Mode", "Groothandel", "Tuincentrum"),
    "Entree": ("Werkbedrijf", "Kringloop", "Schoonmaakbedrijf", "Magazijn"),
}
_EENMANS: Final = ("Klusbedrijf", "Timmerbedrijf", "Kapsalon", "Schildersbedrijf", "Adviesbureau", "Hoefsmid")
_TEKENS: Final = (
    "Café & Brasserie {}",
    "Crèche 't {}je",
    'Drukkerij "De {}" Oriënt',
    "Señor {}'s Keuken",
    "{} <Techniek> & Zoön",
    "Coöperatie Mozaïek {} & Zuid",
    "Patisserie Brûlée {}",
    "Müller-{} Metaalbewerking",
)
GELIJK: Final = ("Kinderopvang De Wolkenwagen", "Bakkerij Het Zoete Zeil", "Garage De Vliegende Moer")


def kunstnaam(kans: Random) -> str:
    """Invent a name out of two parts of a landscape, like Zandhorst."""
    return f"{kans.choice(_BEGIN)}{kans.choice(_EIND)}"


def bedrijfsnaam(nr: int, branche: str, kans: Random) -> str:
    """Invent a company's name; one in eight is a BV, written in two ways."""
    vorm = ("BV" if nr % 16 else "B.V.") if nr % 8 == 0 else kans.choice(_VORMEN)
    return f"{kans.choice(SOORTEN[branche])} {kunstnaam(kans)} {vorm}".strip()


def bijzondere_naam(nr: int, kans: Random) -> str:
    """Invent a name with characters that need care: & < > ' " and diacritics."""
    return _TEKENS[nr % len(_TEKENS)].format(kunstnaam(kans))


def lange_naam(kans: Random) -> str:
    """Invent a name of at least 150 characters."""
    plekken = ", ".join(kunstnaam(kans) for _ in range(8))
    return (
        "Stichting Samenwerkingsverband voor Opleiding, Begeleiding en Praktijkleren in de Regio's "
        f"{plekken} en Omstreken"
    )


def eenmanszaak(persoon: str, kans: Random) -> str:
    """Name a one-person business after its owner."""
    return f"{kans.choice(_EENMANS)} {persoon}"


def persoonsnaam(kans: Random) -> str:
    """Invent a person: initial, perhaps a prefix, and a surname."""
    return (
        f"{kans.choice(_VOORLETTERS)}. {kans.choice(_TUSSEN)}{kunstnaam(kans)}{kans.choice(_ACHTERVOEGSEL)}"
    )


def domein(naam: str) -> str:
    """Make a host name under .example out of a company's name, at most 40 characters before the dot."""
    return normaliseer(naam).replace(" ", "-")[:40].strip("-") + ".example"


def telefoon(kans: Random) -> str:
    """Invent a telephone number that is given to nobody.

    Within an area no number begins with 0, and no mobile one does after 06.
    """
    if treft(kans, 0.5):
        return f"033 0{kans.randrange(1_000_000):06d}"
    return f"06-000{kans.randrange(100_000):05d}"


def maak_persoon(
    naam: str, functie: str | None, host: str, kans: Random, crebos: tuple[str, ...] = ()
) -> Persoon:
    """Make someone of a company: always an e-mail address, and mostly a telephone number."""
    adres = f"{normaliseer(naam).replace(' ', '.')}@{host}"
    nummer = telefoon(kans) if treft(kans, 0.8) else None
    return Persoon(naam, functie, adres, nummer, crebos)
