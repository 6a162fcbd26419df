"""Natrekken: what holds for whatever SBB says."""

from datetime import date
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.questions.verificatie import verifieer_erkenning
from stagemarkt.model.erkenning import Bronstatus, Erkenning, Erkenningsgegevens
from stagemarkt.model.questions import Erkenningsvraag

from tests.unit.fakes import LEERBEDRIJF_ID, TERMIJN, NepSbb

# Close together, so that the dates often meet.
DAGEN = st.dates(date(2026, 8, 20), date(2026, 9, 10))


@st.composite
def antwoorden(draw: st.DrawFn) -> Erkenningsgegevens:
    """Whatever SBB may say."""
    return Erkenningsgegevens(
        leerbedrijf_id=LEERBEDRIJF_ID,
        in_orde=draw(st.booleans()),
        status=draw(st.sampled_from((*get_args(Bronstatus), None))),
        startdatum=draw(st.none() | DAGEN),
        einddatum=draw(st.none() | DAGEN),
    )


@st.composite
def vragen(draw: st.DrawFn) -> Erkenningsvraag:
    """A question with a period, or without; never one that ends before it starts."""
    peildatum = draw(DAGEN)
    return Erkenningsvraag(
        LEERBEDRIJF_ID, "25998", peildatum, draw(st.none() | DAGEN.filter(lambda dag: dag >= peildatum))
    )


def _verifieer(gegevens: Erkenningsgegevens, vraag: Erkenningsvraag) -> Erkenning:
    return verifieer_erkenning(NepSbb(erkenning=gegevens), vraag, TERMIJN, vraag.peildatum)


@given(antwoorden(), vragen())
def test_erkend_alleen_als_alles_het_zegt(gegevens: Erkenningsgegevens, vraag: Erkenningsvraag) -> None:
    """Erkend implies SBB's verdict, no word against it, and a peildatum within the dates."""
    erkenning = _verifieer(gegevens, vraag)
    assert erkenning.erkend == (erkenning.status == "erkend")
    if erkenning.erkend:
        assert gegevens.in_orde
        assert gegevens.status in {"erkend", None}
        assert gegevens.startdatum is None or gegevens.startdatum <= vraag.peildatum
        assert gegevens.einddatum is None or vraag.peildatum <= gegevens.einddatum
        assert gegevens.status == "erkend" or gegevens.startdatum is not None


@given(antwoorden(), vragen())
def test_erkend_als_alles_het_zegt(gegevens: Erkenningsgegevens, vraag: Erkenningsvraag) -> None:
    """SBB's verdict and word with a peildatum within the dates are enough: no school is sent away."""
    begint = gegevens.startdatum is None or gegevens.startdatum <= vraag.peildatum
    loopt = gegevens.einddatum is None or vraag.peildatum <= gegevens.einddatum
    if gegevens.in_orde and gegevens.status == "erkend" and begint and loopt:
        assert _verifieer(gegevens, vraag).erkend


@given(antwoorden(), vragen())
def test_de_gehele_periode(gegevens: Erkenningsgegevens, vraag: Erkenningsvraag) -> None:
    """Erkend for the whole period implies erkend on its first day and an end that is not before its last."""
    erkenning = _verifieer(gegevens, vraag)
    assert (erkenning.erkend_gehele_periode is None) == (vraag.tot_en_met is None)
    assert (erkenning.eindigt_tijdens_periode is None) == (vraag.tot_en_met is None)
    if erkenning.erkend_gehele_periode:
        assert erkenning.erkend
        assert vraag.tot_en_met is not None
        assert gegevens.einddatum is None or gegevens.einddatum >= vraag.tot_en_met


@given(antwoorden(), vragen())
def test_geheel_en_eindigend_sluiten_elkaar_uit(gegevens: Erkenningsgegevens, vraag: Erkenningsvraag) -> None:
    """What is erkend on the first day is erkend throughout or ends within: exactly one of the two."""
    erkenning = _verifieer(gegevens, vraag)
    assert not (erkenning.erkend_gehele_periode and erkenning.eindigt_tijdens_periode)
    if erkenning.erkend and vraag.tot_en_met is not None:
        assert erkenning.erkend_gehele_periode or erkenning.eindigt_tijdens_periode


@given(antwoorden(), vragen())
def test_sbbs_nee_blijft_nee(gegevens: Erkenningsgegevens, vraag: Erkenningsvraag) -> None:
    """What SBB calls withdrawn, expired, not recognised or not in order is never erkend."""
    if gegevens.status in {"ingetrokken", "verlopen", "nietErkend", "onbekend"} or not gegevens.in_orde:
        erkenning = _verifieer(gegevens, vraag)
        assert not erkenning.erkend
        assert not erkenning.erkend_gehele_periode


@given(antwoorden(), DAGEN, DAGEN, DAGEN)
def test_een_kortere_periode_is_niet_erger(
    gegevens: Erkenningsgegevens, een: date, twee: date, drie: date
) -> None:
    """Whoever is erkend for a whole period is so for any shorter one from the same day."""
    peildatum, kort, lang = sorted((een, twee, drie))
    geheel = _verifieer(gegevens, Erkenningsvraag(LEERBEDRIJF_ID, "25998", peildatum, lang))
    deel = _verifieer(gegevens, Erkenningsvraag(LEERBEDRIJF_ID, "25998", peildatum, kort))
    assert deel.erkend_gehele_periode or not geheel.erkend_gehele_periode
