"""What the tables do not know of each operation, for the OpenAPI document: texts, shapes, problems."""

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
        problems: the codes of what can go wrong.
        status: of a good answer.
        koppen: headers of a good answer besides those of every one.
        required: the fields that a body must have.
        if_match: whether it takes `If-Match`.
        conditions: what a body must be besides, as JSON Schema.
        part: whether a good answer can also be a part of `model`, as the caller asked.
    """

    titel: str
    tekst: str
    model: type[Model] | None
    problems: tuple[str, ...]
    status: str = "200"
    koppen: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    if_match: bool = False
    conditions: Mapping[str, Any] = MappingProxyType({})
    part: bool = False


# What every call that asks SBB can meet.
_BRON: Final = (
    "interne-fout",
    "bron-antwoord-ongeldig",
    "bron-licentie",
    "bron-certificaat",
    "bron-niet-beschikbaar",
    "bron-overbelast",
    "bron-timeout",
)
_INPUT: Final = ("ongeldige-invoer", "onbekende-parameter")
_ALWAYS: Final = ("ongeldige-invoer", "onbekende-parameter", "interne-fout")
_ONE: Final = (*_ALWAYS, "resource-onbekend")
_BODY: Final = ("ontbrekende-combinatie", "invoer-te-groot", "mediatype-niet-ondersteund")
_VERSION: Final = ("versie-gewijzigd", "if-match-vereist")


def _kind(kind: str, included: str, excluded: str) -> dict[str, Any]:
    """An abonnement of this kind has the one address and not the other."""
    return {
        "properties": {"soort": {"const": kind}},
        "required": [included],
        "not": {"required": [excluded]},
    }


DESCRIPTIONS: Final[Mapping[str, Description]] = {
    "geefAbonnementen": Description(
        "Uw abonnementen", "Alle die uw afnemer voor deze school heeft.", shapes.Abonnementen, _ALWAYS
    ),
    "maakAbonnement": Description(
        "Een abonnement nemen",
        "Begint met de mutaties die vanaf nu komen. Een webhook krijgt een sleutel (`geheim`), die alleen in "
        "dit antwoord staat. Een wachtrij geeft u eerst het beleid uit `queueBeleid`; vraag dan "
        "om een testbericht en stuur het token daaruit terug (`PATCH`).",
        shapes.AbonnementMetGeheim,
        (*_ALWAYS, *_BODY, "abonnement-bestaat"),
        status="201",
        koppen=("ETag", "Location"),
        required=("soort",),
        conditions={"oneOf": [_kind("webhook", "url", "queueArn"), _kind("sqs", "queueArn", "url")]},
    ),
    "geefAbonnement": Description(
        "Een abonnement",
        "Met `toestand`: staat het aan, en zo nee waarom niet.",
        shapes.AbonnementOut,
        _ONE,
        koppen=("ETag",),
    ),
    "wijzigAbonnement": Description(
        "Een abonnement wijzigen",
        "Wat u niet noemt, blijft zoals het is; `filter` wordt in zijn geheel vervangen. Met een andere "
        "wachtrij begint het bewijs opnieuw.",
        shapes.AbonnementOut,
        (*_ONE, *_BODY, "abonnement-bestaat", *_VERSION),
        koppen=("ETag",),
        if_match=True,
    ),
    "beeindigAbonnement": Description(
        "Een abonnement beëindigen",
        "Binnen een halve minuut wordt niets meer verstuurd. Is het al beëindigd, dan is het antwoord 204.",
        None,
        (*_ONE, *_VERSION),
        status="204",
        if_match=True,
    ),
    "stuurTestbericht": Description(
        "Een testbericht sturen",
        "Eén poging, nu, met de uitkomst in het antwoord. Is een wachtrij nog niet bevestigd, dan staat er "
        "een token in. Tien tegelijk, daarna een per zes seconden. Een 410 zet het abonnement uit; naar een "
        "abonnement dat `afgemeld` is, wordt niets gestuurd (zet het eerst op `gepauzeerd` om te proberen).",
        shapes.Testuitkomst,
        _ONE,
    ),
    "leverOpnieuw": Description(
        "Opnieuw afleveren vanaf een moment",
        "Alles wat sindsdien genummerd is, komt nog eens, op volgorde, met hetzelfde `id` en `volgnummer`. "
        "Drie keer achter elkaar, daarna eens per tien minuten.",
        shapes.Herlevering,
        (*_ONE, *_BODY),
        status="202",
        required=("vanaf",),
    ),
    "wisselSleutel": Description(
        "De sleutel van een webhook wisselen",
        "De nieuwe staat alleen in dit antwoord. Een dag lang wordt met beide ondertekend, en met elke die "
        "er die dag nog tussen zat: bereikte het antwoord u niet, vraag het dan gerust nog eens.",
        shapes.AbonnementMetGeheim,
        (*_ONE, "versie-gewijzigd"),
        status="201",
        koppen=("ETag",),
    ),
    "geefAfleveringen": Description(
        "Wat er is afgeleverd", "Het nieuwste eerst.", shapes.Afleveringen, _ONE, koppen=("Link",)
    ),
    "geefMutaties": Description(
        "Mutaties volgen",
        "Het oudste eerst, tot 90 dagen terug. Lees verder met `volgendeCursor`, ook als `resultaten` leeg "
        "is. Met `abonnementId` alleen wat bij dat abonnement hoort, met zijn `volgnummer`: zo haalt u op "
        "wat u miste.",
        shapes.Mutaties,
        (*_ONE, "cursor-verlopen"),
        koppen=("Link",),
    ),
    "geefMutatie": Description("Een mutatie op ID", "Tot 90 dagen terug.", shapes.MutatieOut, _ONE),
    "verifieerReeks": Description(
        "Tot honderd erkenningen natrekken",
        "Elke controle zoals bij één erkenning; wat twee keer gevraagd wordt, gaat één keer naar SBB. Gaat "
        "er één mis, dan staat daar een `probleem`; de andere hebben hun antwoord. Vraag die ene opnieuw "
        "als `herhaalbaar` dat zegt. Waar de tijd niet aan toe kwam, staat `niet-gevraagd`.",
        shapes.Reeksuitkomst,
        (*_INPUT, *_BODY, "batch-te-groot", "niet-in-cache", *_BRON),
        required=("requests",),
    ),
    "zoekLeerbedrijven": Description(
        "Leerbedrijven vaststellen op naam en adres",
        "Ten minste de naam, of de postcode met het huisnummer. Past er geen, dan is de lijst leeg.",
        shapes.Leerbedrijven,
        (*_INPUT, "ontbrekende-combinatie", "te-veel-resultaten", *_BRON),
    ),
    "zoekLeerbedrijvenInLichaam": Description(
        "Leerbedrijven vaststellen, met de vraag in de body",
        "Hetzelfde, maar dan blijven namen van eenmanszaken buiten adressen en logboeken.",
        shapes.Leerbedrijven,
        (
            *_INPUT,
            "ontbrekende-combinatie",
            "te-veel-resultaten",
            "invoer-te-groot",
            "mediatype-niet-ondersteund",
            *_BRON,
        ),
        conditions={
            "anyOf": [{"required": ["naam"]}, {"required": ["postcode", "huisnummer"]}],
            "dependentRequired": {"huisnummer": ["postcode"]},
        },
    ),
    "geefLeerbedrijf": Description(
        "Een leerbedrijf vaststellen op ID",
        "Antwoordt ook voor historische leerbedrijven.",
        shapes.LeerbedrijfMetActualiteit,
        (*_INPUT, "leerbedrijf-onbekend", *_BRON),
    ),
    "geefErkenning": Description(
        "Een erkenning natrekken",
        "Is dit leerbedrijf erkend voor deze crebo of dit keuzedeel? Niet erkend is 200 met `erkend: false`. "
        "Over een BPVO beslist `erkendGehelePeriode`: vraag met haar eerste dag als `peildatum`, "
        "haar laatste als `totEnMet` en de `leerweg` van de student; alleen `true` is ja. `erkend` "
        "gaat over de peildatum alleen. Zonder `leerweg` staat in `leerwegen` waar BOL en BBL "
        "verschillen; `leerwegBekend: false` zegt dat SBB het niet vertelt.",
        shapes.NagetrokkenMetActualiteit,
        (*_INPUT, "leerbedrijf-onbekend", "code-onbekend", *_BRON),
    ),
    "geefErkenningen": Description(
        "Alle erkenningen van een leerbedrijf",
        "Elk beoordeeld op vandaag; ook wat verlopen, ingetrokken of toekomstig is. Voor één code "
        "kunnen er meer zijn, per `leerweg`; waar die ontbreekt (`leerwegBekend: false`), zegt SBB het niet.",
        shapes.Erkenningen,
        (*_INPUT, "leerbedrijf-onbekend", *_BRON),
    ),
    "geefDetailgegevens": Description(
        "Detailgegevens van een leerbedrijf",
        "Contactgegevens, contactpersonen en praktijkopleiders. Persoonsgegevens: vraag met `fields` alleen "
        "wat u nodig heeft, en bewaar het antwoord niet.",
        shapes.DetailgegevensMetActualiteit,
        (*_INPUT, "leerbedrijf-onbekend", *_BRON),
        part=True,
    ),
    "zoekLeerplaatsen": Description(
        "Leerplaatsen zoeken",
        "Blader met `volgendeCursor`, of volg de kop `Link`.",
        shapes.Leerplaatsen,
        (*_INPUT, "ontbrekende-combinatie", "te-veel-resultaten", *_BRON),
    ),
    "geefLeerplaats": Description(
        "Een leerplaats op ID",
        "Wat SBB er op ID niet bij geeft, ontbreekt.",
        shapes.LeerplaatsMetActualiteit,
        (*_INPUT, "resource-onbekend", *_BRON),
    ),
    "zoekErkenningen": Description(
        "Erkende leerbedrijven zoeken",
        "Dezelfde vraag, over erkenningen. Blader met `volgendeCursor`, of volg de kop `Link`.",
        shapes.GevondenErkenningen,
        (*_INPUT, "ontbrekende-combinatie", "te-veel-resultaten", *_BRON),
    ),
    "geefStatus": Description(
        "Wie is er aan zet bij een storing",
        "Zegt of deze facade werkt, en of SBB antwoordt. Zonder sleutel.",
        shapes.Toestand,
        (*_INPUT, "interne-fout"),
    ),
    "geefSchoolstatus": Description(
        "Hoe het staat met de school bij SBB",
        "Haar certificaat en licentie, SBB zelf, en of en hoeveel er namens haar gevraagd wordt. Voor wie "
        "een sleutel heeft, met welke scope ook. Nooit het certificaat of de licentie zelf.",
        shapes.Schoolstatus,
        (*_INPUT, "interne-fout"),
    ),
    "geefOpenapi": Description(
        "Dit document",
        "OpenAPI 3.1. Zonder sleutel, ook voor andere sites.",
        None,
        (*_INPUT, "interne-fout"),
        koppen=("ETag",),
    ),
    "geefAsyncapi": Description(
        "De wijzigingen die wij sturen, als document",
        "AsyncAPI 3.0: elke gebeurtenis, zoals zij naar een webhook of een wachtrij gaat. Zonder sleutel, "
        "ook voor andere sites.",
        None,
        (*_INPUT, "interne-fout"),
        koppen=("ETag",),
    ),
}
