"""The door of the emulated AWS: the API works on so many requests at once, the rest waits or hears 429."""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import pytest

from local.deployment.cloudformation import read_template
from local.emulator import door
from local.emulator.gatekeeper import App, DoorLimits, FullResponse, Places, WaitingLine, guard_app

API = "/_aws/execute-api/stagemarkt/v1/status"
FULL = FullResponse(
    [("Retry-After", "5"), ("X-Request-Id", "$context.requestId")], '{"instance": "$context.requestId"}'
)
Message = MutableMapping[str, Any]


class Emulator:
    """Works on each request until it is told to go on."""

    def __init__(self) -> None:
        self.busy = 0
        self.peak = 0
        self.got: list[bytes] = []
        self.further = asyncio.Event()

    async def __call__(self, _scope: Message, receive: Any, send: Any) -> None:
        """One request."""
        self.busy += 1
        self.peak = max(self.peak, self.busy)
        self.got.append((await receive())["body"])
        try:
            await self.further.wait()
        finally:
            self.busy -= 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"goed"})


class AsgiCaller:
    """Who asks; what it was answered is in `antwoord`."""

    def __init__(self, *parts: bytes, whole: bool = True) -> None:
        self.answer: list[Message] = []
        self._row: asyncio.Queue[Message] = asyncio.Queue()
        self._parsed = asyncio.Event()
        self._parsed.set()
        for number, part in enumerate(parts or (b"",), 1):
            self.sends_part(part, meer=number < len(parts) or not whole)

    def sends(self, message: Message) -> None:
        """It sends this."""
        self._row.put_nowait(message)

    def sends_part(self, part: bytes, *, meer: bool) -> None:
        """It sends a part of its body."""
        self.sends({"type": "http.request", "body": part, "more_body": meer})

    def hangs_up(self) -> None:
        """It hangs up."""
        self.sends({"type": "http.disconnect"})

    def stops_reading(self) -> None:
        """What it is sent stays under way."""
        self._parsed.clear()

    def reads_again(self) -> None:
        """And now it arrives."""
        self._parsed.set()

    @property
    def status(self) -> int | None:
        """What it was answered, None when it was nothing yet."""
        return self.answer[0]["status"] if self.answer else None

    def asks(self, app: App, path: str = API) -> "asyncio.Task[None]":
        """Its request, begun."""

        async def send(message: Message) -> None:
            await self._parsed.wait()
            self.answer.append(message)

        scope = {"type": "http", "path": path, "headers": [(b"host", b"localhost")]}

        async def question() -> None:
            await app(scope, self._row.get, send)

        return asyncio.ensure_future(question())


async def _settle() -> None:
    """All that can go on has gone on."""
    for _ in range(20):
        await asyncio.sleep(0)


def _door(at_most: int, wachtenden: int = 100, patience: float = 60) -> tuple[Emulator, App]:
    emulator = Emulator()
    places = Places(DoorLimits(at_most, wachtenden, patience, koud=at_most, warm=30))
    return emulator, guard_app(emulator, "merk", WaitingLine(emulator, places, FULL))


def _play(scenario: Callable[[], Awaitable[None]]) -> None:
    async def until_it_is_over() -> None:
        await scenario()

    asyncio.run(until_it_is_over())


def test_never_more_than_so_many_and_each_its_answer() -> None:
    """Five hundred at once: never more than sixteen under way, in order of arrival, and all are answered."""

    async def scenario() -> None:
        emulator, app = _door(16, 500)
        everyone = [AsgiCaller(str(number).encode()) for number in range(500)]
        tasks = [one.asks(app) for one in everyone]
        await _settle()
        assert emulator.busy == 16
        emulator.further.set()
        await asyncio.gather(*tasks)
        assert emulator.peak == 16
        assert [one.status for one in everyone] == [200] * 500
        assert emulator.got == [str(number).encode() for number in range(500)]

    _play(scenario)


def test_not_all_places_cold_at_once() -> None:
    """At most two start their processes at once; a place that was used is warm until it was idle for long."""

    async def scenario() -> None:
        now = 100.0
        weg: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        places = Places(DoorLimits(4, 100, 60, koud=2, warm=30), lambda: now)
        wachtend = [asyncio.ensure_future(places.take(weg)) for _ in range(6)]
        await _settle()
        assert [taak.done() for taak in wachtend] == [True, True, False, False, False, False]
        places.give_back(0)
        await _settle()
        # The one that is warm now, and a cold one in its stead; and so on.
        assert [taak.result() for taak in wachtend[:4]] == [0, 1, 0, 2]
        assert [taak.done() for taak in wachtend[4:]] == [False, False]
        places.give_back(1)
        await _settle()
        assert [taak.result() for taak in wachtend[4:]] == [1, 3]
        for plaats in range(4):
            places.give_back(plaats)
        assert [await places.take(weg) for _ in range(4)] == [0, 1, 2, 3]
        for plaats in range(4):
            places.give_back(plaats)
        now += 30
        later = [asyncio.ensure_future(places.take(weg)) for _ in range(3)]
        await _settle()
        assert [taak.done() for taak in later] == [True, True, False]
        later[2].cancel()

    _play(scenario)


@pytest.mark.parametrize(("wachtenden", "patience"), [(0, 60), (100, 0)])
def test_full(wachtenden: int, patience: float) -> None:
    """Who finds no room to wait, or waited too long, hears 429 with when to return; the rest goes on."""

    async def scenario() -> None:
        emulator, app = _door(1, wachtenden, patience)
        one, other = AsgiCaller(), AsgiCaller()
        taak = one.asks(app)
        await _settle()
        await other.asks(app)
        header, body = other.answer
        headers = dict(header["headers"])
        assert (header["status"], headers[b"retry-after"]) == (429, b"5")
        assert json.loads(body["body"])["instance"] == headers[b"x-request-id"].decode()
        assert int(headers[b"content-length"]) == len(body["body"])
        emulator.further.set()
        await taak
        third = AsgiCaller()
        await third.asks(app)
        assert (one.status, third.status) == (200, 200)

    _play(scenario)


def test_who_leaves_passes_its_turn_on() -> None:
    """A caller that hangs up while it waits is not worked for, and holds up nobody."""

    async def scenario() -> None:
        emulator, app = _door(1, 2)
        one, weg, other = AsgiCaller(), AsgiCaller(b"weg"), AsgiCaller(b"ander")
        tasks = [who.asks(app) for who in (one, weg, other)]
        await _settle()
        weg.hangs_up()
        await tasks[1]
        assert weg.answer == []
        # Its room to wait is free again as well.
        later = AsgiCaller(b"later")
        tasks.append(later.asks(app))
        await _settle()
        assert later.status is None
        emulator.further.set()
        await asyncio.gather(*tasks)
        assert emulator.got == [b"", b"ander", b"later"]

    _play(scenario)


def test_who_leaves_just_as_its_turn_comes() -> None:
    """Whose turn comes at the moment that it hangs up passes it on."""

    async def scenario() -> None:
        emulator, app = _door(1)
        one, weg, other = AsgiCaller(), AsgiCaller(b"weg"), AsgiCaller(b"ander")
        tasks = [who.asks(app) for who in (one, weg, other)]
        await _settle()
        emulator.further.set()
        weg.hangs_up()
        await asyncio.gather(*tasks)
        assert other.status == 200
        laatste = AsgiCaller()
        await laatste.asks(app)
        assert laatste.status == 200

    _play(scenario)


def test_broken_off() -> None:
    """A request that the server breaks off, waiting or under way, gives back what it had."""

    async def scenario() -> None:
        emulator, app = _door(1)
        tasks = [AsgiCaller().asks(app) for _ in range(3)]
        await _settle()
        for taak in (tasks[1], tasks[0]):
            taak.cancel()
            await _settle()
        assert emulator.busy == 1
        emulator.further.set()
        await tasks[2]
        laatste = AsgiCaller()
        await laatste.asks(app)
        assert laatste.status == 200

    _play(scenario)


def test_who_sends_or_reads_slowly_holds_no_place() -> None:
    """A body that does not end, and an answer that is not read, keep nobody else waiting."""

    async def scenario() -> None:
        emulator, app = _door(1)
        emulator.further.set()
        half, deaf, fast = AsgiCaller(b"h", b"a", whole=False), AsgiCaller(), AsgiCaller()
        deaf.stops_reading()
        tasks = [half.asks(app), deaf.asks(app)]
        await _settle()
        await fast.asks(app)
        assert (fast.status, half.status, deaf.status) == (200, None, None)
        half.sends_part(b"lf", meer=False)
        deaf.reads_again()
        await asyncio.gather(*tasks)
        assert emulator.got[-1] == b"half"
        assert (half.status, deaf.status) == (200, 200)

    _play(scenario)


def test_who_leaves_halfway_through_its_request() -> None:
    """A caller that hangs up before its request is whole has asked nothing."""

    async def scenario() -> None:
        emulator, app = _door(1)
        half = AsgiCaller(b"ha", whole=False)
        half.hangs_up()
        await half.asks(app)
        assert (half.answer, emulator.got) == ([], [])

    _play(scenario)


def test_what_the_functions_ask_never_waits() -> None:
    """With every place taken AWS itself still answers: the functions that hold the places need it."""

    async def scenario() -> None:
        emulator, app = _door(1, 0, 0)
        tasks = [AsgiCaller().asks(app)]
        tasks += [AsgiCaller().asks(app, "/") for _ in range(50)]
        await _settle()
        assert emulator.busy == 51
        emulator.further.set()
        await asyncio.gather(*tasks)

    _play(scenario)


def test_what_the_emulator_cannot_do_costs_no_place() -> None:
    """A request on which the emulator breaks is broken for its caller alone."""

    async def piece(_scope: Message, _receive: object, _send: object) -> None:
        raise RuntimeError("stuk")

    async def scenario() -> None:
        app = guard_app(piece, "merk", WaitingLine(piece, Places(DoorLimits(1, 0, 0, 1, 30)), FULL))
        for _ in range(2):
            with pytest.raises(RuntimeError):
                await AsgiCaller().asks(app)

    _play(scenario)


def test_the_response_is_that_of_the_template() -> None:
    """The 429 of the door is the one that API Gateway gives for this template, word for word."""
    asked = json.loads(door.door_settings(read_template(), 7))
    headers = dict(asked["koppen"])
    assert DoorLimits(**asked["maten"]).tegelijk == 7
    assert int(headers["Retry-After"]) > 0
    assert headers["Content-Type"] == "application/problem+json"
    assert headers["X-Request-Id"] == "$context.requestId"
    problem = json.loads(asked["lichaam"])
    assert (problem["status"], problem["code"]) == (429, "limiet-overschreden")
    assert problem["instance"] == "urn:uuid:$context.requestId"


def test_a_header_that_the_door_does_not_know() -> None:
    """A header of the template that only API Gateway could fill in is noticed before anything is started."""
    template = read_template()
    headers = template["Resources"]["Api"]["Properties"]["GatewayResponses"]["THROTTLED"]
    headers["ResponseParameters"]["Headers"]["X-Tijd"] = "context.requestTime"
    with pytest.raises(ValueError, match="requestTime"):
        door.door_settings(template, 1)
