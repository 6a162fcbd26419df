"""The way round one call to SBB: zekering, limit, the call itself, its outcome told to the other functions.

All of it is protection: a storage that fails is told and costs that, never an answer. What each step decides
stands in `zekeringen`, `drukte` and `uitkomst`.
"""

from collections.abc import Callable
from typing import Final, NamedTuple, TypeVar, assert_never

from stagemarkt.domein.afspraken import GEDULD, VOOR_SBB, Afspraken, Omgeving
from stagemarkt.domein.drukte import Wacht, neem
from stagemarkt.domein.uitkomst import GOED, Uitkomst, uitkomst_van
from stagemarkt.domein.weigeren import overbelast
from stagemarkt.domein.zekeringen import Zekeringen
from stagemarkt.domein.zicht import Zicht
from stagemarkt.model.fouten import OpslagFout
from stagemarkt.poorten.bewaking import Aanvraag, Bewakingsopslag
from stagemarkt.poorten.termijn import Termijn

# After a storage that failed, how long it is left alone: it must not cost each call its time-out.
STUK: Final = 5.0
# How often a call looks for room: more than its patience lasts.
_BLIKKEN: Final = 40
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

    def bij(self, vraag: Callable[[], T], termijn: Termijn) -> T:
        """Do this call to SBB if it may go, and tell how it ended; give or raise what it gave or raised.

        Raises:
            Bronfout: the call may not go; SBB was not asked.
        """
        toegang = self.vraag_toegang(termijn)
        try:
            antwoord = vraag()
        except BaseException as fout:
            self.meld(toegang, uitkomst_van(fout, eerlijk=toegang.eerlijk))
            raise
        self.meld(toegang, GOED)
        return antwoord

    def vraag_toegang(self, termijn: Termijn) -> Toegang:
        """Leave for one call, waiting a little for room if that is all it takes.

        Raises:
            Bronfout: there is none.
        """
        wie = ""
        if not self._is_stuk():
            wie = self._om.nieuw_id()
            try:
                self._kom_binnen(wie, termijn)
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
            besluit = neem(stand.drukte, nu, self._afspraken.grenzen, None, GEDULD)
            aanvang = self._zicht.bezet(besluit) if isinstance(besluit, Aanvraag) else None
        except OpslagFout as fout:
            self._breek(fout)
            return 0.0
        return None if aanvang is None else max(0.0, aanvang - nu)

    def _kom_binnen(self, wie: str, termijn: Termijn) -> None:
        if not self._zicht.is_goed_genoeg():
            self._zicht.ververs()
        while True:
            # The zekering first: a call that will not be made takes no place.
            if self._zekeringen.passeer(wie):
                try:
                    if self._neem_plaats(wie, termijn):
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

    def _neem_plaats(self, wie: str, termijn: Termijn) -> bool:
        """A turn and a place within the limits; whether they had to be waited for.

        A turn is known when it is given, so that who waits for it is served in order; for a place one can
        only look again.
        """
        begin = self._om.nu()
        tot = begin + max(0.0, min(GEDULD, termijn.over - VOOR_SBB))
        for poging in range(_BLIKKEN):
            nu = self._om.nu()
            besluit = neem(self._zicht.stand.drukte, nu, self._afspraken.grenzen, wie, max(0.0, tot - nu))
            match besluit:
                case Aanvraag():
                    aanvang = self._zicht.bezet(besluit)
                    if aanvang is not None:
                        if aanvang > nu:
                            self._om.slaap(aanvang - nu)
                        return self._om.nu() > begin
                case Wacht():
                    # The first refusal may be of what was remembered: look before waiting, or refusing.
                    if poging:
                        self._wacht(besluit, tot, poging)
                    self._zicht.ververs()
                case onbekend:
                    assert_never(onbekend)
        raise OpslagFout("others were first each time")

    def _wacht(self, wacht: Wacht, tot: float, poging: int) -> None:
        """Until it is worth looking again; with chance in it, or all who wait would look at once."""
        even = 0.02 * 2 ** min(poging, 4) * (0.5 + self._om.toeval())
        if wacht.reden == "tempo" or self._om.nu() + even > tot:
            raise overbelast(wacht)
        self._om.slaap(even)

    def _is_stuk(self) -> bool:
        return self._om.nu() < self._stuk_tot

    def _breek(self, fout: OpslagFout) -> None:
        self._stuk_tot = self._om.nu() + STUK
        self._melden.opslagfout("bewaken", fout)
