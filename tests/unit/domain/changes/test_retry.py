"""Trying again: when, how long, and when no more."""

import pytest
from stagemarkt.domain.changes.retry import (
    LONGEST_DELAY,
    THREE_DAYS,
    Finished,
    ReceiverHistory,
    SetAside,
    TryAgain,
    Unsubscribe,
    after_attempt,
    after_outcome,
    is_past_three_days,
    may_try_now,
    read_retry_after,
)
from stagemarkt.ports.delivery import DeliveryOutcome

SINCE = 1_800_000_000.0
DELIVERED = DeliveryOutcome("geleverd", 200)
FAILED = DeliveryOutcome("mislukt", 500, None, "http-status")


@pytest.mark.parametrize(
    ("attempt", "highest"),
    [(1, 10), (2, 20), (3, 40), (4, 80), (8, 1280), (12, 20480), (13, 21600), (14, 21600), (5000, 21600)],
)
def test_waiting_times_double_up_to_six_hours(attempt: int, highest: float) -> None:
    """The longest wait doubles from ten seconds up to six hours; half the luck is half the wait."""
    assert after_attempt(FAILED, attempt, SINCE, SINCE, 1.0) == TryAgain(SINCE + highest)
    assert after_attempt(FAILED, attempt, SINCE, SINCE, 0.5) == TryAgain(SINCE + highest / 2)


@pytest.mark.parametrize(
    ("outcome", "now", "decision"),
    [
        (DELIVERED, SINCE, Finished()),
        (DELIVERED, SINCE + 2 * THREE_DAYS, Finished()),
        (DeliveryOutcome("afgemeld", 410, None, "afgemeld"), SINCE, Unsubscribe()),
        (DeliveryOutcome("afgemeld", 410, None, "afgemeld"), SINCE + THREE_DAYS, Unsubscribe()),
        (FAILED, SINCE + THREE_DAYS - 1, TryAgain(SINCE + THREE_DAYS)),
        (FAILED, SINCE + THREE_DAYS, SetAside()),
        (DeliveryOutcome("geweigerd", None, None, "adres-verboden"), SINCE, TryAgain(SINCE + 10)),
        (DeliveryOutcome("geweigerd", None, None, "adres-verboden"), SINCE + THREE_DAYS, SetAside()),
    ],
)
def test_decision(outcome: DeliveryOutcome, now: float, decision: object) -> None:
    """Each outcome, before and after the three days, has its decision; the last attempt is at their end."""
    assert after_attempt(outcome, 1, SINCE, now, 1.0) == decision


@pytest.mark.parametrize(
    ("retry_after", "wait"),
    [(None, 5), (0, 5), (3, 5), (120, 120), (LONGEST_DELAY + 1, LONGEST_DELAY), (-7, 5)],
)
def test_the_receiver_asks_for_time(retry_after: int | None, wait: float) -> None:
    """`Retry-After` makes the wait longer, never shorter, and at most a day."""
    outcome = DeliveryOutcome("mislukt", 503, retry_after, "http-status")
    assert after_attempt(outcome, 1, SINCE, SINCE, 0.5) == TryAgain(SINCE + wait)


def test_a_delay_does_not_go_past_the_three_days() -> None:
    """A receiver that asks for a day, an hour before the end, is tried at the end."""
    outcome = DeliveryOutcome("mislukt", 503, LONGEST_DELAY, "http-status")
    assert after_attempt(outcome, 9, SINCE, SINCE + THREE_DAYS - 3600, 0.1) == TryAgain(SINCE + THREE_DAYS)


def test_expired_exactly_after_three_days() -> None:
    """The three days end on the moment itself."""
    assert not is_past_three_days(SINCE, SINCE + THREE_DAYS - 0.001)
    assert is_past_three_days(SINCE, SINCE + THREE_DAYS)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("120", 120),
        (" 120 ", 120),
        ("0", 0),
        ("9" * 5000, LONGEST_DELAY),
        ("-5", None),
        ("1.5", None),
        ("١٢", None),
        ("soon", None),
        ("Fri, 15 Jan 2027 08:00:30 GMT", 30),
        ("Fri, 15 Jan 2027 07:59:00 GMT", 0),
        ("Fri, 15 Jan 2099 08:00:00 GMT", LONGEST_DELAY),
        ("Friday, 15-Jan-27 08:00:30 GMT", 30),
        ("Fri, 99 Jan 2027 08:00:30 GMT", None),
        ("Mon, 01 Jan 9999 00:00:00 -9959", None),
    ],
)
def test_retry_after(header: str | None, seconds: int | None) -> None:
    """Seconds and HTTP dates are read, bounded to a day; anything else says nothing."""
    assert read_retry_after(header, SINCE) == seconds


def test_a_receiver_rests_after_five_in_a_row() -> None:
    """Four failures change nothing; the fifth gives a rest, each next one a longer rest, to 15 minutes."""
    receiver, rests = ReceiverHistory(), []
    for _ in range(12):
        receiver = after_outcome(receiver, FAILED, SINCE, 1.0)
        rests.append(receiver.cooldown_until - SINCE)
    assert rests == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]


def test_during_the_rest_nothing_is_sent() -> None:
    """A resting receiver is not tried until its rest is over; then one failure is enough for the next."""
    tired = after_outcome(ReceiverHistory(mislukt=4), FAILED, SINCE, 0.0)
    assert not may_try_now(tired, SINCE + 14.9)
    assert may_try_now(tired, SINCE + 15)
    assert not may_try_now(after_outcome(tired, FAILED, SINCE + 15, 0.0), SINCE + 44.9)


@pytest.mark.parametrize(
    "outcome", [DELIVERED, *(DeliveryOutcome("mislukt", s) for s in (400, 409, 413, 422))]
)
def test_a_response_about_the_message_itself_is_no_dead_receiver(outcome: DeliveryOutcome) -> None:
    """What is delivered, or refused for its content, proves that the receiver is there."""
    assert after_outcome(ReceiverHistory(9, SINCE), outcome, SINCE, 1.0) == ReceiverHistory()


def test_who_asks_for_time_gets_it_for_everything() -> None:
    """`Retry-After` on the first failure already stops everything for this receiver."""
    receiver = after_outcome(ReceiverHistory(), DeliveryOutcome("mislukt", 429, 90, "overbelast"), SINCE, 0.0)
    assert receiver == ReceiverHistory(1, SINCE + 90)
