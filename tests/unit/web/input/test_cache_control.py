"""`Cache-Control` on a request."""

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.cache.freshness import Wens
from stagemarkt.model.errors import NietInCache, OngeldigeInvoer
from stagemarkt.web.input.cache_control import eis_bron, lees_wens

from tests.unit.requests import maak_verzoek


def _lees(kop: str) -> Wens:
    return lees_wens(maak_verzoek(koppen={"Cache-Control": kop}))


@pytest.mark.parametrize(
    ("kop", "wens"),
    [
        ("", Wens()),
        (" , ,", Wens()),
        ("no-cache", Wens(geen_cache=True)),
        ("No-Cache", Wens(geen_cache=True)),
        ('no-cache="Authorization, Date"', Wens(geen_cache=True)),
        ("no-store", Wens(niet_bewaren=True)),
        ("only-if-cached", Wens(alleen_bewaard=True)),
        ("max-age=0", Wens(max_leeftijd=0)),
        ("max-age=60", Wens(max_leeftijd=60)),
        ('MAX-AGE="60"', Wens(max_leeftijd=60)),
        ("max-age=60, max-age=30", Wens(max_leeftijd=30)),
        ("max-age=99999999999999999999999999", Wens(max_leeftijd=2**31)),
        ("max-age=4000000000", Wens(max_leeftijd=2**31)),
        ("max-stale", Wens(max_verouderd=math.inf)),
        ("max-stale=0", Wens(max_verouderd=0)),
        ("max-stale=120", Wens(max_verouderd=120)),
        ("max-stale, max-stale=120", Wens(max_verouderd=120)),
        ("min-fresh=10, min-fresh=20", Wens(min_vers=20)),
        ("max-age=60,max-stale=5\t, only-if-cached", Wens(60, 5, alleen_bewaard=True)),
        ('no-transform, stale-if-error=60, foo=bar, foo="a, no-cache"', Wens()),
        (r'foo="\", no-cache, \"", no-store', Wens(niet_bewaren=True)),
    ],
)
def test_wat_er_staat(kop: str, wens: Wens) -> None:
    """Capitals do not matter, nor quotes; of two the stricter counts; what is not ours passes."""
    assert _lees(kop) == wens


@pytest.mark.parametrize(
    "kop",
    [
        "max-age",
        "max-age=",
        "max-age=-1",
        "max-age=1.5",
        "max-age=een",
        "max-age = 5",
        "max-age=60, max-age=x",
        "max-age=\u0661",
        "max-stale=x",
        "min-fresh",
        "no cache",
        "no-cache;",
        '"no-cache"',
        'foo="',
        "max-age=60 only-if-cached",
    ],
)
def test_wat_niet_te_lezen_is(kop: str) -> None:
    """Whoever mistypes what it wants of freshness hears so: it would take an old answer for a fresh one."""
    with pytest.raises(OngeldigeInvoer) as gevangen:
        _lees(kop)
    (punt,) = gevangen.value.fouten
    assert (punt.plaats, punt.naam, punt.code) == ("header", "Cache-Control", "ongeldige-invoer")


def test_pragma_telt_niet() -> None:
    """`Pragma` is of another age."""
    assert lees_wens(maak_verzoek(koppen={"Pragma": "no-cache"})) == Wens()


def test_van_sbb_of_niets() -> None:
    """For what is never kept, `only-if-cached` is refused; the rest changes nothing."""
    for kop in ("no-cache", "max-age=5, max-stale", ""):
        eis_bron(maak_verzoek(koppen={"Cache-Control": kop}))
    with pytest.raises(NietInCache):
        eis_bron(maak_verzoek(koppen={"Cache-Control": "only-if-cached"}))


@given(st.text(st.sampled_from('abc-=," \t\\0123456789;'), max_size=60) | st.text(max_size=60))
def test_rommel(kop: str) -> None:
    """Any header is read or refused, and nothing else happens."""
    with contextlib.suppress(OngeldigeInvoer):
        assert isinstance(_lees(kop), Wens)


@pytest.mark.parametrize("kop", [" " * 8000, "a " * 4000, 'x="' + "\\" * 8000, "," * 8000, "a=" * 4000])
def test_een_lange_kop_kost_geen_tijd(kop: str) -> None:
    """Eight kilobytes of spite are read or refused without going over them again and again."""
    with contextlib.suppress(OngeldigeInvoer):
        _lees(kop)
