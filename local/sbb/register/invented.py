"""Invents leerbedrijven with their addresses, erkenningen and leerplaatsen: the same ones every time.

What is rare (historisch, foreign, one-person…) follows from a leerbedrijf's number, so that the register
always has enough of each; the rest is chance with a fixed seed per leerbedrijf. All dates are fixed, so
that the register is the same on every day: what is "current" stays so until 2029, what is "future" begins
in 2031 at the earliest.
"""

import datetime as dt
import uuid
from dataclasses import replace
from random import Random
from typing import Final

from local.sbb.register.model import (
    NEDERLAND,
    Leerweg,
    RegisterAdres,
    RegisterContact,
    RegisterErkenning,
    RegisterLeerbedrijf,
    RegisterLeerplaats,
    RegisterOpleiding,
    RegisterPersoon,
    RegisterPlaats,
    StatusErkenning,
)
from local.sbb.register.names import (
    EQUAL,
    KINDS,
    build_person,
    company_name,
    domain,
    eenmanszaak,
    long_name,
    person_name,
    special_name,
    telefoon,
)
from local.sbb.register.sources import RegisterSources
from local.sbb.text import seeded_random, strikes

# Letters that occur in Dutch postcodes; SA, SD and SS are never given out.
_LETTERS: Final = "ABCDEGHJKLMNPRSTVWXZ"
_FORBIDDEN: Final = frozenset({"SA", "SD", "SS"})
_ADDITIONS: Final = ("A", "B", "bis", "III", "c")
# Town, postcode as people write it there, land, latitude, longitude.
_PLACES_ABROAD: Final = (
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
    plaats, postcode, land, lat, lon = _PLACES_ABROAD[nr % len(_PLACES_ABROAD)]
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


_COURSES: Final = ("open", "eindigt", "toekomst", "verlopen", "ingetrokken")
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
        kind = chance.choices(_COURSES, _WEIGHTS)[0] if nr else "open"
        erkenningen += _for_opleiding(opleiding, kind if actueel else "verlopen", chance)
    for code in chance.sample(list(sources.keuzedelen), chance.randint(0, 2)):
        basis = RegisterErkenning(code, sources.keuzedelen[code], dt.date.min)
        erkenningen.append(_in_time(basis, "open" if actueel else "ingetrokken", chance))
    return tuple(erkenningen)


def for_crebo(opleiding: RegisterOpleiding, leerweg: Leerweg | None = None) -> RegisterErkenning:
    """Give an erkenning for a crebo that has been in force since 2016, without end."""
    return RegisterErkenning(
        opleiding.crebo, opleiding.naam, dt.date(2016, 8, 1), niveau=opleiding.niveau, leerweg=leerweg
    )


def _for_opleiding(opleiding: RegisterOpleiding, kind: str, chance: Random) -> list[RegisterErkenning]:
    """Invent one erkenning or, now and then, an ended one for BOL beside a current one for BBL."""
    if kind == "open" and len(opleiding.leerwegen) > 1 and strikes(chance, _DOUBLE):
        old, new = for_crebo(opleiding, "BOL"), for_crebo(opleiding, "BBL")
        return [_in_time(old, "verlopen", chance), _in_time(new, "open", chance)]
    leerweg = chance.choice(opleiding.leerwegen) if strikes(chance, _ONE_LEERWEG) else None
    return [_in_time(for_crebo(opleiding, leerweg), kind, chance)]


def _in_time(erkenning: RegisterErkenning, kind: str, chance: Random) -> RegisterErkenning:
    begin = dt.date(chance.randint(2012, 2018), chance.choice((1, 2, 8, 9)), 1)
    if kind == "toekomst":
        return replace(erkenning, startdatum=dt.date(chance.randint(2031, 2034), 8, 1))
    if kind == "eindigt":
        return replace(erkenning, startdatum=begin, einddatum=dt.date(chance.randint(2029, 2034), 7, 31))
    if kind == "open":
        return replace(erkenning, startdatum=begin)
    end = dt.date(chance.randint(2019, 2024), chance.randint(1, 12), chance.randint(1, 28))
    grond: StatusErkenning = "Ingetrokken" if kind == "ingetrokken" else "Erkend"
    return replace(erkenning, startdatum=begin, einddatum=end, grond=grond)


def current_opleidingen(
    sources: RegisterSources, erkenningen: tuple[RegisterErkenning, ...]
) -> list[RegisterOpleiding]:
    """Give the opleidingen that the leerbedrijf may train for on the day that the register was drawn up."""
    codes = dict.fromkeys(
        e.code for e in erkenningen if e.status_on(REFERENCE_DAY) == "Erkend" and not e.keuzedeel
    )
    return [sources.opleidingen[code] for code in codes]


_VACATURE_KINDS: Final = ("Stage", "Leerbaan", "Projectstage", "Meeloopstage")
_TEXTS: Final = (
    "Je leert het vak {} in een klein team.",
    "Wij zoeken een leergierige student {} voor ten minste twintig weken.",
    "Ervaring is niet nodig: je begint als {} naast een vaste begeleider & werkt steeds zelfstandiger.",
    "Kom {} leren!\nWerktijden in overleg; reiskosten worden vergoed.",
)
_FUNCTIONS: Final = ("Praktijkopleider", "Werkbegeleider", "Teamleider", None)
_CONTACT: Final = ("Personeelszaken", "Eigenaar", "Stagecoördinator", None)
_COUNT_PER_LEERBEDRIJF: Final = (0, 1, 2, 1, 3, 2)
# From and until when; a few have closed, some have no end.
_PERIODS: Final = (
    (dt.date(2025, 9, 1), None),
    (dt.date(2026, 2, 1), None),
    (dt.date(2026, 8, 31), dt.date(2031, 7, 31)),
    (dt.date(2027, 2, 1), dt.date(2032, 1, 31)),
    (dt.date(2024, 9, 1), dt.date(2025, 12, 31)),
)
# IDs are digits, of which every seventh leerbedrijf has some that do not fit in 32 bits; those of every
# fourth are a GUID with a crebo behind it, as SBB's own site has them.
_FIRST_LEERPLAATS: Final = 3_000_000
_LONG: Final = 2**33
_WITH_GUID: Final = 4
_OWN: Final = uuid.UUID("5b0f6f3e-9c1d-4a57-8e0b-2f6d7c9a1e34")


def build_leerplaatsen(
    nr: int, opleidingen: list[RegisterOpleiding], chance: Random
) -> tuple[RegisterLeerplaats, ...]:
    """Invent none to three leerplaatsen for what the leerbedrijf (the nr-th) is erkend for."""
    if not opleidingen:
        return ()
    count = _COUNT_PER_LEERBEDRIJF[nr % len(_COUNT_PER_LEERBEDRIJF)]
    first = _FIRST_LEERPLAATS + 10 * nr + (0 if nr % 7 else _LONG)
    with_guid = nr % _WITH_GUID == 1
    return tuple(
        _leerplaats(first + follow, opleidingen, chance, with_guid=with_guid)
        for follow in range(1, count + 1)
    )


def _leerplaats(
    number: int, opleidingen: list[RegisterOpleiding], chance: Random, *, with_guid: bool
) -> RegisterLeerplaats:
    start, end = chance.choice(_PERIODS)
    chosen = tuple(chance.sample(opleidingen, min(len(opleidingen), chance.randint(1, 2))))
    return RegisterLeerplaats(
        leerplaats_id=f"{uuid.uuid5(_OWN, str(number))}-{chosen[0].crebo}" if with_guid else str(number),
        soort=chance.choice(_VACATURE_KINDS),
        aantal=chance.choice((0, 1, 1, 1, 2, 3, 5)),
        omschrijving=chance.choice(_TEXTS).format(chosen[0].naam.lower()),
        leerweg=chance.choice(chosen[0].leerwegen),
        opleidingen=chosen,
        startdatum=start,
        einddatum=end,
        onderdelen=_components(chosen[0], chance),
    )


def _components(opleiding: RegisterOpleiding, chance: Random) -> tuple[tuple[str, str], ...]:
    if strikes(chance, 0.5):
        return ()
    return (
        ("Kerntaak", f"B1-K1 Voert werkzaamheden uit als {opleiding.naam.lower()}"),
        ("Werkproces", "B1-K1-W1 Bereidt de werkzaamheden voor"),
    )


def build_praktijkopleiders(
    company: str, opleidingen: list[RegisterOpleiding], chance: Random, owner: str | None
) -> tuple[RegisterPersoon, ...]:
    """Invent one to four praktijkopleiders with their crebos; a one-person business has its owner."""
    crebos = [opleiding.crebo for opleiding in opleidingen]
    if owner is not None:
        return (build_person(owner, "Eigenaar", domain(company), chance, tuple(crebos)),)
    return tuple(
        build_person(
            person_name(chance),
            chance.choice(_FUNCTIONS),
            domain(company),
            chance,
            tuple(chance.sample(crebos, chance.randint(min(1, len(crebos)), len(crebos)))),
        )
        for _ in range(chance.randint(1, 4))
    )


def build_contact(company: str, chance: Random, owner: str | None) -> RegisterContact:
    """Invent how to reach a leerbedrijf: mostly one contact person, for two in five several."""
    host = domain(company)
    meervoud = owner is None and strikes(chance, 0.4)
    names = [owner or person_name(chance)]
    if meervoud:
        names += [person_name(chance) for _ in range(chance.randint(0, 2))]
    return RegisterContact(
        telefoon=telefoon(chance) if strikes(chance, 0.9) else None,
        email=f"info@{host}" if strikes(chance, 0.9) else None,
        website=f"https://www.{host}" if strikes(chance, 0.7) else None,
        personen=tuple(build_person(name, chance.choice(_CONTACT), host, chance) for name in names),
        meervoud=meervoud,
    )


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
    name = _name(nr, branche, owner, chance)
    actueel = not _turn(nr, _HISTORICAL)
    erkenningen = build_erkenningen(sources, branche, chance, actueel=actueel)
    opleidingen = current_opleidingen(sources, erkenningen)
    vestiging, lat, lon, brief = _adressen(nr, sources, chance)
    return RegisterLeerbedrijf(
        id=_leerbedrijf_id(nr, chance),
        naam=name,
        status="ACT" if actueel else "HIS",
        # Numbers of the Chamber of Commerce began with 01 for its first region, and have only gone up.
        kvk=f"00{chance.randrange(1_000_000):06d}" if vestiging.land == NEDERLAND else None,
        branche=branche,
        vestiging=vestiging,
        correspondentie=brief,
        contact=build_contact(name, chance, owner),
        leerlingen=chance.choice((0, 0, 1, 1, 2, 3, 5, 8, 13, 40)) if actueel else 0,
        lat=lat,
        lon=lon,
        erkenningen=erkenningen,
        praktijkopleiders=build_praktijkopleiders(name, opleidingen, chance, owner),
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
