"""How SBB does, in memory: the records that the functions share."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from stagemarkt.model.errors import OpslagFout
from stagemarkt.ports.guard import Aanvraag, Drukte, Requester, Waiting, Zekering
from stagemarkt.ports.records import (
    Both,
    EndpointChange,
    EndpointRecord,
    EndpointWritten,
    SchoolChange,
    SchoolRecord,
    SchoolWritten,
    Sightings,
)
from stagemarkt.ports.standing import Certificaatstand, Schooltoestand, Soort, Weigering

if TYPE_CHECKING:
    from stagemarkt.ports.records import Refused

# The school of most tests (`nep.SCHOOL`).
_SCHOOL: Final = "99XX"


class NepRecords:
    """Keeps one address of SBB and every school; counts what it was asked; what `stuk` names, fails.

    `voor_schrijven` is done once, before the next write: what another function does just then.
    """

    def __init__(
        self,
        sbb: EndpointRecord = EndpointRecord(),  # noqa: B008 - a tuple, nobody changes it
        toestanden: Mapping[str, Schooltoestand] | None = None,
        *,
        mag_kijken: bool = True,
        stuk: frozenset[str] = frozenset(),
    ) -> None:
        self.sbb = sbb
        self.scholen = {brin: SchoolRecord(standing=was) for brin, was in (toestanden or {}).items()}
        self.stuk = stuk
        self.geteld: Counter[str] = Counter()
        self.beurten: list[tuple[str, float]] = []
        self.geclaimd: list[tuple[int, int]] = []
        self.gezien: list[EndpointChange] = []
        self.voor_schrijven: Callable[[], None] = lambda: None
        self._mag_kijken = mag_kijken

    @property
    def bron(self) -> Zekering:
        """The circuit of SBB."""
        return self.sbb.circuit

    @bron.setter
    def bron(self, circuit: Zekering) -> None:
        self.sbb = self.sbb._replace(circuit=circuit)

    def van(self, brin: str = _SCHOOL) -> SchoolRecord:
        """A school's record, without being asked for it."""
        return self.scholen.get(brin, SchoolRecord())

    def toestand(self, brin: str = _SCHOOL) -> Schooltoestand:
        """How SBB takes a school, likewise."""
        return self.van(brin).standing

    def zet(self, circuit: Zekering | None = None, room: Drukte | None = None, brin: str = _SCHOOL) -> None:
        """Put the school's circuit or her room in this state."""
        was = self.van(brin)
        self.scholen[brin] = was._replace(circuit=circuit or was.circuit, room=room or was.room)

    def maak_vrij(self, plaats: str, brin: str = _SCHOOL) -> None:
        """A call of another function ends."""
        self.zet(room=self._zonder(self.van(brin).room, plaats), brin=brin)

    def endpoint(self) -> EndpointRecord:
        """As the port says."""
        self._tel("endpoint")
        return self.sbb

    def school(self, brin: str) -> SchoolRecord:
        """As the port says."""
        self._tel("school")
        return self.van(brin)

    def both(self, brin: str) -> Both:
        """As the port says."""
        self._tel("both")
        return Both(self.sbb, self.van(brin))

    def claim(self, brin: str, aanvraag: Aanvraag) -> SchoolWritten:
        """As the port says."""
        self._schrijf("claim")
        was = self.van(brin)
        over = {p: tot for p, tot in was.room.plaatsen.items() if p not in aanvraag.weg}
        requesters = {r: w for r, w in was.room.requesters.items() if r not in aanvraag.gone}
        first = (w.until for r, w in requesters.items() if r.priority <= aanvraag.requester.priority)
        unseen = aanvraag.unseen and any(until > aanvraag.nu for until in first)
        vol = aanvraag.plaats is not None and len(over) >= aanvraag.tegelijk
        vrij_op = 0.0 if aanvraag.opnieuw else was.room.vrij_op
        if vol or vrij_op > aanvraag.uiterlijk or (unseen and aanvraag.plaats is not None):
            return SchoolWritten(done=False, record=was)
        if aanvraag.plaats is not None:
            over[aanvraag.plaats] = aanvraag.plaats_tot
            requesters[aanvraag.requester] = Waiting(served=aanvraag.nu)
        aanvang = max(vrij_op, aanvraag.nu)
        self.beurten.append((brin, aanvang))
        self.zet(room=Drukte(round(aanvang + aanvraag.tussen, 3), over, requesters, nieuw=False), brin=brin)
        return SchoolWritten(done=True, record=self.van(brin))

    def wait(self, brin: str, requester: Requester, waiting: Waiting) -> SchoolRecord:
        """As the port says."""
        self._schrijf("wait")
        room = self.van(brin).room
        self.zet(room=room._replace(requesters={**room.requesters, requester: waiting}), brin=brin)
        return self.van(brin)

    def write_school(self, brin: str, change: SchoolChange) -> SchoolWritten:
        """As the port says."""
        self._schrijf("write_school")
        was = self.van(brin)
        if change.circuit is not None and was.circuit.versie != change.circuit.old.versie:
            return SchoolWritten(done=False, record=was)
        standing = was.standing
        for refused in change.refused:
            standing = self._geweigerd(standing, refused, change.at)
        if change.restored:
            hersteld = standing.weigeringen["wisseling"]._replace(hersteld_op=change.at)
            standing = standing._replace(weigeringen={**standing.weigeringen, "wisseling": hersteld})
        if change.taken is not None:
            geslaagd = {**standing.geslaagd, **{merk: change.at for merk in change.taken if merk}}
            standing = standing._replace(laatste_succes=change.at, geslaagd=geslaagd)
        answered = was.answered_at if change.answered is None else change.at if change.answered else None
        self.scholen[brin] = SchoolRecord(
            was.circuit if change.circuit is None else change.circuit.new,
            self._zonder(was.room, change.place),
            standing,
            answered,
        )
        return SchoolWritten(done=True, record=was)

    def write_endpoint(self, change: EndpointChange) -> EndpointWritten:
        """As the port says."""
        self._schrijf("write_endpoint")
        was = self.sbb
        if change.circuit is not None and was.circuit.versie != change.circuit.old.versie:
            return EndpointWritten(done=False, record=was)
        seen = was.seen
        if change.at is not None:
            self.gezien.append(change._replace(circuit=None))
            seen = (
                seen._replace(last_success=change.at)
                if change.code is None
                else Sightings(seen.last_success, change.at, change.code)
            )
        self.sbb = EndpointRecord(was.circuit if change.circuit is None else change.circuit.new, seen)
        return EndpointWritten(done=True, record=was)

    def claim_peek(self, nu: int, interval: int) -> bool:
        """As the port says."""
        self._schrijf("claim_peek")
        self.geclaimd.append((nu, interval))
        return self._mag_kijken

    def claim_warning(self, brin: str, soort: Soort, op: float, vorige: float | None) -> bool:
        """As the port says."""
        self._schrijf("claim_warning")
        bekend = self.toestand(brin).weigeringen[soort]
        if bekend.gewaarschuwd_op != vorige:
            return False
        self._zet_weigering(brin, soort, bekend._replace(gewaarschuwd_op=op))
        return True

    def drop_warning(self, brin: str, soort: Soort) -> None:
        """As the port says."""
        self._schrijf("drop_warning")
        self._zet_weigering(
            brin, soort, self.toestand(brin).weigeringen[soort]._replace(gewaarschuwd_op=None)
        )

    def keep_certificate(self, brin: str, stand: Certificaatstand | None, onbruikbaar: str | None) -> None:
        """As the port says."""
        self._schrijf("keep_certificate")
        was = self.toestand(brin)
        standing = was._replace(certificaat=stand or was.certificaat, onbruikbaar=onbruikbaar)
        self.scholen[brin] = self.van(brin)._replace(standing=standing)

    def _zet_weigering(self, brin: str, soort: Soort, weigering: Weigering) -> None:
        was = self.toestand(brin)
        standing = was._replace(weigeringen={**was.weigeringen, soort: weigering})
        self.scholen[brin] = self.van(brin)._replace(standing=standing)

    @staticmethod
    def _geweigerd(was: Schooltoestand, refused: "Refused", op: float) -> Schooltoestand:
        vorige = was.weigeringen.get(refused.soort, Weigering(op))
        weigering = vorige._replace(op=op, signaalcode=refused.signaalcode, merk=refused.merk)
        return was._replace(weigeringen={**was.weigeringen, refused.soort: weigering})

    @staticmethod
    def _zonder(room: Drukte, plaats: str | None) -> Drukte:
        return room._replace(plaatsen={p: tot for p, tot in room.plaatsen.items() if p != plaats})

    def _schrijf(self, wat: str) -> None:
        self._tel(wat)
        eenmaal, self.voor_schrijven = self.voor_schrijven, lambda: None
        eenmaal()

    def _tel(self, wat: str) -> None:
        self.geteld[wat] += 1
        if wat in self.stuk or "alles" in self.stuk:
            raise OpslagFout("ProvisionedThroughputExceededException")
