"""What the authorizer hands to the functions, written and read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.model.toegang import Limiet
from stagemarkt.web.authorizer_context import read_limiet, read_toegang, write_limiet, write_toegang
from stagemarkt.web.routes import SCOPES

BRINS = st.from_regex(r"[0-9]{2}[A-Z]{2}", fullmatch=True)


@given(
    st.dictionaries(BRINS, st.lists(st.sampled_from(SCOPES), unique=True, min_size=1).map(tuple), max_size=40)
)
def test_there_and_back(toegang: dict[str, tuple[str, ...]]) -> None:
    """Whatever the rights, they come back as they were."""
    assert read_toegang(write_toegang(toegang)) == toegang


def test_grouped() -> None:
    """Schools with the same scopes stand together."""
    text = write_toegang({"30AA": ("zoeken",), "99XX": ("zoeken",), "99XZ": ("mutaties",), "01AA": ()})
    assert text == "zoeken=30AA,99XX;mutaties=99XZ"


@pytest.mark.parametrize(
    "text", ["{", "zoeken", "=99XX", "zoeken=", "zoeken=99xx", "zoeken=99XX;", "zoeken=99XX,", '{"99XX":[]}']
)
def test_what_the_authorizer_never_writes(text: str) -> None:
    """Anything else is an error, and never some other rights."""
    with pytest.raises(ValueError, match="authorizer"):
        read_toegang(text)


@pytest.mark.parametrize("text", ["", "20", "20;40", "20;40;x", "-1;2;3", "1;2;3;4"])
def test_no_limit(text: str) -> None:
    """Without a limit, none is told."""
    assert read_limiet(text) is None
    assert read_limiet(write_limiet(Limiet(20, 40, 1000))) == Limiet(20, 40, 1000)
