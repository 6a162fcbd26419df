"""Every call to AWS of every function x every way in which it can fail: what comes of each.

The calls are those that the functions were seen to make, so a new one is in it by itself.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, Literal, NamedTuple

from tests.integration.composition.stage import Stage
from tests.integration.composition.stories import Story
from tests.integration.support.aws_faults import AwsCall, AwsFault, faults_of

Reach = Literal["once", "outage"]
# Until somebody notices; an outage that nobody notices lasts as long as this many calls.
_OUTAGE: Final = 20
# For outages, and for calls of which there was one before.
_SORTS: Final = (
    "ThrottlingException",
    "RequestThrottled",
    "Throttled",
    "500, done",
    "time-out, done",
    "reset",
    "TransactionConflict",
    "ConditionalCheckFailed",
    "UnprocessedItems",
    "UnprocessedKeys, all",
)


class Cell(NamedTuple):
    """One call of a story that fails in one way, once, or whenever it is made."""

    story: Story
    call: AwsCall
    fault: AwsFault
    reach: Reach

    def __str__(self) -> str:
        return f"{self.story.folder}: {self.call.what} [{self.call.nth}]: {self.fault.name}, {self.reach}"

    def play(self, stage: Stage) -> str:
        """What was noticed of it. Raises AssertionError where something is not as it must be."""

        def once(call: AwsCall) -> bool:
            return (call.what, call.nth) == (self.call.what, self.call.nth)

        def always(call: AwsCall) -> bool:
            lasts = not stage.noticed and len(stage.injector.struck) < _OUTAGE
            return lasts and call.what == self.call.what

        stage.injector.choose(self.fault, once if self.reach == "once" else always)
        self.story.play(stage)
        if not stage.injector.struck:
            # How far a function comes, and how often it looks again, is the machine's; its first call is not.
            assert self.call.nth, "the call was not made"
            return "not made this time"
        return ", ".join(sorted(stage.noticed)) or "nothing"


def cells_of(story: Story, calls: Iterable[AwsCall]) -> Iterator[Cell]:
    """All of them, for the calls that this story makes when nothing fails.

    The first of each kind fails in every way, once, and as long as it lasts; those after it in one way of
    each sort.
    """
    for call in calls:
        faults = list(faults_of(call))
        sorts = [fault for fault in faults if fault.name.partition(" [")[0] in _SORTS]
        yield from (Cell(story, call, fault, "once") for fault in (sorts if call.nth else faults))
        if not call.nth:
            yield from (Cell(story, call, fault, "outage") for fault in sorts)


class MatrixReport:
    """What came of the cells, as a table."""

    def __init__(self) -> None:
        self._outcomes: dict[tuple[str, str], dict[str, Counter[str]]] = defaultdict(
            lambda: defaultdict(Counter)
        )
        self.cells = 0

    def note(self, cell: Cell, outcome: str) -> None:
        """This came of it."""
        kind = cell.fault.name.partition(" [")[0] + (", outage" if cell.reach == "outage" else "")
        self._outcomes[cell.story.folder, cell.call.what][outcome][kind] += 1
        self.cells += 1

    def __str__(self) -> str:
        lines = ["| function | call | what was noticed | failures (cells) |", "|---|---|---|---|"]
        for (folder, what), outcomes in sorted(self._outcomes.items()):
            for outcome, kinds in sorted(outcomes.items()):
                listing = ", ".join(
                    kind if count == 1 else f"{kind} ({count})" for kind, count in sorted(kinds.items())
                )
                lines.append(f"| {folder} | `{what}` | {outcome} | {listing} |")
        return "\n".join(lines)
