"""A resolver that hangs holds up nobody: not the caller, not the next name, not the end of the worker."""

import asyncio
import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Final

import pytest
from stagemarkt.adapters.delivery.network import GuardedNetwork
from stagemarkt.adapters.delivery.sender import HttpSender
from stagemarkt.adapters.delivery.vetting import DnsVetter
from stagemarkt.adapters.delivery.webhook import WebhookSender
from stagemarkt.adapters.lookup_threads import AT_MOST
from stagemarkt.adapters.own_failures import make_runner
from stagemarkt.model.errors import OwnShortage
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.delivery import DeliveryOutcome, Destination

from tests.integration.delivery.received import MESSAGE, SLEUTEL
from tests.waiting import wait_until

URL: Final = "https://hook.example.nl/"
# What a busy machine may add; far less than the names hang.
SLACK: Final = 3.0
HANGS: Final = 30.0


class HangingResolver:
    """Hangs in a thread, as the system's does, until it is let go; counts how many do."""

    def __init__(self) -> None:
        self._end = threading.Event()
        self._lock = threading.Lock()
        self.hanging = 0

    async def __call__(self, name: str, _port: int) -> Sequence[str]:
        """Ask for this name."""
        return await asyncio.get_running_loop().run_in_executor(None, self._hang, name)

    def _hang(self, _name: str) -> Sequence[str]:
        with self._lock:
            self.hanging += 1
        self._end.wait(HANGS)
        with self._lock:
            self.hanging -= 1
        return ["93.184.216.34"]

    def let_go(self) -> None:
        """All of them, at once."""
        self._end.set()
        wait_until(lambda: not self.hanging, SLACK, "the end of all lookups")


@pytest.fixture
def resolver() -> Iterator[HangingResolver]:
    """One for this test, that is let go after it."""
    resolver = HangingResolver()
    yield resolver
    resolver.let_go()


def test_judging_a_url(resolver: HangingResolver) -> None:
    """The bound on judging holds whatever the thread does, and refuses nothing."""
    begin = time.monotonic()
    assert DnsVetter(search=resolver, geduld=0.05).vet(URL) == ()
    assert time.monotonic() - begin < SLACK
    assert resolver.hanging == 1


def test_delivering(resolver: HangingResolver) -> None:
    """An attempt ends at its deadline, and so does the sender: neither waits for the name."""
    begin = time.monotonic()
    sender = WebhookSender(http_sender=HttpSender(network=GuardedNetwork(frozenset(), resolver)))
    with contextlib.closing(sender):
        destination = Destination("a1", "webhook", URL, None, (SLEUTEL,))
        outcome = sender.dispatch(destination, MESSAGE, Deadline.after(0.3))
    assert outcome == DeliveryOutcome("mislukt", reden="te-laat")
    assert time.monotonic() - begin < SLACK
    assert resolver.hanging == 1


def test_threads_do_not_pile_up(resolver: HangingResolver) -> None:
    """More than so many hang nowhere: the next is our own shortage; once they end, names are found again."""
    vetter = DnsVetter(search=resolver, geduld=0.01)
    assert [vetter.vet(URL) for _ in range(AT_MOST)] == [()] * AT_MOST
    with pytest.raises(OwnShortage):
        vetter.vet(URL)
    wait_until(lambda: resolver.hanging == AT_MOST, SLACK, "all lookups")
    resolver.let_go()

    def found() -> bool:
        with contextlib.suppress(OwnShortage):
            return vetter.vet(URL) == ()
        return False

    wait_until(found, SLACK, "a free thread")
    with make_runner() as runner:
        assert runner.run(resolver("hook.example.nl", 443)) == ["93.184.216.34"]


def test_another_name_does_not_wait(resolver: HangingResolver) -> None:
    """While as many names hang as a loop has threads by itself, another is looked up at once."""
    with make_runner() as runner:

        async def both() -> None:
            hanging = [asyncio.create_task(resolver("a", 1)) for _ in range(AT_MOST - 1)]
            await asyncio.sleep(0)
            async with asyncio.timeout(SLACK):
                assert await asyncio.get_running_loop().getaddrinfo("127.0.0.1", 443)
            for task in hanging:
                task.cancel()

        runner.run(both())


def test_a_failure_reaches_who_asked() -> None:
    """What a lookup raises, it raises there; its place is free again."""
    with make_runner() as runner:

        async def fails() -> None:
            await asyncio.get_running_loop().run_in_executor(None, int, "x")

        for _ in range(AT_MOST + 1):
            with pytest.raises(ValueError, match="invalid literal"):
                runner.run(fails())


def test_the_end_of_a_worker() -> None:
    """A process whose resolver hangs ends all the same."""
    program = (
        "import asyncio, threading\n"
        "from stagemarkt.adapters.delivery.vetting import DnsVetter\n"
        "async def hang(name, port):\n"
        "    return await asyncio.get_running_loop().run_in_executor(None, threading.Event().wait)\n"
        f"print(DnsVetter(search=hang, geduld=0.05).vet({URL!r}))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=HANGS, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "()\n", "")
