"""Refreshing behind the caller's back: when it is of use, and what comes of it."""

import pytest
from stagemarkt.domain.cache.lookup_outcome import Vers, Vraagstuk
from stagemarkt.domain.cache.refresh import Ververst, ververs
from stagemarkt.domain.cache.retention import IDENTIFICATIE, CacheMode
from stagemarkt.model.errors import BronLicentie, BronNietBeschikbaar, LeerbedrijfOnbekend, OpslagFout, Tekst
from stagemarkt.ports.cache import Antwoordsleutel, BewaardAntwoord, Pacht, Stand

from tests.unit.fakes import ANDERE_SCHOOL, NU, SCHOOL
from tests.unit.fakes_cache import NepKast, NepKlok

SLEUTEL = Antwoordsleutel(SCHOOL, "leerbedrijf#900000001", "identificatie")
OUD = BewaardAntwoord(SCHOOL, b"oud", 'W/"oud"', NU - IDENTIFICATIE.duur.vers, "gevonden", "de vraag")
VERS = Vers(b"{}", b"nieuw", 'W/"x"')
TEKST = Tekst("Nee.", "No.")
GEDAAN, NIET_NODIG = Ververst("ververst"), Ververst("niet-nodig")


class Proef:
    """One message of the queue over a table with one stale entry."""

    def __init__(self, modus: CacheMode = CacheMode.VOLLEDIG) -> None:
        self.kast, self.klok = NepKast(modus), NepKlok(float(NU))
        self.kast.inhoud[SLEUTEL] = OUD
        self.fout: Exception | None = None
        self.vragen: list[str] = []
        self.kent_de_vraag = True

    def ververs(self, sleutel: Antwoordsleutel = SLEUTEL) -> Ververst:
        """Do it."""
        return ververs(sleutel, self._maak, self.klok.termijn(20), self.kast.opslag(self.klok))

    def _maak(self, vraag: str) -> Vraagstuk | None:
        return (
            Vraagstuk(SLEUTEL, IDENTIFICATIE, lambda _nu: self._haal(vraag), vraag)
            if self.kent_de_vraag
            else None
        )

    def _haal(self, vraag: str) -> Vers:
        self.vragen.append(vraag)
        if self.fout is not None:
            raise self.fout
        return VERS


def test_wat_oud_is_wordt_vervangen() -> None:
    """A stale entry is fetched by the question in it, which stays with it."""
    proef = Proef()
    assert proef.ververs() == GEDAAN
    assert proef.vragen == ["de vraag"]
    assert proef.kast.inhoud[SLEUTEL] == BewaardAntwoord(
        SCHOOL, b"nieuw", 'W/"x"', NU, "gevonden", "de vraag"
    )


@pytest.mark.parametrize(
    "bewaard",
    [
        pytest.param(None, id="forgotten"),
        pytest.param(OUD._replace(opgehaald_op=NU - 5), id="refreshed-meanwhile"),
        pytest.param(OUD._replace(opgehaald_op=NU - IDENTIFICATIE.duur.verloopt), id="expired"),
        pytest.param(OUD._replace(school=ANDERE_SCHOOL), id="of-another-school"),
    ],
)
def test_wat_niet_hoeft(bewaard: BewaardAntwoord | None) -> None:
    """What is gone, too old to be served or fresh already costs SBB nothing."""
    proef = Proef()
    proef.kast.inhoud.clear()
    if bewaard is not None:
        proef.kast.inhoud[SLEUTEL] = bewaard
    assert proef.ververs() == NIET_NODIG
    assert proef.vragen == []


@pytest.mark.parametrize("modus", [CacheMode.UIT, CacheMode.ZONDER_PERSOONSGEGEVENS])
def test_wat_niet_meer_mag(modus: CacheMode) -> None:
    """A message from before the operator changed the mode brings nothing back."""
    proef = Proef(modus)
    assert proef.ververs() == NIET_NODIG
    assert (proef.vragen, proef.kast.gelezen) == ([], [])


def test_wat_niemand_meer_kent() -> None:
    """A kind of answer, or of question, of another version is passed over."""
    proef = Proef()
    assert proef.ververs(SLEUTEL._replace(soort="vroeger")) == NIET_NODIG
    proef.kent_de_vraag = False
    assert proef.ververs() == NIET_NODIG


def test_een_ander_is_er_al_mee_bezig() -> None:
    """Who finds the lease taken leaves it to its holder, and does not wait."""
    proef = Proef()
    proef.kast.standen[SLEUTEL] = Stand(pacht=Pacht("ander", NU + 5))
    assert proef.ververs() == NIET_NODIG
    assert (proef.vragen, proef.klok.geslapen) == ([], [])


def test_sbb_is_weg() -> None:
    """A source that fails is told, what was kept stays, and the lease is free."""
    proef = Proef()
    proef.fout = BronNietBeschikbaar(TEKST)
    assert proef.ververs() == Ververst("mislukt", "bron-niet-beschikbaar")
    assert (proef.kast.inhoud[SLEUTEL], proef.kast.standen[SLEUTEL].pacht) == (OUD, None)


def test_een_geweigerde_licentie_neemt_mee_wat_er_was() -> None:
    """A school that SBB gives nothing any more is not served on with what SBB gave it before."""
    proef = Proef()
    proef.fout = BronLicentie(TEKST)
    assert proef.ververs() == Ververst("mislukt", "bron-licentie")
    assert proef.kast.inhoud == {}


def test_sbb_kent_het_niet_meer() -> None:
    """That SBB knows it no longer takes the place of what it said."""
    proef = Proef()
    proef.fout = LeerbedrijfOnbekend(TEKST)
    assert proef.ververs() == GEDAAN
    assert proef.kast.inhoud[SLEUTEL].uitkomst == "onbekend"


@pytest.mark.parametrize("stuk", ["lezen", "pacht"])
def test_een_kapotte_kast_komt_terug(stuk: str) -> None:
    """A storage that fails is raised, so that the message comes back."""
    proef = Proef()
    proef.kast.stuk = frozenset({stuk})
    with pytest.raises(OpslagFout):
        proef.ververs()


def test_een_geheim_dat_niet_te_lezen_is_komt_terug() -> None:
    """The storage of the secrets likewise."""
    proef = Proef()
    proef.fout = OpslagFout("x")
    with pytest.raises(OpslagFout):
        proef.ververs()
