"""What SBB says to one question is what is told of the school, and what is kept of it."""

import datetime as dt
from collections.abc import Callable
from typing import Any, cast

import pytest
from stagemarkt.domain.guard.passage import Recorder
from stagemarkt.domain.guard.refusals import Warner
from stagemarkt.domain.schools.certificate_trial import probeer
from stagemarkt.model.errors import (
    Bilingual,
    BronCertificate,
    BronLicentie,
    BronTimeout,
    CodeUnknown,
    FacadeError,
    LeerbedrijfUnknown,
    SchoolCertificateUnsuitable,
    Signaal,
)
from stagemarkt.model.school import Marks
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.sbb import Sbb
from stagemarkt.ports.standing import CertificateSwitch

from tests.unit.fakes.composition import NOW, SCHOOL, FakeWarner
from tests.unit.fakes.records import FakeRecords

TEXT = Bilingual("Nee.", "No.")
MARKS = Marks("aa" * 32, "1234abcd")
TODAY = dt.date(2026, 9, 1)


class FakeWay:
    """A way to SBB that ends so."""

    def __init__(self, fout: FacadeError | None, switch: CertificateSwitch | None) -> None:
        self.fout, self.switch = fout, switch

    def verify(self, _ask: object, deadline: Deadline) -> object:
        """As the port says."""
        deadline.watch.went_with(MARKS, accepted=self.fout is None)
        if self.switch is not None:
            deadline.watch.swapped(self.switch, MARKS)
        if self.fout is not None:
            raise self.fout
        return object()


def _try(
    error: FacadeError | None = None,
    switch: CertificateSwitch | None = None,
    at_creation: FacadeError | None = None,
) -> tuple[Any, FakeRecords]:
    records = FakeRecords()
    warner = Warner(records, FakeWarner, lambda _what, _error: None)
    recorder = Recorder(SCHOOL, records, lambda: float(NOW), warner, lambda _what, _error: None)

    def open_sbb() -> Sbb:
        if at_creation is not None:
            raise at_creation
        return cast("Sbb", FakeWay(error, switch))

    return probeer(open_sbb, recorder, TODAY, Deadline.after(5)), records


ONBEKEND: list[Callable[[], FacadeError | None]] = [
    lambda: None,
    lambda: LeerbedrijfUnknown(TEXT),
    lambda: CodeUnknown(TEXT),
]


@pytest.mark.parametrize("error", ONBEKEND, ids=["answer", "no-such-leerbedrijf", "no-such-code"])
def test_who_is_accepted_by_sbb(error: Callable[[], FacadeError | None]) -> None:
    """Whatever SBB answers, it took the certificate and the licence: told, and kept at once."""
    outcome, records = _try(error())
    assert (outcome.uitkomst, outcome.code, outcome.signaalcode) == ("aanvaard", None, None)
    assert dict(records.toestand().passed) == dict.fromkeys(MARKS, NOW)


@pytest.mark.parametrize(
    ("error", "outcome", "signaalcode"),
    [
        (BronLicentie(TEXT, sbb_signal=Signaal(996, None, "b")), "geweigerd", 996),
        (SchoolCertificateUnsuitable(TEXT, sbb_signal=Signaal(997, None, "b")), "geweigerd", 997),
        (SchoolCertificateUnsuitable(TEXT), "geweigerd", None),
        (BronCertificate(TEXT), "niet-beantwoord", None),
        (BronTimeout(TEXT), "niet-beantwoord", None),
    ],
    ids=["licence", "certificate", "handshake", "sbb-not-trusted", "time-out"],
)
def test_who_is_not_accepted_by_sbb(error: FacadeError, outcome: str, signaalcode: int | None) -> None:
    """A refusal and an outage are told apart, in SBB's code and our words; a refusal is kept."""
    given, records = _try(error)
    assert (given.uitkomst, given.code, given.signaalcode) == (outcome, error.code, signaalcode)
    assert given.detail == TEXT
    condition = records.toestand()
    assert bool(condition.refusals) == (outcome == "geweigerd")
    assert not condition.passed


def test_the_previous_one_serves() -> None:
    """That SBB took the one before is no success of the new one."""
    outcome, records = _try(switch="terugval")
    assert outcome.uitkomst == "terugval"
    assert records.toestand().refusals["wisseling"].merk == MARKS.certificaat


def test_what_is_missing_here_was_not_refused_by_sbb() -> None:
    """A secret without a licence is not for SBB to judge."""
    outcome, records = _try(at_creation=BronLicentie(TEXT))
    assert (outcome.uitkomst, outcome.code) == ("niet-beantwoord", "bron-licentie")
    assert records.counted == {}
