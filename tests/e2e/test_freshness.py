"""Freshness through the deployed stack: what the caller asks, one call for many, SBB away, a dead holder."""

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from stagemarkt.domain.cache.lease import LEASE_LIFETIME
from stagemarkt.ports.cache import AnswerKey, CacheLease

from local.sbb.register import examples
from local.settings import Settings
from local.stack.local_stack import LocalStack
from tests.e2e.cache_table import DAY, SCHOOL, CacheTable
from tests.e2e.client import FacadeClient
from tests.e2e.conftest import SbbSightings
from tests.waiting import wait_until

PATH = f"/leerbedrijven/{examples.SHOWPIECE}"
_FUNCTIONS = 200
# How many functions start cold at once while warming up, and how often such a step is tried.
_STEP = 20
_TIMES = 5
# What a busy machine may add.
SLACK = 20
pytestmark = pytest.mark.usefixtures("empty_cache")


@pytest.fixture(scope="module")
def store(this_stack: LocalStack) -> CacheTable:
    """The table of the stack."""
    return CacheTable(this_stack)


def _with(facade: FacadeClient, cache_control: str, path: str = PATH) -> httpx.Response:
    return facade.question(path, headers={"Cache-Control": cache_control})


def _status(answer: httpx.Response) -> str:
    return answer.headers["Cache-Status"].removeprefix("stagemarkt; ")


def _actualiteit(answer: httpx.Response) -> dict[str, Any]:
    content: dict[str, Any] = answer.json()["actualiteit"]
    return content


def test_what_the_caller_wants(facade: FacadeClient) -> None:
    """`only-if-cached`, `no-cache`, `max-age`, `If-None-Match` and rubbish, one after another."""
    nothing = _with(facade, "only-if-cached")
    assert (nothing.status_code, nothing.json()["code"], _status(nothing)) == (
        504,
        "niet-in-cache",
        "detail=only-if-cached",
    )
    first = facade.question(PATH)
    assert (_status(first), first.headers["Age"]) == ("fwd=miss; stored", "0")
    assert first.headers["Cache-Control"] == "private, max-age=86400"
    assert _status(_with(facade, "only-if-cached")).startswith("hit; ttl=")
    assert _status(_with(facade, "no-cache")) == "fwd=request; stored"
    assert _status(_with(facade, "max-age=0")) == "fwd=request; stored"
    assert _status(_with(facade, "max-age=600")).startswith("hit; ttl=")
    known = facade.question(PATH, headers={"If-None-Match": first.headers["ETag"]})
    assert (known.status_code, known.content) == (304, b"")
    error = _with(facade, "max-age=straks")
    assert (error.status_code, error.json()["fouten"][0]["naam"]) == (400, "Cache-Control")
    assert len(facade.requests()) == 3
    assert _with(facade, "only-if-cached", f"{PATH}/erkenningen").status_code == 504


def test_an_unknown_leerbedrijf_is_asked_for_once(facade: FacadeClient) -> None:
    """What SBB does not know, and a list of nobody, are answered from the cache the second time."""
    first, second = (facade.question("/leerbedrijven/999999999") for _ in range(2))
    assert (first.status_code, second.status_code) == (404, 404)
    assert (_status(first), _status(second)[:8]) == ("fwd=miss; fwd-status=404; stored", "hit; ttl")
    empty = [facade.question("/leerbedrijven", params={"naam": "Bestaat Heus Niet"}) for _ in range(2)]
    assert [answer.json()["totaal"] for answer in empty] == [0, 0]
    assert empty[1].headers["Cache-Control"] == "private, max-age=300"
    assert len(facade.requests()) == 2


def test_what_is_stale_goes_at_once_and_is_refreshed_after(facade: FacadeClient, store: CacheTable) -> None:
    """A stale answer says so and waits for nobody; the queue has it refreshed for who comes after."""
    facade.question(PATH)
    store.make_older(DAY + 60)
    old = facade.question(PATH)
    assert (_actualiteit(old)["verouderd"], _status(old)[:9]) == (True, "hit; ttl=")
    assert int(old.headers["Age"]) > DAY
    until = time.monotonic() + 20
    while _actualiteit(new := facade.question(PATH))["verouderd"]:
        assert time.monotonic() < until, "not refreshed within 20 seconds"
    assert int(new.headers["Age"]) < 30
    assert new.headers["ETag"] == old.headers["ETag"]
    assert len(facade.requests()) == 2


def test_a_damaged_answer_is_a_miss(facade: FacadeClient, store: CacheTable) -> None:
    """An entry whose bytes are not what was written is fetched anew, for who reads gzip and who does not."""
    for accept_encoding in ("gzip", "identity"):
        facade.question(PATH)
        store.dynamodb.update_item(
            TableName=store.naam,
            Key={"pk": {"S": f"{SCHOOL}#leerbedrijf#{examples.SHOWPIECE}"}, "sk": {"S": "identificatie"}},
            UpdateExpression="SET lichaam = :rommel",
            ExpressionAttributeValues={":rommel": {"B": b"\x1f\x8b rommel"}},
        )
        answer = facade.question(PATH, headers={"Accept-Encoding": accept_encoding})
        assert (answer.status_code, _status(answer)) == (200, "fwd=miss; stored")


def test_a_change_invalidates_the_lists_too(facade: FacadeClient, store: CacheTable) -> None:
    """After an invalidation each kind of answer, and a list that tells of it, is asked again."""
    name = facade.question(PATH).json()["naam"]
    paths: list[tuple[str, dict[str, str]]] = [
        (PATH, {}),
        (f"{PATH}/detailgegevens", {}),
        ("/leerbedrijven", {"naam": name}),
    ]
    for path, query in paths:
        facade.ask_until_kept(path, params=query)
    store.invalidator.invalidate(SCHOOL, examples.SHOWPIECE)
    again = [_status(facade.question(path, params=query)) for path, query in paths]
    # Whether a list is stored hangs on what else comes in just then.
    assert [status.removesuffix("; stored") for status in again] == ["fwd=miss"] * 3


@pytest.fixture
def large_stack(
    request: pytest.FixtureRequest, own_folder: Path, scale: Callable[[int], int]
) -> Iterator[LocalStack]:
    """The stack of all tests; for the whole figure one of its own, with the template's own deadline."""
    if scale(_FUNCTIONS) < _FUNCTIONS:
        yield request.getfixturevalue("this_stack")
        return
    this_stack = LocalStack(Settings(own_folder), report=lambda _: None)
    this_stack.up()
    yield this_stack
    this_stack.down()


@pytest.mark.proof
def test_many_miss_at_once(
    large_stack: LocalStack, scale: Callable[[int], int], capsys: pytest.CaptureFixture[str]
) -> None:
    """Many at once miss one key, after warm-up: SBB is asked once, and all have their answer."""
    count = scale(_FUNCTIONS)
    with (
        FacadeClient(large_stack.stack_json.parent) as facade,
        ThreadPoolExecutor(count) as threads,
        _client_for(count, facade) as http,
    ):
        store, sightings = CacheTable(large_stack), SbbSightings(large_stack)

        def failed(together: int) -> list[httpx.Response]:
            sightings.reset_guard()
            store.invalidator.invalidate(SCHOOL, examples.SHOWPIECE)
            facade.restore_sbb()
            facade.storing("vertraging", seconden=1)
            return list(threads.map(http.get, [PATH] * together))

        _warm_up(failed, count)
        begin = time.monotonic()
        answers = failed(count)
        duration = time.monotonic() - begin
        asked = len(facade.requests())
        facade.restore_sbb()
    statussen = Counter(answer.status_code for answer in answers)
    together = sum("collapsed" in answer.headers.get("Cache-Status", "") for answer in answers)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{count} misses at once: {dict(statussen)}, {asked} call(s) to SBB, {together} collapsed, "
            f"{duration:.1f} s in all\n"
        )
    assert (statussen, asked) == (Counter({200: count}), 1)
    assert {answer.json()["leerbedrijfId"] for answer in answers} == {examples.SHOWPIECE}
    assert len([answer for answer in answers if "stored" in _status(answer)]) == 1


def _warm_up(failed: Callable[[int], list[httpx.Response]], count: int) -> None:
    """Have as many functions warm as will be busy at once.

    In steps: each function is a process here, and those that start cold together on two processors take
    longer than the deadlines that they start under. A step is done when nobody was failed by its start.
    """
    for together in (*range(_STEP, count, _STEP), count):
        for _ in range(_TIMES):
            if all(answer.status_code == 200 for answer in failed(together)):
                break


def _client_for(count: int, facade: FacadeClient) -> httpx.Client:
    """A client with as many connections."""
    return httpx.Client(
        base_url=facade.stack["apiUrl"],
        timeout=120,
        trust_env=False,
        limits=httpx.Limits(max_connections=count),
        headers={"Authorization": f"Bearer {facade.stack['apiKey']}"},
    )


def _concurrently(facade: FacadeClient, count: int) -> list[httpx.Response]:
    """So many who ask for the same at once."""
    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(facade.question, [PATH] * count))


def test_a_dead_lease_holder(facade: FacadeClient, store: CacheTable) -> None:
    """A holder that was killed left its lease: the others have their answer within its life, by one call."""
    for _ in range(2):
        _concurrently(facade, 4)
    store.invalidator.invalidate(SCHOOL, examples.SHOWPIECE)
    facade.restore_sbb()
    sleutel, remaining = AnswerKey(SCHOOL, f"leerbedrijf#{examples.SHOWPIECE}", "identificatie"), 2.0
    store.table.take(sleutel, CacheLease("dood", time.time() + remaining), time.time(), take_over=False)
    begin = time.monotonic()
    answers = _concurrently(facade, 4)
    assert [answer.status_code for answer in answers] == [200] * 4
    assert remaining - 0.5 < time.monotonic() - begin < remaining + LEASE_LIFETIME + SLACK
    assert len(facade.requests()) == 1


def test_a_killed_function(facade: FacadeClient, store: CacheTable, this_stack: LocalStack) -> None:
    """Killed while it asks SBB: the others are answered within its lease's life, by one call."""
    facade.storing("vertraging", seconden=3, keer=1)
    sleutel = AnswerKey(SCHOOL, f"leerbedrijf#{examples.SHOWPIECE}", "identificatie")
    # A killed function's caller gets API Gateway's own answer, of which the document says nothing.
    with _client_for(5, facade) as gateway, ThreadPoolExecutor(5) as threads:
        first = threads.submit(gateway.get, PATH)
        wait_until(lambda: first.done() or store.table.read(sleutel).lease is not None, 30, "a lease")
        assert not first.done()
        begin = time.monotonic()
        assert _kill_functions(this_stack, "Identificatie") > 0
        # The emulator offers calls to those that waited, too, and learns only then that they are dead.
        other = [f"/leerbedrijven/{examples.EENMANSZAAK}"] * 4
        while any(answer.status_code != 200 for answer in threads.map(gateway.get, other)):
            assert time.monotonic() - begin < LEASE_LIFETIME + SLACK
        facade.restore_sbb()
        answers = list(threads.map(facade.question, [PATH] * 4))
        duration = time.monotonic() - begin
        assert first.result().status_code >= 500
    assert [answer.status_code for answer in answers] == [200] * 4
    assert duration < LEASE_LIFETIME + SLACK
    assert len(facade.requests()) == 1


def _kill_functions(this_stack: LocalStack, function: str) -> int:
    """Kill every process that runs this function in this stack; how many there were."""
    folder = str(this_stack.stack_json.parent)
    killed = 0
    for process in psutil.process_iter(["cwd"]):
        # A function works where its code was unpacked.
        daar = process.info["cwd"] or ""
        if folder in daar and f"-{function}-" in daar:
            process.kill()
            killed += 1
    return killed


def test_a_slow_source_holds_nobody_up_past_its_deadline(facade: FacadeClient) -> None:
    """SBB takes 9 seconds and a call may take 4: all who wait hear so together, and SBB was asked once."""
    facade.storing("vertraging", seconden=9)
    begin = time.monotonic()
    answers = _concurrently(facade, 4)
    assert [answer.status_code for answer in answers] == [504] * 4
    assert {answer.json()["code"] for answer in answers} == {"bron-timeout"}
    assert time.monotonic() - begin < 9 + SLACK
    assert len(facade.requests()) == 1


@pytest.mark.proof
def test_sbb_is_away(
    sightings: SbbSightings,
    facade: FacadeClient,
    store: CacheTable,
    scale: Callable[[int], int],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """SBB away for a minute under load: what is kept is answered, fresh or stale; only `no-cache` is 503."""
    ids = [company["id"] for company in facade.register[:12] if company["id"] != examples.ALTERNATING]
    for nr, leerbedrijf_id in enumerate(ids):
        facade.question(f"/leerbedrijven/{leerbedrijf_id}")
        if nr % 3 == 0:
            store.make_older(DAY + 60, leerbedrijf_id)
    facade.storing("http503")
    rng = random.Random(1)  # noqa: S311 - the same draw each time
    seconds, kept, fresh = scale(60), [], []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        path = f"/leerbedrijven/{rng.choice(ids)}"
        kept.append(facade.question(path).status_code)
        if len(kept) % 20 == 1:
            fresh.append(_with(facade, "no-cache", path).status_code)
    assert set(kept) == {200}
    assert set(fresh) == {503}
    facade.restore_sbb()
    if seconds < 60:
        # The breaker that opened closes by itself within a probe of 30 seconds: `make proof` waits for that.
        sightings.reset_guard()
    begin = time.monotonic()
    while _with(facade, "no-cache").status_code != 200:
        assert time.monotonic() - begin < 32, "no recovery within a probe"
    restored = time.monotonic() - begin
    sightings.reset_guard()
    with capsys.disabled():
        sys.stdout.write(
            f"\nSBB away for {seconds} s: {len(kept)} of kept answers all 200, "
            f"{len(fresh)} with no-cache all 503, back after {restored:.1f} s\n"
        )
