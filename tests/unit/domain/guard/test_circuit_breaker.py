"""The zekering: closed, open, and one call that tries."""

import pytest
from stagemarkt.domain.guard.circuit_breaker import (
    UITERLIJK,
    Dicht,
    Door,
    Misser,
    Proef,
    Regels,
    beslis,
    eis_proef,
    na_misser,
    na_niets,
    na_succes,
)
from stagemarkt.ports.guard import Zekering

NU = 1_000.0
REGELS = Regels(missers=5, tussentijd=15.0, proefduur=24.0)
MISSER = Misser("bron-timeout", begonnen=NU)
OPEN = Zekering(versie=5, missers=5, code="bron-timeout", open_sinds=NU, proef_na=NU + 15)
BEPROEFD = eis_proef(OPEN, NU + 15, REGELS, "wie")


@pytest.mark.parametrize(
    ("zekering", "nu", "besluit"),
    [
        pytest.param(Zekering(), NU, Door(), id="clean"),
        pytest.param(Zekering(missers=4, code="x"), NU, Door(), id="four-failures"),
        pytest.param(OPEN, NU, Dicht(15.0), id="just-open"),
        pytest.param(OPEN, NU + 14.5, Dicht(0.5), id="nearly"),
        pytest.param(OPEN, NU + 15, Proef(), id="may-be-tried"),
        pytest.param(BEPROEFD, NU + 16, Dicht(14.0), id="is-tried"),
        pytest.param(BEPROEFD, NU + 31, Dicht(8.0), id="who-tries-may-be-busy-yet"),
        pytest.param(BEPROEFD, NU + 39, Proef(), id="who-tried-is-dead"),
        pytest.param(OPEN._replace(proef_na=NU + 3600), NU, Proef(), id="a-clock-that-ran-wild"),
        pytest.param(BEPROEFD._replace(proef_tot=NU + 3600), NU + 30, Proef(), id="a-claim-that-ran-wild"),
    ],
)
def test_beslis(zekering: Zekering, nu: float, besluit: Door | Proef | Dicht) -> None:
    """Closed lets through; open says for how long; then one may try, and another when that one is dead."""
    assert beslis(zekering, nu) == besluit


def test_de_vijfde_op_rij_opent() -> None:
    """Four failures in a row change nothing for a caller, the fifth opens it."""
    zekering = Zekering()
    for keer in range(1, 5):
        zekering = na_misser(zekering, NU + keer, MISSER, REGELS, "wie")
        assert (zekering.missers, zekering.open_sinds) == (keer, None)
    zekering = na_misser(zekering, NU + 5, MISSER, REGELS, "wie")
    assert (zekering.open_sinds, zekering.proef_na, zekering.code) == (NU + 5, NU + 20, "bron-timeout")


def test_een_succes_begint_opnieuw_te_tellen() -> None:
    """Five failures with a success between them are not five in a row."""
    zekering = Zekering(versie=4, missers=4, code="bron-timeout")
    na = na_succes(zekering, NU, "wie")
    assert na == Zekering(versie=5)
    assert na_misser(na, NU, MISSER, REGELS, "wie").open_sinds is None


@pytest.mark.parametrize("zekering", [Zekering(), Zekering(versie=9, gesloten_op=NU)])
def test_een_succes_van_wie_heel_is_kost_niets(zekering: Zekering) -> None:
    """Where it is closed and clean a success changes nothing: there is nothing to write."""
    assert na_succes(zekering, NU, "wie") is zekering


def test_wie_probeert_en_slaagt_sluit() -> None:
    """The call that tries and succeeds closes it, clean; and what began before does not count any more."""
    gesloten = na_succes(BEPROEFD, NU + 16, "wie")
    assert gesloten == Zekering(versie=BEPROEFD.versie + 1, gesloten_op=NU + 16)
    assert na_misser(gesloten, NU + 17, MISSER, REGELS, "ander") is gesloten
    later = Misser("bron-timeout", begonnen=NU + 16)
    assert na_misser(gesloten, NU + 17, later, REGELS, "ander").missers == 1


def test_wie_probeert_en_faalt_laat_haar_open() -> None:
    """The next one tries an interval after this one began, or at once when this one took longer than that."""
    gauw = na_misser(BEPROEFD, NU + 16, MISSER, REGELS, "wie")
    assert (gauw.open_sinds, gauw.proef, gauw.proef_na) == (NU, None, NU + 30)
    laat = na_misser(BEPROEFD, NU + 35, MISSER, REGELS, "wie")
    assert beslis(laat, NU + 35) == Proef()


def test_wie_niets_weet_laat_een_ander_proberen() -> None:
    """A try that says nothing of SBB, for it was refused at the door, gives its turn away."""
    assert beslis(na_niets(BEPROEFD, NU + 16, "wie"), NU + 16) == Proef()
    assert na_niets(BEPROEFD, NU + 16, "ander") is BEPROEFD


def test_een_oude_vraag_zegt_niets_van_een_open_zekering() -> None:
    """Only who tries changes an open one: calls from before it opened come in late, and mean nothing."""
    for zekering in (OPEN, BEPROEFD):
        assert na_succes(zekering, NU + 16, "oud") is zekering
        assert na_misser(zekering, NU + 16, MISSER, REGELS, "oud") is zekering


@pytest.mark.parametrize(("rust", "over"), [(0, 15.0), (10, 15.0), (25, 25.0), (3600, UITERLIJK)])
def test_sbb_mag_om_rust_vragen(rust: float, over: float) -> None:
    """Retry-After of SBB is heeded, but within thirty seconds one call tries."""
    bijna = Zekering(versie=4, missers=4, code="x")
    open_ = na_misser(bijna, NU, Misser("bron-overbelast", NU, rust), REGELS, "wie")
    assert beslis(open_, NU) == Dicht(over)


def test_sluiten_in_de_toekomst_maakt_niet_doof() -> None:
    """A closing that a wild clock wrote far ahead does not keep failures from counting."""
    gesloten = Zekering(versie=3, gesloten_op=NU + 3600)
    assert na_misser(gesloten, NU, MISSER, REGELS, "wie").missers == 1
