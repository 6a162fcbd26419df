"""Two schools with their own certificate and licence, at once: what reaches SBB is never mixed."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import pytest
from stagemarkt_cli.admin.admin import Admin

from local.deployment import first_school
from local.sbb.register import examples
from tests.e2e.client import FacadeClient
from tests.e2e.sleutels import make_sleutel

SCHOLEN: Final = ("99XX", "99XZ")
# Two questions to the same function that SBB can tell apart: who asked which is in its record. Of what is not
# erkend SBB is asked once; of what is, per leerweg as well.
QUESTIONS: Final = {
    "VerifieerAccreditatie": "/leerbedrijven/{}/erkenningen/{}".format(*examples.NEVER_ERKEND),
    "GeefDetails": f"/leerbedrijven/{examples.SHOWPIECE}/erkenningen",
}
THREADS: Final = 8
# The simulator remembers a thousand.
PER_BATCH: Final = 250


@pytest.mark.proof
def test_never_mixed_up(facade: FacadeClient, admin: Admin, scale: Callable[[int], int]) -> None:
    """Of 10,000 calls in a mix of two schools each leaves with its own certificate, OIN and licence."""
    school = facade.sbb.get("/").json()["scholen"]["99XZ"]
    first_school.store_school(admin, first_school.school_from(school, "99XZ"))
    sleutel = make_sleutel(admin, dict.fromkeys(SCHOLEN, ("verificatie",)))
    operations = list(QUESTIONS)
    count, seen = scale(10_000), Counter[tuple[str, ...]]()
    # Each at once has a worker of its own to start: of a part fewer, and still two of each school.
    tegelijk = max(4, scale(THREADS))
    expected = Counter[tuple[str, ...]]()
    for begin in range(0, count, PER_BATCH):
        # Which school asks which question changes with each round: a mix-up of any kind would show.
        this_round = begin // PER_BATCH
        turns = [
            (SCHOLEN[n % 2], operations[(n + this_round) % 2]) for n in range(min(PER_BATCH, count - begin))
        ]
        facade.sbb.delete("/verzoeken").raise_for_status()
        with ThreadPoolExecutor(tegelijk) as threads:
            statussen = Counter(threads.map(lambda turn: _ask(facade, sleutel, *turn), turns))
        assert statussen == {200: len(turns)}
        expected += Counter((operation, oin(s), oin(s), s, s) for s, operation in turns)
        seen += Counter(
            (v["operatie"], v["oin"], v["afzender"], v["licentie_van"], v["brin"]) for v in facade.requests()
        )
    assert seen == expected
    print(f"\n{sum(seen.values())} calls: {dict(seen)}")  # noqa: T201 - a figure for who proves


def _ask(facade: FacadeClient, sleutel: str, school: str, operation: str) -> int:
    # Whatever may be kept: this is about what SBB is sent.
    headers = {"Namens-School": school, "Cache-Control": "no-cache"}
    return facade.question(QUESTIONS[operation], sleutel=sleutel, headers=headers).status_code


def oin(brin: str) -> str:
    """The OIN of a school."""
    return f"00000007000{brin}00000"
