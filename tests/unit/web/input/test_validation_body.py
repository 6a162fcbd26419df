"""Reading a JSON body, as strictly as the query."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.model.errors import (
    NESTED,
    Bilingual,
    FacadeError,
    InputTooLarge,
    InvalidInput,
    MediaTypeNotSupported,
)
from stagemarkt.web.input.fields import IDENTIFICATIE
from stagemarkt.web.input.validation import MAX_BODY, MAX_ERRORS, Input
from stagemarkt.web.request import read_event

from tests.unit.requests import build_event, search_body


def _read(body: str | bytes, mediatype: str = "application/json") -> Input:
    inputs = Input()
    inputs.body(search_body(body, mediatype), IDENTIFICATIE)
    return inputs


@pytest.mark.parametrize("as_bytes", [True, False], ids=["base64", "text"])
def test_a_good_body(*, as_bytes: bool) -> None:
    """Values come by their names; which names were there is told."""
    text = '{"naam": "Caf\u00e9 Noir", "postcode": "3811 mg", "huisnummer": 12, "inclusiefHistorisch": true}'
    inputs = Input()
    given_body = inputs.body(search_body(text.encode() if as_bytes else text), IDENTIFICATIE)
    assert given_body == {"naam", "postcode", "huisnummer", "inclusiefHistorisch"}
    assert inputs.fouten == []
    assert inputs.values == {
        "naam": "Caf\u00e9 Noir",
        "postcode": "3811MG",
        "huisnummer": 12,
        "inclusiefHistorisch": True,
    }


@pytest.mark.parametrize(
    "mediatype",
    ["application/json", "Application/JSON", "application/json; charset=utf-8", " application/json ;x=y"],
)
def test_the_media_type(mediatype: str) -> None:
    """JSON under its own name, with parameters or without."""
    assert _read('{"naam":"x"}', mediatype).values == {"naam": "x"}


@pytest.mark.parametrize(
    "mediatype",
    ["", "text/plain", "application/xml", "application/json5", "application/problem+json", "json"],
)
def test_another_media_type(mediatype: str) -> None:
    """Anything else is not looked at."""
    with pytest.raises(MediaTypeNotSupported):
        _read('{"naam":"x"}', mediatype)


@pytest.mark.parametrize(
    ("body", "nl", "en"),
    [
        ("", "De body is leeg", "The body is empty"),
        (" \r\n", "De body is leeg", "The body is empty"),
        (b"\xef\xbb\xbf", "De body is leeg", "The body is empty"),
        ("null", "dit is `null`", "this is `null`"),
        ("NaN", "dit is `NaN`", "this is `NaN`"),
        ("[]", "dit is een lijst", "this is a list"),
        ('[{"naam":"x"}]', "dit is een lijst", "this is a list"),
        ('"naam"', "dit is een tekst", "this is a string"),
        ("1", "dit is een getal", "this is a number"),
        ("1e999", "dit is een getal", "this is a number"),
        ("true", "dit is `true` of `false`", "this is `true` or `false`"),
        ("{", "houdt halverwege op", "ends halfway"),
        ('{"naam":"x"', "houdt halverwege op", "ends halfway"),
        ('{"naam":', "houdt halverwege op", "ends halfway"),
        ("\ufeff\ufeff{}", "kolom 1: nog een byte order mark", "column 1: another byte order mark"),
        ('{"naam":"x', "regel 1, kolom 9: deze tekst wordt niet afgesloten", "line 1, column 9: this string"),
        ('{"naam":"x"}}', "op regel 1, kolom 13: na het eind", "at line 1, column 13: something follows"),
        ('{"naam":"x"}\n{"naam":"y"}', "op regel 2, kolom 1: na het eind", "at line 2, column 1"),
        ("naam=x", "op regel 1, kolom 1: hier hoort een waarde", "at line 1, column 1: a value"),
        ('{"naam":"x",}', "op regel 1, kolom 1", "at line 1, column 1"),
        ("{'naam':'x'}", "kolom 2: hier hoort een naam tussen dubbele", "column 2: a name in double quotes"),
        ('{"naam" "x"}', "kolom 9: hier hoort een dubbele punt", "column 9: a colon"),
        ('{\n  "naam": "x"\n  "postcode": "y"}', "regel 3, kolom 3: hier hoort een komma", "line 3"),
        ('{"naam":"a\tb"}', "kolom 11: een tekst bevat een stuurteken", "column 11: a string holds"),
        (r'{"naam":"a\x"}', "kolom 11: deze `\\`", "column 11: this `\\`"),
        (r'{"naam":"\u12"}', "Geen JSON: op regel 1, kolom", "Not JSON: at line 1, column"),
        ("[" * 16_000, "dan 32 lagen: op regel 1, kolom 33", "levels: at line 1, column 33"),
        ('{"naam":' * 2_000, "Dieper genest dan 32 lagen", "Nested deeper than 32 levels"),
        ('{"filter":' + "[" * 40 + "]" * 40 + "}", "kolom 42", "column 42"),
        ('{"naam":"x"}'.encode("utf-16"), "De body is UTF-16; stuur UTF-8.", "UTF-16; send UTF-8."),
        ('{"naam":"x"}'.encode("utf-16-be"), "De body is UTF-16", "The body is UTF-16"),
        ('{"naam":"x"}'.encode("utf-32"), "De body is UTF-32", "The body is UTF-32"),
        ('{"naam":"x"}'.encode("utf-32-le"), "De body is UTF-32", "The body is UTF-32"),
        ('{\n"naam":"Caf\u00e9"}'.encode("latin-1"), "op regel 2, kolom 12 staat byte 0xE9", "column 12"),
        ("\ud800", "op regel 1, kolom 1 staat byte 0xED", "at line 1, column 1 is byte 0xED"),
        ('{"naam":"\ud800"}', "kolom 10 staat byte 0xED", "column 10 is byte 0xED"),
        (b'{"naam":"\xff"}', "kolom 10 staat byte 0xFF", "column 10 is byte 0xFF"),
        (b"\x00", "op regel 1, kolom 1: hier hoort een waarde", "at line 1, column 1: a value"),
    ],
)  # fmt: skip
def test_no_json_object(body: str | bytes, nl: str, en: str) -> None:
    """What is no JSON object in UTF-8 is one fault of the whole body, which says what it is and where."""
    with pytest.raises(InvalidInput) as caught:
        _read(body)
    (error,) = caught.value.fouten
    assert (error.plaats, error.naam, error.code) == ("body", "", "ongeldige-invoer")
    assert nl in error.detail.nl
    assert en in error.detail.en


@pytest.mark.parametrize(
    "body",
    [
        '{"naam":"x"}\n',
        '\r\n {"naam":"x"} \t',
        '\ufeff{"naam":"x"}',
        '{"naam":"x"}'.encode("utf-8-sig"),
        b'{"naam":"x"}',
        r'{"n\u0061am":"\u0078"}',
    ],
)
def test_a_json_object_after_all(body: str | bytes) -> None:
    """Space around it, a byte order mark and escapes are JSON's own business."""
    assert (_read(body).values, _read(body).fouten) == ({"naam": "x"}, [])


@pytest.mark.parametrize(
    ("body", "spot", "nl"),
    [
        ('{"naam":NaN}', "naam", "`NaN` is geen JSON."),
        ('{"huisnummer":Infinity}', "huisnummer", "`Infinity` is geen JSON."),
        ('{"huisnummer":-Infinity}', "huisnummer", "`-Infinity` is geen JSON."),
        ('{"naam":[1,{"x":NaN}]}', "naam/1/x", "`NaN` is geen JSON."),
        ('{"huisnummer":' + "9" * 5_000 + "}", "huisnummer", "Dit getal is te groot."),
        ('{"huisnummer":-' + "9" * 5_000 + "}", "huisnummer", "Dit getal is te groot."),
        ('{"huisnummer":1e999}', "huisnummer", "Dit getal is te groot."),
        ('{"naam":"a","naam":"b"}', "naam", "Deze naam staat er meer dan één keer."),
        ('{"naam":"a","naam":"a","naam":"a"}', "naam", "Deze naam staat er meer dan één keer."),
        ('{"naam":"a","n\\u0061am":"a"}', "naam", "Deze naam staat er meer dan één keer."),
        ('{"naam":{"x":1,"x":2}}', "naam/x", "Deze naam staat er meer dan één keer."),
        ('{"xyz":1,"xyz":1}', "xyz", "Deze naam staat er meer dan één keer."),
        (r'{"naam":"\ud800"}', "naam", "Bevat een half teken (surrogaat)."),
        (r'{"naam":"\udc00\ud800"}', "naam", "Bevat een half teken (surrogaat)."),
        ('{"naam":"Caf\ufffd"}', "naam", "Geen UTF-8."),
    ],
)
def test_what_an_object_cannot_hold(body: str, spot: str, nl: str) -> None:
    """What JSON does not have, or has twice, is a fault at its place; the rest is read."""
    errors = _read('{"postcode":"1",' + body[1:]).fouten
    seen = {error.naam.replace(NESTED, "/"): error.detail.nl for error in errors}
    assert seen.keys() == {spot, "postcode"}
    assert seen[spot].startswith(nl)


def test_broken_base64_is_no_json_object() -> None:
    """A body whose encoding is broken is a fault of the body."""
    event = build_event("POST", body=b"{}")
    event["body"] = "geen base64"
    with pytest.raises(InvalidInput):
        Input().body(read_event(event, 1.0), IDENTIFICATIE)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("naam", None),
        ("naam", 1),
        ("naam", True),
        ("naam", ["x"]),
        ("naam", {"x": "y"}),
        ("naam", ""),
        ("naam", "\ud800"),
        ("postcode", 3811),
        ("postcode", None),
        ("huisnummer", "twaalf"),
        ("huisnummer", 12.5),
        ("huisnummer", 1e300),
        ("huisnummer", -0.0),
        ("naam", 12.0),
        ("postcode", 3811.0),
        ("inclusiefHistorisch", 1.0),
        ("huisnummer", 1e400),
        ("huisnummer", True),
        ("huisnummer", 0),
        ("huisnummer", -1),
        ("huisnummer", 100_000),
        ("huisnummer", 10**4000),
        ("inclusiefHistorisch", "true"),
        ("inclusiefHistorisch", 1),
        ("inclusiefHistorisch", None),
    ],
)
def test_a_wrong_value(name: str, value: object) -> None:
    """A value of another type, null, or one that does not fit, is a fault at its place."""
    # `1e999`: a number that JSON allows and no float holds.
    inputs = _read(json.dumps({name: value}).replace("Infinity", "1e999"))
    assert [point[:3] for point in inputs.fouten] == [("body", name, "ongeldige-invoer")]
    assert inputs.values == {}


@pytest.mark.parametrize("written", ["12", "12.0", "1.2e1", "120E-1", "12.000"])
def test_a_whole_number_however_it_is_written(written: str) -> None:
    """A number without a fraction is an integer to JSON Schema, and so to the OpenAPI document."""
    inputs = _read(f'{{"huisnummer":{written}}}')
    assert (inputs.values, inputs.fouten) == ({"huisnummer": 12}, [])


def test_every_error_in_one_go() -> None:
    """All faults of a body are told together."""
    inputs = _read('{"naam": null, "Postcode": "3811MG", "huisnummer": "x", "inclusiefHistorisch": true}')
    assert [point[:3] for point in inputs.fouten] == [
        ("body", "naam", "ongeldige-invoer"),
        ("body", "Postcode", "onbekende-parameter"),
        ("body", "huisnummer", "ongeldige-invoer"),
    ]
    assert "`postcode`" in inputs.fouten[1].detail.nl
    assert inputs.values == {"inclusiefHistorisch": True}


@pytest.mark.parametrize(
    ("size", "past"), [(MAX_BODY, True), (MAX_BODY + 1, False)], ids=["16-kB", "a-byte-more"]
)
@pytest.mark.parametrize("letter", ["a", "\u00e9"])
def test_the_size_counts_in_bytes(letter: str, size: int, *, past: bool) -> None:
    """16 kB and no more, counted as sent."""
    rest = size - len('{"naam":""}')
    body = ('{"naam":"' + letter * (rest // len(letter.encode())) + '"}').encode()
    body += b" " * (size - len(body))
    if past:
        assert [point.naam for point in _read(body).fouten] == ["naam"]
    else:
        with pytest.raises(InputTooLarge):
            _read(body)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-16-le")))
def test_no_body_crashes(body: bytes) -> None:
    """Whatever bytes are sent: values, faults, or a failure that the API knows."""
    inputs = Input()
    try:
        given_body = inputs.body(search_body(body), IDENTIFICATIE)
    except FacadeError as error:
        assert isinstance(error, InvalidInput)  # noqa: PT017 - either will do
    else:
        assert len(given_body) == len(inputs.values) + len(inputs.fouten)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=5), part, max_size=3),
    max_leaves=5,
)


@given(
    st.dictionaries(
        st.sampled_from([field.naam for field in IDENTIFICATIE]) | st.text(max_size=12), JSON, max_size=4
    )
)
def test_every_field_is_a_value_or_an_error(content: dict[str, object]) -> None:
    """Every name in a body comes back once: as a value, or as a fault."""
    text = json.dumps(content)
    if "NaN" in text or "Infinity" in text:
        return
    inputs = _read(text)
    named = [*inputs.values, *(point.naam for point in inputs.fouten)]
    assert sorted(named) == sorted(content)


@pytest.mark.parametrize(("names", "meer"), [(99, 0), (100, 0), (101, 1), (1200, 1100)])
def test_as_many_as_anyone_reads(names: int, meer: int) -> None:
    """Of very many faults the first hundred are told; the last one says how many more there are."""
    inputs = _read(json.dumps({f"x{number}": 1 for number in range(names)}))
    with pytest.raises(InvalidInput) as caught:
        inputs.finish()
    errors = caught.value.fouten
    assert len(errors) == min(names, MAX_ERRORS) + bool(meer)
    assert caught.value.common_code == "onbekende-parameter"
    assert (f"{meer} fout" in errors[-1].detail.nl) == bool(meer)


def test_too_much_of_everything() -> None:
    """When what is left out is of several kinds, so is the whole."""
    inputs = Input()
    for number in range(MAX_ERRORS):
        inputs.fout("query", f"x{number}", Bilingual("x", "x"), "onbekende-parameter")
    inputs.fout("query", "a", Bilingual("x", "x"))
    with pytest.raises(InvalidInput) as caught:
        inputs.finish()
    assert caught.value.common_code == "ongeldige-invoer"
    assert "nog 1 fout;" in caught.value.fouten[-1].detail.nl
