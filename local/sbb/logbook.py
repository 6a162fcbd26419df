"""What came in: the last requests, and totals. Nothing personal: no body, name, ID or licence."""

import datetime as dt
import itertools
import threading
from collections import Counter, deque
from dataclasses import asdict, dataclass
from typing import Final

_BEWAARD: Final = 1000


@dataclass(frozen=True)
class Regel:
    """One request: by whom, for what, and how it ended.

    `signaalcode` is None when there was no such answer; `fout` then may say why, in fixed words. `oin` is
    that of the certificate, `afzender` of the message; `licentie_van` the BRIN of whose licence it is.
    """

    operatie: str | None
    oin: str | None
    brin: str | None
    licentie_ok: bool
    signaalcode: int | None
    storing: str | None
    fout: str | None = None
    afzender: str | None = None
    licentie_van: str | None = None


class Logboek:
    """Requests and counts, for many threads."""

    def __init__(self) -> None:
        self._slot = threading.Lock()
        self._begin()

    def _begin(self) -> None:
        self._regels: deque[dict[str, object]] = deque(maxlen=_BEWAARD)
        self._nummers = itertools.count(1)
        self._laatste = 0
        self._per_operatie: Counter[str] = Counter()

    def noteer(self, regel: Regel) -> None:
        """Write a request down, with the next number and the time (UTC)."""
        tijdstip = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
        with self._slot:
            self._laatste = next(self._nummers)
            self._regels.append({"nr": self._laatste, "tijdstip": tijdstip, **asdict(regel)})
            self._per_operatie[regel.operatie or "onbekend"] += 1

    def sinds(self, nummer: int) -> dict[str, object]:
        """Give the number of the last request, and those after a number that are still kept."""
        with self._slot:
            regels = list(self._regels)
            laatste = self._laatste
        # The oldest is `laatste - len + 1`: skip what the caller has seen.
        overslaan = max(0, nummer - (laatste - len(regels)))
        return {"teller": laatste, "verzoeken": regels[overslaan:]}

    def totalen(self) -> dict[str, int]:
        """Give the number of requests by operation."""
        with self._slot:
            return dict(self._per_operatie)

    def wis(self) -> None:
        """Forget all, and count from 1 again."""
        with self._slot:
            self._begin()
