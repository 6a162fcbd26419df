"""Whom to call at a leerbedrijf, and what it is erkend for: the detailgegevens."""

from typing import Literal

from pydantic import Field

from stagemarkt.model.base import Model
from stagemarkt.model.codes import LEERBEDRIJF_ID
from stagemarkt.model.erkenning import Erkenning
from stagemarkt.model.leerbedrijf import Adres


class Contactpersoon(Model):
    """Somebody at the leerbedrijf. Personal data: never logged, kept only where the operator allows it."""

    naam: str
    functie: str | None = None
    email: str | None = None
    telefoonnummer: str | None = None


class Praktijkopleider(Contactpersoon):
    """Who guides students at the leerbedrijf, with the crebos that he or she guides. Personal data."""

    crebos: tuple[str, ...] = ()


class Detailgegevens(Model):
    """All that SBB tells of one leerbedrijf."""

    leerbedrijf_id: str = Field(pattern=LEERBEDRIJF_ID)
    naam: str | None = None
    status: Literal["actueel", "historisch"] | None = None
    vestigingsadres: Adres | None = None
    correspondentieadres: Adres | None = None
    kvk_nummer: str | None = None
    branche: str | None = None
    telefoonnummer: str | None = None
    email: str | None = None
    website: str | None = None
    contactpersonen: tuple[Contactpersoon, ...] = ()
    praktijkopleiders: tuple[Praktijkopleider, ...] = ()
    erkenningen: tuple[Erkenning, ...] = ()
