"""Mutaties that were set apart because they could not be read: taken in once they can be."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from stagemarkt.adapters.dynamodb.mutaties import MutatieTable
from stagemarkt.adapters.dynamodb.rejects import RejectsTable
from stagemarkt.adapters.queues import SqsFanOutQueue
from stagemarkt.adapters.soap.incoming.mutatie_message import InvalidElement, reread_mutatie
from stagemarkt.domain.changes.intake import resume
from stagemarkt.model.mutatie import Plaats
from stagemarkt.ports.intake import UNREADABLE_MUTATIE

if TYPE_CHECKING:
    from stagemarkt.ports.intake import Rejected

    from stagemarkt_cli.aws.stack import DeployedStack


class Resumed(NamedTuple):
    """How many were taken in, and of the others how often which element still cannot be read."""

    aangenomen: int
    onleesbaar: Mapping[str, int]


class SetApart:
    """What a deployed stack has set apart."""

    def __init__(self, this_stack: "DeployedStack") -> None:
        dynamodb, table = this_stack.client("dynamodb"), this_stack.output("MutatiesTabel")
        self._book = RejectsTable(dynamodb, table)
        self._storage = MutatieTable(dynamodb, table)
        self._queue = SqsFanOutQueue(this_stack.client("sqs"), this_stack.output("VerwerkingWachtrij"))

    def resume(self, school: str | None) -> Resumed:
        """Take in what can be read now, of this school or of all, in the order in which it came.

        Raises:
            StorageError: not, or not wholly, done; again is no harm.
        """
        set_apart = [one for one in self._book.rejected_messages() if one.reden == UNREADABLE_MUTATIE]
        aangenomen, onleesbaar = 0, Counter[str]()
        for one in sorted(set_apart, key=lambda one: (one.first_at, one.bericht_id or "", one.positie or 0)):
            if school not in {None, one.school}:
                continue
            try:
                mutatie = reread_mutatie(one.inhoud, _plaats(one), one.first_at)
            except InvalidElement as error:
                onleesbaar[str(error)] += 1
                continue
            resume(mutatie, one.tag, self._storage, self._queue, self._book)
            aangenomen += 1
        return Resumed(aangenomen, onleesbaar)


def _plaats(one: "Rejected") -> Plaats:
    # A mutatie was set apart only where all of these were known.
    return Plaats(one.bericht_id or "", one.abonnement_id or "", one.school or "", one.positie or 0)
