"""One turn of whoever holds the right to deliver: what is due, in order, and when to return."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from stagemarkt.domain.changes.retry import (
    Besluit,
    Klaar,
    Ontvanger,
    Opnieuw,
    Opzij,
    is_verlopen,
    mag_nu,
    na_poging,
    na_uitkomst,
)
from stagemarkt.model.aflevering import Aflevering, Poging

if TYPE_CHECKING:
    from stagemarkt.model.abonnement import Abonnement
    from stagemarkt.ports.deadline import Termijn
    from stagemarkt.ports.delivery import Uitkomst
    from stagemarkt.ports.outbox import Pacht, Uitbak

# One attempt may take this long; the last one begins only if that much is left.
POGING: Final = 8.0
GEEN_TOEGANG: Final = "geen-toegang"
# How long until it is looked at again whether toegang was granted anew; seconds.
_KIJK_WEER: Final = 3600.0
# An abonnement that has nothing due is looked at all the same, this much later: should a wake-up ever be
# lost, what waits for it waits no longer than this.
NAKIJKEN: Final = 24 * 3600.0
# How many are put back to wait between two looks at the clock.
_TERUG: Final = 50


class Afgeleverd(NamedTuple):
    """What a worker did: how it ended, and how many were delivered, failed and were set aside."""

    einde: str
    afgeleverd: int = 0
    mislukt: int = 0
    opzij: int = 0


class Ronde:
    """Goes through what waits, and keeps what becomes of it.

    Args:
        klok: seconds since 1970.
        dicht: why nothing may be sent, None when it may.
    """

    def __init__(
        self,
        uitbak: "Uitbak",
        abonnement: "Abonnement",
        pacht: "Pacht",
        termijn: "Termijn",
        klok: Callable[[], float],
        dicht: str | None = None,
    ) -> None:
        self.abonnement = abonnement
        self.termijn = termijn
        self._dicht = dicht
        self._uitbak = uitbak
        # What was learnt of a receiver holds until its owner says that it is another, or well again.
        bekend = pacht.geleerd_sinds == abonnement.actief_sinds
        self._ontvanger = Ontvanger(pacht.mislukt, pacht.rust_tot) if bekend else Ontvanger()
        self._pacht = pacht._replace(geleerd_sinds=abonnement.actief_sinds)
        self._klok = klok
        # Broken off, it is due again at once.
        self._einde = "afgebroken"
        self._wek_op = klok()
        self._telling = {"afgeleverd": 0, "mislukt": 0, "opzij": 0}
        self._vast: set[tuple[str, str]] = set()
        self._later: list[float] = []

    def aan_de_beurt(self) -> Iterator[Aflevering]:
        """What may be sent now, one by one; `beoordeel` the outcome of each before asking for the next."""
        if self._dicht is not None:
            # Whoever makes it active wakes it; that toegang was granted again is looked for.
            later = _KIJK_WEER if self._dicht == GEEN_TOEGANG else NAKIJKEN
            self._eindig(self._dicht, self._klok() + later)
            return
        if not self._zet_terug():
            return
        for aflevering in self._uitbak.wachtend(self.abonnement.sleutel):
            nu = self._klok()
            if not mag_nu(self._ontvanger, nu):
                if not self._geef_op(aflevering, nu):
                    break
            elif aflevering.baan in self._vast:
                continue
            elif self._wacht_nog(aflevering, nu):
                self._houd_vast(aflevering)
            elif self.termijn.over < POGING:
                self._eindig("tijd", nu)
                return
            else:
                yield aflevering
                if self._einde != "afgebroken":
                    return
        volgende = max(min(self._later), self._ontvanger.rust_tot) if self._later else None
        self._eindig("klaar", self._klok() + NAKIJKEN if volgende is None else volgende)

    def beoordeel(
        self, aflevering: Aflevering, uitkomst: "Uitkomst", nu: float, toeval: Callable[[], float]
    ) -> Besluit:
        """Keep how an attempt ended; what was decided."""
        self._ontvanger = na_uitkomst(self._ontvanger, uitkomst, nu, toeval())
        poging = aflevering.pogingen + 1
        besluit = na_poging(uitkomst, poging, self._sinds(aflevering), nu, toeval())
        na = aflevering._replace(pogingen=poging, laatste=Poging(nu, uitkomst.http_status, uitkomst.reden))
        if isinstance(besluit, Klaar):
            self._noteer(na._replace(stand="afgeleverd"), "afgeleverd")
        elif isinstance(besluit, Opnieuw):
            na = na._replace(poging_op=besluit.op)
            self._noteer(na, "mislukt")
            self._houd_vast(na)
        elif isinstance(besluit, Opzij):
            self._noteer(na._replace(stand="opzij"), "opzij")
        else:
            self._noteer(na, "mislukt")
            # Due until it is kept that the abonnement is off; see `is_uitgezet`.
            self._eindig("afgemeld", nu)
        return besluit

    def is_uitgezet(self) -> None:
        """It is kept that this abonnement is switched off: what waits, waits for its owner."""
        if self._einde == "afgemeld":
            self._wek_op = self._klok() + NAKIJKEN

    def leg_neer(self) -> bool:
        """Give the right back; False when there is something new to do."""
        ontvanger = self._ontvanger
        return self._uitbak.leg_neer(
            self.abonnement.sleutel, self._pacht, self._wek_op, ontvanger.mislukt, ontvanger.rust_tot
        )

    def verslag(self) -> Afgeleverd:
        """What was done."""
        return Afgeleverd(self._einde, **self._telling)

    @property
    def is_tijd(self) -> bool:
        """Whether it ended for want of time: there is more to do at once."""
        return self._einde == "tijd"

    def _zet_terug(self) -> bool:
        """What has to be delivered anew waits again before anything is sent: older events go first."""
        volgnummer = self._pacht.opnieuw_vanaf
        while volgnummer and volgnummer <= self._pacht.opnieuw_tot:
            nu = self._klok()
            if self.termijn.over < POGING:
                self._eindig("tijd", nu)
                return False
            pacht = self._pacht._replace(opnieuw_vanaf=volgnummer)
            tot = min(volgnummer + _TERUG - 1, pacht.opnieuw_tot)
            if not self._uitbak.zet_terug(self.abonnement.sleutel, pacht, tot, nu):
                self._eindig("ingehaald", nu)
                return False
            volgnummer = tot + 1
        return True

    def _sinds(self, aflevering: Aflevering) -> float:
        return max(aflevering.sinds, self.abonnement.actief_sinds)

    def _wacht_nog(self, aflevering: Aflevering, nu: float) -> bool:
        """Whether its next attempt is for later; an attempt before the owner's last word delays nothing."""
        laatste = aflevering.laatste
        is_van_nu = laatste is None or laatste.op >= self.abonnement.actief_sinds
        return is_van_nu and aflevering.poging_op > nu

    def _geef_op(self, aflevering: Aflevering, nu: float) -> bool:
        """Nothing is sent to a receiver that rests, and nothing waits for it longer than three days.

        False when there is no more to be given up: what comes later was due later.
        """
        if not is_verlopen(self._sinds(aflevering), nu):
            self._later.append(nu)
            return False
        if self.termijn.over <= 0:
            self._eindig("tijd", nu)
            return False
        self._noteer(aflevering._replace(stand="opzij"), "opzij")
        return self._einde == "afgebroken"

    def _houd_vast(self, aflevering: Aflevering) -> None:
        self._vast.add(aflevering.baan)
        self._later.append(aflevering.poging_op)

    def _noteer(self, aflevering: Aflevering, soort: str) -> None:
        if self._uitbak.noteer(self.abonnement.sleutel, self._pacht.hek, aflevering):
            self._telling[soort] += 1
        else:
            # Another's by now, or so it seems: in either case what waits stays due.
            self._eindig("ingehaald", self._klok())

    def _eindig(self, einde: str, wek_op: float) -> None:
        # The first end is the end: who was overtaken has nothing more to say.
        if self._einde == "afgebroken":
            self._einde, self._wek_op = einde, wek_op
