"""Many requests at once through the deployed stack: every answer is the right one."""

import random
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from local.sbb.register import examples
from tests.e2e.client import FacadeClient

_REQUESTS = 10_000
_AT_ONCE = 16


@pytest.mark.proof
def test_ten_thousand_requests(
    facade: FacadeClient, scale: Callable[[int], int], capsys: pytest.CaptureFixture[str]
) -> None:
    """10,000 identifications and verifications, 16 at a time: all answered, none with another's data.

    Of the part that `make test` runs four at a time: each at once has a worker of its own to start.
    """
    tegelijk = max(4, scale(_AT_ONCE))
    names = {company["id"]: company["naam"] for company in facade.register}
    rng = random.Random(20261123)  # noqa: S311 - the same draw each time, no secret
    bedrijven = rng.choices([id_ for id_ in names if id_ != examples.ALTERNATING], k=scale(_REQUESTS))

    def question(nr_and_id: tuple[int, str]) -> tuple[int, str, str]:
        nr, leerbedrijf_id = nr_and_id
        answer = (
            facade.erkenning(leerbedrijf_id, "25998")
            if nr % 4 == 0
            else facade.question(f"/leerbedrijven/{leerbedrijf_id}")
        )
        return answer.status_code, leerbedrijf_id, answer.json().get("naam")

    begin = time.monotonic()
    with ThreadPoolExecutor(tegelijk) as threads:
        outcomes = list(threads.map(question, enumerate(bedrijven)))
    duration = time.monotonic() - begin
    assert [outcome for outcome in outcomes if outcome[0] != 200] == []
    assert [outcome for outcome in outcomes if outcome[2] != names[outcome[1]]] == []
    with capsys.disabled():
        tempo = f"{len(outcomes) / duration:.0f} a second"
        sys.stdout.write(f"\n{len(outcomes)} requests, {tegelijk} at a time, {duration:.0f} s: {tempo}\n")
