"""The answers of White Label Stagemarkt 2.1 as models: what `contract/whitelabel.xsd` says of them.

Aliases are the element names of the contract. Fields that we do not use are not read.
"""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from stagemarkt.model.codes import CREBO, GUID, LEERBEDRIJF_ID, LEERPLAATS_ID

# xs:date may carry a zone, and .NET sends a midnight along: the day is what counts.
_DATUM = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T00:00:00(?:\.0+)?)?(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)
# As XML Schema writes it: `0.0` and `0_0` are numbers to Python alone.
_GEHEEL = re.compile(r"[+-]?[0-9]{1,19}", re.ASCII)


def _dag(waarde: object) -> object:
    treffer = _DATUM.fullmatch(waarde) if isinstance(waarde, str) else None
    if treffer is None:
        # Without this a bare number would be taken for seconds since 1970.
        raise ValueError("not an xs:date")
    return treffer[1]


def _geheel(waarde: object) -> object:
    if isinstance(waarde, str) and not _GEHEEL.fullmatch(waarde):
        raise ValueError("not an xs:int")
    return waarde


Geheel = Annotated[int, BeforeValidator(_geheel)]
Datum = Annotated[date, BeforeValidator(_dag)]
Leerweg = Literal["BOL", "BBL"]


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

    signaalcode: Geheel = Field(alias="Signaalcode")
    melding: str | None = Field(None, alias="Melding")
    bericht_id: str | None = Field(None, alias="BerichtID")


class LeerbedrijfBericht(Bericht):
    """`Leerbedrijf` in the answer to IdentificeerLeerbedrijf."""

    code: str = Field(alias="CodeLeerbedrijf", pattern=LEERBEDRIJF_ID)
    naam: str = Field(alias="Naam")
    vestigingsadres: AdresBericht | None = Field(None, alias="Vestigingsadres")
    correspondentieadres: AdresBericht | None = Field(None, alias="Correspondentieadres")
    status: str = Field(alias="Status")


class IdentificeerLeerbedrijfResult(Resultaatkop):
    """The answer to IdentificeerLeerbedrijf."""

    leerbedrijven: list[LeerbedrijfBericht] = Field([], alias="Leerbedrijven/Leerbedrijf")


class VerifieerAccreditatieResult(Resultaatkop):
    """The answer to VerifieerAccreditatie."""

    code: str | None = Field(None, alias="CodeLeerbedrijf", pattern=LEERBEDRIJF_ID)
    naam: str | None = Field(None, alias="Naam")
    status: str | None = Field(None, alias="StatusErkenning")
    startdatum: Datum | None = Field(None, alias="Startdatum")
    einddatum: Datum | None = Field(None, alias="Einddatum")


class PersoonBericht(Bericht):
    """`Persoon`."""

    naam: str = Field(alias="Naam")
    functie: str | None = Field(None, alias="Functie")
    email: str | None = Field(None, alias="Email")
    telefoonnummer: str | None = Field(None, alias="Telefoonnummer")


class PraktijkopleiderBericht(PersoonBericht):
    """`Praktijkopleider`."""

    crebos: list[str] = Field([], alias="Crebonummers/Crebonummer")


class ErkenningBericht(Bericht):
    """`Erkenning`, in details and in a search."""

    crebo: str | None = Field(None, alias="Crebonummer")
    keuzedeel: str | None = Field(None, alias="Keuzedeelcode")
    omschrijving: str | None = Field(None, alias="Omschrijving")
    niveau: Geheel | None = Field(None, alias="Niveau", ge=1, le=4)
    leerweg: Leerweg | None = Field(None, alias="Leerweg")
    status: str | None = Field(None, alias="Status")
    startdatum: Datum | None = Field(None, alias="Startdatum")
    einddatum: Datum | None = Field(None, alias="Einddatum")


class OpleidingBericht(Bericht):
    """`Opleiding`."""

    crebo: str = Field(alias="Crebonummer", pattern=CREBO)
    omschrijving: str | None = Field(None, alias="Omschrijving")
    niveau: Geheel | None = Field(None, alias="Niveau", ge=1, le=4)


class GeefDetailsResult(Resultaatkop):
    """The answer to GeefDetails, by leerbedrijf or by leerplaats."""

    code: str | None = Field(None, alias="CodeLeerbedrijf", pattern=LEERBEDRIJF_ID)
    naam: str | None = Field(None, alias="Naam")
    status: str | None = Field(None, alias="Status")
    kvk_nummer: str | None = Field(None, alias="KvkNummer")
    branche: str | None = Field(None, alias="Branche")
    vestigingsadres: AdresBericht | None = Field(None, alias="Vestigingsadres")
    correspondentieadres: AdresBericht | None = Field(None, alias="Correspondentieadres")
    telefoonnummer: str | None = Field(None, alias="Telefoonnummer")
    email: str | None = Field(None, alias="Email")
    website: str | None = Field(None, alias="WebsiteUrl")
    # The live service names one, White Label 2.1 speaks of several.
    contactpersoon: PersoonBericht | None = Field(None, alias="Contactpersoon")
    contactpersonen: list[PersoonBericht] = Field([], alias="Contactpersonen/Contactpersoon")
    praktijkopleiders: list[PraktijkopleiderBericht] = Field([], alias="Praktijkopleiders/Praktijkopleider")
    erkenningen: list[ErkenningBericht] = Field([], alias="Erkenningen/Erkenning")
    opleidingen: list[OpleidingBericht] = Field([], alias="Opleidingen/Opleiding")
    omschrijving: str | None = Field(None, alias="Omschrijving")


class ZoekResultaatBericht(Bericht):
    """`Resultaat`: a leerplaats, or an erkenning."""

    leerplaats_id: str | None = Field(None, alias="LeerplaatsId", pattern=LEERPLAATS_ID)
    soort: str | None = Field(None, alias="LeerplaatsSoort")
    aantal: Geheel | None = Field(None, alias="LeerplaatsAantal")
    omschrijving: str | None = Field(None, alias="VacatureLeerplaatsOmschrijving")
    code: str = Field(alias="CodeLeerbedrijf", pattern=LEERBEDRIJF_ID)
    naam: str = Field(alias="LeerbedrijfNaam")
    vestigingsadres: AdresBericht | None = Field(None, alias="Vestigingsadres")
    afstand_km: float | None = Field(None, alias="AfstandKm", allow_inf_nan=False)
    leerweg: Leerweg | None = Field(None, alias="Leerweg")
    erkenning: ErkenningBericht | None = Field(None, alias="Erkenning")
    opleidingen: list[OpleidingBericht] = Field([], alias="Opleidingen/Opleiding")
    praktijkopleiders: list[PraktijkopleiderBericht] = Field([], alias="Praktijkopleiders/Praktijkopleider")
    aantal_leerlingen: Geheel | None = Field(None, alias="AantalGeregistreerdeLeerlingen")


class ZoekenResult(Resultaatkop):
    """The answer to Zoeken."""

    totaal: Geheel = Field(0, alias="AantalResultatenTotaal", ge=0)
    resultaten: list[ZoekResultaatBericht] = Field([], alias="Resultaten/Resultaat")


class AbonnementBericht(Bericht):
    """`Abonnement`: a school's subscription to mutaties."""

    abonnement_id: str = Field(alias="AbonnementID", pattern=GUID)
    brin: str = Field(alias="Brin")
    endpoint: str = Field(alias="Endpoint")
    ingangsdatum: Datum = Field(alias="Ingangsdatum")
    einddatum: Datum | None = Field(None, alias="Einddatum")


class AbonneerMutatiesResult(Resultaatkop):
    """The answer to AbonneerMutaties."""

    abonnement: AbonnementBericht | None = Field(None, alias="Abonnement")


class GeefAbonnementenResult(Resultaatkop):
    """The answer to GeefAbonnementen."""

    abonnementen: list[AbonnementBericht] = Field([], alias="Abonnementen/Abonnement")
