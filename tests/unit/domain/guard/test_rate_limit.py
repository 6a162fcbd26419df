"""The limits of a school: so many calls in any second, so many at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.guard.rate_limit import WAITING, Asking, Grenzen, Wacht, neem, too_many
from stagemarkt.ports.guard import Aanvraag, Drukte, Priority, Requester, Waiting

from tests.unit.nep_records import NepRecords

NU = 1_000.0
WIE = Requester("pakket")
GRENZEN = Grenzen(per_seconde=4, tegelijk=2, geduld=2.0, plaatsduur=24.0)


def _drukte(vrij_op: float = 0.0, **plaatsen: float) -> Drukte:
    return Drukte(vrij_op, plaatsen, nieuw=False)


@pytest.mark.parametrize("drukte", [Drukte(), _drukte(NU + 0.25), _drukte(NU - 60, a=NU + 5)])
def test_er_is_ruimte(drukte: Drukte) -> None:
    """A call asks for a turn that comes soon, and a place for as long as it can last."""
    assert neem(drukte, NU, GRENZEN, Asking("wie", WIE, 2.0)) == Aanvraag(
        gezien=drukte,
        nu=NU,
        tussen=0.25,
        uiterlijk=NU + 0.25,
        plaats="wie",
        plaats_tot=NU + 24.0,
        tegelijk=2,
        requester=WIE,
    )


@pytest.mark.parametrize(
    ("drukte", "wacht"),
    [
        pytest.param(_drukte(NU + 0.5), Wacht(0.5, "tempo"), id="a-turn-that-is-far-off"),
        pytest.param(_drukte(a=NU + 5, b=NU + 9), Wacht(5.0, "tegelijk"), id="two-at-once"),
    ],
)
def test_er_is_geen_ruimte(drukte: Drukte, wacht: Wacht) -> None:
    """Whoever may not go hears how long it takes at most, and why."""
    assert neem(drukte, NU, GRENZEN, Asking("wie", WIE, 2.0)) == wacht


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
    besluit = neem(drukte, NU, GRENZEN, Asking("wie", WIE, 2.0))
    assert isinstance(besluit, Aanvraag)
    assert (besluit.weg, besluit.opnieuw) == (weg, opnieuw)


def test_een_herkansing_heeft_al_een_plaats() -> None:
    """A call that asks once more takes no second place, but waits for its turn."""
    besluit = neem(_drukte(NU, a=NU + 5, b=NU + 5), NU, GRENZEN, Asking(None, WIE, 2.0))
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
    opslag, nu = NepRecords(), NU
    bezig: dict[str, float] = {}
    for nummer, (pauze, duur) in enumerate(vragen):
        nu = round(nu + pauze, 3)
        for wie in [wie for wie, tot in bezig.items() if tot <= nu]:
            del bezig[wie]
            opslag.maak_vrij(wie)
        drukte = opslag.van().room
        besluit = neem(drukte, nu, grenzen, Asking(str(nummer), WIE, 2.0))
        if isinstance(besluit, Wacht):
            te_snel = drukte.vrij_op > nu + max(0.25, grenzen.tussen)
            assert {"tegelijk": len(bezig) >= tegelijk}.get(besluit.reden, te_snel)
            continue
        assert len(bezig) < tegelijk
        bezet = opslag.claim("99XX", besluit)
        assert bezet.done
        bezig[str(nummer)] = bezet.record.room.vrij_op - besluit.tussen + duur
    beurten = [aanvang for _, aanvang in opslag.beurten]
    for plek in range(len(beurten) - per_seconde):
        assert beurten[plek + per_seconde] - beurten[plek] >= 1 - 1e-6


ANDER = Requester("ander")
ZOEKT, WERKT = Requester("pakket", Priority.PAGE), Requester("pakket", Priority.BULK)
STIL, WACHT = Waiting(NU - 1), Waiting(NU - 1, NU + 0.5)


def _gehad(**wie: Waiting) -> Drukte:
    namen = {"wie": WIE, "ander": ANDER, "zoekt": ZOEKT, "werkt": WERKT}
    return Drukte(0.0, {}, {namen[naam]: waiting for naam, waiting in wie.items()}, nieuw=False)


@pytest.mark.parametrize(
    ("requester", "drukte", "gaat"),
    [
        pytest.param(WIE, _gehad(wie=Waiting(NU - 0.1), ander=WACHT), False, id="another-waits-for-longer"),
        pytest.param(WIE, _gehad(wie=Waiting(NU - 2), ander=WACHT), True, id="it-waited-longer-itself"),
        pytest.param(WIE, _gehad(wie=STIL, ander=WACHT), True, id="equals"),
        pytest.param(WIE, _gehad(wie=Waiting(NU - 0.1), ander=STIL), True, id="the-other-does-not-wait"),
        pytest.param(WIE, _gehad(wie=Waiting(NU - 0.1), ander=Waiting(NU - 1, NU)), True, id="gave-up"),
        pytest.param(WIE, _gehad(ander=Waiting(0.0, NU + 60)), True, id="a-clock-that-ran-wild"),
        pytest.param(WIE, _gehad(wie=Waiting(NU - 0.1, NU + 0.5)), True, id="another-call-of-its-own"),
        pytest.param(WIE, _gehad(zoekt=Waiting(0.0, NU + 0.5)), True, id="a-single-check-before-a-search"),
        pytest.param(ZOEKT, _gehad(ander=Waiting(NU, NU + 0.5)), False, id="a-search-after-any-single-check"),
        pytest.param(ZOEKT, _gehad(werkt=Waiting(0.0, NU + 0.5)), True, id="a-search-before-bulk"),
        pytest.param(WERKT, _gehad(zoekt=Waiting(NU, NU + 0.5)), False, id="bulk-after-a-search"),
    ],
)
def test_wie_gaat_voor(requester: Requester, drukte: Drukte, *, gaat: bool) -> None:
    """By priority; among equals who had no turn for longest; whoever does not wait holds nobody up."""
    besluit = neem(drukte, NU, GRENZEN, Asking("wie", requester, 2.0))
    assert isinstance(besluit, Aanvraag) == gaat
    if isinstance(besluit, Wacht):
        assert besluit.reden == "voorrang"
        assert 0 < besluit.seconden <= WAITING


@pytest.mark.parametrize(
    ("tegelijk", "zoeken", "bulk"), [(1, 1, 1), (2, 1, 1), (3, 2, 1), (4, 3, 2), (10, 7, 5), (50, 37, 25)]
)
def test_een_zoekvraag_neemt_niet_alle_plaatsen(tegelijk: int, zoeken: int, bulk: int) -> None:
    """Pages and bulk together leave places for single checks; bulk leaves some for pages too."""
    grenzen = Grenzen(per_seconde=20, tegelijk=tegelijk, geduld=2.0, plaatsduur=24.0)
    for priority, ruimte in ((Priority.PAGE, zoeken), (Priority.BULK, bulk)):
        for aantal in range(tegelijk):
            bezet = _drukte(**{f"{int(priority)}-{nummer}": NU + 5 for nummer in range(aantal)})
            besluit = neem(bezet, NU, grenzen, Asking("x", Requester("a", priority), 2.0))
            assert isinstance(besluit, Aanvraag) == (aantal < ruimte)
            assert not too_many(bezet, NU, grenzen, priority) or aantal > ruimte
            assert isinstance(neem(bezet, NU, grenzen, Asking("x", WIE, 2.0)), Aanvraag)


def test_pagina_en_bulk_delen() -> None:
    """What bulk holds, pages do not; single checks take nothing from the share of either."""
    grenzen = Grenzen(per_seconde=20, tegelijk=4, geduld=2.0, plaatsduur=24.0)
    drukte = _drukte(**{"2-a": NU + 5, "2-b": NU + 5, "1-c": NU + 5})
    assert neem(drukte, NU, grenzen, Asking("x", ZOEKT, 2.0)) == Wacht(5.0, "tegelijk")
    enkel = _drukte(**{"0-a": NU + 5, "0-b": NU + 5, "onbekend": NU + 5})
    assert isinstance(neem(enkel, NU, grenzen, Asking("x", ZOEKT, 2.0)), Aanvraag)


def test_wie_lang_weg_is_wordt_vergeten() -> None:
    """What is kept of requesters does not grow."""
    oud = {Requester(f"a{nummer}"): Waiting(NU - 61) for nummer in range(9)}
    drukte = Drukte(0.0, {}, {**oud, ANDER: STIL}, nieuw=False)
    besluit = neem(drukte, NU, GRENZEN, Asking("wie", WIE, 2.0))
    assert isinstance(besluit, Aanvraag)
    assert set(besluit.gone) < set(oud)
    assert len(besluit.gone) == 5


@pytest.mark.parametrize("requester", [WIE, ZOEKT, WERKT])
def test_wie_vraagt_wordt_niet_vergeten(requester: Requester) -> None:
    """Who asks again after long is written, so not removed: DynamoDB refuses both in one write."""
    drukte = Drukte(0.0, {}, {WIE: Waiting(NU - 3600), ZOEKT: Waiting(1.0), WERKT: Waiting(0.0)}, nieuw=False)
    besluit = neem(drukte, NU, GRENZEN, Asking("wie", requester, 2.0))
    assert isinstance(besluit, Aanvraag)
    assert set(besluit.gone) == {WIE, ZOEKT, WERKT} - {requester}
