"""The shapes that leave, for OpenAPI: the domain's models with their `actualiteit`, problems and status."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from stagemarkt.model.base import Model
from stagemarkt.model.detailgegevens import Detailgegevens
from stagemarkt.model.erkenning import Erkenning, NagetrokkenErkenning
from stagemarkt.model.leerbedrijf import Leerbedrijf
from stagemarkt.model.leerplaats import GevondenErkenning, Leerplaats


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
