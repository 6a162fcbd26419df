"""The warnings that an operator gets, in words: what is the matter, for whom, and what to do."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from stagemarkt.domain.schools.subscriptions import State, SubscriptionFinding
from stagemarkt.ports.standing import OperatorWarning, RefusalKind

_SET_CERTIFICATE: Final = "stagemarkt school certificaat --school {school} --pfx bestand.pfx"
_REFUSALS: Final[dict[RefusalKind, tuple[str, str]]] = {
    "licentie": (
        "School {school}: SBB weigert de licentie",
        """SBB accepteert de licentie van school {school} niet{signaal}.
Zolang dat zo is krijgt niemand antwoord namens deze school, behalve wat hier nog bewaard is.

De school kan bij SBB navragen hoe het met haar licentie staat. Een andere licentie stelt u in met
`stagemarkt school licentie`; zij is binnen vijf minuten in gebruik.""",
    ),
    "certificaat": (
        "School {school}: SBB weigert het certificaat",
        f"""SBB accepteert het certificaat van school {{school}} niet{{signaal}}.
Zolang dat zo is krijgt niemand antwoord namens deze school, behalve wat hier nog bewaard is.

Kijk of het verlopen of ingetrokken is, en of SBB het bij de licentie van de school heeft geregistreerd.
Een ander certificaat stelt u in met `{_SET_CERTIFICATE}`;
het is binnen vijf minuten in gebruik.""",
    ),
    "wisseling": (
        "School {school}: SBB kent het nieuwe certificaat nog niet",
        """SBB weigert het nieuwe certificaat van school {school}{signaal}.
Het vorige doet nog dienst: wie om gegevens vraagt merkt er niets van, tot het vorige verloopt.

Laat de school het nieuwe certificaat bij SBB registreren. Het wordt elke vijf minuten opnieuw geprobeerd en
komt vanzelf in gebruik.""",
    ),
}
_EXPIRES: Final = (
    "Het certificaat waarmee deze facade zich namens school {school} bij SBB meldt, verloopt op {dag} (UTC): "
    "over {dagen} dagen. Daarna krijgt niemand antwoord namens deze school.\n\n"
    "Laat de school een nieuw certificaat aanvragen en bij SBB registreren, en stel het in met "
    f"`{_SET_CERTIFICATE}`. Het oude blijft dienstdoen totdat SBB het nieuwe kent."
)
_EXPIRED: Final = (
    "Het certificaat waarmee deze facade zich namens school {school} bij SBB meldt, is op {dag} (UTC) "
    "verlopen. Er is geen antwoord van SBB meer namens deze school.\n\n"
    f"Stel een nieuw certificaat in met `{_SET_CERTIFICATE}`; het is binnen vijf minuten in gebruik."
)
_CA: Final = (
    "Het CA-certificaat waarmee deze facade SBB herkent, {loopt} op {dag} (UTC). Daarna wordt SBB niet meer "
    "vertrouwd en krijgt niemand antwoord, namens geen enkele school.\n\n"
    "Vraag SBB naar het nieuwe CA-certificaat en zet het naast het oude in het geheim `sbb`; zie "
    "docs/operations.md."
)
_UNUSABLE: Final = (
    "Het geheim van {van} is niet bruikbaar: {reden}. Zolang dat zo is krijgt niemand antwoord {voor}.\n\n"
    "Zet het geheim opnieuw; zie docs/operations.md, onder Secrets."
)
_SUBSCRIBE: Final = "stagemarkt school abonneer --school {school}"
_SUBSCRIPTIONS: Final[Mapping[State, tuple[str, str]]] = {
    "weg": (
        "School {school}: het abonnement op mutaties loopt niet meer",
        f"""SBB heeft abonnement {{abonnement}} van school {{school}} niet meer.
Wijzigingen van erkenningen komen niet meer binnen: wie hier op wijzigingen van deze school is geabonneerd
hoort niets.

Neem het opnieuw: `{_SUBSCRIBE}`.""",
    ),
    "elders": (
        "School {school}: SBB stuurt mutaties naar een ander adres",
        f"""Abonnement {{abonnement}} van school {{school}} wijst naar {{endpoint}}, niet naar deze facade.
Wijzigingen van erkenningen komen niet binnen.

Neem er een op het goede adres: `{_SUBSCRIBE}`.""",
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

Neem het over met `{_SUBSCRIBE}`, of beeindig het met
`stagemarkt school opzeggen --school {{school}} --abonnement {{abonnement}}`.""",
    ),
}
# Why a secret is of no use, by the code that is kept.
REASONS: Final = {
    "onvolledig": "er ontbreekt een OIN, licentie, certificaat of sleutel, of het is geen object van teksten",
    "onleesbaar": "het certificaat of de sleutel is geen leesbare PEM, of zij horen niet bij elkaar",
    "ongeschikt": "met deze soort sleutel komt geen TLS-verbinding tot stand; neem RSA of EC P-256",
}
# The watch's name for the secret that holds SBB's CA.
SBB: Final = "sbb"


def refused_warning(school: str, kind: RefusalKind, signaalcode: int | None) -> OperatorWarning:
    """SBB refuses the school."""
    subject, text = _REFUSALS[kind]
    sbb_signal = "" if signaalcode is None else f" (signaalcode {signaalcode})"
    return OperatorWarning(
        school, kind, subject.format(school=school), text.format(school=school, signaal=sbb_signal)
    )


def expiry_warning(school: str, geldig_tot: int, days: int) -> OperatorWarning:
    """A certificate has `days` days left; 0 for none."""
    day = datetime.fromtimestamp(geldig_tot, UTC).date().isoformat()
    if school == SBB:
        text = _CA.format(dag=day, loopt="is verlopen" if days == 0 else "verloopt")
        who = "CA-certificaat van SBB"
    else:
        text = (_EXPIRED if days == 0 else _EXPIRES).format(school=school, dag=day, dagen=days)
        who = f"School {school}: certificaat"
    when = "is verlopen" if days == 0 else f"verloopt over {days} dagen"
    return OperatorWarning(school, "verlopen" if days == 0 else "verloopt", f"{who} {when}", text)


def unusable_warning(school: str, reason: str) -> OperatorWarning:
    """A secret cannot be used, whatever SBB thinks of it; `reason` is one of `REASONS`."""
    van, before = ("SBB", "van SBB") if school == SBB else (f"school {school}", "namens deze school")
    text = _UNUSABLE.format(van=van, voor=before, reden=REASONS[reason])
    return OperatorWarning(school, reason, f"Geheim van {van} niet bruikbaar", text)


def subscription_warnings(
    findings: Sequence[SubscriptionFinding], endpoint: str
) -> Sequence[OperatorWarning]:
    """One for each subscription that is not as it should be; a stranger's counts when it points at us."""
    return [
        _subscription_warning(finding)
        for finding in findings
        if finding.stand in _SUBSCRIPTIONS and (finding.stand != "vreemd" or finding.endpoint == endpoint)
    ]


def _subscription_warning(finding: SubscriptionFinding) -> OperatorWarning:
    subject, text = _SUBSCRIPTIONS[finding.stand]
    fields = {
        "school": finding.school,
        "abonnement": finding.abonnement_id,
        "endpoint": finding.endpoint,
    }
    return OperatorWarning(
        finding.school, f"abonnement-{finding.stand}", subject.format(**fields), text.format(**fields)
    )
