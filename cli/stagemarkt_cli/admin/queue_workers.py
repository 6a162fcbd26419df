"""The functions that read the queues of changes, held and let go: meanwhile nobody numbers or sends."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from stagemarkt_cli.aws.stack import DeployedStack

_QUEUES: Final = ("VerwerkingWachtrij", "AfleveringWachtrij")
# Seconds. What was under way is done: no function that reads a queue lives longer.
SETTLED: Final = 30.0
_LOOK: Final = 5.0


class QueueWorkers:
    """Those of a deployed stack.

    Args:
        this_stack: the stack.
        wait: waits so many seconds.
    """

    def __init__(self, this_stack: "DeployedStack", wait: Callable[[float], None]) -> None:
        self._stack = this_stack
        self._lambda = this_stack.client("lambda")
        self._wait = wait

    def hold(self) -> None:
        """Have them take nothing more, and wait until what was under way is done; the rest waits."""
        self._switch(on=False)
        self._wait(SETTLED)

    def let_go(self) -> None:
        """Have them take what waits."""
        self._switch(on=True)

    def states(self) -> list[str]:
        """What Lambda says of each: `Enabled`, `Disabled`, or under way to one of both."""
        return [str(one["State"]) for one in self._all()]

    def _switch(self, *, on: bool) -> None:
        wanted = "Enabled" if on else "Disabled"
        for one in self._all():
            if one["State"] != wanted:
                self._lambda.update_event_source_mapping(UUID=one["UUID"], Enabled=on)
        while any(state != wanted for state in self.states()):
            self._wait(_LOOK)

    def _all(self) -> Iterator[dict[str, Any]]:
        sqs = self._stack.client("sqs")
        for queue in _QUEUES:
            url = self._stack.output(queue)
            attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
            sheets = self._lambda.get_paginator("list_event_source_mappings").paginate(
                EventSourceArn=attributes["QueueArn"]
            )
            for sheet in sheets:
                yield from sheet["EventSourceMappings"]
