"""One call for many: who misses a key first fetches it under a lease, the others wait for what it gives."""

import uuid
from typing import Final, NamedTuple

from stagemarkt.domain.cache.freshness import Beleid, Oordeel, Wens, beslis
from stagemarkt.domain.cache.lookup_outcome import Opslag, Vers, Vraagstuk
from stagemarkt.domain.cache.shared_failure import als_fout, als_mislukking
from stagemarkt.model.errors import BronLicentie, Fout, LeerbedrijfOnbekend, OpslagFout
from stagemarkt.ports.cache import BewaardAntwoord, Pacht, Stand
from stagemarkt.ports.deadline import Termijn

# How long a lease lives, seconds: longer than SBB usually takes, and short enough that whoever waits for
# a holder that died still has the time to ask for itself.
LEVEN: Final = 10.0
# Who waits stops waiting when its own time is down to this many seconds, and asks for itself.
EIGEN_TIJD: Final = 5.0
# The pauses between two looks, seconds; each who waits has its own, a quarter more or less.
_EERSTE_PAUZE: Final = 0.1
_LANGSTE_PAUZE: Final = 0.8
_GROEI: Final = 1.6
# A storage that does not answer is asked again so often before SBB is asked without a lease: when many miss
# at once it may be slow, and just then SBB must not get a call from each of them.
_POGINGEN: Final = 3


class Gehaald(NamedTuple):
    """What came of it: an answer of SBB, one that somebody else fetched, or a failure."""

    nu: int
    vers: Vers | None = None
    bewaard: BewaardAntwoord | None = None
    fout: Fout | OpslagFout | None = None
    opgeslagen: bool = False


class Pachter:
    """Fetches one key for one request, alone among all that want it.

    Args:
        stuk: the question.
        beleid: what is fresh.
        wens: what the caller asks of that.
        termijn: until when the answer is of use.
        opslag: where leases and answers are kept.
    """

    def __init__(self, stuk: Vraagstuk, beleid: Beleid, wens: Wens, termijn: Termijn, opslag: Opslag) -> None:
        self._stuk = stuk
        self._beleid = beleid
        self._wens = wens
        self._termijn = termijn
        self._opslag = opslag
        # Who asked for an answer of now is not helped by one that was under way.
        self._alleen = wens.geen_cache or wens.max_leeftijd == 0
        self._houder = uuid.uuid4().hex
        self._eigen_maat = 0.75 + int(self._houder[:4], 16) / 0xFFFF / 2
        self._gezien = set[str]()

    def haal(self, stand: Stand) -> Gehaald:
        """Fetch, or wait for who does; `stand` is what was found. A failing storage costs the sharing."""
        if self._wens.niet_bewaren:
            return self._vraag_sbb(None)
        uitkomst = self._houd_vol(stand)
        return self._vraag_sbb(uitkomst) if uitkomst is None or isinstance(uitkomst, Pacht) else uitkomst

    def haal_vrij(self) -> Gehaald | None:
        """Fetch if nobody else does; None when somebody does, or did just now. Raises OpslagFout."""
        uitkomst = self._neem(afnemen=False)
        return self._vraag_sbb(uitkomst) if isinstance(uitkomst, Pacht) else None

    def _houd_vol(self, stand: Stand) -> Pacht | Gehaald | None:
        """The lease or what another fetched; None when the storage gives neither."""
        for poging in range(1, _POGINGEN + 1):
            try:
                return self._neem_of_wacht(stand)
            except OpslagFout as fout:
                if poging == _POGINGEN or self._termijn.over <= EIGEN_TIJD:
                    self._opslag.meld("pacht", fout)
                    break
            self._pauzeer(_EERSTE_PAUZE * 2**poging)
            stand = Stand()
        return None

    def _pauzeer(self, seconden: float) -> None:
        self._opslag.slaap(min(seconden * self._eigen_maat, max(0.0, self._termijn.over - EIGEN_TIJD)))

    def _neem_of_wacht(self, stand: Stand) -> Pacht | Gehaald:
        pauze = _EERSTE_PAUZE
        while True:
            haast = self._alleen or self._termijn.over <= EIGEN_TIJD
            if haast or not _leeft(stand, self._opslag.klok()):
                uitkomst = self._neem(afnemen=haast)
                if not isinstance(uitkomst, Stand):
                    return uitkomst
                stand = uitkomst
            if stand.pacht is not None:
                self._gezien.add(stand.pacht.houder)
            self._pauzeer(pauze)
            pauze = min(pauze * _GROEI, _LANGSTE_PAUZE)
            stand = self._kijk(stand)
            klaar = self._bruikbaar(stand) or self._mislukt(stand)
            if klaar is not None:
                return klaar

    def _kijk(self, stand: Stand) -> Stand:
        """What there is now. While somebody is known to fetch, seeing nothing is no reason to fetch too."""
        try:
            return self._opslag.lezer.lees(self._stuk.sleutel)
        except OpslagFout:
            if self._termijn.over <= EIGEN_TIJD or not _leeft(stand, self._opslag.klok()):
                raise
            return stand

    def _neem(self, *, afnemen: bool) -> Pacht | Gehaald | Stand:
        """The lease, or what the one before just kept, or who has it."""
        nu = self._opslag.klok()
        schrijver = self._opslag.schrijver()
        wil = Pacht(self._houder, nu + LEVEN)
        pacht, stand = schrijver.neem(self._stuk.sleutel, wil, nu, afnemen=afnemen)
        if pacht is None:
            return stand
        klaar = None if self._alleen else self._bruikbaar(stand)
        if klaar is None:
            return pacht
        schrijver.geef_op(self._stuk.sleutel, pacht, None)
        return klaar

    def _bruikbaar(self, stand: Stand) -> Gehaald | None:
        nu = int(self._opslag.klok())
        oordeel = beslis(stand.antwoord, nu, self._beleid, self._wens)
        return Gehaald(nu, bewaard=stand.antwoord) if oordeel is Oordeel.VERS else None

    def _mislukt(self, stand: Stand) -> Gehaald | None:
        mislukking = stand.mislukking
        if mislukking is None or mislukking.houder not in self._gezien:
            return None
        return Gehaald(int(self._opslag.klok()), fout=als_fout(mislukking))

    def _vraag_sbb(self, pacht: Pacht | None) -> Gehaald:
        nu = int(self._opslag.klok())
        try:
            vers = self._stuk.haal(nu)
        except LeerbedrijfOnbekend as fout:
            onbekend = Vers(b"", b"", "", "onbekend")
            return Gehaald(nu, fout=fout, opgeslagen=self._bewaar(onbekend, pacht, nu))
        except (Fout, OpslagFout) as fout:
            self._geef_op(pacht, fout)
            return Gehaald(nu, fout=fout)
        except BaseException:
            self._geef_op(pacht, None)
            raise
        return Gehaald(nu, vers=vers, opgeslagen=self._bewaar(vers, pacht, nu))

    def _bewaar(self, vers: Vers, pacht: Pacht | None, nu: int) -> bool:
        if pacht is None:
            return False
        school, soort = self._stuk.sleutel.school, self._beleid.soort
        antwoord = BewaardAntwoord(school, vers.bewaarvorm, vers.etag, nu, vers.uitkomst, self._stuk.vraag)
        verloopt = nu + (soort.duur if vers.uitkomst == "gevonden" else soort.niets).verloopt
        try:
            return self._opslag.schrijver().bewaar(self._stuk.sleutel, antwoord, pacht, verloopt, vers.over)
        except OpslagFout as fout:
            self._opslag.meld("bewaren", fout)
            return False

    def _geef_op(self, pacht: Pacht | None, fout: Fout | OpslagFout | None) -> None:
        if pacht is None:
            return
        mislukking = als_mislukking(fout, pacht.houder) if isinstance(fout, Fout) else None
        # A school that SBB gives nothing any more, is not to be served what SBB gave it before.
        vergeet = isinstance(fout, BronLicentie)
        try:
            self._opslag.schrijver().geef_op(self._stuk.sleutel, pacht, mislukking, vergeet=vergeet)
        except OpslagFout as stuk:
            self._opslag.meld("pacht", stuk)


def _leeft(stand: Stand, nu: float) -> bool:
    return stand.pacht is not None and stand.pacht.tot > nu
