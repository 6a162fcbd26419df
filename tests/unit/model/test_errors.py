"""The family of failures."""

import pytest
from stagemarkt.model import errors
from stagemarkt.model.errors import Bilingual, InputError, InvalidInput

DETAIL = Bilingual("Zo.", "So.")


def _point(code: str) -> InputError:
    return InputError("query", "naam", code, DETAIL)


@pytest.mark.parametrize(
    ("codes", "code"),
    [
        ((), "ongeldige-invoer"),
        (("onbekende-parameter",), "onbekende-parameter"),
        (("onbekende-parameter", "onbekende-parameter"), "onbekende-parameter"),
        (("ongeldige-invoer", "onbekende-parameter"), "ongeldige-invoer"),
        (("ontbrekende-combinatie", "onbekende-parameter"), "ongeldige-invoer"),
    ],
)
def test_the_code_of_all_points_together(codes: tuple[str, ...], code: str) -> None:
    """Faults that share a code give it to the whole, others are invalid input."""
    assert InvalidInput(tuple(map(_point, codes))).common_code == code


def test_the_text_of_an_error_is_that_for_the_log() -> None:
    """What an exception says of itself is its code with the internal text, or else with the safe one."""
    assert str(errors.BronTimeout(DETAIL, internal="ReadTimeout")) == "bron-timeout: ReadTimeout"
    assert str(errors.BronTimeout(DETAIL)) == "bron-timeout: So."


def test_every_source_error_is_of_the_source() -> None:
    """What goes wrong at SBB can be caught as one, and its code says so."""
    soorten = errors.BronError.__subclasses__()
    assert len(soorten) == 6
    assert all(kind.code.startswith("bron-") for kind in soorten)


def test_a_method_not_allowed_names_those_allowed() -> None:
    """405 lists the methods that exist, in both languages."""
    error = errors.MethodNotAllowed("DELETE", ("GET", "POST"))
    assert error.allowed == ("GET", "POST")
    assert all("DELETE" in text and "GET, POST" in text for text in error.detail)
