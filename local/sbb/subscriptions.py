"""The running abonnementen on changes, in memory."""

import datetime as dt
import threading
import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class Abonnement:
    """A school's wish to hear of changes at its endpoint."""

    id: str
    brin: str
    endpoint: str
    ingangsdatum: dt.date


class Abonnementen:
    """All running abonnementen, for many threads."""

    def __init__(self) -> None:
        self._slot = threading.Lock()
        self._lopend: dict[tuple[str, str], Abonnement] = {}

    def neem(self, brin: str, endpoint: str, vandaag: dt.date) -> Abonnement:
        """Give the abonnement of this school on this endpoint: the running one, or a new one from today."""
        with self._slot:
            nieuw = Abonnement(str(uuid.uuid4()), brin, endpoint, vandaag)
            return self._lopend.setdefault((brin, endpoint), nieuw)

    def van(self, brin: str) -> list[Abonnement]:
        """Give a school's running abonnementen, oldest first."""
        with self._slot:
            return [abonnement for abonnement in self._lopend.values() if abonnement.brin == brin]

    def alle(self) -> list[Abonnement]:
        """Give all running abonnementen, oldest first."""
        with self._slot:
            return list(self._lopend.values())

    def beeindig(self, brin: str, abonnement_id: str) -> bool:
        """End one; false when this school has no such abonnement."""
        with self._slot:
            for sleutel, abonnement in self._lopend.items():
                if abonnement.brin == brin and abonnement.id == abonnement_id.lower():
                    del self._lopend[sleutel]
                    return True
        return False
