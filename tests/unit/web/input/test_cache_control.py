"""`Cache-Control` on a request."""

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.cache.freshness import CacheControl
from stagemarkt.model.errors import InvalidInput, NotInCache
from stagemarkt.web.input.cache_control import read_cache_control, require_bron

from tests.unit.requests import make_request


def _read(header: str) -> CacheControl:
    return read_cache_control(make_request(headers={"Cache-Control": header}))


@pytest.mark.parametrize(
    ("header", "cache_control"),
    [
        ("", CacheControl()),
        (" , ,", CacheControl()),
        ("no-cache", CacheControl(no_cache=True)),
        ("No-Cache", CacheControl(no_cache=True)),
        ('no-cache="Authorization, Date"', CacheControl(no_cache=True)),
        ("no-store", CacheControl(no_store=True)),
        ("only-if-cached", CacheControl(only_if_cached=True)),
        ("max-age=0", CacheControl(max_age=0)),
        ("max-age=60", CacheControl(max_age=60)),
        ('MAX-AGE="60"', CacheControl(max_age=60)),
        ("max-age=60, max-age=30", CacheControl(max_age=30)),
        ("max-age=99999999999999999999999999", CacheControl(max_age=2**31)),
        ("max-age=4000000000", CacheControl(max_age=2**31)),
        ("max-stale", CacheControl(max_stale=math.inf)),
        ("max-stale=0", CacheControl(max_stale=0)),
        ("max-stale=120", CacheControl(max_stale=120)),
        ("max-stale, max-stale=120", CacheControl(max_stale=120)),
        ("min-fresh=10, min-fresh=20", CacheControl(min_fresh=20)),
        ("max-age=60,max-stale=5\t, only-if-cached", CacheControl(60, 5, only_if_cached=True)),
        ('no-transform, stale-if-error=60, foo=bar, foo="a, no-cache"', CacheControl()),
        (r'foo="\", no-cache, \"", no-store', CacheControl(no_store=True)),
    ],
)
def test_what_is_written(header: str, cache_control: CacheControl) -> None:
    """Capitals do not matter, nor quotes; of two the stricter counts; what is not ours passes."""
    assert _read(header) == cache_control


@pytest.mark.parametrize(
    "header",
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
def test_what_cannot_be_read(header: str) -> None:
    """Whoever mistypes what it wants of freshness hears so: it would take an old answer for a fresh one."""
    with pytest.raises(InvalidInput) as caught:
        _read(header)
    (point,) = caught.value.fouten
    assert (point.plaats, point.naam, point.code) == ("header", "Cache-Control", "ongeldige-invoer")


def test_pragma_does_not_count() -> None:
    """`Pragma` is of another age."""
    assert read_cache_control(make_request(headers={"Pragma": "no-cache"})) == CacheControl()


def test_from_sbb_or_nothing() -> None:
    """For what is never kept, `only-if-cached` is refused; the rest changes nothing."""
    for header in ("no-cache", "max-age=5, max-stale", ""):
        require_bron(make_request(headers={"Cache-Control": header}))
    with pytest.raises(NotInCache):
        require_bron(make_request(headers={"Cache-Control": "only-if-cached"}))


@given(st.text(st.sampled_from('abc-=," \t\\0123456789;'), max_size=60) | st.text(max_size=60))
def test_rubbish(header: str) -> None:
    """Any header is read or refused, and nothing else happens."""
    with contextlib.suppress(InvalidInput):
        assert isinstance(_read(header), CacheControl)


@pytest.mark.parametrize("header", [" " * 8000, "a " * 4000, 'x="' + "\\" * 8000, "," * 8000, "a=" * 4000])
def test_a_long_header_costs_no_time(header: str) -> None:
    """Eight kilobytes of spite are read or refused without going over them again and again."""
    with contextlib.suppress(InvalidInput):
        _read(header)
