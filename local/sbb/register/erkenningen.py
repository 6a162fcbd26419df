"""Invents erkenningen.

All dates are fixed, so that the register is the same on every day. What is "current" stays
so until 2029, what is "future" begins in 2031 at the earliest.
"""

import datetime as dt
from dataclasses import replace
from random import Random
from typing import Final

from local.sbb.register.model import Leerweg, RegisterErkenning, RegisterOpleiding, StatusErkenning
from local.sbb.register.sources import RegisterSources
from local.sbb.text import strikes

_KINDS: Final = ("open", "eindigt", "toekomst", "verlopen", "ingetrokken")
_WEIGHTS: Final = (62, 14, 8, 8, 8)
# The day that the register was drawn up; leerplaatsen follow what was erkend then.
REFERENCE_DAY: Final = dt.date(2026, 1, 1)
# Out of 1: how many erkenningen are for one leerweg only, and how many moved from BOL to BBL.
_ONE_LEERWEG: Final = 0.3
_DOUBLE: Final = 0.08


def build_erkenningen(
    sources: RegisterSources, branche: str, chance: Random, *, actueel: bool
) -> tuple[RegisterErkenning, ...]:
    """Invent three to eight erkenningen, mostly in one branche, and up to two keuzedelen.

    An actueel leerbedrijf has a current one at least; of a historisch one all have ended.
    """
    own = [opl for opl in sources.opleidingen.values() if opl.branche == branche]
    chosen = chance.sample(own, chance.randint(2, min(6, len(own))))
    if strikes(chance, 0.3):
        chosen.append(chance.choice([opl for opl in sources.opleidingen.values() if opl.branche != branche]))
    erkenningen = []
    for nr, opleiding in enumerate(chosen):
        soort = chance.choices(_KINDS, _WEIGHTS)[0] if nr else "open"
        erkenningen += _for_opleiding(opleiding, soort if actueel else "verlopen", chance)
    for code in chance.sample(list(sources.keuzedelen), chance.randint(0, 2)):
        basis = RegisterErkenning(code, sources.keuzedelen[code], dt.date.min)
        erkenningen.append(_in_time(basis, "open" if actueel else "ingetrokken", chance))
    return tuple(erkenningen)


def for_crebo(opleiding: RegisterOpleiding, leerweg: Leerweg | None = None) -> RegisterErkenning:
    """Give an erkenning for a crebo that has been in force since 2016, without end."""
    return RegisterErkenning(
        opleiding.crebo, opleiding.naam, dt.date(2016, 8, 1), niveau=opleiding.niveau, leerweg=leerweg
    )


def _for_opleiding(opleiding: RegisterOpleiding, soort: str, chance: Random) -> list[RegisterErkenning]:
    """Invent one erkenning or, now and then, an ended one for BOL beside a current one for BBL."""
    if soort == "open" and len(opleiding.leerwegen) > 1 and strikes(chance, _DOUBLE):
        old, new = for_crebo(opleiding, "BOL"), for_crebo(opleiding, "BBL")
        return [_in_time(old, "verlopen", chance), _in_time(new, "open", chance)]
    leerweg = chance.choice(opleiding.leerwegen) if strikes(chance, _ONE_LEERWEG) else None
    return [_in_time(for_crebo(opleiding, leerweg), soort, chance)]


def _in_time(erkenning: RegisterErkenning, soort: str, chance: Random) -> RegisterErkenning:
    begin = dt.date(chance.randint(2012, 2018), chance.choice((1, 2, 8, 9)), 1)
    if soort == "toekomst":
        return replace(erkenning, startdatum=dt.date(chance.randint(2031, 2034), 8, 1))
    if soort == "eindigt":
        return replace(erkenning, startdatum=begin, einddatum=dt.date(chance.randint(2029, 2034), 7, 31))
    if soort == "open":
        return replace(erkenning, startdatum=begin)
    einde = dt.date(chance.randint(2019, 2024), chance.randint(1, 12), chance.randint(1, 28))
    grond: StatusErkenning = "Ingetrokken" if soort == "ingetrokken" else "Erkend"
    return replace(erkenning, startdatum=begin, einddatum=einde, grond=grond)


def current_opleidingen(
    sources: RegisterSources, erkenningen: tuple[RegisterErkenning, ...]
) -> list[RegisterOpleiding]:
    """Give the opleidingen that the leerbedrijf may train for on the day that the register was drawn up."""
    codes = dict.fromkeys(
        e.code for e in erkenningen if e.status_on(REFERENCE_DAY) == "Erkend" and not e.keuzedeel
    )
    return [sources.opleidingen[code] for code in codes]
