"""The codes of the field: what is forgiven, and what is refused."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.model import codes

ARABISCHE_CIJFERS = "\u0661\u0662\u0663\u0664\u0665"
BREDE_CIJFERS = "\uff11\uff12\uff13\uff14\uff15"


@pytest.mark.parametrize(
    ("tekst", "verwacht"),
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
        (ARABISCHE_CIJFERS, None),
        (BREDE_CIJFERS, None),
    ],
)
def test_leerbedrijf_id(tekst: str, verwacht: str | None) -> None:
    """1 to 40 ASCII letters and digits; space around is forgiven, capitals stay as they are."""
    assert codes.lees_leerbedrijf_id(tekst) == verwacht


@pytest.mark.parametrize(
    ("tekst", "verwacht"),
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
        (ARABISCHE_CIJFERS, None),
        (BREDE_CIJFERS, None),
        ("K" + ARABISCHE_CIJFERS[:4], None),
        ("", None),
    ],
)
def test_opleidingscode(tekst: str, verwacht: str | None) -> None:
    """A crebo or a keuzedeel in its one spelling, and nothing else."""
    assert codes.lees_opleidingscode(tekst) == verwacht


@pytest.mark.parametrize(("code", "soort"), [("25998", "crebo"), ("K0067", "keuzedeel")])
def test_codetype(code: str, soort: str) -> None:
    """A code says by its first character what it is."""
    assert codes.codetype(code) == soort


@pytest.mark.parametrize(
    ("tekst", "verwacht"),
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
        (ARABISCHE_CIJFERS[:2] + "BE", None),
        ("25\u00c9E", None),
        ("25\u00df", None),
        ("25b\u017f", None),
    ],
)
def test_brin(tekst: str, verwacht: str | None) -> None:
    """Two digits and two letters, in capitals."""
    assert codes.lees_brin(tekst) == verwacht


@pytest.mark.parametrize(
    ("tekst", "verwacht"),
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
        (BREDE_CIJFERS[:4] + "MG", None),
        ("", None),
        ("3811\u00df", None),
        ("3811\ufb00", None),
        ("3811m\u0131", None),
    ],
)
def test_postcode(tekst: str, verwacht: str | None) -> None:
    """Four digits not starting with 0 and two letters; spaces and small letters are forgiven."""
    assert codes.lees_postcode(tekst) == verwacht


@given(st.text(max_size=50))
def test_wat_gelezen_is_past(tekst: str) -> None:
    """Whatever comes in, what comes out has the form that OpenAPI promises, and reads as itself."""
    for lees, vorm in (
        (codes.lees_leerbedrijf_id, codes.LEERBEDRIJF_ID),
        (codes.lees_leerplaats_id, codes.LEERPLAATS_ID),
        (codes.lees_opleidingscode, codes.OPLEIDINGSCODE),
        (codes.lees_brin, codes.BRIN),
        (codes.lees_postcode, codes.POSTCODE),
    ):
        gelezen = lees(tekst)
        assert gelezen is None or (re.fullmatch(vorm, gelezen) and lees(gelezen) == gelezen)


@given(
    st.from_regex(re.compile(codes.POSTCODE, re.ASCII), alphabet=string.ascii_letters + string.digits + " ")
)
def test_de_vorm_in_openapi_wordt_gelezen(postcode: str) -> None:
    """A postcode that fits the published pattern is one."""
    assert codes.lees_postcode(postcode) is not None


@pytest.mark.parametrize(
    ("oin", "brin"),
    [
        ("0000000700099XX00000", "99XX"),
        ("0000000700099xx00000", None),
        ("00000001003214345000", None),
        ("0000000700099XX0000", None),
        ("0000000700099XX000000", None),
        ("0000000700099XX00000\n", None),
        ("00000007000" + ARABISCHE_CIJFERS[:2] + "BE00000", None),
    ],
)
def test_brin_van_oin(oin: str, brin: str | None) -> None:
    """Only the OIN of a school holds a BRIN."""
    assert codes.brin_van_oin(oin) == brin


def test_oin_van_school() -> None:
    """A school's OIN has 20 characters and gives its BRIN back."""
    oin = codes.oin_van_school("99XX")
    assert re.fullmatch(codes.OIN, oin)
    assert codes.brin_van_oin(oin) == "99XX"
