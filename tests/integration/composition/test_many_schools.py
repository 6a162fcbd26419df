"""A worker that serves every school there is remembers a bounded number of them."""

import gc

from stagemarkt.composition.guarded_sbb import GUARDS_AT_MOST
from stagemarkt.composition.verificatie import VerificatiePorts
from stagemarkt.domain.guard.guard import Guard

from tests.integration.composition.world import World

SCHOLEN = 500


def _guards() -> int:
    gc.collect()
    return sum(isinstance(thing, Guard) for thing in gc.get_objects())


def test_guards_of_500_schools(world: World) -> None:
    """What is remembered of a school that was not asked for longest is given up, and no other."""
    ports = world.compose(VerificatiePorts)
    before = _guards()
    first = ports.guard("0000")
    for school in range(SCHOLEN):
        ports.guard(f"{school:04d}")
        # Asked for all along, and so never given up.
        assert ports.guard("0000") is first
    assert _guards() - before == GUARDS_AT_MOST
    last = ports.guard(f"{SCHOLEN - 1:04d}")
    assert ports.guard(f"{SCHOLEN - 1:04d}") is last
