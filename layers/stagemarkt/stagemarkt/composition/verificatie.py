"""`functions/verificatie`: natrekken van een erkenning, always asked of SBB."""

from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from stagemarkt.adapters.lanes import ThreadLanes
from stagemarkt.composition.guarded_sbb import ASKS_SBB, AsksSbb
from stagemarkt.composition.lanes import LANES_AT_MOST, Lane
from stagemarkt.ports.guard import Priority

if TYPE_CHECKING:
    from stagemarkt.ports.guard import Requester
    from stagemarkt.ports.sbb import SbbLanes

NEEDS: Final = ASKS_SBB


class VerificatiePorts(AsksSbb):
    """SBB, one question at a time or several side by side."""

    needs = NEEDS

    def lanes(self, school: str, requester: "Requester") -> "SbbLanes":
        """SBB, for many questions of this requester: after those who ask one.

        Raises as `sbb` does.
        """
        # What stops this school stops every lane: it is found here, once.
        self.sbb(school, requester)
        after = requester.at_least(Priority.PAGE)
        return ThreadLanes([partial(lane.sbb, school, after) for lane in self._lanes])

    @cached_property
    def _lanes(self) -> list[Lane]:
        places = self.guard_rules.limits.places(Priority.PAGE)
        return [Lane(self) for _ in range(min(places, LANES_AT_MOST))]
