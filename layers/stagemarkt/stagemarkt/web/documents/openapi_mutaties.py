"""The operations about abonnementen and the feed, for the OpenAPI document."""

from collections.abc import Mapping
from typing import Any, Final

from stagemarkt.web.documents import shapes_mutaties as forms
from stagemarkt.web.documents.descriptions import Description

_ALWAYS: Final = ("ongeldige-invoer", "onbekende-parameter", "interne-fout")
_ONE: Final = (*_ALWAYS, "resource-onbekend")
_BODY: Final = ("ontbrekende-combinatie", "invoer-te-groot", "mediatype-niet-ondersteund")
_VERSION: Final = ("versie-gewijzigd", "if-match-vereist")


def _kind(soort: str, included: str, excluded: str) -> dict[str, Any]:
    """An abonnement of this kind has the one address and not the other."""
    return {
        "properties": {"soort": {"const": soort}},
        "required": [included],
        "not": {"required": [excluded]},
    }


DESCRIPTIONS: Final[Mapping[str, Description]] = {
    "geefAbonnementen": Description(
        "Uw abonnementen", "Alle die uw afnemer voor deze school heeft.", forms.Abonnementen, _ALWAYS
    ),
    "maakAbonnement": Description(
        "Een abonnement nemen",
        "Begint met de mutaties die vanaf nu komen. Een webhook krijgt een sleutel (`geheim`), die alleen in "
        "dit antwoord staat. Een wachtrij geeft u eerst het beleid uit `queueBeleid`; vraag dan "
        "om een testbericht en stuur het token daaruit terug (`PATCH`).",
        forms.AbonnementMetGeheim,
        (*_ALWAYS, *_BODY, "abonnement-bestaat"),
        status="201",
        koppen=("ETag", "Location"),
        required=("soort",),
        conditions={"oneOf": [_kind("webhook", "url", "queueArn"), _kind("sqs", "queueArn", "url")]},
    ),
    "geefAbonnement": Description(
        "Een abonnement",
        "Met `toestand`: staat het aan, en zo nee waarom niet.",
        forms.AbonnementOut,
        _ONE,
        koppen=("ETag",),
    ),
    "wijzigAbonnement": Description(
        "Een abonnement wijzigen",
        "Wat u niet noemt, blijft zoals het is; `filter` wordt in zijn geheel vervangen. Met een andere "
        "wachtrij begint het bewijs opnieuw.",
        forms.AbonnementOut,
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
        forms.Testuitkomst,
        _ONE,
    ),
    "leverOpnieuw": Description(
        "Opnieuw afleveren vanaf een moment",
        "Alles wat sindsdien genummerd is, komt nog eens, op volgorde, met hetzelfde `id` en `volgnummer`. "
        "Drie keer achter elkaar, daarna eens per tien minuten.",
        forms.Herlevering,
        (*_ONE, *_BODY),
        status="202",
        required=("vanaf",),
    ),
    "wisselSleutel": Description(
        "De sleutel van een webhook wisselen",
        "De nieuwe staat alleen in dit antwoord. Een dag lang wordt met beide ondertekend, en met elke die "
        "er die dag nog tussen zat: bereikte het antwoord u niet, vraag het dan gerust nog eens.",
        forms.AbonnementMetGeheim,
        (*_ONE, "versie-gewijzigd"),
        status="201",
        koppen=("ETag",),
    ),
    "geefAfleveringen": Description(
        "Wat er is afgeleverd", "Het nieuwste eerst.", forms.Afleveringen, _ONE, koppen=("Link",)
    ),
    "geefMutaties": Description(
        "Mutaties volgen",
        "Het oudste eerst, tot 90 dagen terug. Lees verder met `volgendeCursor`, ook als `resultaten` leeg "
        "is. Met `abonnementId` alleen wat bij dat abonnement hoort, met zijn `volgnummer`: zo haalt u op "
        "wat u miste.",
        forms.Mutaties,
        (*_ONE, "cursor-verlopen"),
        koppen=("Link",),
    ),
    "geefMutatie": Description("Een mutatie op ID", "Tot 90 dagen terug.", forms.MutatieOut, _ONE),
}
