"""The codes of the field: what is forgiven, and what is refused."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.model import codes

ARABIC_DIGITS = "\u0661\u0662\u0663\u0664\u0665"
WIDE_DIGITS = "\uff11\uff12\uff13\uff14\uff15"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("900000001", "900000001"),
        (" 900000001\n", "900000001"),
        ("A", "A"),
        ("aB3" * 13 + "x", "aB3" * 13 + "x"),
        ("abc", "abc"),
        ("", None),
        (" ", None),
        ("a" * 41, None),
        ("1000 77736", None),
        ("1000-77736", None),
        ("900000001\n1", None),
        ("../900000001", None),
        ("\u00e9", None),
        (ARABIC_DIGITS, None),
        (WIDE_DIGITS, None),
    ],
)
def test_leerbedrijf_id(text: str, expected: str | None) -> None:
    """1 to 40 ASCII letters and digits; space around is forgiven, capitals stay as they are."""
    assert codes.read_leerbedrijf_id(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("25998", "25998"),
        (" 25998 ", "25998"),
        ("00001", "00001"),
        ("K0067", "K0067"),
        ("k0067", "K0067"),
        ("2599", None),
        ("259980", None),
        ("K067", None),
        ("K00670", None),
        ("KK067", None),
        ("L0067", None),
        ("K 0067", None),
        ("\u212a0067", None),  # the Kelvin sign
        (ARABIC_DIGITS, None),
        (WIDE_DIGITS, None),
        ("K" + ARABIC_DIGITS[:4], None),
        ("", None),
    ],
)
def test_opleidingscode(text: str, expected: str | None) -> None:
    """A crebo or a keuzedeel in its one spelling, and nothing else."""
    assert codes.read_opleidingscode(text) == expected


@pytest.mark.parametrize(("code", "kind"), [("25998", "crebo"), ("K0067", "keuzedeel")])
def test_code_type(code: str, kind: str) -> None:
    """A code says by its first character what it is."""
    assert codes.code_type(code) == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("99XX", "99XX"),
        ("99xx", "99XX"),
        (" 99Xx ", "99XX"),
        ("", None),
        ("25B", None),
        ("99XXE", None),
        ("2 5BE", None),
        ("BE25", None),
        ("99XX, 30AA", None),
        (ARABIC_DIGITS[:2] + "BE", None),
        ("25\u00c9E", None),
        ("25\u00df", None),
        ("25b\u017f", None),
    ],
)
def test_brin(text: str, expected: str | None) -> None:
    """Two digits and two letters, in capitals."""
    assert codes.read_brin(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3811MG", "3811MG"),
        ("3811 MG", "3811MG"),
        ("3811mg", "3811MG"),
        (" 3811\u00a0mg ", "3811MG"),
        ("0811MG", None),
        ("381MG", None),
        ("38111MG", None),
        ("3811M", None),
        ("3811-MG", None),
        ("3811MG1", None),
        ("D-38110", None),
        (WIDE_DIGITS[:4] + "MG", None),
        ("", None),
        ("3811\u00df", None),
        ("3811\ufb00", None),
        ("3811m\u0131", None),
    ],
)
def test_postcode(text: str, expected: str | None) -> None:
    """Four digits not starting with 0 and two letters; spaces and small letters are forgiven."""
    assert codes.read_postcode(text) == expected


@given(st.text(max_size=50))
def test_what_was_read_fits(text: str) -> None:
    """Whatever comes in, what comes out has the form that OpenAPI promises, and reads as itself."""
    for read, form in (
        (codes.read_leerbedrijf_id, codes.LEERBEDRIJF_ID),
        (codes.read_leerplaats_id, codes.LEERPLAATS_ID),
        (codes.read_opleidingscode, codes.OPLEIDINGSCODE),
        (codes.read_brin, codes.BRIN),
        (codes.read_postcode, codes.POSTCODE),
    ):
        parsed = read(text)
        assert parsed is None or (re.fullmatch(form, parsed) and read(parsed) == parsed)


@given(
    st.from_regex(re.compile(codes.POSTCODE, re.ASCII), alphabet=string.ascii_letters + string.digits + " ")
)
def test_the_form_in_openapi_is_read(postcode: str) -> None:
    """A postcode that fits the published pattern is one."""
    assert codes.read_postcode(postcode) is not None


@pytest.mark.parametrize(
    ("oin", "brin"),
    [
        ("0000000700099XX00000", "99XX"),
        ("0000000700099xx00000", None),
        ("00000001003214345000", None),
        ("0000000700099XX0000", None),
        ("0000000700099XX000000", None),
        ("0000000700099XX00000\n", None),
        ("00000007000" + ARABIC_DIGITS[:2] + "BE00000", None),
    ],
)
def test_brin_of_oin(oin: str, brin: str | None) -> None:
    """Only the OIN of a school holds a BRIN."""
    assert codes.brin_of_oin(oin) == brin


def test_oin_of_school() -> None:
    """A school's OIN has 20 characters and gives its BRIN back."""
    oin = codes.oin_of_school("99XX")
    assert re.fullmatch(codes.OIN, oin)
    assert codes.brin_of_oin(oin) == "99XX"
