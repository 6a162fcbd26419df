"""Distances on the map, and where a town or postcode lies."""

import math
import re
from typing import Final

from local.sbb.register.model import Adres, Plaats
from local.sbb.text import normaliseer, postcode_van

_AARDSTRAAL_KM: Final = 6371.0
_POSTCODE: Final = re.compile(r"[1-9][0-9]{3}([A-Z]{2})?")

Punt = tuple[float, float]


def afstand_km(van: Punt, tot: Punt) -> float:
    """Give the distance over the globe (haversine) between two points in degrees, in km."""
    breedte1, lengte1, breedte2, lengte2 = map(math.radians, (*van, *tot))
    koorde = (
        math.sin((breedte2 - breedte1) / 2) ** 2
        + math.cos(breedte1) * math.cos(breedte2) * math.sin((lengte2 - lengte1) / 2) ** 2
    )
    return 2 * _AARDSTRAAL_KM * math.asin(math.sqrt(koorde))


def plek_van(plaatsen: tuple[Plaats, ...], adres: Adres) -> Punt | None:
    """Give where an address lies: by postcode, else by town; None when neither is known."""
    postcode = postcode_van(adres.postcode)
    if _POSTCODE.fullmatch(postcode):
        return plek_van_postcode(plaatsen, postcode)
    naam = normaliseer(adres.plaats)
    return next(((p.lat, p.lon) for p in plaatsen if normaliseer(p.naam) == naam), None)


def plek_van_postcode(plaatsen: tuple[Plaats, ...], postcode: str) -> Punt:
    """Give where a postcode lies. One that is not on the list lies where the nearest number does."""
    cijfers = int(postcode[:4])
    plaats = min(plaatsen, key=lambda p: abs(int(p.postcode4) - cijfers))
    return plaats.lat, plaats.lon
