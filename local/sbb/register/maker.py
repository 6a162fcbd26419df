"""Puts invented leerbedrijven together: the same ones for the same sources, every time.

What is rare (historisch, foreign, one-person…) follows from a leerbedrijf's number, so that
the register always has enough of each; the rest is chance with a fixed seed per leerbedrijf.
"""

from random import Random
from typing import Final

from local.sbb.register.addresses import binnenlands, buitenlands, postbus, verspreid
from local.sbb.register.erkenningen import huidige_opleidingen, maak_erkenningen
from local.sbb.register.leerplaatsen import maak_contact, maak_leerplaatsen, maak_praktijkopleiders
from local.sbb.register.model import NEDERLAND, Adres, Leerbedrijf
from local.sbb.register.names import (
    GELIJK,
    SOORTEN,
    bedrijfsnaam,
    bijzondere_naam,
    eenmanszaak,
    lange_naam,
    persoonsnaam,
)
from local.sbb.register.sources import Bronnen
from local.sbb.text import dobbel, treft

ZAAD: Final = "stagemarkt-2.1"
_EERSTE_ID: Final = 900_100_000
_ID_STAP: Final = 137
# Whose turn it is: (every how many leerbedrijven, which of them).
_HISTORISCH: Final = (12, 5)
_BUITENLAND: Final = (45, 7)
_EENMANSZAAK: Final = (20, 3)
_OUD_ID: Final = (50, 11)
_NUMMER_IN_STRAAT: Final = (25, 9)
_LANGE_NAAM: Final = (75, 14)
_BIJZONDERE_NAAM: Final = (15, 4)
_GELIJKE_NAAM: Final = (50, 21)
_POSTBUS: Final = 0.25


def maak_leerbedrijf(nr: int, bronnen: Bronnen) -> Leerbedrijf:
    """Invent the nr-th leerbedrijf, from 0."""
    kans = dobbel(f"{ZAAD}/{nr}")
    branche = kans.choice(list(SOORTEN))
    eigenaar = persoonsnaam(kans) if _beurt(nr, _EENMANSZAAK) else None
    naam = _naam(nr, branche, eigenaar, kans)
    actueel = not _beurt(nr, _HISTORISCH)
    erkenningen = maak_erkenningen(bronnen, branche, kans, actueel=actueel)
    opleidingen = huidige_opleidingen(bronnen, erkenningen)
    vestiging, lat, lon, brief = _adressen(nr, bronnen, kans)
    return Leerbedrijf(
        id=_leerbedrijf_id(nr, kans),
        naam=naam,
        status="ACT" if actueel else "HIS",
        # Numbers of the Chamber of Commerce began with 01 for its first region, and have only gone up.
        kvk=f"00{kans.randrange(1_000_000):06d}" if vestiging.land == NEDERLAND else None,
        branche=branche,
        vestiging=vestiging,
        correspondentie=brief,
        contact=maak_contact(naam, kans, eigenaar),
        leerlingen=kans.choice((0, 0, 1, 1, 2, 3, 5, 8, 13, 40)) if actueel else 0,
        lat=lat,
        lon=lon,
        erkenningen=erkenningen,
        praktijkopleiders=maak_praktijkopleiders(naam, opleidingen, kans, eigenaar),
        leerplaatsen=maak_leerplaatsen(nr, opleidingen, kans),
    )


def _beurt(nr: int, ritme: tuple[int, int]) -> bool:
    elke, welke = ritme
    return nr % elke == welke


def _naam(nr: int, branche: str, eigenaar: str | None, kans: Random) -> str:
    if eigenaar is not None:
        return eenmanszaak(eigenaar, kans)
    if _beurt(nr, _LANGE_NAAM):
        return lange_naam(kans)
    if _beurt(nr, _BIJZONDERE_NAAM):
        return bijzondere_naam(nr // _BIJZONDERE_NAAM[0], kans)
    if _beurt(nr, _GELIJKE_NAAM):
        return GELIJK[nr // _GELIJKE_NAAM[0] % len(GELIJK)]
    return bedrijfsnaam(nr, branche, kans)


def _leerbedrijf_id(nr: int, kans: Random) -> str:
    if _beurt(nr, _OUD_ID):
        return f"{kans.randint(10, 98)}ZZ{kans.randint(1000, 9999)}JJ{nr:07d}"
    return str(_EERSTE_ID + nr * _ID_STAP + kans.randrange(_ID_STAP))


def _adressen(nr: int, bronnen: Bronnen, kans: Random) -> tuple[Adres, float, float, Adres | None]:
    """Invent the address, where it lies (latitude, longitude), and for one in four a post office box."""
    plaats = bronnen.plaatsen[(nr * 61) % len(bronnen.plaatsen)]
    if _beurt(nr, _BUITENLAND):
        vestiging, lat, lon = buitenlands(nr // _BUITENLAND[0], kans)
    else:
        vestiging, lat, lon = (
            binnenlands(plaats, kans, samen=_beurt(nr, _NUMMER_IN_STRAAT)),
            plaats.lat,
            plaats.lon,
        )
    brief = postbus(plaats, kans) if treft(kans, _POSTBUS) and vestiging.land == NEDERLAND else None
    return vestiging, *verspreid(lat, lon, kans), brief
