"""The figures in the log: by AWS's specification, and the same as Powertools would have CloudWatch read."""

import string
from collections.abc import Mapping

from aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch import AmazonCloudWatchEMFProvider
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt import metrics
from stagemarkt.domain.guard.guard import EndedCall
from stagemarkt.domain.guard.outcome import GOOD, CallOutcome
from stagemarkt.metrics import SERVICE, Figure, embed
from stagemarkt.observability import logger, report_call

from tests.cloudwatch.embedded_metrics import read_points
from tests.unit.conftest import LogCapture
from tests.unit.fakes.composition import NOW, SCHOOL

NAMES = st.text(string.ascii_letters, min_size=1, max_size=20)
METRICS = st.builds(Figure, NAMES, st.sampled_from(["Count", "Milliseconds", "Seconds"]))
VALUES = st.floats(min_value=0, max_value=1e9) | st.integers(min_value=0, max_value=10**9)
ALL = [value for value in vars(metrics).values() if isinstance(value, Figure)]


@given(
    st.lists(st.tuples(METRICS, VALUES), min_size=1, max_size=12, unique_by=lambda pair: pair[0].name),
    st.text(string.ascii_letters + "-", min_size=1, max_size=128),
    st.floats(min_value=0, max_value=4e9),
)
def test_cloudwatch_reads_what_it_would_of_powertools(
    pairs: list[tuple[Figure, float]], namespace: str, at: float
) -> None:
    """Names, units, values, dimension, namespace and moment are those of Powertools' own serializer."""
    provider = AmazonCloudWatchEMFProvider(namespace=namespace, service=SERVICE)
    for metric, value in pairs:
        provider.add_metric(metric.name, metric.unit, value)
    provider.timestamp = int(at * 1000) or 1
    theirs = read_points(provider.serialize_metric_set())
    ours = read_points({"service": SERVICE, **embed(dict(pairs), provider.timestamp / 1000, namespace)})
    assert [point._replace(at=0) for point in ours] == [point._replace(at=0) for point in theirs]
    # To the millisecond: a float does not hold every one.
    assert all(abs(point.at - other.at) <= 1 for point, other in zip(ours, theirs, strict=True))


def test_a_line_without_figures_says_nothing_of_them() -> None:
    """Who has nothing to count has a line as any other."""
    assert embed({}, NOW) == {}


def test_figures_have_names_of_their_own() -> None:
    """No two figures share a name: CloudWatch would add them up."""
    assert len({metric.name for metric in ALL}) == len(ALL) > 1


def _points_of(call: EndedCall, logbook: LogCapture) -> Mapping[str, float]:
    report_call(call)
    return {point.name: point.value for point in read_points(logbook.lines[-1])}


def test_a_call_to_sbb_is_told_with_its_time(logbook: LogCapture) -> None:
    """One line of each call, with its school; whether SBB failed it is 0 or 1, never left out."""
    assert _points_of(EndedCall(SCHOOL, GOOD, 0.1234, NOW), logbook) == {"SbbDuur": 123.4, "SbbMis": 0}
    failed = CallOutcome("mis", "niets", "bron-timeout")
    assert _points_of(EndedCall(SCHOOL, failed, 20.0, NOW), logbook) == {"SbbDuur": 20_000, "SbbMis": 1}
    line = logbook.lines[-1]
    assert (line["message"], line["school"], line["uitkomst"], line["code"], line["duurMs"]) == (
        "sbb",
        SCHOOL,
        "mis",
        "bron-timeout",
        20_000,
    )


def test_the_line_of_the_log_keeps_what_it_had(logbook: LogCapture) -> None:
    """The figures stand beside the fields of the line, in the form that the specification has."""
    logger.info("proef", extra={"school": SCHOOL, **embed({metrics.HIT: 2.5, metrics.AGE: 10}, NOW)})
    (line,) = logbook.lines
    assert (line["message"], line["school"]) == ("proef", SCHOOL)
    assert [(point.name, point.value, point.at) for point in read_points(line)] == [
        ("TrefferDuur", 2.5, NOW * 1000),
        ("Ouderdom", 10, NOW * 1000),
    ]
    assert {point.dimensions for point in read_points(line)} == {(("service", SERVICE),)}
