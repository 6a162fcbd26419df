"""Whether a kept answer may be served."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.cache.freshness import (
    Beleid,
    Oordeel,
    Wens,
    beslis,
    bestaat,
    leeftijd,
    mag_terugvallen,
)
from stagemarkt.domain.cache.retention import IDENTIFICATIE, Duur
from stagemarkt.ports.cache import BewaardAntwoord, Uitkomst

from tests.unit.fakes import ANDERE_SCHOOL, NU, SCHOOL

# Fresh for 100 seconds and gone after 300; "nothing" fresh for 20, gone after 50.
BELEID = Beleid(SCHOOL, IDENTIFICATIE._replace(duur=Duur(100, 300), niets=Duur(20, 50)))
NIETS = Wens()
VERS, OUD, MIS, WEIGER = Oordeel.VERS, Oordeel.VEROUDERD, Oordeel.MIS, Oordeel.WEIGER


def _van(oud: int, uitkomst: Uitkomst = "gevonden", school: str = SCHOOL) -> BewaardAntwoord:
    """An entry of so many seconds old."""
    return BewaardAntwoord(school, b"", 'W/"x"', NU - oud, uitkomst)


@pytest.mark.parametrize(
    ("gevonden", "oordeel"),
    [
        pytest.param(None, MIS, id="nothing"),
        pytest.param(_van(0), VERS, id="of-now"),
        pytest.param(_van(99), VERS, id="its-last-fresh-second"),
        pytest.param(_van(100), OUD, id="just-stale"),
        pytest.param(_van(299), OUD, id="its-last-second"),
        pytest.param(_van(300), MIS, id="just-expired"),
        pytest.param(_van(86_400), MIS, id="deleted-late"),
        pytest.param(_van(-60), VERS, id="clocks-differ"),
        pytest.param(_van(-61), MIS, id="from-the-future"),
        pytest.param(_van(10, school=ANDERE_SCHOOL), MIS, id="of-another-school"),
        pytest.param(_van(10, school=""), MIS, id="of-no-school"),
        pytest.param(_van(10, school=SCHOOL.lower()), MIS, id="of-nearly-this-school"),
        pytest.param(_van(19, "leeg"), VERS, id="empty-and-fresh"),
        pytest.param(_van(20, "leeg"), MIS, id="empty-and-stale-is-asked-again"),
        pytest.param(_van(19, "onbekend"), VERS, id="unknown-and-fresh"),
        pytest.param(_van(20, "onbekend"), MIS, id="unknown-and-stale-is-asked-again"),
    ],
)
def test_zonder_wens(gevonden: BewaardAntwoord | None, oordeel: Oordeel) -> None:
    """An entry is served when it is this school's, in time, and not from the future."""
    assert beslis(gevonden, NU, BELEID, NIETS) is oordeel


@pytest.mark.parametrize(
    ("wens", "vers", "oud", "niets_ouds"),
    [
        pytest.param(Wens(geen_cache=True), MIS, MIS, MIS, id="no-cache"),
        pytest.param(Wens(max_leeftijd=0), MIS, MIS, MIS, id="max-age=0"),
        pytest.param(Wens(max_leeftijd=50), MIS, MIS, MIS, id="max-age-reached"),
        pytest.param(Wens(max_leeftijd=51), VERS, MIS, MIS, id="max-age-in-time"),
        pytest.param(Wens(max_leeftijd=1000), VERS, MIS, MIS, id="max-age-wants-nothing-stale"),
        pytest.param(Wens(max_leeftijd=1000, max_verouderd=math.inf), VERS, OUD, OUD, id="unless-max-stale"),
        pytest.param(Wens(max_verouderd=0), VERS, MIS, MIS, id="max-stale=0"),
        pytest.param(Wens(max_verouderd=49), VERS, MIS, OUD, id="max-stale-reached"),
        pytest.param(Wens(max_verouderd=50), VERS, OUD, OUD, id="max-stale-in-time"),
        pytest.param(Wens(max_verouderd=math.inf), VERS, OUD, OUD, id="max-stale"),
        pytest.param(Wens(min_vers=50), VERS, MIS, MIS, id="min-fresh-in-time"),
        pytest.param(Wens(min_vers=51), MIS, MIS, MIS, id="min-fresh-not-reached"),
        pytest.param(Wens(min_vers=1, max_verouderd=math.inf), VERS, MIS, MIS, id="min-fresh-over-max-stale"),
        pytest.param(Wens(alleen_bewaard=True), VERS, OUD, OUD, id="only-if-cached"),
        pytest.param(Wens(alleen_bewaard=True, geen_cache=True), WEIGER, WEIGER, WEIGER, id="contradiction"),
        pytest.param(Wens(alleen_bewaard=True, max_leeftijd=9), WEIGER, WEIGER, WEIGER, id="too-old-to-give"),
        pytest.param(Wens(niet_bewaren=True), VERS, OUD, MIS, id="no-store-may-be-served"),
    ],
)
def test_met_een_wens(wens: Wens, vers: Oordeel, oud: Oordeel, niets_ouds: Oordeel) -> None:
    """Half a freshness old; half a freshness too old; and "nothing" that is no longer fresh."""
    assert beslis(_van(50), NU, BELEID, wens) is vers
    assert beslis(_van(150), NU, BELEID, wens) is oud
    assert beslis(_van(30, "leeg"), NU, BELEID, wens) is niets_ouds


def test_alleen_bewaard_en_niets() -> None:
    """Whoever wants a kept answer or nothing is refused when there is none."""
    assert beslis(None, NU, BELEID, Wens(alleen_bewaard=True)) is WEIGER


@pytest.mark.parametrize(
    ("wens", "mag"),
    [
        (NIETS, True),
        (Wens(niet_bewaren=True), True),
        (Wens(geen_cache=True), False),
        (Wens(geen_cache=True, max_verouderd=math.inf), False),
        (Wens(max_leeftijd=10), False),
        (Wens(min_vers=10), False),
        (Wens(max_verouderd=49), False),
        (Wens(max_verouderd=50), True),
        (Wens(max_leeftijd=10, max_verouderd=139), False),
        (Wens(max_leeftijd=10, max_verouderd=140), True),
        (Wens(max_leeftijd=10, max_verouderd=math.inf), True),
    ],
)
def test_terugvallen_op_een_ouder_antwoord(wens: Wens, *, mag: bool) -> None:
    """When SBB fails: never for who asked for a fresh one, unless it says how stale will do."""
    assert mag_terugvallen(_van(150), NU, BELEID, wens) is mag
    assert not mag_terugvallen(_van(300), NU, BELEID, wens)
    assert not mag_terugvallen(_van(150, school=ANDERE_SCHOOL), NU, BELEID, wens)
    assert not mag_terugvallen(None, NU, BELEID, wens)


def test_terugvallen_op_niets() -> None:
    """That SBB knew nothing a while ago is told when SBB is away, and not for long."""
    assert mag_terugvallen(_van(49, "onbekend"), NU, BELEID, NIETS)
    assert not mag_terugvallen(_van(50, "onbekend"), NU, BELEID, NIETS)


_SECONDEN = st.integers(0, 400)
_WENSEN = st.builds(
    Wens,
    max_leeftijd=st.none() | _SECONDEN,
    max_verouderd=st.none() | _SECONDEN | st.just(math.inf),
    min_vers=_SECONDEN,
    geen_cache=st.booleans(),
    alleen_bewaard=st.booleans(),
    niet_bewaren=st.booleans(),
)
_ANTWOORDEN = st.builds(
    _van,
    st.integers(-120, 400),
    st.sampled_from(["gevonden", "leeg", "onbekend"]),
    st.sampled_from([SCHOOL, ANDERE_SCHOOL]),
)


@given(_ANTWOORDEN, _WENSEN)
def test_wat_er_ook_gevraagd_wordt(antwoord: BewaardAntwoord, wens: Wens) -> None:
    """Nothing is served past its time, to another school, or older than was asked; nothing stale as fresh."""
    oordeel = beslis(antwoord, NU, BELEID, wens)
    oud = leeftijd(antwoord, NU)
    geserveerd = oordeel in (VERS, OUD)
    terugval = mag_terugvallen(antwoord, NU, BELEID, wens)
    duur = BELEID.soort.duur if antwoord.uitkomst == "gevonden" else BELEID.soort.niets
    if geserveerd or terugval:
        assert bestaat(antwoord, NU, BELEID)
        assert oud < duur.verloopt
        assert antwoord.school == SCHOOL
        assert not wens.geen_cache
    if geserveerd and wens.max_leeftijd is not None:
        assert oud < wens.max_leeftijd
    assert (oordeel is VERS) <= (oud < duur.vers)
    assert (oordeel is OUD) <= (oud >= duur.vers)
    assert (oordeel is WEIGER) <= wens.alleen_bewaard
    assert (oordeel is MIS) <= (not wens.alleen_bewaard)


@given(_ANTWOORDEN, _WENSEN, st.integers(1, 200))
def test_ouder_wordt_nooit_verser(antwoord: BewaardAntwoord, wens: Wens, later: int) -> None:
    """What is not served as fresh now is not fresh later either."""
    if beslis(antwoord, NU + later, BELEID, wens) is VERS and bestaat(antwoord, NU, BELEID):
        assert beslis(antwoord, NU, BELEID, wens) is VERS
