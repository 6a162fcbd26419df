"""Reads the real lists (crebos, keuzedelen, towns) that the invented register is built on."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

from local.sbb.register.model import Leerweg, RegisterOpleiding, RegisterPlaats

DATA: Final = Path(__file__).resolve().parent / "gegevens"


@dataclass(frozen=True)
class RegisterSources:
    """Crebos and keuzedelen by code, in the order of their files; towns as a list."""

    opleidingen: dict[str, RegisterOpleiding]
    keuzedelen: dict[str, str]
    places: tuple[RegisterPlaats, ...]

    def omschrijving(self, code: str) -> str | None:
        """Give the name that belongs to a crebo or keuzedeel; None for a code that does not exist."""
        opleiding = self.opleidingen.get(code)
        return opleiding.naam if opleiding else self.keuzedelen.get(code)


def read_sources(folder: Path = DATA) -> RegisterSources:
    """Read `opleidingen.csv`, `keuzedelen.csv` and `plaatsen.csv`.

    Raises:
        FileNotFoundError, KeyError, ValueError: a file lacks, or a column or value in it.
    """
    return RegisterSources(
        opleidingen={row["crebo"]: _opleiding(row) for row in _rows(folder / "opleidingen.csv")},
        keuzedelen={row["code"]: row["naam"] for row in _rows(folder / "keuzedelen.csv")},
        places=tuple(_plaats(row) for row in _rows(folder / "plaatsen.csv")),
    )


def _opleiding(row: dict[str, str]) -> RegisterOpleiding:
    asked = row["leerwegen"].split("|")
    leerwegen: tuple[Leerweg, ...] = tuple(weg for weg in get_args(Leerweg) if weg in asked)
    return RegisterOpleiding(row["crebo"], row["naam"], int(row["niveau"]), row["branche"], leerwegen)


def _plaats(row: dict[str, str]) -> RegisterPlaats:
    return RegisterPlaats(
        naam=row["plaats"],
        postcode4=row["postcode4"],
        letters=row["letters"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        straten=tuple(row["straten"].split("|")),
    )


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as content:
        yield from csv.DictReader(content)
