"""The way round one call to SBB: zekering, limit, the call itself, its outcome told to the other functions.

All of it is protection: a storage that fails is told and costs that, never an answer. What each step decides
stands in `zekeringen`, `drukte` and `uitkomst`.
"""

from collections.abc import Callable
from typing import Final, NamedTuple, TypeVar

from stagemarkt.domein.afspraken import GEDULD, PATIENCE, VOOR_SBB, Afspraken, Omgeving
from stagemarkt.domein.drukte import Asking, Wacht, neem, place_name, too_many
from stagemarkt.domein.uitkomst import GOED, Uitkomst, uitkomst_van
from stagemarkt.domein.weigeren import overbelast
from stagemarkt.domein.zekeringen import Zekeringen
from stagemarkt.domein.zicht import Zicht
from stagemarkt.model.fouten import OpslagFout
from stagemarkt.poorten.bewaking import Aanvraag, Bewakingsopslag, Requester
from stagemarkt.poorten.termijn import Termijn

# After a storage that failed, how long it is left alone: it must not cost each call its time-out.
STUK: Final = 5.0
# How often a call looks for room: more than its patience lasts.
_BLIKKEN: Final = 100
_NOBODY: Final = Requester()
# What looking again may take.
_MARGE: Final = 0.1
T = TypeVar("T")


class Toegang(NamedTuple):
    """A call that may go; hand it to `Bewaker.meld` when it has ended.

    `wie` is its name, empty when nothing is watched; `begonnen` when it began; `eerlijk` whether it has the
    time that SBB may take.
    """

    wie: str
    begonnen: float
    eerlijk: bool


class Melden(NamedTuple):
    """Who is told: of the outcome of each call, and of a storage that failed."""

    uitkomst: Callable[[Uitkomst], None]
    opslagfout: Callable[[str, OpslagFout], None]


class Bewaker:
    """Watches the calls of this function on behalf of one school. Use it from one thread.

    Args:
        school: the BRIN.
        opslag: what is shared with the other functions.
        afspraken: the rules.
        omgeving: time, chance and names.
        melden: who else is told of each outcome, and of a storage that failed.
    """

    def __init__(
        self,
        school: str,
        opslag: Bewakingsopslag,
        afspraken: Afspraken,
        omgeving: Omgeving,
        melden: Melden,
    ) -> None:
        self._afspraken = afspraken
        self._om = omgeving
        self._zicht = Zicht(school, opslag, omgeving.nu)
        self._zekeringen = Zekeringen(self._zicht, afspraken.regels, omgeving.nu)
        self._melden = melden
        self._stuk_tot = float("-inf")

    def bij(self, vraag: Callable[[], T], termijn: Termijn, requester: Requester = _NOBODY) -> T:
        """Do this call to SBB if it may go, and tell how it ended; give or raise what it gave or raised.

        `requester` is for whom: the room of the school is shared between them.

        Raises:
            Bronfout: the call may not go; SBB was not asked.
        """
        toegang = self.vraag_toegang(termijn, requester)
        try:
            antwoord = vraag()
        except BaseException as fout:
            self.meld(toegang, uitkomst_van(fout, eerlijk=toegang.eerlijk))
            raise
        self.meld(toegang, GOED)
        return antwoord

    def vraag_toegang(self, termijn: Termijn, requester: Requester = _NOBODY) -> Toegang:
        """Leave for one call, waiting a little for room if that is all it takes.

        Raises:
            Bronfout: there is none.
        """
        wie = ""
        if not self._is_stuk():
            wie = place_name(requester.priority, self._om.nieuw_id())
            try:
                self._kom_binnen(wie, termijn, requester)
            except OpslagFout as fout:
                wie = ""
                self._breek(fout)
        return Toegang(wie, self._om.nu(), eerlijk=termijn.over >= self._afspraken.eerlijk)

    def meld(self, toegang: Toegang, uitkomst: Uitkomst) -> None:
        """Tell how the call ended, and give its place back."""
        self._melden.uitkomst(uitkomst)
        if not toegang.wie or self._is_stuk():
            return
        try:
            self._zicht.geef_vrij(toegang.wie)
            self._zekeringen.noteer(uitkomst, toegang.wie, toegang.begonnen)
        except OpslagFout as fout:
            self._breek(fout)

    def herkans(self) -> float | None:
        """In how many seconds a call under way may ask once more; None for not at all.

        Not into an open zekering, and within the limit. Where nothing is watched, at once.
        """
        if self._is_stuk():
            return 0.0
        try:
            stand = self._zicht.ververs()
            if not self._zekeringen.zijn_vrij():
                return None
            nu = self._om.nu()
            besluit = neem(stand.drukte, nu, self._afspraken.grenzen, Asking(None, _NOBODY, GEDULD))
            aanvang = self._zicht.bezet(besluit) if isinstance(besluit, Aanvraag) else None
        except OpslagFout as fout:
            self._breek(fout)
            return 0.0
        return None if aanvang is None else max(0.0, aanvang - nu)

    def _kom_binnen(self, wie: str, termijn: Termijn, requester: Requester) -> None:
        if not self._zicht.is_goed_genoeg():
            self._zicht.ververs()
        while True:
            # The zekering first: a call that will not be made takes no place.
            if self._zekeringen.passeer(wie):
                try:
                    if self._neem_plaats(wie, termijn, requester):
                        self._zicht.ververs()
                except BaseException:
                    self._zekeringen.laat_proeven(wie)
                    raise
                if self._zekeringen.zijn_vrij(wie):
                    return
                # It opened while this call waited for room.
                self._zicht.geef_vrij(wie)
            self._zekeringen.laat_proeven(wie)
            self._zicht.ververs()

    def _neem_plaats(self, wie: str, termijn: Termijn, requester: Requester) -> bool:
        """A turn and a place within the limits; whether they had to be waited for."""
        begin = self._om.nu()
        # Who tries an open zekering holds that right meanwhile: it has no more patience than its due.
        patience = PATIENCE[requester.priority] if self._zekeringen.zijn_vrij() else GEDULD
        tot = begin + max(0.0, min(patience, termijn.over - VOOR_SBB))
        # What is remembered may let a call go where nobody goes first; it never refuses one.
        unseen = True
        for poging in range(_BLIKKEN):
            nu = self._om.nu()
            asking = Asking(wie, requester, max(0.0, tot - nu), unseen)
            besluit = neem(self._zicht.stand.drukte, nu, self._afspraken.grenzen, asking)
            if isinstance(besluit, Aanvraag):
                if self._bezet(besluit, wie, requester):
                    return self._om.nu() > begin
            elif not unseen:
                self._wacht(besluit, tot, poging, requester)
                self._zicht.ververs()
            else:
                self._zicht.ververs()
            unseen = False
        raise OpslagFout("others were first each time")

    def _bezet(self, aanvraag: Aanvraag, wie: str, requester: Requester) -> bool:
        """Take it and wait for the turn; False when there was no room after all."""
        aanvang = self._zicht.bezet(aanvraag)
        if aanvang is None:
            return False
        if too_many(self._zicht.stand.drukte, aanvraag.nu, self._afspraken.grenzen, requester.priority):
            # Two took the last place of a share at once: the later one gives it back.
            self._zicht.geef_vrij(wie)
            return False
        if aanvang > aanvraag.nu:
            self._om.slaap(aanvang - aanvraag.nu)
        return True

    def _wacht(self, wacht: Wacht, tot: float, poging: int, requester: Requester) -> None:
        """Until it is worth looking again; with chance in it, or all who wait would look at once."""
        even = 0.02 * 2 ** min(poging, 3) * (0.5 + self._om.toeval())
        nu = self._om.nu()
        if nu + even > tot:
            raise overbelast(wacht)
        # Known as one who waits until it has looked again, so that others do not go first.
        self._zicht.wait(requester, nu + even + _MARGE)
        self._om.slaap(even)

    def _is_stuk(self) -> bool:
        return self._om.nu() < self._stuk_tot

    def _breek(self, fout: OpslagFout) -> None:
        self._stuk_tot = self._om.nu() + STUK
        self._melden.opslagfout("bewaken", fout)
