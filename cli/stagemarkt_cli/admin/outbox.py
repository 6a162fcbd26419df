"""What an operator does to the way out of changes: pass on what was missed, see what was given up on."""

import uuid
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from stagemarkt.adapters.dynamodb.abonnementen import AbonnementenTable
from stagemarkt.adapters.dynamodb.deliveries import DeliveryTable
from stagemarkt.adapters.dynamodb.feed import FeedTable
from stagemarkt.adapters.dynamodb.mutaties import MutatieTable
from stagemarkt.adapters.dynamodb.outbox import OutboxTable
from stagemarkt.adapters.queues import SqsDeliveryQueue, SqsFanOutQueue

if TYPE_CHECKING:
    from stagemarkt.model.abonnement import AbonnementKey

    from stagemarkt_cli.aws.stack import DeployedStack

_PER_BATCH: Final = 500


class Restored(NamedTuple):
    """What was done for a school: mutaties that were queued once more, abonnementen that were woken."""

    mutaties: int
    gewekt: int


class Outgoing:
    """The tables and queues of a deployed stack."""

    def __init__(self, this_stack: "DeployedStack") -> None:
        dynamodb, sqs = this_stack.client("dynamodb"), this_stack.client("sqs")
        outgoing = this_stack.output("UitgaandTabel")
        self.mutaties = MutatieTable(dynamodb, this_stack.output("MutatiesTabel"))
        self.feed = FeedTable(dynamodb, outgoing)
        self.abonnementen = AbonnementenTable(dynamodb, this_stack.output("AbonnementenTabel"), outgoing)
        self.deliveries = DeliveryTable(dynamodb, outgoing)
        self.outbox = OutboxTable(dynamodb, outgoing)
        self.processing = SqsFanOutQueue(sqs, this_stack.output("VerwerkingWachtrij"))
        self.waker = SqsDeliveryQueue(sqs, this_stack.output("AfleveringWachtrij"))

    def restore(self, school: str, vanaf: float, now: float) -> Restored:
        """Pass on again what this school was told since `vanaf` and nobody was told of.

        Mutaties without a line in the feed are queued again, oldest first. Where an abonnement has not read
        the whole feed, one that has a line is queued as well: with it comes the rest. What waits is woken.
        """
        count = 0
        for ids in self._missed(school, vanaf):
            self.processing.enqueue(school, ids, f"herstel.{uuid.uuid4().hex}")
            count += len(ids)
        if not count:
            self._catch_up(school)
        return Restored(count, self._wake(school, now))

    def _missed(self, school: str, vanaf: float) -> Iterator[list[str]]:
        everything = (mutatie.mutatie_id for mutatie in self.mutaties.walk(school, vanaf))
        while piece := list(islice(everything, _PER_BATCH)):
            numbered = self.feed.numbered(piece)
            if missed := [mutatie_id for mutatie_id in piece if mutatie_id not in numbered]:
                yield missed

    def _catch_up(self, school: str) -> None:
        end = self.feed.stand(school)
        states = [self.deliveries.stand(a.sleutel) for a in self.abonnementen.of_school(school)]
        if any(state is not None and state.read_until < end for state in states):
            laatste = self.feed.read(school, end - 1, 1)
            ids = [line.mutatie.mutatie_id for line in laatste]
            self.processing.enqueue(school, ids, f"herstel.{uuid.uuid4().hex}")

    def _wake(self, school: str, now: float) -> int:
        sleutels: list[AbonnementKey] = []
        for abonnement in self.abonnementen.of_school(school):
            if abonnement.toestand == "actief" and any(
                True for _ in self.outbox.wachtend(abonnement.sleutel)
            ):
                self.outbox.set_due_time(abonnement.sleutel, now)
                sleutels.append(abonnement.sleutel)
        self.waker.wake(sleutels)
        return len(sleutels)
