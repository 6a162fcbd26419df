"""A facade that a test makes up, for the client that waits and the one that awaits."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import httpx
from stagemarkt.client import AsyncClient, Client, RetryPolicy

API: Final = "https://facade.example/v1"
SLEUTEL: Final = "smk_geheim_geheim"
# By chance always the longest.
FULL: Final = RetryPolicy(draw=lambda: 1.0)

Outcome = httpx.Response | Exception


def problem(status: int, code: str, *, herhaalbaar: bool = False, after: str | None = None) -> httpx.Response:
    """A problem, as the facade tells it."""
    content = {
        "title": "Titel",
        "detail": "Waarom.",
        "status": status,
        "code": code,
        "herhaalbaar": herhaalbaar,
    }
    headers = {"Content-Type": "application/problem+json", **({"Retry-After": after} if after else {})}
    return httpx.Response(status, json=content, headers=headers)


class ScriptedFacade:
    """Answers in turn what it was given; keeps what it was asked, and for how long was waited.

    Args:
        outcomes: answers, and what breaks on the way.
    """

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        self._outcomes: Iterator[Outcome] = iter(outcomes)
        self.asked: list[httpx.Request] = []
        self.slept: list[float] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """The next."""
        self.asked.append(request)
        outcome = next(self._outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        # A new one each time: one that was read by who waits cannot be awaited.
        return httpx.Response(outcome.status_code, headers=outcome.headers, content=outcome.content)

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def waiting(self, ask: Callable[[Client], Any], retry: RetryPolicy = FULL) -> Any:
        """What the client that waits makes of it."""
        with Client(
            API, SLEUTEL, retry=retry, transport=httpx.MockTransport(self), sleep=self.slept.append
        ) as client:
            return ask(client)

    def awaited(self, ask: Callable[[AsyncClient], Any], retry: RetryPolicy = FULL) -> Any:
        """What the client that awaits makes of it."""

        async def run() -> Any:
            transport = httpx.MockTransport(self)
            async with AsyncClient(
                API, SLEUTEL, retry=retry, transport=transport, sleep=self._sleep
            ) as client:
                return await ask(client)

        return asyncio.run(run())
