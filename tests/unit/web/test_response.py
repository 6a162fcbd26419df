"""How an answer is handed to API Gateway."""

import base64
import gzip
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt import __version__
from stagemarkt.web.response import BEVEILIGING, Antwoord, json_document, verstuur

from tests.unit.requests import VERZOEK_ID, bytes_van, maak_verzoek

ETAG = 'W/"0123456789abcdef"'
KORT, LANG = b'{"naam":"Caf\xc3\xa9"}', b'{"naam":"' + b"Caf\xc3\xa9" * 400 + b'"}'
MET_ETAG = Antwoord(200, KORT, koppen={"ETag": ETAG, "Cache-Control": "private, no-cache"})


def _verstuur(antwoord: Antwoord, methode: str = "GET", **koppen: str) -> dict[str, Any]:
    namen = {naam.replace("_", "-"): waarde for naam, waarde in koppen.items()}
    return verstuur(antwoord, maak_verzoek(methode, koppen=namen))


@pytest.mark.parametrize(
    "antwoord",
    [
        _verstuur(Antwoord(200, KORT)),
        _verstuur(Antwoord(200, LANG), accept="*/*", accept_encoding="gzip"),
        _verstuur(Antwoord(404, KORT, mediatype="application/problem+json")),
        _verstuur(MET_ETAG, if_none_match=ETAG),
        _verstuur(Antwoord(500)),
    ],
    ids=["200", "gzip", "404", "304", "500"],
)
def test_op_elk_antwoord(antwoord: dict[str, Any]) -> None:
    """The version, the request's id, what the answer depends on and the security headers: always."""
    koppen = antwoord["headers"]
    assert (koppen["API-Version"], koppen["X-Request-Id"]) == (__version__, VERZOEK_ID)
    assert {deel.strip() for deel in koppen["Vary"].split(",")} >= {"Accept-Encoding", "Authorization"}
    assert BEVEILIGING.items() <= koppen.items()
    assert all(isinstance(waarde, str) for waarde in koppen.values())
    assert set(antwoord) == {"statusCode", "headers", "body", "isBase64Encoded"}


def test_de_beveiligingskoppen() -> None:
    """The headers that the API Design Rules ask of an API."""
    assert set(BEVEILIGING) == {
        "Strict-Transport-Security",
        "X-Content-Type-Options",
        "X-Frame-Options",
        "Content-Security-Policy",
        "Referrer-Policy",
    }
    assert "frame-ancestors 'none'" in BEVEILIGING["Content-Security-Policy"]


@pytest.mark.parametrize(
    "gevraagd",
    [
        ETAG,
        ETAG.removeprefix("W/"),
        f'"iets", {ETAG}',
        f'{ETAG} ,W/"anders"',
        f"  {ETAG}  ",
        "*",
    ],
)
def test_304(gevraagd: str) -> None:
    """Who has the content already, by weak comparison, gets no body, and the headers of the answer."""
    antwoord = _verstuur(MET_ETAG, if_none_match=gevraagd)
    assert (antwoord["statusCode"], antwoord["body"], antwoord["isBase64Encoded"]) == (304, "", False)
    assert (antwoord["headers"]["ETag"], antwoord["headers"]["Cache-Control"]) == (ETAG, "private, no-cache")
    assert not {"Content-Type", "Content-Encoding"} & set(antwoord["headers"])


@pytest.mark.parametrize(
    "gevraagd",
    [
        "",
        ",",
        'W/"anders"',
        ETAG.upper(),
        ETAG.strip('"'),
        "0123456789abcdef",
        'W/"0123456789abcde"',
        f"w/{ETAG[2:]}",
    ],
)
def test_geen_304_voor_iets_anders(gevraagd: str) -> None:
    """Another tag, or something that is none, gives the answer."""
    assert _verstuur(MET_ETAG, if_none_match=gevraagd)["statusCode"] == 200


@pytest.mark.parametrize(
    ("antwoord", "methode"),
    [
        pytest.param(MET_ETAG, "POST", id="a-search-in-a-body"),
        pytest.param(MET_ETAG._replace(status=404), "GET", id="a-failure"),
        pytest.param(Antwoord(200, KORT), "GET", id="without-a-tag"),
    ],
)
@pytest.mark.parametrize("gevraagd", [ETAG, "*"])
def test_geen_304_waar_die_niet_hoort(antwoord: Antwoord, methode: str, gevraagd: str) -> None:
    """Only a GET that succeeded, with a tag, can be known already."""
    assert _verstuur(antwoord, methode, if_none_match=gevraagd)["statusCode"] == antwoord.status


@pytest.mark.parametrize("lichaam", [KORT, LANG])
@pytest.mark.parametrize("bewaard", [True, False], ids=["kept", "fresh"])
@pytest.mark.parametrize("accept_encoding", [None, "gzip", "identity", "gzip;q=0", "br, *"])
def test_het_lichaam_komt_altijd_aan(lichaam: bytes, accept_encoding: str | None, *, bewaard: bool) -> None:
    """Kept or fresh, long or short, compressed or not: the caller reads the same, as it asked for it."""
    antwoord = Antwoord(200, gzip.compress(lichaam) if bewaard else lichaam, gecomprimeerd=bewaard)
    koppen = {} if accept_encoding is None else {"accept_encoding": accept_encoding}
    verstuurd = _verstuur(antwoord, accept="application/json", **koppen)
    assert bytes_van(verstuurd) == lichaam
    mag = accept_encoding in {"gzip", "br, *"}
    gecomprimeerd = verstuurd["headers"].get("Content-Encoding") == "gzip"
    assert gecomprimeerd == verstuurd["isBase64Encoded"] == (mag and (bewaard or lichaam == LANG))
    assert verstuurd["headers"]["Content-Type"] == "application/json"


@pytest.mark.parametrize("bewaard", [True, False], ids=["kept", "fresh"])
def test_zonder_accept_geen_gzip(*, bewaard: bool) -> None:
    """API Gateway decodes base64 only for who says what it accepts: anyone else gets the text itself."""
    antwoord = Antwoord(200, gzip.compress(LANG) if bewaard else LANG, gecomprimeerd=bewaard)
    verstuurd = _verstuur(antwoord, accept_encoding="gzip")
    assert (verstuurd["body"].encode(), verstuurd["isBase64Encoded"]) == (LANG, False)
    assert "Content-Encoding" not in verstuurd["headers"]


@pytest.mark.parametrize("accept", ["", " ", ", */*", "json"])
@pytest.mark.parametrize("bewaard", [True, False], ids=["kept", "fresh"])
def test_geen_base64_voor_een_lege_accept(accept: str, *, bewaard: bool) -> None:
    """`Accept` without a media type is as none: the text itself, never base64 labelled gzip."""
    antwoord = Antwoord(200, gzip.compress(LANG) if bewaard else LANG, gecomprimeerd=bewaard)
    verstuurd = _verstuur(antwoord, accept=accept, accept_encoding="gzip")
    assert (verstuurd["body"].encode(), verstuurd["isBase64Encoded"]) == (LANG, False)
    assert "Content-Encoding" not in verstuurd["headers"]


def test_ook_een_kort_antwoord_wie_geen_tekst_wil() -> None:
    """Compressed though it does not pay, for who refuses it as it is."""
    verstuurd = _verstuur(Antwoord(200, KORT), accept="*/*", accept_encoding="gzip, identity;q=0")
    assert (verstuurd["headers"]["Content-Encoding"], bytes_van(verstuurd)) == ("gzip", KORT)


@pytest.mark.parametrize("koppen", [{}, {"accept": "*/*", "accept_encoding": "gzip"}], ids=["plain", "gzip"])
@pytest.mark.parametrize("lichaam", [KORT, LANG])
def test_head(lichaam: bytes, koppen: dict[str, str]) -> None:
    """HEAD has every header of the GET, the length of what it would have given, and nothing of that."""
    antwoord = Antwoord(200, lichaam, koppen={"ETag": ETAG})
    gelezen, kop = (_verstuur(antwoord, methode, **koppen) for methode in ("GET", "HEAD"))
    ruw = gelezen["body"].encode()
    lengte = len(base64.b64decode(ruw)) if gelezen["isBase64Encoded"] else len(ruw)
    assert kop["headers"] == {**gelezen["headers"], "Content-Length": str(lengte)}
    assert (kop["body"], kop["isBase64Encoded"]) == ("", False)
    assert _verstuur(antwoord, "HEAD", if_none_match=ETAG)["statusCode"] == 304


def test_zonder_inhoud() -> None:
    """204 has no body and says nothing of its kind."""
    verstuurd = _verstuur(Antwoord(204))
    assert (verstuurd["body"], "Content-Type" in verstuurd["headers"]) == ("", False)


def test_een_bewaard_antwoord_gaat_ongewijzigd_door() -> None:
    """What is kept compressed leaves with the very bytes that were kept."""
    bewaard = gzip.compress(LANG, 9)
    verstuurd = _verstuur(Antwoord(200, bewaard, gecomprimeerd=True), accept="*/*", accept_encoding="gzip")
    assert base64.b64decode(verstuurd["body"]) == bewaard


def test_koppen_van_het_antwoord_gaan_voor() -> None:
    """An answer may say otherwise than what is on every response, and adds its own."""
    verstuurd = _verstuur(Antwoord(200, koppen={"Referrer-Policy": "origin", "Age": "3"}))
    assert (verstuurd["headers"]["Referrer-Policy"], verstuurd["headers"]["Age"]) == ("origin", "3")


@given(st.text(alphabet='W/"*, 0123456789abcdef\\\t\u00e9') | st.text())
def test_geen_if_none_match_gaat_stuk(gevraagd: str) -> None:
    """Whatever stands in `If-None-Match`, the answer is the content or 304."""
    assert _verstuur(MET_ETAG, if_none_match=gevraagd)["statusCode"] in {200, 304}


def test_een_ster_in_een_kenmerk_is_geen_ster() -> None:
    """`*` is any only by itself; in another's entity tag it is a character."""
    assert _verstuur(MET_ETAG, if_none_match=" * ")["statusCode"] == 304
    assert _verstuur(MET_ETAG, if_none_match='W/"a, *, b"')["statusCode"] == 200


def test_een_document_eindigt_met_een_regeleinde() -> None:
    """JSON is a line of text; half a character, which a caller made up, does not break it."""
    assert json_document({"naam": "Caf\u00e9"}) == '{"naam":"Caf\u00e9"}\n'.encode()
    assert json_document({"naam": "\ud800"}) == b'{"naam":"?"}\n'
