"""Reads the real lists (crebos, keuzedelen, towns) that the invented register is built on."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

from local.sbb.register.model import Leerweg, Opleiding, Plaats

GEGEVENS: Final = Path(__file__).resolve().parent / "gegevens"


@dataclass(frozen=True)
class Bronnen:
    """Crebos and keuzedelen by code, in the order of their files; towns as a list."""

    opleidingen: dict[str, Opleiding]
    keuzedelen: dict[str, str]
    plaatsen: tuple[Plaats, ...]

    def omschrijving(self, code: str) -> str | None:
        """Give the name that belongs to a crebo or keuzedeel; None for a code that does not exist."""
        opleiding = self.opleidingen.get(code)
        return opleiding.naam if opleiding else self.keuzedelen.get(code)


def lees_bronnen(folder: Path = GEGEVENS) -> Bronnen:
    """Read `opleidingen.csv`, `keuzedelen.csv` and `plaatsen.csv`.

    Raises:
        FileNotFoundError, KeyError, ValueError: a file lacks, or a column or value in it.
    """
    return Bronnen(
        opleidingen={rij["crebo"]: _opleiding(rij) for rij in _rijen(folder / "opleidingen.csv")},
        keuzedelen={rij["code"]: rij["naam"] for rij in _rijen(folder / "keuzedelen.csv")},
        plaatsen=tuple(_plaats(rij) for rij in _rijen(folder / "plaatsen.csv")),
    )


def _opleiding(rij: dict[str, str]) -> Opleiding:
    gevraagd = rij["leerwegen"].split("|")
    leerwegen: tuple[Leerweg, ...] = tuple(weg for weg in get_args(Leerweg) if weg in gevraagd)
    return Opleiding(rij["crebo"], rij["naam"], int(rij["niveau"]), rij["branche"], leerwegen)


def _plaats(rij: dict[str, str]) -> Plaats:
    return Plaats(
        naam=rij["plaats"],
        postcode4=rij["postcode4"],
        letters=rij["letters"],
        lat=float(rij["lat"]),
        lon=float(rij["lon"]),
        straten=tuple(rij["straten"].split("|")),
    )


def _rijen(bestand: Path) -> Iterator[dict[str, str]]:
    with bestand.open(encoding="utf-8", newline="") as inhoud:
        yield from csv.DictReader(inhoud)
