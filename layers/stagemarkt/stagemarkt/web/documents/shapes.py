"""The shapes that leave, for OpenAPI: the domain's models with their `actualiteit`, and the rest."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import ConfigDict, Field

from stagemarkt.model import abonnement
from stagemarkt.model.aflevering import DeliveryState
from stagemarkt.model.base import Model
from stagemarkt.model.codes import LEERBEDRIJF_ID, OPLEIDINGSCODE, CodeType
from stagemarkt.model.detailgegevens import Detailgegevens
from stagemarkt.model.erkenning import Erkenning, NagetrokkenErkenning
from stagemarkt.model.leerbedrijf import Leerbedrijf
from stagemarkt.model.leerplaats import GevondenErkenning, Leerplaats
from stagemarkt.model.mutatie import Mutatiestatus
from stagemarkt.ports.delivery import DeliveryEnding


class Actualiteit(Model):
    """Hoe vers een antwoord is."""

    opgehaald_op: datetime = Field(description="Wanneer SBB het gaf.")
    bron: Literal["sbb", "cache"]
    verouderd: bool = Field(
        description="Dit antwoord is bewaard, en ouder dan zoiets vers heet (`max-age` in `Cache-Control`). "
        "Of SBB bereikbaar is, zegt dit niet: een nieuw wordt achter de vraag om opgehaald."
    )


class LeerbedrijfMetActualiteit(Leerbedrijf):
    """Een leerbedrijf, en hoe vers dat is."""

    actualiteit: Actualiteit


class ErkenningMetActualiteit(Erkenning):
    """Een erkenning op een peildatum, en hoe vers dat is."""

    actualiteit: Actualiteit


class NagetrokkenMetActualiteit(NagetrokkenErkenning):
    """Of een erkenning er is op een peildatum, wat er per leerweg geldt, en hoe vers dat is."""

    actualiteit: Actualiteit


class Reekscontrole(NagetrokkenMetActualiteit):
    """Eén controle van een reeks: de erkenning, of een `probleem` als er geen antwoord kwam.

    Een `probleem` is geen `niet erkend`: dan ontbreekt de rest, behalve `referentie`.
    """

    # One shape, itself null where nothing is known: of a choice PHP's generator makes a class that is not.
    model_config = ConfigDict(json_schema_extra={"required": [], "type": ["object", "null"]})

    referentie: str | None = Field(None, description="Hoe u deze controle noemde.")
    probleem: "Probleem | None" = None


class Reeksuitkomst(Model):
    """De uitkomst van elke controle, in de volgorde waarin u ze vroeg."""

    results: list[Reekscontrole | None] = Field(
        description="Per controle wat ervan kwam; `null` als SBB het leerbedrijf of de code niet kent."
    )


class Erkenningen(Model):
    """Alle erkenningen van één leerbedrijf."""

    resultaten: list[ErkenningMetActualiteit]
    totaal: int = Field(ge=0)


class DetailgegevensMetActualiteit(Detailgegevens):
    """Alles wat SBB van een leerbedrijf vertelt, en hoe vers dat is. Met `fields` alleen wat u vroeg."""

    actualiteit: Actualiteit


class LeerplaatsMetActualiteit(Leerplaats):
    """Een leerplaats, en hoe vers dat is."""

    actualiteit: Actualiteit


class GevondenErkenningMetActualiteit(GevondenErkenning):
    """Een erkenning met wie haar heeft, en hoe vers dat is."""

    actualiteit: Actualiteit


class Leerplaatsen(Model):
    """Een stuk van de gevonden leerplaatsen."""

    resultaten: list[LeerplaatsMetActualiteit]
    totaal: int = Field(ge=0, description="Hoeveel er in alle stukken samen zijn.")
    volgende_cursor: str | None = Field(None, description="Ontbreekt bij het laatste stuk.")


class GevondenErkenningen(Model):
    """Een stuk van de gevonden erkenningen."""

    resultaten: list[GevondenErkenningMetActualiteit]
    totaal: int = Field(ge=0, description="Hoeveel er in alle stukken samen zijn.")
    volgende_cursor: str | None = Field(None, description="Ontbreekt bij het laatste stuk.")


class Leerbedrijven(Model):
    """Een lijst van leerbedrijven; leeg als er geen past."""

    resultaten: list[LeerbedrijfMetActualiteit]
    totaal: int = Field(ge=0)


class Invoerpunt(Model):
    """Eén fout in de invoer: waar, en wat eraan te doen is."""

    in_: Literal["query", "path", "body", "header"] = Field(alias="in")
    naam: str | None = Field(None, description="De parameter; bij een body staat er een `pointer`.")
    pointer: str | None = Field(None, description="JSON Pointer in de body, als fragment: `#/naam`.")
    code: str
    detail: str


class Bronmelding(Model):
    """Wat SBB erbij zei."""

    signaalcode: int
    melding: str | None = None
    bericht_id: str


class Probleem(Model):
    """Een probleem volgens RFC 9457."""

    type: str = Field(description="Verwijst naar de beschrijving van dit soort probleem.")
    title: str
    status: int
    detail: str
    instance: str = Field(description="`urn:uuid:` met het nummer dat ook in het logboek staat.")
    code: str
    herhaalbaar: bool = Field(description="Of opnieuw proberen zin kan hebben.")
    fouten: list[Invoerpunt] | None = Field(None, description="Elk punt dat niet klopt.")
    bron: Bronmelding | None = None


class FacadeToestand(Model):
    """Hoe het met deze facade is."""

    status: Literal["in-orde", "storing"]
    uitleg: str


class LaatsteFout(Model):
    """De laatste keer dat SBB geen bruikbaar antwoord gaf."""

    tijdstip: datetime
    code: str


class Zekeringtoestand(Model):
    """Of er vragen naar SBB gaan; na vijf fouten op rij even niet."""

    status: Literal["gesloten", "open", "op-proef"]
    uitleg: str
    sinds: datetime | None = Field(None, description="Sinds wanneer er geen gaan.")
    volgende_poging: datetime | None = Field(None, description="Wanneer er weer een gaat, als proef.")


class Elders(Model):
    """Een operatie die SBB op een eigen adres heeft, en die dus alleen kan uitvallen."""

    operatie: str
    zekering: Zekeringtoestand


class SbbToestand(Model):
    """Hoe het met SBB is, gezien vanaf hier."""

    status: Literal["in-orde", "storing", "onbekend"]
    uitleg: str
    laatste_succes: datetime | None = None
    laatste_fout: LaatsteFout | None = None
    zekering: Zekeringtoestand | None = None
    elders: list[Elders] | None = Field(None, description="Ontbreekt als alles op één adres staat.")


class Toestand(Model):
    """Wie er aan zet is als er iets niet werkt."""

    status: Literal["in-orde", "verstoord", "onbekend"]
    versie: str
    facade: FacadeToestand
    sbb: SbbToestand


class LaatsteWeigering(Model):
    """De laatste keer dat SBB het niet accepteerde."""

    tijdstip: datetime
    signaalcode: int | None = Field(None, description="Ontbreekt als SBB al bij het verbinden weigerde.")


class Certificaatstatus(Model):
    """Hoe het staat met het certificaat van de school."""

    status: Literal[
        "in-orde",
        "verloopt",
        "terugval",
        "nog-niet-geprobeerd",
        "nog-niet-geldig",
        "geweigerd",
        "verlopen",
        "onbruikbaar",
        "onbekend",
    ]
    uitleg: str = Field(description="Voor te lezen aan wie belt.")
    geldig_vanaf: datetime | None = None
    geldig_tot: datetime | None = None
    dagen_over: int | None = Field(None, ge=0)
    bekeken_op: datetime | None = Field(None, description="Wanneer er voor het laatst naar gekeken is.")
    geaccepteerd_op: datetime | None = Field(
        None,
        description="Wanneer SBB dit certificaat voor het laatst accepteerde; ontbreekt als dat nooit was.",
    )
    laatste_weigering: LaatsteWeigering | None = None


class Licentiestatus(Model):
    """Hoe het staat met de licentie van de school."""

    status: Literal["in-orde", "nog-niet-geprobeerd", "geweigerd", "onbekend"]
    uitleg: str = Field(description="Voor te lezen aan wie belt.")
    geaccepteerd_op: datetime | None = Field(
        None,
        description="Wanneer SBB deze licentie voor het laatst accepteerde; ontbreekt als dat nooit was.",
    )
    laatste_weigering: LaatsteWeigering | None = None


class Limietstatus(Model):
    """Hoeveel er namens de school aan SBB gevraagd wordt."""

    per_seconde: int
    tegelijk: int
    lopend: int = Field(description="Vragen die nu bij SBB lopen.")
    uitleg: str = Field(description="Voor te lezen aan wie belt.")


class Schoolstatus(Model):
    """Hoe de school er bij SBB voor staat."""

    school: str = Field(description="De BRIN.")
    status: Literal["in-orde", "let-op", "verstoord", "onbekend"]
    certificaat: Certificaatstatus
    licentie: Licentiestatus
    facade: FacadeToestand
    sbb: SbbToestand
    zekering: Zekeringtoestand | None = None
    limiet: Limietstatus | None = None
    laatste_antwoord: datetime | None = Field(
        None,
        description="Wanneer SBB voor het laatst een vraag namens deze school aannam, op vijf minuten na.",
    )


class Abonnementfilter(Model):
    """Welke mutaties; wat ontbreekt, laat alles door."""

    leerbedrijf_ids: list[str] | None = None
    codes: list[str] | None = None
    statussen: list[Mutatiestatus] | None = None


class AbonnementKort(Model):
    """Waarheen de mutaties van een school gaan."""

    abonnement_id: str
    school: str
    soort: abonnement.DestinationKind
    url: str | None = Field(None, description="Bij een webhook.")
    queue_arn: str | None = Field(None, description="Bij sqs.")
    filter: Abonnementfilter | None = None
    toestand: abonnement.AbonnementToestand = Field(
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
