"""The watch over certificates: who is warned of what, and when not again."""

from collections.abc import Mapping, Sequence
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.schools.certificate_watch import (
    DAG,
    DREMPELS,
    Wacht,
    beoordeel,
    dagen_over,
    drempel_van,
)
from stagemarkt.domain.schools.warnings import REDENEN, SBB, geweigerd
from stagemarkt.model.errors import OpslagFout
from stagemarkt.ports.certificates import Gezien
from stagemarkt.ports.records import SchoolRecord
from stagemarkt.ports.standing import SOORTEN, Schooltoestand, Weigering

from tests.unit.fakes import ANDERE_SCHOOL, NU, SCHOOL, NepWaarschuwer
from tests.unit.nep_records import NepRecords

JAAR: Final = 365


def _gezien(dagen: float, vingerafdruk: str = "aa") -> Gezien:
    return Gezien(vingerafdruk, NU - 1, NU + int(dagen * DAG))


class Bron:
    """The certificates in the secrets; a school without one cannot be read."""

    def __init__(self, gezien: Mapping[str, Gezien]) -> None:
        self.gezien = dict(gezien)

    def scholen(self) -> Sequence[str]:
        """As the port says."""
        return [school for school in self.gezien if school != SBB] + [ANDERE_SCHOOL]

    def bekijk(self, school: str) -> Gezien:
        """As the port says."""
        if school not in self.gezien:
            raise OpslagFout("AccessDenied")
        return self.gezien[school]


class Toneel:
    """A watch with fakes."""

    def __init__(self, **gezien: Gezien) -> None:
        self.bron = Bron({SCHOOL: _gezien(JAAR), SBB: _gezien(JAAR), ANDERE_SCHOOL: _gezien(JAAR), **gezien})
        self.records = NepRecords()
        self.waarschuwer = NepWaarschuwer()
        self.meldingen: list[str] = []
        self.wacht = Wacht(
            self.bron, self.records, self.waarschuwer, lambda school, _: self.meldingen.append(school)
        )

    def gehoord(self) -> list[str]:
        """The subjects of the warnings so far."""
        return [waarschuwing.onderwerp for waarschuwing in self.waarschuwer.gehoord]


@pytest.mark.parametrize(
    ("dagen", "over", "drempel"),
    [
        (61, 61, None),
        (60.1, 61, None),
        (60, 60, 60),
        (30.5, 31, 60),
        (30, 30, 30),
        (13.2, 14, 14),
        (7, 7, 7),
        (0.01, 1, 7),
        (0, 0, 0),
        (-5, 0, 0),
    ],
)
def test_drempels(dagen: float, over: int, drempel: int | None) -> None:
    """The days left are rounded up; the lowest threshold that is reached counts, 0 for expired."""
    tot = NU + int(dagen * DAG)
    assert (dagen_over(tot, NU), drempel_van(tot, NU)) == (over, drempel)


def test_elke_drempel_eenmaal() -> None:
    """Looked at every day for a quarter of a year, each threshold is told once, on its day."""
    toneel = Toneel(**{SCHOOL: _gezien(90)})
    for dag in range(100):
        toneel.wacht.loop(NU + dag * DAG, [SCHOOL])
    assert toneel.gehoord() == [
        *(f"School {SCHOOL}: certificaat verloopt over {dagen} dagen" for dagen in (60, 30, 14, 7)),
        f"School {SCHOOL}: certificaat is verlopen",
    ]


@given(st.lists(st.integers(0, 80), min_size=1, max_size=40), st.integers(-10, 80))
def test_nooit_tweemaal_en_nooit_te_laat(overgeslagen: list[int], dagen: int) -> None:
    """Whatever days the watch misses, no threshold is told twice, and what is told is the lowest reached."""
    toneel = Toneel(**{SCHOOL: _gezien(dagen)})
    for dag in sorted(set(overgeslagen)):
        voor = len(toneel.gehoord())
        toneel.wacht.loop(NU + dag * DAG, [SCHOOL])
        stand = toneel.records.toestand().certificaat
        assert stand is not None
        assert stand.gewaarschuwd_bij == drempel_van(NU + dagen * DAG, NU + dag * DAG)
        assert len(toneel.gehoord()) <= voor + 1
    assert len(toneel.gehoord()) == len(set(toneel.gehoord())) <= len(DREMPELS)


def test_een_nieuw_certificaat_begint_opnieuw() -> None:
    """The thresholds are those of a certificate: another one has its own."""
    toneel = Toneel(**{SCHOOL: _gezien(10)})
    toneel.wacht.loop(NU)
    toneel.bron.gezien[SCHOOL] = _gezien(12, "bb")
    toneel.wacht.loop(NU)
    toneel.bron.gezien[SCHOOL] = _gezien(400, "cc")
    toneel.wacht.loop(NU)
    assert [regel.rpartition(" over ")[2] for regel in toneel.gehoord()] == ["10 dagen", "12 dagen"]
    stand = toneel.records.toestand().certificaat
    assert stand is not None
    assert (stand.vingerafdruk, stand.gewaarschuwd_bij) == ("cc", None)


def test_de_ca_van_sbb_hoort_erbij() -> None:
    """The CA by which SBB is recognised expires as well, and is everybody's."""
    toneel = Toneel(sbb=_gezien(20))
    assert toneel.wacht.loop(NU).gewaarschuwd == 1
    assert toneel.gehoord() == ["CA-certificaat van SBB verloopt over 20 dagen"]
    assert "namens geen enkele school" in toneel.waarschuwer.gehoord[0].tekst


@pytest.mark.parametrize("reden", REDENEN)
def test_een_geheim_dat_niet_bruikbaar_is(reden: str) -> None:
    """What is of no use is told once per reason; what was known of the certificate stays."""
    toneel = Toneel()
    toneel.wacht.loop(NU)
    for _ in range(3):
        toneel.bron.gezien[SCHOOL] = Gezien(onbruikbaar=reden)
        toneel.wacht.loop(NU)
    assert toneel.gehoord() == [f"Geheim van school {SCHOOL} niet bruikbaar"]
    toestand = toneel.records.toestand()
    assert (toestand.onbruikbaar, toestand.certificaat is not None) == (reden, True)
    toneel.bron.gezien[SCHOOL] = _gezien(JAAR)
    toneel.wacht.loop(NU)
    assert toneel.records.toestand().onbruikbaar is None


def test_een_school_die_niet_te_lezen_is_houdt_niets_op() -> None:
    """A school that cannot be looked at is told of, and all the others are looked at."""
    toneel = Toneel(**{SCHOOL: _gezien(5)})
    del toneel.bron.gezien[ANDERE_SCHOOL]
    assert toneel.wacht.loop(NU) == (2, 1, 1)
    assert toneel.meldingen == [ANDERE_SCHOOL]


def test_een_geheim_waar_wij_op_stuklopen_houdt_niets_op() -> None:
    """Whatever a school's secret makes of our own code, the others are looked at, and it is told of."""
    toneel = Toneel(**{SCHOOL: _gezien(5)})
    del toneel.bron.gezien[ANDERE_SCHOOL]
    bekijk = toneel.bron.bekijk

    def kapot(school: str) -> Gezien:
        if school == ANDERE_SCHOOL:
            raise TypeError("a BIT STRING in the subject")
        return bekijk(school)

    toneel.bron.bekijk = kapot  # type: ignore[method-assign]
    assert toneel.wacht.loop(NU) == (2, 1, 1)
    assert toneel.meldingen == [ANDERE_SCHOOL]


def test_wat_niet_verteld_kon_worden_komt_morgen() -> None:
    """Without ears today, the threshold is told tomorrow."""
    toneel = Toneel(**{SCHOOL: _gezien(5)})
    toneel.waarschuwer.stuk = True
    assert toneel.wacht.loop(NU, [SCHOOL]) == (0, 0, 1)
    toneel.waarschuwer.stuk = False
    assert toneel.wacht.loop(NU + DAG, [SCHOOL]) == (1, 1, 0)


def test_een_weigering_die_niemand_hoorde() -> None:
    """A refusal that a function saw and could not tell of, is told by the watch, once."""
    toneel = Toneel()
    toestand = Schooltoestand(weigeringen={"licentie": Weigering(NU, 996)})
    toneel.records.scholen[SCHOOL] = SchoolRecord(standing=toestand)
    toneel.wacht.loop(NU)
    toneel.wacht.loop(NU + DAG)
    assert toneel.gehoord() == [f"School {SCHOOL}: SBB weigert de licentie"]


@pytest.mark.parametrize("school", [SCHOOL, SBB])
@pytest.mark.parametrize("dagen", [*DREMPELS, *range(1, 70, 9)])
def test_wat_sns_aanneemt(school: str, dagen: int) -> None:
    """Every warning fits SNS: one line of ASCII up to 100 characters, and a text that says what to do."""
    bevindingen = [beoordeel(school, _gezien(dagen), Schooltoestand(), NU).waarschuwing]
    bevindingen += [
        beoordeel(school, Gezien(onbruikbaar=r), Schooltoestand(), NU).waarschuwing for r in REDENEN
    ]
    bevindingen += [geweigerd(school, soort, code) for soort in SOORTEN for code in (None, 996)]
    for waarschuwing in bevindingen:
        if waarschuwing is not None:
            assert waarschuwing.onderwerp.isascii()
            assert waarschuwing.onderwerp.isprintable()
            assert len(waarschuwing.onderwerp) <= 100
            assert "{" not in waarschuwing.tekst
            assert "\n\n" in waarschuwing.tekst
