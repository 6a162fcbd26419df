"""The client, for who waits and for who awaits."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Any, Final, Self

import httpx

from stagemarkt.client.answer import Answer
from stagemarkt.client.call import Call
from stagemarkt.client.errors import StagemarktError
from stagemarkt.client.feed import MutatieBatch, follow, follow_async
from stagemarkt.client.operations import AsyncOperations, Operations
from stagemarkt.client.retry import RetryPolicy
from stagemarkt.client.wire import Wire, failure, read

# The facade gives up after 29 seconds.
_TIMEOUT: Final = 35.0
_RETRY: Final = RetryPolicy()


class Client(Operations):
    """The facade. Close it, or use it in `with`; threads may share one.

    Args:
        api_url: up to and including `/v1`; https, but on this machine itself.
        sleutel: the key. It is in no error, log line or `repr`.
        school: the BRIN, for a key of more than one school; a call can name another.
        taal: `nl` or `en`, of what is for people.
        retry: how often is tried again.
        timeout: seconds for one attempt.
        transport: of httpx; its own unless given.
        sleep: waits so many seconds.

    Raises:
        WrongSettings: address or key cannot be right.
    """

    def __init__(  # noqa: PLR0913 - each is a setting of its own, with a default
        self,
        api_url: str,
        sleutel: str,
        *,
        school: str | None = None,
        taal: str = "nl",
        retry: RetryPolicy = _RETRY,
        timeout: float = _TIMEOUT,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._wire = Wire(api_url, sleutel, school, taal)
        self._http = httpx.Client(transport=transport, timeout=timeout)
        self._retry = retry
        self._sleep = sleep

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.api_url!r})"

    @property
    def api_url(self) -> str:
        """The address of the facade, without a slash at its end."""
        return self._wire.api_url

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trail: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def volg_mutaties(  # noqa: PLR0913 - what the feed can be asked
        self,
        *,
        cursor: str | None = None,
        vanaf: datetime | str | None = None,
        abonnement_id: str | None = None,
        leerbedrijf_id: str | None = None,
        code: str | None = None,
        limit: int | None = None,
        school: str | None = None,
        interval: float | None = None,
    ) -> Iterator[MutatieBatch]:
        """The feed from a place on, piece by piece, each with the cursor to keep.

        Args:
            cursor: where you were; without it the oldest that there is, or `vanaf`.
            vanaf: a moment, or `nu` for only what is new; where there is no cursor.
            abonnement_id: the feed of this abonnement, with its `volgnummer`.
            leerbedrijf_id: only of this leerbedrijf.
            code: only of this crebo or keuzedeel.
            limit: as many in a piece at most.
            school: as every call's.
            interval: seconds between questions when there is nothing new; without it, that is the end.

        Raises:
            FeedCursorExpired: the cursor is older than the feed goes back.
            StagemarktError: as every call.
        """
        ask = partial(
            self.geef_mutaties,
            abonnement_id=abonnement_id,
            leerbedrijf_id=leerbedrijf_id,
            code=code,
            limit=limit,
            school=school,
        )
        return follow(
            lambda place: ask(cursor=place, vanaf=None if place else vanaf),
            cursor,
            None if interval is None else partial(self._sleep, interval),
        )

    def _ask(self, call: Call) -> Answer[Any]:
        attempt, waited = 0, 0.0
        while True:
            outcome = self._try(call)
            if isinstance(outcome, Answer):
                return outcome
            attempt += 1
            pause = self._retry.wait(call, outcome, attempt, waited)
            if pause is None:
                raise outcome
            waited += pause
            self._sleep(pause)

    def _try(self, call: Call) -> Answer[Any] | StagemarktError:
        # Not raised from where httpx's error is: that one carries the request, and the request the key.
        try:
            return read(self._http.send(self._wire.request(call, self._http)))
        except httpx.HTTPError as error:
            return failure(error)


class AsyncClient(AsyncOperations):
    """The facade, as `Client`, for asyncio: close it with `aclose`, or use it in `async with`."""

    def __init__(  # noqa: PLR0913 - each is a setting of its own, with a default
        self,
        api_url: str,
        sleutel: str,
        *,
        school: str | None = None,
        taal: str = "nl",
        retry: RetryPolicy = _RETRY,
        timeout: float = _TIMEOUT,
        transport: httpx.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._wire = Wire(api_url, sleutel, school, taal)
        self._http = httpx.AsyncClient(transport=transport, timeout=timeout)
        self._retry = retry
        self._sleep = sleep

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.api_url!r})"

    @property
    def api_url(self) -> str:
        """The address of the facade, without a slash at its end."""
        return self._wire.api_url

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trail: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close its connections."""
        await self._http.aclose()

    def volg_mutaties(  # noqa: PLR0913 - what the feed can be asked
        self,
        *,
        cursor: str | None = None,
        vanaf: datetime | str | None = None,
        abonnement_id: str | None = None,
        leerbedrijf_id: str | None = None,
        code: str | None = None,
        limit: int | None = None,
        school: str | None = None,
        interval: float | None = None,
    ) -> AsyncIterator[MutatieBatch]:
        """The feed from a place on: see `Client.volg_mutaties`."""
        ask = partial(
            self.geef_mutaties,
            abonnement_id=abonnement_id,
            leerbedrijf_id=leerbedrijf_id,
            code=code,
            limit=limit,
            school=school,
        )
        return follow_async(
            lambda place: ask(cursor=place, vanaf=None if place else vanaf),
            cursor,
            None if interval is None else partial(self._sleep, interval),
        )

    async def _ask(self, call: Call) -> Answer[Any]:
        attempt, waited = 0, 0.0
        while True:
            outcome = await self._try(call)
            if isinstance(outcome, Answer):
                return outcome
            attempt += 1
            pause = self._retry.wait(call, outcome, attempt, waited)
            if pause is None:
                raise outcome
            waited += pause
            await self._sleep(pause)

    async def _try(self, call: Call) -> Answer[Any] | StagemarktError:
        # Not raised from where httpx's error is: that one carries the request, and the request the key.
        try:
            return read(await self._http.send(self._wire.request(call, self._http)))
        except httpx.HTTPError as error:
            return failure(error)
