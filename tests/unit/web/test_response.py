"""How an answer is handed to API Gateway."""

import base64
import gzip
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.version import VERSION
from stagemarkt.web.response import SECURITY_HEADERS, Response, json_document, send

from tests.unit.requests import REQUEST_ID, bytes_of, make_request

ETAG = 'W/"0123456789abcdef"'
SHORT, LONG = b'{"naam":"Caf\xc3\xa9"}', b'{"naam":"' + b"Caf\xc3\xa9" * 400 + b'"}'
WITH_ETAG = Response(200, SHORT, koppen={"ETag": ETAG, "Cache-Control": "private, no-cache"})


def _send(answer: Response, method: str = "GET", **headers: str) -> dict[str, Any]:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return send(answer, make_request(method, headers=names))


@pytest.mark.parametrize(
    "answer",
    [
        _send(Response(200, SHORT)),
        _send(Response(200, LONG), accept="*/*", accept_encoding="gzip"),
        _send(Response(404, SHORT, mediatype="application/problem+json")),
        _send(WITH_ETAG, if_none_match=ETAG),
        _send(Response(500)),
    ],
    ids=["200", "gzip", "404", "304", "500"],
)
def test_on_every_response(answer: dict[str, Any]) -> None:
    """The version, the request's id, what the answer depends on and the security headers: always."""
    headers = answer["headers"]
    assert (headers["API-Version"], headers["X-Request-Id"]) == (VERSION, REQUEST_ID)
    assert {part.strip() for part in headers["Vary"].split(",")} >= {"Accept-Encoding", "Authorization"}
    assert SECURITY_HEADERS.items() <= headers.items()
    assert all(isinstance(value, str) for value in headers.values())
    assert set(answer) == {"statusCode", "headers", "body", "isBase64Encoded"}


def test_the_security_headers() -> None:
    """The headers that the API Design Rules ask of an API."""
    assert set(SECURITY_HEADERS) == {
        "Strict-Transport-Security",
        "X-Content-Type-Options",
        "X-Frame-Options",
        "Content-Security-Policy",
        "Referrer-Policy",
    }
    assert "frame-ancestors 'none'" in SECURITY_HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize(
    "asked",
    [
        ETAG,
        ETAG.removeprefix("W/"),
        f'"iets", {ETAG}',
        f'{ETAG} ,W/"anders"',
        f"  {ETAG}  ",
        "*",
    ],
)
def test_304(asked: str) -> None:
    """Who has the content already, by weak comparison, gets no body, and the headers of the answer."""
    answer = _send(WITH_ETAG, if_none_match=asked)
    assert (answer["statusCode"], answer["body"], answer["isBase64Encoded"]) == (304, "", False)
    assert (answer["headers"]["ETag"], answer["headers"]["Cache-Control"]) == (ETAG, "private, no-cache")
    assert not {"Content-Type", "Content-Encoding"} & set(answer["headers"])


@pytest.mark.parametrize(
    "asked",
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
def test_no_304_for_anything_else(asked: str) -> None:
    """Another tag, or something that is none, gives the answer."""
    assert _send(WITH_ETAG, if_none_match=asked)["statusCode"] == 200


@pytest.mark.parametrize(
    ("answer", "method"),
    [
        pytest.param(WITH_ETAG, "POST", id="a-search-in-a-body"),
        pytest.param(WITH_ETAG._replace(status=404), "GET", id="a-failure"),
        pytest.param(Response(200, SHORT), "GET", id="without-a-tag"),
    ],
)
@pytest.mark.parametrize("asked", [ETAG, "*"])
def test_no_304_where_it_does_not_belong(answer: Response, method: str, asked: str) -> None:
    """Only a GET that succeeded, with a tag, can be known already."""
    assert _send(answer, method, if_none_match=asked)["statusCode"] == answer.status


@pytest.mark.parametrize("body", [SHORT, LONG])
@pytest.mark.parametrize("kept", [True, False], ids=["kept", "fresh"])
@pytest.mark.parametrize("accept_encoding", [None, "gzip", "identity", "gzip;q=0", "br, *"])
def test_the_body_always_arrives(body: bytes, accept_encoding: str | None, *, kept: bool) -> None:
    """Kept or fresh, long or short, compressed or not: the caller reads the same, as it asked for it."""
    answer = Response(200, gzip.compress(body) if kept else body, compressed=kept)
    headers = {} if accept_encoding is None else {"accept_encoding": accept_encoding}
    sent = _send(answer, accept="application/json", **headers)
    assert bytes_of(sent) == body
    may = accept_encoding in {"gzip", "br, *"}
    compressed = sent["headers"].get("Content-Encoding") == "gzip"
    assert compressed == sent["isBase64Encoded"] == (may and (kept or body == LONG))
    assert sent["headers"]["Content-Type"] == "application/json"


@pytest.mark.parametrize("kept", [True, False], ids=["kept", "fresh"])
def test_without_accept_no_gzip(*, kept: bool) -> None:
    """API Gateway decodes base64 only for who says what it accepts: anyone else gets the text itself."""
    answer = Response(200, gzip.compress(LONG) if kept else LONG, compressed=kept)
    sent = _send(answer, accept_encoding="gzip")
    assert (sent["body"].encode(), sent["isBase64Encoded"]) == (LONG, False)
    assert "Content-Encoding" not in sent["headers"]


@pytest.mark.parametrize("accept", ["", " ", ", */*", "json"])
@pytest.mark.parametrize("kept", [True, False], ids=["kept", "fresh"])
def test_no_base64_for_an_empty_accept(accept: str, *, kept: bool) -> None:
    """`Accept` without a media type is as none: the text itself, never base64 labelled gzip."""
    answer = Response(200, gzip.compress(LONG) if kept else LONG, compressed=kept)
    sent = _send(answer, accept=accept, accept_encoding="gzip")
    assert (sent["body"].encode(), sent["isBase64Encoded"]) == (LONG, False)
    assert "Content-Encoding" not in sent["headers"]


def test_a_short_answer_too_for_who_wants_no_plain_text() -> None:
    """Compressed though it does not pay, for who refuses it as it is."""
    sent = _send(Response(200, SHORT), accept="*/*", accept_encoding="gzip, identity;q=0")
    assert (sent["headers"]["Content-Encoding"], bytes_of(sent)) == ("gzip", SHORT)


@pytest.mark.parametrize("headers", [{}, {"accept": "*/*", "accept_encoding": "gzip"}], ids=["plain", "gzip"])
@pytest.mark.parametrize("body", [SHORT, LONG])
def test_head(body: bytes, headers: dict[str, str]) -> None:
    """HEAD has every header of the GET, the length of what it would have given, and nothing of that."""
    answer = Response(200, body, koppen={"ETag": ETAG})
    parsed, header = (_send(answer, method, **headers) for method in ("GET", "HEAD"))
    raw = parsed["body"].encode()
    length = len(base64.b64decode(raw)) if parsed["isBase64Encoded"] else len(raw)
    assert header["headers"] == {**parsed["headers"], "Content-Length": str(length)}
    assert (header["body"], header["isBase64Encoded"]) == ("", False)
    assert _send(answer, "HEAD", if_none_match=ETAG)["statusCode"] == 304


def test_without_content() -> None:
    """204 has no body and says nothing of its kind."""
    sent = _send(Response(204))
    assert (sent["body"], "Content-Type" in sent["headers"]) == ("", False)


def test_a_kept_answer_passes_unchanged() -> None:
    """What is kept compressed leaves with the very bytes that were kept."""
    kept = gzip.compress(LONG, 9)
    sent = _send(Response(200, kept, compressed=True), accept="*/*", accept_encoding="gzip")
    assert base64.b64decode(sent["body"]) == kept


def test_headers_of_the_answer_take_precedence() -> None:
    """An answer may say otherwise than what is on every response, and adds its own."""
    sent = _send(Response(200, koppen={"Referrer-Policy": "origin", "Age": "3"}))
    assert (sent["headers"]["Referrer-Policy"], sent["headers"]["Age"]) == ("origin", "3")


@given(st.text(alphabet='W/"*, 0123456789abcdef\\\t\u00e9') | st.text())
def test_no_if_none_match_crashes(asked: str) -> None:
    """Whatever stands in `If-None-Match`, the answer is the content or 304."""
    assert _send(WITH_ETAG, if_none_match=asked)["statusCode"] in {200, 304}


def test_a_star_in_an_etag_is_no_star() -> None:
    """`*` is any only by itself; in another's entity tag it is a character."""
    assert _send(WITH_ETAG, if_none_match=" * ")["statusCode"] == 304
    assert _send(WITH_ETAG, if_none_match='W/"a, *, b"')["statusCode"] == 200


def test_a_document_ends_with_a_newline() -> None:
    """JSON is a line of text; half a character, which a caller made up, does not break it."""
    assert json_document({"naam": "Caf\u00e9"}) == '{"naam":"Caf\u00e9"}\n'.encode()
    assert json_document({"naam": "\ud800"}) == b'{"naam":"?"}\n'
