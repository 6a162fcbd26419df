"""Invents the leerplaatsen of a leerbedrijf, and the people who work with students there."""

import datetime as dt
import uuid
from random import Random
from typing import Final

from local.sbb.register.model import RegisterContact, RegisterLeerplaats, RegisterOpleiding, RegisterPersoon
from local.sbb.register.names import build_person, domain, person_name, telefoon
from local.sbb.text import strikes

_KINDS: Final = ("Stage", "Leerbaan", "Projectstage", "Meeloopstage")
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
_FIRST_ID: Final = 3_000_000
_LONG: Final = 2**33
_WITH_GUID: Final = 4
_OWN: Final = uuid.UUID("5b0f6f3e-9c1d-4a57-8e0b-2f6d7c9a1e34")


def build_leerplaatsen(
    nr: int, opleidingen: list[RegisterOpleiding], chance: Random
) -> tuple[RegisterLeerplaats, ...]:
    """Invent none to three leerplaatsen for what the leerbedrijf (the nr-th) is erkend for."""
    if not opleidingen:
        return ()
    aantal = _COUNT_PER_LEERBEDRIJF[nr % len(_COUNT_PER_LEERBEDRIJF)]
    first = _FIRST_ID + 10 * nr + (0 if nr % 7 else _LONG)
    with_guid = nr % _WITH_GUID == 1
    return tuple(
        _leerplaats(first + follow, opleidingen, chance, with_guid=with_guid)
        for follow in range(1, aantal + 1)
    )


def _leerplaats(
    number: int, opleidingen: list[RegisterOpleiding], chance: Random, *, with_guid: bool
) -> RegisterLeerplaats:
    start, end = chance.choice(_PERIODS)
    chosen = tuple(chance.sample(opleidingen, min(len(opleidingen), chance.randint(1, 2))))
    return RegisterLeerplaats(
        leerplaats_id=f"{uuid.uuid5(_OWN, str(number))}-{chosen[0].crebo}" if with_guid else str(number),
        soort=chance.choice(_KINDS),
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
        personen=tuple(build_person(naam, chance.choice(_CONTACT), host, chance) for naam in names),
        meervoud=meervoud,
    )
