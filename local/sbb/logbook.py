"""What came in: the last requests, and totals. Nothing personal: no body, name, ID or licence."""

import datetime as dt
import itertools
import threading
from collections import Counter, deque
from dataclasses import asdict, dataclass
from typing import Final

_KEPT: Final = 1000


@dataclass(frozen=True)
class CallLogLine:
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


class CallLog:
    """Requests and counts, for many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begin()

    def _begin(self) -> None:
        self._lines: deque[dict[str, object]] = deque(maxlen=_KEPT)
        self._numbers = itertools.count(1)
        self._last = 0
        self._per_operation: Counter[str] = Counter()

    def note(self, line: CallLogLine) -> None:
        """Write a request down, with the next number and the time (UTC)."""
        tijdstip = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
        with self._lock:
            self._last = next(self._numbers)
            self._lines.append({"nr": self._last, "tijdstip": tijdstip, **asdict(line)})
            self._per_operation[line.operatie or "onbekend"] += 1

    def sinds(self, number: int) -> dict[str, object]:
        """Give the number of the last request, and those after a number that are still kept."""
        with self._lock:
            lines = list(self._lines)
            laatste = self._last
        # The oldest is `laatste - len + 1`: skip what the caller has seen.
        skip = max(0, number - (laatste - len(lines)))
        return {"teller": laatste, "verzoeken": lines[skip:]}

    def totals(self) -> dict[str, int]:
        """Give the number of requests by operation."""
        with self._lock:
            return dict(self._per_operation)

    def erase(self) -> None:
        """Forget all, and count from 1 again."""
        with self._lock:
            self._begin()
