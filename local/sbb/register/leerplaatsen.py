"""Invents the leerplaatsen of a leerbedrijf, and the people who work with students there."""

import datetime as dt
import uuid
from random import Random
from typing import Final

from local.sbb.register.model import Contact, Leerplaats, Opleiding, Persoon
from local.sbb.register.names import domein, maak_persoon, persoonsnaam, telefoon
from local.sbb.text import treft

_SOORTEN: Final = ("Stage", "Leerbaan", "Projectstage", "Meeloopstage")
_TEKSTEN: Final = (
    "Je leert het vak {} in een klein team.",
    "Wij zoeken een leergierige student {} voor ten minste twintig weken.",
    "Ervaring is niet nodig: je begint als {} naast een vaste begeleider & werkt steeds zelfstandiger.",
    "Kom {} leren!\nWerktijden in overleg; reiskosten worden vergoed.",
)
_FUNCTIES: Final = ("Praktijkopleider", "Werkbegeleider", "Teamleider", None)
_CONTACT: Final = ("Personeelszaken", "Eigenaar", "Stagecoördinator", None)
_AANTAL_PER_BEDRIJF: Final = (0, 1, 2, 1, 3, 2)
# From and until when; a few have closed, some have no end.
_PERIODES: Final = (
    (dt.date(2025, 9, 1), None),
    (dt.date(2026, 2, 1), None),
    (dt.date(2026, 8, 31), dt.date(2031, 7, 31)),
    (dt.date(2027, 2, 1), dt.date(2032, 1, 31)),
    (dt.date(2024, 9, 1), dt.date(2025, 12, 31)),
)
# IDs are digits, of which every seventh leerbedrijf has some that do not fit in 32 bits; those of every
# fourth are a GUID with a crebo behind it, as SBB's own site has them.
_EERSTE_ID: Final = 3_000_000
_LANG: Final = 2**33
_MET_GUID: Final = 4
_EIGEN: Final = uuid.UUID("5b0f6f3e-9c1d-4a57-8e0b-2f6d7c9a1e34")


def maak_leerplaatsen(nr: int, opleidingen: list[Opleiding], kans: Random) -> tuple[Leerplaats, ...]:
    """Invent none to three leerplaatsen for what the leerbedrijf (the nr-th) is erkend for."""
    if not opleidingen:
        return ()
    aantal = _AANTAL_PER_BEDRIJF[nr % len(_AANTAL_PER_BEDRIJF)]
    eerste = _EERSTE_ID + 10 * nr + (0 if nr % 7 else _LANG)
    met_guid = nr % _MET_GUID == 1
    return tuple(
        _leerplaats(eerste + volg, opleidingen, kans, met_guid=met_guid) for volg in range(1, aantal + 1)
    )


def _leerplaats(nummer: int, opleidingen: list[Opleiding], kans: Random, *, met_guid: bool) -> Leerplaats:
    start, eind = kans.choice(_PERIODES)
    gekozen = tuple(kans.sample(opleidingen, min(len(opleidingen), kans.randint(1, 2))))
    return Leerplaats(
        leerplaats_id=f"{uuid.uuid5(_EIGEN, str(nummer))}-{gekozen[0].crebo}" if met_guid else str(nummer),
        soort=kans.choice(_SOORTEN),
        aantal=kans.choice((0, 1, 1, 1, 2, 3, 5)),
        omschrijving=kans.choice(_TEKSTEN).format(gekozen[0].naam.lower()),
        leerweg=kans.choice(gekozen[0].leerwegen),
        opleidingen=gekozen,
        startdatum=start,
        einddatum=eind,
        onderdelen=_onderdelen(gekozen[0], kans),
    )


def _onderdelen(opleiding: Opleiding, kans: Random) -> tuple[tuple[str, str], ...]:
    if treft(kans, 0.5):
        return ()
    return (
        ("Kerntaak", f"B1-K1 Voert werkzaamheden uit als {opleiding.naam.lower()}"),
        ("Werkproces", "B1-K1-W1 Bereidt de werkzaamheden voor"),
    )


def maak_praktijkopleiders(
    bedrijf: str, opleidingen: list[Opleiding], kans: Random, eigenaar: str | None
) -> tuple[Persoon, ...]:
    """Invent one to four praktijkopleiders with their crebos; a one-person business has its owner."""
    crebos = [opleiding.crebo for opleiding in opleidingen]
    if eigenaar is not None:
        return (maak_persoon(eigenaar, "Eigenaar", domein(bedrijf), kans, tuple(crebos)),)
    return tuple(
        maak_persoon(
            persoonsnaam(kans),
            kans.choice(_FUNCTIES),
            domein(bedrijf),
            kans,
            tuple(kans.sample(crebos, kans.randint(min(1, len(crebos)), len(crebos)))),
        )
        for _ in range(kans.randint(1, 4))
    )


def maak_contact(bedrijf: str, kans: Random, eigenaar: str | None) -> Contact:
    """Invent how to reach a leerbedrijf: mostly one contact person, for two in five several."""
    host = domein(bedrijf)
    meervoud = eigenaar is None and treft(kans, 0.4)
    namen = [eigenaar or persoonsnaam(kans)]
    if meervoud:
        namen += [persoonsnaam(kans) for _ in range(kans.randint(0, 2))]
    return Contact(
        telefoon=telefoon(kans) if treft(kans, 0.9) else None,
        email=f"info@{host}" if treft(kans, 0.9) else None,
        website=f"https://www.{host}" if treft(kans, 0.7) else None,
        personen=tuple(maak_persoon(naam, kans.choice(_CONTACT), host, kans) for naam in namen),
        meervoud=meervoud,
    )
