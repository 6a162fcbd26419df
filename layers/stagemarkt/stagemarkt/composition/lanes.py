"""Ways to SBB for several threads of one worker."""

from threading import Lock
from typing import TYPE_CHECKING, Final

from stagemarkt.composition.guarded_sbb import ASKS_SBB, AsksSbb

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

    from stagemarkt.adapters.secrets_manager import Secrets
    from stagemarkt.ports.standing import OperatorWarner

# Each lane keeps the connections of the schools that it asked for; with more of them a worker would come near
# the 1,024 descriptors that Lambda gives it.
LANES_AT_MOST: Final = 8
# The SDK makes one client at a time.
_MAKING: Final = Lock()


class Lane(AsksSbb):
    """A way to SBB for one thread: all its own, but for the clients of AWS, which any thread may use.

    Args:
        whole: whose lane it is.
    """

    needs = ASKS_SBB

    def __init__(self, whole: AsksSbb) -> None:
        super().__init__(whole.clock, whole.sleep, whole._environment)  # noqa: SLF001 - its own kind
        self._whole = whole
        # Made here, before there are threads.
        self._dynamodb: DynamoDBClient = whole._dynamodb  # noqa: SLF001
        self._secrets: Secrets = whole._secrets  # noqa: SLF001

    @property
    def warner(self) -> "OperatorWarner":
        """As its whole tells."""
        with _MAKING:
            return self._whole.warner
