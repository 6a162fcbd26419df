"""What is known of a school's standing with SBB, judged: its certificate and its licence."""

from typing import Final, Literal, NamedTuple

from stagemarkt.domain.schools.certificate_watch import THRESHOLDS, dagen_over
from stagemarkt.ports.standing import KeptStanding, RefusalKind

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
SchoolVerdict = Literal["in-orde", "let-op", "verstoord", "onbekend"]
_DISTURBED: Final = frozenset({"geweigerd", "verlopen", "onbruikbaar", "nog-niet-geldig"})
_ATTENTION: Final = frozenset({"verloopt", "terugval"})


class SchoolStanding(NamedTuple):
    """The judgements; `status` is the worst of them.

    Attributes:
        dagen_over: None where the end of the certificate is not known.
        certificate_at: when SBB last took this certificate, seconds since 1970; None if never.
        licentie_at: the same of this licence.
    """

    status: SchoolVerdict
    certificaat: CertificateVerdict
    licentie: LicentieVerdict
    dagen_over: int | None
    certificate_at: float | None = None
    licentie_at: float | None = None


def judge_school(condition: KeptStanding, now: int) -> SchoolStanding:
    """Judge what is known at `now`, seconds since 1970."""
    certificate, licentie = _certificate(condition, now), _licentie(condition)
    state = condition.certificaat
    verdicts = {certificate, licentie}
    status: SchoolVerdict = (
        "verstoord"
        if verdicts & _DISTURBED
        else "let-op"
        if verdicts & _ATTENTION
        else "in-orde"
        if "in-orde" in verdicts and "nog-niet-geprobeerd" not in verdicts
        else "onbekend"
    )
    if state is None:
        return SchoolStanding(status, certificate, licentie, None)
    passed = condition.passed
    return SchoolStanding(
        status,
        certificate,
        licentie,
        dagen_over(state.geldig_tot, now),
        passed.get(state.fingerprint),
        passed.get(state.licentie_mark) if state.licentie_mark is not None else None,
    )


def _certificate(condition: KeptStanding, now: int) -> CertificateVerdict:  # noqa: PLR0911 - a table, worst first
    state = condition.certificaat
    if condition.unusable is not None:
        return "onbruikbaar"
    if state is not None and state.geldig_tot <= now:
        return "verlopen"
    if state is not None and now < state.valid_from:
        return "nog-niet-geldig"
    if is_refused(condition, "certificaat"):
        return "geweigerd"
    if is_refused(condition, "wisseling"):
        return "terugval"
    if state is None:
        return "in-orde" if condition.laatste_succes is not None else "onbekend"
    if dagen_over(state.geldig_tot, now) <= max(THRESHOLDS):
        return "verloopt"
    return "in-orde" if state.fingerprint in condition.passed else "nog-niet-geprobeerd"


def _licentie(condition: KeptStanding) -> LicentieVerdict:
    if is_refused(condition, "licentie"):
        return "geweigerd"
    state = condition.certificaat
    if state is not None and state.licentie_mark is not None:
        return "in-orde" if state.licentie_mark in condition.passed else "nog-niet-geprobeerd"
    return "in-orde" if condition.laatste_succes is not None else "onbekend"


def is_refused(condition: KeptStanding, kind: RefusalKind) -> bool:
    """Whether the last that was seen of this is a refusal: of what stands there now, not what was."""
    refusal, state = condition.refusals.get(kind), condition.certificaat
    if refusal is None:
        return False
    currently_set = (
        None if state is None else state.licentie_mark if kind == "licentie" else state.fingerprint
    )
    if refusal.merk is None or currently_set is None:
        good = refusal.recovered_at if kind == "wisseling" else condition.laatste_succes
    elif refusal.merk != currently_set:
        return False
    else:
        moments = [refusal.recovered_at if kind == "wisseling" else None, condition.passed.get(currently_set)]
        good = max((moment for moment in moments if moment is not None), default=None)
    return good is None or refusal.at >= good
