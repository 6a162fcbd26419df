"""The leerbedrijf and its address, as SBB's register knows them."""

from typing import Literal

from pydantic import Field

from stagemarkt.model.base import Model
from stagemarkt.model.codes import LEERBEDRIJF_ID


class Adres(Model):
    """An address. All texts as SBB has them; what SBB leaves blank is absent."""

    straat: str | None = Field(
        None, description="May hold the house number as well, where SBB has them in one."
    )
    huisnummer: str | None = Field(
        None, description="A text: foreign addresses have numbers such as `12-14`."
    )
    huisnummertoevoeging: str | None = None
    postcode: str | None = Field(None, description="Dutch ones as `1234AB`; foreign ones as SBB has them.")
    plaats: str | None = None
    land: str | None = None


class Leerbedrijf(Model):
    """A training company: who it is and where."""

    leerbedrijf_id: str = Field(pattern=LEERBEDRIJF_ID)
    naam: str | None = None
    status: Literal["actueel", "historisch"] | None = Field(
        None, description="Absent where SBB's word for it is none that is known."
    )
    vestigingsadres: Adres | None = None
    correspondentieadres: Adres | None = None
