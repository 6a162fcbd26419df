"""Distances on the map, and where a town or postcode lies."""

import math
import re
from typing import Final

from local.sbb.register.model import RegisterAdres, RegisterPlaats
from local.sbb.text import normalize, normalize_postcode

_EARTH_RADIUS_KM: Final = 6371.0
_POSTCODE: Final = re.compile(r"[1-9][0-9]{3}([A-Z]{2})?")

Point = tuple[float, float]


def afstand_km(van: Point, until: Point) -> float:
    """Give the distance over the globe (haversine) between two points in degrees, in km."""
    latitude1, longitude1, latitude2, longitude2 = map(math.radians, (*van, *until))
    chord = (
        math.sin((latitude2 - latitude1) / 2) ** 2
        + math.cos(latitude1) * math.cos(latitude2) * math.sin((longitude2 - longitude1) / 2) ** 2
    )
    return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(chord))


def location_of(places: tuple[RegisterPlaats, ...], adres: RegisterAdres) -> Point | None:
    """Give where an address lies: by postcode, else by town; None when neither is known."""
    postcode = normalize_postcode(adres.postcode)
    if _POSTCODE.fullmatch(postcode):
        return location_of_postcode(places, postcode)
    name = normalize(adres.plaats)
    return next(((p.lat, p.lon) for p in places if normalize(p.naam) == name), None)


def location_of_postcode(places: tuple[RegisterPlaats, ...], postcode: str) -> Point:
    """Give where a postcode lies. One that is not on the list lies where the nearest number does."""
    digits = int(postcode[:4])
    plaats = min(places, key=lambda p: abs(int(p.postcode4) - digits))
    return plaats.lat, plaats.lon
