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

from local.sbb.register import examples
from local.stack.local_stack import LocalStack
from local.stack.stack_file import read_state
from tests.e2e.client import FacadeClient

_REQUESTS: Final = 500
_MEMORY: Final = 2 * 10**9
# The emulator ends what has been idle for a minute, and looks every 30 seconds.
_QUIET_AGAIN: Final = 150.0
# Functions on a schedule or behind a queue that ran for the first time meanwhile keep a process each.
_ON_SCHEDULE: Final = 3


class Meter:
    """What the processes of a stack take; within it the most that they took is kept."""

    def __init__(self, this_stack: LocalStack) -> None:
        self._file = this_stack.stack_json.with_name("proces.json")
        self._done = threading.Event()
        self._wire = threading.Thread(target=self._measure)
        self.peak_memory = 0
        self.peak_processes = 0

    def __enter__(self) -> Self:
        self._wire.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._wire.join()

    def processen(self) -> list[psutil.Process]:
        """Those that were started, and all that they started themselves."""
        found: list[psutil.Process] = []
        for running in read_state(self._file).processen:
            with suppress(psutil.NoSuchProcess):
                process = psutil.Process(running.pid)
                found += [process, *process.children(recursive=True)]
        return found

    def memory(self) -> int:
        """Bytes; what processes share is counted once."""
        digest = 0
        for process in self.processen():
            with suppress(psutil.Error):
                full = process.memory_full_info()
                digest += getattr(full, "pss", full.rss)
        return digest

    def _measure(self) -> None:
        while not self._done.wait(0.5):
            self.peak_memory = max(self.peak_memory, self.memory())
            self.peak_processes = max(self.peak_processes, len(self.processen()))


def _median(facade: FacadeClient) -> float:
    times = [
        facade.question(f"/leerbedrijven/{examples.SHOWPIECE}").elapsed.total_seconds() for _ in range(30)
    ]
    return statistics.median(times)


async def _gather_all(facade: FacadeClient, paths: list[str]) -> list[httpx.Response]:
    headers = {"Authorization": f"Bearer {facade.stack['apiKey']}"}
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(
        base_url=facade.stack["apiUrl"], headers=headers, timeout=60, limits=limits, trust_env=False
    ) as client:
        return await asyncio.gather(*(client.get(path) for path in paths))


@pytest.mark.proof
def test_five_hundred_at_once(
    facade: FacadeClient,
    this_stack: LocalStack,
    scale: Callable[[int], int],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """500 at once, of three kinds: right or 429, in 2 GB; then as many processes and as fast as before."""
    count = scale(_REQUESTS)
    names = {
        company["id"]: company["naam"] for company in facade.register if company["id"] != examples.ALTERNATING
    }
    ids = list(names)[:20]
    forms = ("/leerbedrijven/{}", "/leerbedrijven/{}/erkenningen/25998", "/leerbedrijven/{}/detailgegevens")
    for form in forms:
        assert facade.question(form.format(ids[0])).status_code == 200
    before = _median(facade)
    questions = [(ids[nr % len(ids)], forms[nr % 3]) for nr in range(count)]
    with Meter(this_stack) as meter:
        cooldown = len(meter.processen())
        begin = time.monotonic()
        answers = asyncio.run(_gather_all(facade, [form.format(id_) for id_, form in questions]))
        duration = time.monotonic() - begin
    tally = Counter(answer.status_code for answer in answers)
    otherwise = [answer.text for answer in answers if answer.status_code not in {200, 429}]
    assert otherwise == [], tally
    for (id_, _), answer in zip(questions, answers, strict=True):
        content: dict[str, Any] = answer.json()
        if answer.status_code == 200:
            assert (content["leerbedrijfId"], content["naam"]) == (id_, names[id_])
        else:
            assert content["code"] == "limiet-overschreden"
            assert content["instance"] == f"urn:uuid:{answer.headers['x-request-id']}"
            assert int(answer.headers["retry-after"]) > 0
    assert meter.peak_memory < _MEMORY
    end = time.monotonic() + _QUIET_AGAIN
    if count == _REQUESTS:
        while len(meter.processen()) > cooldown + _ON_SCHEDULE and time.monotonic() < end:
            threading.Event().wait(1)
        assert len(meter.processen()) <= cooldown + _ON_SCHEDULE
    after = _median(facade)
    assert after < 2 * before + 0.1
    with capsys.disabled():
        sys.stdout.write(
            f"\n{count} at once: {dict(tally)} in {duration:.1f} s; at most {meter.peak_processes} "
            f"processes ({cooldown} before) in {meter.peak_memory / 1e6:.0f} MB; "
            f"median of one {before * 1000:.0f} ms before, {after * 1000:.0f} ms after\n"
        )
