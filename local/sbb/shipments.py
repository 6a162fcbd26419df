"""Messages on their way to schools: in order per abonnement, again until acknowledged, each on record."""

import datetime as dt
import itertools
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from local.sbb.mutatie_message import Bericht, Ontvangst

_BEWAARD: Final = 1000
# Seconds before each next attempt; the last one holds on, until there were `POGINGEN`.
_WACHTEN: Final = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
POGINGEN: Final = 20
# How often `dubbel` sends again what was acknowledged already.
_DUBBEL: Final = 2


@dataclass
class Zending:
    """A message and how it goes: `toestand` is wacht, bevestigd or opgegeven."""

    nr: int
    bericht: Bericht
    storing: str | None
    toestand: str = "wacht"
    pogingen: int = 0
    bevestigingen: int = 0
    signaalcode: str | None = None
    fout: str | None = None
    gemaakt: str = ""
    bevestigd: str | None = None

    def als_json(self) -> dict[str, object]:
        """Give it for the control interface."""
        bericht = self.bericht
        return {
            "nr": self.nr,
            "berichtId": bericht.id,
            "abonnementId": bericht.abonnement_id,
            "brin": bericht.brin,
            "endpoint": bericht.endpoint,
            "aantal": len(bericht.mutaties),
            "storing": self.storing,
            "toestand": self.toestand,
            "pogingen": self.pogingen,
            "bevestigingen": self.bevestigingen,
            "signaalcode": self.signaalcode,
            "fout": self.fout,
            "gemaakt": self.gemaakt,
            "bevestigd": self.bevestigd,
        }


# Makes one attempt at a message, spoilt in this way.
Bezorg = Callable[[Bericht, str | None], Ontvangst]
# Seconds between two looks at who is still sending, while all of it is broken off.
_KIJK: Final = 0.05


class Zendingen:
    """Sends, in a thread per abonnement: the next message goes when the one before it is done with.

    Args:
        bezorg: makes one attempt.
        breek_af: ends the attempts that are under way at this moment, whatever they wait for.
        wachten: seconds before each next attempt.
    """

    def __init__(
        self,
        bezorg: Bezorg,
        breek_af: Callable[[], None] = lambda: None,
        wachten: Sequence[float] = _WACHTEN,
    ) -> None:
        self._bezorg = bezorg
        self._breek_af = breek_af
        self._wachten = wachten
        self._slot = threading.Condition()
        self._stop = threading.Event()
        self._gesloten = False
        self._nummers = itertools.count(1)
        self._boek: deque[Zending] = deque(maxlen=_BEWAARD)
        self._rijen: dict[str, deque[Zending]] = {}
        self._draden: list[threading.Thread] = []

    def verstuur(self, bericht: Bericht, storing: str | None = None) -> Zending:
        """Put a message behind what its abonnement has waiting, and give it as it is written down."""
        with self._slot:
            zending = Zending(next(self._nummers), bericht, storing, gemaakt=_nu())
            self._boek.append(zending)
            if self._gesloten:
                zending.toestand = "opgegeven"
                return zending
            rij = self._rijen.get(bericht.abonnement_id)
            if rij is not None:
                rij.append(zending)
                return zending
            rij = self._rijen[bericht.abonnement_id] = deque([zending])
            draad = threading.Thread(
                target=self._werk, args=(bericht.abonnement_id, rij, self._stop), daemon=True
            )
            self._draden = [d for d in self._draden if d.is_alive()] + [draad]
            draad.start()
            return zending

    def sinds(self, nummer: int, wachten: float = 0.0) -> list[dict[str, object]]:
        """Give those after a number, of the last thousand, once none waits any more or after so long (s)."""
        with self._slot:
            self._slot.wait_for(lambda: self._is_rustig(nummer), wachten)
            return [zending.als_json() for zending in self._boek if zending.nr > nummer]

    def _is_rustig(self, nummer: int) -> bool:
        return all(zending.toestand != "wacht" for zending in self._boek if zending.nr > nummer)

    def staak(self) -> None:
        """Give up all that waits or is under way; nothing sends any more when this returns.

        What is sent after it goes as ever.
        """
        with self._slot:
            stop, draden = self._stop, self._draden
            self._stop, self._draden, self._rijen = threading.Event(), [], {}
            stop.set()
            for zending in self._boek:
                if zending.toestand == "wacht":
                    zending.toestand = "opgegeven"
            self._slot.notify_all()
        for draad in draden:
            while draad.is_alive():
                # Again and again: it may just have been about to begin an attempt.
                self._breek_af()
                draad.join(_KIJK)

    def einde(self) -> None:
        """Stop for good: nothing sends any more, and what still comes is written down as given up."""
        with self._slot:
            self._gesloten = True
        self.staak()

    def _werk(self, abonnement_id: str, rij: deque[Zending], stop: threading.Event) -> None:
        while not stop.is_set():
            with self._slot:
                if not rij:
                    if self._rijen.get(abonnement_id) is rij:
                        del self._rijen[abonnement_id]
                    return
                zending = rij[0]
            self._tot_bevestigd(zending, stop)
            with self._slot:
                rij.popleft()

    def _tot_bevestigd(self, zending: Zending, stop: threading.Event) -> None:
        nodig = 1 + (_DUBBEL if zending.storing == "dubbel" else 0)
        while zending.bevestigingen < nodig and not stop.is_set():
            ontvangst = self._bezorg(zending.bericht, zending.storing)
            with self._slot:
                _noteer(zending, ontvangst, nodig)
                self._slot.notify_all()
            if zending.pogingen >= POGINGEN:
                return
            if not ontvangst.bevestigd:
                plek = min(zending.pogingen, len(self._wachten)) - 1
                if stop.wait(self._wachten[plek]):
                    return


def _noteer(zending: Zending, ontvangst: Ontvangst, nodig: int) -> None:
    zending.pogingen += 1
    zending.signaalcode, zending.fout = ontvangst.signaalcode, ontvangst.fout
    if ontvangst.bevestigd:
        zending.bevestigingen += 1
        zending.bevestigd = zending.bevestigd or _nu()
        if zending.bevestigingen >= nodig:
            zending.toestand = "bevestigd"
    if zending.pogingen >= POGINGEN and zending.toestand == "wacht":
        zending.toestand = "bevestigd" if zending.bevestigingen else "opgegeven"


def _nu() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
