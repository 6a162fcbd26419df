"""Fan-out, in this order: forget, number in the school's feed, number for every abonnement, nudge.

Each step may be done again with the same outcome. The feed is a log, and every abonnement has read it up to
somewhere: so nothing is passed over, nothing is numbered twice, and what was numbered keeps its number,
however often the same mutaties come by and wherever it was broken off.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from stagemarkt.domain.changes.handing_out import KEREN, Uitdeling
from stagemarkt.domain.changes.numbering import baan, maak_regels, nog_te_nummeren
from stagemarkt.model.abonnement import Abonnementsleutel
from stagemarkt.model.aflevering import Regel
from stagemarkt.model.errors import OpslagFout
from stagemarkt.model.mutatie import Mutatie
from stagemarkt.ports import feed as feedpoort
from stagemarkt.ports.abonnementen import Abonnementenlezer
from stagemarkt.ports.cache import Vergeter
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.feed import Feed
from stagemarkt.ports.mutaties import Mutatielezer
from stagemarkt.ports.outbox import Nummeraar, Wekker

# Nudges that are done before it looks at the clock.
_PORREN: Final = 50
# Longer than any function lives.
_RUIM: Final = 3600.0


class Verdeeld(NamedTuple):
    """What a fan-out did.

    Attributes:
        onbekend: how many mutaties were not in the store.
        genummerd: how many got a line.
        afleveringen: how many deliveries that gave.
        stukken: how many of the pieces, from the first, need not come again.
        fout: what stopped it, if that was not the time.
    """

    onbekend: int
    genummerd: int
    afleveringen: int
    stukken: int = 1
    fout: OpslagFout | None = None


@dataclass(frozen=True, slots=True)
class Verdeler:
    """Passes mutaties on to the feed and to the abonnementen of a school.

    Attributes:
        mutaties: the store.
        vergeter: what was kept of a leerbedrijf.
        feed: the schools' feeds.
        abonnementen: who wants to know.
        uitbak: their deliveries.
        wekker: the queue to whoever delivers.
        klok: seconds since 1970.
        meld: told of a nudge that failed; what it was for goes on.
    """

    mutaties: Mutatielezer
    vergeter: Vergeter
    feed: Feed
    abonnementen: Abonnementenlezer
    uitbak: Nummeraar
    wekker: Wekker
    klok: Callable[[], float]
    meld: Callable[[str, OpslagFout], None]

    def verdeel(self, school: str, mutatie_ids: Sequence[str]) -> Verdeeld:
        """Pass these on, however long it takes. Raises OpslagFout when not all of it was done."""
        gedaan = self.verdeel_stukken(school, [mutatie_ids], Termijn.van(_RUIM))
        if gedaan.fout is not None:
            raise gedaan.fout
        return gedaan

    def verdeel_stukken(self, school: str, stukken: Sequence[Sequence[str]], termijn: Termijn) -> Verdeeld:
        """Pass on these pieces of one school, in order, as far as `termijn` allows.

        What was not done comes again, and goes on from there. When only the abonnementen are left to do, the
        last piece is enough for that.
        """
        nieuw: list[Regel] = []
        onbekend = genummerd = 0
        fout: OpslagFout | None = None
        for stuk in stukken:
            if termijn.over <= 0:
                break
            try:
                onbekend += self._neem_op(school, stuk, nieuw)
            except OpslagFout as dit:
                # Those before it are in the feed, and go out.
                fout = dit
                break
            genummerd += 1
        uitdeling = Uitdeling(school, self.feed, self.uitbak, self.klok)
        try:
            # Abonnementen may be behind also where none of these was new.
            af = genummerd > 0 and self._deel_uit(uitdeling, nieuw, termijn)
        except OpslagFout as dit:
            af, fout = False, fout or dit
        finally:
            self._wek(list(uitdeling.gewekt), termijn)
        klaar = genummerd if af or genummerd < len(stukken) else genummerd - 1
        return Verdeeld(onbekend, len(nieuw), uitdeling.aantal, klaar, fout)

    def _neem_op(self, school: str, mutatie_ids: Sequence[str], nieuw: list[Regel]) -> int:
        """Forget what was kept, then give each a line that has none; how many the store does not know."""
        mutaties = self.mutaties.lees_alle(mutatie_ids)
        vergeten = False
        for _ in range(KEREN):
            genummerd = self.feed.genummerd([mutatie.mutatie_id for mutatie in mutaties])
            over = nog_te_nummeren(mutaties, genummerd)
            if over and not vergeten:
                # What has a line was forgotten before it got that.
                self.vergeter.invalideer(school, *dict.fromkeys(mutatie.leerbedrijf_id for mutatie in over))
                vergeten = True
            if self._schrijf(school, over, nieuw):
                return len(set(mutatie_ids)) - len(mutaties)
        raise OpslagFout("another keeps numbering this school's feed")

    def _schrijf(self, school: str, over: Sequence[Mutatie], geschreven: list[Regel]) -> bool:
        stand = self.feed.stand(school) if over else 0
        for begin in range(0, len(over), feedpoort.PER_KEER):
            stuk = over[begin : begin + feedpoort.PER_KEER]
            gezien = self.feed.gezien(school, {baan(mutatie) for mutatie in stuk})
            regels = maak_regels(stuk, stand, gezien, self.klok())
            if not self.feed.schrijf(school, regels):
                return False
            stand += len(regels)
            geschreven += regels
        return True

    def _deel_uit(self, uitdeling: Uitdeling, nieuw: Sequence[Regel], termijn: Termijn) -> bool:
        einde = self.feed.stand(uitdeling.school)
        abonnementen = self.abonnementen.van_school(uitdeling.school)
        return uitdeling.breng_bij(abonnementen, nieuw, einde, termijn)

    def _wek(self, sleutels: Sequence[Abonnementsleutel], termijn: Termijn) -> None:
        # The outbox knows already that they are due: a nudge that is lost, or for which there is no time,
        # costs no more than a minute.
        for begin in range(0, len(sleutels), _PORREN):
            if begin and termijn.over <= 0:
                return
            try:
                self.wekker.wek(sleutels[begin : begin + _PORREN])
            except OpslagFout as fout:
                self.meld("wekken", fout)
                return
