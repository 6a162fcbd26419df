"""Fan-out, in this order: forget, number in the school's feed, number for every abonnement, nudge.

Each step may be done again with the same outcome. The feed is a log, and every abonnement has read it up to
somewhere: so nothing is passed over, nothing is numbered twice, and what was numbered keeps its number,
however often the same mutaties come by and wherever it was broken off.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from stagemarkt.domain.changes.handing_out import TRIES, HandOut
from stagemarkt.model.abonnement import AbonnementKey
from stagemarkt.model.aflevering import FeedLine
from stagemarkt.model.errors import StorageError
from stagemarkt.model.mutatie import Mutatie
from stagemarkt.ports import feed as feed_port
from stagemarkt.ports.abonnementen import AbonnementenReader
from stagemarkt.ports.cache import Invalidator
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.feed import Feed
from stagemarkt.ports.intake import MutatieReader
from stagemarkt.ports.outbox import Numberer, Waker

# Nudges that are done before it looks at the clock.
_MAX_POKES: Final = 50
# Longer than any function lives.
_AMPLE: Final = 3600.0


class FanOutReport(NamedTuple):
    """What a fan-out did.

    Attributes:
        unknown: how many mutaties were not in the store.
        numbered: how many got a line.
        deliveries: how many deliveries that gave.
        pieces: how many of the pieces, from the first, need not come again.
        fout: what stopped it, if that was not the time.
        age: seconds from when the oldest that got a line came in, until it did; None where none got one.
    """

    unknown: int
    numbered: int
    deliveries: int
    pieces: int = 1
    fout: StorageError | None = None
    age: float | None = None


@dataclass(frozen=True, slots=True)
class FanOut:
    """Passes mutaties on to the feed and to the abonnementen of a school.

    Attributes:
        mutaties: the store.
        invalidator: what was kept of a leerbedrijf.
        feed: the schools' feeds.
        abonnementen: who wants to know.
        outbox: their deliveries.
        waker: the queue to whoever delivers.
        clock: seconds since 1970.
        report: told of a nudge that failed; what it was for goes on.
    """

    mutaties: MutatieReader
    invalidator: Invalidator
    feed: Feed
    abonnementen: AbonnementenReader
    outbox: Numberer
    waker: Waker
    clock: Callable[[], float]
    report: Callable[[str, StorageError], None]

    def fan_out(self, school: str, mutatie_ids: Sequence[str]) -> FanOutReport:
        """Pass these on, however long it takes. Raises StorageError when not all of it was done."""
        done = self.fan_out_pieces(school, [mutatie_ids], Deadline.after(_AMPLE))
        if done.fout is not None:
            raise done.fout
        return done

    def fan_out_pieces(
        self, school: str, pieces: Sequence[Sequence[str]], deadline: Deadline
    ) -> FanOutReport:
        """Pass on these pieces of one school, in order, as far as `deadline` allows.

        What was not done comes again, and goes on from there. When only the abonnementen are left to do, the
        last piece is enough for that.
        """
        new: list[FeedLine] = []
        unknown = numbered = 0
        error: StorageError | None = None
        for piece in pieces:
            if deadline.remaining <= 0:
                break
            try:
                unknown += self._add_to_feed(school, piece, new)
            except StorageError as dit:
                # Those before it are in the feed, and go out.
                error = dit
                break
            numbered += 1
        hand_out = HandOut(school, self.feed, self.outbox, self.clock)
        try:
            # Abonnementen may be behind also where none of these was new.
            complete = numbered > 0 and self._hand_out(hand_out, new, deadline)
        except StorageError as dit:
            complete, error = False, error or dit
        finally:
            self._wake(list(hand_out.gewekt), deadline)
        ready = numbered if complete or numbered < len(pieces) else numbered - 1
        age = max((line.numbered_at - line.mutatie.gelogd_op for line in new), default=None)
        return FanOutReport(unknown, len(new), hand_out.aantal, ready, error, age)

    def _add_to_feed(self, school: str, mutatie_ids: Sequence[str], new: list[FeedLine]) -> int:
        """Forget what was kept, then give each a line that has none; how many the store does not know."""
        mutaties = self.mutaties.read_all(mutatie_ids)
        forgotten = False
        for _ in range(TRIES):
            numbered = self.feed.numbered([mutatie.mutatie_id for mutatie in mutaties])
            over = still_to_number(mutaties, numbered)
            if over and not forgotten:
                # What has a line was forgotten before it got that.
                self.invalidator.invalidate(
                    school, *dict.fromkeys(mutatie.leerbedrijf_id for mutatie in over)
                )
                forgotten = True
            if self._write(school, over, new):
                return len(set(mutatie_ids)) - len(mutaties)
        raise StorageError("another keeps numbering this school's feed")

    def _write(self, school: str, over: Sequence[Mutatie], written: list[FeedLine]) -> bool:
        state = self.feed.stand(school) if over else 0
        for begin in range(0, len(over), feed_port.PER_BATCH):
            piece = over[begin : begin + feed_port.PER_BATCH]
            seen = self.feed.seen(school, {lane(mutatie) for mutatie in piece})
            lines = build_lines(piece, state, seen, self.clock())
            if not self.feed.write(school, lines):
                return False
            state += len(lines)
            written += lines
        return True

    def _hand_out(self, hand_out: HandOut, new: Sequence[FeedLine], deadline: Deadline) -> bool:
        end = self.feed.stand(hand_out.school)
        abonnementen = self.abonnementen.of_school(hand_out.school)
        return hand_out.bring_up_to_date(abonnementen, new, end, deadline)

    def _wake(self, sleutels: Sequence[AbonnementKey], deadline: Deadline) -> None:
        # The outbox knows already that they are due: a nudge that is lost, or for which there is no time,
        # costs no more than a minute.
        for begin in range(0, len(sleutels), _MAX_POKES):
            if begin and deadline.remaining <= 0:
                return
            try:
                self.waker.wake(sleutels[begin : begin + _MAX_POKES])
            except StorageError as error:
                self.report("wekken", error)
                return


def lane(mutatie: Mutatie) -> tuple[str, str]:
    """Within what order is kept and "seen before" is judged: the leerbedrijf and the code."""
    return mutatie.leerbedrijf_id, mutatie.code


def still_to_number(mutaties: Sequence[Mutatie], numbered: Collection[str]) -> list[Mutatie]:
    """Those without a line yet, each once, in their order."""
    once = {mutatie.mutatie_id: mutatie for mutatie in mutaties}
    return [mutatie for mutatie_id, mutatie in once.items() if mutatie_id not in numbered]


def build_lines(
    mutaties: Sequence[Mutatie], state: int, seen: Collection[tuple[str, str]], now: float
) -> list[FeedLine]:
    """The next lines of a feed after number `state`; `seen` is what the school had heard of before."""
    known, lines = set(seen), []
    for number, mutatie in enumerate(mutaties, state + 1):
        lines.append(FeedLine(number, mutatie, lane(mutatie) in known, now))
        known.add(lane(mutatie))
    return lines
