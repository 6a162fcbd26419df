"""Natrekken per leerweg: SBB's verdict knows none, its list of erkenningen may."""

from collections.abc import Sequence
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.questions.list_patience import MISSERS, RUST, TRAAG, Lijstgeduld
from stagemarkt.domain.questions.verificatie import GEDULD, verifieer_erkenning
from stagemarkt.model.detailgegevens import Detailgegevens
from stagemarkt.model.erkenning import Bronstatus, Erkenningsgegevens, NagetrokkenErkenning, Status
from stagemarkt.model.errors import (
    BronAntwoordOngeldig,
    BronNietBeschikbaar,
    BronTimeout,
    Fout,
    LeerbedrijfOnbekend,
    Tekst,
)
from stagemarkt.model.questions import Erkenningsvraag, Leerweg
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.results import Details

from tests.unit.fakes import ERKENNING, LEERBEDRIJF_ID, NepSbb

PEIL, EIND = date(2026, 9, 1), date(2027, 1, 31)
EERDER, MIDDEN, LATER = date(2018, 8, 1), date(2026, 12, 31), date(2032, 8, 1)
STORING = BronNietBeschikbaar(Tekst("Weg.", "Gone."), intern="away")
TERMIJN = Termijn(20.0, lambda: 0.0)
BOL_VOORBIJ = ("BOL", "verlopen", EERDER, date(2021, 10, 25))
BBL_OPEN = ("BBL", "erkend", EERDER, None)
Rij = tuple[str | None, str | None, date | None, date | None]


def _rij(
    leerweg: str | None, status: str | None, start: date | None, eind: date | None
) -> Erkenningsgegevens:
    return Erkenningsgegevens.model_validate(
        {
            "leerbedrijf_id": LEERBEDRIJF_ID,
            "in_orde": True,
            "code": "25254",
            "leerweg": leerweg,
            "status": status,
            "startdatum": start,
            "einddatum": eind,
        }
    )


def _sbb(*rijen: Rij, verdict: Erkenningsgegevens = ERKENNING, fout: Exception | None = None) -> NepSbb:
    sbb = NepSbb(erkenning=verdict)
    ander = _rij("BOL", "erkend", EERDER, None).model_copy(update={"code": "25998"})
    lijst = (ander, *(_rij(*rij) for rij in rijen))
    sbb.details = Details(Detailgegevens(leerbedrijf_id=LEERBEDRIJF_ID), lijst)
    sbb.details_fout = fout
    return sbb


def _vraag(
    leerweg: Leerweg | None = None, peildatum: date = PEIL, tot_en_met: date | None = EIND
) -> Erkenningsvraag:
    return Erkenningsvraag(LEERBEDRIJF_ID, "25254", peildatum, tot_en_met, leerweg)


def _verifieer(sbb: NepSbb, vraag: Erkenningsvraag, gemeld: list[Fout] | None = None) -> NagetrokkenErkenning:
    meld = (lambda _: None) if gemeld is None else gemeld.append
    return verifieer_erkenning(sbb, vraag, TERMIJN, PEIL, meld)


def _kort(erkenning: NagetrokkenErkenning) -> dict[str, tuple[bool, str]]:
    return {deel.leerweg: (deel.erkend, deel.status) for deel in erkenning.leerwegen or ()}


@pytest.mark.parametrize(
    ("rijen", "leerweg", "status"),
    [
        pytest.param([BOL_VOORBIJ, BBL_OPEN], "BOL", "verlopen", id="bbl-and-no-longer-bol"),
        pytest.param([BOL_VOORBIJ, BBL_OPEN], "BBL", "erkend", id="the-other-way"),
        pytest.param([BBL_OPEN], "BOL", "nietErkend", id="only-bbl"),
        pytest.param([("BOL", "ingetrokken", EERDER, None), BBL_OPEN], "BOL", "ingetrokken", id="withdrawn"),
        pytest.param([("BOL", "nietErkend", None, None), BBL_OPEN], "BOL", "nietErkend", id="refused"),
        pytest.param([("BOL", "nietErkend", LATER, None), BBL_OPEN], "BOL", "toekomstig", id="begins-later"),
        pytest.param([("BOL", "onbekend", EERDER, None), BBL_OPEN], "BOL", "onbekend", id="unknown-word"),
        pytest.param([("BOL", None, None, None), BBL_OPEN], "BOL", "onbekend", id="says-nothing"),
        pytest.param([("BOL", "verlopen", EERDER, MIDDEN), (None, "erkend", EERDER, None)], "BOL", "verlopen",
                     id="its-own-goes-before-one-for-both"),
        pytest.param([BOL_VOORBIJ, ("BOL", "erkend", EERDER, None)], "BOL", "erkend", id="again"),
    ],
)  # fmt: skip
def test_met_leerweg(rijen: Sequence[Rij], leerweg: Leerweg, status: Status) -> None:
    """Asked with a leerweg the answer is about that one, and names it."""
    erkenning = _verifieer(_sbb(*rijen), _vraag(leerweg))
    assert (erkenning.erkend, erkenning.status) == (status == "erkend", status)
    assert (erkenning.leerweg, erkenning.leerweg_bekend, erkenning.leerweg_reden) == (leerweg, True, None)
    assert erkenning.erkend_gehele_periode == (status == "erkend")


def test_zonder_leerweg_staat_er_waar_zij_verschillen() -> None:
    """Asked without one, erkend is so for at least one, and the answer has both with what holds for each."""
    sbb = _sbb(BOL_VOORBIJ, ("BBL", "erkend", EERDER, MIDDEN))
    erkenning = _verifieer(sbb, _vraag())
    assert (erkenning.erkend, erkenning.leerweg, erkenning.leerweg_bekend) == (True, None, True)
    assert _kort(erkenning) == {"BOL": (False, "verlopen"), "BBL": (True, "erkend")}
    assert [deel.eindigt_tijdens_periode for deel in erkenning.leerwegen or ()] == [False, True]
    assert [deel.einddatum for deel in erkenning.leerwegen or ()] == [date(2021, 10, 25), MIDDEN]


@pytest.mark.parametrize("rijen", [[], [(None, "erkend", EERDER, None)]], ids=["not-listed", "no-leerweg"])
@pytest.mark.parametrize("leerweg", [None, "BOL", "BBL"])
def test_waar_sbb_het_niet_vertelt(rijen: Sequence[Rij], leerweg: Leerweg | None) -> None:
    """Where SBB tells no leerweg its verdict stands, names none, and says so."""
    erkenning = _verifieer(_sbb(*rijen), _vraag(leerweg))
    assert (erkenning.erkend, erkenning.leerweg, erkenning.leerwegen) == (True, None, None)
    assert (erkenning.leerweg_bekend, erkenning.leerweg_reden) == (False, "nietVerteld")


def test_deels_verteld() -> None:
    """One leerweg told and the other not: each by what is known of it."""
    sbb = _sbb((None, "erkend", EERDER, None), ("BBL", "ingetrokken", EERDER, None))
    assert _verifieer(sbb, _vraag("BBL")).status == "ingetrokken"
    bol, beide = _verifieer(sbb, _vraag("BOL")), _verifieer(sbb, _vraag())
    assert (bol.erkend, bol.leerweg_bekend) == (True, False)
    assert (_kort(beide), beide.leerweg_bekend) == ({"BBL": (False, "ingetrokken")}, False)


@pytest.mark.parametrize(
    ("rijen", "status", "eind"),
    [
        pytest.param([BOL_VOORBIJ, ("BBL", "ingetrokken", EERDER, None)], "verlopen", None, id="neither"),
        pytest.param([("BOL", "nietErkend", LATER, None), ("BBL", "nietErkend", LATER, None)], "toekomstig",
                     None, id="neither-yet"),
        pytest.param([(None, "ingetrokken", EERDER, None)], "ingetrokken", None, id="withdrawn"),
        pytest.param([("BBL", "ingetrokken", None, None)], "ingetrokken", None, id="withdrawn-and-never-was"),
        pytest.param([("BOL", "verlopen", EERDER, MIDDEN), (None, "ingetrokken", EERDER, None)], "verlopen",
                     None, id="ended-and-withdrawn"),
        pytest.param([("BOL", "erkend", EERDER, date(2026, 10, 1)), ("BBL", "erkend", EERDER, MIDDEN)],
                     "erkend", MIDDEN, id="both-end"),
        pytest.param([("BOL", "verlopen", EERDER, date(2021, 10, 25)), ("BBL", "erkend", EERDER, MIDDEN)],
                     "erkend", MIDDEN, id="the-one-that-is-left-ends"),
        pytest.param([(None, "erkend", EERDER, MIDDEN)], "erkend", MIDDEN, id="ends-for-whichever"),
    ],
)  # fmt: skip
def test_zonder_leerweg_geldt_het_voor_ten_minste_een(
    rijen: Sequence[Rij], status: Status, eind: date | None
) -> None:
    """Asked without a leerweg, erkend is said no longer than SBB's list has one for which it holds."""
    erkenning = _verifieer(_sbb(*rijen), _vraag())
    assert (erkenning.erkend, erkenning.status) == (status == "erkend", status)
    assert erkenning.erkend_gehele_periode is False
    if eind is not None:
        assert (erkenning.einddatum, erkenning.eindigt_tijdens_periode) == (eind, True)


def test_voor_een_leerweg_telt_wie_geen_leerweg_noemt() -> None:
    """BOL is why SBB's verdict says yes; all else that it lists is withdrawn: BBL is not erkend."""
    sbb = _sbb(("BOL", "erkend", EERDER, None), (None, "ingetrokken", EERDER, None))
    bbl, zonder = _verifieer(sbb, _vraag("BBL")), _verifieer(sbb, _vraag())
    assert (bbl.erkend, bbl.status, bbl.leerweg_bekend, bbl.leerweg) == (False, "ingetrokken", False, None)
    assert (zonder.erkend, _kort(zonder)) == (True, {"BOL": (True, "erkend")})
    # The end of it counts too.
    eindig = _sbb(("BOL", "erkend", EERDER, None), (None, "erkend", EERDER, MIDDEN))
    assert _verifieer(eindig, _vraag("BBL")).eindigt_tijdens_periode
    assert _verifieer(eindig, _vraag()).erkend_gehele_periode


@pytest.mark.parametrize(
    ("rij", "peildatum"),
    [
        pytest.param((None, "onbekend", None, None), PEIL, id="unknown-word"),
        pytest.param((None, None, None, None), PEIL, id="says-nothing"),
        pytest.param(
            (None, "erkend", date(2026, 8, 1), None), date(2026, 7, 31), id="began-after-a-past-day"
        ),
    ],
)
def test_wat_van_die_dag_niets_zegt_gaat_niet_tegen_het_verdict(rij: Rij, peildatum: date) -> None:
    """An erkenning without a leerweg that says nothing of the day says nothing against SBB's verdict."""
    vragen = [_vraag(leerweg, peildatum) for leerweg in (None, "BOL", "BBL")]
    assert [_verifieer(_sbb(rij), vraag).erkend for vraag in vragen] == [True] * 3


def test_leerweg_onleesbaar() -> None:
    """A leerweg that nobody can read is not told; who asks for one hears `onbekend`."""
    sbb = _sbb((None, "erkend", EERDER, None))
    rijen = [rij.model_copy(update={"leerweg_onleesbaar": True}) for rij in sbb.details.erkenningen]
    sbb.details = sbb.details._replace(erkenningen=rijen)
    bol, zonder = _verifieer(sbb, _vraag("BOL")), _verifieer(sbb, _vraag())
    assert (bol.erkend, bol.status) == (False, "onbekend")
    assert (zonder.erkend, zonder.leerwegen) == (True, None)
    for een in (bol, zonder):
        assert (een.leerweg, een.leerweg_bekend, een.leerweg_reden) == (None, False, "nietVerteld")


@pytest.mark.parametrize(
    ("rij", "peildatum", "status"),
    [
        pytest.param(BOL_VOORBIJ, date(2021, 10, 25), "erkend", id="expired-since"),
        pytest.param(BOL_VOORBIJ, date(2021, 10, 26), "verlopen", id="expired-then"),
        pytest.param(("BOL", "ingetrokken", EERDER, date(2026, 8, 1)), date(2026, 7, 31), "erkend",
                     id="withdrawn-since"),
        pytest.param(("BOL", "ingetrokken", EERDER, date(2026, 8, 1)), date(2026, 8, 1), "ingetrokken",
                     id="withdrawn-that-day"),
        pytest.param(("BOL", "ingetrokken", EERDER, date(2030, 7, 31)), date(2026, 7, 31), "ingetrokken",
                     id="withdrawn-since-when-is-not-said"),
        pytest.param(("BOL", "nietErkend", date(2026, 10, 1), None), date(2026, 10, 1), "erkend",
                     id="begun-by-then"),
        pytest.param(("BOL", "nietErkend", EERDER, None), PEIL, "nietErkend", id="not-erkend-today-at-all"),
    ],
)  # fmt: skip
def test_het_woord_van_vandaag(rij: Rij, peildatum: date, status: Status) -> None:
    """The list's word is today's; for another day a date that explains it goes before it."""
    erkenning = _verifieer(_sbb(rij, BBL_OPEN), _vraag("BOL", peildatum, None))
    assert erkenning.status == status


def test_erkend_tot_waar_beide_het_zeggen() -> None:
    """Verdict and list each know an end: the first one counts, whichever of them says so."""
    verdict = ERKENNING.model_copy(update={"einddatum": MIDDEN})
    assert _verifieer(_sbb(BBL_OPEN, verdict=verdict), _vraag("BBL")).eindigt_tijdens_periode
    lijst = ("BBL", "erkend", EERDER, MIDDEN)
    assert _verifieer(_sbb(lijst), _vraag("BBL")).eindigt_tijdens_periode


def test_niet_erkend_kost_geen_tweede_vraag() -> None:
    """What is erkend for neither needs no list; asked with a leerweg it does, to say why for that one."""
    verdict = ERKENNING.model_copy(update={"in_orde": False, "status": "nietErkend"})
    zonder, met = _sbb(BBL_OPEN, verdict=verdict), _sbb(BOL_VOORBIJ, BBL_OPEN, verdict=verdict)
    erkenning = _verifieer(zonder, _vraag())
    assert (erkenning.leerweg_bekend, erkenning.leerwegen, zonder.gevraagd) == (None, None, [_vraag()])
    assert [_verifieer(met, _vraag(leerweg)).status for leerweg in ("BOL", "BBL")] == [
        "verlopen",
        "nietErkend",
    ]


@pytest.mark.parametrize("fout", [STORING, BronTimeout(Tekst("Te laat.", "Too late."))])
def test_de_lijst_komt_niet(fout: Fout) -> None:
    """Without the list the verdict stands, and why is told; who asked for a leerweg gets no answer."""
    gemeld: list[Fout] = []
    erkenning = _verifieer(_sbb(fout=fout), _vraag(), gemeld)
    assert (erkenning.erkend, erkenning.leerwegen) == (True, None)
    assert (erkenning.leerweg_bekend, erkenning.leerweg_reden) == (False, "nietOpgehaald")
    assert gemeld == [fout]
    with pytest.raises(type(fout)):
        _verifieer(_sbb(fout=fout), _vraag("BOL"))


def test_zonder_de_lijst_blijft_nee_nee() -> None:
    """SBB's no is an answer for each leerweg, also when the list that would say why does not come."""
    verdict = ERKENNING.model_copy(update={"in_orde": False, "status": "ingetrokken"})
    erkenning = _verifieer(_sbb(verdict=verdict, fout=STORING), _vraag("BOL"))
    assert (erkenning.erkend, erkenning.status) == (False, "ingetrokken")
    assert erkenning.erkend_gehele_periode is False
    assert (erkenning.leerweg_bekend, erkenning.leerweg_reden) == (False, "nietOpgehaald")


def test_details_kennen_het_leerbedrijf_niet() -> None:
    """A leerbedrijf that SBB verifies and gives no details of: it tells no leerweg."""
    fout = LeerbedrijfOnbekend(Tekst("Onbekend.", "Unknown."))
    erkenning = _verifieer(_sbb(fout=fout), _vraag("BOL"))
    assert (erkenning.erkend, erkenning.leerweg_reden) == (True, "nietVerteld")


def test_details_van_een_ander_tellen_niet() -> None:
    """The list of another leerbedrijf is never used."""
    sbb = _sbb(BBL_OPEN)
    sbb.details = sbb.details._replace(gegevens=Detailgegevens(leerbedrijf_id="900000002"))
    assert _verifieer(sbb, _vraag()).leerweg_reden == "nietOpgehaald"
    with pytest.raises(BronAntwoordOngeldig):
        _verifieer(sbb, _vraag("BBL"))


@pytest.mark.parametrize(("leerweg", "over"), [(None, GEDULD), ("BBL", 20.0)])
def test_geduld(leerweg: Leerweg | None, over: float) -> None:
    """Who did not ask for a leerweg does not wait all its time for one."""

    class Luisteraar(NepSbb):
        """SBB that notes how long the list may take."""

        termijn = 0.0

        def geef_details(self, leerbedrijf_id: str, termijn: Termijn) -> Details:
            self.termijn = termijn.over
            return super().geef_details(leerbedrijf_id, termijn)

    sbb = Luisteraar()
    _verifieer(sbb, _vraag(leerweg))
    assert sbb.termijn == over


class TrageSbb(NepSbb):
    """SBB whose list takes so many seconds on a clock of its own, and comes when that is in time."""

    def __init__(self, seconden: float) -> None:
        super().__init__(erkenning=ERKENNING)
        self.details = Details(Detailgegevens(leerbedrijf_id=LEERBEDRIJF_ID), ())
        self.seconden = seconden
        self.nu = 1_000_000.0

    def geef_details(self, leerbedrijf_id: str, termijn: Termijn) -> Details:
        """As SBB would."""
        op_tijd, wacht = self.seconden < termijn.over, min(self.seconden, termijn.over)
        self.nu += wacht
        gekregen = super().geef_details(leerbedrijf_id, termijn)
        if not op_tijd:
            raise BronTimeout(Tekst("Te laat.", "Too late."))
        return gekregen

    def vraag(self, geduld: Lijstgeduld, leerweg: Leerweg | None = None) -> tuple[float, str | None]:
        """How long a check takes, and why no leerweg is known."""
        begin = self.nu
        termijn = Termijn(begin + 20.0, lambda: self.nu)
        erkenning = verifieer_erkenning(self, _vraag(leerweg), termijn, PEIL, geduld=geduld)
        return self.nu - begin, erkenning.leerweg_reden


def test_een_lijst_die_blijft_hangen_kost_niet_elke_vraag_zijn_tijd() -> None:
    """After three in a row that waited in vain nobody waits for half a minute, but who asks for a leerweg."""
    sbb = TrageSbb(60.0)
    geduld = Lijstgeduld(lambda: sbb.nu)
    assert [sbb.vraag(geduld) for _ in range(5)] == [(GEDULD, "nietOpgehaald")] * 3 + [
        (0, "nietOpgehaald")
    ] * 2
    with pytest.raises(BronTimeout):
        sbb.vraag(geduld, "BOL")
    sbb.nu += RUST
    assert [sbb.vraag(geduld)[0] for _ in range(2)] == [GEDULD, 0]
    sbb.nu += RUST
    sbb.seconden = 0.1
    assert [sbb.vraag(geduld)[1] for _ in range(2)] == ["nietVerteld"] * 2
    sbb.seconden = 60.0
    assert sbb.vraag(geduld)[0] == GEDULD


def test_een_lijst_die_meteen_mislukt_wordt_elke_keer_gevraagd() -> None:
    """A failure that costs no time is no reason to leave the list alone; nor is a clock that was set back."""
    sbb = TrageSbb(0.1)
    geduld = Lijstgeduld(lambda: sbb.nu)
    sbb.details_fout = STORING
    assert [sbb.vraag(geduld)[1] for _ in range(5)] == ["nietOpgehaald"] * 5
    sbb.details_fout = None
    assert sbb.vraag(geduld)[1] == "nietVerteld"
    for _ in range(MISSERS):
        geduld.mislukt(STORING, TRAAG)
    assert geduld.op() is STORING
    sbb.nu -= 3600
    assert geduld.op() is None


# Close together, so that the dates often meet.
DAGEN = st.dates(date(2026, 8, 20), date(2026, 9, 10))
STATUSSEN = st.sampled_from((*get_args(Bronstatus), None))
RIJEN = st.lists(
    st.tuples(st.sampled_from(("BOL", "BBL", None)), STATUSSEN, st.none() | DAGEN, st.none() | DAGEN),
    max_size=4,
)


@st.composite
def verdicten(draw: st.DrawFn) -> Erkenningsgegevens:
    """Whatever SBB's verdict may be."""
    return ERKENNING.model_copy(
        update={
            "in_orde": draw(st.booleans()),
            "status": draw(STATUSSEN),
            "startdatum": draw(st.none() | DAGEN),
            "einddatum": draw(st.none() | DAGEN),
        }
    )


@given(verdicten(), RIJEN, st.sampled_from(("BOL", "BBL")), DAGEN, DAGEN)
def test_een_leerweg_is_nooit_gunstiger(
    verdict: Erkenningsgegevens, rijen: list[Rij], leerweg: Leerweg, een: date, twee: date
) -> None:
    """What is said for one leerweg is never better than what is said without; what both ask is the same."""
    peildatum, tot_en_met = sorted((een, twee))
    sbb = _sbb(*rijen, verdict=verdict)
    met = _verifieer(sbb, _vraag(leerweg, peildatum, tot_en_met))
    zonder = _verifieer(sbb, _vraag(None, peildatum, tot_en_met))
    assert zonder.erkend or not met.erkend
    assert zonder.erkend_gehele_periode or not met.erkend_gehele_periode
    for deel in zonder.leerwegen or ():
        if deel.leerweg == leerweg:
            assert (deel.erkend, deel.status, deel.einddatum) == (met.erkend, met.status, met.einddatum)
            assert deel.erkend_gehele_periode == met.erkend_gehele_periode


@given(verdicten(), RIJEN, st.sampled_from(("BOL", "BBL")))
def test_sbbs_nee_voor_een_leerweg_blijft_nee(
    verdict: Erkenningsgegevens, rijen: list[Rij], leerweg: Leerweg
) -> None:
    """Where SBB lists erkenningen for a leerweg and none says erkend today, it is not erkend today."""
    eigen = [rij for rij in rijen if rij[0] == leerweg]
    if eigen and not any(status in {"erkend", None} for _, status, _, _ in eigen):
        assert not _verifieer(_sbb(*rijen, verdict=verdict), _vraag(leerweg)).erkend


@given(verdicten(), RIJEN, DAGEN, DAGEN)
def test_zonder_leerweg_is_nooit_gunstiger_dan_de_gunstigste(
    verdict: Erkenningsgegevens, rijen: list[Rij], een: date, twee: date
) -> None:
    """What is said without a leerweg holds for at least one of the two, unless nobody can tell of one."""
    peildatum, tot_en_met = sorted((een, twee))
    sbb = _sbb(*rijen, verdict=verdict)
    zonder = _verifieer(sbb, _vraag(None, peildatum, tot_en_met))
    beide = [_verifieer(sbb, _vraag(leerweg, peildatum, tot_en_met)) for leerweg in ("BOL", "BBL")]
    if not any(met.status == "onbekend" for met in beide):
        assert zonder.erkend == any(met.erkend for met in beide)
        assert zonder.erkend_gehele_periode == any(met.erkend_gehele_periode for met in beide)
