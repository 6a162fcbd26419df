"""For which school a call is made, and whether the key may."""

import pytest
from stagemarkt.domein.toegang import kies_school, scopes_van
from stagemarkt.model.fouten import Fout, GeenToegang, OngeldigeInvoer, SchoolNietToegestaan, SchoolVereist

GEEN: dict[str, tuple[str, ...]] = {}
EEN = {"25BE": ("identificatie", "verificatie")}
MEER = {"30AA": ("verificatie",), "25BE": ("identificatie",), "01XX": ()}


@pytest.mark.parametrize(
    ("toegang", "gevraagd", "scope", "school"),
    [
        (EEN, None, "identificatie", "25BE"),
        (EEN, "25BE", "identificatie", "25BE"),
        (EEN, " 25be ", "verificatie", "25BE"),
        (MEER, "25BE", "identificatie", "25BE"),
        (MEER, "30aa", "verificatie", "30AA"),
    ],
)
def test_de_school(
    toegang: dict[str, tuple[str, ...]], gevraagd: str | None, scope: str, school: str
) -> None:
    """The school that is named, or the only one that the key is for."""
    assert kies_school(toegang, gevraagd, scope) == school


@pytest.mark.parametrize(
    ("toegang", "gevraagd", "scope", "fout"),
    [
        pytest.param(GEEN, None, "identificatie", GeenToegang, id="no-school-at-all"),
        pytest.param(GEEN, "25BE", "identificatie", SchoolNietToegestaan, id="no-school-one-named"),
        pytest.param(EEN, None, "zoeken", GeenToegang, id="one-school-no-scope"),
        pytest.param(EEN, "25BE", "zoeken", GeenToegang, id="one-school-named-no-scope"),
        pytest.param(EEN, "30AA", "identificatie", SchoolNietToegestaan, id="another-school"),
        pytest.param(EEN, "30AA", "zoeken", SchoolNietToegestaan, id="another-school-no-scope"),
        pytest.param(EEN, "", "identificatie", OngeldigeInvoer, id="empty"),
        pytest.param(EEN, "school", "identificatie", OngeldigeInvoer, id="no-brin"),
        pytest.param(EEN, "25BE, 25BE", "identificatie", OngeldigeInvoer, id="sent-twice"),
        pytest.param(MEER, None, "identificatie", SchoolVereist, id="more-schools-none-named"),
        pytest.param(MEER, None, "zoeken", SchoolVereist, id="more-schools-none-named-no-scope"),
        pytest.param(MEER, "30AA", "identificatie", GeenToegang, id="scope-of-another-school"),
        pytest.param(MEER, "01XX", "verificatie", GeenToegang, id="school-without-scopes"),
        pytest.param(MEER, "99ZZ", "verificatie", SchoolNietToegestaan, id="none-of-the-schools"),
    ],
)
def test_geen_school(
    toegang: dict[str, tuple[str, ...]], gevraagd: str | None, scope: str, fout: type[Fout]
) -> None:
    """What stands in the way is told precisely: the header, the school, or the scope for it."""
    with pytest.raises(fout) as gevangen:
        kies_school(toegang, gevraagd, scope)
    assert type(gevangen.value) is fout


def test_de_fout_in_de_kop_wijst_naar_de_kop() -> None:
    """A header that holds no BRIN is a fault of the input, at its place."""
    with pytest.raises(OngeldigeInvoer) as gevangen:
        kies_school(EEN, "school", "identificatie")
    assert [(punt.plaats, punt.naam) for punt in gevangen.value.fouten] == [("header", "Namens-School")]


def test_de_melding_noemt_alleen_eigen_scholen() -> None:
    """Who must choose hears of the schools of the key, in order; who chose wrong hears of that choice."""
    with pytest.raises(SchoolVereist) as vereist:
        kies_school(MEER, None, "identificatie")
    assert all("01XX, 25BE, 30AA" in tekst for tekst in vereist.value.detail)
    with pytest.raises(SchoolNietToegestaan) as niet_toegestaan:
        kies_school(EEN, "30aa", "identificatie")
    assert all("30AA" in tekst and "25BE" not in tekst for tekst in niet_toegestaan.value.detail)


def test_de_melding_noemt_school_en_scope() -> None:
    """Who lacks a scope hears which, and for which school."""
    with pytest.raises(GeenToegang) as gevangen:
        kies_school(MEER, "30AA", "identificatie")
    assert all("30AA" in tekst and "`identificatie`" in tekst for tekst in gevangen.value.detail)


@pytest.mark.parametrize(
    ("toegang", "scopes"),
    [(GEEN, set[str]()), (EEN, {"identificatie", "verificatie"}), (MEER, {"identificatie", "verificatie"})],
)
def test_scopes_van(toegang: dict[str, tuple[str, ...]], scopes: set[str]) -> None:
    """The scopes for any school, together."""
    assert scopes_van(toegang) == scopes
