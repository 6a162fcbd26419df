"""What the register holds: leerbedrijven with their erkenningen, leerplaatsen and people."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Leerweg: TypeAlias = Literal["BOL", "BBL"]
StatusLeerbedrijf: TypeAlias = Literal["ACT", "HIS"]
StatusErkenning: TypeAlias = Literal["Erkend", "NietErkend", "Ingetrokken", "Verlopen"]

NEDERLAND = "NEDERLAND"


@dataclass(frozen=True)
class RegisterOpleiding:
    """A kwalificatie of the national list; `niveau` 1 to 4."""

    crebo: str
    naam: str
    niveau: int
    branche: str
    leerwegen: tuple[Leerweg, ...]


@dataclass(frozen=True)
class RegisterPlaats:
    """A town with one of its postcodes (four digits and one pair of letters); degrees WGS84."""

    naam: str
    postcode4: str
    letters: str
    lat: float
    lon: float
    straten: tuple[str, ...]


@dataclass(frozen=True)
class RegisterAdres:
    """An address. `straat` holds the number as well when `huisnummer` is None."""

    straat: str
    huisnummer: str | None
    toevoeging: str | None
    postcode: str
    plaats: str
    land: str = NEDERLAND


@dataclass(frozen=True)
class RegisterErkenning:
    """An erkenning for a crebo or keuzedeel; `niveau` and `leerweg` only for a crebo.

    `grond` is what SBB decided: Erkend (ends after `einddatum`, if any), Ingetrokken (from
    `einddatum` on), Verlopen (after `einddatum`), or NietErkend (never in force).
    """

    code: str
    omschrijving: str
    startdatum: dt.date
    einddatum: dt.date | None = None
    grond: StatusErkenning = "Erkend"
    niveau: int | None = None
    leerweg: Leerweg | None = None

    @property
    def keuzedeel(self) -> bool:
        """Whether the code is a keuzedeel's, not a crebo."""
        return self.code.startswith("K")

    def status_on(self, day: dt.date) -> StatusErkenning:
        """Give the status on a day; an erkenning that has yet to begin is NietErkend."""
        if self.grond == "NietErkend" or day < self.startdatum:
            return "NietErkend"
        if self.grond == "Ingetrokken":
            return "Ingetrokken" if self.einddatum is None or day >= self.einddatum else "Erkend"
        return "Verlopen" if self.einddatum is not None and day > self.einddatum else "Erkend"


@dataclass(frozen=True)
class RegisterPersoon:
    """A contact person or praktijkopleider; `crebos` only for the latter."""

    naam: str
    functie: str | None
    email: str | None
    telefoon: str | None
    crebos: tuple[str, ...] = ()


@dataclass(frozen=True)
class RegisterLeerplaats:
    """A vacancy: `aantal` places, 0 when taken; `onderdelen` are pairs of type and description."""

    leerplaats_id: str
    soort: str
    aantal: int
    omschrijving: str
    leerweg: Leerweg
    opleidingen: tuple[RegisterOpleiding, ...]
    startdatum: dt.date
    einddatum: dt.date | None
    onderdelen: tuple[tuple[str, str], ...] = ()

    def is_available_on(self, day: dt.date) -> bool:
        """Whether there is a place left on a day and the vacancy has not closed."""
        return self.aantal > 0 and (self.einddatum is None or day <= self.einddatum)


@dataclass(frozen=True)
class RegisterContact:
    """How to reach a leerbedrijf. `meervoud`: SBB sends `Contactpersonen`, not `Contactpersoon`."""

    telefoon: str | None
    email: str | None
    website: str | None
    personen: tuple[RegisterPersoon, ...]
    meervoud: bool


@dataclass(frozen=True)
class RegisterLeerbedrijf:
    """A leerbedrijf; `lat` and `lon` in degrees WGS84."""

    id: str
    naam: str
    status: StatusLeerbedrijf
    kvk: str | None
    branche: str
    vestiging: RegisterAdres
    correspondentie: RegisterAdres | None
    contact: RegisterContact
    leerlingen: int
    lat: float
    lon: float
    erkenningen: tuple[RegisterErkenning, ...] = ()
    praktijkopleiders: tuple[RegisterPersoon, ...] = ()
    leerplaatsen: tuple[RegisterLeerplaats, ...] = field(default=())

    @property
    def actueel(self) -> bool:
        """Whether SBB still counts it as a leerbedrijf."""
        return self.status == "ACT"
