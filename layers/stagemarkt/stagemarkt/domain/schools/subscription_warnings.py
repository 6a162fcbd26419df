"""What an operator must hear of a school's subscription at SBB, in words."""

from collections.abc import Mapping, Sequence
from typing import Final

from stagemarkt.domain.schools.subscriptions import Bevinding, Stand
from stagemarkt.ports.standing import Waarschuwing

_HERSTEL: Final = "stagemarkt school abonneer --school {school}"
_TEKSTEN: Final[Mapping[Stand, tuple[str, str]]] = {
    "weg": (
        "School {school}: het abonnement op mutaties loopt niet meer",
        f"""SBB heeft abonnement {{abonnement}} van school {{school}} niet meer.
Wijzigingen van erkenningen komen niet meer binnen: wie hier op wijzigingen van deze school is geabonneerd
hoort niets.

Neem het opnieuw: `{_HERSTEL}`.""",
    ),
    "elders": (
        "School {school}: SBB stuurt mutaties naar een ander adres",
        f"""Abonnement {{abonnement}} van school {{school}} wijst naar {{endpoint}}, niet naar deze facade.
Wijzigingen van erkenningen komen niet binnen.

Neem er een op het goede adres: `{_HERSTEL}`.""",
    ),
    "onbekend": (
        "School {school}: het abonnement op mutaties is niet te controleren",
        """SBB was niet te vragen naar de abonnementen van school {school}.
Morgen wordt het opnieuw geprobeerd; eerder kan met `stagemarkt school abonnementen --school {school}`.""",
    ),
    "vreemd": (
        "School {school}: bij SBB loopt een abonnement dat hier niet bekend is",
        f"""Abonnement {{abonnement}} van school {{school}} wijst naar {{endpoint}}, maar is hier niet bekend.
Wat het brengt wordt geweigerd, en bewaard.

Neem het over met `{_HERSTEL}`, of beeindig het met
`stagemarkt school opzeggen --school {{school}} --abonnement {{abonnement}}`.""",
    ),
}


def waarschuwingen(bevindingen: Sequence[Bevinding], endpoint: str) -> Sequence[Waarschuwing]:
    """One for each subscription that is not as it should be; a stranger's counts when it points at us."""
    return [
        _waarschuwing(bevinding)
        for bevinding in bevindingen
        if bevinding.stand in _TEKSTEN and (bevinding.stand != "vreemd" or bevinding.endpoint == endpoint)
    ]


def _waarschuwing(bevinding: Bevinding) -> Waarschuwing:
    onderwerp, tekst = _TEKSTEN[bevinding.stand]
    velden = {
        "school": bevinding.school,
        "abonnement": bevinding.abonnement_id,
        "endpoint": bevinding.endpoint,
    }
    return Waarschuwing(
        bevinding.school, f"abonnement-{bevinding.stand}", onderwerp.format(**velden), tekst.format(**velden)
    )
