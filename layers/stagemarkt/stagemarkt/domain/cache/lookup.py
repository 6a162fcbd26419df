"""Serve a kept answer, or fetch one and keep it: the road that every cached answer takes."""

from typing import Final, assert_never

from stagemarkt.domain.cache.freshness import (
    Beleid,
    Oordeel,
    Wens,
    beslis,
    bestaat,
    duur_van,
    leeftijd,
    mag_terugvallen,
)
from stagemarkt.domain.cache.lease import Gehaald, Pachter
from stagemarkt.domain.cache.lookup_outcome import Geraadpleegd, Opslag, Reden, Vraagstuk
from stagemarkt.domain.cache.retention import mag_bewaren, naar_keuze
from stagemarkt.domain.cache.shared_failure import is_van_de_bron
from stagemarkt.model.errors import (
    LEERBEDRIJF_ONBEKEND,
    NIET_IN_CACHE,
    Fout,
    LeerbedrijfOnbekend,
    NietInCache,
    OpslagFout,
)
from stagemarkt.ports.cache import BewaardAntwoord, Stand
from stagemarkt.ports.deadline import Termijn

# A refresh of a key is asked for at most once in this many seconds.
TUSSENTIJD: Final = 60


def raadpleeg(stuk: Vraagstuk, wens: Wens, termijn: Termijn, opslag: Opslag) -> Geraadpleegd:
    """The kept answer when it will do, else what SBB gives, kept if allowed.

    A failure that a caller may hear of is in the result, so that the answer can say how it came about;
    anything else goes through. A storage that fails costs speed, never an answer.
    """
    beleid = Beleid(stuk.sleutel.school, naar_keuze(stuk.soort, opslag.duren))
    basis = Geraadpleegd(int(opslag.klok()), beleid.soort.duur, niet_bewaren=wens.niet_bewaren)
    if not mag_bewaren(beleid.soort, opslag.modus):
        return _zonder_kast(stuk, wens, basis)
    stand = _lees(stuk, opslag)
    oordeel = beslis(stand.antwoord, basis.nu, beleid, wens)
    match oordeel:
        case Oordeel.VERS:
            return _bewaard(stand.antwoord, basis, beleid)
        case Oordeel.VEROUDERD:
            _vraag_verversing(stuk, stand, opslag)
            return _bewaard(stand.antwoord, basis, beleid)
        case Oordeel.WEIGER:
            return basis._replace(fout=NietInCache(NIET_IN_CACHE))
        case Oordeel.MIS:
            gehaald = Pachter(stuk, beleid, wens, termijn, opslag).haal(stand)
            reden = _reden(stand.antwoord, basis.nu, beleid)
            basis = basis._replace(nu=gehaald.nu, reden=reden, opgeslagen=gehaald.opgeslagen)
            if gehaald.fout is None:
                return _gelukt(gehaald, basis, beleid)
            terugval = _terugval(gehaald.fout, stuk, beleid, wens, opslag)
            return _mislukt(gehaald.fout, terugval, basis, beleid)
        case _:
            assert_never(oordeel)


def _zonder_kast(stuk: Vraagstuk, wens: Wens, basis: Geraadpleegd) -> Geraadpleegd:
    """What may not be kept has no lease either: there would be nothing to share."""
    if wens.alleen_bewaard:
        return basis._replace(fout=NietInCache(NIET_IN_CACHE))
    basis = basis._replace(reden="bypass")
    try:
        return basis._replace(vers=stuk.haal(basis.nu))
    except Fout as fout:
        return basis._replace(fout=fout)


def _gelukt(gehaald: Gehaald, basis: Geraadpleegd, beleid: Beleid) -> Geraadpleegd:
    if gehaald.vers is None:
        return _bewaard(gehaald.bewaard, basis._replace(samen=True), beleid)
    duur = beleid.soort.duur if gehaald.vers.uitkomst == "gevonden" else beleid.soort.niets
    return basis._replace(vers=gehaald.vers, duur=duur)


def _bewaard(antwoord: BewaardAntwoord | None, basis: Geraadpleegd, beleid: Beleid) -> Geraadpleegd:
    """The kept answer, which may be that SBB does not know the leerbedrijf."""
    if antwoord is None:
        raise AssertionError("what is judged fresh enough is there")
    fout = LeerbedrijfOnbekend(LEERBEDRIJF_ONBEKEND) if antwoord.uitkomst == "onbekend" else None
    return basis._replace(bewaard=antwoord, fout=fout, duur=duur_van(antwoord, beleid.soort))


def _mislukt(
    fout: Fout | OpslagFout, terugval: BewaardAntwoord | None, basis: Geraadpleegd, beleid: Beleid
) -> Geraadpleegd:
    if terugval is not None:
        oorzaak = fout if isinstance(fout, Fout) else None
        return _bewaard(terugval, basis._replace(oorzaak=oorzaak), beleid)
    if isinstance(fout, OpslagFout):
        raise fout
    return basis._replace(fout=fout, duur=beleid.soort.niets)


def _terugval(
    fout: Fout | OpslagFout, stuk: Vraagstuk, beleid: Beleid, wens: Wens, opslag: Opslag
) -> BewaardAntwoord | None:
    """An older answer in place of this failure, if one will do."""
    if not (is_van_de_bron(fout) or isinstance(fout, OpslagFout)):
        return None
    # Read again: what there was may have been forgotten while SBB was asked.
    gevonden = _lees(stuk, opslag).antwoord
    return gevonden if mag_terugvallen(gevonden, int(opslag.klok()), beleid, wens) else None


def _reden(gevonden: BewaardAntwoord | None, nu: int, beleid: Beleid) -> Reden:
    if gevonden is None or not bestaat(gevonden, nu, beleid):
        return "miss"
    return "request" if leeftijd(gevonden, nu) < duur_van(gevonden, beleid.soort).vers else "stale"


def _vraag_verversing(stuk: Vraagstuk, stand: Stand, opslag: Opslag) -> None:
    """Have it refreshed, later and elsewhere: a Lambda sleeps once it has answered."""
    nu, antwoord = opslag.klok(), stand.antwoord
    if antwoord is None or nu - stand.gemerkt_op < TUSSENTIJD:
        return
    try:
        if opslag.schrijver().merk(stuk.sleutel, antwoord.opgehaald_op, nu, TUSSENTIJD):
            opslag.ververs(stuk.sleutel)
    except OpslagFout as fout:
        opslag.meld("verversen", fout)


def _lees(stuk: Vraagstuk, opslag: Opslag) -> Stand:
    try:
        return opslag.lezer.lees(stuk.sleutel)
    except OpslagFout as fout:
        opslag.meld("lezen", fout)
        return Stand()
