"""Two schools with their own certificate and licence, at once: what reaches SBB is never mixed."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import pytest
from stagemarkt_cli.admin.admin import Beheer

from local import setup
from local.sbb import examples as vb
from tests.e2e.client import Facade
from tests.e2e.sleutels import maak_sleutel

SCHOLEN: Final = ("99XX", "99XZ")
# Two questions to the same function that SBB can tell apart: who asked which is in its record. Of what is not
# erkend SBB is asked once; of what is, per leerweg as well.
VRAGEN: Final = {
    "VerifieerAccreditatie": "/leerbedrijven/{}/erkenningen/{}".format(*vb.NOOIT_ERKEND),
    "GeefDetails": f"/leerbedrijven/{vb.TOONBEELD}/erkenningen",
}
DRADEN: Final = 8
# The simulator remembers a thousand.
PER_KEER: Final = 250


@pytest.mark.proof
def test_nooit_door_elkaar(facade: Facade, beheer: Beheer, schaal: Callable[[int], int]) -> None:
    """Of 10,000 calls in a mix of two schools each leaves with its own certificate, OIN and licence."""
    school = facade.sbb.get("/").json()["scholen"]["99XZ"]
    setup.bewaar_school(beheer, setup.school_uit(school, "99XZ"))
    sleutel = maak_sleutel(beheer, dict.fromkeys(SCHOLEN, ("verificatie",)))
    operaties = list(VRAGEN)
    aantal, gezien = schaal(10_000), Counter[tuple[str, ...]]()
    # Each at once has a worker of its own to start: of a part fewer, and still two of each school.
    tegelijk = max(4, schaal(DRADEN))
    verwacht = Counter[tuple[str, ...]]()
    for begin in range(0, aantal, PER_KEER):
        # Which school asks which question changes with each round: a mix-up of any kind would show.
        ronde = begin // PER_KEER
        beurten = [(SCHOLEN[n % 2], operaties[(n + ronde) % 2]) for n in range(min(PER_KEER, aantal - begin))]
        facade.sbb.delete("/verzoeken").raise_for_status()
        with ThreadPoolExecutor(tegelijk) as draden:
            statussen = Counter(draden.map(lambda beurt: _vraag(facade, sleutel, *beurt), beurten))
        assert statussen == {200: len(beurten)}
        verwacht += Counter((operatie, oin(s), oin(s), s, s) for s, operatie in beurten)
        gezien += Counter(
            (v["operatie"], v["oin"], v["afzender"], v["licentie_van"], v["brin"]) for v in facade.verzoeken()
        )
    assert gezien == verwacht
    print(f"\n{sum(gezien.values())} calls: {dict(gezien)}")  # noqa: T201 - a figure for who proves


def _vraag(facade: Facade, sleutel: str, school: str, operatie: str) -> int:
    # Whatever may be kept: this is about what SBB is sent.
    koppen = {"Namens-School": school, "Cache-Control": "no-cache"}
    return facade.vraag(VRAGEN[operatie], sleutel=sleutel, headers=koppen).status_code


def oin(brin: str) -> str:
    """The OIN of a school."""
    return f"00000007000{brin}00000"
