"""The answers of White Label Stagemarkt 2.1 as models: what `contract/whitelabel.xsd` says of them.

Aliases are the element names of the contract. Fields that we do not use are not read. What becomes of each
field that cannot be read is the table in docs/assumptions.md; here `draagt` names what refuses the answer,
a field without a default what its part cannot do without, and any other field is absent then.
"""

from collections.abc import Set as AbstractSet
from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr

from stagemarkt.adapters.soap import values
from stagemarkt.model import codes
from stagemarkt.model.codes import CREBO, GUID, KEUZEDEEL, LEERBEDRIJF_ID, LEERPLAATS_ID

TrimmedText = Annotated[str, BeforeValidator(values.read_text)]
Leerbedrijfcode = Annotated[str, BeforeValidator(values.require(codes.read_leerbedrijf_id))]
Opleidingscode = Annotated[str, BeforeValidator(values.require(codes.read_opleidingscode))]
Crebo = Annotated[Opleidingscode, Field(pattern=CREBO)]
Brin = Annotated[str, BeforeValidator(values.require(codes.read_brin))]
Signaalcode = Annotated[int, BeforeValidator(values.read_signaalcode)]
Integer = Annotated[int, BeforeValidator(values.read_integer)]
Numeric = Annotated[float, BeforeValidator(values.read_numeric)]
Date = Annotated[date | None, BeforeValidator(values.read_date)]
Einddatum = Annotated[date | None, BeforeValidator(values.read_einddatum)]
Leerweg = Annotated[Literal["BOL", "BBL"], BeforeValidator(str.upper)]

# The most that an xs:int holds, and half the way round the earth in kilometres.
_MAX_INT = 2**31 - 1
_FARTHEST = 20_038


class SoapMessage(BaseModel):
    """A part of a message. Extra elements never reach it: the reader takes only what is declared.

    Attributes:
        draagt: the fields that carry the answer: it is refused when one of them cannot be read.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)
    draagt: ClassVar[AbstractSet[str]] = frozenset()
    _onleesbaar: AbstractSet[str] = PrivateAttr(default=frozenset())

    @property
    def onleesbaar(self) -> AbstractSet[str]:
        """The elements that are absent here because they could not be read."""
        return self._onleesbaar

    def with_unreadable(self, elements: AbstractSet[str]) -> Self:
        """Itself, with the elements that could not be read on record."""
        self._onleesbaar = frozenset(elements)
        return self

    def is_complete(self) -> bool:
        """Whether it has what it cannot do without, besides its required fields."""
        return True


class AdresBericht(SoapMessage):
    """`Adres`."""

    straat: TrimmedText | None = Field(None, alias="Straat")
    huisnummer: TrimmedText | None = Field(None, alias="Huisnummer")
    huisnummertoevoeging: TrimmedText | None = Field(None, alias="Huisnummertoevoeging")
    postcode: TrimmedText | None = Field(None, alias="Postcode")
    plaats: TrimmedText | None = Field(None, alias="Plaats")
    land: TrimmedText | None = Field(None, alias="Land")


class Resultaatkop(SoapMessage):
    """What every result begins with."""

    draagt: ClassVar[AbstractSet[str]] = frozenset({"signaalcode"})

    signaalcode: Signaalcode = Field(alias="Signaalcode")
    melding: TrimmedText | None = Field(None, alias="Melding")
    bericht_id: TrimmedText | None = Field(None, alias="BerichtID")


class LeerbedrijfBericht(SoapMessage):
    """`Leerbedrijf` in the answer to IdentificeerLeerbedrijf."""

    code: Leerbedrijfcode = Field(alias="CodeLeerbedrijf", pattern=LEERBEDRIJF_ID)
    naam: TrimmedText | None = Field(None, alias="Naam")
    vestigingsadres: AdresBericht | None = Field(None, alias="Vestigingsadres")
    correspondentieadres: AdresBericht | None = Field(None, alias="Correspondentieadres")
    status: TrimmedText | None = Field(None, alias="Status")


class IdentificeerLeerbedrijfResult(Resultaatkop):
    """The answer to IdentificeerLeerbedrijf. A leerbedrijf that is left out keeps its place: None."""

    leerbedrijven: list[LeerbedrijfBericht | None] = Field([], alias="Leerbedrijven/Leerbedrijf")


class VerifieerAccreditatieResult(Resultaatkop):
    """The answer to VerifieerAccreditatie."""

    draagt: ClassVar[AbstractSet[str]] = frozenset(
        {"signaalcode", "code", "status", "startdatum", "einddatum"}
    )

    code: Leerbedrijfcode | None = Field(None, alias="CodeLeerbedrijf", pattern=LEERBEDRIJF_ID)
    naam: TrimmedText | None = Field(None, alias="Naam")
    status: TrimmedText | None = Field(None, alias="StatusErkenning")
    startdatum: Date = Field(None, alias="Startdatum")
    einddatum: Einddatum = Field(None, alias="Einddatum")


class PersoonBericht(SoapMessage):
    """`Persoon`."""

    naam: TrimmedText = Field(alias="Naam")
    functie: TrimmedText | None = Field(None, alias="Functie")
    email: TrimmedText | None = Field(None, alias="Email")
    telefoonnummer: TrimmedText | None = Field(None, alias="Telefoonnummer")


class PraktijkopleiderBericht(PersoonBericht):
    """`Praktijkopleider`."""

    crebos: list[Crebo] = Field([], alias="Crebonummers/Crebonummer")


class ErkenningBericht(SoapMessage):
    """`Erkenning`, in details and in a search."""

    crebo: Crebo | None = Field(None, alias="Crebonummer")
    keuzedeel: Opleidingscode | None = Field(None, alias="Keuzedeelcode", pattern=KEUZEDEEL)
    omschrijving: TrimmedText | None = Field(None, alias="Omschrijving")
    niveau: Integer | None = Field(None, alias="Niveau", ge=1, le=4)
    leerweg: Leerweg | None = Field(None, alias="Leerweg")
    status: TrimmedText | None = Field(None, alias="Status")
    startdatum: Date = Field(None, alias="Startdatum")
    einddatum: Einddatum = Field(None, alias="Einddatum")

    def is_complete(self) -> bool:
        """For exactly one of a crebo and a keuzedeel: with both nobody can tell which."""
        return (self.crebo is None) is not (self.keuzedeel is None)


class OpleidingBericht(SoapMessage):
    """`Opleiding`."""

    crebo: Crebo = Field(alias="Crebonummer", pattern=CREBO)
    omschrijving: TrimmedText | None = Field(None, alias="Omschrijving")
    niveau: Integer | None = Field(None, alias="Niveau", ge=1, le=4)


class GeefDetailsResult(Resultaatkop):
    """The answer to GeefDetails, by leerbedrijf or by leerplaats. An erkenning that is left out is None."""

    draagt: ClassVar[AbstractSet[str]] = frozenset({"signaalcode", "code"})

    code: Leerbedrijfcode | None = Field(None, alias="CodeLeerbedrijf", pattern=LEERBEDRIJF_ID)
    naam: TrimmedText | None = Field(None, alias="Naam")
    status: TrimmedText | None = Field(None, alias="Status")
    kvk_nummer: TrimmedText | None = Field(None, alias="KvkNummer")
    branche: TrimmedText | None = Field(None, alias="Branche")
    vestigingsadres: AdresBericht | None = Field(None, alias="Vestigingsadres")
    correspondentieadres: AdresBericht | None = Field(None, alias="Correspondentieadres")
    telefoonnummer: TrimmedText | None = Field(None, alias="Telefoonnummer")
    email: TrimmedText | None = Field(None, alias="Email")
    website: TrimmedText | None = Field(None, alias="WebsiteUrl")
    # The live service names one, White Label 2.1 speaks of several.
    contactpersoon: PersoonBericht | None = Field(None, alias="Contactpersoon")
    contactpersonen: list[PersoonBericht] = Field([], alias="Contactpersonen/Contactpersoon")
    praktijkopleiders: list[PraktijkopleiderBericht] = Field([], alias="Praktijkopleiders/Praktijkopleider")
    erkenningen: list[ErkenningBericht | None] = Field([], alias="Erkenningen/Erkenning")
    opleidingen: list[OpleidingBericht] = Field([], alias="Opleidingen/Opleiding")
    omschrijving: TrimmedText | None = Field(None, alias="Omschrijving")


class ZoekResultaatBericht(SoapMessage):
    """`Resultaat`: a leerplaats, or an erkenning."""

    leerplaats_id: TrimmedText | None = Field(None, alias="LeerplaatsId", pattern=LEERPLAATS_ID)
    soort: TrimmedText | None = Field(None, alias="LeerplaatsSoort")
    aantal: Integer | None = Field(None, alias="LeerplaatsAantal", ge=0, le=_MAX_INT)
    omschrijving: TrimmedText | None = Field(None, alias="VacatureLeerplaatsOmschrijving")
    code: Leerbedrijfcode = Field(alias="CodeLeerbedrijf", pattern=LEERBEDRIJF_ID)
    naam: TrimmedText | None = Field(None, alias="LeerbedrijfNaam")
    vestigingsadres: AdresBericht | None = Field(None, alias="Vestigingsadres")
    afstand_km: Numeric | None = Field(None, alias="AfstandKm", ge=0, le=_FARTHEST)
    leerweg: Leerweg | None = Field(None, alias="Leerweg")
    erkenning: ErkenningBericht | None = Field(None, alias="Erkenning")
    opleidingen: list[OpleidingBericht] = Field([], alias="Opleidingen/Opleiding")
    praktijkopleiders: list[PraktijkopleiderBericht] = Field([], alias="Praktijkopleiders/Praktijkopleider")
    aantal_leerlingen: Integer | None = Field(None, alias="AantalGeregistreerdeLeerlingen", ge=0, le=_MAX_INT)


class ZoekenResult(Resultaatkop):
    """The answer to Zoeken. A result that is left out keeps its place: None."""

    draagt: ClassVar[AbstractSet[str]] = frozenset({"signaalcode", "totaal"})

    totaal: Integer = Field(0, alias="AantalResultatenTotaal", ge=0)
    resultaten: list[ZoekResultaatBericht | None] = Field([], alias="Resultaten/Resultaat")


class AbonnementBericht(SoapMessage):
    """`Abonnement`: a school's subscription to mutaties. One that is not seen would be taken again."""

    draagt: ClassVar[AbstractSet[str]] = frozenset({"abonnement_id", "brin", "endpoint"})

    abonnement_id: TrimmedText = Field(alias="AbonnementID", pattern=GUID)
    brin: Brin = Field(alias="Brin")
    endpoint: TrimmedText = Field(alias="Endpoint")
    ingangsdatum: Date = Field(None, alias="Ingangsdatum")
    einddatum: Einddatum = Field(None, alias="Einddatum")


class AbonneerMutatiesResult(Resultaatkop):
    """The answer to AbonneerMutaties."""

    abonnement: AbonnementBericht | None = Field(None, alias="Abonnement")


class GeefAbonnementenResult(Resultaatkop):
    """The answer to GeefAbonnementen."""

    abonnementen: list[AbonnementBericht] = Field([], alias="Abonnementen/Abonnement")
