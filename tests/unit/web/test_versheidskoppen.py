"""What an answer says of its freshness."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domein.raadplegen import Geraadpleegd, Vers
from stagemarkt.poorten.antwoorden import BewaardAntwoord
from stagemarkt.web.antwoord import Antwoord
from stagemarkt.web.versheidskoppen import als_antwoord, altijd_vers

from tests.unit.nep import NU, SCHOOL

DAG = 86_400
VERS = Vers(b"{}", gzip.compress(b"{}"), 'W/"x"')


def _bewaard(opgehaald_op: int, vers_tot: int) -> Geraadpleegd:
    antwoord = BewaardAntwoord(SCHOOL, VERS.bewaarvorm, 'W/"oud"', opgehaald_op, vers_tot)
    return Geraadpleegd(antwoord, None, bewaarbaar=True, opgeslagen=False)


@pytest.mark.parametrize(
    ("opgehaald_op", "age", "ttl"),
    [
        (NU, "0", DAG),
        (NU - 3600, "3600", DAG - 3600),
        (NU - DAG + 1, str(DAG - 1), 1),
        (NU + 60, "0", DAG + 60),
    ],
)
def test_een_treffer(opgehaald_op: int, age: str, ttl: int) -> None:
    """A hit says how old it is (never less than 0), how long it lives, and how much of that is left."""
    antwoord = als_antwoord(_bewaard(opgehaald_op, opgehaald_op + DAG), DAG, NU)
    assert antwoord == Antwoord(
        200,
        VERS.bewaarvorm,
        gecomprimeerd=True,
        koppen={
            "Cache-Control": "private, max-age=86400",
            "Age": age,
            "ETag": 'W/"oud"',
            "Cache-Status": f"stagemarkt; hit; ttl={ttl}",
        },
    )


@pytest.mark.parametrize(
    ("bewaarbaar", "opgeslagen", "cache_control", "cache_status", "age"),
    [
        (True, True, "private, max-age=86400", "stagemarkt; fwd=miss; stored", "0"),
        (True, False, "private, max-age=86400", "stagemarkt; fwd=miss", "0"),
        (False, False, "private, no-store", "stagemarkt; fwd=bypass", None),
    ],
)
def test_van_sbb(
    cache_control: str, cache_status: str, age: str | None, *, bewaarbaar: bool, opgeslagen: bool
) -> None:
    """What SBB just gave says whether it is kept; what may not be kept here is for nobody to keep."""
    geraadpleegd = Geraadpleegd(None, VERS, bewaarbaar=bewaarbaar, opgeslagen=opgeslagen)
    antwoord = als_antwoord(geraadpleegd, DAG, NU)
    assert (antwoord.status, antwoord.lichaam, antwoord.gecomprimeerd) == (200, b"{}", False)
    assert antwoord.koppen["Cache-Control"] == cache_control
    assert antwoord.koppen["Cache-Status"] == cache_status
    assert antwoord.koppen.get("Age") == age
    assert antwoord.koppen["ETag"] == 'W/"x"'


def test_altijd_vers() -> None:
    """What is asked of SBB each time must be asked again before it is used again."""
    assert altijd_vers(VERS) == Antwoord(
        200,
        b"{}",
        koppen={
            "Cache-Control": "private, no-cache",
            "ETag": 'W/"x"',
            "Cache-Status": "stagemarkt; fwd=bypass",
        },
    )


@given(
    st.builds(_bewaard, st.integers(NU - DAG, NU + 60), st.integers(NU + 1, NU + DAG))
    | st.builds(Geraadpleegd, st.none(), st.just(VERS), st.booleans(), st.booleans())
)
def test_nooit_hit_en_fwd_samen(geraadpleegd: Geraadpleegd) -> None:
    """RFC 9211: an answer came from the cache or was forwarded for, never both; and it is never public."""
    koppen = als_antwoord(geraadpleegd, DAG, NU).koppen
    delen = [deel.strip() for deel in koppen["Cache-Status"].split(";")]
    assert delen[0] == "stagemarkt"
    assert ("hit" in delen) != any(deel.startswith("fwd=") for deel in delen)
    assert koppen["Cache-Control"].startswith("private, ")


def test_bewaard_of_vers() -> None:
    """An answer that is neither kept nor fresh is a mistake of ours, not an empty answer."""
    with pytest.raises(AssertionError):
        als_antwoord(Geraadpleegd(None, None, bewaarbaar=True, opgeslagen=False), DAG, NU)
