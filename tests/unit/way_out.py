"""A whole way out in memory: fan-out, outbox, sweep and workers over fakes, with a clock of its own."""

import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from stagemarkt.domain.changes.delivery import Deliverer
from stagemarkt.domain.changes.fanout import FanOut, FanOutReport
from stagemarkt.model.abonnement import Abonnement, AbonnementKey
from stagemarkt.model.errors import StorageError
from stagemarkt.model.mutatie import Mutatie
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.delivery import DeliveryMessage

from tests.unit.fakes.composition import NOW
from tests.unit.fakes.outbox import (
    BRON,
    Disasters,
    FakeAbonnementen,
    FakeFeed,
    FakeInvalidator,
    FakeMutaties,
    FakeOutbox,
    FakeSender,
    FakeWaker,
    Killed,
)

GENEROUS = Deadline(60.0, lambda: 0.0)


class WayOut:
    """Everything between the store of mutaties and the receivers."""

    def __init__(self, disasters: Disasters | None = None, seed: int = 0) -> None:
        self.disasters = disasters or Disasters()
        self.now = float(NOW)
        self.mutaties: Any = FakeMutaties(disasters=self.disasters)
        self.invalidator = FakeInvalidator(self.disasters)
        # Any: a test may put the real tables in their place.
        self.feed: Any = FakeFeed(self.disasters)
        self.outbox: Any = FakeOutbox(self.disasters)
        self.numberer: Any = self.outbox
        self.abonnementen: Any = FakeAbonnementen(self.outbox, self.disasters)
        self.waker: Any = FakeWaker(self.disasters)
        self.sender = FakeSender(disasters=self.disasters)
        self.notices: list[str] = []
        self.without_toegang: set[str] = set()
        randomness = Random(seed)  # noqa: S311 - repeatable, no secret
        self.randomness = randomness.random
        # What must hold after each step of a proof.
        self.check: Callable[[], None] = lambda: None
        self.build()

    def build(self) -> None:
        """Tie the functions to these ports."""
        self.distributor = FanOut(
            self.mutaties,
            self.invalidator,
            self.feed,
            self.abonnementen,
            self.numberer,
            self.waker,
            self.clock,
            lambda wat, _error: self.notices.append(wat),
        )
        self.deliverer = Deliverer(
            self.abonnementen,
            self.outbox,
            self.sender,
            self.waker,
            self.clock,
            self.randomness,
            BRON,
            lambda abonnement: abonnement.afnemer_id not in self.without_toegang,
        )

    def clock(self) -> float:
        """Seconds since 1970."""
        return self.now

    def subscribe(self, abonnement: Abonnement) -> Abonnement:
        """An abonnement that begins now."""
        self.abonnementen.make(abonnement, self.feed.stand(abonnement.school), self.now)
        return abonnement

    def fan_out(self, *mutaties: Mutatie) -> FanOutReport:
        """Store these, of one school, and pass them on."""
        self.mutaties.inhoud |= {mutatie.mutatie_id: mutatie for mutatie in mutaties}
        return self.distributor.fan_out(mutaties[0].school, [mutatie.mutatie_id for mutatie in mutaties])

    def deliver(self, abonnement: Abonnement, deadline: Deadline = GENEROUS) -> str:
        """One worker's turn; how it ended."""
        return self.deliverer.deliver(abonnement.sleutel, deadline).einde

    def sweep(self) -> list[AbonnementKey]:
        """The sweep: what is due now."""
        return list(self.outbox.due(self.now))

    def drain(self, at_most: int = 10_000) -> None:
        """Sweep and deliver until nothing is due: workers that die or fail are followed by others."""
        for _ in range(at_most):
            try:
                sleutels = self.sweep()
                if not sleutels:
                    return
                for sleutel in sleutels:
                    self.deliverer.deliver(sleutel, GENEROUS)
            except StorageError:
                pass
            except Killed:
                self.disasters.restart()
                self.now += 60.0  # what the dead one held is free after its time
        raise AssertionError("it never ends")

    def received(self, abonnement: Abonnement) -> list[DeliveryMessage]:
        """What its receiver got, duplicates included, in order."""
        return self.sender.received.get(abonnement.abonnement_id, [])


def volgnummers(messages: Sequence[DeliveryMessage]) -> list[int]:
    """Their volgnummers."""
    return [message.volgnummer for message in messages]


def event_types(messages: Sequence[DeliveryMessage]) -> list[str]:
    """The end of their types: `verleend`, `changed`, `ingetrokken`, `verlopen`."""
    return [json.loads(message.inhoud)["type"].rpartition("-")[2] for message in messages]
