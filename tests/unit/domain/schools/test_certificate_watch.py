"""The watch over certificates: who is warned of what, and when not again."""

from collections.abc import Mapping, Sequence
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.schools.certificate_watch import (
    DAY,
    THRESHOLDS,
    CertificateWatch,
    dagen_over,
    judge_certificate,
    threshold_for,
)
from stagemarkt.domain.schools.operator_warnings import REASONS, SBB, refused_warning
from stagemarkt.model.errors import StorageError
from stagemarkt.ports.records import SchoolRecord
from stagemarkt.ports.schools import SeenCertificate
from stagemarkt.ports.standing import KINDS, KeptStanding, Refusal

from tests.unit.fakes.composition import NOW, OTHER_SCHOOL, SCHOOL, FakeWarner
from tests.unit.fakes.records import FakeRecords

YEAR: Final = 365


def _seen(days: float, fingerprint: str = "aa") -> SeenCertificate:
    return SeenCertificate(fingerprint, NOW - 1, NOW + int(days * DAY))


class FakeCertificateSource:
    """The certificates in the secrets; a school without one cannot be read."""

    def __init__(self, seen: Mapping[str, SeenCertificate]) -> None:
        self.seen = dict(seen)

    def scholen(self) -> Sequence[str]:
        """As the port says."""
        return [school for school in self.seen if school != SBB] + [OTHER_SCHOOL]

    def examine(self, school: str) -> SeenCertificate:
        """As the port says."""
        if school not in self.seen:
            raise StorageError("AccessDenied")
        return self.seen[school]


class WatchScene:
    """A watch with fakes."""

    def __init__(self, **seen: SeenCertificate) -> None:
        self.bron = FakeCertificateSource(
            {SCHOOL: _seen(YEAR), SBB: _seen(YEAR), OTHER_SCHOOL: _seen(YEAR), **seen}
        )
        self.records = FakeRecords()
        self.warner = FakeWarner()
        self.notices: list[str] = []
        self.watch = CertificateWatch(
            self.bron, self.records, self.warner, lambda school, _: self.notices.append(school)
        )

    def heard(self) -> list[str]:
        """The subjects of the warnings so far."""
        return [warning.onderwerp for warning in self.warner.heard]


@pytest.mark.parametrize(
    ("days", "over", "threshold"),
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
def test_thresholds(days: float, over: int, threshold: int | None) -> None:
    """The days left are rounded up; the lowest threshold that is reached counts, 0 for expired."""
    until = NOW + int(days * DAY)
    assert (dagen_over(until, NOW), threshold_for(until, NOW)) == (over, threshold)


def test_every_threshold_once() -> None:
    """Looked at every day for a quarter of a year, each threshold is told once, on its day."""
    scene = WatchScene(**{SCHOOL: _seen(90)})
    for day in range(100):
        scene.watch.go_round(NOW + day * DAY, [SCHOOL])
    assert scene.heard() == [
        *(f"School {SCHOOL}: certificaat verloopt over {days} dagen" for days in (60, 30, 14, 7)),
        f"School {SCHOOL}: certificaat is verlopen",
    ]


@given(st.lists(st.integers(0, 80), min_size=1, max_size=40), st.integers(-10, 80))
def test_never_twice_and_never_too_late(overgeslagen: list[int], days: int) -> None:
    """Whatever days the watch misses, no threshold is told twice, and what is told is the lowest reached."""
    scene = WatchScene(**{SCHOOL: _seen(days)})
    for day in sorted(set(overgeslagen)):
        before = len(scene.heard())
        scene.watch.go_round(NOW + day * DAY, [SCHOOL])
        state = scene.records.toestand().certificaat
        assert state is not None
        assert state.warned_for == threshold_for(NOW + days * DAY, NOW + day * DAY)
        assert len(scene.heard()) <= before + 1
    assert len(scene.heard()) == len(set(scene.heard())) <= len(THRESHOLDS)


def test_a_new_certificate_begins_anew() -> None:
    """The thresholds are those of a certificate: another one has its own."""
    scene = WatchScene(**{SCHOOL: _seen(10)})
    scene.watch.go_round(NOW)
    scene.bron.seen[SCHOOL] = _seen(12, "bb")
    scene.watch.go_round(NOW)
    scene.bron.seen[SCHOOL] = _seen(400, "cc")
    scene.watch.go_round(NOW)
    assert [line.rpartition(" over ")[2] for line in scene.heard()] == ["10 dagen", "12 dagen"]
    state = scene.records.toestand().certificaat
    assert state is not None
    assert (state.fingerprint, state.warned_for) == ("cc", None)


def test_the_ca_of_sbb_belongs_to_it() -> None:
    """The CA by which SBB is recognised expires as well, and is everybody's."""
    scene = WatchScene(sbb=_seen(20))
    assert scene.watch.go_round(NOW).gewaarschuwd == 1
    assert scene.heard() == ["CA-certificaat van SBB verloopt over 20 dagen"]
    assert "namens geen enkele school" in scene.warner.heard[0].tekst


@pytest.mark.parametrize("reason", REASONS)
def test_an_unusable_secret(reason: str) -> None:
    """What is of no use is told once per reason; what was known of the certificate stays."""
    scene = WatchScene()
    scene.watch.go_round(NOW)
    for _ in range(3):
        scene.bron.seen[SCHOOL] = SeenCertificate(unusable=reason)
        scene.watch.go_round(NOW)
    assert scene.heard() == [f"Geheim van school {SCHOOL} niet bruikbaar"]
    condition = scene.records.toestand()
    assert (condition.unusable, condition.certificaat is not None) == (reason, True)
    scene.bron.seen[SCHOOL] = _seen(YEAR)
    scene.watch.go_round(NOW)
    assert scene.records.toestand().unusable is None


def test_an_unreadable_school_holds_nothing_up() -> None:
    """A school that cannot be looked at is told of, and all the others are looked at."""
    scene = WatchScene(**{SCHOOL: _seen(5)})
    del scene.bron.seen[OTHER_SCHOOL]
    assert scene.watch.go_round(NOW) == (2, 1, 1)
    assert scene.notices == [OTHER_SCHOOL]


def test_a_secret_that_breaks_us_holds_nothing_up() -> None:
    """Whatever a school's secret makes of our own code, the others are looked at, and it is told of."""
    scene = WatchScene(**{SCHOOL: _seen(5)})
    del scene.bron.seen[OTHER_SCHOOL]
    examine = scene.bron.examine

    def broken(school: str) -> SeenCertificate:
        if school == OTHER_SCHOOL:
            raise TypeError("a BIT STRING in the subject")
        return examine(school)

    scene.bron.examine = broken  # type: ignore[method-assign]
    assert scene.watch.go_round(NOW) == (2, 1, 1)
    assert scene.notices == [OTHER_SCHOOL]


def test_what_could_not_be_told_comes_tomorrow() -> None:
    """Without ears today, the threshold is told tomorrow."""
    scene = WatchScene(**{SCHOOL: _seen(5)})
    scene.warner.piece = True
    assert scene.watch.go_round(NOW, [SCHOOL]) == (0, 0, 1)
    scene.warner.piece = False
    assert scene.watch.go_round(NOW + DAY, [SCHOOL]) == (1, 1, 0)


def test_a_refusal_that_nobody_heard_of() -> None:
    """A refusal that a function saw and could not tell of, is told by the watch, once."""
    scene = WatchScene()
    condition = KeptStanding(refusals={"licentie": Refusal(NOW, 996)})
    scene.records.scholen[SCHOOL] = SchoolRecord(standing=condition)
    scene.watch.go_round(NOW)
    scene.watch.go_round(NOW + DAY)
    assert scene.heard() == [f"School {SCHOOL}: SBB weigert de licentie"]


@pytest.mark.parametrize("school", [SCHOOL, SBB])
@pytest.mark.parametrize("days", [*THRESHOLDS, *range(1, 70, 9)])
def test_what_sns_accepts(school: str, days: int) -> None:
    """Every warning fits SNS: one line of ASCII up to 100 characters, and a text that says what to do."""
    findings = [judge_certificate(school, _seen(days), KeptStanding(), NOW).warning]
    findings += [
        judge_certificate(school, SeenCertificate(unusable=r), KeptStanding(), NOW).warning for r in REASONS
    ]
    findings += [refused_warning(school, kind, code) for kind in KINDS for code in (None, 996)]
    for warning in findings:
        if warning is not None:
            assert warning.onderwerp.isascii()
            assert warning.onderwerp.isprintable()
            assert len(warning.onderwerp) <= 100
            assert "{" not in warning.tekst
            assert "\n\n" in warning.tekst
