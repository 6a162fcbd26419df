"""The promise of the mutation service, at its full size, with everything going wrong that can."""

from collections.abc import Callable
from typing import Final

import pytest

from tests.unit.proof import maak_verkeer
from tests.unit.proof_run import beproef
from tests.unit.way_out import Uitgang

AANTAL: Final = 10_000
LANGSTE: Final = 250


@pytest.mark.proof
def test_niets_kwijt_en_alles_op_volgorde(schaal: Callable[[int], int]) -> None:
    """10,000 mutaties, resends, killed workers, failing tables and receivers: each gets its events."""
    uitgang = Uitgang(zaad=11)
    verkeer = maak_verkeer(schaal(AANTAL), schaal(LANGSTE), zaad=3)
    uitgang.mutaties.inhoud = {m.mutatie_id: m for lijst in verkeer.mutaties.values() for m in lijst}
    uitslag = beproef(uitgang, verkeer, kans=0.01, dood=0.002, zaad=5)
    print(f"\nin memory: {verkeer}; {uitslag}")  # noqa: T201 - the figures are what `make proof` is for
    assert all(uitslag.gebeurd.values())
