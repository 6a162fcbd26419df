"""`template.yaml`: the objectives. Days are simulated, and each alarm is asked what it makes of them.

The figures in the docstrings are those of docs/operations.md.
"""

import re
from typing import Any, Final

import pytest
from stagemarkt import metrics
from stagemarkt.metrics import Figure, embed
from stagemarkt.observability import logger

from tests.cloudwatch.alarm import ALARM, OK
from tests.cloudwatch.composite_alarm import EvaluatedComposite
from tests.cloudwatch.embedded_metrics import read_points
from tests.cloudwatch.measurements import MINUTE, STACK, Measurements, Metric, metric, resolved
from tests.cloudwatch.metric_math import FILLS
from tests.unit.conftest import LogCapture
from tests.unit.requests import ROOT
from tests.unit.template import RESOURCES, TEMPLATE, of_type

HOUR: Final = 3600
DAY: Final = 24 * HOUR
ALARMS: Final = of_type("AWS::CloudWatch::Alarm")
COMPOSITES: Final = of_type("AWS::CloudWatch::CompositeAlarm")
COUNT: Final = metric("AWS/ApiGateway", "Count", ApiName=STACK)
REFUSED: Final = metric("AWS/ApiGateway", "4XXError", ApiName=STACK)
FAILED: Final = metric("AWS/ApiGateway", "5XXError", ApiName=STACK)


def _own(name: str) -> Metric:
    return metric(STACK, name, service="stagemarkt")


def _request(measurements: Measurements, at: float, status: int = 200, *, elsewhere: bool = False) -> None:
    """What API Gateway and we tell of one request."""
    measurements.put(COUNT, at, 1)
    measurements.put(REFUSED, at, int(400 <= status < 500))
    measurements.put(FAILED, at, int(status >= 500))
    if elsewhere:
        measurements.put(_own("FoutElders"), at, 1)


def _day(per_hour: int, days: int = 2) -> Measurements:
    """Days on which all goes well, with so many requests an hour."""
    measurements = Measurements()
    for number in range(per_hour * 24 * days):
        _request(measurements, number * HOUR / per_hour)
    return measurements


def _composite(name: str, fills: str = "any") -> EvaluatedComposite:
    return EvaluatedComposite(COMPOSITES[name], ALARMS, fills)


def _first_alarm(name: str, measurements: Measurements, begin: int, end: int, fills: str = "any") -> int:
    """After how many seconds it goes off."""
    composite = _composite(name, fills)
    for at in range(begin, end + 1, MINUTE):
        if composite.state(measurements, at) == ALARM:
            return at - begin
    raise AssertionError(f"{name} never goes off")


@pytest.mark.parametrize("fills", FILLS)
@pytest.mark.parametrize("name", COMPOSITES)
def test_a_quiet_day_wakes_nobody(name: str, fills: str) -> None:
    """Ten requests an hour, of which on a day two fail, one is slow, and one change is late: nothing."""
    measurements = _day(10)
    for at in (DAY + 3 * HOUR, DAY + 3 * HOUR + 200):
        _request(measurements, at, 500)
    for number in range(24):
        for figure in ("TrefferDuur", "MisserDuur"):
            measurements.put(_own(figure), DAY + number * HOUR, {5: 20_000}.get(number, 80))
        measurements.put(_own("Verwerktijd"), DAY + number * HOUR, {5: 900}.get(number, 2))
    assert _composite(name, fills).history(measurements, DAY, 2 * DAY, 5 * MINUTE) == []


@pytest.mark.parametrize("name", COMPOSITES)
def test_where_nobody_asks_nothing_is_wrong(name: str) -> None:
    """Without a single request, and with nothing measured at all, no alarm goes off."""
    assert _composite(name).history(Measurements(), DAY, 2 * DAY, HOUR) == []


@pytest.mark.parametrize("fills", FILLS)
@pytest.mark.parametrize(("per_hour", "minutes"), [(600, 1), (60, 3), (10, 13)])
def test_an_outage_is_told_soon(per_hour: int, minutes: int, fills: str) -> None:
    """All fails, by our own fault: told as soon as three did, and of ten an hour that is the third."""
    measurements = _day(per_hour, 1)
    for number in range(per_hour):
        _request(measurements, DAY + number * HOUR / per_hour, 500)
    first = _first_alarm("BeschikbaarheidSnel", measurements, DAY, DAY + HOUR, fills)
    assert first == minutes * MINUTE


@pytest.mark.parametrize(("share", "minutes"), [(0.5, 2), (0.1, 9), (0.05, 17), (0.02, 41), (0.01, 211)])
def test_a_partial_outage_takes_longer(share: float, minutes: int) -> None:
    """A share fails, of 600 an hour: told when a fiftieth of a month's room is used, or a twentieth."""
    measurements = _day(600, 1)
    every = round(1 / share)
    for number in range(4 * 600):
        _request(measurements, DAY + number * 6, {0: 500}.get(number % every, 200))
    assert _first_alarm("BeschikbaarheidSnel", measurements, DAY, DAY + 4 * HOUR) == minutes * MINUTE


def test_it_is_over_soon_after() -> None:
    """An outage of ten minutes is told once, and is over half an hour after its end, not six hours."""
    measurements = _day(600, 1)
    for number in range(600):
        _request(measurements, DAY + number * 6)
    for number in range(100):
        _request(measurements, DAY + number * 6, 500)
    history = _composite("BeschikbaarheidSnel").history(measurements, DAY, DAY + 2 * HOUR)
    assert history == [(DAY + MINUTE, ALARM), (DAY + (10 + 30) * MINUTE, OK)]


@pytest.mark.parametrize("fills", FILLS)
def test_a_slow_burn_is_for_a_working_day(fills: str) -> None:
    """A two-hundredth fails all day: nobody is woken; within fifteen hours there is a ticket."""
    measurements = _day(600, 1)
    for number in range(600 * 24):
        _request(measurements, DAY + number * 6, {0: 500}.get(number % 200, 200))
    assert _composite("BeschikbaarheidSnel", fills).history(measurements, DAY, 2 * DAY, 30 * MINUTE) == []
    ticket = _composite("BeschikbaarheidTraag", fills).history(measurements, DAY, 2 * DAY, 30 * MINUTE)
    assert ticket == [(DAY + 14 * HOUR + 30 * MINUTE, ALARM)]


@pytest.mark.parametrize("fills", FILLS)
@pytest.mark.parametrize("name", ["BeschikbaarheidSnel", "BeschikbaarheidTraag"])
def test_an_outage_of_sbb_is_not_ours(name: str, fills: str) -> None:
    """SBB is away for three hours, and told as such; what callers ask wrongly is not counted either."""
    measurements = _day(600, 1)
    for number in range(3 * 600):
        _request(measurements, DAY + number * 6, 503, elsewhere=True)
        _request(measurements, DAY + number * 6, 400)
    assert _composite(name, fills).history(measurements, DAY, DAY + 6 * HOUR, 5 * MINUTE) == []


def test_our_fault_shows_while_sbb_is_away() -> None:
    """What SBB's absence excuses is out of the sum on both sides: of the rest ours is a larger share."""
    measurements = _day(600, 1)
    for number in range(600):
        _request(measurements, DAY + number * 6, 503, elsewhere=True)
        _request(measurements, DAY + number * 6 + 1, {0: 500}.get(number % 10, 200))
    assert _first_alarm("BeschikbaarheidSnel", measurements, DAY, DAY + HOUR) <= 10 * MINUTE


SLOW: Final = [
    ("TrefferTraag", "TrefferDuur", 80, 2001, 22),
    ("MisserTraag", "MisserDuur", 900, 8001, 109),
    ("VerwerkingTraag", "Verwerktijd", 2, 61, 22),
]


@pytest.mark.parametrize(("name", "figure", "well", "late", "minutes"), SLOW)
def test_what_has_become_slow_is_told(name: str, figure: str, well: int, late: int, minutes: int) -> None:
    """All are too late from some moment on: told when a twentieth of a month's room is used."""
    measurements = Measurements()
    for number in range(60 * 24):
        measurements.put(_own(figure), number * MINUTE, well)
    for number in range(6 * 60):
        measurements.put(_own(figure), DAY + number * MINUTE, late)
    assert _first_alarm(name, measurements, DAY, DAY + 6 * HOUR) == minutes * MINUTE


@pytest.mark.parametrize(("name", "figure", "_well", "late", "_minutes"), SLOW)
def test_at_the_limit_is_in_time(name: str, figure: str, _well: int, late: int, _minutes: int) -> None:
    """What takes exactly as long as the objective says is not late."""
    measurements = Measurements()
    for number in range(60 * 24):
        measurements.put(_own(figure), number * MINUTE, late - 1)
    assert _composite(name).history(measurements, 6 * HOUR, DAY, HOUR) == []


def test_alarms_look_at_what_lines_hold(logbook: LogCapture) -> None:
    """Each figure of ours that an alarm looks at is one that a line holds, to the last letter.

    The namespace in the line is that of the stack, for so the template tells Powertools.
    """
    variables = TEMPLATE["Globals"]["Function"]["Environment"]["Variables"]
    assert resolved(variables["POWERTOOLS_METRICS_NAMESPACE"]) == STACK
    looked_at = {of for name in COMPOSITES for part in _composite(name).parts.values() for of in part.metrics}
    every = {value: 1.0 for value in vars(metrics).values() if isinstance(value, Figure)}
    logger.info("proef", extra=embed(every, 0, STACK))
    (line,) = logbook.lines
    held = {metric(point.namespace, point.name, **dict(point.dimensions)) for point in read_points(line)}
    assert looked_at - held == {COUNT, REFUSED, FAILED}


def test_each_part_is_heard_of() -> None:
    """An alarm without an action of its own is a part of one that has."""
    silent = {name for name, alarm in ALARMS.items() if alarm.get("ActionsEnabled") is False}
    parts = {part for name in COMPOSITES for part in _composite(name).parts}
    assert silent == parts
    for composite in COMPOSITES.values():
        assert composite["AlarmActions"] == composite["OKActions"] == [{"Ref": "Waarschuwingen"}]


def test_they_are_there_by_parameter() -> None:
    """They cost, so they are off unless the operator wants them."""
    names = {*COMPOSITES, *(part for name in COMPOSITES for part in _composite(name).parts)}
    assert {RESOURCES[name]["Condition"] for name in names} == {"MetDoelen"}


@pytest.mark.parametrize("name", COMPOSITES)
def test_each_has_a_runbook(name: str) -> None:
    """The page that its description names is there, and says what it is about."""
    path: Any = re.search(r"docs/runbooks/(\w+)\.md", COMPOSITES[name]["AlarmDescription"])
    assert path is not None
    assert path[1] == name
    text = (ROOT / path[0]).read_text(encoding="utf-8")
    assert text.startswith(f"# {name}\n")
    headers = [line for line in text.splitlines() if line.startswith("## ")]
    assert len(headers) == 4
