"""The stack on an AWS that fails: one call in eight, in every way that there is, some after they were done.

`make proof` does the whole, `make test` a twentieth; by a seed.
"""

import json
from collections import Counter
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any, Final

import httpx
import pytest
from stagemarkt.web.routes import SCOPES
from stagemarkt_cli.admin.admin import Admin

from local.sbb.register import examples
from local.stack.local_stack import LocalStack
from tests.e2e.cache_table import DAY, SCHOOL, CacheTable
from tests.e2e.client import FacadeClient
from tests.e2e.faulty_aws import FaultyAws, handing_out_soon, speaking_through
from tests.e2e.followers import Sweeper, Webhook, read_feed
from tests.e2e.simulator import SimulatorControl
from tests.e2e.sleutels import make_sleutel
from tests.unit.template import FUNCTIONS, folder_of
from tests.waiting import at_most, wait_until

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
CHECKS: Final = {"requests": [{"key": pair} for pair in (examples.ERKEND_CREBO, examples.ERKEND_KEUZEDEEL)]}
# What an operator asks, by hand.
COMMANDS: Final = {
    "Certificaatwacht": {"probeer": SCHOOL},
    "Schoolabonnementen": {"opdracht": "abonnementen", "school": SCHOOL},
}
# Whatever answers or works off a queue, and is composed with anything of AWS; and what is asked by hand.
EXPECTED: Final = {
    function
    for function, properties in FUNCTIONS.items()
    if function in COMMANDS
    or (
        "AutoPublishAlias" in properties
        and import_module(f"stagemarkt.composition.{folder_of(function)}").NEEDS.rights
    )
}
# Seconds.
PATIENCE: Final = 60
# A worker that dies holds its right for 45, and a nudge is one a minute: far above both together.
A_WORKER_DIED: Final = 240


class PatientCaller:
    """Asks again where the answer says that it can help; what it was told meanwhile is in `told`."""

    def __init__(self, facade: FacadeClient) -> None:
        self._facade = facade
        self.told = Counter[str]()

    def ask(self, path: str, **rest: Any) -> Any:
        """Until it is answered; the answer."""
        answer = self._facade.question(path, **rest)
        for _ in at_most(20):
            if answer.status_code == 200:
                break
            self.told[_vet(answer)] += 1
            answer = self._facade.question(path, **rest)
        self.told["answered"] += 1
        return answer.json()

    def check(self) -> None:
        """Have many checked at once, until each is."""
        for _ in at_most(20):
            results = self.ask("/verificaties/_batch", method="POST", json=CHECKS)["results"]
            failed = {slot["probleem"]["code"] for slot in results if "probleem" in slot}
            if not failed:
                assert [slot["erkend"] for slot in results] == [True, True]
                return
            assert failed == {"interne-fout"}
            self.told["slots"] += 1


def _vet(answer: httpx.Response) -> str:
    """A problem of ours, which can be asked again; its code."""
    problem: dict[str, Any] = answer.json()
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert (answer.status_code, problem["code"], problem["herhaalbaar"]) == (500, "interne-fout", True)
    assert int(answer.headers["Retry-After"]) > 0
    return str(problem["code"])


class Operator:
    """Asks functions directly, and again where they say that it can help."""

    def __init__(self, this_stack: LocalStack) -> None:
        aws, self._deployed = this_stack.deployed()
        self._lambda = aws.client("lambda")

    def command(self, function: str) -> None:
        """Until it is done."""
        for _ in at_most(20):
            answer = self._lambda.invoke(
                FunctionName=self._deployed.output[f"{function}Functie"],
                Payload=json.dumps(COMMANDS[function]).encode(),
            )
            outcome = json.loads(answer["Payload"].read())
            if "uitkomst" in outcome:
                return
            assert outcome["fout"]["code"] == "interne-fout", outcome


@pytest.mark.proof
def test_the_stack_on_an_aws_that_fails(
    this_stack: LocalStack,
    facade: FacadeClient,
    admin: Admin,
    sbb: SimulatorControl,
    scale: Callable[[int], int],
) -> None:
    """Every mutatie arrives, with one id; every question is answered; nobody else is blamed."""
    aws, deployed = this_stack.deployed()
    sweeper, caller = Sweeper(aws, deployed.stack), PatientCaller(facade)
    store, operator = CacheTable(this_stack), Operator(this_stack)
    caller.ask(PATHS[0])
    _, cursor = read_feed(facade, None)
    messages = scale(MESSAGES)
    proxy = FaultyAws(aws.endpoint, SEED, PERCENT)
    try:
        # Until all has come: what was handed out last, and failed, must not wait for minutes.
        with Webhook(facade) as webhook, handing_out_soon(aws, 2):
            with speaking_through(aws, deployed.stack, proxy):
                for number in range(messages):
                    sbb.persist(PER_MESSAGE)
                    # Somebody whom API Gateway does not know yet, and an answer that has become old.
                    store.make_older(DAY + 60)
                    caller.ask(PATHS[0], sleutel=make_sleutel(admin, {SCHOOL: SCOPES}))
                    for question in range(scale(QUESTIONS) // messages):
                        caller.ask(PATHS[(number + question) % len(PATHS)])
                    caller.check()
                for function in COMMANDS:
                    operator.command(function)
                # Whether it failed or not, none of them went past.
                for function in sorted(EXPECTED):
                    wait_until(partial(proxy.seen.get, function), PATIENCE, f"a call of {function}")
            # What waits for its next attempt is due in its time; here it is swept at once.
            count = PER_MESSAGE * messages
            webhook.wait_until(
                lambda found: len({one["id"] for one in found}) == count, sweeper.sweep, A_WORKER_DIED
            )
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
        f"\nof {proxy.seen.total()} calls to AWS {failures} failed, in {len(proxy.struck)} ways: {messages} "
        f"messages with {count} mutaties, {len(webhook.events)} deliveries, questions {dict(caller.told)}\n"
        f"calls by function: {dict(proxy.seen.most_common())}"
    )
    assert failures > 0
