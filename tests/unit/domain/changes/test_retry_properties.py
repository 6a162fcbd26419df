"""Trying again: what holds for any receiver and any luck."""

from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.changes.retry import (
    DRIE_DAGEN,
    LANGSTE_UITSTEL,
    Ontvanger,
    Opnieuw,
    Opzij,
    lees_opnieuw_na,
    mag_nu,
    na_poging,
    na_uitkomst,
)
from stagemarkt.ports.delivery import Uitkomst

SINDS = 1_800_000_000.0
TOEVAL = st.floats(0, 1, exclude_max=True)
UITKOMSTEN = st.builds(
    Uitkomst,
    st.sampled_from(["mislukt", "geweigerd"]),
    st.none() | st.integers(300, 599),
    st.none() | st.integers(-10, 10**9),
)


@given(UITKOMSTEN, st.integers(1, 10**6), st.floats(0, DRIE_DAGEN, exclude_max=True), TOEVAL)
def test_volgende_poging_binnen_de_drie_dagen(
    uitkomst: Uitkomst, poging: int, verstreken: float, toeval: float
) -> None:
    """A next attempt is never past, never after the three days, and not before what the receiver asked."""
    nu = SINDS + verstreken
    besluit = na_poging(uitkomst, poging, SINDS, nu, toeval)
    if nu >= SINDS + DRIE_DAGEN:  # adding may round up to the very end
        assert besluit == Opzij()
        return
    assert isinstance(besluit, Opnieuw)
    assert nu <= besluit.op <= SINDS + DRIE_DAGEN
    gevraagd = min(max(0, uitkomst.opnieuw_na or 0), LANGSTE_UITSTEL)
    assert besluit.op >= min(nu + gevraagd, SINDS + DRIE_DAGEN)


@given(st.lists(TOEVAL, min_size=1, max_size=50))
def test_een_dode_ontvanger_houdt_op(gelukken: list[float]) -> None:
    """Tries to a dead receiver end: the last one at three days, after some tens of attempts."""
    uitkomst = Uitkomst("mislukt", None, None, "geen-verbinding")
    nu, poging = SINDS, 1
    while isinstance(
        besluit := na_poging(uitkomst, poging, SINDS, nu, 0.5 + gelukken[poging % len(gelukken)] / 2), Opnieuw
    ):
        nu, poging = besluit.op, poging + 1
        assert poging < 60
    assert besluit == Opzij()
    assert nu == SINDS + DRIE_DAGEN


@given(st.lists(st.tuples(UITKOMSTEN, TOEVAL), max_size=40))
def test_rust_is_begrensd(reeks: list[tuple[Uitkomst, float]]) -> None:
    """No series of failures makes a receiver rest for more than a day, and a delivery ends every rest."""
    ontvanger = Ontvanger()
    for uitkomst, toeval in reeks:
        ontvanger = na_uitkomst(ontvanger, uitkomst, SINDS, toeval)
        assert ontvanger.rust_tot <= SINDS + LANGSTE_UITSTEL
    assert mag_nu(na_uitkomst(ontvanger, Uitkomst("geleverd", 204), SINDS, 0.0), SINDS)


@given(st.text(max_size=60), st.floats(0, 4e9))
def test_retry_after_is_begrensd_en_valt_niet_om(kop: str, nu: float) -> None:
    """Whatever stands in `Retry-After`: nothing, or a number of seconds of at most a day."""
    gelezen = lees_opnieuw_na(kop, nu)
    assert gelezen is None or 0 <= gelezen <= LANGSTE_UITSTEL
