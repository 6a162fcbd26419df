"""What the deployed functions write is what the deployed filters of the alarms look for.

The emulated AWS keeps the filters and evaluates none. What alarms make of them, broken in more ways, is in
tests/integration/composition/test_alarms.py.
"""

import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing

import pytest

from local.sbb.register import examples
from local.stack.local_stack import LocalStack
from tests.cloudwatch.filter_pattern import matches
from tests.e2e.client import FacadeClient
from tests.waiting import wait_until

Counts = Callable[[], Counter[str]]


@pytest.fixture
def counts(this_stack: LocalStack) -> Counts:
    """How often each metric that is made of logs was measured since this test began."""
    since = int(time.time() * 1000)

    def count() -> Counter[str]:
        aws, _ = this_stack.deployed()
        found = Counter[str]()
        with closing(aws.client("logs")) as logs:
            for one in logs.describe_metric_filters()["metricFilters"]:
                events = logs.filter_log_events(logGroupName=one["logGroupName"], startTime=since)["events"]
                hits = sum(matches(one["filterPattern"], event["message"]) for event in events)
                found[one["metricTransformations"][0]["metricName"]] += hits
        return +found

    return count


def _ask(facade: FacadeClient, times: int = 1) -> set[int]:
    leerbedrijf, code = examples.ERKEND_CREBO
    return {facade.erkenning(leerbedrijf, code).status_code for _ in range(times)}


def test_sbb_is_away(facade: FacadeClient, counts: Counts) -> None:
    """After five failures in a row callers are told that SBB is not asked; nothing else is counted."""
    facade.storing("http500-html")
    assert _ask(facade, 7) == {503}
    wait_until(lambda: counts() == {"SbbDicht": 2}, 20, "the refusals in the log")


def test_a_school_is_refused(facade: FacadeClient, counts: Counts) -> None:
    """SBB refuses the licence of the school."""
    facade.storing("signaalcode", signaalcode=996)
    assert _ask(facade) == {502}
    wait_until(lambda: counts() == {"SchoolGeweigerd": 1}, 20, "the refusal in the log")


def test_all_is_well(facade: FacadeClient, counts: Counts) -> None:
    """A good answer, a question that is none and an address that there is not are nothing to hear of."""
    assert _ask(facade) == {200}
    assert facade.question("/leerbedrijven").status_code == 400
    assert facade.question("/bestaat-niet").status_code == 404
    assert counts() == {}
