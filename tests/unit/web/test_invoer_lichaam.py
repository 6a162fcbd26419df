"""Reading a JSON body, as strictly as the query."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.model.fouten import Fout, InvoerTeGroot, MediatypeNietOndersteund, OngeldigeInvoer, Tekst
from stagemarkt.web.invoer import MAX_FOUTEN, MAX_LICHAAM, Invoer
from stagemarkt.web.velden import IDENTIFICATIE
from stagemarkt.web.verzoek import lees_event

from tests.unit.verzoeken import maak_event, zoek_lichaam


def _lees(lichaam: str | bytes, mediatype: str = "application/json") -> Invoer:
    invoer = Invoer()
    invoer.lichaam(zoek_lichaam(lichaam, mediatype), IDENTIFICATIE)
    return invoer


@pytest.mark.parametrize("als_bytes", [True, False], ids=["base64", "text"])
def test_een_goed_lichaam(*, als_bytes: bool) -> None:
    """Values come by their names; which names were there is told."""
    tekst = '{"naam": "Caf\u00e9 Noir", "postcode": "3811 mg", "huisnummer": 12, "inclusiefHistorisch": true}'
    invoer = Invoer()
    gegeven = invoer.lichaam(zoek_lichaam(tekst.encode() if als_bytes else tekst), IDENTIFICATIE)
    assert gegeven == {"naam", "postcode", "huisnummer", "inclusiefHistorisch"}
    assert invoer.fouten == []
    assert invoer.waarden == {
        "naam": "Caf\u00e9 Noir",
        "postcode": "3811MG",
        "huisnummer": 12,
        "inclusiefHistorisch": True,
    }


@pytest.mark.parametrize(
    "mediatype",
    ["application/json", "Application/JSON", "application/json; charset=utf-8", " application/json ;x=y"],
)
def test_het_mediatype(mediatype: str) -> None:
    """JSON under its own name, with parameters or without."""
    assert _lees('{"naam":"x"}', mediatype).waarden == {"naam": "x"}


@pytest.mark.parametrize(
    "mediatype",
    ["", "text/plain", "application/xml", "application/json5", "application/problem+json", "json"],
)
def test_een_ander_mediatype(mediatype: str) -> None:
    """Anything else is not looked at."""
    with pytest.raises(MediatypeNietOndersteund):
        _lees('{"naam":"x"}', mediatype)


@pytest.mark.parametrize(
    "lichaam",
    [
        "",
        " ",
        "null",
        "[]",
        '"naam"',
        "1",
        "{",
        '{"naam":"x"',
        '{"naam":"x"}}',
        '{"naam":"x",}',
        "{'naam':'x'}",
        '{"naam":NaN}',
        '{"huisnummer":Infinity}',
        '{"huisnummer":-Infinity}',
        '{"naam":"a","naam":"b"}',
        '{"naam":"a","n\\u0061am":"a"}',
        '{"naam":{"x":1,"x":2}}',
        '{"naam":"a\tb"}',
        "[" * 16_000,
        '{"naam":' * 2_000,
        '{"huisnummer":' + "9" * 5_000 + "}",
        "\ufeff{}",
        "\ud800",
        '{"naam":"\ud800"}',
        b'{"naam":"\xff"}',
        '{"naam":"x"}'.encode("utf-16"),
        '{"naam":"x"}'.encode("utf-8-sig"),
        b"\x00",
    ],
)
def test_geen_json_object(lichaam: str | bytes) -> None:
    """What is no JSON object in UTF-8, without doubles and oddities, is one fault of the whole body."""
    with pytest.raises(OngeldigeInvoer) as gevangen:
        _lees(lichaam)
    assert [(punt.plaats, punt.naam, punt.code) for punt in gevangen.value.fouten] == [
        ("body", "", "ongeldige-invoer")
    ]


def test_kapotte_base64_is_geen_json_object() -> None:
    """A body whose encoding is broken is a fault of the body."""
    event = maak_event("POST", lichaam=b"{}")
    event["body"] = "geen base64"
    with pytest.raises(OngeldigeInvoer):
        Invoer().lichaam(lees_event(event, 1.0), IDENTIFICATIE)


@pytest.mark.parametrize(
    ("naam", "waarde"),
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
        ("huisnummer", "12"),
        ("huisnummer", 12.0),
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
def test_een_verkeerde_waarde(naam: str, waarde: object) -> None:
    """A value of another type, null, or one that does not fit, is a fault at its place."""
    # `1e999`: a number that JSON allows and no float holds.
    invoer = _lees(json.dumps({naam: waarde}).replace("Infinity", "1e999"))
    assert [punt[:3] for punt in invoer.fouten] == [("body", naam, "ongeldige-invoer")]
    assert invoer.waarden == {}


def test_elke_fout_in_een_keer() -> None:
    """All faults of a body are told together."""
    invoer = _lees('{"naam": null, "Postcode": "3811MG", "huisnummer": "1", "inclusiefHistorisch": true}')
    assert [punt[:3] for punt in invoer.fouten] == [
        ("body", "naam", "ongeldige-invoer"),
        ("body", "Postcode", "onbekende-parameter"),
        ("body", "huisnummer", "ongeldige-invoer"),
    ]
    assert "`postcode`" in invoer.fouten[1].detail.nl
    assert invoer.waarden == {"inclusiefHistorisch": True}


@pytest.mark.parametrize(
    ("grootte", "past"), [(MAX_LICHAAM, True), (MAX_LICHAAM + 1, False)], ids=["16-kB", "a-byte-more"]
)
@pytest.mark.parametrize("letter", ["a", "\u00e9"])
def test_de_grootte_telt_in_bytes(letter: str, grootte: int, *, past: bool) -> None:
    """16 kB and no more, counted as sent."""
    rest = grootte - len('{"naam":""}')
    lichaam = ('{"naam":"' + letter * (rest // len(letter.encode())) + '"}').encode()
    lichaam += b" " * (grootte - len(lichaam))
    if past:
        assert [punt.naam for punt in _lees(lichaam).fouten] == ["naam"]
    else:
        with pytest.raises(InvoerTeGroot):
            _lees(lichaam)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda tekst: tekst.encode("utf-16-le")))
def test_geen_lichaam_gaat_stuk(lichaam: bytes) -> None:
    """Whatever bytes are sent: values, faults, or a failure that the API knows."""
    invoer = Invoer()
    try:
        gegeven = invoer.lichaam(zoek_lichaam(lichaam), IDENTIFICATIE)
    except Fout as fout:
        assert isinstance(fout, OngeldigeInvoer)  # noqa: PT017 - either will do
    else:
        assert len(gegeven) == len(invoer.waarden) + len(invoer.fouten)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda deel: st.lists(deel, max_size=3) | st.dictionaries(st.text(max_size=5), deel, max_size=3),
    max_leaves=5,
)


@given(
    st.dictionaries(
        st.sampled_from([veld.naam for veld in IDENTIFICATIE]) | st.text(max_size=12), JSON, max_size=4
    )
)
def test_elk_veld_is_een_waarde_of_een_fout(inhoud: dict[str, object]) -> None:
    """Every name in a body comes back once: as a value, or as a fault."""
    tekst = json.dumps(inhoud)
    if "NaN" in tekst or "Infinity" in tekst:
        return
    invoer = _lees(tekst)
    genoemd = [*invoer.waarden, *(punt.naam for punt in invoer.fouten)]
    assert sorted(genoemd) == sorted(inhoud)


@pytest.mark.parametrize(("namen", "meer"), [(99, 0), (100, 0), (101, 1), (1200, 1100)])
def test_zoveel_als_iemand_leest(namen: int, meer: int) -> None:
    """Of very many faults the first hundred are told; the last one says how many more there are."""
    invoer = _lees(json.dumps({f"x{nummer}": 1 for nummer in range(namen)}))
    with pytest.raises(OngeldigeInvoer) as gevangen:
        invoer.afronden()
    fouten = gevangen.value.fouten
    assert len(fouten) == min(namen, MAX_FOUTEN) + bool(meer)
    assert gevangen.value.gemeenschappelijke_code == "onbekende-parameter"
    assert (f"{meer} fout" in fouten[-1].detail.nl) == bool(meer)


def test_van_alles_te_veel() -> None:
    """When what is left out is of several kinds, so is the whole."""
    invoer = Invoer()
    for nummer in range(MAX_FOUTEN):
        invoer.fout("query", f"x{nummer}", Tekst("x", "x"), "onbekende-parameter")
    invoer.fout("query", "a", Tekst("x", "x"))
    with pytest.raises(OngeldigeInvoer) as gevangen:
        invoer.afronden()
    assert gevangen.value.gemeenschappelijke_code == "ongeldige-invoer"
    assert "nog 1 fout;" in gevangen.value.fouten[-1].detail.nl
