"""How tests are written: what they expect is said outright, and they wait for nothing without an end."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.unit.requests import ROOT

TESTS = sorted((ROOT / "tests").rglob("*.py"))
LOCAL = sorted((ROOT / "local").rglob("*.py"))
# Where the waiting is done for all the others.
WAITING = {"tests/waiting.py", "tests/leaks.py"}
# What takes time and brings nothing nearer.
PAUSES = ("sleep", "sched_yield")


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _compared(expectation: ast.expr) -> Iterator[str]:
    """The names that something has to be equal to: what goes into a call is no expectation."""
    todo = [
        part
        for node in ast.walk(expectation)
        if isinstance(node, ast.Compare) and any(isinstance(at, ast.Eq) for at in node.ops)
        for part in (node.left, *node.comparators)
    ]
    while todo:
        part = todo.pop()
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.List | ast.Tuple | ast.Set):
            todo += part.elts


def conditional_expectations(tree: ast.AST) -> list[int]:
    """The lines of the assertions that expect one thing or another."""
    found = set[int]()
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        either = {
            target.id
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.IfExp)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(function):
            if isinstance(node, ast.Assert) and (
                any(isinstance(part, ast.IfExp) for part in ast.walk(node.test))
                or either.intersection(_compared(node.test))
            ):
                found.add(node.lineno)
    return sorted(found)


def _is_pause(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Pass | ast.Continue | ast.Assert):
        return True
    call = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in PAUSES


def endless_waits(tree: ast.AST) -> list[int]:
    """The lines of the loops that only wait, or go on for ever, and look at no clock.

    Reading a socket to its end is no such loop: it has a time-out of its own.
    """
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.While)
        and (ast.unparse(node.test) == "True" or all(_is_pause(statement) for statement in node.body))
        and "monotonic" not in ast.unparse(node)
        and ".recv(" not in ast.unparse(node.test)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "assert a == (1 if b else 2)",
        "assert a == 1 if b else a == 2",
        "assert a == {b if c else d for c in e}",
        "x = 1 if b else 2\n    assert a == x",
        "x = 1 if b else 2\n    assert a == [0, x]",
    ],
)
def test_an_expectation_with_an_if_is_found(text: str) -> None:
    """In the assertion, or in the name that it compares with."""
    assert conditional_expectations(ast.parse(f"def test() -> None:\n    {text}\n")) != []


@pytest.mark.parametrize(
    "text",
    [
        "assert a == 1",
        "x = 1 if b else 2\n    assert f(x) == 1",
        "x = 1 if b else None\n    assert x is not None",
        "assert [c for c in d if c] == []",
    ],
)
def test_what_is_asked_may_have_an_if(text: str) -> None:
    """What goes in may differ, as long as what comes out is said."""
    assert conditional_expectations(ast.parse(f"def test() -> None:\n    {text}\n")) == []


@pytest.mark.parametrize(
    "text",
    [
        "while a():\n    pass",
        "while a():\n    time.sleep(1)",
        "while a():\n    assert b\n    os.sched_yield()",
        "while True:\n    a()",
    ],
)
def test_a_wait_without_an_end_is_found(text: str) -> None:
    """A loop that asks again and again, with a pause or without."""
    assert endless_waits(ast.parse(text)) == [1]


@pytest.mark.parametrize(
    "text",
    [
        "while a() and time.monotonic() < end:\n    pass",
        "while a():\n    assert time.monotonic() < end",
        "while line.recv(9):\n    pass",
        "while a():\n    b()",
    ],
)
def test_a_wait_with_an_end_is_let_be(text: str) -> None:
    """One that looks at a clock, or does something towards its end."""
    assert endless_waits(ast.parse(text)) == []


@pytest.mark.parametrize("path", TESTS, ids=_name)
def test_an_expectation_is_said_outright(path: Path) -> None:
    """No assertion expects one thing or another by an `if`: the table of cases says what is expected."""
    assert conditional_expectations(_tree(path)) == []


@pytest.mark.parametrize("path", TESTS + LOCAL, ids=_name)
def test_nothing_waits_without_an_end(path: Path) -> None:
    """What does not come fails a test or a command, with words; it does not hang it (`tests.waiting`)."""
    assert endless_waits(_tree(path)) == []


def test_tests_pause_in_one_place() -> None:
    """No test sleeps or yields by itself: `tests.waiting` does, and says what did not come."""
    pausing = {
        _name(path)
        for path in TESTS
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"time.sleep", "os.sched_yield"}
    }
    assert pausing == WAITING
