"""Serve what is kept, or fetch and keep."""

import pytest
from stagemarkt.domein.bewaren import IDENTIFICATIE, CacheMode
from stagemarkt.domein.raadplegen import Geraadpleegd, Vers, raadpleeg
from stagemarkt.model.fouten import BronTimeout, LeerbedrijfOnbekend, OpslagFout, Tekst
from stagemarkt.poorten.antwoorden import Antwoordsleutel, BewaardAntwoord

from tests.unit.nep import ANDERE_SCHOOL, NU, SCHOOL, NepKast

SLEUTEL = Antwoordsleutel(SCHOOL, "leerbedrijf#100077736", "identificatie")
VERS = Vers(b'{"bron":"sbb"}', b"gz", 'W/"x"')
BEWAARD = BewaardAntwoord(SCHOOL, b"oud", 'W/"oud"', NU - 10, NU + 10)
TEKST = Tekst("Nee.", "No.")


class Bron:
    """What is fetched: `VERS`, or `fout`."""

    def __init__(self, fout: Exception | None = None) -> None:
        self.fout = fout
        self.keren = 0

    def __call__(self) -> Vers:
        """Fetch."""
        self.keren += 1
        if self.fout is not None:
            raise self.fout
        return VERS


def _raadpleeg(kast: NepKast, bron: Bron) -> Geraadpleegd:
    return raadpleeg(SLEUTEL, IDENTIFICATIE, NU, kast.opslag(), bron)


def test_een_vers_antwoord_gaat_uit_de_kast() -> None:
    """A hit asks SBB nothing and makes no writer."""
    kast, bron = NepKast(), Bron()
    kast.inhoud[SLEUTEL] = BEWAARD
    assert _raadpleeg(kast, bron) == Geraadpleegd(BEWAARD, None, bewaarbaar=True, opgeslagen=False)
    assert (bron.keren, kast.gemaakt, kast.inhoud) == (0, 0, {SLEUTEL: BEWAARD})


def test_wat_er_niet_is_wordt_gehaald_en_bewaard() -> None:
    """A miss is fetched once and kept for as long as its kind stays fresh, with this school's mark."""
    kast, bron = NepKast(), Bron()
    assert _raadpleeg(kast, bron) == Geraadpleegd(None, VERS, bewaarbaar=True, opgeslagen=True)
    assert bron.keren == 1
    assert kast.inhoud == {SLEUTEL: BewaardAntwoord(SCHOOL, b"gz", 'W/"x"', NU, NU + 86_400)}
    assert _raadpleeg(kast, bron).bewaard == kast.inhoud[SLEUTEL]
    assert bron.keren == 1


@pytest.mark.parametrize(
    "gevonden",
    [
        pytest.param(BEWAARD._replace(school=ANDERE_SCHOOL), id="of-another-school"),
        pytest.param(BEWAARD._replace(vers_tot=NU), id="expired"),
        pytest.param(BEWAARD._replace(opgehaald_op=NU + 3600, vers_tot=NU + 7200), id="from-the-future"),
    ],
)
def test_wat_niet_mag_wordt_vervangen(gevonden: BewaardAntwoord) -> None:
    """An entry that may not be served is fetched again and overwritten."""
    kast, bron = NepKast(), Bron()
    kast.inhoud[SLEUTEL] = gevonden
    assert _raadpleeg(kast, bron).vers == VERS
    assert kast.inhoud[SLEUTEL].lichaam == b"gz"


@pytest.mark.parametrize("modus", [CacheMode.UIT, CacheMode.ZONDER_PERSOONSGEGEVENS])
def test_zonder_toestemming_wordt_er_niet_gelezen_of_geschreven(modus: CacheMode) -> None:
    """Where identification may not be kept, what is kept is neither read, served nor written."""
    kast, bron = NepKast(modus), Bron()
    kast.inhoud[SLEUTEL] = BEWAARD
    assert _raadpleeg(kast, bron) == Geraadpleegd(None, VERS, bewaarbaar=False, opgeslagen=False)
    assert (kast.gelezen, kast.gemaakt, kast.inhoud) == ([], 0, {SLEUTEL: BEWAARD})


@pytest.mark.parametrize(
    ("stuk", "opgeslagen", "meldingen"),
    [
        (frozenset({"lezen"}), True, ["lezen"]),
        (frozenset({"bewaren"}), False, ["bewaren"]),
        (frozenset({"maken"}), False, ["bewaren"]),
        (frozenset({"lezen", "bewaren"}), False, ["lezen", "bewaren"]),
    ],
)
def test_een_kapotte_kast_kost_geen_antwoord(
    stuk: frozenset[str], meldingen: list[str], *, opgeslagen: bool
) -> None:
    """Whatever fails in the storage is told, and the answer comes from SBB."""
    kast, bron = NepKast(stuk=stuk), Bron()
    kast.inhoud[SLEUTEL] = BEWAARD._replace(vers_tot=NU)
    assert _raadpleeg(kast, bron) == Geraadpleegd(None, VERS, bewaarbaar=True, opgeslagen=opgeslagen)
    assert kast.meldingen == meldingen


@pytest.mark.parametrize("modus", CacheMode)
@pytest.mark.parametrize("fout", [BronTimeout(TEKST), LeerbedrijfOnbekend(TEKST), OpslagFout("geheim")])
def test_een_mislukking_komt_door_en_wordt_niet_bewaard(modus: CacheMode, fout: Exception) -> None:
    """What fetching raises goes through; an expired answer is not served in its place, nor overwritten."""
    kast = NepKast(modus)
    oud = BEWAARD._replace(vers_tot=NU)
    kast.inhoud[SLEUTEL] = oud
    with pytest.raises(type(fout)) as gevangen:
        _raadpleeg(kast, Bron(fout))
    assert gevangen.value is fout
    assert (kast.inhoud, kast.meldingen) == ({SLEUTEL: oud}, [])
