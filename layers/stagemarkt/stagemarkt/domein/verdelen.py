"""Fan-out, in this order: forget, number in the school's feed, number for every abonnement, nudge.

Each step may be done again with the same outcome. The feed is a log, and every abonnement has read it up to
somewhere: so nothing is passed over, nothing is numbered twice, and what was numbered keeps its number,
however often the same mutaties come by and wherever it was broken off.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from stagemarkt.domein.nummeren import baan, maak_regels, neem, nog_te_nummeren
from stagemarkt.model.abonnement import Abonnement, Abonnementsleutel
from stagemarkt.model.fouten import OpslagFout
from stagemarkt.model.mutatie import Mutatie
from stagemarkt.model.uitgaand import Regel, Stand
from stagemarkt.poorten import feed as feedpoort
from stagemarkt.poorten import uitbak as uitbakpoort
from stagemarkt.poorten.abonnementen import Abonnementenlezer
from stagemarkt.poorten.antwoorden import Vergeter
from stagemarkt.poorten.feed import Feed
from stagemarkt.poorten.mutaties import Mutatielezer
from stagemarkt.poorten.uitbak import Nummeraar, Wekker

# Another writer can only be a message that was handed out twice: it is done soon.
_KEREN: Final = 8
_VENSTER: Final = 500


class Verdeeld(NamedTuple):
    """What a fan-out did: how many were not in the store, got a line, and got a delivery."""

    onbekend: int
    genummerd: int
    afleveringen: int


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
        """Pass these on. Raises OpslagFout when not all of it was done: do it again, then."""
        mutaties = self.mutaties.lees_alle(mutatie_ids)
        for leerbedrijf_id in dict.fromkeys(mutatie.leerbedrijf_id for mutatie in mutaties):
            self.vergeter.invalideer(school, leerbedrijf_id)
        nieuw = self._nummer(school, mutaties)
        afleveringen = self._deel_uit(school, nieuw)
        return Verdeeld(len(set(mutatie_ids)) - len(mutaties), len(nieuw), afleveringen)

    def _nummer(self, school: str, mutaties: Sequence[Mutatie]) -> list[Regel]:
        """Give every mutatie a line; those that are new."""
        geschreven: list[Regel] = []
        for _ in range(_KEREN):
            genummerd = self.feed.genummerd([mutatie.mutatie_id for mutatie in mutaties])
            over = nog_te_nummeren(mutaties, genummerd)
            if self._schrijf(school, over, geschreven):
                return geschreven
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

    def _deel_uit(self, school: str, nieuw: Sequence[Regel]) -> int:
        totaal, wakker = 0, []
        einde = self.feed.stand(school)
        for abonnement in self.abonnementen.van_school(school):
            aantal = self._bij(abonnement, nieuw, einde)
            totaal += aantal
            wakker += [abonnement.sleutel] if aantal else []
        self._wek(wakker)
        return totaal

    def _bij(self, abonnement: Abonnement, nieuw: Sequence[Regel], einde: int) -> int:
        """Bring an abonnement up to the feed's line `einde`; how many deliveries that gave."""
        aantal, mis = 0, 0
        stand = self.uitbak.stand(abonnement.sleutel)
        # None: it was ended while we were at it.
        while stand is not None and stand.gelezen_tot < einde:
            regels = self._regels(abonnement.school, stand, nieuw)
            greep = neem(regels, abonnement.filter, stand, uitbakpoort.PER_KEER, self.klok())
            # Lines that have expired are passed over.
            gelezen_tot = greep.gelezen_tot if regels else einde
            if self.uitbak.nummer(abonnement.sleutel, stand, greep.afleveringen, gelezen_tot):
                aantal += len(greep.afleveringen)
                stand = Stand(stand.teller + len(greep.afleveringen), gelezen_tot)
                continue
            mis += 1
            if mis == _KEREN:
                raise OpslagFout("another keeps numbering this abonnement")
            stand = self.uitbak.stand(abonnement.sleutel)
        return aantal

    def _regels(self, school: str, stand: Stand, nieuw: Sequence[Regel]) -> Sequence[Regel]:
        """The lines that follow; those at hand when they connect, else from the feed."""
        if nieuw and nieuw[0].nummer <= stand.gelezen_tot + 1 <= nieuw[-1].nummer:
            aansluitend = list(_vervolg(nieuw, stand.gelezen_tot + 1))
            if aansluitend:
                return aansluitend
        return self.feed.lees(school, stand.gelezen_tot, _VENSTER)

    def _wek(self, sleutels: Sequence[Abonnementsleutel]) -> None:
        # The outbox knows already that they are due: a nudge that is lost costs no more than a minute.
        if not sleutels:
            return
        try:
            self.wekker.wek(sleutels)
        except OpslagFout as fout:
            self.meld("wekken", fout)


def _vervolg(regels: Sequence[Regel], nummer: int) -> Iterator[Regel]:
    """The lines from `nummer` on, as long as none is missing."""
    for regel in regels:
        if regel.nummer == nummer:
            yield regel
            nummer += 1
