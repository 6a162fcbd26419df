"""The fields that a caller can fill in."""

import json
import re
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.model.huisnummer import Huisnummer
from stagemarkt.web.input import fields
from stagemarkt.web.input.fields import Field
from stagemarkt.web.input.readers import MAX_NAME, UnreadableValue
from stagemarkt.web.routes import ROUTES

ALL = {
    field.naam: field
    for field in (*fields.IDENTIFICATIE, *fields.ERKENNING, fields.LEERBEDRIJF_ID, fields.CODE)
}


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (fields.NAAM, "Bakkerij", "Bakkerij"),
        (fields.NAAM, "  De \t Gouden\nKorst ", "De Gouden Korst"),
        (fields.NAAM, "Cafe\u0301", "Caf\u00e9"),
        (fields.NAAM, "\u00d8 & <zoon> '\"%_*", "\u00d8 & <zoon> '\"%_*"),
        (fields.NAAM, "a" * 200, "a" * 200),
        (fields.NAAM, "\U0001f35e", "\U0001f35e"),
        (fields.POSTCODE, "3811 mg", "3811MG"),
        (fields.HUISNUMMER, "1", 1),
        (fields.HUISNUMMER, " 12 ", 12),
        (fields.HUISNUMMER, "00012", 12),
        (fields.HUISNUMMER, "99999", 99999),
        (fields.HUISNUMMER, "2a", Huisnummer(2, "a")),
        (fields.HUISNUMMER, "12 bis", Huisnummer(12, "bis")),
        (fields.HUISNUMMER, "12-A", Huisnummer(12, "A")),
        (fields.HUISNUMMER, "12/3", Huisnummer(12, "3")),
        (fields.HUISNUMMER, " 12 A", Huisnummer(12, "A")),
        (fields.HUISNUMMER, "12 - A", Huisnummer(12, "A")),
        (fields.HUISNUMMER, "12bis II", Huisnummer(12, "bis II")),
        (fields.HUISNUMMER, "12-3-B", Huisnummer(12, "3-B")),
        (fields.INCLUSIEF_HISTORISCH, "true", True),
        (fields.INCLUSIEF_HISTORISCH, "false", False),
        (fields.LEERBEDRIJF_ID, "900000001", "900000001"),
        (fields.CODE, "k0067", "K0067"),
        (fields.LEERPLAATS_ID, "3000001", "3000001"),
        (fields.LEERPLAATS_ID, "007", "007"),
        (
            fields.LEERPLAATS_ID,
            "fd22a7fd-e159-4026-9409-1388eade0a9c-25998",
            "fd22a7fd-e159-4026-9409-1388eade0a9c-25998",
        ),
        (fields.LEERPLAATS_ID, "FD22A7FD-25998", "FD22A7FD-25998"),
        (fields.PEILDATUM, "2026-09-01", date(2026, 9, 1)),
        (fields.TOT_EN_MET, "2028-02-29", date(2028, 2, 29)),
    ],
)
def test_readable(field: Field, text: str, value: object) -> None:
    """A value is read in its one spelling."""
    parsed = field.read(text)
    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (fields.LEERPLAATS_ID, "a" * 61),
        (fields.LEERPLAATS_ID, "1_0"),
        (fields.LEERPLAATS_ID, "\u0663"),
        (fields.NAAM, ""),
        (fields.NAAM, " \t\n\u00a0\u2003"),
        (fields.NAAM, "a" * 201),
        (fields.NAAM, "a\x00b"),
        (fields.NAAM, "a\x1bb"),
        (fields.NAAM, "a\x7fb"),
        (fields.NAAM, "a\x9fb"),
        (fields.NAAM, "a\ud800b"),
        (fields.NAAM, "a\ufffeb"),
        (fields.NAAM, "\u200b"),
        (fields.NAAM, "a\u202eb"),
        (fields.NAAM, "\ufeffa"),
        (fields.POSTCODE, "0811MG"),
        (fields.HUISNUMMER, "0"),
        (fields.HUISNUMMER, "-1"),
        (fields.HUISNUMMER, "+1"),
        (fields.HUISNUMMER, "1.0"),
        (fields.HUISNUMMER, "1e3"),
        (fields.HUISNUMMER, "1_0"),
        (fields.HUISNUMMER, "a12"),
        (fields.HUISNUMMER, "12-"),
        (fields.HUISNUMMER, "12" + "a" * 21),
        (fields.HUISNUMMER, "12 b\u00eds"),
        (fields.HUISNUMMER, "100000"),
        (fields.HUISNUMMER, "\u0661"),
        (fields.HUISNUMMER, "1 2"),
        (fields.HUISNUMMER, ""),
        (fields.INCLUSIEF_HISTORISCH, "True"),
        (fields.INCLUSIEF_HISTORISCH, "1"),
        (fields.INCLUSIEF_HISTORISCH, "ja"),
        (fields.INCLUSIEF_HISTORISCH, ""),
        (fields.LEERBEDRIJF_ID, "100.077.736"),
        (fields.CODE, "2599"),
        (fields.PEILDATUM, "2026-02-29"),
        (fields.PEILDATUM, "2026-13-01"),
        (fields.PEILDATUM, "0000-01-01"),
        (fields.PEILDATUM, "20260901"),
        (fields.PEILDATUM, "2026-W36-2"),
        (fields.PEILDATUM, "2026-9-1"),
        (fields.PEILDATUM, "01-09-2026"),
        (fields.PEILDATUM, "2026-09-01T00:00:00"),
        (fields.PEILDATUM, " 2026-09-01"),
        (fields.PEILDATUM, "\u0662\u0660\u0662\u0666-09-01"),
        (fields.PEILDATUM, "vandaag"),
        (fields.PEILDATUM, ""),
    ],
)
def test_unreadable(field: Field, text: str) -> None:
    """What does not fit is refused, with what to do about it in two languages."""
    with pytest.raises(UnreadableValue) as caught:
        field.read(text)
    assert all(caught.value.detail)


@pytest.mark.parametrize("name", ALL)
@given(text=st.text())
def test_reading_never_crashes_otherwise(name: str, text: str) -> None:
    """Whatever comes in: a value, or `UnreadableValue`; and the message does not repeat what came in."""
    try:
        parsed = ALL[name].read(text)
    except UnreadableValue as error:
        assert len(text.strip()) < 20 or text not in "".join(error.detail)  # noqa: PT017 - either will do
    else:
        assert parsed is not None


EVERY_FIELD = {
    **{field.naam: field for possible in fields.FIELDS_OF.values() for field in possible},
    **fields.PATH_FIELDS,
}
# Whatever Python's own functions take for space, or for a digit, and others do not.
RANDEN = (
    "",
    *"\t\n\v\f\r \x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2003\u2028\u3000\x00\x7f\u200b\ufeff_+-\u0661\uff11",
)


@pytest.mark.parametrize("name", sorted(set(EVERY_FIELD) - {"filter", "requests"}))
def test_whatever_surrounds_it(name: str) -> None:
    """A value with anything before or behind it is read or refused, and never anything else."""
    field = EVERY_FIELD[name]
    examples = [str(one) for one in (*field.schema.get("examples", ()), *field.schema.get("enum", ()))]
    for text, before, after in product([*examples, "1", "25", "true", ""], RANDEN, RANDEN):
        try:
            field.read(f"{before}{text}{after}")
        except UnreadableValue as error:
            assert all(error.detail)  # noqa: PT017 - either will do


@pytest.mark.parametrize("sign", [*"\x1c\x1d\x1e\x1f\x85\x00\n\u2003", "_", "\u0661", "+"])
@pytest.mark.parametrize(
    "field", [fields.LIMIT, fields.AFSTAND, fields.HUISNUMMER], ids=lambda field: field.naam
)
def test_a_number_with_something_added(field: Field, sign: str) -> None:
    """A control character or another's digit beside a number is no part of it: refused."""
    for text in (f"25{sign}", f"{sign}25"):
        with pytest.raises(UnreadableValue):
            field.read(text)
    assert field.read(" 25\u00a0") == 25


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2026-09-01T08:00:00Z", 1788249600),
        ("2026-09-01t08:00z", 1788249600),
        ("2026-09-01T10:00:00+02:00", 1788249600),
        ("2026-09-01T10:00:00 02:00", 1788249600),
        ("2026-09-01 08:00:00.250Z", 1788249600.25),
        ("2026-09-01T08:00:00.123456789-00:00", 1788249600.123456),
    ],
)
def test_a_moment(text: str, seconds: float) -> None:
    """A moment as RFC 3339 writes it; a `+` that an address made a space of is one."""
    assert fields.VANAF.read(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-01",
        "2026-09-01T08:00:00",
        "2026-W36-2T08:00:00Z",
        "20260901T080000Z",
        "2026-09-01T24:00:00Z",
        "2026-09-01T08:00:60Z",
        "2026-02-30T08:00:00Z",
        "2026-09-01T08:00:00+99:00",
        "\u0662026-09-01T08:00:00Z",
        " 2026-09-01T08:00:00Z",
        "2026-09-01T08:00:00Z\x1c",
        "1788249600",
        "gisteren",
        "",
    ],
)
def test_no_moment(text: str) -> None:
    """What is no moment with its time zone is refused."""
    with pytest.raises(UnreadableValue):
        fields.VANAF.read(text)


@given(st.text(min_size=1, max_size=200))
def test_a_name_that_was_read_fits_in_xml(text: str) -> None:
    """A name that is read has no character that XML 1.0 refuses, and is within what OpenAPI promises."""
    try:
        name = fields.NAAM.read(text)
    except UnreadableValue:
        return
    assert isinstance(name, str)
    assert 1 <= len(name) <= MAX_NAME
    assert re.fullmatch("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*", name)


@pytest.mark.parametrize("field", ALL.values(), ids=ALL)
def test_an_example_is_readable(field: Field) -> None:
    """Every example in the OpenAPI document can be sent as it stands."""
    examples = field.schema.get("examples", [])
    assert all(
        field.read(json.dumps(example)) == example
        for example in examples
        if field.schema["type"] not in ("string", ["integer", "string"])
    )
    texts = [example if isinstance(example, str) else json.dumps(example) for example in examples]
    assert all(field.read(text) is not None for text in texts)
    assert field.omschrijving


def test_the_fields_belong_to_existing_routes() -> None:
    """Fields belong to routes that there are, and every value in a path has its field."""
    assert set(fields.FIELDS_OF) <= {route.operatie for route in ROUTES}
    assert {name for route in ROUTES for name in re.findall(r"\{(\w+)\}", route.path)} == set(
        fields.PATH_FIELDS
    )


@pytest.mark.parametrize(
    "day", ["0001-01-01", "1753-01-01", "1900-01-01", "1909-12-31", "3000-01-01", "9999-12-31"]
)
def test_a_peildatum_that_sbb_does_not_read_as_a_day(day: str) -> None:
    """What .NET and SQL Server call none or never is refused here, not answered as for another day."""
    pattern = re.compile(fields.PEILDATUM.schema["pattern"])
    with pytest.raises(UnreadableValue):
        fields.PEILDATUM.read(day)
    assert not pattern.search(day)
    for good in ("1910-01-01", "2026-09-01", "2999-12-31"):
        assert fields.PEILDATUM.read(good) == date.fromisoformat(good)
        assert pattern.search(good)
