"""What a caller can ask, already read and checked. Plain tuples: a cached hit needs no more."""

from datetime import date
from typing import Literal, NamedTuple

Leerweg = Literal["BOL", "BBL"]


class Identificatievraag(NamedTuple):
    """Vaststellen van een leerbedrijf: by ID, or by name and/or address.

    Either `leerbedrijf_id` is set, or `naam`, or `postcode` with `huisnummer` and
    perhaps its `toevoeging`.
    """

    leerbedrijf_id: str | None = None
    naam: str | None = None
    postcode: str | None = None
    huisnummer: int | None = None
    inclusief_historisch: bool = False
    toevoeging: str | None = None


class Erkenningsvraag(NamedTuple):
    """Natrekken van een erkenning: is this leerbedrijf erkend for this code on `peildatum`.

    With `tot_en_met` (never before `peildatum`) the whole period of a BPVO is looked at, with
    `leerweg` what SBB tells of that one.
    """

    leerbedrijf_id: str
    code: str
    peildatum: date
    tot_en_met: date | None = None
    leerweg: Leerweg | None = None


class Zoekvraag(NamedTuple):
    """Zoeken naar leerplaatsen of erkende leerbedrijven; `afstand` is in km around `postcode` or `plaats`."""

    naam: str | None = None
    straat: str | None = None
    plaats: str | None = None
    postcode: str | None = None
    afstand: int | None = None
    crebo: str | None = None
    opleidingsnaam: str | None = None
    leerweg: str | None = None
    niveau: int | None = None
    beschikbaar: bool | None = None
