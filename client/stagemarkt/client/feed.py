"""The feed of mutaties, read on from a place that the caller keeps."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, NamedTuple

from stagemarkt.client.answer import Answer
from stagemarkt.client.errors import UnexpectedAnswer
from stagemarkt.client.shapes import Mutatie


class MutatieBatch(NamedTuple):
    """A piece of the feed, the oldest first.

    Attributes:
        mutaties: may be empty: then only the place is new.
        cursor: where to go on. Keep it once these are processed, and nothing is missed; after a crash
            the same mutaties come again, with the same `id`.
    """

    mutaties: list[Mutatie]
    cursor: str


def follow(
    ask: Callable[[str | None], Answer[Any]], cursor: str | None, sleep: Callable[[], None] | None
) -> Iterator[MutatieBatch]:
    """Piece after piece; as long as is waited, for ever.

    Args:
        ask: a piece by its cursor.
        cursor: where to begin.
        sleep: waits, when there is nothing more; None to end there.
    """
    while True:
        batch, more = _read(ask(cursor))
        if batch.mutaties or batch.cursor != cursor:
            cursor = batch.cursor
            yield batch
        if not more:
            if sleep is None:
                return
            sleep()


async def follow_async(
    ask: Callable[[str | None], Awaitable[Answer[Any]]],
    cursor: str | None,
    sleep: Callable[[], Awaitable[None]] | None,
) -> AsyncIterator[MutatieBatch]:
    """As `follow`, for who awaits."""
    while True:
        batch, more = _read(await ask(cursor))
        if batch.mutaties or batch.cursor != cursor:
            cursor = batch.cursor
            yield batch
        if not more:
            if sleep is None:
                return
            await sleep()


def _read(answer: Answer[Any]) -> tuple[MutatieBatch, bool]:
    results, cursor = answer.inhoud.get("resultaten"), answer.inhoud.get("volgendeCursor")
    if not isinstance(results, list) or not isinstance(cursor, str) or not cursor:
        raise UnexpectedAnswer("De facade gaf geen cursor om mee verder te lezen.")
    return MutatieBatch(results, cursor), answer.inhoud.get("meer") is True
