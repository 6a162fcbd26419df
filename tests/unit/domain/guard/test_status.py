"""What is known of SBB, with a look at its door when nobody has seen it lately."""

from typing import NoReturn

import pytest
from stagemarkt.domain.guard.status import (
    INTERVAL,
    VALID,
    BronState,
    CircuitVerdict,
    StatusVerdict,
    all_sightings,
    judge,
    judge_sightings,
    look_if_silent,
)
from stagemarkt.model.errors import Bilingual, BronCertificate, BronUnavailable, OwnShortage, StorageError
from stagemarkt.ports.guard import CircuitBreaker
from stagemarkt.ports.records import EndpointChange, EndpointRecord, Sightings

from tests.unit.fakes.composition import NOW, FakeProber
from tests.unit.fakes.records import FakeRecords

TEXT = Bilingual("Nee.", "No.")
UNREACHABLE = BronUnavailable(TEXT)
LONG_AGO = Sightings(last_success=NOW - VALID, last_failure=NOW - VALID, failure_code="bron-timeout")


def _look(records: FakeRecords, prober: FakeProber) -> tuple[Sightings | None, list[str]]:
    notices: list[str] = []
    record = look_if_silent(records, lambda: prober, NOW, lambda wat, _error: notices.append(wat))
    return None if record is None else record.seen, notices


def _records(seen: Sightings, *, mag_kijken: bool = True, piece: frozenset[str] = frozenset()) -> FakeRecords:
    return FakeRecords(EndpointRecord(seen=seen), mag_kijken=mag_kijken, piece=piece)


@pytest.mark.parametrize(
    ("success", "error", "judgement"),
    [
        pytest.param(None, None, "onbekend", id="never-seen"),
        pytest.param(NOW, None, "in-orde", id="answered-now"),
        pytest.param(NOW - VALID + 1, None, "in-orde", id="answered-lately"),
        pytest.param(NOW - VALID, None, "onbekend", id="answered-long-ago"),
        pytest.param(None, NOW, "storing", id="failed-now"),
        pytest.param(None, NOW - VALID, "onbekend", id="failed-long-ago"),
        pytest.param(NOW - 5, NOW - 10, "in-orde", id="answered-after-failing"),
        pytest.param(NOW - 10, NOW - 5, "storing", id="failed-after-answering"),
        pytest.param(NOW - 5, NOW - 5, "storing", id="both-at-once"),
        pytest.param(NOW - 4.5, NOW - 5, "in-orde", id="answered-within-the-same-second"),
        pytest.param(NOW - 5, NOW - VALID, "in-orde", id="failed-long-ago-answered-lately"),
    ],
)
def test_judge_sightings(success: float | None, error: float | None, judgement: BronState) -> None:
    """The last thing seen decides, as long as it is recent; in doubt it is a failure."""
    assert judge_sightings(Sightings(last_success=success, last_failure=error), NOW) == judgement


@pytest.mark.parametrize(
    ("seen", "whole"),
    [
        ([], Sightings()),
        ([Sightings(), Sightings(NOW)], Sightings(NOW)),
        (
            [Sightings(NOW - 9, NOW - 5, "bron-timeout"), Sightings(NOW - 3, NOW - 7, "bron-overbelast")],
            Sightings(NOW - 3, NOW - 5, "bron-timeout"),
        ),
    ],
)
def test_all_sightings(seen: list[Sightings], whole: Sightings) -> None:
    """SBB is one, wherever it has what: the last success and the last failure at any of its addresses."""
    assert all_sightings(EndpointRecord(seen=one) for one in seen) == whole


@pytest.mark.parametrize(
    "seen",
    [
        Sightings(last_success=NOW - 5),
        Sightings(last_success=NOW - VALID + 1),
        Sightings(last_failure=NOW - 5, failure_code="bron-timeout"),
        Sightings(last_success=NOW - 9, last_failure=NOW - 5, failure_code="bron-niet-beschikbaar"),
    ],
)
def test_who_was_just_seen_is_not_probed(seen: Sightings) -> None:
    """What a real question met lately is enough: the door is left alone, no right to try it is claimed."""
    records, prober = _records(seen), FakeProber()
    assert _look(records, prober) == (seen, [])
    assert (prober.times, records.geclaimd) == (0, [])


@pytest.mark.parametrize("seen", [Sightings(), LONG_AGO])
def test_who_is_being_probed_already_is_left_alone(seen: Sightings) -> None:
    """Whoever is not given the right does not try: the door is tried once per interval, however many ask."""
    records, prober = _records(seen, mag_kijken=False), FakeProber()
    assert _look(records, prober) == (seen, [])
    assert (prober.times, records.geclaimd) == (0, [(NOW, INTERVAL)])


@pytest.mark.parametrize("seen", [Sightings(), LONG_AGO])
def test_an_open_door_is_a_success(seen: Sightings) -> None:
    """A door that opens after a silence is told to all."""
    records = _records(seen)
    assert _look(records, FakeProber()) == (seen._replace(last_success=NOW), [])
    assert records.seen == [EndpointChange(NOW)]


@pytest.mark.parametrize("seen", [Sightings(), LONG_AGO, Sightings(last_success=NOW - VALID)])
def test_a_closed_door_is_an_outage(seen: Sightings) -> None:
    """A door that does not open is told to all, with its code; what was seen before stays known."""
    records = _records(seen)
    after, notices = _look(records, FakeProber(UNREACHABLE))
    assert after == seen._replace(last_failure=NOW, failure_code="bron-niet-beschikbaar")
    assert (records.seen, notices) == ([EndpointChange(NOW, "bron-niet-beschikbaar")], [])


def test_who_cannot_probe_says_nothing_of_sbb() -> None:
    """That we ran out of something to try the door with is told as ours, and nothing is told of SBB."""
    records = _records(LONG_AGO)
    after, notices = _look(records, FakeProber(OwnShortage("EMFILE")))
    assert after == LONG_AGO
    assert (records.seen, notices) == ([], ["waarnemen"])


@pytest.mark.parametrize(
    ("piece", "error", "expected"),
    [
        pytest.param("endpoint", None, None, id="unreadable"),
        pytest.param("claim_peek", None, LONG_AGO, id="no-claim"),
        pytest.param("write_endpoint", None, LONG_AGO, id="success-not-told"),
        pytest.param("write_endpoint", UNREACHABLE, LONG_AGO, id="failure-not-told"),
    ],
)
def test_a_broken_log_leaves_what_is_known(
    piece: str, error: Exception | None, expected: Sightings | None
) -> None:
    """A record that fails is told, and leaves what was known: `/status` answers."""
    records = _records(LONG_AGO, piece=frozenset({piece}))
    assert _look(records, FakeProber(error)) == (expected, ["waarnemen"])


def test_an_unreadable_secret_leaves_what_is_known() -> None:
    """A door that cannot be tried, for want of our own secrets, is not a failure of SBB."""

    def no_prober() -> NoReturn:
        raise StorageError("AccessDenied")

    notices: list[str] = []
    records = _records(LONG_AGO)
    record = look_if_silent(records, no_prober, NOW, lambda wat, _error: notices.append(wat))
    assert record is not None
    assert (record.seen, notices, records.seen) == (LONG_AGO, ["waarnemen"], [])


def test_without_a_ca_the_outage_is_the_operators() -> None:
    """Without the right CA to recognise SBB by, all are told, with a code that is not SBB's fault."""

    def no_prober() -> NoReturn:
        raise BronCertificate(TEXT)

    records = _records(LONG_AGO)
    record = look_if_silent(records, no_prober, NOW, lambda _what, _error: None)
    assert record is not None
    assert record.seen == LONG_AGO._replace(last_failure=NOW, failure_code="bron-certificaat")
    assert records.seen == [EndpointChange(NOW, "bron-certificaat")]


OPEN = CircuitBreaker(5, 5, "bron-timeout", 0.0, NOW - 3.0, NOW + 11.5)


@pytest.mark.parametrize(
    ("seen", "breaker", "judgement"),
    [
        pytest.param(
            Sightings(last_success=NOW),
            CircuitBreaker(),
            StatusVerdict("in-orde", "in-orde", CircuitVerdict("gesloten")),
            id="all-well",
        ),
        pytest.param(
            Sightings(last_success=NOW), None, StatusVerdict("in-orde", "in-orde", None), id="unread"
        ),
        pytest.param(
            Sightings(last_failure=NOW - 3, failure_code="bron-timeout"),
            OPEN,
            StatusVerdict("in-orde", "storing", CircuitVerdict("open", NOW - 3.0, NOW + 11.5)),
            id="open",
        ),
        pytest.param(
            Sightings(last_success=NOW - 1, last_failure=NOW - 3, failure_code="bron-timeout"),
            OPEN,
            StatusVerdict("in-orde", "storing", CircuitVerdict("open", NOW - 3.0, NOW + 11.5)),
            id="open-though-a-late-call-succeeded",
        ),
        pytest.param(
            LONG_AGO,
            OPEN._replace(probe_after=NOW - 60.0),
            StatusVerdict("in-orde", "onbekend", CircuitVerdict("op-proef", NOW - 3.0)),
            id="nobody-tried-yet",
        ),
        pytest.param(
            Sightings(last_failure=NOW - 3, failure_code="bron-certificaat"),
            CircuitBreaker(),
            StatusVerdict("storing", "onbekend", CircuitVerdict("gesloten"), "bron-certificaat"),
            id="wrong-ca",
        ),
        pytest.param(
            Sightings(),
            OPEN._replace(code="bron-certificaat"),
            StatusVerdict(
                "storing", "onbekend", CircuitVerdict("open", NOW - 3.0, NOW + 11.5), "bron-certificaat"
            ),
            id="wrong-ca-and-open",
        ),
        pytest.param(
            Sightings(last_success=NOW - 1, last_failure=NOW - 3, failure_code="bron-certificaat"),
            CircuitBreaker(),
            StatusVerdict("in-orde", "in-orde", CircuitVerdict("gesloten")),
            id="right-ca-again",
        ),
        pytest.param(
            Sightings(last_success=NOW - 5, last_failure=NOW - 3, failure_code="bericht-afgewezen"),
            CircuitBreaker(),
            StatusVerdict("storing", "in-orde", CircuitVerdict("gesloten"), "bericht-afgewezen"),
            id="our-message-is-rejected",
        ),
        pytest.param(
            Sightings(last_success=NOW - 1, last_failure=NOW - 3, failure_code="bericht-afgewezen"),
            CircuitBreaker(),
            StatusVerdict("in-orde", "in-orde", CircuitVerdict("gesloten")),
            id="our-message-is-taken-again",
        ),
        pytest.param(
            Sightings(last_failure=NOW - 3, failure_code="bericht-afgewezen"),
            OPEN,
            StatusVerdict("in-orde", "storing", CircuitVerdict("open", NOW - 3.0, NOW + 11.5)),
            id="rejected-and-then-out-of-order",
        ),
    ],
)
def test_whose_turn_it_is_to_act(
    seen: Sightings, breaker: CircuitBreaker | None, judgement: StatusVerdict
) -> None:
    """What was seen and the circuit breaker together name the one at fault."""
    assert judge(seen, breaker, NOW) == judgement
