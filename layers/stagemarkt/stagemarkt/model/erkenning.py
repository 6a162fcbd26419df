"""The erkenning: what a leerbedrijf is recognised for, as SBB tells it and as we judge it."""

from datetime import date
from typing import Literal

from pydantic import Field

from stagemarkt.model.basis import Model
from stagemarkt.model.codes import LEERBEDRIJF_ID, OPLEIDINGSCODE, CodeType

# SBB's word, before we look at the dates. `onbekend`: a word that is not in the contract.
Bronstatus = Literal["erkend", "nietErkend", "ingetrokken", "verlopen", "onbekend"]
Status = Literal["erkend", "nietErkend", "ingetrokken", "verlopen", "toekomstig", "onbekend"]


class Erkenningsgegevens(Model):
    """What SBB says of one leerbedrijf, one code and one date.

    `in_orde` is SBB's verdict by signaalcode: True for "in order", False for "not erkend on this date".
    `status` is its word, None when it gives none.
    """

    leerbedrijf_id: str
    naam: str | None = None
    in_orde: bool
    code: str | None = Field(None, description="Absent where it is the one that was asked about.")
    omschrijving: str | None = None
    niveau: int | None = None
    leerweg: Literal["BOL", "BBL"] | None = None
    status: Bronstatus | None = None
    startdatum: date | None = None
    einddatum: date | None = None


class Erkenning(Model):
    """The answer to "may this leerbedrijf train for this code on this date"."""

    leerbedrijf_id: str = Field(pattern=LEERBEDRIJF_ID)
    naam: str | None = None
    code: str = Field(pattern=OPLEIDINGSCODE)
    code_type: CodeType
    omschrijving: str | None = None
    niveau: int | None = Field(None, ge=1, le=4)
    leerweg: Literal["BOL", "BBL"] | None = None
    erkend: bool = Field(description="Erkend on `peildatum`.")
    status: Status
    startdatum: date | None = None
    einddatum: date | None = Field(
        None, description="The last day of the erkenning; absent when it has no end."
    )
    peildatum: date
    tot_en_met: date | None = Field(None, description="The last day of the period that was asked about.")
    erkend_gehele_periode: bool | None = Field(
        None, description="Erkend on every day from `peildatum` up to and including `totEnMet`."
    )
    eindigt_tijdens_periode: bool | None = Field(
        None, description="The erkenning has its last day within the period, before `totEnMet`."
    )
