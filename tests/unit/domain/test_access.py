"""For which school a call is made, and whether the key may."""

from datetime import date

import pytest
from stagemarkt.domain.access import choose_school, has_scope, valid_toegang
from stagemarkt.model.errors import FacadeError, InvalidInput, NoToegang, SchoolNotAllowed, SchoolRequired
from stagemarkt.model.toegang import Afnemer, Limiet, Rights, Toegang

NONE: dict[str, tuple[str, ...]] = {}
ONE = {"99XX": ("identificatie", "verificatie")}
MORE = {"30AA": ("verificatie",), "99XX": ("identificatie",), "01XX": ()}


@pytest.mark.parametrize(
    ("toegang", "asked", "scope", "school"),
    [
        (ONE, None, "identificatie", "99XX"),
        (ONE, "99XX", "identificatie", "99XX"),
        (ONE, " 99xx ", "verificatie", "99XX"),
        (MORE, "99XX", "identificatie", "99XX"),
        (MORE, "30aa", "verificatie", "30AA"),
    ],
)
def test_the_school(toegang: dict[str, tuple[str, ...]], asked: str | None, scope: str, school: str) -> None:
    """The school that is named, or the only one that the key is for."""
    assert choose_school(toegang, asked, scope) == school


@pytest.mark.parametrize(
    ("toegang", "asked", "scope", "error"),
    [
        pytest.param(NONE, None, "identificatie", NoToegang, id="no-school-at-all"),
        pytest.param(NONE, "99XX", "identificatie", SchoolNotAllowed, id="no-school-one-named"),
        pytest.param(ONE, None, "zoeken", NoToegang, id="one-school-no-scope"),
        pytest.param(ONE, "99XX", "zoeken", NoToegang, id="one-school-named-no-scope"),
        pytest.param(ONE, "30AA", "identificatie", SchoolNotAllowed, id="another-school"),
        pytest.param(ONE, "30AA", "zoeken", SchoolNotAllowed, id="another-school-no-scope"),
        pytest.param(ONE, "", "identificatie", InvalidInput, id="empty"),
        pytest.param(ONE, "school", "identificatie", InvalidInput, id="no-brin"),
        pytest.param(ONE, "99XX, 99XX", "identificatie", InvalidInput, id="sent-twice"),
        pytest.param(MORE, None, "identificatie", SchoolRequired, id="more-schools-none-named"),
        pytest.param(MORE, None, "zoeken", SchoolRequired, id="more-schools-none-named-no-scope"),
        pytest.param(MORE, "30AA", "identificatie", NoToegang, id="scope-of-another-school"),
        pytest.param(MORE, "01XX", "verificatie", NoToegang, id="school-without-scopes"),
        pytest.param(MORE, "99ZZ", "verificatie", SchoolNotAllowed, id="none-of-the-schools"),
    ],
)
def test_no_school(
    toegang: dict[str, tuple[str, ...]], asked: str | None, scope: str, error: type[FacadeError]
) -> None:
    """What stands in the way is told precisely: the header, the school, or the scope for it."""
    with pytest.raises(error) as caught:
        choose_school(toegang, asked, scope)
    assert type(caught.value) is error


def test_the_error_in_the_header_points_to_the_header() -> None:
    """A header that holds no BRIN is a fault of the input, at its place."""
    with pytest.raises(InvalidInput) as caught:
        choose_school(ONE, "school", "identificatie")
    assert [(point.plaats, point.naam) for point in caught.value.fouten] == [("header", "Namens-School")]


def test_the_message_names_only_own_schools() -> None:
    """Who must choose hears of the schools of the key, in order; who chose wrong hears of that choice."""
    with pytest.raises(SchoolRequired) as required:
        choose_school(MORE, None, "identificatie")
    assert all("01XX, 30AA, 99XX" in text for text in required.value.detail)
    with pytest.raises(SchoolNotAllowed) as not_allowed:
        choose_school(ONE, "30aa", "identificatie")
    assert all("30AA" in text and "99XX" not in text for text in not_allowed.value.detail)


def test_the_message_names_school_and_scope() -> None:
    """Who lacks a scope hears which, and for which school."""
    with pytest.raises(NoToegang) as caught:
        choose_school(MORE, "30AA", "identificatie")
    assert all("30AA" in text and "`identificatie`" in text for text in caught.value.detail)


def test_hundreds_of_schools_make_no_page() -> None:
    """A key for 300 schools that names none hears of the first few only."""
    many = {f"{n // 26:02}A{chr(65 + n % 26)}": ("zoeken",) for n in range(300)}
    with pytest.raises(SchoolRequired) as caught:
        choose_school(many, None, "zoeken")
    assert all(text.count("A") < 60 and "…" in text for text in caught.value.detail)


@pytest.mark.parametrize(
    ("einddatum", "scopes", "today", "valid"),
    [
        (None, ("zoeken",), date(2026, 9, 1), {"99XX": ("zoeken",)}),
        (date(2026, 9, 1), ("zoeken",), date(2026, 8, 31), {"99XX": ("zoeken",)}),
        (date(2026, 9, 1), ("zoeken",), date(2026, 9, 1), {"99XX": ("zoeken",)}),
        (date(2026, 9, 1), ("zoeken",), date(2026, 9, 2), {}),
        (None, (), date(2026, 9, 1), {}),
    ],
)
def test_valid_toegang(
    einddatum: date | None, scopes: tuple[str, ...], today: date, valid: dict[str, tuple[str, ...]]
) -> None:
    """Through its last day, and not a day longer; without a scope it is none."""
    toegang = Toegang("99XX", scopes, einddatum)
    assert valid_toegang([toegang], today) == valid


@pytest.mark.parametrize(
    ("toegangen", "has"),
    [
        (None, False),
        ((), False),
        ((Toegang("99XX", ("mutaties",)),), True),
        ((Toegang("99XX", ("mutaties",), date(2026, 9, 1)),), True),
        ((Toegang("99XX", ("mutaties",), date(2026, 8, 31)),), False),
        ((Toegang("99XX", ("zoeken",)),), False),
        ((Toegang("30AA", ("mutaties",)),), False),
    ],
)
def test_has_scope(toegangen: tuple[Toegang, ...] | None, has: bool) -> None:  # noqa: FBT001 - a case
    """For this school, this scope and today; of an afnemer that there is not, nothing holds."""
    afnemer = Afnemer("demo", "Demo", "", Limiet(5, 10, 100), "poort")
    rights = None if toegangen is None else Rights(afnemer, toegangen)
    assert has_scope(rights, "99XX", "mutaties", date(2026, 9, 1)) is has
