"""The ports to a school's subscriptions at SBB: at SBB itself, and what we remember of them.

A subscription is what SBB sends mutaties for. It is not one of our own abonnementen, by which they go on.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, Protocol

from stagemarkt.ports.deadline import Deadline


class SbbAbonnement(NamedTuple):
    """A subscription as SBB has it.

    Attributes:
        abonnement_id: its GUID, in lower case.
        school: the BRIN.
        endpoint: where SBB sends to.
        ingangsdatum: its first day, None when that is not known.
        einddatum: its last day, None for no end.
    """

    abonnement_id: str
    school: str
    endpoint: str
    ingangsdatum: date | None
    einddatum: date | None


class SbbAbonnementen(Protocol):
    """SBB, asked on behalf of one school about its subscriptions.

    Every call ends before its `deadline` does and raises one of the errors of `stagemarkt.model.errors`.
    """

    def subscribe(self, endpoint: str, deadline: Deadline) -> SbbAbonnement:
        """Subscribe: from now on SBB tells this endpoint of every change that matters to the school."""
        ...

    def list_running(self, deadline: Deadline) -> Sequence[SbbAbonnement]:
        """The school's subscriptions that run; empty when it has none."""
        ...

    def end(self, abonnement_id: str, deadline: Deadline) -> bool:
        """End one; False when the school has no such subscription."""
        ...


class KnownSubscription(NamedTuple):
    """A subscription that we made, and so one whose messages we take.

    Attributes:
        abonnement_id: its GUID, in lower case.
        school: the BRIN.
        oin: of the school, which SBB names as the receiver.
        endpoint: where we told SBB to send to.
        sinds: when it was made, seconds since 1970.
    """

    abonnement_id: str
    school: str
    oin: str
    endpoint: str
    sinds: float


class AbonnementenBook(Protocol):
    """Remembers the subscriptions that we made. Every call raises StorageError when it cannot."""

    def remember(self, abonnement: KnownSubscription) -> None:
        """Remember it; one that is known keeps its `sinds`."""
        ...

    def forget(self, abonnement_id: str) -> None:
        """Forget it: its messages are refused from now on."""
        ...

    def find(self, abonnement_id: str) -> KnownSubscription | None:
        """The one with this GUID, None when it is not ours."""
        ...

    def everything(self) -> Sequence[KnownSubscription]:
        """All of them, of every school, oldest first."""
        ...
