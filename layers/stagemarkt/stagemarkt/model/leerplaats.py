"""The leerplaats, and an erkenning as a search finds it."""

from typing import Literal

from pydantic import Field

from stagemarkt.model.base import Model
from stagemarkt.model.codes import CREBO, LEERBEDRIJF_ID, LEERPLAATS_ID
from stagemarkt.model.detailgegevens import Praktijkopleider
from stagemarkt.model.erkenning import Erkenning
from stagemarkt.model.leerbedrijf import Adres


class Vestiging(Model):
    """The leerbedrijf that a search result belongs to."""

    leerbedrijf_id: str = Field(pattern=LEERBEDRIJF_ID)
    naam: str | None = None
    vestigingsadres: Adres | None = None


class Opleiding(Model):
    """A course that a leerplaats is for."""

    crebo: str = Field(pattern=CREBO)
    omschrijving: str | None = None
    niveau: int | None = Field(None, ge=1, le=4)


class Leerplaats(Model):
    """A place for one or more students."""

    leerplaats_id: str = Field(
        pattern=LEERPLAATS_ID, description="Een tekst: cijfers, of een GUID met een crebo erachter."
    )
    soort: str | None = None
    aantal: int | None = None
    omschrijving: str | None = None
    leerbedrijf: Vestiging
    afstand_km: float | None = Field(None, description="Kilometers vanaf de plek waar omheen is gezocht.")
    leerweg: Literal["BOL", "BBL"] | None = None
    opleidingen: tuple[Opleiding, ...] = ()
    praktijkopleiders: tuple[Praktijkopleider, ...] = ()
    aantal_studenten: int | None = None


class GevondenErkenning(Model):
    """An erkenning that a search found, with the leerbedrijf that has it."""

    leerbedrijf: Vestiging
    erkenning: Erkenning
    afstand_km: float | None = Field(None, description="Kilometers vanaf de plek waar omheen is gezocht.")
    praktijkopleiders: tuple[Praktijkopleider, ...] = ()
    aantal_studenten: int | None = None
