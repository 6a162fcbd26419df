"""What outlives an invocation is aged by the wall clock: the other need not run while a worker is frozen."""

import ast
from pathlib import Path
from typing import Final

import pytest
from stagemarkt import version

PACKAGE: Final = Path(version.__file__).parent
FUNCTIONS: Final = PACKAGE.parents[2] / "functions"
# The clocks that may stand still, and where one is of use: within one invocation.
STANDING: Final = {
    f"{clock}{ns}"
    for clock in ("monotonic", "perf_counter", "process_time", "thread_time")
    for ns in ("", "_ns")
}
WITHIN_ONE_CALL: Final = {
    # Until when an answer is of use.
    "ports/deadline.py",
    # What an invocation took, for the log.
    "entry/intake.py",
    "entry/queue_batch.py",
    "web/handler.py",
}


def standing_clocks(text: str) -> set[str]:
    """The clocks that may stand still which this source names."""
    named = set[str]()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Attribute(attr=name) | ast.Name(id=name) | ast.alias(name=name):
                named.add(name)
            case _:
                pass
    return named & STANDING


@pytest.mark.parametrize(
    "text",
    [
        "time.monotonic()",
        "from time import perf_counter",
        "import time as t\nf = t.monotonic_ns",
        "monotonic()",
    ],
)
def test_one_that_may_stand_still_is_found(text: str) -> None:
    """However it is imported, called or handed on."""
    assert standing_clocks(text)


def test_none_ages_what_outlives_an_invocation() -> None:
    """Only a deadline and a duration go by one; a module with a new reason says it here."""
    using = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if standing_clocks(path.read_text())
    }
    assert using == WITHIN_ONE_CALL
    assert not [path for path in FUNCTIONS.rglob("*.py") if standing_clocks(path.read_text())]
