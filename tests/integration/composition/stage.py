"""Where a function is called as AWS calls it: callers, queues and schedules come again when it failed."""

import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from stagemarkt.adapters.dynamodb.records import RecordTable
from stagemarkt.composition.base import Composition
from stagemarkt.web.problems import PROBLEMS
from stagemarkt.web.routes import SCOPES

from tests.integration.composition.world import REFUSED, SCHOOL, World, rights_of
from tests.integration.support.aws_faults import FaultInjector
from tests.unit.fakes.composition import FakeContext
from tests.unit.requests import build_event, json_of, with_toegang

C = TypeVar("C", bound=Composition)
T = TypeVar("T")
MINUTE: Final = 60
# How often a caller asks, SBB sends and a queue hands out, before it is given up.
TIMES: Final = 4
_SERVER_ERROR: Final = 500
_CHANGED: Final = 412
_LICENCE: Final = "bron-licentie"


class Stage:
    """One world, the calls that its functions make, and what was noticed of their failures.

    Attributes:
        noticed: what somebody outside the function saw of a failure, counted.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.injector = FaultInjector(world.session.events, rights_of)
        self.noticed = Counter[str]()

    def close(self) -> None:
        """What is made from now on is not watched; what was opened is closed."""
        self.injector.close()
        self.world.close()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """While the function under test is called: what it asks counts, and can fail."""
        with self.injector.watching():
            yield
        self.injector.heal()

    def caller(self, handler: Callable[[dict[str, Any], Any], dict[str, Any]]) -> "Caller":
        """Somebody who asks this function of the API."""
        return Caller(self, handler)

    def until_done(self, run: Callable[[], T | None], what: str) -> T:
        """Do this until it gives something: who calls it notices `what`, and comes again."""
        for _ in range(TIMES):
            done = run()
            if done is not None:
                return done
            self.noticed[what] += 1
            self.world.now += MINUTE
        raise AssertionError(f"not done after {TIMES} times")

    def on_schedule(self, handler: Callable[[dict[str, Any], Any], Any], event: dict[str, Any]) -> Any:
        """Invoke it as a schedule does; when it raises, Lambda invokes it again."""

        def run() -> Any:
            try:
                return [handler(event, FakeContext())]
            except Exception:  # noqa: BLE001 - whatever it is, Lambda invokes it again
                return None

        return self.until_done(run, "invoked again")[0]

    def from_queue(
        self, handler: Callable[[dict[str, Any], Any], dict[str, Any]], queue: str, milliseconds: int = 28_000
    ) -> int:
        """Hand it what waits in this queue; what it gives back comes again. How many messages there were."""
        with self.injector.looking_away():
            records = self.world.received(queue)["Records"]
        count = len(records)

        def run() -> bool | None:
            nonlocal records
            answer = handler({"Records": records}, FakeContext(milliseconds))
            back = {one["itemIdentifier"] for one in answer["batchItemFailures"]}
            records = [record for record in records if record["messageId"] in back]
            return None if records else True

        if records:
            self.until_done(run, "came back to the queue")
        return count

    def check_guard(self) -> None:
        """Nothing that AWS did is told as SBB's or a school's, and the way to SBB is open."""
        records = RecordTable(self.world.dynamodb, self.world.tables.sightings, self.world.sim.url)
        endpoint, school = records.endpoint(), records.school(SCHOOL)
        for circuit in (endpoint.circuit, school.circuit):
            assert (circuit.failures, circuit.open_since, circuit.proef) == (0, None, None)
        assert endpoint.seen.failure_code is None
        until = max(school.room.places.values(), default=0.0)
        # A place that was not given back is given back by the clock, within the time of a call.
        assert until <= self.world.now + MINUTE


class Caller:
    """Asks a function of the API, on behalf of a school; again where the answer says that this can help.

    Attributes:
        answered: how often it got what it asked for.
    """

    def __init__(self, stage: Stage, handler: Callable[[dict[str, Any], Any], dict[str, Any]]) -> None:
        self._stage = stage
        self._handler = handler
        self.answered = 0

    def __call__(  # noqa: PLR0913 - what a request is made of
        self,
        resource: str,
        method: str = "GET",
        *,
        school: str = SCHOOL,
        query: Mapping[str, Sequence[str]] | None = None,
        body: Mapping[str, Any] | None = None,
        match: str | None = None,
        path: Mapping[str, str] | None = None,
    ) -> tuple[int, Any]:
        """Status and JSON of the last answer."""
        event = build_event(
            method,
            resource,
            path_fields=path,
            query=query,
            headers={"If-Match": match} if match else None,
            body=None if body is None else json.dumps(body),
        )

        def run() -> dict[str, Any] | None:
            event["requestContext"]["requestId"] = str(uuid.uuid4())
            answer = self._handler(with_toegang(event, {school: SCOPES}), FakeContext())
            return answer if _is_final(answer, school) else None

        answer = self._stage.until_done(run, "asked again, as the answer says")
        self.answered += answer["statusCode"] == 200
        return answer["statusCode"], json_of(answer) if answer["body"] else None

    def is_refused(self, resource: str, **rest: Any) -> bool:
        """Whether SBB refuses the licence of the other school for this."""
        _, problem = self(resource, school=REFUSED, **rest)
        return bool(problem["code"] == _LICENCE)


def _is_final(answer: Mapping[str, Any], school: str) -> bool:
    """Whether there is no use in asking again; an answer that is not as it should be fails the test."""
    if answer["statusCode"] < _SERVER_ERROR:
        # Of what another changed meanwhile one fetches what it is by now, and goes on.
        return bool(answer["statusCode"] != _CHANGED)
    problem = json_of(answer)
    code = problem["code"]
    assert problem["status"] == answer["statusCode"] == PROBLEMS[code].status
    assert {"type", "title", "detail", "instance"} <= set(problem)
    # That the licence of the other school is refused is true.
    if (code, school) == (_LICENCE, REFUSED):
        return True
    # Whatever else there is, is ours; and who is to ask again is told when.
    assert (code, problem["herhaalbaar"]) == ("interne-fout", True), problem
    assert int(answer["headers"]["Retry-After"]) > 0
    return False
