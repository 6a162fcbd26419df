"""Named fakes of the ports around mutaties, in memory."""

from collections.abc import Callable, Iterator, Sequence

from stagemarkt.model.errors import StorageError
from stagemarkt.model.mutatie import Mutatie, mutatie_id_of
from stagemarkt.ports.intake import Acceptance, MessageHeader, Rejected
from stagemarkt.ports.sbb_subscriptions import KnownSubscription


class BreakingPoint:
    """Counts steps, and breaks before (or after) the one that it was told to."""

    def __init__(self, run: int = 0, *, past_the_end: bool = False) -> None:
        self.run = run
        self.past_the_end = past_the_end
        self.step = 0

    def take_step(self, run: Callable[[], None]) -> None:
        """Take a step: fail before it is done, or when it has been done and nobody hears so."""
        self.step += 1
        if self.step == self.run and not self.past_the_end:
            raise StorageError("broken before")
        run()
        if self.step == self.run:
            raise StorageError("broken after")


class FakeStorage:
    """The store of mutaties."""

    def __init__(self, breaking_point: BreakingPoint | None = None) -> None:
        self.breaking_point = breaking_point or BreakingPoint()
        self.messages: dict[str, tuple[MessageHeader, Acceptance]] = {}
        self.mutaties: dict[str, Mutatie] = {}

    def accept(self, header: MessageHeader, now: float) -> Acceptance:
        """As the port says."""
        new = (header, Acceptance(header.checksum, now, completed=False))
        self.breaking_point.take_step(lambda: self.messages.update({header.bericht_id: new, **self.messages}))
        return self.messages[header.bericht_id][1]

    def keep(self, mutaties: Sequence[Mutatie]) -> None:
        """As the port says."""
        for mutatie in mutaties:
            known = self.mutaties.get(mutatie.mutatie_id, mutatie)
            assert known == mutatie, "what has an id never changes"
            self.breaking_point.take_step(lambda m=mutatie: self.mutaties.update({m.mutatie_id: m}))  # type: ignore[misc]

    def complete(self, bericht_id: str) -> None:
        """As the port says."""
        header, acceptance = self.messages[bericht_id]
        self.breaking_point.take_step(
            lambda: self.messages.update({bericht_id: (header, acceptance._replace(completed=True))})
        )

    def read(self, mutatie_id: str) -> Mutatie | None:
        """As the port says."""
        return self.mutaties.get(mutatie_id)

    def read_all(self, mutatie_ids: Sequence[str]) -> Sequence[Mutatie]:
        """As the port says."""
        return [self.mutaties[m] for m in mutatie_ids if m in self.mutaties]

    def walk(self, school: str, vanaf: float) -> Iterator[Mutatie]:
        """As the port says."""
        for header, acceptance in sorted(self.messages.values(), key=lambda pair: pair[1].gelogd_op):
            if header.school == school and acceptance.gelogd_op >= vanaf:
                yield from self.read_all(
                    [mutatie_id_of(header.bericht_id, position + 1) for position in range(header.aantal)]
                )


class FakeQueue:
    """The queue: what is in it, one name for each batch at most once (as FIFO queues do for minutes)."""

    def __init__(self, breaking_point: BreakingPoint | None = None) -> None:
        self.breaking_point = breaking_point or BreakingPoint()
        self.placed: dict[str, tuple[str, tuple[str, ...]]] = {}
        self.times = 0

    def enqueue(self, school: str, mutatie_ids: Sequence[str], tag: str) -> None:
        """As the port says."""
        self.times += 1
        content = (school, tuple(mutatie_ids))
        self.breaking_point.take_step(lambda: self.placed.update({tag: content}))


class FakeRejectsRegister:
    """What was refused."""

    def __init__(self, fout: Exception | None = None, breaking_point: BreakingPoint | None = None) -> None:
        self.fout = fout
        self.breaking_point = breaking_point or BreakingPoint()
        self.book: list[Rejected] = []

    def reject(self, rejected: Rejected) -> None:
        """As the port says."""
        if self.fout is not None:
            raise self.fout
        self.book.append(rejected)

    def keep_apart(self, mutaties: Sequence[Rejected]) -> None:
        """As the port says."""
        names = {one.tag for one in mutaties}
        new = [one for one in self.book if one.tag not in names] + [*mutaties]
        self.breaking_point.take_step(lambda: self._put(new))

    def forget(self, tag: str) -> None:
        """As the port says."""
        self.breaking_point.take_step(lambda: self._put([one for one in self.book if one.tag != tag]))

    def _put(self, book: Sequence[Rejected]) -> None:
        self.book = [*book]

    def rejected_messages(self) -> Iterator[Rejected]:
        """As the port says."""
        return iter(self.book)


class FakeAbonnementenBook:
    """The subscriptions that we made."""

    def __init__(self, *abonnementen: KnownSubscription, fout: Exception | None = None) -> None:
        self.book = {abonnement.abonnement_id: abonnement for abonnement in abonnementen}
        self.fout = fout

    def remember(self, abonnement: KnownSubscription) -> None:
        """As the port says."""
        self._mark_broken()
        self.book.setdefault(abonnement.abonnement_id, abonnement)

    def forget(self, abonnement_id: str) -> None:
        """As the port says."""
        self._mark_broken()
        self.book.pop(abonnement_id, None)

    def find(self, abonnement_id: str) -> KnownSubscription | None:
        """As the port says."""
        self._mark_broken()
        return self.book.get(abonnement_id)

    def everything(self) -> Sequence[KnownSubscription]:
        """As the port says."""
        self._mark_broken()
        return list(self.book.values())

    def _mark_broken(self) -> None:
        if self.fout is not None:
            raise self.fout
