"""The daily watch over certificates: whom to warn of what, a pure decision; and the round past them all."""

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from stagemarkt.domain.guard.refusals import Warner
from stagemarkt.domain.schools.operator_warnings import SBB, expiry_warning, unusable_warning
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.records import Records, Refused
from stagemarkt.ports.schools import CertificateSource, SeenCertificate
from stagemarkt.ports.standing import CertificateState, KeptStanding, OperatorWarner, OperatorWarning

# Days left at which an operator is warned, once each; 0 is expired.
THRESHOLDS: Final = (60, 30, 14, 7, 0)
DAY: Final = 86_400


class CertificateFinding(NamedTuple):
    """What to keep of a school, and what to tell the operator, if anything."""

    stand: CertificateState | None
    unusable: str | None
    warning: OperatorWarning | None


def dagen_over(geldig_tot: int, now: int) -> int:
    """Whole days that a certificate is still valid, rounded up; 0 when it is not."""
    return max(0, -((now - geldig_tot) // DAY))


def threshold_for(geldig_tot: int, now: int) -> int | None:
    """The lowest threshold that has been reached; None when the end is further off than the first."""
    days = dagen_over(geldig_tot, now)
    return min((threshold for threshold in THRESHOLDS if days <= threshold), default=None)


def judge_certificate(school: str, seen: SeenCertificate, was: KeptStanding, now: int) -> CertificateFinding:
    """Judge what was seen of `school` at `now` against what was known of it.

    Each threshold is told once per certificate, and only the lowest that was reached; a secret that is of
    no use is told once per reason.
    """
    if seen.unusable is not None:
        new = seen.unusable != was.unusable
        return CertificateFinding(
            None, seen.unusable, unusable_warning(school, seen.unusable) if new else None
        )
    known = was.certificaat
    same = known is not None and known.fingerprint == seen.fingerprint
    gewaarschuwd = known.warned_for if known is not None and same else None
    threshold = threshold_for(seen.geldig_tot, now)
    warning = None
    if threshold is not None and (gewaarschuwd is None or threshold < gewaarschuwd):
        warning = expiry_warning(school, seen.geldig_tot, dagen_over(seen.geldig_tot, now))
        gewaarschuwd = threshold
    state = CertificateState(
        seen.fingerprint,
        seen.valid_from,
        seen.geldig_tot,
        now,
        gewaarschuwd,
        seen.previous_until,
        seen.licentie_mark,
    )
    return CertificateFinding(state, None, warning)


class WatchRound(NamedTuple):
    """What a round came to: how many secrets were looked at, warned of, and could not be looked at."""

    bekeken: int
    gewaarschuwd: int
    mislukt: int


class CertificateWatch:
    """Goes past the secrets and tells the operator what must be told.

    Args:
        bron: shows the certificates.
        records: what is known of each school.
        warner: tells the operator.
        report: told of a school that could not be looked at; the round goes on.
    """

    def __init__(
        self,
        bron: CertificateSource,
        records: Records,
        warner: OperatorWarner,
        report: Callable[[str, StorageError], None],
    ) -> None:
        self._bron = bron
        self._records = records
        self._warner = warner
        self._report = report

    def go_round(self, now: int, scholen: Iterable[str] | None = None) -> WatchRound:
        """One round at `now` (seconds since 1970) past these schools, or past all of them and SBB.

        Raises:
            StorageError: which schools there are cannot be known.
        """
        bekeken = gewaarschuwd = mislukt = 0
        for school in [*self._bron.scholen(), SBB] if scholen is None else scholen:
            try:
                gewaarschuwd += self._inspect(school, now)
                bekeken += 1
            except Exception as error:  # noqa: BLE001 - one school's secret keeps nobody from the others
                mislukt += 1
                self._report(
                    school, error if isinstance(error, StorageError) else StorageError(type(error).__name__)
                )
        return WatchRound(bekeken, gewaarschuwd, mislukt)

    def _inspect(self, school: str, now: int) -> int:
        was = self._records.school(school).standing
        finding = judge_certificate(school, self._bron.examine(school), was, now)
        # Told first, kept after: what goes wrong in between is told twice, never not at all.
        if finding.warning is not None:
            self._warner.warn(finding.warning)
        self._records.keep_certificate(school, finding.stand, finding.unusable)
        warner = Warner(self._records, lambda: self._warner, self._report)
        # What a function saw refused, and could not tell.
        unreported = [
            kind
            for kind, refusal in was.refusals.items()
            if refusal.warned_at is None
            and warner.warn(school, Refused(kind, refusal.signaalcode, refusal.merk), was, now)
        ]
        return len(unreported) + (finding.warning is not None)
