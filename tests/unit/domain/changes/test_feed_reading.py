"""Reading on in a feed: pages, filters, what has expired, and where a moment begins."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.changes.feed_reading import (
    HOOGSTENS_BEKEKEN,
    Bladzij,
    Genummerd,
    eerste_vanaf,
    lees_bladzij,
    nummer_voor,
)
from stagemarkt.model.aflevering import BEWAARTERMIJN, Regel
from stagemarkt.model.errors import CursorVerlopen

from tests.unit.fakes import NU
from tests.unit.fakes_outbox import mutatie
from tests.waiting import at_most


class Lijst:
    """A list of numbered lines, one a second, of which the first may be gone."""

    def __init__(self, aantal: int, weg: int = 0, elke: int = 1) -> None:
        self.stand = aantal
        self.gelezen = 0
        self._regels = [
            Genummerd(
                n, Regel(n, mutatie(1, leerbedrijf_id="1" if n % elke == 0 else "0"), n > 1, NU + float(n))
            )
            for n in range(weg + 1, aantal + 1)
        ]

    def lees(self, na: int, aantal: int) -> Sequence[Genummerd]:
        """As the domain asks."""
        deel = [een for een in self._regels if een.nummer > na][:aantal]
        self.gelezen += len(deel)
        return deel

    def bladzij(self, na: int | None, limit: int = 25, nu: float = NU + 10.0) -> Bladzij:
        """A page of those of leerbedrijf 1."""
        return lees_bladzij(
            self.lees, self.stand, na, lambda regel: regel.mutatie.leerbedrijf_id == "1", limit, nu
        )


def _nummers(bladzij: Bladzij) -> list[int]:
    return [een.nummer for een in bladzij.resultaten]


@given(st.integers(0, 300), st.integers(1, 60), st.integers(1, 7))
def test_bladeren_mist_niets(aantal: int, limit: int, elke: int) -> None:
    """Whatever the size of pages and list, reading on gives all that fits, once, in order, and ends."""
    lijst, na, gelezen = Lijst(aantal, elke=elke), None, []
    for _ in at_most(aantal + 2):
        bladzij = lijst.bladzij(na, limit)
        gelezen += _nummers(bladzij)
        assert len(bladzij.resultaten) <= limit
        na = bladzij.tot
        if not bladzij.meer:
            break
    assert gelezen == [n for n in range(1, aantal + 1) if n % elke == 0]
    assert na == aantal


def test_een_lange_lege_strook_komt_verder() -> None:
    """A filter that fits nothing for long ends each page after a bounded number of lines, further on."""
    lijst = Lijst(3 * HOOGSTENS_BEKEKEN, elke=3 * HOOGSTENS_BEKEKEN)
    bladzij = lijst.bladzij(None)
    assert (bladzij.resultaten, bladzij.meer) == ([], True)
    assert HOOGSTENS_BEKEKEN <= bladzij.tot < 2 * HOOGSTENS_BEKEKEN
    assert lijst.gelezen < 2 * HOOGSTENS_BEKEKEN


def test_aan_het_einde_wacht_de_cursor() -> None:
    """At the end the cursor stays where it is, and gives what comes later."""
    assert Lijst(3).bladzij(3) == Bladzij([], 3, meer=False)
    assert _nummers(Lijst(5).bladzij(3)) == [4, 5]


def test_wat_na_de_cursor_kwam_is_weg() -> None:
    """When the next line was deleted, or is past its 90 days though still there, the cursor has expired."""
    with pytest.raises(CursorVerlopen):
        Lijst(9, weg=5).bladzij(4)
    with pytest.raises(CursorVerlopen):
        Lijst(9, weg=9).bladzij(4)
    with pytest.raises(CursorVerlopen):
        Lijst(9).bladzij(4, nu=NU + 5 + BEWAARTERMIJN)
    assert _nummers(Lijst(9, weg=5).bladzij(5)) == [6, 7, 8, 9]
    assert _nummers(Lijst(9).bladzij(4, nu=NU + 4.9 + BEWAARTERMIJN)) == [5, 6, 7, 8, 9]


def test_zonder_cursor_begint_het_bij_wat_er_nog_is() -> None:
    """The oldest that is kept comes first; what has expired but still lies there is passed over."""
    assert _nummers(Lijst(9, weg=5).bladzij(None)) == [6, 7, 8, 9]
    assert _nummers(Lijst(9).bladzij(None, nu=NU + 6 + BEWAARTERMIJN)) == [7, 8, 9]
    assert Lijst(9, weg=9).bladzij(None) == Bladzij([], 9, meer=False)


@given(st.integers(0, 200), st.integers(0, 200), st.integers(-5, 205))
def test_vanaf_een_moment(aantal: int, weg: int, seconde: int) -> None:
    """The first number of a moment is found by halving, also when the oldest are gone."""
    lijst = Lijst(aantal, weg=min(weg, aantal))
    eerste = eerste_vanaf(lijst.lees, aantal, float(NU + seconde))
    over = [n for n in range(min(weg, aantal) + 1, aantal + 1) if n >= seconde]
    # Of what is gone any number will do: nothing is there to be sent.
    assert [n for n in range(eerste, aantal + 1) if n > min(weg, aantal)] == over
    assert lijst.gelezen <= 9


@given(st.integers(0, 40), st.integers(0, 40), st.integers(-5, 50))
def test_na_een_moment(aantal: int, weg: int, vanaf: int) -> None:
    """From a moment on: all that is of then or later, also where what was before is gone."""
    weg = min(weg, aantal)
    lijst, nu = Lijst(aantal, weg), NU + 60.0
    na = nummer_voor(lijst.lees, aantal, NU + float(vanaf), nu)
    bladzij = lijst.bladzij(na, 100, nu)
    assert _nummers(bladzij) == [n for n in range(weg + 1, aantal + 1) if n >= vanaf]


def test_langer_geleden_dan_bewaard_wordt() -> None:
    """A moment before what is kept is refused, for something may be gone; a second later it is not."""
    lijst = Lijst(5)
    with pytest.raises(CursorVerlopen):
        nummer_voor(lijst.lees, 5, float(NU), NU + float(BEWAARTERMIJN))
    assert nummer_voor(lijst.lees, 5, NU + 1.0, NU + float(BEWAARTERMIJN)) == 0
