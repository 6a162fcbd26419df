"""Serve what is kept, or fetch and keep."""

import math

import pytest
from stagemarkt.domain.cache.freshness import Wens
from stagemarkt.domain.cache.lookup import TUSSENTIJD, raadpleeg
from stagemarkt.domain.cache.lookup_outcome import Geraadpleegd, Vers, Vraagstuk
from stagemarkt.domain.cache.retention import IDENTIFICATIE, CacheMode
from stagemarkt.model.errors import (
    BronCertificaat,
    BronLicentie,
    BronNietBeschikbaar,
    BronTimeout,
    Fout,
    InterneFout,
    LeerbedrijfOnbekend,
    NietInCache,
    OpslagFout,
    Tekst,
    TeVeelResultaten,
)
from stagemarkt.ports.cache import Antwoordsleutel, BewaardAntwoord, Stand

from tests.unit.fakes import ANDERE_SCHOOL, NU, SCHOOL
from tests.unit.fakes_cache import NepKast, NepKlok

SLEUTEL = Antwoordsleutel(SCHOOL, "leerbedrijf#900000001", "identificatie")
VERS = Vers(b'{"bron":"sbb"}', b"gz", 'W/"x"')
DUUR, NIETS = IDENTIFICATIE.duur, IDENTIFICATIE.niets
GOED = BewaardAntwoord(SCHOOL, b"oud", 'W/"oud"', NU - 10)
OUD = GOED._replace(opgehaald_op=NU - DUUR.vers)
WEG = GOED._replace(opgehaald_op=NU - DUUR.verloopt)
TEKST = Tekst("Nee.", "No.")
STORING = BronNietBeschikbaar(TEKST, opnieuw_na=30)


class Bron:
    """What is fetched: `VERS`, or `fout`."""

    def __init__(self, fout: Exception | None = None) -> None:
        self.fout = fout
        self.momenten: list[int] = []

    def __call__(self, nu: int) -> Vers:
        """Fetch."""
        self.momenten.append(nu)
        if self.fout is not None:
            raise self.fout
        return VERS


def _kast(bewaard: BewaardAntwoord | None = None, **rest: object) -> NepKast:
    kast = NepKast(**rest)  # type: ignore[arg-type]  # what a test gives is what it takes
    if bewaard is not None:
        kast.inhoud[SLEUTEL] = bewaard
    return kast


def _raadpleeg(kast: NepKast, bron: Bron, wens: Wens | None = None) -> Geraadpleegd:
    klok = NepKlok(float(NU))
    stuk = Vraagstuk(SLEUTEL, IDENTIFICATIE, bron, "de vraag")
    return raadpleeg(stuk, wens or Wens(), klok.termijn(20), kast.opslag(klok))


def test_een_vers_antwoord_gaat_uit_de_kast() -> None:
    """A hit asks SBB nothing, makes no writer and reads once."""
    kast, bron = _kast(GOED), Bron()
    assert _raadpleeg(kast, bron) == Geraadpleegd(NU, DUUR, bewaard=GOED)
    assert (bron.momenten, kast.gemaakt, kast.inhoud, kast.gelezen) == ([], 0, {SLEUTEL: GOED}, [SLEUTEL])


def test_wat_er_niet_is_wordt_gehaald_en_bewaard() -> None:
    """A miss is fetched once and kept until its hard end, with this school's mark and the question."""
    kast, bron = _kast(), Bron()
    verwacht = Geraadpleegd(NU, DUUR, vers=VERS, reden="miss", opgeslagen=True)
    assert _raadpleeg(kast, bron) == verwacht
    assert kast.inhoud == {SLEUTEL: BewaardAntwoord(SCHOOL, b"gz", 'W/"x"', NU, "gevonden", "de vraag")}
    assert kast.bewaard[SLEUTEL].verloopt_op == NU + DUUR.verloopt
    assert _raadpleeg(kast, bron).bewaard == kast.inhoud[SLEUTEL]
    assert bron.momenten == [NU]


@pytest.mark.parametrize(
    "gevonden",
    [
        pytest.param(GOED._replace(school=ANDERE_SCHOOL), id="of-another-school"),
        pytest.param(WEG, id="expired"),
        pytest.param(GOED._replace(opgehaald_op=NU + 3600), id="from-the-future"),
    ],
)
def test_wat_niet_mag_wordt_vervangen(gevonden: BewaardAntwoord) -> None:
    """An entry that may not be served is fetched again and overwritten; nobody falls back on it."""
    kast = _kast(gevonden)
    with_fout = _raadpleeg(kast, Bron(STORING))
    assert (with_fout.fout, with_fout.bewaard, with_fout.reden) == (STORING, None, "miss")
    assert _raadpleeg(kast, Bron()).vers == VERS
    assert kast.inhoud[SLEUTEL].lichaam == b"gz"


def test_wat_verouderd_is_gaat_meteen_en_wordt_later_ververst() -> None:
    """A stale answer is served at once, and asked to be refreshed once: the next caller need not."""
    kast, bron = _kast(OUD), Bron()
    eerste, tweede = _raadpleeg(kast, bron), _raadpleeg(kast, bron)
    assert eerste == tweede == Geraadpleegd(NU, DUUR, bewaard=OUD)
    assert eerste.verouderd
    assert (bron.momenten, kast.rij) == ([], [SLEUTEL])


def test_een_verversing_die_niet_kwam_wordt_opnieuw_gevraagd() -> None:
    """A mark that is a minute old stops nobody."""
    kast = _kast(OUD)
    kast.standen[SLEUTEL] = Stand(gemerkt_op=NU - TUSSENTIJD)
    _raadpleeg(kast, Bron())
    assert kast.rij == [SLEUTEL]


@pytest.mark.parametrize("stuk", ["merken", "verversen", "maken"])
def test_een_kapotte_rij_kost_geen_antwoord(stuk: str) -> None:
    """What goes wrong with asking for a refresh is told, and the caller has its answer."""
    kast = _kast(OUD, stuk=frozenset({stuk}))
    assert _raadpleeg(kast, Bron()).bewaard == OUD
    assert (kast.meldingen, kast.rij) == (["verversen"], [])


@pytest.mark.parametrize("modus", [CacheMode.UIT, CacheMode.ZONDER_PERSOONSGEGEVENS])
def test_zonder_toestemming_wordt_er_niet_gelezen_of_geschreven(modus: CacheMode) -> None:
    """Where identification may not be kept, what is kept is neither read, served nor written; no lease."""
    kast, bron = _kast(GOED, modus=modus), Bron()
    assert _raadpleeg(kast, bron) == Geraadpleegd(NU, DUUR, vers=VERS, reden="bypass")
    assert _raadpleeg(kast, Bron(STORING)).fout is STORING
    geweigerd = _raadpleeg(kast, bron, Wens(alleen_bewaard=True))
    assert (type(geweigerd.fout), geweigerd.reden) == (NietInCache, None)
    assert (kast.gelezen, kast.gemaakt, kast.inhoud, len(bron.momenten)) == ([], 0, {SLEUTEL: GOED}, 1)


@pytest.mark.parametrize(
    ("stuk", "opgeslagen", "meldingen"),
    [
        (frozenset({"lezen"}), True, ["lezen"]),
        (frozenset({"bewaren"}), False, ["bewaren"]),
        (frozenset({"pacht"}), False, ["pacht"]),
        (frozenset({"maken"}), False, ["pacht"]),
        (frozenset({"lezen", "bewaren"}), False, ["lezen", "bewaren"]),
    ],
)
def test_een_kapotte_kast_kost_geen_antwoord(
    stuk: frozenset[str], meldingen: list[str], *, opgeslagen: bool
) -> None:
    """Whatever fails in the storage is told, and the answer comes from SBB; without a lease none is kept."""
    kast = _kast(WEG, stuk=stuk)
    verwacht = Geraadpleegd(NU, DUUR, vers=VERS, reden="miss", opgeslagen=opgeslagen)
    assert _raadpleeg(kast, Bron()) == verwacht
    assert kast.meldingen == meldingen


def test_alleen_bewaard() -> None:
    """Whoever wants a kept answer or nothing gets one or the other, and SBB is left alone."""
    bron, wens = Bron(), Wens(alleen_bewaard=True)
    assert _raadpleeg(_kast(GOED), bron, wens).bewaard == GOED
    assert isinstance(_raadpleeg(_kast(), bron, wens).fout, NietInCache)
    assert isinstance(_raadpleeg(_kast(WEG), bron, wens).fout, NietInCache)
    assert bron.momenten == []


def test_geen_cache_vraagt_sbb_zelf() -> None:
    """`no-cache` goes to SBB whatever there is, and what it fetched is for the next one."""
    kast = _kast(GOED)
    eerste = _raadpleeg(kast, Bron(), Wens(geen_cache=True))
    assert eerste == Geraadpleegd(NU, DUUR, vers=VERS, reden="request", opgeslagen=True)
    assert _raadpleeg(_kast(OUD), Bron(), Wens(geen_cache=True)).reden == "stale"
    assert kast.inhoud[SLEUTEL].lichaam == b"gz"


@pytest.mark.parametrize("gevonden", [None, GOED, OUD, WEG])
@pytest.mark.parametrize("wens", [Wens(geen_cache=True), Wens(max_leeftijd=5), Wens(max_leeftijd=0)])
def test_wie_vers_vraagt_krijgt_nooit_oud(gevonden: BewaardAntwoord | None, wens: Wens) -> None:
    """Who asked for a fresh answer of a dead source hears that it is dead; what was kept stays kept."""
    kast = _kast(gevonden)
    uitkomst = _raadpleeg(kast, Bron(STORING), wens)
    assert (uitkomst.fout, uitkomst.bewaard, uitkomst.opgeslagen) == (STORING, None, False)
    assert kast.inhoud.get(SLEUTEL) == gevonden


def test_liever_vers_maar_oud_mag() -> None:
    """`max-age` with `max-stale`: SBB is asked, and when it fails the older answer will do."""
    wens = Wens(max_leeftijd=5, max_verouderd=math.inf)
    uitkomst = _raadpleeg(_kast(OUD), Bron(STORING), wens)
    assert uitkomst == Geraadpleegd(NU, DUUR, bewaard=OUD, oorzaak=STORING, reden="stale")
    assert _raadpleeg(_kast(OUD), Bron(), wens).vers == VERS


@pytest.mark.parametrize("fout", [BronLicentie(TEKST), BronCertificaat(TEKST), TeVeelResultaten(TEKST)])
def test_een_weigering_wordt_niet_verbloemd(fout: Fout) -> None:
    """A school that SBB refuses does not get an older answer for it."""
    wens = Wens(max_leeftijd=5, max_verouderd=math.inf)
    assert _raadpleeg(_kast(OUD), Bron(fout), wens).fout is fout


def test_een_geheim_dat_niet_te_lezen_is() -> None:
    """Our own secrets failing: an older answer if that will do, else it is our fault and goes through."""
    wens = Wens(max_leeftijd=5, max_verouderd=math.inf)
    assert _raadpleeg(_kast(OUD), Bron(OpslagFout("x")), wens).bewaard == OUD
    with pytest.raises(OpslagFout):
        _raadpleeg(_kast(), Bron(OpslagFout("x")))


def test_wat_vergeten_werd_terwijl_sbb_gevraagd_werd() -> None:
    """An older answer that was forgotten while SBB was asked is not fallen back on."""
    kast = _kast(OUD)

    class Vergeet(Bron):
        def __call__(self, nu: int) -> Vers:
            kast.vergeet(SLEUTEL)
            return super().__call__(nu)

    wens = Wens(max_leeftijd=5, max_verouderd=math.inf)
    assert _raadpleeg(kast, Vergeet(STORING), wens).fout is STORING
    kast.inhoud[SLEUTEL] = OUD
    gehaald = _raadpleeg(kast, Vergeet(), wens)
    assert (gehaald.vers, gehaald.opgeslagen, kast.inhoud) == (VERS, False, {})


def test_een_onbekend_leerbedrijf_wordt_even_onthouden() -> None:
    """That SBB does not know it is kept for minutes, and told from there; then SBB is asked again."""
    kast, bron = _kast(), Bron(LeerbedrijfOnbekend(TEKST))
    eerste = _raadpleeg(kast, bron)
    assert (type(eerste.fout), eerste.opgeslagen, eerste.reden) == (LeerbedrijfOnbekend, True, "miss")
    bewaard = kast.inhoud[SLEUTEL]
    assert (bewaard.uitkomst, kast.bewaard[SLEUTEL].verloopt_op) == ("onbekend", NU + NIETS.verloopt)
    tweede = _raadpleeg(kast, bron)
    assert (type(tweede.fout), tweede.bewaard, tweede.duur) == (LeerbedrijfOnbekend, bewaard, NIETS)
    assert len(bron.momenten) == 1
    kast.inhoud[SLEUTEL] = bewaard._replace(opgehaald_op=NU - NIETS.vers)
    assert _raadpleeg(kast, Bron()).vers == VERS


def test_onbekend_en_sbb_is_weg() -> None:
    """That it was unknown within the hour is told when SBB is away."""
    kast = _kast(BewaardAntwoord(SCHOOL, b"", "", NU - NIETS.vers, "onbekend"))
    uitkomst = _raadpleeg(kast, Bron(STORING))
    assert (type(uitkomst.fout), uitkomst.oorzaak) == (LeerbedrijfOnbekend, STORING)


@pytest.mark.parametrize("modus", CacheMode)
@pytest.mark.parametrize("fout", [BronTimeout(TEKST), InterneFout(TEKST), TeVeelResultaten(TEKST)])
def test_een_mislukking_wordt_niet_bewaard(modus: CacheMode, fout: Fout) -> None:
    """What fetching meets is told; an expired answer is not served in its place, nor overwritten."""
    kast = _kast(WEG, modus=modus)
    assert _raadpleeg(kast, Bron(fout)).fout is fout
    assert (kast.inhoud, kast.meldingen) == ({SLEUTEL: WEG}, [])


def test_wat_niemand_verwacht_gaat_door_en_laat_de_pacht_los() -> None:
    """A bug goes through as it is, and nobody waits for its lease."""
    kast = _kast()
    with pytest.raises(ZeroDivisionError):
        _raadpleeg(kast, Bron(ZeroDivisionError()))
    assert kast.standen[SLEUTEL].pacht is None


def test_niet_bewaren() -> None:
    """`no-store`: nothing is kept, and no lease is taken that others would wait for."""
    kast = _kast()
    uitkomst = _raadpleeg(kast, Bron(), Wens(niet_bewaren=True))
    assert (uitkomst.vers, uitkomst.opgeslagen, uitkomst.niet_bewaren) == (VERS, False, True)
    assert (kast.inhoud, kast.standen) == ({}, {})
