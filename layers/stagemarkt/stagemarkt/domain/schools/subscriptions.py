"""The schools' subscriptions at SBB: making them, ending them, and whether they still run and point at us."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal, NamedTuple

from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.sbb_subscriptions import (
    AbonnementenBook,
    KnownSubscription,
    SbbAbonnement,
    SbbAbonnementen,
)

# `loopt`: as it should be. `elders`: SBB sends to another address. `weg`: SBB has no such subscription (any
# more). `vreemd`: it runs at SBB, but was not made here: what it brings is refused. `onbekend`: SBB could not
# be asked.
State = Literal["loopt", "elders", "weg", "vreemd", "onbekend"]


class SubscriptionFinding(NamedTuple):
    """How a subscription stands; `endpoint` is where SBB sends to, or what we know when SBB has none."""

    school: str
    abonnement_id: str
    endpoint: str
    stand: State
    ingangsdatum: date | None = None


class Subscriber(NamedTuple):
    """What subscribing needs.

    Attributes:
        sbb: SBB on behalf of a school.
        oin: of a school, as SBB knows it.
        book: what we remember.
        endpoint: where SBB must send to.
    """

    sbb: Callable[[str], SbbAbonnementen]
    oin: Callable[[str], str]
    book: AbonnementenBook
    endpoint: str

    def subscribe(self, school: str, now: float, deadline: Deadline) -> str:
        """Have SBB tell us of this school's mutaties; the subscription's GUID. Again gives the same one.

        Raises:
            FacadeError, StorageError: not done, or SBB has it and we do not know it yet; do it again.
        """
        sbb = self.sbb(school)
        running = next((a for a in sbb.list_running(deadline) if a.endpoint == self.endpoint), None)
        abonnement = running or sbb.subscribe(self.endpoint, deadline)
        self.book.remember(
            KnownSubscription(
                abonnement.abonnement_id, school, self.oin(school), abonnement.endpoint, round(now, 3)
            )
        )
        return abonnement.abonnement_id

    def examine(self, school: str, deadline: Deadline) -> Sequence[SubscriptionFinding]:
        """How every subscription of this school stands, at SBB and here. Raises FacadeError, StorageError."""
        known = [abonnement for abonnement in self.book.everything() if abonnement.school == school]
        return compare_with_sbb(known, self.sbb(school).list_running(deadline), self.endpoint)

    def cancel(self, school: str, abonnement_id: str | None, deadline: Deadline) -> Sequence[str]:
        """End one subscription, or every one that we made or that points at us; the GUIDs of those.

        Raises:
            FacadeError, StorageError: not, or not wholly, done; do it again.
        """
        sbb = self.sbb(school)
        if abonnement_id is None:
            to_end = [b.abonnement_id for b in self.examine(school, deadline) if self._is_ours(b)]
        else:
            to_end = [abonnement_id]
        done = []
        for number in to_end:
            known = self.book.find(number)
            # First at SBB: what still runs must stay known, or its messages would be refused.
            if sbb.end(number, deadline) or (known is not None and known.school == school):
                self.book.forget(number)
                done.append(number)
        return done

    def _is_ours(self, finding: SubscriptionFinding) -> bool:
        return finding.stand != "vreemd" or finding.endpoint == self.endpoint

    def check(self, deadline: Callable[[], Deadline]) -> Sequence[SubscriptionFinding]:
        """How the subscriptions of all schools that have any stand. Raises StorageError."""
        findings: list[SubscriptionFinding] = []
        everything = self.book.everything()
        for school in sorted({abonnement.school for abonnement in everything}):
            known = [abonnement for abonnement in everything if abonnement.school == school]
            try:
                findings += compare_with_sbb(known, self.sbb(school).list_running(deadline()), self.endpoint)
            except Exception:  # noqa: BLE001 - one school keeps nobody from the others
                findings += [
                    SubscriptionFinding(school, a.abonnement_id, a.endpoint, "onbekend") for a in known
                ]
        return findings


def compare_with_sbb(
    known: Sequence[KnownSubscription], running: Sequence[SbbAbonnement], endpoint: str
) -> Sequence[SubscriptionFinding]:
    """What we know of one school, held against what runs at SBB."""
    at_sbb = {abonnement.abonnement_id: abonnement for abonnement in running}
    findings = [_finding(abonnement, at_sbb.get(abonnement.abonnement_id), endpoint) for abonnement in known]
    of_ours = {abonnement.abonnement_id for abonnement in known}
    foreign = [
        SubscriptionFinding(a.school, a.abonnement_id, a.endpoint, "vreemd", a.ingangsdatum)
        for a in running
        if a.abonnement_id not in of_ours
    ]
    return [*findings, *foreign]


def _finding(known: KnownSubscription, running: SbbAbonnement | None, endpoint: str) -> SubscriptionFinding:
    if running is None:
        return SubscriptionFinding(known.school, known.abonnement_id, known.endpoint, "weg")
    state: State = "loopt" if running.endpoint == endpoint else "elders"
    return SubscriptionFinding(
        known.school, known.abonnement_id, running.endpoint, state, running.ingangsdatum
    )
