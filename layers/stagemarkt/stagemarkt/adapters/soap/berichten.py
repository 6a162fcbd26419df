"""The answers of White Label Stagemarkt 2.1 as models: what `contract/whitelabel.xsd` says of them.

Aliases are the element names of the contract. Fields that we do not use are not read.
"""

import re
from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

# xs:date may carry a zone, and .NET sends a midnight along: the day is what counts.
_DATUM = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T00:00:00(?:\.0+)?)?(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)


def _dag(waarde: object) -> object:
    treffer = _DATUM.fullmatch(waarde) if isinstance(waarde, str) else None
    return treffer[1] if treffer else waarde


Datum = Annotated[date, BeforeValidator(_dag)]


class Bericht(BaseModel):
    """A part of a message. Extra elements never reach it: the reader takes only what is declared."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class AdresBericht(Bericht):
    """`Adres`."""

    straat: str | None = Field(None, alias="Straat")
    huisnummer: str | None = Field(None, alias="Huisnummer")
    huisnummertoevoeging: str | None = Field(None, alias="Huisnummertoevoeging")
    postcode: str | None = Field(None, alias="Postcode")
    plaats: str | None = Field(None, alias="Plaats")
    land: str | None = Field(None, alias="Land")


class Resultaatkop(Bericht):
    """What every result begins with."""

    signaalcode: int = Field(alias="Signaalcode")
    melding: str | None = Field(None, alias="Melding")
    bericht_id: str | None = Field(None, alias="BerichtID")


class LeerbedrijfBericht(Bericht):
    """`Leerbedrijf` in the answer to IdentificeerLeerbedrijf."""

    code: str = Field(alias="CodeLeerbedrijf")
    naam: str = Field(alias="Naam")
    vestigingsadres: AdresBericht | None = Field(None, alias="Vestigingsadres")
    correspondentieadres: AdresBericht | None = Field(None, alias="Correspondentieadres")
    status: str = Field(alias="Status")


class IdentificeerLeerbedrijfResult(Resultaatkop):
    """The answer to IdentificeerLeerbedrijf."""

    leerbedrijven: list[LeerbedrijfBericht] = Field([], alias="Leerbedrijven/Leerbedrijf")


class VerifieerAccreditatieResult(Resultaatkop):
    """The answer to VerifieerAccreditatie."""

    code: str | None = Field(None, alias="CodeLeerbedrijf")
    naam: str | None = Field(None, alias="Naam")
    status: str | None = Field(None, alias="StatusErkenning")
    startdatum: Datum | None = Field(None, alias="Startdatum")
    einddatum: Datum | None = Field(None, alias="Einddatum")
