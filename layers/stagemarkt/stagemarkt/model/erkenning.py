"""The erkenning: what a leerbedrijf is recognised for, as SBB tells it and as we judge it."""

from datetime import date
from typing import Final, Literal

from pydantic import Field

from stagemarkt.model.base import Model
from stagemarkt.model.codes import LEERBEDRIJF_ID, OPLEIDINGSCODE, CodeType
from stagemarkt.model.questions import Leerweg

# SBB's word, before we look at the dates. `onbekend`: a word that is not in the contract.
BronStatus = Literal["erkend", "nietErkend", "ingetrokken", "verlopen", "onbekend"]
Status = Literal["erkend", "nietErkend", "ingetrokken", "verlopen", "toekomstig", "onbekend"]
# Why it is not known for which leerweg: SBB does not tell it, or its list could not be had.
Leerwegreden = Literal["nietVerteld", "nietOpgehaald"]

_INTEGER: Final = (
    "Erkend op elke dag van `peildatum` tot en met `totEnMet`. Alleen bij `totEnMet`. **Dit veld "
    "beslist over een BPVO**: vraag met de eerste dag als `peildatum`, de laatste als `totEnMet` en "
    "de leerweg van de student; alleen `true` is ja."
)
_ENDS: Final = "De laatste dag van de erkenning valt in de periode, voor `totEnMet`. Alleen bij `totEnMet`."
_EINDDATUM: Final = "De laatste dag van de erkenning; ontbreekt als zij geen einde heeft."


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
    leerweg: Leerweg | None = None
    status: BronStatus | None = None
    startdatum: date | None = None
    einddatum: date | None = None
    leerweg_onleesbaar: bool = Field(
        default=False, description="It is for one leerweg, and nobody can read which."
    )


class Leerwegerkenning(Model):
    """Wat er voor één leerweg geldt, waar SBB dat vertelt."""

    leerweg: Leerweg
    erkend: bool = Field(description="Erkend op `peildatum`, voor deze leerweg.")
    status: Status
    startdatum: date | None = None
    einddatum: date | None = Field(None, description=_EINDDATUM)
    erkend_gehele_periode: bool | None = Field(None, description=_INTEGER)
    eindigt_tijdens_periode: bool | None = Field(None, description=_ENDS)


class Erkenning(Model):
    """The answer to "may this leerbedrijf train for this code on this date"."""

    leerbedrijf_id: str = Field(pattern=LEERBEDRIJF_ID)
    naam: str | None = None
    code: str = Field(pattern=OPLEIDINGSCODE)
    code_type: CodeType
    omschrijving: str | None = None
    niveau: int | None = Field(None, ge=1, le=4)
    leerweg: Leerweg | None = Field(
        None, description="De leerweg waar deze erkenning voor geldt; ontbreekt als SBB die niet vertelt."
    )
    leerweg_bekend: bool | None = Field(
        None,
        description="Of SBB vertelt voor welke leerweg dit geldt. `false`: wat hier staat, geldt zonder "
        "onderscheid, en kan voor één leerweg anders zijn; `leerwegReden` zegt waarom. Ontbreekt "
        "als er niets te onderscheiden was: niet erkend, voor geen van beide.",
    )
    leerweg_reden: Leerwegreden | None = Field(
        None,
        description="Waarom de leerweg niet bekend is. `nietVerteld`: SBB zegt het niet. "
        "`nietOpgehaald`: SBB gaf haar lijst van erkenningen nu niet; vraag het straks opnieuw.",
    )
    erkend: bool = Field(
        description="Erkend op `peildatum`; met `leerweg` voor die leerweg, zonder voor ten minste "
        "één. Zegt niets over de dagen daarna: over een BPVO beslist `erkendGehelePeriode`."
    )
    status: Status
    startdatum: date | None = None
    einddatum: date | None = Field(None, description=_EINDDATUM)
    peildatum: date
    tot_en_met: date | None = Field(None, description="De laatste dag van de periode waarnaar gevraagd is.")
    erkend_gehele_periode: bool | None = Field(None, description=_INTEGER)
    eindigt_tijdens_periode: bool | None = Field(None, description=_ENDS)


class NagetrokkenErkenning(Erkenning):
    """The answer to one question, with what holds per leerweg beside it."""

    leerwegen: tuple[Leerwegerkenning, ...] | None = Field(
        None,
        description="Per leerweg wat er geldt, voor zover SBB dat vertelt: hier staat waar zij verschillen.",
    )
