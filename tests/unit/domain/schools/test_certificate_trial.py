"""What SBB says to one question is what is told of the school, and what is kept of it."""

import datetime as dt
from collections.abc import Callable
from typing import Any, cast

import pytest
from stagemarkt.domain.guard.passage import Recorder
from stagemarkt.domain.guard.refusals import Warner
from stagemarkt.domain.schools.certificate_trial import probeer
from stagemarkt.model.errors import (
    BronCertificaat,
    BronLicentie,
    BronTimeout,
    CodeOnbekend,
    Fout,
    LeerbedrijfOnbekend,
    SchoolcertificaatOngeschikt,
    Signaal,
    Tekst,
)
from stagemarkt.model.school import Merken
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.sbb import Sbb
from stagemarkt.ports.standing import Wissel

from tests.unit.fakes import NU, SCHOOL, NepWaarschuwer
from tests.unit.nep_records import NepRecords

TEKST = Tekst("Nee.", "No.")
MERKEN = Merken("aa" * 32, "1234abcd")
VANDAAG = dt.date(2026, 9, 1)


class NepWeg:
    """A way to SBB that ends so."""

    def __init__(self, fout: Fout | None, wissel: Wissel | None) -> None:
        self.fout, self.wissel = fout, wissel

    def verifieer(self, _vraag: object, termijn: Termijn) -> object:
        """As the port says."""
        termijn.watch.went_with(MERKEN, taken=self.fout is None)
        if self.wissel is not None:
            termijn.watch.swapped(self.wissel, MERKEN)
        if self.fout is not None:
            raise self.fout
        return object()


def _probeer(
    fout: Fout | None = None, wissel: Wissel | None = None, bij_het_maken: Fout | None = None
) -> tuple[Any, NepRecords]:
    records = NepRecords()
    warner = Warner(records, NepWaarschuwer, lambda _wat, _fout: None)
    recorder = Recorder(SCHOOL, records, lambda: float(NU), warner, lambda _wat, _fout: None)

    def open_sbb() -> Sbb:
        if bij_het_maken is not None:
            raise bij_het_maken
        return cast("Sbb", NepWeg(fout, wissel))

    return probeer(open_sbb, recorder, VANDAAG, Termijn.van(5)), records


ONBEKEND: list[Callable[[], Fout | None]] = [
    lambda: None,
    lambda: LeerbedrijfOnbekend(TEKST),
    lambda: CodeOnbekend(TEKST),
]


@pytest.mark.parametrize("fout", ONBEKEND, ids=["answer", "no-such-leerbedrijf", "no-such-code"])
def test_wie_sbb_aanneemt(fout: Callable[[], Fout | None]) -> None:
    """Whatever SBB answers, it took the certificate and the licence: told, and kept at once."""
    uitkomst, records = _probeer(fout())
    assert (uitkomst.uitkomst, uitkomst.code, uitkomst.signaalcode) == ("aanvaard", None, None)
    assert dict(records.toestand().geslaagd) == dict.fromkeys(MERKEN, NU)


@pytest.mark.parametrize(
    ("fout", "uitkomst", "signaalcode"),
    [
        (BronLicentie(TEKST, signaal=Signaal(996, None, "b")), "geweigerd", 996),
        (SchoolcertificaatOngeschikt(TEKST, signaal=Signaal(997, None, "b")), "geweigerd", 997),
        (SchoolcertificaatOngeschikt(TEKST), "geweigerd", None),
        (BronCertificaat(TEKST), "niet-beantwoord", None),
        (BronTimeout(TEKST), "niet-beantwoord", None),
    ],
    ids=["licence", "certificate", "handshake", "sbb-not-trusted", "time-out"],
)
def test_wie_sbb_niet_aanneemt(fout: Fout, uitkomst: str, signaalcode: int | None) -> None:
    """A refusal and an outage are told apart, in SBB's code and our words; a refusal is kept."""
    gegeven, records = _probeer(fout)
    assert (gegeven.uitkomst, gegeven.code, gegeven.signaalcode) == (uitkomst, fout.code, signaalcode)
    assert gegeven.detail == TEKST
    toestand = records.toestand()
    assert bool(toestand.weigeringen) == (uitkomst == "geweigerd")
    assert not toestand.geslaagd


def test_het_vorige_doet_dienst() -> None:
    """That SBB took the one before is no success of the new one."""
    uitkomst, records = _probeer(wissel="terugval")
    assert uitkomst.uitkomst == "terugval"
    assert records.toestand().weigeringen["wisseling"].merk == MERKEN.certificaat


def test_wat_hier_ontbreekt_heeft_sbb_niet_geweigerd() -> None:
    """A secret without a licence is not for SBB to judge."""
    uitkomst, records = _probeer(bij_het_maken=BronLicentie(TEKST))
    assert (uitkomst.uitkomst, uitkomst.code) == ("niet-beantwoord", "bron-licentie")
    assert records.geteld == {}
