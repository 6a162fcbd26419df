"""Taking in a message: whatever fails, all of it is passed on, once, or SBB is told to come again."""

import pytest
from stagemarkt.domain.changes.intake import IntakeContext, header_of, resume, take_in
from stagemarkt.model.errors import StorageError
from stagemarkt.model.mutatie import Mutatiebericht, UnreadableMutatie
from stagemarkt.model.rejection import Rejection, RejectionReason
from stagemarkt.ports.sbb_subscriptions import KnownSubscription

from tests.mutatie_examples import ABONNEMENT, MESSAGE, NOW, mutaties
from tests.unit.fakes.mutaties import (
    BreakingPoint,
    FakeAbonnementenBook,
    FakeQueue,
    FakeRejectsRegister,
    FakeStorage,
)

SBB_OIN = "00000003273711120000"
OIN = "0000000700099XX00000"
KNOWN = KnownSubscription(ABONNEMENT, "99XX", OIN, "https://intake.example/sbb/v1/mutaties", NOW)
COUNT = 3


def message(count: int = COUNT) -> Mutatiebericht:
    """A message with that many mutaties."""
    return Mutatiebericht(
        MESSAGE, ABONNEMENT, "99XX", tuple(mutaties(count)), SBB_OIN, OIN, content_digest="som"
    )


def half() -> Mutatiebericht:
    """The same message, of which the first and the last cannot be read."""
    everything = mutaties(COUNT)
    set_apart = tuple(
        UnreadableMutatie(m.positie, "Mutatie/Einddatum", b"<Mutatie/>")
        for m in (everything[0], everything[-1])
    )
    return message()._replace(mutaties=tuple(everything[1:-1]), onleesbaar=set_apart)


class IntakeSetup:
    """The ports, broken at one step or whole."""

    def __init__(self, breaking_point: BreakingPoint | None = None) -> None:
        self.breaking_point = breaking_point or BreakingPoint()
        self.storage = FakeStorage(self.breaking_point)
        self.message_queue = FakeQueue(self.breaking_point)
        self.book = FakeAbonnementenBook(KNOWN)
        self.rejects_register = FakeRejectsRegister(breaking_point=self.breaking_point)

    def take_in(self, wat: Mutatiebericht | None = None, now: float = NOW) -> bool:
        """Bring this message."""
        intake = IntakeContext(self.storage, self.message_queue, self.book, SBB_OIN, self.rejects_register)
        return take_in(wat or message(), intake, now)

    def is_complete(self) -> bool:
        """Whether everything is stored, queued in order, and marked."""
        ids = tuple(m.mutatie_id for m in mutaties(COUNT))
        return (
            list(self.storage.mutaties) == list(ids)
            and self.message_queue.placed == {MESSAGE: ("99XX", ids)}
            and self.storage.messages[MESSAGE][1].completed
        )


def test_a_message_is_kept_and_passed_on() -> None:
    """A message is stored, queued and marked before it counts as received."""
    setup = IntakeSetup()
    assert setup.take_in()
    assert setup.is_complete()


def test_the_same_message_again_is_not_passed_on_again() -> None:
    """The same again, however often, is acknowledged and does nothing."""
    setup = IntakeSetup()
    assert [setup.take_in(now=NOW + n) for n in range(3)] == [True, False, False]
    assert setup.message_queue.times == 1
    assert setup.is_complete()


# Before the first step nothing is known of the first time.
VOOR_DE_EERSTE = {(1, False): NOW + 60}


@pytest.mark.parametrize("past_the_end", [False, True], ids=["ervoor", "erna"])
@pytest.mark.parametrize("step", range(1, COUNT + 4))
def test_wherever_it_breaks_nothing_is_lost(step: int, *, past_the_end: bool) -> None:
    """A step that fails, or whose success is not heard, is not acknowledged; the resend finishes it."""
    setup = IntakeSetup(BreakingPoint(step, past_the_end=past_the_end))
    with pytest.raises(StorageError):
        setup.take_in()
    setup.take_in(now=NOW + 60)
    assert setup.is_complete()
    # As of the first time that it came: what was stored then has not become something else.
    logged = {m.gelogd_op for m in setup.storage.mutaties.values()}
    assert logged == {VOOR_DE_EERSTE.get((step, past_the_end), NOW)}


def test_every_step_is_hit() -> None:
    """The steps above are all that there are: claiming, each mutatie, queueing, marking."""
    setup = IntakeSetup()
    setup.take_in()
    assert setup.breaking_point.step == COUNT + 3


def test_a_message_with_other_content_under_the_same_number() -> None:
    """A BerichtID stands for one content: another is refused, also when the first died halfway."""
    for breaking_point in (BreakingPoint(), BreakingPoint(2)):
        setup = IntakeSetup(breaking_point)
        otherwise = message()._replace(content_digest="andere som")
        for wat, expected in (
            (message(), StorageError if breaking_point.run else None),
            (otherwise, Rejection),
        ):
            if expected is None:
                setup.take_in(wat)
                continue
            with pytest.raises(expected):
                setup.take_in(wat)
        setup.take_in()
        assert setup.is_complete()


@pytest.mark.parametrize(
    ("wat", "reason"),
    [
        (message()._replace(abonnement_id=MESSAGE), RejectionReason.UNKNOWN_ABONNEMENT),
        (message()._replace(school="99XZ"), RejectionReason.UNKNOWN_ABONNEMENT),
        (message()._replace(from_oin=OIN), RejectionReason.OTHER_SENDER),
        (message()._replace(to_oin=SBB_OIN), RejectionReason.OTHER_RECEIVER),
    ],
)
def test_what_is_not_for_us(wat: Mutatiebericht, reason: RejectionReason) -> None:
    """Another subscription, school, sender or receiver: refused, and nothing is stored."""
    setup = IntakeSetup()
    with pytest.raises(Rejection) as caught:
        setup.take_in(wat)
    assert caught.value.reden is reason
    assert not setup.storage.messages
    assert not setup.message_queue.placed


def test_without_addresses_the_certificate_decides() -> None:
    """Headers that name nobody contradict nobody."""
    assert IntakeSetup().take_in(message()._replace(from_oin=None, to_oin=None))


def test_the_checksum_is_that_of_what_was_said() -> None:
    """Another school, subscription or content is another digest; what of it can be read does not count."""
    digest = header_of(message())
    assert header_of(half()) == digest
    for otherwise in ({"school": "99XZ"}, {"abonnement_id": MESSAGE}, {"content_digest": "x"}):
        assert header_of(message()._replace(**otherwise)).checksum != digest.checksum  # type: ignore[arg-type]


def test_an_unreadable_mutatie_does_not_hold_up_the_others() -> None:
    """What can be read is taken in and acknowledged; the rest is kept whole, with its place, before that."""
    setup = IntakeSetup()
    assert setup.take_in(half())
    second = mutaties(COUNT)[1]
    assert list(setup.storage.mutaties) == [second.mutatie_id]
    assert setup.message_queue.placed == {MESSAGE: ("99XX", (second.mutatie_id,))}
    assert [(a.positie, a.reden, a.inhoud) for a in setup.rejects_register.book] == [
        (1, "mutatie-onleesbaar", b"<Mutatie/>"),
        (3, "mutatie-onleesbaar", b"<Mutatie/>"),
    ]
    assert {(a.school, a.bericht_id, a.abonnement_id) for a in setup.rejects_register.book} == {
        ("99XX", MESSAGE, ABONNEMENT)
    }


@pytest.mark.parametrize("past_the_end", [False, True], ids=["ervoor", "erna"])
@pytest.mark.parametrize("step", range(1, 6))
def test_half_readable_and_half_done(step: int, *, past_the_end: bool) -> None:
    """Whatever fails of it, the resend finishes it, and nothing is there twice; not even after a mend."""
    setup = IntakeSetup(BreakingPoint(step, past_the_end=past_the_end))
    with pytest.raises(StorageError):
        setup.take_in(half())
    setup.take_in(half(), NOW + 60)
    assert not setup.take_in(half(), NOW + 120)
    assert len(setup.storage.mutaties) == 1
    assert [a.positie for a in setup.rejects_register.book] == [1, 3]
    # SBB never heard that it was taken, and meanwhile the reader has learnt to read it.
    assert not setup.take_in(message(), NOW + 180)


def test_nothing_readable_is_acknowledged_too() -> None:
    """A message of which no mutatie can be read is kept, and holds up no other message."""
    setup = IntakeSetup()
    everything = tuple(UnreadableMutatie(n, "Mutatie/StatusErkenning", b"<Mutatie/>") for n in (1, 2))
    assert setup.take_in(message()._replace(mutaties=(), onleesbaar=everything))
    assert not setup.message_queue.placed
    assert len(setup.rejects_register.book) == 2


@pytest.mark.parametrize("step", range(6, 9))
def test_what_can_be_read_later_is_accepted_after_all(step: int) -> None:
    """After a mend it goes the way of the others, once, under its own id; a step that fails is done again."""
    setup = IntakeSetup(BreakingPoint(step))
    setup.take_in(half())
    first, tag = mutaties(1)[0], setup.rejects_register.book[0].tag
    for expected in (True, False):
        try:
            resume(first, tag, setup.storage, setup.message_queue, setup.rejects_register)
        except StorageError:
            assert expected
    assert first.mutatie_id in setup.storage.mutaties
    assert [a.positie for a in setup.rejects_register.book] == [3]
