"""Invents addresses in real towns and postcodes."""

from random import Random
from typing import Final

from local.sbb.register.model import RegisterAdres, RegisterPlaats
from local.sbb.text import strikes

# Letters that occur in Dutch postcodes; SA, SD and SS are never given out.
_LETTERS: Final = "ABCDEGHJKLMNPRSTVWXZ"
_FORBIDDEN: Final = frozenset({"SA", "SD", "SS"})
_ADDITIONS: Final = ("A", "B", "bis", "III", "c")
# Town, postcode as people write it there, land, latitude, longitude.
_ABROAD: Final = (
    ("Antwerpen", "2000", "BELGIE", 51.2194, 4.4025),
    ("Hasselt", "B-3500", "BELGIE", 50.9307, 5.3325),
    ("Gent", "9000", "BELGIE", 51.0543, 3.7174),
    ("Kleve", "D-47533", "DUITSLAND", 51.7885, 6.1387),
    ("Nordhorn", "48529", "DUITSLAND", 52.4319, 7.0679),
    ("Bocholt", "46395", "DUITSLAND", 51.8388, 6.6151),
)
# A degree of latitude is 111 km, one of longitude here 68 km: at most about a kilometre off.
_JITTER = 0.008


def domestic(plaats: RegisterPlaats, chance: Random, *, together: bool) -> RegisterAdres:
    """Invent an address in a town. `together`: street and number stand together, as some do at SBB."""
    straat, number = chance.choice(plaats.straten), str(chance.randint(1, 250))
    toevoeging = chance.choice(_ADDITIONS) if strikes(chance, 0.2) else None
    postcode = plaats.postcode4 + _letter_pair(plaats.letters, chance)
    if together:
        return RegisterAdres(f"{straat} {number}", None, None, postcode, plaats.naam)
    return RegisterAdres(straat, number, toevoeging, postcode, plaats.naam)


def foreign(nr: int, chance: Random) -> tuple[RegisterAdres, float, float]:
    """Invent an address in Belgium or Germany, with its latitude and longitude."""
    plaats, postcode, land, lat, lon = _ABROAD[nr % len(_ABROAD)]
    straat = "Industrieweg" if land == "BELGIE" else "Bahnhofstraße"
    return RegisterAdres(straat, str(chance.randint(1, 99)), None, postcode, plaats, land), lat, lon


def postbus(plaats: RegisterPlaats, chance: Random) -> RegisterAdres:
    """Invent a post office box."""
    postcode = plaats.postcode4 + _letter_pair(plaats.letters, chance)
    return RegisterAdres("Postbus", str(chance.randint(10, 9999)), None, postcode, plaats.naam)


def spread(lat: float, lon: float, chance: Random) -> tuple[float, float]:
    """Move a point a little, so that not all of a town lies on one spot."""
    return (
        round(lat + chance.uniform(-_JITTER, _JITTER), 5),
        round(lon + chance.uniform(-_JITTER, _JITTER), 5),
    )


def _letter_pair(preference: str, chance: Random) -> str:
    pair = preference if strikes(chance, 0.3) else chance.choice(_LETTERS) + chance.choice(_LETTERS)
    return preference if pair in _FORBIDDEN else pair
