"""The operations about abonnementen and the feed, for the OpenAPI document."""

from collections.abc import Mapping
from typing import Any, Final

from stagemarkt.web.documents import shapes_mutaties as vormen
from stagemarkt.web.documents.descriptions import Beschrijving

_ALTIJD: Final = ("ongeldige-invoer", "onbekende-parameter", "interne-fout")
_EEN: Final = (*_ALTIJD, "resource-onbekend")
_LICHAAM: Final = ("ontbrekende-combinatie", "invoer-te-groot", "mediatype-niet-ondersteund")
_VERSIE: Final = ("versie-gewijzigd", "if-match-vereist")


def _soort(soort: str, wel: str, niet: str) -> dict[str, Any]:
    """An abonnement of this kind has the one address and not the other."""
    return {"properties": {"soort": {"const": soort}}, "required": [wel], "not": {"required": [niet]}}


BESCHRIJVINGEN: Final[Mapping[str, Beschrijving]] = {
    "geefAbonnementen": Beschrijving(
        "Uw abonnementen", "Alle die uw afnemer voor deze school heeft.", vormen.Abonnementen, _ALTIJD
    ),
    "maakAbonnement": Beschrijving(
        "Een abonnement nemen",
        "Begint met de mutaties die vanaf nu komen. Een webhook krijgt een sleutel (`geheim`), die alleen in "
        "dit antwoord staat. Een wachtrij geeft u eerst het beleid uit `queueBeleid`; vraag dan "
        "om een testbericht en stuur het token daaruit terug (`PATCH`).",
        vormen.AbonnementMetGeheim,
        (*_ALTIJD, *_LICHAAM, "abonnement-bestaat"),
        status="201",
        koppen=("ETag", "Location"),
        vereist=("soort",),
        voorwaarden={"oneOf": [_soort("webhook", "url", "queueArn"), _soort("sqs", "queueArn", "url")]},
    ),
    "geefAbonnement": Beschrijving(
        "Een abonnement",
        "Met `toestand`: staat het aan, en zo nee waarom niet.",
        vormen.Abonnement,
        _EEN,
        koppen=("ETag",),
    ),
    "wijzigAbonnement": Beschrijving(
        "Een abonnement wijzigen",
        "Wat u niet noemt, blijft zoals het is; `filter` wordt in zijn geheel vervangen. Met een andere "
        "wachtrij begint het bewijs opnieuw.",
        vormen.Abonnement,
        (*_EEN, *_LICHAAM, "abonnement-bestaat", *_VERSIE),
        koppen=("ETag",),
        if_match=True,
    ),
    "beeindigAbonnement": Beschrijving(
        "Een abonnement beëindigen",
        "Binnen een halve minuut wordt niets meer verstuurd. Is het al beëindigd, dan is het antwoord 204.",
        None,
        (*_EEN, *_VERSIE),
        status="204",
        if_match=True,
    ),
    "stuurTestbericht": Beschrijving(
        "Een testbericht sturen",
        "Eén poging, nu, met de uitkomst in het antwoord. Is een wachtrij nog niet bevestigd, dan staat er "
        "een token in. Tien tegelijk, daarna een per zes seconden. Een 410 zet het abonnement uit; naar een "
        "abonnement dat `afgemeld` is, wordt niets gestuurd (zet het eerst op `gepauzeerd` om te proberen).",
        vormen.Testuitkomst,
        _EEN,
    ),
    "leverOpnieuw": Beschrijving(
        "Opnieuw afleveren vanaf een moment",
        "Alles wat sindsdien genummerd is, komt nog eens, op volgorde, met hetzelfde `id` en `volgnummer`. "
        "Drie keer achter elkaar, daarna eens per tien minuten.",
        vormen.Herlevering,
        (*_EEN, *_LICHAAM),
        status="202",
        vereist=("vanaf",),
    ),
    "wisselSleutel": Beschrijving(
        "De sleutel van een webhook wisselen",
        "De nieuwe staat alleen in dit antwoord. Een dag lang wordt met beide ondertekend, en met elke die "
        "er die dag nog tussen zat: bereikte het antwoord u niet, vraag het dan gerust nog eens.",
        vormen.AbonnementMetGeheim,
        (*_EEN, "versie-gewijzigd"),
        status="201",
        koppen=("ETag",),
    ),
    "geefAfleveringen": Beschrijving(
        "Wat er is afgeleverd", "Het nieuwste eerst.", vormen.Afleveringen, _EEN, koppen=("Link",)
    ),
    "geefMutaties": Beschrijving(
        "Mutaties volgen",
        "Het oudste eerst, tot 90 dagen terug. Lees verder met `volgendeCursor`, ook als `resultaten` leeg "
        "is. Met `abonnementId` alleen wat bij dat abonnement hoort, met zijn `volgnummer`: zo haalt u op "
        "wat u miste.",
        vormen.Mutaties,
        (*_EEN, "cursor-verlopen"),
        koppen=("Link",),
    ),
    "geefMutatie": Beschrijving("Een mutatie op ID", "Tot 90 dagen terug.", vormen.Mutatie, _EEN),
}
