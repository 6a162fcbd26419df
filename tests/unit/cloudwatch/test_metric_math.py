"""Metric math does as the examples in CloudWatch's documentation say."""

import pytest

from tests.cloudwatch.metric_math import TimeSeries, UnknownExpression, evaluate


def _series(points: str) -> TimeSeries:
    """`1 - 3` as a series: a dash is a moment without a value."""
    return {at: float(point) for at, point in enumerate(points.split()) if point != "-"}


def _made(expression: str, fills: str = "any", **series: str) -> str:
    known = {name: _series(points) for name, points in series.items()}
    length = max(len(points.split()) for points in series.values())
    made = evaluate(expression, known, range(length), fills)
    return " ".join(f"{made[at]:g}" if at in made else "-" for at in range(length))


M1, M2, M3 = "1 1 0 0 -", "30 - 0 0 30", "0 0 20 - 20"


@pytest.mark.parametrize(
    ("expression", "outcome"),
    [
        # "Using IF expressions".
        ("IF(m1, m2, m3)", "30 0 20 - -"),
        ("IF(m1, 5, m3)", "5 5 20 - -"),
        ("IF(m1, m2, 5)", "30 0 5 5 -"),
        ("IF(m1, m2)", "30 0 - - -"),
        ("IF(1, m2, m3)", "30 0 0 0 30"),
        ("m1 + m2", "31 1 0 0 30"),
        ("m2 / m1", "30 0 - - -"),
        ("-m1", "-1 -1 0 0 -"),
        ("SUM([m1, m2, m3])", "31 1 20 0 50"),
        ("MAX([m1, m3])", "1 1 20 0 20"),
        ("SUM(100 * [m1, m2])", "3100 100 0 0 3000"),
    ],
)
def test_series(expression: str, outcome: str) -> None:
    """Conditions, arithmetic, and what becomes of moments without a value."""
    assert _made(expression, m1=M1, m2=M2, m3=M3) == outcome


@pytest.mark.parametrize(
    ("expression", "outcome"),
    [
        ("a < b", "0 0 1 0"),
        ("a >= 30", "1 0 0 0"),
        ("a > 15 AND b > 15", "1 0 0 0"),
        ("a > 15 && b > 15", "1 0 0 0"),
        ("a > 15 || b > 15", "1 1 1 0"),
    ],
)
def test_comparing(expression: str, outcome: str) -> None:
    """As under "Comparison and logical operators", with the documentation's two series."""
    assert _made(expression, a="30 20 0 0", b="20 - 20 -") == outcome


@pytest.mark.parametrize(
    ("fills", "expression", "outcome"),
    [
        ("any", "FILL(m, 0)", "0 4 0 5 0"),
        ("gaps", "FILL(m, 0)", "- 4 0 5 -"),
        ("any", "FILL(m, REPEAT)", "- 4 4 5 5"),
        ("gaps", "FILL(m, REPEAT)", "- 4 4 5 -"),
    ],
)
def test_filling(fills: str, expression: str, outcome: str) -> None:
    """Both ways in which FILL may treat what lies before the first value and after the last."""
    assert _made(expression, fills, m="- 4 - 5 -") == outcome


def test_nothing_to_fill_from() -> None:
    """Where there never was a value, none is made up."""
    assert _made("FILL(m, 0)", m="- - -") == "- - -"


@pytest.mark.parametrize("expression", ["AVG(m)", "SUM(m)", "m +", "other", "3", "[m, m]", "RATE(m)", "m.n"])
def test_what_is_not_known_is_refused(expression: str) -> None:
    """What makes no one series, hangs on how much is retrieved, or is not known here, is no guess."""
    with pytest.raises(UnknownExpression):
        _made(expression, m="1 2")
