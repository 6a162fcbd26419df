"""One call for many: the lease, those that wait for it, and a holder that dies, fails or is slow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.cache.freshness import Wens
from stagemarkt.domain.cache.lease import EIGEN_TIJD, LEVEN
from stagemarkt.domain.cache.lookup import raadpleeg
from stagemarkt.domain.cache.lookup_outcome import Geraadpleegd, Vers, Vraagstuk
from stagemarkt.domain.cache.retention import IDENTIFICATIE
from stagemarkt.domain.cache.shared_failure import als_fout, als_mislukking
from stagemarkt.model.errors import (
    BronLicentie,
    BronNietBeschikbaar,
    BronTimeout,
    Fout,
    LeerbedrijfOnbekend,
    OngeldigeInvoer,
    Signaal,
    Tekst,
    TeVeelResultaten,
)
from stagemarkt.ports.cache import Antwoordsleutel, BewaardAntwoord, Pacht, Stand

from tests.unit.fakes import NU, SCHOOL
from tests.unit.fakes_cache import NepKast, NepKlok

SLEUTEL = Antwoordsleutel(SCHOOL, "leerbedrijf#900000001", "identificatie")
VERS = Vers(b"{}", b"eigen", 'W/"x"')
ANDERMANS = BewaardAntwoord(SCHOOL, b"andermans", 'W/"y"', NU + 1)
PACHT = Pacht("ander", NU + LEVEN)
TEKST = Tekst("Nee.", "No.")
STORING = BronNietBeschikbaar(TEKST, opnieuw_na=30)


class Loket:
    """One request at a key of which somebody else holds the lease."""

    def __init__(self, *, seconden: float = 23, duurt: float = 0) -> None:
        self.kast, self.klok = NepKast(), NepKlok(float(NU))
        self.kast.standen[SLEUTEL] = Stand(pacht=PACHT)
        self.seconden, self.duurt = seconden, duurt
        self.termijn = self.klok.termijn(seconden)
        self.gevraagd: list[float] = []
        self.bij_vraag: list[object] = []

    def vraag(self, wens: Wens | None = None) -> Geraadpleegd:
        """Ask, until `seconden` from now at most."""
        self.termijn = self.klok.termijn(self.seconden)
        stuk = Vraagstuk(SLEUTEL, IDENTIFICATIE, self._haal)
        return raadpleeg(stuk, wens or Wens(), self.termijn, self.kast.opslag(self.klok))

    def _haal(self, _nu: int) -> Vers:
        self.gevraagd.append(self.klok.nu - NU)
        # As the port to SBB promises: a call ends before its deadline.
        over = self.termijn.over
        self.klok.nu += min(self.duurt, over)
        if self.duurt > over:
            raise BronTimeout(TEKST)
        for daad in self.bij_vraag:
            assert callable(daad)
            daad()
        return VERS

    def andermans(self) -> None:
        """The holder keeps its answer."""
        self.kast.inhoud[SLEUTEL], self.kast.standen[SLEUTEL] = ANDERMANS, Stand()

    def mislukt(self, fout: Fout = STORING) -> None:
        """The holder fails."""
        self.kast.geef_op(SLEUTEL, PACHT, als_mislukking(fout, PACHT.houder))


def test_wie_wacht_krijgt_het_antwoord_van_de_ander() -> None:
    """Who misses what is being fetched waits for it and asks SBB nothing."""
    loket = Loket()
    loket.klok.over(2, loket.andermans)
    uitkomst = loket.vraag()
    assert (uitkomst.bewaard, uitkomst.samen, uitkomst.reden) == (ANDERMANS, True, "miss")
    assert loket.gevraagd == []
    assert 2 <= sum(loket.klok.geslapen) < 3


def test_er_wordt_gewacht_met_steeds_langere_pauzes() -> None:
    """The first look is soon, the later ones are further apart, none further than a second."""
    loket = Loket()
    loket.klok.over(5, loket.andermans)
    loket.vraag()
    pauzes = loket.klok.geslapen
    assert pauzes == sorted(pauzes)
    assert pauzes[0] <= 0.125
    assert pauzes[-1] <= 1
    assert len(loket.kast.gelezen) == len(pauzes) + 1


def test_een_dode_pachter_houdt_niemand_langer_op_dan_zijn_pacht() -> None:
    """When the lease of a holder that died is over, the first of the others asks."""
    loket = Loket()
    uitkomst = loket.vraag()
    assert (uitkomst.vers, uitkomst.opgeslagen) == (VERS, True)
    assert LEVEN <= loket.gevraagd[0] < LEVEN + 1


def test_een_ander_was_net_eerder() -> None:
    """Between the miss and the lease the answer was kept: it is served, and the lease is not left behind."""
    loket = Loket()
    loket.kast.standen.clear()
    lees = loket.kast.lees

    def lees_en_dan_bewaart_een_ander(sleutel: Antwoordsleutel) -> Stand:
        stand = lees(sleutel)
        loket.andermans()
        return stand

    opslag = loket.kast.opslag(loket.klok)

    class Lezer:
        lees = staticmethod(lees_en_dan_bewaart_een_ander)

    stuk = Vraagstuk(SLEUTEL, IDENTIFICATIE, loket._haal)  # noqa: SLF001 - the counter of this test
    uitkomst = raadpleeg(stuk, Wens(), loket.klok.termijn(20), opslag._replace(lezer=Lezer()))
    assert (uitkomst.bewaard, uitkomst.samen, loket.gevraagd) == (ANDERMANS, True, [])
    assert loket.kast.standen[SLEUTEL].pacht is None


@pytest.mark.parametrize("fout", [STORING, BronTimeout(TEKST), TeVeelResultaten(TEKST)])
def test_een_mislukking_wordt_gedeeld(fout: Fout) -> None:
    """When the holder fails, those who wait hear why at once, and do not all ask SBB the same."""
    loket = Loket()
    loket.klok.over(1, lambda: loket.mislukt(fout))
    uitkomst = loket.vraag()
    assert uitkomst.fout is not None
    assert (uitkomst.fout.code, uitkomst.fout.detail) == (fout.code, TEKST)
    assert uitkomst.fout.opnieuw_na == fout.opnieuw_na
    assert loket.gevraagd == []


def test_een_mislukking_van_vroeger_telt_niet() -> None:
    """A failure that was over before one came is not one's own: SBB is asked."""
    loket = Loket()
    loket.mislukt()
    assert loket.vraag().vers == VERS


def test_een_storing_en_een_ouder_antwoord() -> None:
    """Who waited in vain falls back on an older answer where that will do."""
    loket = Loket()
    oud = ANDERMANS._replace(opgehaald_op=NU - IDENTIFICATIE.duur.vers)
    loket.kast.inhoud[SLEUTEL] = oud
    loket.klok.over(1, loket.mislukt)
    uitkomst = loket.vraag(Wens(max_leeftijd=5, max_verouderd=90_000))
    assert (uitkomst.bewaard, uitkomst.reden) == (oud, "stale")


def test_een_vergeten_pacht() -> None:
    """What is forgotten while it is fetched is waited for no longer."""
    loket = Loket()
    loket.klok.over(1, lambda: loket.kast.vergeet(SLEUTEL))
    assert loket.vraag().vers == VERS
    assert 1 <= loket.gevraagd[0] < 2


def test_een_trage_bron_van_negen_seconden() -> None:
    """SBB takes 9 seconds: who waits has the answer within one more, of the one call that was made."""
    loket = Loket()
    loket.klok.over(9, loket.andermans)
    assert loket.vraag().bewaard == ANDERMANS
    assert (loket.klok.nu - NU < 10, loket.gevraagd) == (True, [])


@given(
    seconden=st.floats(0, 23),
    duurt=st.floats(0, 40),
    ander_na=st.none() | st.floats(0, 40),
    hoe=st.sampled_from(["andermans", "mislukt", "vergeten", "weer een ander"]),
)
def test_niemand_wacht_over_zijn_termijn(
    seconden: float, duurt: float, ander_na: float | None, hoe: str
) -> None:
    """Whatever the holder does, and however slow SBB is: each has an answer before its own time is over."""
    loket = Loket(seconden=seconden, duurt=duurt)
    daden = {
        "andermans": loket.andermans,
        "mislukt": loket.mislukt,
        "vergeten": lambda: loket.kast.vergeet(SLEUTEL),
        "weer een ander": lambda: loket.kast.standen.update(
            {SLEUTEL: Stand(pacht=Pacht("derde", loket.klok.nu + LEVEN))}
        ),
    }
    if ander_na is not None:
        loket.klok.over(ander_na, daden[hoe])
    uitkomst = loket.vraag()
    assert loket.klok.nu - NU <= seconden + 1e-6
    assert uitkomst.vers is not None or uitkomst.bewaard is not None or uitkomst.fout is not None


def test_een_trage_pachter_verliest() -> None:
    """Who takes longer than its lease, and lost it, answers its own caller and keeps nothing."""
    loket = Loket(duurt=LEVEN + 1)
    loket.kast.standen.clear()
    loket.bij_vraag.append(
        lambda: loket.kast.neem(SLEUTEL, Pacht("later", loket.klok.nu + 9), loket.klok.nu, afnemen=False)
    )
    uitkomst = loket.vraag()
    assert (uitkomst.vers, uitkomst.opgeslagen, loket.kast.inhoud) == (VERS, False, {})
    assert loket.kast.standen[SLEUTEL].pacht == Pacht("later", NU + LEVEN + 1 + 9)


def test_een_trage_pachter_zonder_opvolger_bewaart() -> None:
    """Who takes longer than its lease, with nobody after it, keeps what it fetched."""
    loket = Loket(duurt=LEVEN + 5)
    loket.kast.standen.clear()
    assert loket.vraag().opgeslagen


@pytest.mark.parametrize("seconden", [0.0, 1.0, EIGEN_TIJD, EIGEN_TIJD + 1])
def test_wachten_laat_tijd_over_om_zelf_te_vragen(seconden: float) -> None:
    """Nobody waits into the time that asking takes, and who asks for itself takes the lease over."""
    loket = Loket(seconden=seconden)
    uitkomst = loket.vraag()
    assert (uitkomst.vers, uitkomst.opgeslagen) == (VERS, True)
    assert sum(loket.klok.geslapen) <= max(0.0, seconden - EIGEN_TIJD) + 1e-6


@pytest.mark.parametrize("wens", [Wens(geen_cache=True), Wens(max_leeftijd=0)])
def test_wie_van_nu_vraagt_wacht_op_niemand(wens: Wens) -> None:
    """`no-cache` is not answered with what was under way: it asks, and what was under way loses."""
    loket = Loket()
    uitkomst = loket.vraag(wens)
    assert (uitkomst.vers, uitkomst.opgeslagen, loket.klok.geslapen) == (VERS, True, [])
    assert loket.kast.bewaar(SLEUTEL, ANDERMANS, PACHT, NU, ()) is False


def test_een_kast_die_niet_te_lezen_is_terwijl_men_wacht() -> None:
    """Who knows that another fetches, and cannot see how far that is, waits on: SBB is not asked as well."""
    loket = Loket()
    loket.klok.over(1, lambda: setattr(loket.kast, "stuk", frozenset({"lezen"})))
    loket.klok.over(6, loket.andermans)
    loket.klok.over(7, lambda: setattr(loket.kast, "stuk", frozenset()))
    uitkomst = loket.vraag()
    assert (uitkomst.bewaard, uitkomst.samen, loket.gevraagd) == (ANDERMANS, True, [])
    assert loket.klok.nu - NU < 8


@pytest.mark.parametrize(("stuk", "meldingen"), [({"lezen"}, []), ({"lezen", "pacht"}, ["pacht"])])
def test_een_kast_die_niet_te_lezen_blijft(stuk: set[str], meldingen: list[str]) -> None:
    """Nor does that cost the answer: when the lease that was seen is over, it is taken, or done without."""
    loket = Loket()
    loket.klok.over(1, lambda: setattr(loket.kast, "stuk", frozenset(stuk)))
    uitkomst = loket.vraag()
    assert (uitkomst.vers, uitkomst.opgeslagen, loket.kast.meldingen) == (VERS, not meldingen, meldingen)
    assert LEVEN <= loket.gevraagd[0] < LEVEN + 2


@pytest.mark.parametrize("seconden", [EIGEN_TIJD + 3, LEVEN])
def test_een_kast_die_niet_te_lezen_is_en_weinig_tijd(seconden: float) -> None:
    """Who waits blindly keeps the time to ask for itself all the same."""
    loket = Loket(seconden=seconden)
    loket.klok.over(1, lambda: setattr(loket.kast, "stuk", frozenset({"lezen", "pacht"})))
    assert loket.vraag().vers == VERS
    assert loket.gevraagd[0] <= seconden - EIGEN_TIJD + 1e-6


def test_een_kast_die_even_niet_antwoordt() -> None:
    """A storage that is slow when many miss at once is asked again: SBB must not get a call from each."""
    loket = Loket()
    loket.kast.stuk = frozenset({"lezen", "pacht"})
    loket.klok.over(0.1, lambda: setattr(loket.kast, "stuk", frozenset()))
    loket.klok.over(1.5, loket.andermans)
    uitkomst = loket.vraag()
    assert (uitkomst.bewaard, uitkomst.samen, loket.gevraagd) == (ANDERMANS, True, [])
    assert loket.kast.meldingen == ["lezen"]


def test_een_kast_die_stuk_blijft() -> None:
    """A storage that stays broken costs a caller less than a second, and is told once."""
    loket = Loket()
    loket.kast.stuk = frozenset({"lezen", "pacht"})
    assert loket.vraag().vers == VERS
    assert sum(loket.klok.geslapen) < 1
    assert loket.kast.meldingen == ["lezen", "pacht"]


def test_onbekend_wordt_ook_gedeeld() -> None:
    """That SBB does not know it is an answer, and reaches those who wait as one."""
    loket = Loket()
    onbekend = ANDERMANS._replace(lichaam=b"", uitkomst="onbekend")
    loket.klok.over(1, lambda: loket.kast.inhoud.update({SLEUTEL: onbekend}))
    uitkomst = loket.vraag()
    assert isinstance(uitkomst.fout, LeerbedrijfOnbekend)
    assert (uitkomst.samen, loket.gevraagd) == (True, [])


@pytest.mark.parametrize(
    "fout",
    [
        STORING,
        BronLicentie(TEKST, signaal=Signaal(996, "van SBB", "bericht")),
        OngeldigeInvoer((), signaal=Signaal(201, None, "bericht")),
    ],
)
def test_een_mislukking_heen_en_terug(fout: Fout) -> None:
    """What the others are told has code, text and signaalcode; SBB's own words stay with who asked."""
    terug = als_fout(als_mislukking(fout, "houder"))
    assert (type(terug), terug.detail, terug.opnieuw_na) == (type(fout), fout.detail, fout.opnieuw_na)
    if fout.signaal is not None:
        assert terug.signaal == Signaal(fout.signaal.signaalcode, None, None)


def test_een_mislukking_die_niemand_kent() -> None:
    """A code of a newer version of this facade is told as a source that is out of order."""
    assert isinstance(als_fout(als_mislukking(STORING, "t")._replace(code="nieuw")), BronNietBeschikbaar)
