"""Invents erkenningen.

All dates are fixed, so that the register is the same on every day. What is "current" stays
so until 2029, what is "future" begins in 2031 at the earliest.
"""

import datetime as dt
from dataclasses import replace
from random import Random
from typing import Final

from local.sbb.register.model import Erkenning, Leerweg, Opleiding, StatusErkenning
from local.sbb.register.sources import Bronnen
from local.sbb.text import treft

_SOORTEN: Final = ("open", "eindigt", "toekomst", "verlopen", "ingetrokken")
_GEWICHTEN: Final = (62, 14, 8, 8, 8)
# The day that the register was drawn up; leerplaatsen follow what was erkend then.
PEILDAG: Final = dt.date(2026, 1, 1)
# Out of 1: how many erkenningen are for one leerweg only, and how many moved from BOL to BBL.
_EEN_LEERWEG: Final = 0.3
_DUBBEL: Final = 0.08


def maak_erkenningen(bronnen: Bronnen, branche: str, kans: Random, *, actueel: bool) -> tuple[Erkenning, ...]:
    """Invent three to eight erkenningen, mostly in one branche, and up to two keuzedelen.

    An actueel leerbedrijf has a current one at least; of a historisch one all have ended.
    """
    eigen = [opl for opl in bronnen.opleidingen.values() if opl.branche == branche]
    gekozen = kans.sample(eigen, kans.randint(2, min(6, len(eigen))))
    if treft(kans, 0.3):
        gekozen.append(kans.choice([opl for opl in bronnen.opleidingen.values() if opl.branche != branche]))
    erkenningen = []
    for nr, opleiding in enumerate(gekozen):
        soort = kans.choices(_SOORTEN, _GEWICHTEN)[0] if nr else "open"
        erkenningen += _voor_opleiding(opleiding, soort if actueel else "verlopen", kans)
    for code in kans.sample(list(bronnen.keuzedelen), kans.randint(0, 2)):
        basis = Erkenning(code, bronnen.keuzedelen[code], dt.date.min)
        erkenningen.append(_in_de_tijd(basis, "open" if actueel else "ingetrokken", kans))
    return tuple(erkenningen)


def voor_crebo(opleiding: Opleiding, leerweg: Leerweg | None = None) -> Erkenning:
    """Give an erkenning for a crebo that has been in force since 2016, without end."""
    return Erkenning(
        opleiding.crebo, opleiding.naam, dt.date(2016, 8, 1), niveau=opleiding.niveau, leerweg=leerweg
    )


def _voor_opleiding(opleiding: Opleiding, soort: str, kans: Random) -> list[Erkenning]:
    """Invent one erkenning or, now and then, an ended one for BOL beside a current one for BBL."""
    if soort == "open" and len(opleiding.leerwegen) > 1 and treft(kans, _DUBBEL):
        oud, nieuw = voor_crebo(opleiding, "BOL"), voor_crebo(opleiding, "BBL")
        return [_in_de_tijd(oud, "verlopen", kans), _in_de_tijd(nieuw, "open", kans)]
    leerweg = kans.choice(opleiding.leerwegen) if treft(kans, _EEN_LEERWEG) else None
    return [_in_de_tijd(voor_crebo(opleiding, leerweg), soort, kans)]


def _in_de_tijd(erkenning: Erkenning, soort: str, kans: Random) -> Erkenning:
    begin = dt.date(kans.randint(2012, 2018), kans.choice((1, 2, 8, 9)), 1)
    if soort == "toekomst":
        return replace(erkenning, startdatum=dt.date(kans.randint(2031, 2034), 8, 1))
    if soort == "eindigt":
        return replace(erkenning, startdatum=begin, einddatum=dt.date(kans.randint(2029, 2034), 7, 31))
    if soort == "open":
        return replace(erkenning, startdatum=begin)
    einde = dt.date(kans.randint(2019, 2024), kans.randint(1, 12), kans.randint(1, 28))
    grond: StatusErkenning = "Ingetrokken" if soort == "ingetrokken" else "Erkend"
    return replace(erkenning, startdatum=begin, einddatum=einde, grond=grond)


def huidige_opleidingen(bronnen: Bronnen, erkenningen: tuple[Erkenning, ...]) -> list[Opleiding]:
    """Give the opleidingen that the leerbedrijf may train for on the day that the register was drawn up."""
    codes = dict.fromkeys(e.code for e in erkenningen if e.status_op(PEILDAG) == "Erkend" and not e.keuzedeel)
    return [bronnen.opleidingen[code] for code in codes]
