"""Puts invented leerbedrijven together: the same ones for the same sources, every time.

What is rare (historisch, foreign, one-person…) follows from a leerbedrijf's number, so that
the register always has enough of each; the rest is chance with a fixed seed per leerbedrijf.
"""

from random import Random
from typing import Final

from local.sbb.register.addresses import domestic, foreign, postbus, spread
from local.sbb.register.erkenningen import build_erkenningen, current_opleidingen
from local.sbb.register.leerplaatsen import build_contact, build_leerplaatsen, build_praktijkopleiders
from local.sbb.register.model import NEDERLAND, RegisterAdres, RegisterLeerbedrijf
from local.sbb.register.names import (
    EQUAL,
    KINDS,
    company_name,
    eenmanszaak,
    long_name,
    person_name,
    special_name,
)
from local.sbb.register.sources import RegisterSources
from local.sbb.text import seeded_random, strikes

SEED: Final = "stagemarkt-2.1"
_FIRST_ID: Final = 900_100_000
_ID_STEP: Final = 137
# Whose turn it is: (every how many leerbedrijven, which of them).
_HISTORICAL: Final = (12, 5)
_ABROAD: Final = (45, 7)
_EENMANSZAAK: Final = (20, 3)
_OLD_ID: Final = (50, 11)
_NUMBER_IN_STRAAT: Final = (25, 9)
_LONG_NAME: Final = (75, 14)
_SPECIAL_NAME: Final = (15, 4)
_EQUAL_NAME: Final = (50, 21)
_POSTBUS: Final = 0.25


def build_leerbedrijf(nr: int, sources: RegisterSources) -> RegisterLeerbedrijf:
    """Invent the nr-th leerbedrijf, from 0."""
    chance = seeded_random(f"{SEED}/{nr}")
    branche = chance.choice(list(KINDS))
    owner = person_name(chance) if _turn(nr, _EENMANSZAAK) else None
    naam = _name(nr, branche, owner, chance)
    actueel = not _turn(nr, _HISTORICAL)
    erkenningen = build_erkenningen(sources, branche, chance, actueel=actueel)
    opleidingen = current_opleidingen(sources, erkenningen)
    vestiging, lat, lon, brief = _adressen(nr, sources, chance)
    return RegisterLeerbedrijf(
        id=_leerbedrijf_id(nr, chance),
        naam=naam,
        status="ACT" if actueel else "HIS",
        # Numbers of the Chamber of Commerce began with 01 for its first region, and have only gone up.
        kvk=f"00{chance.randrange(1_000_000):06d}" if vestiging.land == NEDERLAND else None,
        branche=branche,
        vestiging=vestiging,
        correspondentie=brief,
        contact=build_contact(naam, chance, owner),
        leerlingen=chance.choice((0, 0, 1, 1, 2, 3, 5, 8, 13, 40)) if actueel else 0,
        lat=lat,
        lon=lon,
        erkenningen=erkenningen,
        praktijkopleiders=build_praktijkopleiders(naam, opleidingen, chance, owner),
        leerplaatsen=build_leerplaatsen(nr, opleidingen, chance),
    )


def _turn(nr: int, rhythm: tuple[int, int]) -> bool:
    each, which = rhythm
    return nr % each == which


def _name(nr: int, branche: str, owner: str | None, chance: Random) -> str:
    if owner is not None:
        return eenmanszaak(owner, chance)
    if _turn(nr, _LONG_NAME):
        return long_name(chance)
    if _turn(nr, _SPECIAL_NAME):
        return special_name(nr // _SPECIAL_NAME[0], chance)
    if _turn(nr, _EQUAL_NAME):
        return EQUAL[nr // _EQUAL_NAME[0] % len(EQUAL)]
    return company_name(nr, branche, chance)


def _leerbedrijf_id(nr: int, chance: Random) -> str:
    if _turn(nr, _OLD_ID):
        return f"{chance.randint(10, 98)}ZZ{chance.randint(1000, 9999)}JJ{nr:07d}"
    return str(_FIRST_ID + nr * _ID_STEP + chance.randrange(_ID_STEP))


def _adressen(
    nr: int, sources: RegisterSources, chance: Random
) -> tuple[RegisterAdres, float, float, RegisterAdres | None]:
    """Invent the address, where it lies (latitude, longitude), and for one in four a post office box."""
    plaats = sources.places[(nr * 61) % len(sources.places)]
    if _turn(nr, _ABROAD):
        vestiging, lat, lon = foreign(nr // _ABROAD[0], chance)
    else:
        vestiging, lat, lon = (
            domestic(plaats, chance, together=_turn(nr, _NUMBER_IN_STRAAT)),
            plaats.lat,
            plaats.lon,
        )
    brief = postbus(plaats, chance) if strikes(chance, _POSTBUS) and vestiging.land == NEDERLAND else None
    return vestiging, *spread(lat, lon, chance), brief
