"""Content negotiation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.web.negotiation import (
    Encoding,
    Language,
    accepts,
    accepts_gzip,
    choose_encoding,
    choose_language,
)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "nl"),
        ("", "nl"),
        ("nl", "nl"),
        ("en", "en"),
        ("EN", "en"),
        ("en-GB", "en"),
        ("en-US,en;q=0.9,nl;q=0.8", "en"),
        ("nl-NL,nl;q=0.9,en;q=0.8", "nl"),
        ("nl;q=0.5, en;q=0.8", "en"),
        ("en;q=0.5, nl;q=0.5", "nl"),
        ("en;q=0", "nl"),
        ("nl;q=0, en;q=0.001", "en"),
        ("de, fr;q=0.5", "nl"),
        ("de, en;q=0.1", "en"),
        ("*", "nl"),
        ("english", "nl"),
        ("en;q=veel", "en"),
        ("en;q=nan", "nl"),
        ("en;q=-1", "nl"),
        (";;;,,,q=", "nl"),
        ("en ; q=0.2 , nl ; q=0.1", "en"),
        ("en;q=0.5, *", "nl"),
        ("en, *;q=0.5", "en"),
        ("nl;q=0, *", "en"),
        ("*;q=0", "nl"),
        ("nl;q=0.999, en;q=1.000", "en"),
        ("en;q=1_0;q=0", "en"),
    ],
)
def test_language(header: str | None, language: Language) -> None:
    """Dutch, unless English is liked better."""
    assert choose_language(header) == language


@pytest.mark.parametrize(
    ("header", "ja"),
    [
        (None, True),
        ("", True),
        ("  ", True),
        ("*/*", True),
        ("application/json", True),
        ("APPLICATION/JSON; charset=utf-8", True),
        ("application/*", True),
        ("text/html, application/json;q=0.1", True),
        ("text/html, */*;q=0.1", True),
        ("application/json;q=0, */*", False),
        ("application/*;q=0, */*", False),
        ("*/*;q=0", False),
        ("text/html", False),
        ("application/xml, text/csv", False),
        ("application/jsonp", False),
        ("json", False),
        ("application/json;q=onzin", True),
        (",", True),
        (", ,", True),
        ("*/*;q=0.000", False),
        ("*/*;q=0.001", True),
        ("*/*;q=0, application/json", True),
        ("text/html;q=1.0, */*;q=0", False),
        ('text/plain;x="a, application/json", text/html', False),
        ('text/plain;x="a;q=0", application/json', True),
        ('text/plain;x="\\", application/json', False),
        ("text/html," * 2000 + "application/json", True),
    ],
)
def test_json(header: str | None, *, ja: bool) -> None:
    """JSON goes to whoever accepts it, by the most specific range that says so."""
    assert accepts(header, "application/json") is ja


@pytest.mark.parametrize(
    ("header", "ja"),
    [
        (None, False),
        ("", False),
        ("gzip", True),
        ("GZIP", True),
        ("deflate, gzip;q=0.5, br", True),
        ("*", True),
        ("identity", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip;q=0, *", False),
        ("gzip; q=0", False),
        ("*;q=0", False),
        ("gzipped", False),
        ("x-gzip", True),
        ("X-GZIP;q=0.5", True),
        ("gzip;q=0.000", False),
        ("gzip;q=0.001", True),
        ("gzip;q=1.000", True),
        ("identity, gzip;q=0.5", False),
        ("identity;q=0.5, gzip;q=0.5", True),
        ("identity;q=0, gzip;q=0.1", True),
        ("*;q=0.5, identity", False),
        ("gzip, *;q=0", True),
        ("br, gzip", True),
    ],
)
def test_gzip(header: str | None, *, ja: bool) -> None:
    """Compressed only for who says to read it."""
    assert accepts_gzip(header) is ja


@pytest.mark.parametrize(
    ("accept", "accept_encoding", "expected"),
    [
        ("*/*", None, Encoding(gzip=False, identity=True)),
        ("*/*", "", Encoding(gzip=False, identity=True)),
        ("*/*", "gzip", Encoding(gzip=True, identity=True)),
        ("*/*", "gzip, identity;q=0", Encoding(gzip=True, identity=False)),
        ("*/*", "gzip, *;q=0", Encoding(gzip=True, identity=False)),
        ("*/*", "*;q=0", Encoding(gzip=False, identity=False)),
        ("*/*", "*;q=0, identity", Encoding(gzip=False, identity=True)),
        ("*/*", "identity;q=0", Encoding(gzip=False, identity=False)),
        # Where API Gateway finds no media type first, it hands out base64 as it is: no gzip there.
        *(
            (accept, "gzip", Encoding(gzip=False, identity=True))
            for accept in (None, "", " ", ",", ", */*", ";q=1", "json", "text/", "/json", "a b/c", '"a/b"')
        ),
        *(
            (accept, "gzip", Encoding(gzip=True, identity=True))
            for accept in ("application/json", " text/html , */*", "*/*;q=0.1", "a/b;x", "application/*,")
        ),
        ("", "gzip, identity;q=0", Encoding(gzip=False, identity=False)),
    ],
)
def test_encoding(accept: str | None, accept_encoding: str | None, expected: Encoding) -> None:
    """How a body may leave: in gzip for who reads it and is handed it, as it is unless refused."""
    assert choose_encoding(accept, accept_encoding) == expected


@given(st.text(alphabet="abenlqgzip*/;=,.0123456789- \t+\u00e9") | st.text())
def test_no_header_crashes(header: str) -> None:
    """Whatever stands in a header, there is a language and a yes or no."""
    assert choose_language(header) in {"nl", "en"}
    assert {accepts(header, "application/json"), accepts_gzip(header)} <= {True, False}
