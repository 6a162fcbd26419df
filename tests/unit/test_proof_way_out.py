"""The promise of the mutation service, at its full size, with everything going wrong that can."""

from collections.abc import Callable
from typing import Final

import pytest

from tests.unit.proof import make_traffic
from tests.unit.proof_run import try_out
from tests.unit.way_out import WayOut

COUNT: Final = 10_000
LONGEST: Final = 250


@pytest.mark.proof
def test_nothing_lost_and_everything_in_order(scale: Callable[[int], int]) -> None:
    """10,000 mutaties, resends, killed workers, failing tables and receivers: each gets its events."""
    way_out = WayOut(seed=11)
    traffic = make_traffic(scale(COUNT), scale(LONGEST), seed=3)
    way_out.mutaties.inhoud = {m.mutatie_id: m for listing in traffic.mutaties.values() for m in listing}
    processing_result = try_out(way_out, traffic, chance=0.01, dead=0.002, seed=5)
    print(f"\nin memory: {traffic}; {processing_result}")  # noqa: T201 - the figures are what `make proof` is for
    assert all(processing_result.happened.values())
