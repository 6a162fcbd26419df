"""Five hundred who ask at once: each gets its answer or is told to wait, and afterwards all is as it was."""

import asyncio
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, Self

import httpx
import psutil
import pytest

from local.sbb import examples as vb
from local.stack import Stapel
from local.stack_file import lees_stand
from tests.e2e.client import Facade

_VERZOEKEN: Final = 500
_GEHEUGEN: Final = 2 * 10**9
# The emulator ends what has been idle for a minute, and looks every 30 seconds.
_WEER_RUSTIG: Final = 150.0
# Functions on a schedule or behind a queue that ran for the first time meanwhile keep a process each.
_OP_SCHEMA: Final = 3


class Meter:
    """What the processes of a stack take; within it the most that they took is kept."""

    def __init__(self, stapel: Stapel) -> None:
        self._bestand = stapel.stack_json.with_name("proces.json")
        self._klaar = threading.Event()
        self._draad = threading.Thread(target=self._meet)
        self.meeste_geheugen = 0
        self.meeste_processen = 0

    def __enter__(self) -> Self:
        self._draad.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._klaar.set()
        self._draad.join()

    def processen(self) -> list[psutil.Process]:
        """Those that were started, and all that they started themselves."""
        gevonden: list[psutil.Process] = []
        for lopend in lees_stand(self._bestand).processen:
            with suppress(psutil.NoSuchProcess):
                proces = psutil.Process(lopend.pid)
                gevonden += [proces, *proces.children(recursive=True)]
        return gevonden

    def geheugen(self) -> int:
        """Bytes; what processes share is counted once."""
        som = 0
        for proces in self.processen():
            with suppress(psutil.Error):
                vol = proces.memory_full_info()
                som += getattr(vol, "pss", vol.rss)
        return som

    def _meet(self) -> None:
        while not self._klaar.wait(0.5):
            self.meeste_geheugen = max(self.meeste_geheugen, self.geheugen())
            self.meeste_processen = max(self.meeste_processen, len(self.processen()))


def _mediaan(facade: Facade) -> float:
    tijden = [facade.vraag(f"/leerbedrijven/{vb.TOONBEELD}").elapsed.total_seconds() for _ in range(30)]
    return statistics.median(tijden)


async def _allemaal(facade: Facade, paden: list[str]) -> list[httpx.Response]:
    koppen = {"Authorization": f"Bearer {facade.stack['apiKey']}"}
    grenzen = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(
        base_url=facade.stack["apiUrl"], headers=koppen, timeout=60, limits=grenzen, trust_env=False
    ) as klant:
        return await asyncio.gather(*(klant.get(pad) for pad in paden))


@pytest.mark.proof
def test_vijfhonderd_tegelijk(
    facade: Facade, stapel: Stapel, schaal: Callable[[int], int], capsys: pytest.CaptureFixture[str]
) -> None:
    """500 at once, of three kinds: right or 429, in 2 GB; then as many processes and as fast as before."""
    aantal = schaal(_VERZOEKEN)
    namen = {bedrijf["id"]: bedrijf["naam"] for bedrijf in facade.register if bedrijf["id"] != vb.WISSELEND}
    ids = list(namen)[:20]
    vormen = ("/leerbedrijven/{}", "/leerbedrijven/{}/erkenningen/25998", "/leerbedrijven/{}/detailgegevens")
    for vorm in vormen:
        assert facade.vraag(vorm.format(ids[0])).status_code == 200
    voor = _mediaan(facade)
    vragen = [(ids[nr % len(ids)], vormen[nr % 3]) for nr in range(aantal)]
    with Meter(stapel) as meter:
        rust = len(meter.processen())
        begin = time.monotonic()
        antwoorden = asyncio.run(_allemaal(facade, [vorm.format(id_) for id_, vorm in vragen]))
        duur = time.monotonic() - begin
    telling = Counter(antwoord.status_code for antwoord in antwoorden)
    anders = [antwoord.text for antwoord in antwoorden if antwoord.status_code not in {200, 429}]
    assert anders == [], telling
    for (id_, _), antwoord in zip(vragen, antwoorden, strict=True):
        inhoud: dict[str, Any] = antwoord.json()
        if antwoord.status_code == 200:
            assert (inhoud["leerbedrijfId"], inhoud["naam"]) == (id_, namen[id_])
        else:
            assert inhoud["code"] == "limiet-overschreden"
            assert inhoud["instance"] == f"urn:uuid:{antwoord.headers['x-request-id']}"
            assert int(antwoord.headers["retry-after"]) > 0
    assert meter.meeste_geheugen < _GEHEUGEN
    einde = time.monotonic() + _WEER_RUSTIG
    if aantal == _VERZOEKEN:
        while len(meter.processen()) > rust + _OP_SCHEMA and time.monotonic() < einde:
            threading.Event().wait(1)
        assert len(meter.processen()) <= rust + _OP_SCHEMA
    na = _mediaan(facade)
    assert na < 2 * voor + 0.1
    with capsys.disabled():
        sys.stdout.write(
            f"\n{aantal} at once: {dict(telling)} in {duur:.1f} s; at most {meter.meeste_processen} "
            f"processes ({rust} before) in {meter.meeste_geheugen / 1e6:.0f} MB; "
            f"median of one {voor * 1000:.0f} ms before, {na * 1000:.0f} ms after\n"
        )
