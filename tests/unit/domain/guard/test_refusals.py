"""What SBB refuses of a school: kept for all, told once per incident, never at the cost of an answer."""

import pytest
from stagemarkt.domain.guard.outcome import uitkomst_van
from stagemarkt.domain.guard.passage import Passage, Recorder
from stagemarkt.domain.guard.refusals import RUST, Warner, is_new_incident
from stagemarkt.model import errors
from stagemarkt.model.errors import (
    BronLicentie,
    Fout,
    OpslagFout,
    SchoolcertificaatOngeschikt,
    Signaal,
    Tekst,
)
from stagemarkt.model.school import Merken
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.standing import Schooltoestand, Soort, Weigering, Wissel

from tests.unit.fakes import ANDERE_SCHOOL, NU, SCHOOL, TERMIJN, NepWaarschuwer
from tests.unit.nep_records import NepRecords

TEKST = Tekst("Nee.", "No.")
LICENTIE = BronLicentie(TEKST, signaal=Signaal(996, None, "b"))
CERTIFICAAT = SchoolcertificaatOngeschikt(TEKST)
OUD, NIEUW = Merken("aa" * 32, "11111111"), Merken("bb" * 32, "22222222")


class Toneel:
    """Recorders of several functions over one record, and a clock that a test moves."""

    def __init__(self, stuk: frozenset[str] = frozenset(), *, doof: bool = False) -> None:
        self.nu = float(NU)
        self.records = NepRecords(stuk=stuk)
        self.waarschuwer = NepWaarschuwer(stuk=doof)
        self.meldingen: list[str] = []
        self.met: Merken | None = None
        self.wissel: Wissel | None = None
        self.recorder = self.nieuwe_recorder()

    def nieuwe_recorder(self, school: str = SCHOOL) -> Recorder:
        """That of another instance of the function."""
        warner = Warner(self.records, lambda: self.waarschuwer, self._meld)
        return Recorder(school, self.records, lambda: self.nu, warner, self._meld)

    def vraag(self, fout: Fout | None = None, recorder: Recorder | None = None) -> None:
        """One call, that ends so."""

        def doe(termijn: Termijn) -> str:
            if self.met is not None:
                termijn.watch.went_with(self.met, taken=fout is None)
            if self.wissel is not None:
                termijn.watch.swapped(self.wissel, NIEUW)
            if fout is not None:
                raise fout
            return "goed"

        if fout is None:
            assert (recorder or self.recorder).ask(doe, TERMIJN) == "goed"
            return
        with pytest.raises(type(fout)) as gevangen:
            (recorder or self.recorder).ask(doe, TERMIJN)
        assert gevangen.value is fout

    def _meld(self, wat: str, _fout: OpslagFout) -> None:
        self.meldingen.append(wat)


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
        toneel.vraag(fout, toneel.nieuwe_recorder())
        toneel.nu += 10
    weigering = toneel.records.toestand().weigeringen[soort]
    assert (weigering.signaalcode, weigering.gewaarschuwd_op) == (signaalcode, NU)
    (waarschuwing,) = toneel.waarschuwer.gehoord
    assert (waarschuwing.school, waarschuwing.soort) == (SCHOOL, soort)
    assert SCHOOL in waarschuwing.onderwerp
    assert ("signaalcode 996" in waarschuwing.tekst) == (signaalcode == 996)


def test_elke_school_heeft_haar_eigen_weigering() -> None:
    """What SBB refuses of one school says nothing of another."""
    toneel = Toneel()
    toneel.vraag(LICENTIE)
    toneel.vraag(LICENTIE, toneel.nieuwe_recorder(ANDERE_SCHOOL))
    assert [w.school for w in toneel.waarschuwer.gehoord] == [SCHOOL, ANDERE_SCHOOL]


def test_de_eerste_weigering_na_een_succes_wordt_meteen_verteld() -> None:
    """A school that was let in and is refused seconds later is refused, not in order for half a minute."""
    toneel = Toneel()
    for _ in range(3):
        toneel.vraag(CERTIFICAAT)
        toneel.nu += 1
        toneel.vraag()
        toneel.nu += 1
    toneel.vraag(CERTIFICAAT)
    stand = toneel.records.toestand()
    assert stand.weigeringen["certificaat"].op > (stand.laatste_succes or 0)
    assert len(toneel.waarschuwer.gehoord) == 1


def test_dat_het_goed_gaat_wordt_verteld() -> None:
    """When SBB last took her is known to the moment."""
    toneel = Toneel()
    for _ in range(2):
        toneel.vraag()
        assert toneel.records.toestand().laatste_succes == toneel.nu
        toneel.nu += 1


@pytest.mark.parametrize(
    "fout",
    [
        errors.LeerbedrijfOnbekend(TEKST),
        errors.CodeOnbekend(TEKST),
        errors.ResourceOnbekend(TEKST),
        errors.TeVeelResultaten(TEKST),
        errors.OngeldigeInvoer(()),
    ],
)
def test_een_antwoord_dat_tegenvalt_is_een_school_die_mag(fout: Fout) -> None:
    """Whatever SBB says of the question, it took the school."""
    toneel = Toneel()
    toneel.vraag(fout)
    assert toneel.records.toestand() == Schooltoestand(laatste_succes=NU)


@pytest.mark.parametrize(
    "fout",
    [
        errors.BronNietBeschikbaar(TEKST),
        errors.BronTimeout(TEKST),
        errors.BronOverbelast(TEKST),
        errors.BronAntwoordOngeldig(TEKST),
        errors.BronCertificaat(TEKST),
        errors.BerichtAfgewezen(TEKST),
        errors.BroncodeOnbekend(TEKST),
        errors.InterneFout(TEKST),
    ],
)
def test_een_storing_zegt_niets_van_de_school(fout: Fout) -> None:
    """An SBB that does not answer or is not trusted, and a fault of ours, did not look at the school."""
    toneel = Toneel()
    toneel.vraag(fout)
    assert toneel.records.geteld == {}


def test_een_kapotte_administratie_kost_geen_antwoord() -> None:
    """A record that cannot be written is told, and the call ends as it would have."""
    toneel = Toneel(frozenset({"write_school"}))
    toneel.vraag()
    toneel.vraag(LICENTIE)
    assert toneel.meldingen == ["schooltoestand"] * 2


def test_wie_niet_te_bereiken_was_hoort_het_later() -> None:
    """A warning that could not be sent is tried again by the next who meets the refusal."""
    toneel = Toneel(doof=True)
    toneel.vraag(LICENTIE)
    assert toneel.meldingen == ["schooltoestand"]
    toneel.waarschuwer.stuk = False
    toneel.vraag(LICENTIE)
    toneel.vraag(LICENTIE)
    assert len(toneel.waarschuwer.gehoord) == 1


def test_terugvallen_en_herstellen() -> None:
    """A school on its previous certificate is told once, whatever goes well meanwhile, until it is over."""
    toneel = Toneel()
    for _ in range(30):
        toneel.wissel = "terugval"
        toneel.vraag()
        toneel.wissel = None
        toneel.vraag()
        toneel.nu += 300
    assert [w.soort for w in toneel.waarschuwer.gehoord] == ["wisseling"]
    toneel.wissel = "hersteld"
    toneel.vraag()
    assert toneel.records.toestand().weigeringen["wisseling"].hersteld_op == toneel.nu
    toneel.nu += RUST
    toneel.wissel = "terugval"
    toneel.vraag()
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
def test_is_new_incident(toestand: Schooltoestand, na: int, *, nieuw: bool) -> None:
    """It is a new incident when all was well since the last refusal, and that was a while ago."""
    assert is_new_incident(toestand, "licentie", NU + na) is nieuw


def test_wat_sbb_nam_staat_er_per_stuk() -> None:
    """Each certificate and licence that SBB took is kept beside what it took before."""
    toneel = Toneel()
    for met in (OUD, NIEUW, OUD):
        toneel.met = met
        toneel.vraag()
        toneel.nu += 1
    geslaagd = toneel.records.toestand().geslaagd
    assert geslaagd == dict.fromkeys(OUD, NU + 2) | dict.fromkeys(NIEUW, NU + 1)


@pytest.mark.parametrize(("fout", "soort"), [(LICENTIE, "licentie"), (CERTIFICAAT, "certificaat")])
def test_een_weigering_zegt_waarvan(fout: Fout, soort: Soort) -> None:
    """Which certificate or licence was refused is kept."""
    toneel = Toneel()
    for met in (OUD, NIEUW):
        toneel.met = met
        toneel.vraag(fout)
        merk = toneel.records.toestand().weigeringen[soort].merk
        assert merk == getattr(met, soort)


def test_een_terugval_is_van_het_nieuwe() -> None:
    """What is refused then is the newest certificate, whichever served."""
    toneel = Toneel()
    toneel.met, toneel.wissel = OUD, "terugval"
    toneel.vraag()
    toestand = toneel.records.toestand()
    assert toestand.weigeringen["wisseling"].merk == NIEUW.certificaat
    assert toestand.geslaagd.keys() == set(OUD)


def test_een_antwoord_dat_niet_te_lezen_is_komt_van_wie_haar_nam() -> None:
    """SBB took her where the answer came, whatever is wrong with it; a failure on the way says nothing."""
    passage = Passage()
    passage.went_with(OUD, taken=True)
    fout = errors.BronAntwoordOngeldig(TEKST)
    assert passage.end(NU, uitkomst_van(fout), fout).taken == OUD
    passage.went_with(OUD, taken=False)
    assert passage.end(NU, uitkomst_van(fout), fout).taken is None
