"""Many requests at once through the deployed stack: every answer is the right one."""

import random
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from local.sbb import examples as vb
from tests.e2e.client import Facade

_VERZOEKEN = 10_000
_TEGELIJK = 16


@pytest.mark.proof
def test_tienduizend_verzoeken(
    facade: Facade, schaal: Callable[[int], int], capsys: pytest.CaptureFixture[str]
) -> None:
    """10,000 identifications and verifications, 16 at a time: all answered, none with another's data.

    Of the part that `make test` runs four at a time: each at once has a worker of its own to start.
    """
    tegelijk = max(4, schaal(_TEGELIJK))
    namen = {bedrijf["id"]: bedrijf["naam"] for bedrijf in facade.register}
    loting = random.Random(20261123)  # noqa: S311 - the same draw each time, no secret
    bedrijven = loting.choices([id_ for id_ in namen if id_ != vb.WISSELEND], k=schaal(_VERZOEKEN))

    def vraag(nr_en_id: tuple[int, str]) -> tuple[int, str, str]:
        nr, leerbedrijf_id = nr_en_id
        antwoord = (
            facade.erkenning(leerbedrijf_id, "25998")
            if nr % 4 == 0
            else facade.vraag(f"/leerbedrijven/{leerbedrijf_id}")
        )
        return antwoord.status_code, leerbedrijf_id, antwoord.json().get("naam")

    begin = time.monotonic()
    with ThreadPoolExecutor(tegelijk) as draden:
        uitkomsten = list(draden.map(vraag, enumerate(bedrijven)))
    duur = time.monotonic() - begin
    assert [uitkomst for uitkomst in uitkomsten if uitkomst[0] != 200] == []
    assert [uitkomst for uitkomst in uitkomsten if uitkomst[2] != namen[uitkomst[1]]] == []
    with capsys.disabled():
        tempo = f"{len(uitkomsten) / duur:.0f} a second"
        sys.stdout.write(f"\n{len(uitkomsten)} requests, {tegelijk} at a time, {duur:.0f} s: {tempo}\n")
