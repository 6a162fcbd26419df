"""The shapes of abonnementen, deliveries and the feed, for OpenAPI."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from stagemarkt.model.abonnement import Kind, Toestand
from stagemarkt.model.aflevering import DeliveryState
from stagemarkt.model.base import Model
from stagemarkt.model.codes import LEERBEDRIJF_ID, OPLEIDINGSCODE, CodeType
from stagemarkt.model.mutatie import Mutatiestatus
from stagemarkt.ports.delivery import DeliveryEnding


class Abonnementfilter(Model):
    """Welke mutaties; wat ontbreekt, laat alles door."""

    leerbedrijf_ids: list[str] | None = None
    codes: list[str] | None = None
    statussen: list[Mutatiestatus] | None = None


class AbonnementKort(Model):
    """Waarheen de mutaties van een school gaan."""

    abonnement_id: str
    school: str
    soort: Kind
    url: str | None = Field(None, description="Bij een webhook.")
    queue_arn: str | None = Field(None, description="Bij sqs.")
    filter: Abonnementfilter | None = None
    toestand: Toestand = Field(
        description="`onbevestigd`: het token uit het testbericht is nog niet teruggestuurd. `afgemeld`: de "
        "ontvanger antwoordde 410. In elke andere toestand dan `actief` wordt genummerd en niets verstuurd."
    )
    aangemaakt_op: datetime
    oude_sleutel_tot: datetime | None = Field(
        None, description="Tot dan wordt ook met de vorige sleutel ondertekend."
    )


class AbonnementOut(AbonnementKort):
    """Een abonnement, met wat een wachtrij nodig heeft om ons toe te laten."""

    queue_beleid: dict[str, Any] | None = Field(
        None, description="Bij sqs: het beleid dat u de wachtrij geeft, zodat wij erin mogen sturen."
    )


class AbonnementMetGeheim(AbonnementOut):
    """Een abonnement waarvan de sleutel net is gemaakt."""

    geheim: str | None = Field(
        None, description="Bij een webhook: waarmee u handtekeningen controleert. Alleen nu te zien."
    )


class Abonnementen(Model):
    """Uw abonnementen voor deze school."""

    resultaten: list[AbonnementKort]
    totaal: int = Field(ge=0)


class Testuitkomst(Model):
    """Hoe het een testbericht verging."""

    testbericht_id: str
    uitkomst: DeliveryEnding
    http_status: int | None = None
    reden: str | None = None
    uitleg: str | None = None


class Herlevering(Model):
    """Wat opnieuw wordt afgeleverd."""

    aantal: int = Field(ge=0)
    eerste_volgnummer: int | None = None
    laatste_volgnummer: int | None = None


class LaatstePoging(Model):
    """De laatste poging om iets af te leveren."""

    tijdstip: datetime
    http_status: int | None = None
    reden: str | None = Field(None, description="Ontbreekt als het gelukt is.")
    uitleg: str | None = None


class AfleveringOut(Model):
    """Eén mutatie voor één abonnement."""

    volgnummer: int = Field(ge=1)
    mutatie_id: str
    type: str
    leerbedrijf_id: str = Field(pattern=LEERBEDRIJF_ID)
    code: str = Field(pattern=OPLEIDINGSCODE)
    stand: DeliveryState = Field(description="`opzij`: drie dagen geprobeerd; vraag er opnieuw om.")
    pogingen: int = Field(ge=0)
    laatste_poging: LaatstePoging | None = None
    volgende_poging: datetime | None = None


class Afleveringen(Model):
    """Een stuk van het logboek, het nieuwste eerst."""

    resultaten: list[AfleveringOut]
    volgende_cursor: str | None = Field(None, description="Ontbreekt bij het laatste stuk.")


class Mutatiegegevens(Model):
    """Wat er van een erkenning is geworden."""

    leerbedrijf_id: str = Field(pattern=LEERBEDRIJF_ID)
    naam: str | None = None
    code: str = Field(pattern=OPLEIDINGSCODE)
    code_type: CodeType
    status: Mutatiestatus
    startdatum: date
    einddatum: date | None = None
    school: str


class MutatieOut(Model):
    """Een mutatie als CloudEvent, zoals zij ook naar webhooks en wachtrijen gaat."""

    specversion: Literal["1.0"]
    id: str = Field(description="Het mutatieId: hetzelfde langs elke weg.")
    source: str
    type: str
    subject: str = Field(description="Het leerbedrijf-ID.")
    time: datetime = Field(description="Wanneer de mutatie hier binnenkwam.")
    datacontenttype: Literal["application/json"]
    volgnummer: int | None = Field(None, description="Alleen met `abonnementId`: dat van het abonnement.")
    data: Mutatiegegevens


class Mutaties(Model):
    """Een stuk van de feed, het oudste eerst."""

    resultaten: list[MutatieOut]
    volgende_cursor: str = Field(description="Altijd aanwezig: lees hiermee verder zodra er meer kan zijn.")
    meer: bool = Field(description="Of er nu al meer is.")
