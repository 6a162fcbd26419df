"""The feed, followed from a place that the caller keeps."""

from collections.abc import Sequence
from typing import Any

import httpx
import pytest
from stagemarkt.client import AsyncClient, Client, FeedCursorExpired, MutatieBatch, UnexpectedAnswer

from tests.unit.client.facade import ScriptedFacade, problem


class EnoughSeen(Exception):
    """Whoever follows for ever has to be stopped."""


def page(numbers: Sequence[int], cursor: str, *, meer: bool = False) -> httpx.Response:
    """A piece of the feed."""
    found = [{"id": f"m{number}"} for number in numbers]
    return httpx.Response(200, json={"resultaten": found, "volgendeCursor": cursor, "meer": meer})


def followed(how: str, facade: ScriptedFacade, **asked: Any) -> list[MutatieBatch]:
    """What either client gives."""

    async def collect(client: AsyncClient) -> list[MutatieBatch]:
        return [batch async for batch in client.volg_mutaties(**asked)]

    if how == "awaited":
        found: list[MutatieBatch] = facade.awaited(collect)
        return found
    waited: list[MutatieBatch] = facade.waiting(lambda client: list(client.volg_mutaties(**asked)))
    return waited


both = pytest.mark.parametrize("how", ["waiting", "awaited"])


@both
def test_read_to_the_end(how: str) -> None:
    """Each piece with the cursor to keep after it; the next is asked with it, and a filter goes along."""
    facade = ScriptedFacade([page([1, 2], "c2", meer=True), page([3], "c3")])
    found = followed(how, facade, abonnement_id="a1", limit=2)
    assert [([m["id"] for m in batch.mutaties], batch.cursor) for batch in found] == [
        (["m1", "m2"], "c2"),
        (["m3"], "c3"),
    ]
    assert [dict(request.url.params) for request in facade.asked] == [
        {"abonnementId": "a1", "limit": "2"},
        {"abonnementId": "a1", "limit": "2", "cursor": "c2"},
    ]


@both
def test_only_what_is_new(how: str) -> None:
    """`vanaf` says where to begin and no more: the empty piece has the cursor."""
    facade = ScriptedFacade([page([], "c9")])
    assert followed(how, facade, vanaf="nu") == [MutatieBatch([], "c9")]
    assert dict(facade.asked[0].url.params) == {"vanaf": "nu"}
    with_a_place = ScriptedFacade([page([], "c9")])
    assert followed(how, with_a_place, cursor="c9", vanaf="nu") == []
    assert dict(with_a_place.asked[0].url.params) == {"cursor": "c9"}


@both
def test_followed_for_ever(how: str) -> None:
    """With an interval it waits where there is nothing more, and only there; nothing new is no piece."""
    facade = ScriptedFacade([page([1], "c1", meer=True), page([2], "c2"), page([], "c2"), page([3], "c3")])
    found = []

    def collect(client: Client) -> None:
        for batch in client.volg_mutaties(interval=10):
            found.append(batch.cursor)
            if batch.cursor == "c3":
                raise EnoughSeen

    async def collect_async(client: AsyncClient) -> None:
        async for batch in client.volg_mutaties(interval=10):
            found.append(batch.cursor)
            if batch.cursor == "c3":
                raise EnoughSeen

    with pytest.raises(EnoughSeen):
        facade.awaited(collect_async) if how == "awaited" else facade.waiting(collect)
    assert found == ["c1", "c2", "c3"]
    assert facade.slept == [10, 10]


@both
def test_a_cursor_that_has_expired_says_so(how: str) -> None:
    """It is an error of its own, once, with what to do about it in its class."""
    facade = ScriptedFacade([problem(410, "cursor-verlopen")])
    with pytest.raises(FeedCursorExpired) as raised:
        followed(how, facade, cursor="oud")
    assert (raised.value.status, raised.value.herhaalbaar, len(facade.asked)) == (410, False, 1)
    assert "verifieer_reeks" in str(FeedCursorExpired.__doc__)


@both
@pytest.mark.parametrize(
    "content",
    [
        {},
        {"resultaten": []},
        {"resultaten": 7, "volgendeCursor": "c"},
        {"resultaten": [], "volgendeCursor": ""},
    ],
)
def test_a_piece_without_a_place_is_refused(how: str, content: dict[str, Any]) -> None:
    """Who went on without a cursor would begin anew for ever."""
    with pytest.raises(UnexpectedAnswer):
        followed(how, ScriptedFacade([httpx.Response(200, json=content)]))
