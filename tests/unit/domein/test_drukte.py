"""The limits of a school: so many calls in any second, so many at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domein.drukte import Grenzen, Wacht, neem
from stagemarkt.poorten.bewaking import Aanvraag, Drukte

from tests.unit.nep_bewaking import NepBewaking

NU = 1_000.0
GRENZEN = Grenzen(per_seconde=4, tegelijk=2, geduld=2.0, plaatsduur=24.0)


def _drukte(vrij_op: float = 0.0, **plaatsen: float) -> Drukte:
    return Drukte(vrij_op, plaatsen, nieuw=False)


@pytest.mark.parametrize("drukte", [Drukte(), _drukte(NU + 2.0), _drukte(NU - 60, a=NU + 5)])
def test_er_is_ruimte(drukte: Drukte) -> None:
    """A call asks for a turn within its patience, and a place for as long as it can last."""
    assert neem(drukte, NU, GRENZEN, "wie", 2.0) == Aanvraag(
        gezien=drukte,
        nu=NU,
        tussen=0.25,
        uiterlijk=NU + 2.0,
        plaats="wie",
        plaats_tot=NU + 24.0,
        tegelijk=2,
    )


@pytest.mark.parametrize(
    ("drukte", "wacht"),
    [
        pytest.param(_drukte(NU + 2.25), Wacht(2.25, "tempo"), id="a-long-queue"),
        pytest.param(_drukte(a=NU + 5, b=NU + 9), Wacht(5.0, "tegelijk"), id="two-at-once"),
    ],
)
def test_er_is_geen_ruimte(drukte: Drukte, wacht: Wacht) -> None:
    """Whoever may not go hears how long it takes at most, and why."""
    assert neem(drukte, NU, GRENZEN, "wie", 2.0) == wacht


@pytest.mark.parametrize(
    ("drukte", "weg", "opnieuw"),
    [
        pytest.param(_drukte(a=NU, b=NU + 9), ("a",), False, id="who-was-killed"),
        pytest.param(_drukte(a=NU + 3600, b=NU + 9), ("a",), False, id="a-place-that-ran-wild"),
        pytest.param(_drukte(NU + 3600), (), True, id="a-turn-that-ran-wild"),
    ],
)
def test_wat_niet_waar_kan_zijn_telt_niet(drukte: Drukte, weg: tuple[str, ...], *, opnieuw: bool) -> None:
    """A call that must be dead and a clock that ran wild hold nobody up, and are put right."""
    besluit = neem(drukte, NU, GRENZEN, "wie", 2.0)
    assert isinstance(besluit, Aanvraag)
    assert (besluit.weg, besluit.opnieuw) == (weg, opnieuw)


def test_een_herkansing_heeft_al_een_plaats() -> None:
    """A call that asks once more takes no second place, but waits for its turn."""
    besluit = neem(_drukte(NU, a=NU + 5, b=NU + 5), NU, GRENZEN, None, 2.0)
    assert isinstance(besluit, Aanvraag)
    assert besluit.plaats is None


@pytest.mark.parametrize(
    ("per_seconde", "tussen"), [(1, 1.0), (3, 0.334), (20, 0.05), (30, 0.034), (50, 0.02)]
)
def test_tussen_twee_beurten(per_seconde: int, tussen: float) -> None:
    """Whole milliseconds, never so few that one more would fit into a second."""
    assert Grenzen(per_seconde, 1, 2.0, 24.0).tussen == tussen


@given(
    st.integers(1, 5),
    st.integers(1, 4),
    st.lists(st.tuples(st.floats(0, 0.7), st.floats(0, 3)), min_size=1, max_size=60),
)
def test_nooit_meer_dan_afgesproken(
    per_seconde: int, tegelijk: int, vragen: list[tuple[float, float]]
) -> None:
    """However calls come and go, none begins beyond the limits, nor is refused while there is room."""
    grenzen = Grenzen(per_seconde, tegelijk, geduld=2.0, plaatsduur=24.0)
    opslag, nu = NepBewaking(), NU
    bezig: dict[str, float] = {}
    for nummer, (pauze, duur) in enumerate(vragen):
        nu = round(nu + pauze, 3)
        for wie in [wie for wie, tot in bezig.items() if tot <= nu]:
            del bezig[wie]
            opslag.geef_vrij("99XX", wie)
        drukte = opslag.lees("99XX").drukte
        besluit = neem(drukte, nu, grenzen, str(nummer), 2.0)
        if isinstance(besluit, Wacht):
            assert len(bezig) >= tegelijk if besluit.reden == "tegelijk" else drukte.vrij_op > nu + 2
            continue
        assert len(bezig) < tegelijk
        bezet = opslag.bezet("99XX", besluit)
        assert bezet.gelukt
        bezig[str(nummer)] = bezet.drukte.vrij_op - besluit.tussen + duur
    beurten = [aanvang for _, aanvang in opslag.beurten]
    for plek in range(len(beurten) - per_seconde):
        assert beurten[plek + per_seconde] - beurten[plek] >= 1 - 1e-6
