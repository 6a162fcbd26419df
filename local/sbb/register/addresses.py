"""Invents addresses in real towns and postcodes."""

from random import Random
from typing import Final

from local.sbb.register.model import Adres, Plaats
from local.sbb.text import treft

# Letters that occur in Dutch postcodes; SA, SD and SS are never given out.
_LETTERS: Final = "ABCDEGHJKLMNPRSTVWXZ"
_VERBODEN: Final = frozenset({"SA", "SD", "SS"})
_TOEVOEGINGEN: Final = ("A", "B", "bis", "III", "c")
# Town, postcode as people write it there, land, latitude, longitude.
_BUITENLAND: Final = (
    ("Antwerpen", "2000", "BELGIE", 51.2194, 4.4025),
    ("Hasselt", "B-3500", "BELGIE", 50.9307, 5.3325),
    ("Gent", "9000", "BELGIE", 51.0543, 3.7174),
    ("Kleve", "D-47533", "DUITSLAND", 51.7885, 6.1387),
    ("Nordhorn", "48529", "DUITSLAND", 52.4319, 7.0679),
    ("Bocholt", "46395", "DUITSLAND", 51.8388, 6.6151),
)
# A degree of latitude is 111 km, one of longitude here 68 km: at most about a kilometre off.
_SPREIDING = 0.008


def binnenlands(plaats: Plaats, kans: Random, *, samen: bool) -> Adres:
    """Invent an address in a town. `samen`: street and number stand together, as some do at SBB."""
    straat, nummer = kans.choice(plaats.straten), str(kans.randint(1, 250))
    toevoeging = kans.choice(_TOEVOEGINGEN) if treft(kans, 0.2) else None
    postcode = plaats.postcode4 + _letterpaar(plaats.letters, kans)
    if samen:
        return Adres(f"{straat} {nummer}", None, None, postcode, plaats.naam)
    return Adres(straat, nummer, toevoeging, postcode, plaats.naam)


def buitenlands(nr: int, kans: Random) -> tuple[Adres, float, float]:
    """Invent an address in Belgium or Germany, with its latitude and longitude."""
    plaats, postcode, land, lat, lon = _BUITENLAND[nr % len(_BUITENLAND)]
    straat = "Industrieweg" if land == "BELGIE" else "Bahnhofstraße"
    return Adres(straat, str(kans.randint(1, 99)), None, postcode, plaats, land), lat, lon


def postbus(plaats: Plaats, kans: Random) -> Adres:
    """Invent a post office box."""
    postcode = plaats.postcode4 + _letterpaar(plaats.letters, kans)
    return Adres("Postbus", str(kans.randint(10, 9999)), None, postcode, plaats.naam)


def verspreid(lat: float, lon: float, kans: Random) -> tuple[float, float]:
    """Move a point a little, so that not all of a town lies on one spot."""
    return (
        round(lat + kans.uniform(-_SPREIDING, _SPREIDING), 5),
        round(lon + kans.uniform(-_SPREIDING, _SPREIDING), 5),
    )


def _letterpaar(voorkeur: str, kans: Random) -> str:
    paar = voorkeur if treft(kans, 0.3) else kans.choice(_LETTERS) + kans.choice(_LETTERS)
    return voorkeur if paar in _VERBODEN else paar
