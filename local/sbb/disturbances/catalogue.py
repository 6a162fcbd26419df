"""Which storingen are on, and which of them strikes a request."""

import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Storing:
    """A fault, for the requests that fit.

    Attributes:
        soort: what goes wrong; see `soorten.SOORTEN`.
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

    def treft(self, verzoek: "Kenmerken") -> bool:
        """Whether a request fits."""
        return (
            self.operatie in {None, verzoek.operatie}
            and self.brin in {None, verzoek.brin}
            and self.leerbedrijf_id in {None, verzoek.leerbedrijf_id}
        )


@dataclass(frozen=True)
class Kenmerken:
    """What a storing may look at in a request."""

    operatie: str | None
    brin: str | None
    leerbedrijf_id: str | None


VERTRAGING = "vertraging"


class Storingen:
    """The storingen that are on, oldest first, for many threads."""

    def __init__(self) -> None:
        self._slot = threading.Lock()
        self._nummers = itertools.count(1)
        self._aan: list[Storing] = []

    def voeg_toe(self, storing: Storing) -> Storing:
        """Switch a storing on, and give it with its number."""
        with self._slot:
            nieuw = replace(storing, id=next(self._nummers))
            self._aan.append(nieuw)
        return nieuw

    def alle(self) -> list[Storing]:
        """Give those that are on."""
        with self._slot:
            return list(self._aan)

    def wis(self, storing_id: int | None = None) -> int:
        """Switch one off, or all; give how many that were."""
        with self._slot:
            over = [s for s in self._aan if storing_id is not None and s.id != storing_id]
            aantal = len(self._aan) - len(over)
            self._aan = over
        return aantal

    def kies(self, verzoek: Kenmerken) -> tuple[Storing | None, Storing | None]:
        """Give the delay and the other fault that strike a request, and count them down."""
        with self._slot:
            return (
                self._neem(verzoek, lambda storing: storing.soort == VERTRAGING),
                self._neem(verzoek, lambda storing: storing.soort != VERTRAGING),
            )

    def _neem(self, verzoek: Kenmerken, keuze: Callable[[Storing], bool]) -> Storing | None:
        for plek, storing in enumerate(self._aan):
            if not keuze(storing) or not storing.treft(verzoek):
                continue
            if storing.keer == 1:
                del self._aan[plek]
            elif storing.keer is not None:
                self._aan[plek] = replace(storing, keer=storing.keer - 1)
            return storing
        return None
