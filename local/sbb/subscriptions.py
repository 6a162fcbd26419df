"""The running abonnementen on changes, in memory."""

import datetime as dt
import threading
import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class SimulatedAbonnement:
    """A school's wish to hear of changes at its endpoint."""

    id: str
    brin: str
    endpoint: str
    ingangsdatum: dt.date


class SubscriptionRegister:
    """All running abonnementen, for many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[tuple[str, str], SimulatedAbonnement] = {}

    def take(self, brin: str, endpoint: str, today: dt.date) -> SimulatedAbonnement:
        """Give the abonnement of this school on this endpoint: the running one, or a new one from today."""
        with self._lock:
            new = SimulatedAbonnement(str(uuid.uuid4()), brin, endpoint, today)
            return self._running.setdefault((brin, endpoint), new)

    def van(self, brin: str) -> list[SimulatedAbonnement]:
        """Give a school's running abonnementen, oldest first."""
        with self._lock:
            return [abonnement for abonnement in self._running.values() if abonnement.brin == brin]

    def everything(self) -> list[SimulatedAbonnement]:
        """Give all running abonnementen, oldest first."""
        with self._lock:
            return list(self._running.values())

    def end(self, brin: str, abonnement_id: str) -> bool:
        """End one; false when this school has no such abonnement."""
        with self._lock:
            for sleutel, abonnement in self._running.items():
                if abonnement.brin == brin and abonnement.id == abonnement_id.lower():
                    del self._running[sleutel]
                    return True
        return False
