"""What the tables do not know of each operation, for the OpenAPI document: texts, shapes, own problems."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from stagemarkt.model.base import Model
from stagemarkt.web.documents import shapes


class Description(NamedTuple):
    """One operation.

    Attributes:
        titel: in a few words.
        tekst: what whoever calls it should know.
        model: the shape of a good answer; None where there is none to describe.
        problems: the codes of what can go wrong here, besides what can with every operation of its kind
            (`problem_codes`).
        status: of a good answer.
        koppen: headers of a good answer besides those of every one.
        body: the name of the schema of its body; empty where it takes none.
        conditions: what a body must be besides, as JSON Schema.
        if_match: whether it takes `If-Match`.
        each: whether what SBB does wrong stands in the answer, in the place of what was asked.
        part: whether a good answer can also be a part of `model`, as the caller asked.
    """

    titel: str
    tekst: str
    model: type[Model] | None
    problems: tuple[str, ...] = ()
    status: str = "200"
    koppen: tuple[str, ...] = ()
    body: str = ""
    conditions: Mapping[str, Any] = MappingProxyType({})
    if_match: bool = False
    each: bool = False
    part: bool = False


# What SBB can say by its signaalcode to any question for one thing, fitting or not.
_ODD: Final = ("code-onbekend", "te-veel-resultaten")
_VERSION: Final = ("versie-gewijzigd", "if-match-vereist")
# Plain conditions rather than `oneOf` or `anyOf`: generators make classes of those, and pass over these.
_DESTINATION: Final = {
    "required": ["soort"],
    "if": {"properties": {"soort": {"const": "webhook"}}},
    "then": {"required": ["url"], "not": {"required": ["queueArn"]}},
    "else": {"required": ["queueArn"], "not": {"required": ["url"]}},
}
_WHO: Final = {
    "if": {"required": ["naam"]},
    "else": {"required": ["postcode", "huisnummer"]},
    "dependentRequired": {"huisnummer": ["postcode"]},
}


DESCRIPTIONS: Final[Mapping[str, Description]] = {
    "geefAbonnementen": Description(
        "Uw abonnementen", "Alle die uw afnemer voor deze school heeft.", shapes.Abonnementen
    ),
    "maakAbonnement": Description(
        "Een abonnement nemen",
        "Begint met de mutaties die vanaf nu komen. Een webhook krijgt een sleutel (`geheim`), die alleen in "
        "dit antwoord staat. Een wachtrij geeft u eerst het beleid uit `queueBeleid`; vraag dan "
        "om een testbericht en stuur het token daaruit terug (`PATCH`).",
        shapes.AbonnementMetGeheim,
        ("ontbrekende-combinatie", "abonnement-bestaat"),
        status="201",
        koppen=("ETag", "Location"),
        body="NieuwAbonnement",
        conditions=_DESTINATION,
    ),
    "geefAbonnement": Description(
        "Een abonnement",
        "Met `toestand`: staat het aan, en zo nee waarom niet.",
        shapes.AbonnementOut,
        ("resource-onbekend",),
        koppen=("ETag",),
    ),
    "wijzigAbonnement": Description(
        "Een abonnement wijzigen",
        "Wat u niet noemt, blijft zoals het is; `filter` wordt in zijn geheel vervangen. Met een andere "
        "wachtrij begint het bewijs opnieuw.",
        shapes.AbonnementOut,
        ("resource-onbekend", "abonnement-bestaat", *_VERSION),
        koppen=("ETag",),
        body="Abonnementwijziging",
        if_match=True,
    ),
    "beeindigAbonnement": Description(
        "Een abonnement beëindigen",
        "Binnen een halve minuut wordt niets meer verstuurd. Is het al beëindigd, dan is het antwoord 204.",
        None,
        ("resource-onbekend", *_VERSION),
        status="204",
        if_match=True,
    ),
    "stuurTestbericht": Description(
        "Een testbericht sturen",
        "Eén poging, nu, met de uitkomst in het antwoord. Is een wachtrij nog niet bevestigd, dan staat er "
        "een token in. Tien tegelijk, daarna een per zes seconden. Een 410 zet het abonnement uit; naar een "
        "abonnement dat `afgemeld` is, wordt niets gestuurd (zet het eerst op `gepauzeerd` om te proberen).",
        shapes.Testuitkomst,
        ("resource-onbekend",),
        koppen=("Content-Language",),
    ),
    "leverOpnieuw": Description(
        "Opnieuw afleveren vanaf een moment",
        "Alles wat sindsdien genummerd is, komt nog eens, op volgorde, met hetzelfde `id` en `volgnummer`. "
        "Drie keer achter elkaar, daarna eens per tien minuten.",
        shapes.Herlevering,
        ("resource-onbekend", "ontbrekende-combinatie"),
        status="202",
        body="Herafleveringsvraag",
        conditions={"required": ["vanaf"]},
    ),
    "wisselSleutel": Description(
        "De sleutel van een webhook wisselen",
        "De nieuwe staat alleen in dit antwoord. Een dag lang wordt met beide ondertekend, en met elke die "
        "er die dag nog tussen zat: bereikte het antwoord u niet, vraag het dan gerust nog eens.",
        shapes.AbonnementMetGeheim,
        ("resource-onbekend", "versie-gewijzigd"),
        status="201",
        koppen=("ETag",),
    ),
    "geefAfleveringen": Description(
        "Wat er is afgeleverd",
        "Het nieuwste eerst.",
        shapes.Afleveringen,
        ("resource-onbekend",),
        koppen=("Link", "Content-Language"),
    ),
    "geefMutaties": Description(
        "Mutaties volgen",
        "Het oudste eerst, tot 90 dagen terug. Lees verder met `volgendeCursor`, ook als `resultaten` leeg "
        "is. Met `abonnementId` alleen wat bij dat abonnement hoort, met zijn `volgnummer`: zo haalt u op "
        "wat u miste.",
        shapes.Mutaties,
        ("resource-onbekend", "cursor-verlopen"),
        koppen=("Link",),
    ),
    "geefMutatie": Description(
        "Een mutatie op ID", "Tot 90 dagen terug.", shapes.MutatieOut, ("resource-onbekend",)
    ),
    "verifieerReeks": Description(
        "Tot honderd erkenningen natrekken",
        "Elke controle zoals bij één erkenning; wat twee keer gevraagd wordt, gaat één keer naar SBB. Gaat "
        "er één mis, dan staat daar een `probleem`; de andere hebben hun antwoord. Vraag die ene opnieuw "
        "als `herhaalbaar` dat zegt. Waar de tijd niet aan toe kwam, staat `niet-gevraagd`.",
        shapes.Reeksuitkomst,
        ("ontbrekende-combinatie", "batch-te-groot"),
        body="Reeksvraag",
        conditions={"required": ["requests"]},
        each=True,
    ),
    "zoekLeerbedrijven": Description(
        "Leerbedrijven vaststellen op naam en adres",
        "Ten minste de naam, of de postcode met het huisnummer. Past er geen, dan is de lijst leeg.",
        shapes.Leerbedrijven,
        ("ontbrekende-combinatie", "te-veel-resultaten", "code-onbekend"),
    ),
    "zoekLeerbedrijvenInLichaam": Description(
        "Leerbedrijven vaststellen, met de vraag in de body",
        "Hetzelfde, maar dan blijven namen van eenmanszaken buiten adressen en logboeken.",
        shapes.Leerbedrijven,
        ("ontbrekende-combinatie", "te-veel-resultaten", "code-onbekend"),
        body="Leerbedrijfvraag",
        conditions=_WHO,
    ),
    "geefLeerbedrijf": Description(
        "Een leerbedrijf vaststellen op ID",
        "Antwoordt ook voor historische leerbedrijven.",
        shapes.LeerbedrijfMetActualiteit,
        ("leerbedrijf-onbekend", *_ODD),
    ),
    "geefErkenning": Description(
        "Een erkenning natrekken",
        "Is dit leerbedrijf erkend voor deze crebo of dit keuzedeel? Niet erkend is 200 met `erkend: false`. "
        "Over een BPVO beslist `erkendGehelePeriode`: vraag met haar eerste dag als `peildatum`, "
        "haar laatste als `totEnMet` en de `leerweg` van de student; alleen `true` is ja. `erkend` "
        "gaat over de peildatum alleen. Zonder `leerweg` staat in `leerwegen` waar BOL en BBL "
        "verschillen; `leerwegBekend: false` zegt dat SBB het niet vertelt.",
        shapes.NagetrokkenMetActualiteit,
        ("leerbedrijf-onbekend", "resource-onbekend", *_ODD),
    ),
    "geefErkenningen": Description(
        "Alle erkenningen van een leerbedrijf",
        "Elk beoordeeld op vandaag; ook wat verlopen, ingetrokken of toekomstig is. Voor één code "
        "kunnen er meer zijn, per `leerweg`; waar die ontbreekt (`leerwegBekend: false`), zegt SBB het niet.",
        shapes.Erkenningen,
        ("leerbedrijf-onbekend", *_ODD),
    ),
    "geefDetailgegevens": Description(
        "Detailgegevens van een leerbedrijf",
        "Contactgegevens, contactpersonen en praktijkopleiders. Persoonsgegevens: vraag met `fields` alleen "
        "wat u nodig heeft, en bewaar het antwoord niet.",
        shapes.DetailgegevensMetActualiteit,
        ("leerbedrijf-onbekend", *_ODD),
        part=True,
    ),
    "zoekLeerplaatsen": Description(
        "Leerplaatsen zoeken",
        "Blader met `volgendeCursor`, of volg de kop `Link`.",
        shapes.Leerplaatsen,
        ("ontbrekende-combinatie", "te-veel-resultaten"),
    ),
    "geefLeerplaats": Description(
        "Een leerplaats op ID",
        "Wat SBB er op ID niet bij geeft, ontbreekt.",
        shapes.LeerplaatsMetActualiteit,
        ("resource-onbekend", *_ODD),
    ),
    "zoekErkenningen": Description(
        "Erkende leerbedrijven zoeken",
        "Dezelfde vraag, over erkenningen. Blader met `volgendeCursor`, of volg de kop `Link`.",
        shapes.GevondenErkenningen,
        ("ontbrekende-combinatie", "te-veel-resultaten"),
    ),
    "geefStatus": Description(
        "Wie is er aan zet bij een storing",
        "Zegt of deze facade werkt, en of SBB antwoordt. Zonder sleutel.",
        shapes.Toestand,
    ),
    "geefSchoolstatus": Description(
        "Hoe het staat met de school bij SBB",
        "Haar certificaat en licentie, SBB zelf, en of en hoeveel er namens haar gevraagd wordt. Voor wie "
        "een sleutel heeft, met welke scope ook. Nooit het certificaat of de licentie zelf.",
        shapes.Schoolstatus,
    ),
    "geefOpenapi": Description(
        "Dit document",
        "OpenAPI 3.1. Zonder sleutel, ook voor andere sites.",
        None,
        koppen=("ETag",),
    ),
    "geefAsyncapi": Description(
        "De wijzigingen die wij sturen, als document",
        "AsyncAPI 3.0: elke gebeurtenis, zoals zij naar een webhook of een wachtrij gaat. Zonder sleutel, "
        "ook voor andere sites.",
        None,
        koppen=("ETag",),
    ),
}
