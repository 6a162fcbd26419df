"""`functions/verificatie`: natrekken van een erkenning, always asked of SBB."""

from functools import cached_property, partial
from threading import Lock
from typing import TYPE_CHECKING, Final

from stagemarkt.composition.guarded_sbb import ASKS_SBB, AsksSbb
from stagemarkt.ports.guard import Priority

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

    from stagemarkt.adapters.secrets_manager import Secrets
    from stagemarkt.ports.guard import Requester
    from stagemarkt.ports.sbb import SbbLanes
    from stagemarkt.ports.standing import OperatorWarner

NEEDS: Final = ASKS_SBB
# Each lane keeps the connections of the schools that it asked for; with more of them a worker would come near
# the 1,024 descriptors that Lambda gives it.
LANES_AT_MOST: Final = 8
# The SDK makes one client at a time.
_MAKING: Final = Lock()


class VerificatiePorts(AsksSbb):
    """SBB, one question at a time or several side by side."""

    needs = NEEDS

    def lanes(self, school: str, requester: "Requester") -> "SbbLanes":
        """SBB, for many questions of this requester: after those who ask one.

        Raises as `sbb` does.
        """
        from stagemarkt.adapters.lanes import ThreadLanes

        # What stops this school stops every lane: it is found here, once.
        self.sbb(school, requester)
        after = requester.at_least(Priority.PAGE)
        return ThreadLanes([partial(lane.sbb, school, after) for lane in self._lanes])

    @cached_property
    def _lanes(self) -> "list[_Lane]":
        places = self.guard_rules.limits.places(Priority.PAGE)
        return [_Lane(self) for _ in range(min(places, LANES_AT_MOST))]


class _Lane(AsksSbb):
    """A way to SBB for one thread: all its own, but for the clients of AWS, which any thread may use."""

    needs = NEEDS

    def __init__(self, whole: VerificatiePorts) -> None:
        super().__init__(whole.clock, whole.sleep, whole._environment)
        self._whole = whole
        # Made here, before there are threads.
        self._dynamodb: DynamoDBClient = whole._dynamodb
        self._secrets: Secrets = whole._secrets

    @property
    def warner(self) -> "OperatorWarner":
        """As its whole tells."""
        with _MAKING:
            return self._whole.warner
