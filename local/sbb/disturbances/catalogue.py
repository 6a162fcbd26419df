"""Which disturbances are on, and which of them strikes a request."""

import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Disturbance:
    """A fault, for the requests that fit.

    Attributes:
        soort: what goes wrong; see `soorten.KINDS`.
        id: given by the list.
        operatie, brin, leerbedrijf_id: only for requests of this operation, from this school,
            about this leerbedrijf; None is all.
        keer: how many requests it strikes yet; None is until it is cleared.
        seconden: how long `vertraging` waits, how long a byte of `druppel…` takes, what Retry-After says.
        signaalcode, melding: what `signaalcode` answers.
        na_bytes: where `afgebroken` and `halve-xml` cut, how much `druppel` sends at once, how
            large `vloed` and `vloed-gzip` grow.
    """

    soort: str
    id: int = 0
    operatie: str | None = None
    keer: int | None = None
    brin: str | None = None
    leerbedrijf_id: str | None = None
    seconden: float | None = None
    signaalcode: int | None = None
    melding: str | None = None
    na_bytes: int | None = None

    def strikes(self, verzoek: "Features") -> bool:
        """Whether a request fits."""
        return (
            self.operatie in {None, verzoek.operatie}
            and self.brin in {None, verzoek.brin}
            and self.leerbedrijf_id in {None, verzoek.leerbedrijf_id}
        )


@dataclass(frozen=True)
class Features:
    """What a disturbance may look at in a request."""

    operatie: str | None
    brin: str | None
    leerbedrijf_id: str | None


DELAY = "vertraging"


class Disturbances:
    """The disturbances that are on, oldest first, for many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._active: list[Disturbance] = []

    def add(self, storing: Disturbance) -> Disturbance:
        """Switch a disturbance on, and give it with its number."""
        with self._lock:
            new = replace(storing, id=next(self._numbers))
            self._active.append(new)
        return new

    def everything(self) -> list[Disturbance]:
        """Give those that are on."""
        with self._lock:
            return list(self._active)

    def erase(self, disturbance_id: int | None = None) -> int:
        """Switch one off, or all; give how many that were."""
        with self._lock:
            over = [s for s in self._active if disturbance_id is not None and s.id != disturbance_id]
            aantal = len(self._active) - len(over)
            self._active = over
        return aantal

    def choose(self, verzoek: Features) -> tuple[Disturbance | None, Disturbance | None]:
        """Give the delay and the other fault that strike a request, and count them down."""
        with self._lock:
            return (
                self._take(verzoek, lambda storing: storing.soort == DELAY),
                self._take(verzoek, lambda storing: storing.soort != DELAY),
            )

    def _take(self, verzoek: Features, choice: Callable[[Disturbance], bool]) -> Disturbance | None:
        for plek, storing in enumerate(self._active):
            if not choice(storing) or not storing.strikes(verzoek):
                continue
            if storing.keer == 1:
                del self._active[plek]
            elif storing.keer is not None:
                self._active[plek] = replace(storing, keer=storing.keer - 1)
            return storing
        return None
