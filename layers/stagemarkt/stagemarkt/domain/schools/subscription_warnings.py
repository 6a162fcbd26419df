"""What an operator must hear of a school's subscription at SBB, in words."""

from collections.abc import Mapping, Sequence
from typing import Final

from stagemarkt.domain.schools.subscriptions import State, SubscriptionFinding
from stagemarkt.ports.standing import OperatorWarning

_REMEDY: Final = "stagemarkt school abonneer --school {school}"
_TEXTS: Final[Mapping[State, tuple[str, str]]] = {
    "weg": (
        "School {school}: het abonnement op mutaties loopt niet meer",
        f"""SBB heeft abonnement {{abonnement}} van school {{school}} niet meer.
Wijzigingen van erkenningen komen niet meer binnen: wie hier op wijzigingen van deze school is geabonneerd
hoort niets.

Neem het opnieuw: `{_REMEDY}`.""",
    ),
    "elders": (
        "School {school}: SBB stuurt mutaties naar een ander adres",
        f"""Abonnement {{abonnement}} van school {{school}} wijst naar {{endpoint}}, niet naar deze facade.
Wijzigingen van erkenningen komen niet binnen.

Neem er een op het goede adres: `{_REMEDY}`.""",
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

Neem het over met `{_REMEDY}`, of beeindig het met
`stagemarkt school opzeggen --school {{school}} --abonnement {{abonnement}}`.""",
    ),
}


def all_warnings(findings: Sequence[SubscriptionFinding], endpoint: str) -> Sequence[OperatorWarning]:
    """One for each subscription that is not as it should be; a stranger's counts when it points at us."""
    return [
        _warning(finding)
        for finding in findings
        if finding.stand in _TEXTS and (finding.stand != "vreemd" or finding.endpoint == endpoint)
    ]


def _warning(finding: SubscriptionFinding) -> OperatorWarning:
    onderwerp, tekst = _TEXTS[finding.stand]
    velden = {
        "school": finding.school,
        "abonnement": finding.abonnement_id,
        "endpoint": finding.endpoint,
    }
    return OperatorWarning(
        finding.school, f"abonnement-{finding.stand}", onderwerp.format(**velden), tekst.format(**velden)
    )
