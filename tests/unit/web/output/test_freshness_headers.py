"""What an answer says of its freshness."""

import gzip
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.cache.lookup_outcome import Geraadpleegd, Vers
from stagemarkt.domain.cache.retention import IDENTIFICATIE, Duur
from stagemarkt.model.errors import (
    LEERBEDRIJF_ONBEKEND,
    NIET_IN_CACHE,
    BronNietBeschikbaar,
    BronTimeout,
    LeerbedrijfOnbekend,
    NietInCache,
    Tekst,
)
from stagemarkt.ports.cache import BewaardAntwoord
from stagemarkt.web.output.freshness_headers import als_antwoord, nooit_bewaren, persoonlijk
from stagemarkt.web.output.rendering import weergave_van_een, weergave_van_lijst
from stagemarkt.web.response import Antwoord

from tests.unit.fakes import BAKKERIJ, NU, SCHOOL
from tests.unit.requests import maak_verzoek

DUUR = IDENTIFICATIE.duur
DAG = 86_400
VERS = weergave_van_een(BAKKERIJ, NU - DAG)
LIJST = weergave_van_lijst([BAKKERIJ, BAKKERIJ], NU - DAG)
VERZOEK = maak_verzoek()
STORING = BronNietBeschikbaar(Tekst("Weg.", "Gone."), opnieuw_na=30)
ONBEKEND = LeerbedrijfOnbekend(LEERBEDRIJF_ONBEKEND)


def _bewaard(oud: int, vers: Vers = VERS, **rest: Any) -> Geraadpleegd:
    antwoord = BewaardAntwoord(SCHOOL, vers.bewaarvorm, 'W/"oud"', NU - oud)
    return Geraadpleegd(NU, DUUR, bewaard=antwoord, **rest)


@pytest.mark.parametrize(
    ("oud", "age", "ttl"), [(0, "0", DAG), (3600, "3600", DAG - 3600), (DAG - 1, "86399", 1), (-60, "0", DAG)]
)
def test_een_treffer(oud: int, age: str, ttl: int) -> None:
    """A hit leaves as it was kept, and says how old it is, how long it lives, and what is left of that."""
    assert als_antwoord(_bewaard(oud), VERZOEK) == Antwoord(
        200,
        VERS.bewaarvorm,
        gecomprimeerd=True,
        koppen={
            "Cache-Status": f"stagemarkt; hit; ttl={ttl}",
            "Age": age,
            "Cache-Control": "private, max-age=86400",
            "ETag": 'W/"oud"',
        },
    )


@pytest.mark.parametrize(("vers", "aantal"), [(VERS, 1), (LIJST, 2)], ids=["one", "list"])
def test_een_verouderd_antwoord(vers: Vers, aantal: int) -> None:
    """A stale answer says so, in its content and in its headers; nothing else in it is different."""
    antwoord = als_antwoord(_bewaard(DAG + 90, vers), VERZOEK)
    assert (antwoord.koppen["Cache-Status"], antwoord.koppen["Age"]) == ("stagemarkt; hit; ttl=-90", "86490")
    assert antwoord.koppen["ETag"] == 'W/"oud"'
    assert not antwoord.gecomprimeerd
    terug = antwoord.lichaam.replace(b'"verouderd":true', b'"verouderd":false')
    assert terug == gzip.decompress(vers.bewaarvorm)
    assert antwoord.lichaam.count(b'"verouderd":true') == aantal


@pytest.mark.parametrize(
    ("geraadpleegd", "cache_control", "cache_status", "age"),
    [
        (
            Geraadpleegd(NU, DUUR, vers=VERS, reden="miss", opgeslagen=True),
            "private, max-age=86400",
            "fwd=miss; stored",
            "0",
        ),
        (Geraadpleegd(NU, DUUR, vers=VERS, reden="miss"), "private, max-age=86400", "fwd=miss", "0"),
        (
            Geraadpleegd(NU, DUUR, vers=VERS, reden="request", opgeslagen=True),
            "private, max-age=86400",
            "fwd=request; stored",
            "0",
        ),
        (
            Geraadpleegd(NU, Duur(300, 600), vers=VERS, reden="stale", opgeslagen=True),
            "private, max-age=300",
            "fwd=stale; stored",
            "0",
        ),
        (Geraadpleegd(NU, DUUR, vers=VERS, reden="bypass"), "private, no-store", "fwd=bypass", None),
        (
            Geraadpleegd(NU, DUUR, vers=VERS, reden="miss", niet_bewaren=True),
            "private, no-store",
            "fwd=miss",
            "0",
        ),
        (_bewaard(3, reden="miss", samen=True), "private, max-age=86400", "fwd=miss; collapsed", "3"),
        (
            _bewaard(DAG, reden="stale", oorzaak=STORING),
            "private, max-age=86400",
            "fwd=stale; fwd-status=503",
            "86400",
        ),
        (
            _bewaard(9, reden="request", oorzaak=BronTimeout(Tekst("", ""))),
            "private, max-age=86400",
            "fwd=request; fwd-status=504",
            "9",
        ),
    ],
)
def test_waarvoor_sbb_werd_gevraagd(
    geraadpleegd: Geraadpleegd, cache_control: str, cache_status: str, age: str | None
) -> None:
    """What SBB was asked for says why, what came of it, and who may keep it."""
    koppen = als_antwoord(geraadpleegd, VERZOEK).koppen
    assert koppen["Cache-Status"] == f"stagemarkt; {cache_status}"
    assert (koppen["Cache-Control"], koppen.get("Age")) == (cache_control, age)


@pytest.mark.parametrize(
    ("geraadpleegd", "status", "cache_status"),
    [
        (Geraadpleegd(NU, DUUR, fout=STORING, reden="miss"), 503, "fwd=miss; fwd-status=503"),
        (Geraadpleegd(NU, DUUR, fout=STORING, reden="request"), 503, "fwd=request; fwd-status=503"),
        (Geraadpleegd(NU, DUUR, fout=STORING, reden="bypass"), 503, "fwd=bypass; fwd-status=503"),
        (
            Geraadpleegd(NU, DUUR, fout=ONBEKEND, reden="miss", opgeslagen=True),
            404,
            "fwd=miss; fwd-status=404; stored",
        ),
        (Geraadpleegd(NU, DUUR, fout=NietInCache(NIET_IN_CACHE)), 504, "detail=only-if-cached"),
    ],
)
def test_een_mislukking(geraadpleegd: Geraadpleegd, status: int, cache_status: str) -> None:
    """A failure is a problem that nobody keeps, and says whether SBB was asked."""
    antwoord = als_antwoord(geraadpleegd, VERZOEK)
    assert (antwoord.status, antwoord.koppen["Cache-Status"]) == (status, f"stagemarkt; {cache_status}")
    assert antwoord.koppen["Cache-Control"] == "no-store"
    assert "Age" not in antwoord.koppen
    assert antwoord.fout is geraadpleegd.fout
    assert antwoord.koppen.get("Retry-After") == {503: "30"}.get(status)


@pytest.mark.parametrize(
    ("rest", "cache_status"),
    [
        ({}, "hit; ttl=200"),
        ({"reden": "miss", "samen": True}, "fwd=miss; collapsed"),
        ({"reden": "stale", "oorzaak": STORING}, "fwd=stale; fwd-status=503"),
    ],
)
def test_onbekend_uit_de_kast(rest: dict[str, Any], cache_status: str) -> None:
    """That SBB does not know it comes from the cache as the problem that it was, with its age."""
    bewaard = BewaardAntwoord(SCHOOL, b"", "", NU - 100, "onbekend")
    geraadpleegd = Geraadpleegd(NU, Duur(300, 600), bewaard=bewaard, fout=ONBEKEND, **rest)
    antwoord = als_antwoord(geraadpleegd, VERZOEK)
    assert (antwoord.status, json.loads(antwoord.lichaam)["code"]) == (404, "leerbedrijf-onbekend")
    assert antwoord.koppen["Cache-Status"] == f"stagemarkt; {cache_status}"
    assert (antwoord.koppen["Age"], antwoord.koppen["Cache-Control"]) == ("100", "no-store")


@pytest.mark.parametrize(
    "geraadpleegd", [_bewaard(10), _bewaard(DAG + 10), Geraadpleegd(NU, DUUR, vers=VERS, reden="miss")]
)
def test_persoonlijk(geraadpleegd: Geraadpleegd) -> None:
    """What is about people is `no-store`, without a tag, whole or cut to the fields that were asked for."""
    heel = persoonlijk(geraadpleegd, None, VERZOEK)
    assert (heel.koppen["Cache-Control"], "ETag" in heel.koppen) == ("no-store", False)
    geknipt = persoonlijk(geraadpleegd, {"naam": {}, "actualiteit": {"verouderd": {}}}, VERZOEK)
    inhoud = json.loads(geknipt.lichaam)
    assert set(inhoud) == {"naam", "actualiteit"}
    assert inhoud["actualiteit"] == {"verouderd": geraadpleegd.verouderd}


def test_een_probleem_wordt_niet_geknipt() -> None:
    """A problem has its own fields, whatever was asked for."""
    antwoord = persoonlijk(Geraadpleegd(NU, DUUR, fout=STORING, reden="miss"), {"naam": {}}, VERZOEK)
    assert json.loads(antwoord.lichaam)["code"] == "bron-niet-beschikbaar"


def test_nooit_bewaren() -> None:
    """What is asked of SBB each time is kept by nobody, and has no tag to ask for it again with."""
    assert nooit_bewaren(VERS) == Antwoord(
        200, VERS.lichaam, koppen={"Cache-Control": "no-store", "Cache-Status": "stagemarkt; fwd=bypass"}
    )


_FOUTEN = st.sampled_from([STORING, ONBEKEND, NietInCache(NIET_IN_CACHE)])


@given(
    st.builds(_bewaard, st.integers(0, 3 * DAG))
    | st.builds(
        _bewaard,
        st.integers(0, 3 * DAG),
        reden=st.sampled_from(["miss", "stale", "request"]),
        samen=st.booleans(),
        oorzaak=st.none() | st.just(STORING),
    )
    | st.builds(
        lambda fout, reden: Geraadpleegd(NU, DUUR, fout=fout, reden=reden),
        _FOUTEN,
        st.sampled_from([None, "miss"]),
    )
)
def test_nooit_hit_en_fwd_samen(geraadpleegd: Geraadpleegd) -> None:
    """RFC 9211: an answer came from the cache or was forwarded for, never both; and it is never public."""
    koppen = als_antwoord(geraadpleegd, VERZOEK).koppen
    delen = [deel.strip() for deel in koppen["Cache-Status"].split(";")]
    assert delen[0] == "stagemarkt"
    assert not ("hit" in delen and any(deel.startswith("fwd") for deel in delen))
    assert koppen["Cache-Control"].startswith("private, ") or koppen["Cache-Control"] == "no-store"
    assert not ("no-store" in koppen["Cache-Control"] and "ETag" in koppen)


def test_bewaard_of_vers() -> None:
    """An answer that is neither kept nor fresh is a mistake of ours, not an empty answer."""
    with pytest.raises(AssertionError):
        als_antwoord(Geraadpleegd(NU, DUUR, reden="miss"), VERZOEK)
