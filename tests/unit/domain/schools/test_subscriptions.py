"""Subscribing at SBB: again is no harm, what runs is known, and the check sees what is amiss."""

from datetime import date
from typing import Any

import pytest
from stagemarkt.domain.schools.subscription_warnings import waarschuwingen
from stagemarkt.domain.schools.subscriptions import Abonneerder
from stagemarkt.model.errors import BronNietBeschikbaar, OpslagFout
from stagemarkt.ports.sbb_subscriptions import BekendAbonnement, SbbAbonnement

from tests.unit.fakes import NU, TERMIJN
from tests.unit.fakes_mutaties import NepAbonnementenboek
from tests.unit.fakes_sbb_subscriptions import STORING, NepSbbAbonnementen

ONS = "https://intake.example/sbb/v1/mutaties"
ELDERS = "https://oud.example/sbb/v1/mutaties"


def bij_sbb(nummer: str, endpoint: str = ONS, school: str = "99XX") -> SbbAbonnement:
    """A subscription that runs at SBB."""
    return SbbAbonnement(nummer, school, endpoint, date(2026, 9, 1), None)


def bekend(nummer: str, school: str = "99XX", endpoint: str = ONS) -> BekendAbonnement:
    """A subscription that we remember."""
    return BekendAbonnement(nummer, school, f"00000007000{school}00000", endpoint, NU)


def abonneerder(boek: NepAbonnementenboek, *scholen: NepSbbAbonnementen) -> Abonneerder:
    """Over these fakes."""
    van = {school.school: school for school in scholen}
    return Abonneerder(van.__getitem__, lambda school: f"00000007000{school}00000", boek, ONS)


def test_abonneren_wordt_onthouden() -> None:
    """A subscription is made at SBB on our address, and its messages are taken from then on."""
    boek, sbb = NepAbonnementenboek(), NepSbbAbonnementen("99XX")
    nummer = abonneerder(boek, sbb).abonneer("99XX", NU, TERMIJN)
    assert [a.endpoint for a in sbb.lopend] == [ONS]
    assert boek.vind(nummer) == bekend(nummer)


def test_weer_abonneren_is_hetzelfde_abonnement() -> None:
    """Again makes no second one, also when the first time died before we knew of it."""
    boek, sbb = NepAbonnementenboek(), NepSbbAbonnementen("99XX")
    wij = abonneerder(boek, sbb)
    boek.fout = OpslagFout("Throttling")
    with pytest.raises(OpslagFout):
        wij.abonneer("99XX", NU, TERMIJN)
    boek.fout = None
    assert wij.abonneer("99XX", NU, TERMIJN) == wij.abonneer("99XX", NU, TERMIJN) == "99XX-1"
    assert sbb.keren == 1
    assert list(boek.boek) == ["99XX-1"]


def test_een_abonnement_elders_telt_niet() -> None:
    """One that points to another address does not do: a new one is made."""
    boek, sbb = NepAbonnementenboek(), NepSbbAbonnementen("99XX", bij_sbb("oud", ELDERS))
    assert abonneerder(boek, sbb).abonneer("99XX", NU, TERMIJN) == "99XX-1"


def test_hoe_de_abonnementen_ervoor_staan() -> None:
    """Each runs, points elsewhere, is gone, or is a stranger's."""
    boek = NepAbonnementenboek(bekend("a"), bekend("b"), bekend("c"), bekend("x", "99XZ"))
    sbb = NepSbbAbonnementen("99XX", bij_sbb("a"), bij_sbb("b", ELDERS), bij_sbb("d", ELDERS))
    bevindingen = abonneerder(boek, sbb).bekijk("99XX", TERMIJN)
    assert [(b.abonnement_id, b.stand, b.endpoint) for b in bevindingen] == [
        ("a", "loopt", ONS),
        ("b", "elders", ELDERS),
        ("c", "weg", ONS),
        ("d", "vreemd", ELDERS),
    ]


def test_opzeggen_wat_van_ons_is() -> None:
    """Without a number all of ours end, and what points at us; a stranger's elsewhere goes on."""
    boek = NepAbonnementenboek(bekend("a"), bekend("weg"), bekend("x", "99XZ"))
    sbb = NepSbbAbonnementen("99XX", bij_sbb("a"), bij_sbb("vreemd"), bij_sbb("elders", ELDERS))
    assert abonneerder(boek, sbb).zeg_op("99XX", None, TERMIJN) == ["a", "weg", "vreemd"]
    assert [a.abonnement_id for a in sbb.lopend] == ["elders"]
    assert list(boek.boek) == ["x"]


def test_een_opzeggen() -> None:
    """With a number that one ends; one of another school, or of nobody, is not touched."""
    boek = NepAbonnementenboek(bekend("a"), bekend("x", "99XZ"))
    sbb = NepSbbAbonnementen("99XX", bij_sbb("a"), bij_sbb("b"))
    wij = abonneerder(boek, sbb)
    assert wij.zeg_op("99XX", "b", TERMIJN) == ["b"]
    assert wij.zeg_op("99XX", "x", TERMIJN) == []
    assert wij.zeg_op("99XX", "niets", TERMIJN) == []
    assert list(boek.boek) == ["a", "x"]


def test_wat_sbb_nog_stuurt_blijft_bekend() -> None:
    """When SBB cannot be asked to end it, its messages are still taken."""
    boek = NepAbonnementenboek(bekend("a"))
    sbb = NepSbbAbonnementen("99XX", bij_sbb("a"), fout=STORING)
    with pytest.raises(BronNietBeschikbaar):
        abonneerder(boek, sbb).zeg_op("99XX", "a", TERMIJN)
    assert boek.vind("a")


@pytest.mark.parametrize("fout", [STORING, TypeError("an answer that our own code falls over")])
def test_de_controle_gaat_langs_elke_school(fout: Any) -> None:
    """Every school with a subscription is asked for; one that cannot be asked does not stop the rest."""
    boek = NepAbonnementenboek(bekend("a"), bekend("p", "99XZ"), bekend("z", "99XY"))
    wij = abonneerder(
        boek,
        NepSbbAbonnementen("99XX", bij_sbb("a"), bij_sbb("elders", ELDERS)),
        NepSbbAbonnementen("99XZ", fout=fout),
        NepSbbAbonnementen("99XY", bij_sbb("vreemd", school="99XY")),
    )
    bevindingen = wij.controleer(lambda: TERMIJN)
    assert [(b.school, b.abonnement_id, b.stand) for b in bevindingen] == [
        ("99XX", "a", "loopt"),
        ("99XX", "elders", "vreemd"),
        ("99XY", "z", "weg"),
        ("99XY", "vreemd", "vreemd"),
        ("99XZ", "p", "onbekend"),
    ]
    # A stranger's subscription on another address is somebody else's, and no news.
    gewaarschuwd = waarschuwingen(bevindingen, ONS)
    assert [(w.school, w.soort) for w in gewaarschuwd] == [
        ("99XY", "abonnement-weg"),
        ("99XY", "abonnement-vreemd"),
        ("99XZ", "abonnement-onbekend"),
    ]


@pytest.mark.parametrize(
    ("nummer", "lopend", "woord"),
    [("a", [], "abonneer --school 99XX"), ("a", [bij_sbb("a", ELDERS)], ELDERS), ("a", [bij_sbb("b")], "b")],
)
def test_een_waarschuwing_zegt_wat_te_doen(nummer: str, lopend: list[SbbAbonnement], woord: str) -> None:
    """It names the school and what to do; its subject is one short line of ASCII, as SNS wants."""
    wij = abonneerder(NepAbonnementenboek(bekend(nummer)), NepSbbAbonnementen("99XX", *lopend))
    gewaarschuwd = waarschuwingen(wij.controleer(lambda: TERMIJN), ONS)
    assert any(woord in w.tekst for w in gewaarschuwd)
    for waarschuwing in gewaarschuwd:
        assert "99XX" in waarschuwing.onderwerp
        assert waarschuwing.onderwerp.isascii()
        assert len(waarschuwing.onderwerp) <= 100
        assert "{" not in waarschuwing.tekst
