"""What is known of a school's standing with SBB, judged: its certificate and its licence."""

from typing import Final, Literal, NamedTuple

from stagemarkt.domain.schools.certificate_watch import THRESHOLDS, dagen_over
from stagemarkt.ports.standing import KeptStanding, Kind

CertificateVerdict = Literal[
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
LicentieVerdict = Literal["in-orde", "nog-niet-geprobeerd", "geweigerd", "onbekend"]
Verdict = Literal["in-orde", "let-op", "verstoord", "onbekend"]
_DISTURBED: Final = frozenset({"geweigerd", "verlopen", "onbruikbaar", "nog-niet-geldig"})
_ATTENTION: Final = frozenset({"verloopt", "terugval"})


class SchoolStanding(NamedTuple):
    """The judgements; `status` is the worst of them.

    Attributes:
        dagen_over: None where the end of the certificate is not known.
        certificate_at: when SBB last took this certificate, seconds since 1970; None if never.
        licentie_at: the same of this licence.
    """

    status: Verdict
    certificaat: CertificateVerdict
    licentie: LicentieVerdict
    dagen_over: int | None
    certificate_at: float | None = None
    licentie_at: float | None = None


def judge_school(toestand: KeptStanding, now: int) -> SchoolStanding:
    """Judge what is known at `now`, seconds since 1970."""
    certificaat, licentie = _certificate(toestand, now), _licentie(toestand)
    stand = toestand.certificaat
    verdicts = {certificaat, licentie}
    status: Verdict = (
        "verstoord"
        if verdicts & _DISTURBED
        else "let-op"
        if verdicts & _ATTENTION
        else "in-orde"
        if "in-orde" in verdicts and "nog-niet-geprobeerd" not in verdicts
        else "onbekend"
    )
    if stand is None:
        return SchoolStanding(status, certificaat, licentie, None)
    passed = toestand.passed
    return SchoolStanding(
        status,
        certificaat,
        licentie,
        dagen_over(stand.geldig_tot, now),
        passed.get(stand.fingerprint),
        passed.get(stand.licentie_mark) if stand.licentie_mark is not None else None,
    )


def _certificate(toestand: KeptStanding, now: int) -> CertificateVerdict:  # noqa: PLR0911 - a table, worst first
    stand = toestand.certificaat
    if toestand.unusable is not None:
        return "onbruikbaar"
    if stand is not None and stand.geldig_tot <= now:
        return "verlopen"
    if stand is not None and now < stand.valid_from:
        return "nog-niet-geldig"
    if is_refused(toestand, "certificaat"):
        return "geweigerd"
    if is_refused(toestand, "wisseling"):
        return "terugval"
    if stand is None:
        return "in-orde" if toestand.laatste_succes is not None else "onbekend"
    if dagen_over(stand.geldig_tot, now) <= max(THRESHOLDS):
        return "verloopt"
    return "in-orde" if stand.fingerprint in toestand.passed else "nog-niet-geprobeerd"


def _licentie(toestand: KeptStanding) -> LicentieVerdict:
    if is_refused(toestand, "licentie"):
        return "geweigerd"
    stand = toestand.certificaat
    if stand is not None and stand.licentie_mark is not None:
        return "in-orde" if stand.licentie_mark in toestand.passed else "nog-niet-geprobeerd"
    return "in-orde" if toestand.laatste_succes is not None else "onbekend"


def is_refused(toestand: KeptStanding, soort: Kind) -> bool:
    """Whether the last that was seen of this is a refusal: of what stands there now, not what was."""
    refusal, stand = toestand.refusals.get(soort), toestand.certificaat
    if refusal is None:
        return False
    currently_set = (
        None if stand is None else stand.licentie_mark if soort == "licentie" else stand.fingerprint
    )
    if refusal.merk is None or currently_set is None:
        good = refusal.recovered_at if soort == "wisseling" else toestand.laatste_succes
    elif refusal.merk != currently_set:
        return False
    else:
        moments = [refusal.recovered_at if soort == "wisseling" else None, toestand.passed.get(currently_set)]
        good = max((moment for moment in moments if moment is not None), default=None)
    return good is None or refusal.at >= good
