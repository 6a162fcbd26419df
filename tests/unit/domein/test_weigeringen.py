"""What SBB refuses of a school: kept for all, told once per incident, never at the cost of an answer."""

from collections.abc import Callable

import pytest
from stagemarkt.domein.weigeringen import (
    RUST,
    SUCCES_TUSSENTIJD,
    WEIGERING_TUSSENTIJD,
    Schoolmelder,
    is_nieuw_incident,
)
from stagemarkt.model import fouten
from stagemarkt.model.fouten import BronLicentie, Fout, SchoolcertificaatOngeschikt, Signaal, Tekst
from stagemarkt.model.school import Merken
from stagemarkt.poorten.schooltoestand import Schooltoestand, Soort, Weigering

from tests.unit.nep import ANDERE_SCHOOL, NU, SCHOOL, NepSchooltoestanden, NepWaarschuwer

TEKST = Tekst("Nee.", "No.")
LICENTIE = BronLicentie(TEKST, signaal=Signaal(996, None, "b"))
CERTIFICAAT = SchoolcertificaatOngeschikt(TEKST)
OUD, NIEUW = Merken("aa" * 32, "11111111"), Merken("bb" * 32, "22222222")


class Toneel:
    """A melder with fakes, and a clock that a test moves."""

    def __init__(self, stuk: frozenset[str] = frozenset(), *, doof: bool = False) -> None:
        self.nu = float(NU)
        self.toestanden = NepSchooltoestanden(stuk=stuk)
        self.waarschuwer = NepWaarschuwer(stuk=doof)
        self.meldingen: list[str] = []
        self.met: Merken | None = None
        self.melder = self.nieuwe_melder()

    def nieuwe_melder(self) -> Schoolmelder:
        """That of another instance of the function, over the same record."""
        return Schoolmelder(
            self.toestanden,
            lambda: self.waarschuwer,
            lambda: self.nu,
            lambda wat, _: self.meldingen.append(wat),
        )

    def vraag(
        self, fout: Fout | None = None, school: str = SCHOOL, melder: Schoolmelder | None = None
    ) -> None:
        """One call, that ends so."""
        doe = _gooi(fout) if fout else lambda: "goed"
        if fout is None:
            assert (melder or self.melder).bij(school, doe, lambda: self.met) == "goed"
            return
        with pytest.raises(type(fout)) as gevangen:
            (melder or self.melder).bij(school, doe, lambda: self.met)
        assert gevangen.value is fout


def _gooi(fout: Fout) -> Callable[[], str]:
    def gooi() -> str:
        raise fout

    return gooi


@pytest.mark.parametrize(
    ("fout", "soort", "signaalcode"), [(LICENTIE, "licentie", 996), (CERTIFICAAT, "certificaat", None)]
)
def test_een_weigering_wordt_bewaard_en_eenmaal_verteld(
    fout: Fout, soort: Soort, signaalcode: int | None
) -> None:
    """However often SBB refuses, and in however many instances, the operator hears of it once."""
    toneel = Toneel()
    for _ in range(20):
        toneel.vraag(fout)
        toneel.vraag(fout, melder=toneel.nieuwe_melder())
        toneel.nu += 10
    weigering = toneel.toestanden.lees(SCHOOL).weigeringen[soort]
    assert (weigering.signaalcode, weigering.gewaarschuwd_op) == (signaalcode, NU)
    (waarschuwing,) = toneel.waarschuwer.gehoord
    assert (waarschuwing.school, waarschuwing.soort) == (SCHOOL, soort)
    assert SCHOOL in waarschuwing.onderwerp
    assert ("signaalcode 996" in waarschuwing.tekst) == (signaalcode == 996)


def test_elke_school_heeft_haar_eigen_weigering() -> None:
    """What SBB refuses of one school says nothing of another."""
    toneel = Toneel()
    toneel.vraag(LICENTIE)
    toneel.vraag(LICENTIE, school=ANDERE_SCHOOL)
    assert [w.school for w in toneel.waarschuwer.gehoord] == [SCHOOL, ANDERE_SCHOOL]


def test_een_weigering_die_duurt_kost_geen_schrijven_per_vraag() -> None:
    """A refusal that lasts is written now and then, not for each call."""
    toneel = Toneel()
    for _ in range(WEIGERING_TUSSENTIJD):
        toneel.vraag(LICENTIE)
        toneel.nu += 1
    toneel.vraag(LICENTIE)
    assert toneel.toestanden.geschreven.count("meld_weigering") == 2


def test_de_eerste_weigering_na_een_succes_wordt_meteen_verteld() -> None:
    """A school that was let in and is refused seconds later is refused, not in order for half a minute."""
    toneel = Toneel()
    for _ in range(3):
        toneel.vraag(CERTIFICAAT)
        toneel.nu += 1
        toneel.vraag()
        toneel.nu += 1
    toneel.vraag(CERTIFICAAT)
    stand = toneel.toestanden.lees(SCHOOL)
    assert stand.weigeringen["certificaat"].op > (stand.laatste_succes or 0)
    assert len(toneel.waarschuwer.gehoord) == 1


def test_dat_het_goed_gaat_wordt_nu_en_dan_verteld() -> None:
    """Success is written at most once per `SUCCES_TUSSENTIJD`, but at once after a refusal."""
    toneel = Toneel()
    toneel.vraag()
    toneel.nu += SUCCES_TUSSENTIJD - 1
    toneel.vraag()
    assert toneel.toestanden.geschreven == ["meld_succes"]
    toneel.vraag(CERTIFICAAT)
    toneel.vraag()
    assert toneel.toestanden.geschreven.count("meld_succes") == 2


@pytest.mark.parametrize(
    "fout",
    [
        fouten.LeerbedrijfOnbekend(TEKST),
        fouten.CodeOnbekend(TEKST),
        fouten.ResourceOnbekend(TEKST),
        fouten.TeVeelResultaten(TEKST),
        fouten.OngeldigeInvoer(()),
    ],
)
def test_een_antwoord_dat_tegenvalt_is_een_school_die_mag(fout: Fout) -> None:
    """Whatever SBB says of the question, it took the school."""
    toneel = Toneel()
    toneel.vraag(fout)
    assert toneel.toestanden.geschreven == ["meld_succes"]


@pytest.mark.parametrize(
    "fout",
    [
        fouten.BronNietBeschikbaar(TEKST),
        fouten.BronTimeout(TEKST),
        fouten.BronOverbelast(TEKST),
        fouten.BronAntwoordOngeldig(TEKST),
        fouten.BronCertificaat(TEKST),
        fouten.BerichtAfgewezen(TEKST),
        fouten.BroncodeOnbekend(TEKST),
        fouten.InterneFout(TEKST),
    ],
)
def test_een_storing_zegt_niets_van_de_school(fout: Fout) -> None:
    """An SBB that does not answer or is not trusted, and a fault of ours, did not look at the school."""
    toneel = Toneel()
    toneel.vraag(fout)
    assert toneel.toestanden.geschreven == []


def test_een_kapotte_administratie_kost_geen_antwoord() -> None:
    """A record that cannot be written is told, and the call ends as it would have."""
    toneel = Toneel(frozenset({"meld_succes", "meld_weigering"}))
    toneel.vraag()
    toneel.vraag(LICENTIE)
    assert toneel.meldingen == ["schooltoestand"] * 2


def test_wie_niet_te_bereiken_was_hoort_het_later() -> None:
    """A warning that could not be sent is tried again by the next who meets the refusal."""
    toneel = Toneel(doof=True)
    toneel.vraag(LICENTIE)
    assert toneel.meldingen == ["schooltoestand"]
    toneel.waarschuwer.stuk = False
    toneel.nu += WEIGERING_TUSSENTIJD
    toneel.vraag(LICENTIE)
    assert len(toneel.waarschuwer.gehoord) == 1


def test_terugvallen_en_herstellen() -> None:
    """A school on its previous certificate is told once, whatever goes well meanwhile, until it is over."""
    toneel = Toneel()
    for _ in range(30):
        toneel.melder.wissel(SCHOOL, "terugval", NIEUW)
        toneel.vraag()
        toneel.nu += 300
    assert [w.soort for w in toneel.waarschuwer.gehoord] == ["wisseling"]
    toneel.melder.wissel(SCHOOL, "hersteld", NIEUW)
    assert toneel.toestanden.lees(SCHOOL).weigeringen["wisseling"].hersteld_op == toneel.nu
    toneel.nu += RUST
    toneel.melder.wissel(SCHOOL, "terugval", NIEUW)
    assert len(toneel.waarschuwer.gehoord) == 2


GEWAARSCHUWD = Weigering(op=NU, gewaarschuwd_op=NU)


@pytest.mark.parametrize(
    ("toestand", "na", "nieuw"),
    [
        pytest.param(Schooltoestand(), 0, True, id="never-refused"),
        pytest.param(Schooltoestand(weigeringen={"licentie": Weigering(NU)}), 1, True, id="never-told"),
        pytest.param(
            Schooltoestand(None, {"licentie": GEWAARSCHUWD}), 10 * RUST, False, id="never-well-since"
        ),
        pytest.param(Schooltoestand(NU - 1, {"licentie": GEWAARSCHUWD}), RUST, False, id="well-before-only"),
        pytest.param(Schooltoestand(NU + 1, {"licentie": GEWAARSCHUWD}), RUST - 1, False, id="to-and-fro"),
        pytest.param(Schooltoestand(NU + 1, {"licentie": GEWAARSCHUWD}), RUST, True, id="well-for-a-while"),
        pytest.param(
            Schooltoestand(NU, {"licentie": GEWAARSCHUWD}), RUST, False, id="well-in-the-same-moment"
        ),
    ],
)
def test_is_nieuw_incident(toestand: Schooltoestand, na: int, *, nieuw: bool) -> None:
    """It is a new incident when all was well since the last refusal, and that was a while ago."""
    assert is_nieuw_incident(toestand, "licentie", NU + na) is nieuw


def test_wat_nieuw_is_wordt_meteen_verteld() -> None:
    """That SBB took another certificate or licence is written at once, beside what it took before."""
    toneel = Toneel()
    for met in (OUD, OUD, NIEUW, NIEUW, OUD):
        toneel.met = met
        toneel.vraag()
        toneel.nu += 1
    assert toneel.toestanden.geschreven == ["meld_succes"] * 3
    geslaagd = toneel.toestanden.lees(SCHOOL).geslaagd
    assert geslaagd == dict.fromkeys(OUD, NU + 4) | dict.fromkeys(NIEUW, NU + 2)


@pytest.mark.parametrize(
    ("fout", "soort", "verwacht"),
    [(LICENTIE, "licentie", NIEUW.licentie), (CERTIFICAAT, "certificaat", NIEUW.certificaat)],
)
def test_een_weigering_zegt_waarvan(fout: Fout, soort: Soort, verwacht: str) -> None:
    """Which certificate or licence was refused is kept; of another it is told at once."""
    toneel = Toneel()
    for met in (OUD, OUD, NIEUW):
        toneel.met = met
        toneel.vraag(fout)
    assert toneel.toestanden.geschreven.count("meld_weigering") == 2
    assert toneel.toestanden.lees(SCHOOL).weigeringen[soort].merk == verwacht


def test_een_terugval_is_van_het_nieuwe() -> None:
    """What is refused then is the newest certificate, whichever served."""
    toneel = Toneel()
    toneel.melder.wissel(SCHOOL, "terugval", NIEUW)
    assert toneel.toestanden.lees(SCHOOL).weigeringen["wisseling"].merk == NIEUW.certificaat
