"""Invents erkenningen, and the leerplaatsen and praktijkopleiders that follow from them.

All dates are fixed, so that the register is the same on every day. What is "current" stays
so until 2029, what is "future" begins in 2031 at the earliest.
"""

import datetime as dt
from random import Random
from typing import Final

from local.sbb.register_bronnen import Bronnen
from local.sbb.register_model import Erkenning, Leerplaats, Leerweg, Opleiding, Persoon
from local.sbb.register_namen import maak_persoon, persoonsnaam

_SOORTEN: Final = ("open", "eindigt", "toekomst", "verlopen", "ingetrokken")
_GEWICHTEN: Final = (62, 14, 8, 8, 8)
_TAKEN: Final = ("Meewerkstage", "Projectstage", "Leerwerkplek", "Snuffelstage")
_FUNCTIES: Final = ("Praktijkopleider", "Werkbegeleider", None, "Teamleider")
_LANG: Final = 2**33


def maak_erkenningen(bronnen: Bronnen, branche: str, kans: Random, *, actueel: bool) -> tuple[Erkenning, ...]:
    """Invent three to eight erkenningen, mostly in one branche, and up to two keuzedelen.

    An actueel leerbedrijf has a current one at least; of a historisch one all have ended.
    """
    eigen = [opl for opl in bronnen.opleidingen.values() if opl.branche == branche]
    gekozen = kans.sample(eigen, kans.randint(2, min(6, len(eigen))))
    if kans.random() < 0.3:
        gekozen.append(kans.choice([opl for opl in bronnen.opleidingen.values() if opl.branche != branche]))
    erkenningen = []
    for nr, opleiding in enumerate(gekozen):
        soort = kans.choices(_SOORTEN, _GEWICHTEN)[0] if nr else "open"
        erkenningen += _voor_opleiding(opleiding, soort if actueel else "verlopen", kans)
    for code in kans.sample(list(bronnen.keuzedelen), kans.randint(0, 2)):
        start, eind, grond = _periode("open" if actueel else "ingetrokken", kans)
        erkenningen.append(_erkenning(code, bronnen.keuzedelen[code], (start, eind), grond))
    return tuple(erkenningen)


def _voor_opleiding(opleiding: Opleiding, soort: str, kans: Random) -> list[Erkenning]:
    """Invent one erkenning, or, for one in twelve, an ended one for BOL beside one for BBL."""
    if soort == "open" and len(opleiding.leerwegen) > 1 and kans.random() < 1 / 12:
        return [_opleiding(opleiding, "verlopen", kans, "BOL"), _opleiding(opleiding, "open", kans, "BBL")]
    leerweg = kans.choice(opleiding.leerwegen) if kans.random() < 0.3 else None
    return [_opleiding(opleiding, soort, kans, leerweg)]


def _opleiding(opleiding: Opleiding, soort: str, kans: Random, leerweg: Leerweg | None) -> Erkenning:
    start, eind, grond = _periode(soort, kans)
    basis = _erkenning(opleiding.crebo, opleiding.naam, (start, eind), grond)
    return Erkenning(
        basis.code, basis.omschrijving, start, eind, basis.grond, niveau=opleiding.niveau, leerweg=leerweg
    )


def _erkenning(
    code: str, naam: str, periode: tuple[dt.date, dt.date | None], grond: str
) -> Erkenning:
    return Erkenning(code, naam, *periode, "Ingetrokken" if grond == "ingetrokken" else "Erkend")


def _periode(soort: str, kans: Random) -> tuple[dt.date, dt.date | None, str]:
    begin = dt.date(kans.randint(2012, 2018), kans.choice((1, 2, 8, 9)), 1)
    einde: dt.date | None = None
    if soort == "toekomst":
        begin = dt.date(kans.randint(2031, 2034), 8, 1)
    elif soort == "eindigt":
        einde = dt.date(kans.randint(2029, 2034), 7, 31)
    elif soort != "open":
        einde = dt.date(kans.randint(2019, 2024), kans.randint(1, 12), kans.randint(1, 28))
    return begin, einde, soort
