"""The stack on an AWS that fails: one call in eight, in every way that there is, some after they were done.

`make proof` does the whole, `make test` a twentieth; by a seed.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any, Final

import httpx
import pytest

from local.sbb.register import examples
from local.stack.local_stack import LocalStack
from tests.e2e.client import FacadeClient
from tests.e2e.faulty_aws import FaultyAws, speaking_through
from tests.e2e.followers import Sweeper, Webhook, read_feed
from tests.e2e.simulator import SimulatorControl
from tests.waiting import at_most

SEED: Final = 23
PERCENT: Final = 12
MESSAGES: Final = 120
QUESTIONS: Final = 400
PER_MESSAGE: Final = 3
PATHS: Final = (
    f"/leerbedrijven/{examples.SHOWPIECE}",
    f"/leerbedrijven/{examples.SHOWPIECE}/erkenningen/25998",
    f"/leerbedrijven/{examples.SHOWPIECE}/detailgegevens",
    "/leerplaatsen?crebo=25998",
    "/mutaties?limit=1",
    "/abonnementen",
    "/status",
    "/status/school",
)


class PatientCaller:
    """Asks again where the answer says that it can help; what it was told meanwhile is in `told`."""

    def __init__(self, facade: FacadeClient) -> None:
        self._facade = facade
        self.told = Counter[str]()

    def ask(self, path: str) -> None:
        """Until it is answered."""
        for _ in at_most(20):
            answer = self._facade.question(path)
            if answer.status_code == 200:
                self.told["answered"] += 1
                return
            self.told[_vet(answer)] += 1


def _vet(answer: httpx.Response) -> str:
    """A problem of ours, which can be asked again; its code."""
    problem: dict[str, Any] = answer.json()
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert (answer.status_code, problem["code"], problem["herhaalbaar"]) == (500, "interne-fout", True)
    assert int(answer.headers["Retry-After"]) > 0
    return str(problem["code"])


@pytest.mark.proof
def test_the_stack_on_an_aws_that_fails(
    this_stack: LocalStack, facade: FacadeClient, sbb: SimulatorControl, scale: Callable[[int], int]
) -> None:
    """Every mutatie arrives, with one id; every question is answered; nobody else is blamed."""
    aws, deployed = this_stack.deployed()
    sweeper, caller = Sweeper(aws, deployed.stack), PatientCaller(facade)
    _, cursor = read_feed(facade, None)
    messages = scale(MESSAGES)
    proxy = FaultyAws(aws.endpoint, SEED, PERCENT)
    try:
        with Webhook(facade) as webhook:
            with speaking_through(aws, proxy, visible_after=2):
                for number in range(messages):
                    sbb.persist(PER_MESSAGE)
                    for question in range(scale(QUESTIONS) // messages):
                        caller.ask(PATHS[(number + question) % len(PATHS)])
            # What waits for its next attempt is due in its time; here it is swept at once.
            count = PER_MESSAGE * messages
            webhook.wait_until(lambda found: len({one["id"] for one in found}) == count, sweeper.sweep)
            events = {one["id"]: one for one in webhook.events}
            feed, _ = read_feed(facade, cursor)
        assert [one["id"] for one in feed] == sorted(events, key=lambda id_: events[id_]["volgnummer"])
        assert sorted(one["volgnummer"] for one in events.values()) == list(range(1, count + 1))
        assert {one["id"]: one for one in reversed(webhook.events)} == events
        assert facade.question("/status").json()["sbb"]["status"] == "in-orde"
    finally:
        proxy.close()
    failures = sum(proxy.struck.values())
    print(  # noqa: T201 - the figures
        f"\nof {proxy.seen} calls to AWS {failures} failed, in {len(proxy.struck)} ways: {messages} messages "
        f"with {count} mutaties, {len(webhook.events)} deliveries, questions {dict(caller.told)}"
    )
    assert failures > 0
