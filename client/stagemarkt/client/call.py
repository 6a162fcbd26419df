"""One call as it is described before anything is sent, and reading on over pages."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from typing import Any, NamedTuple

from stagemarkt.client.answer import Answer
from stagemarkt.client.errors import UnexpectedAnswer


class Call(NamedTuple):
    """What is asked. A value that is None is not sent.

    Attributes:
        method: of HTTP.
        path: the parts between slashes, as they are meant: not yet quoted.
        query: by its name in the address.
        header: by its name.
        body: the fields of the JSON body; None for no body at all.
        safe: whether it may be asked twice.
    """

    method: str
    path: tuple[str, ...]
    query: Mapping[str, object] = {}
    header: Mapping[str, str | None] = {}
    body: Mapping[str, object] | None = None
    safe: bool = False


def each_result(ask: Callable[[str | None], Answer[Any]]) -> Iterator[Any]:
    """Every result of every page.

    Args:
        ask: a page by its cursor; the first by None.

    Raises:
        UnexpectedAnswer: the pages go round.
    """
    following = _Following()
    while following.more:
        page = ask(following.cursor)
        yield from following.read(page)


async def each_result_async(ask: Callable[[str | None], Awaitable[Answer[Any]]]) -> AsyncIterator[Any]:
    """As `each_result`, for who awaits."""
    following = _Following()
    while following.more:
        page = await ask(following.cursor)
        for result in following.read(page):
            yield result


class _Following:
    """Where reading is, and whether there is more."""

    def __init__(self) -> None:
        self.cursor: str | None = None
        self.more = True
        self._seen = set[str]()

    def read(self, page: Answer[Any]) -> list[Any]:
        results, cursor = page.inhoud.get("resultaten"), page.inhoud.get("volgendeCursor")
        if not isinstance(results, list) or (cursor is not None and not isinstance(cursor, str)):
            raise UnexpectedAnswer("Dit is geen bladzijde met resultaten.")
        if cursor in self._seen:
            raise UnexpectedAnswer("De facade geeft steeds dezelfde bladzijde.")
        self.cursor, self.more = cursor, bool(cursor)
        self._seen.add(cursor or "")
        return results
