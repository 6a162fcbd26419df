"""Invents names of companies and people. None is meant to exist."""

from random import Random
from typing import Final

from local.sbb.register.model import RegisterPersoon
from local.sbb.text import normalize, strikes

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
_ENDINGS: Final = (
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
_SUFFIX: Final = ("aar", "mans", "stra", "sma", "")
_INITIALS: Final = "ABCDEFGHIJKLMNPRSTVW"
_PARTICLES: Final = ("", "", "", "van ", "van der ", "de ", "ten ")
_FORMS: Final = ("", "Groep", "VOF", "", "Holding", "en Zonen", "")

KINDS: Final[dict[str, tuple[str, ...]]] = {
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
_SOLE_TRADERS: Final = (
    "Klusbedrijf",
    "Timmerbedrijf",
    "Kapsalon",
    "Schildersbedrijf",
    "Adviesbureau",
    "Hoefsmid",
)
_CHARACTERS: Final = (
    "Café & Brasserie {}",
    "Crèche 't {}je",
    'Drukkerij "De {}" Oriënt',
    "Señor {}'s Keuken",
    "{} <Techniek> & Zoön",
    "Coöperatie Mozaïek {} & Zuid",
    "Patisserie Brûlée {}",
    "Müller-{} Metaalbewerking",
)
EQUAL: Final = ("Kinderopvang De Wolkenwagen", "Bakkerij Het Zoete Zeil", "Garage De Vliegende Moer")


def made_up_name(chance: Random) -> str:
    """Invent a name out of two parts of a landscape, like Zandhorst."""
    return f"{chance.choice(_BEGIN)}{chance.choice(_ENDINGS)}"


def company_name(nr: int, branche: str, chance: Random) -> str:
    """Invent a company's name; one in eight is a BV, written in two ways."""
    form = ("BV" if nr % 16 else "B.V.") if nr % 8 == 0 else chance.choice(_FORMS)
    return f"{chance.choice(KINDS[branche])} {made_up_name(chance)} {form}".strip()


def special_name(nr: int, chance: Random) -> str:
    """Invent a name with characters that need care: & < > ' " and diacritics."""
    return _CHARACTERS[nr % len(_CHARACTERS)].format(made_up_name(chance))


def long_name(chance: Random) -> str:
    """Invent a name of at least 150 characters."""
    spots = ", ".join(made_up_name(chance) for _ in range(8))
    return (
        "Stichting Samenwerkingsverband voor Opleiding, Begeleiding en Praktijkleren in de Regio's "
        f"{spots} en Omstreken"
    )


def eenmanszaak(person: str, chance: Random) -> str:
    """Name a one-person business after its owner."""
    return f"{chance.choice(_SOLE_TRADERS)} {person}"


def person_name(chance: Random) -> str:
    """Invent a person: initial, perhaps a prefix, and a surname."""
    initial, particle = chance.choice(_INITIALS), chance.choice(_PARTICLES)
    return f"{initial}. {particle}{made_up_name(chance)}{chance.choice(_SUFFIX)}"


def domain(name: str) -> str:
    """Make a host name under .example out of a company's name, at most 40 characters before the dot."""
    return normalize(name).replace(" ", "-")[:40].strip("-") + ".example"


def telefoon(chance: Random) -> str:
    """Invent a telephone number that is given to nobody.

    Within an area no number begins with 0, and no mobile one does after 06.
    """
    if strikes(chance, 0.5):
        return f"033 0{chance.randrange(1_000_000):06d}"
    return f"06-000{chance.randrange(100_000):05d}"


def build_person(
    name: str, function: str | None, host: str, chance: Random, crebos: tuple[str, ...] = ()
) -> RegisterPersoon:
    """Make someone of a company: always an e-mail address, and mostly a telephone number."""
    adres = f"{normalize(name).replace(' ', '.')}@{host}"
    number = telefoon(chance) if strikes(chance, 0.8) else None
    return RegisterPersoon(name, function, adres, number, crebos)
