"""The leerbedrijf and its address, as SBB's register knows them."""

from typing import Literal

from pydantic import Field

from stagemarkt.model.base import Model
from stagemarkt.model.codes import LEERBEDRIJF_ID


class Adres(Model):
    """An address. All texts as SBB has them; what SBB leaves blank is absent."""

    straat: str | None = Field(None, description="De straat, bij SBB soms met het huisnummer erin.")
    huisnummer: str | None = Field(
        None, description="Een tekst: buitenlandse adressen hebben nummers als `12-14`."
    )
    huisnummertoevoeging: str | None = None
    postcode: str | None = Field(
        None, description="Nederlandse als `1234AB`; buitenlandse zoals SBB ze heeft."
    )
    plaats: str | None = None
    land: str | None = None


class Leerbedrijf(Model):
    """A training company: who it is and where."""

    leerbedrijf_id: str = Field(pattern=LEERBEDRIJF_ID)
    naam: str | None = None
    status: Literal["actueel", "historisch"] | None = Field(
        None, description="Ontbreekt als SBB er een woord voor heeft dat hier niet bekend is."
    )
    vestigingsadres: Adres | None = None
    correspondentieadres: Adres | None = None
