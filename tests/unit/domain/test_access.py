"""For which school a call is made, and whether the key may."""

from datetime import date

import pytest
from stagemarkt.domain.access import geldige_toegang, has_scope, kies_school
from stagemarkt.model.errors import Fout, GeenToegang, OngeldigeInvoer, SchoolNietToegestaan, SchoolVereist
from stagemarkt.model.toegang import Afnemer, Limiet, Rechten, Toegang

GEEN: dict[str, tuple[str, ...]] = {}
EEN = {"99XX": ("identificatie", "verificatie")}
MEER = {"30AA": ("verificatie",), "99XX": ("identificatie",), "01XX": ()}


@pytest.mark.parametrize(
    ("toegang", "gevraagd", "scope", "school"),
    [
        (EEN, None, "identificatie", "99XX"),
        (EEN, "99XX", "identificatie", "99XX"),
        (EEN, " 99xx ", "verificatie", "99XX"),
        (MEER, "99XX", "identificatie", "99XX"),
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
        pytest.param(GEEN, "99XX", "identificatie", SchoolNietToegestaan, id="no-school-one-named"),
        pytest.param(EEN, None, "zoeken", GeenToegang, id="one-school-no-scope"),
        pytest.param(EEN, "99XX", "zoeken", GeenToegang, id="one-school-named-no-scope"),
        pytest.param(EEN, "30AA", "identificatie", SchoolNietToegestaan, id="another-school"),
        pytest.param(EEN, "30AA", "zoeken", SchoolNietToegestaan, id="another-school-no-scope"),
        pytest.param(EEN, "", "identificatie", OngeldigeInvoer, id="empty"),
        pytest.param(EEN, "school", "identificatie", OngeldigeInvoer, id="no-brin"),
        pytest.param(EEN, "99XX, 99XX", "identificatie", OngeldigeInvoer, id="sent-twice"),
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
    assert all("01XX, 30AA, 99XX" in tekst for tekst in vereist.value.detail)
    with pytest.raises(SchoolNietToegestaan) as niet_toegestaan:
        kies_school(EEN, "30aa", "identificatie")
    assert all("30AA" in tekst and "99XX" not in tekst for tekst in niet_toegestaan.value.detail)


def test_de_melding_noemt_school_en_scope() -> None:
    """Who lacks a scope hears which, and for which school."""
    with pytest.raises(GeenToegang) as gevangen:
        kies_school(MEER, "30AA", "identificatie")
    assert all("30AA" in tekst and "`identificatie`" in tekst for tekst in gevangen.value.detail)


def test_honderden_scholen_maken_geen_bladzij() -> None:
    """A key for 300 schools that names none hears of the first few only."""
    veel = {f"{n // 26:02}A{chr(65 + n % 26)}": ("zoeken",) for n in range(300)}
    with pytest.raises(SchoolVereist) as gevangen:
        kies_school(veel, None, "zoeken")
    assert all(tekst.count("A") < 60 and "…" in tekst for tekst in gevangen.value.detail)


@pytest.mark.parametrize(
    ("einddatum", "scopes", "vandaag", "geldig"),
    [
        (None, ("zoeken",), date(2026, 9, 1), {"99XX": ("zoeken",)}),
        (date(2026, 9, 1), ("zoeken",), date(2026, 8, 31), {"99XX": ("zoeken",)}),
        (date(2026, 9, 1), ("zoeken",), date(2026, 9, 1), {"99XX": ("zoeken",)}),
        (date(2026, 9, 1), ("zoeken",), date(2026, 9, 2), {}),
        (None, (), date(2026, 9, 1), {}),
    ],
)
def test_geldige_toegang(
    einddatum: date | None, scopes: tuple[str, ...], vandaag: date, geldig: dict[str, tuple[str, ...]]
) -> None:
    """Through its last day, and not a day longer; without a scope it is none."""
    toegang = Toegang("99XX", scopes, einddatum)
    assert geldige_toegang([toegang], vandaag) == geldig


@pytest.mark.parametrize(
    ("toegangen", "heeft"),
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
def test_has_scope(toegangen: tuple[Toegang, ...] | None, heeft: bool) -> None:  # noqa: FBT001 - a case
    """For this school, this scope and today; of an afnemer that there is not, nothing holds."""
    afnemer = Afnemer("demo", "Demo", "", Limiet(5, 10, 100), "poort")
    rechten = None if toegangen is None else Rechten(afnemer, toegangen)
    assert has_scope(rechten, "99XX", "mutaties", date(2026, 9, 1)) is heeft
