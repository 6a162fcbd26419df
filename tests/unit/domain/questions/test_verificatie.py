"""Natrekken: SBB's word, its verdict and its dates, against the date and the period asked about."""

from datetime import date

import pytest
from stagemarkt.domain.questions.judgement import beoordeel
from stagemarkt.domain.questions.verificatie import verifieer_erkenning
from stagemarkt.model.erkenning import Bronstatus, Erkenning, Erkenningsgegevens, Status
from stagemarkt.model.errors import BronAntwoordOngeldig, BronTimeout, Tekst
from stagemarkt.model.questions import Erkenningsvraag

from tests.unit.fakes import ERKENNING, LEERBEDRIJF_ID, TERMIJN, NepSbb

EERDER, GISTEREN, PEIL, MORGEN = date(2020, 1, 1), date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2)
EIND = date(2027, 1, 31)
Datums = tuple[date | None, date | None]

GELDIG: list[Datums] = [(EERDER, None), (EERDER, MORGEN), (PEIL, PEIL), (EERDER, PEIL), (PEIL, None)]
VOORBIJ: list[Datums] = [(EERDER, GISTEREN), (None, GISTEREN)]
STRAKS: list[Datums] = [(MORGEN, None), (MORGEN, EIND)]
ZONDER_BEGIN: list[Datums] = [(None, None), (None, MORGEN)]


def _gegevens(*, in_orde: bool, status: Bronstatus | None, datums: Datums) -> Erkenningsgegevens:
    return ERKENNING.model_copy(
        update={"in_orde": in_orde, "status": status, "startdatum": datums[0], "einddatum": datums[1]}
    )


def _tabel() -> list[tuple[Bronstatus | None, bool, Datums, Status]]:
    alles = GELDIG + VOORBIJ + STRAKS + ZONDER_BEGIN
    rijen: list[tuple[Bronstatus | None, bool, Datums, Status]] = []
    status: Bronstatus | None
    for verdict in (True, False):
        # SBB's withdrawal stands, whatever else it says.
        rijen += [("ingetrokken", verdict, datums, "ingetrokken") for datums in alles]
        rijen += [("verlopen", verdict, datums, "verlopen") for datums in alles]
        # Dates outside speak before a word that says erkend.
        for status in ("erkend", "nietErkend", None, "onbekend"):
            rijen += [(status, verdict, datums, "verlopen") for datums in VOORBIJ]
            rijen += [(status, verdict, datums, "toekomstig") for datums in STRAKS]
        rijen += [("nietErkend", verdict, datums, "nietErkend") for datums in GELDIG + ZONDER_BEGIN]
    for status in ("erkend", "onbekend", None):
        rijen += [(status, False, datums, "nietErkend") for datums in GELDIG + ZONDER_BEGIN]
    rijen += [("erkend", True, datums, "erkend") for datums in GELDIG + ZONDER_BEGIN]
    # In order, without its word: a start date must vouch for it.
    rijen += [(None, True, datums, "erkend") for datums in GELDIG]
    rijen += [(None, True, datums, "onbekend") for datums in ZONDER_BEGIN]
    rijen += [("onbekend", True, datums, "onbekend") for datums in GELDIG + ZONDER_BEGIN]
    return rijen


@pytest.mark.parametrize(("status", "in_orde", "datums", "verwacht"), _tabel())
def test_beoordeel(status: Bronstatus | None, datums: Datums, verwacht: Status, *, in_orde: bool) -> None:
    """The status follows from SBB's word, its verdict and its dates; only agreement makes it erkend."""
    assert beoordeel(_gegevens(in_orde=in_orde, status=status, datums=datums), PEIL) == verwacht


def _vraag(code: str = "25998", tot_en_met: date | None = None) -> Erkenningsvraag:
    return Erkenningsvraag(LEERBEDRIJF_ID, code, PEIL, tot_en_met)


def _verifieer(gegevens: Erkenningsgegevens, tot_en_met: date | None) -> Erkenning:
    return verifieer_erkenning(NepSbb(erkenning=gegevens), _vraag(tot_en_met=tot_en_met), TERMIJN, PEIL)


@pytest.mark.parametrize(
    ("status", "datums", "tot_en_met", "gehele", "tijdens"),
    [
        pytest.param("erkend", (EERDER, None), None, None, None, id="no-period-asked"),
        pytest.param("erkend", (EERDER, None), EIND, True, False, id="no-end"),
        pytest.param("erkend", (EERDER, EIND), EIND, True, False, id="ends-on-the-last-day"),
        pytest.param("erkend", (EERDER, date(2027, 1, 30)), EIND, False, True, id="ends-a-day-early"),
        pytest.param("erkend", (EERDER, date(2027, 2, 1)), EIND, True, False, id="ends-after"),
        pytest.param("erkend", (EERDER, PEIL), EIND, False, True, id="ends-on-the-first-day"),
        pytest.param("erkend", (EERDER, PEIL), PEIL, True, False, id="a-period-of-one-day"),
        pytest.param("erkend", (EERDER, GISTEREN), EIND, False, False, id="over-before-it-starts"),
        pytest.param("erkend", (MORGEN, None), EIND, False, False, id="starts-too-late"),
        pytest.param("erkend", (MORGEN, MORGEN), EIND, False, True, id="starts-late-and-ends-early"),
        pytest.param("ingetrokken", (EERDER, MORGEN), EIND, False, False, id="withdrawn"),
        pytest.param("nietErkend", (EERDER, None), EIND, False, False, id="not-recognised"),
        pytest.param("onbekend", (EERDER, MORGEN), EIND, False, False, id="unknown-word"),
        pytest.param(
            "erkend",
            (MORGEN, EERDER),
            EIND,
            False,
            False,
            id="ends-before-it-starts",
        ),
    ],
)
def test_de_hele_periode(
    status: Bronstatus, datums: Datums, tot_en_met: date | None, *, gehele: bool | None, tijdens: bool | None
) -> None:
    """With `totEnMet` the answer says whether the whole period is covered, and whether it ends within."""
    erkenning = _verifieer(_gegevens(in_orde=True, status=status, datums=datums), tot_en_met)
    assert (erkenning.erkend_gehele_periode, erkenning.eindigt_tijdens_periode) == (gehele, tijdens)
    assert erkenning.tot_en_met == tot_en_met


@pytest.mark.parametrize(("code", "soort"), [("25998", "crebo"), ("K0067", "keuzedeel")])
def test_het_antwoord_noemt_de_vraag(code: str, soort: str) -> None:
    """The answer repeats the code and the date that were asked, beside what SBB said."""
    sbb = NepSbb()
    erkenning = verifieer_erkenning(sbb, _vraag(code), TERMIJN, PEIL)
    assert (erkenning.code, erkenning.code_type, erkenning.peildatum) == (code, soort, PEIL)
    assert (erkenning.leerbedrijf_id, erkenning.naam) == (LEERBEDRIJF_ID, ERKENNING.naam)
    assert (erkenning.startdatum, erkenning.einddatum) == (ERKENNING.startdatum, None)
    assert sbb.gevraagd == [_vraag(code), LEERBEDRIJF_ID]


@pytest.mark.parametrize("ander", ["900000002", "", "0900000001", "900000001 "])
def test_een_ander_leerbedrijf_wordt_niet_doorgegeven(ander: str) -> None:
    """The erkenning of another leerbedrijf than the one asked for is an unusable answer."""
    sbb = NepSbb(erkenning=ERKENNING.model_copy(update={"leerbedrijf_id": ander}))
    with pytest.raises(BronAntwoordOngeldig):
        verifieer_erkenning(sbb, _vraag(), TERMIJN, PEIL)


def test_wat_sbb_raakt_komt_door() -> None:
    """A failure of SBB is never turned into an answer."""
    with pytest.raises(BronTimeout):
        verifieer_erkenning(NepSbb(fout=BronTimeout(Tekst("Te laat.", "Too late."))), _vraag(), TERMIJN, PEIL)
