"""What is known of SBB, with a look at its door when nobody has seen it lately."""

from typing import NoReturn

import pytest
from stagemarkt.domain.guard.status import (
    GELDIG,
    TUSSENTIJD,
    Bronstatus,
    Oordeel,
    Zekeringoordeel,
    all_sightings,
    beoordeel,
    judge_sightings,
    look_if_silent,
)
from stagemarkt.model.errors import BronCertificaat, BronNietBeschikbaar, EigenTekort, OpslagFout, Tekst
from stagemarkt.ports.guard import Zekering
from stagemarkt.ports.records import EndpointChange, EndpointRecord, Sightings

from tests.unit.fakes import NU, NepPeiler
from tests.unit.nep_records import NepRecords

TEKST = Tekst("Nee.", "No.")
ONBEREIKBAAR = BronNietBeschikbaar(TEKST)
LANG_GELEDEN = Sightings(last_success=NU - GELDIG, last_failure=NU - GELDIG, failure_code="bron-timeout")


def _look(records: NepRecords, peiler: NepPeiler) -> tuple[Sightings | None, list[str]]:
    meldingen: list[str] = []
    record = look_if_silent(records, lambda: peiler, NU, lambda wat, _fout: meldingen.append(wat))
    return None if record is None else record.seen, meldingen


def _records(seen: Sightings, *, mag_kijken: bool = True, stuk: frozenset[str] = frozenset()) -> NepRecords:
    return NepRecords(EndpointRecord(seen=seen), mag_kijken=mag_kijken, stuk=stuk)


@pytest.mark.parametrize(
    ("succes", "fout", "oordeel"),
    [
        pytest.param(None, None, "onbekend", id="never-seen"),
        pytest.param(NU, None, "in-orde", id="answered-now"),
        pytest.param(NU - GELDIG + 1, None, "in-orde", id="answered-lately"),
        pytest.param(NU - GELDIG, None, "onbekend", id="answered-long-ago"),
        pytest.param(None, NU, "storing", id="failed-now"),
        pytest.param(None, NU - GELDIG, "onbekend", id="failed-long-ago"),
        pytest.param(NU - 5, NU - 10, "in-orde", id="answered-after-failing"),
        pytest.param(NU - 10, NU - 5, "storing", id="failed-after-answering"),
        pytest.param(NU - 5, NU - 5, "storing", id="both-at-once"),
        pytest.param(NU - 4.5, NU - 5, "in-orde", id="answered-within-the-same-second"),
        pytest.param(NU - 5, NU - GELDIG, "in-orde", id="failed-long-ago-answered-lately"),
    ],
)
def test_judge_sightings(succes: float | None, fout: float | None, oordeel: Bronstatus) -> None:
    """The last thing seen decides, as long as it is recent; in doubt it is a failure."""
    assert judge_sightings(Sightings(last_success=succes, last_failure=fout), NU) == oordeel


@pytest.mark.parametrize(
    ("seen", "whole"),
    [
        ([], Sightings()),
        ([Sightings(), Sightings(NU)], Sightings(NU)),
        (
            [Sightings(NU - 9, NU - 5, "bron-timeout"), Sightings(NU - 3, NU - 7, "bron-overbelast")],
            Sightings(NU - 3, NU - 5, "bron-timeout"),
        ),
    ],
)
def test_all_sightings(seen: list[Sightings], whole: Sightings) -> None:
    """SBB is one, wherever it has what: the last success and the last failure at any of its addresses."""
    assert all_sightings(EndpointRecord(seen=one) for one in seen) == whole


@pytest.mark.parametrize(
    "gezien",
    [
        Sightings(last_success=NU - 5),
        Sightings(last_success=NU - GELDIG + 1),
        Sightings(last_failure=NU - 5, failure_code="bron-timeout"),
        Sightings(last_success=NU - 9, last_failure=NU - 5, failure_code="bron-niet-beschikbaar"),
    ],
)
def test_wie_net_is_gezien_wordt_niet_gepeild(gezien: Sightings) -> None:
    """What a real question met lately is enough: the door is left alone, no right to try it is claimed."""
    records, peiler = _records(gezien), NepPeiler()
    assert _look(records, peiler) == (gezien, [])
    assert (peiler.keren, records.geclaimd) == (0, [])


@pytest.mark.parametrize("gezien", [Sightings(), LANG_GELEDEN])
def test_wie_al_gepeild_wordt_blijft_met_rust(gezien: Sightings) -> None:
    """Whoever is not given the right does not try: the door is tried once per interval, however many ask."""
    records, peiler = _records(gezien, mag_kijken=False), NepPeiler()
    assert _look(records, peiler) == (gezien, [])
    assert (peiler.keren, records.geclaimd) == (0, [(NU, TUSSENTIJD)])


@pytest.mark.parametrize("gezien", [Sightings(), LANG_GELEDEN])
def test_een_open_deur_is_een_succes(gezien: Sightings) -> None:
    """A door that opens after a silence is told to all."""
    records = _records(gezien)
    assert _look(records, NepPeiler()) == (gezien._replace(last_success=NU), [])
    assert records.gezien == [EndpointChange(NU)]


@pytest.mark.parametrize("gezien", [Sightings(), LANG_GELEDEN, Sightings(last_success=NU - GELDIG)])
def test_een_dichte_deur_is_een_storing(gezien: Sightings) -> None:
    """A door that does not open is told to all, with its code; what was seen before stays known."""
    records = _records(gezien)
    na, meldingen = _look(records, NepPeiler(ONBEREIKBAAR))
    assert na == gezien._replace(last_failure=NU, failure_code="bron-niet-beschikbaar")
    assert (records.gezien, meldingen) == ([EndpointChange(NU, "bron-niet-beschikbaar")], [])


def test_wie_niet_kan_peilen_zegt_niets_van_sbb() -> None:
    """That we ran out of something to try the door with is told as ours, and nothing is told of SBB."""
    records = _records(LANG_GELEDEN)
    na, meldingen = _look(records, NepPeiler(EigenTekort("EMFILE")))
    assert na == LANG_GELEDEN
    assert (records.gezien, meldingen) == ([], ["waarnemen"])


@pytest.mark.parametrize(
    ("stuk", "fout", "verwacht"),
    [
        pytest.param("endpoint", None, None, id="unreadable"),
        pytest.param("claim_peek", None, LANG_GELEDEN, id="no-claim"),
        pytest.param("write_endpoint", None, LANG_GELEDEN, id="success-not-told"),
        pytest.param("write_endpoint", ONBEREIKBAAR, LANG_GELEDEN, id="failure-not-told"),
    ],
)
def test_een_kapot_logboek_laat_wat_bekend_is(
    stuk: str, fout: Exception | None, verwacht: Sightings | None
) -> None:
    """A record that fails is told, and leaves what was known: `/status` answers."""
    records = _records(LANG_GELEDEN, stuk=frozenset({stuk}))
    assert _look(records, NepPeiler(fout)) == (verwacht, ["waarnemen"])


def test_een_geheim_dat_niet_te_lezen_is_laat_wat_bekend_is() -> None:
    """A door that cannot be tried, for want of our own secrets, is not a failure of SBB."""

    def geen_peiler() -> NoReturn:
        raise OpslagFout("AccessDenied")

    meldingen: list[str] = []
    records = _records(LANG_GELEDEN)
    record = look_if_silent(records, geen_peiler, NU, lambda wat, _fout: meldingen.append(wat))
    assert record is not None
    assert (record.seen, meldingen, records.gezien) == (LANG_GELEDEN, ["waarnemen"], [])


def test_zonder_ca_is_de_storing_van_de_beheerder() -> None:
    """Without the right CA to recognise SBB by, all are told, with a code that is not SBB's fault."""

    def geen_peiler() -> NoReturn:
        raise BronCertificaat(TEKST)

    records = _records(LANG_GELEDEN)
    record = look_if_silent(records, geen_peiler, NU, lambda _wat, _fout: None)
    assert record is not None
    assert record.seen == LANG_GELEDEN._replace(last_failure=NU, failure_code="bron-certificaat")
    assert records.gezien == [EndpointChange(NU, "bron-certificaat")]


OPEN = Zekering(5, 5, "bron-timeout", 0.0, NU - 3.0, NU + 11.5)


@pytest.mark.parametrize(
    ("gezien", "zekering", "oordeel"),
    [
        pytest.param(
            Sightings(last_success=NU),
            Zekering(),
            Oordeel("in-orde", "in-orde", Zekeringoordeel("gesloten")),
            id="all-well",
        ),
        pytest.param(Sightings(last_success=NU), None, Oordeel("in-orde", "in-orde", None), id="unread"),
        pytest.param(
            Sightings(last_failure=NU - 3, failure_code="bron-timeout"),
            OPEN,
            Oordeel("in-orde", "storing", Zekeringoordeel("open", NU - 3.0, NU + 11.5)),
            id="open",
        ),
        pytest.param(
            Sightings(last_success=NU - 1, last_failure=NU - 3, failure_code="bron-timeout"),
            OPEN,
            Oordeel("in-orde", "storing", Zekeringoordeel("open", NU - 3.0, NU + 11.5)),
            id="open-though-a-late-call-succeeded",
        ),
        pytest.param(
            LANG_GELEDEN,
            OPEN._replace(proef_na=NU - 60.0),
            Oordeel("in-orde", "onbekend", Zekeringoordeel("op-proef", NU - 3.0)),
            id="nobody-tried-yet",
        ),
        pytest.param(
            Sightings(last_failure=NU - 3, failure_code="bron-certificaat"),
            Zekering(),
            Oordeel("storing", "onbekend", Zekeringoordeel("gesloten"), "bron-certificaat"),
            id="wrong-ca",
        ),
        pytest.param(
            Sightings(),
            OPEN._replace(code="bron-certificaat"),
            Oordeel("storing", "onbekend", Zekeringoordeel("open", NU - 3.0, NU + 11.5), "bron-certificaat"),
            id="wrong-ca-and-open",
        ),
        pytest.param(
            Sightings(last_success=NU - 1, last_failure=NU - 3, failure_code="bron-certificaat"),
            Zekering(),
            Oordeel("in-orde", "in-orde", Zekeringoordeel("gesloten")),
            id="right-ca-again",
        ),
        pytest.param(
            Sightings(last_success=NU - 5, last_failure=NU - 3, failure_code="bericht-afgewezen"),
            Zekering(),
            Oordeel("storing", "in-orde", Zekeringoordeel("gesloten"), "bericht-afgewezen"),
            id="our-message-is-rejected",
        ),
        pytest.param(
            Sightings(last_success=NU - 1, last_failure=NU - 3, failure_code="bericht-afgewezen"),
            Zekering(),
            Oordeel("in-orde", "in-orde", Zekeringoordeel("gesloten")),
            id="our-message-is-taken-again",
        ),
        pytest.param(
            Sightings(last_failure=NU - 3, failure_code="bericht-afgewezen"),
            OPEN,
            Oordeel("in-orde", "storing", Zekeringoordeel("open", NU - 3.0, NU + 11.5)),
            id="rejected-and-then-out-of-order",
        ),
    ],
)
def test_wie_er_aan_zet_is(gezien: Sightings, zekering: Zekering | None, oordeel: Oordeel) -> None:
    """What was seen and the zekering together name the one at fault."""
    assert beoordeel(gezien, zekering, NU) == oordeel
