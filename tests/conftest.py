"""What all tests share: the scale of the big figures, and skips that cannot go unseen."""

import gc
import os
import shutil
import signal
from collections.abc import Callable, Generator

import pytest

pytest_plugins = ["tests.leaks", "tests.distribution"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make proof` asks for scale 1, `make voorbeelden` for examples that are written down."""
    parser.addoption("--schaal", type=float, default=0.05, help="the part of the big figures that is run")
    parser.addoption("--neem-op", action="store_true", help="write down what the examples are answered now")


def pytest_configure() -> None:
    """Ctrl-C works: what a script starts in its background ignores it, and so would what a test starts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is found stays: whoever looks for garbage among it looks long, and finds none."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


@pytest.fixture(scope="session")
def scale(request: pytest.FixtureRequest) -> Callable[[int], int]:
    """A big figure, scaled down where this is no proof."""
    factor: float = request.config.getoption("--schaal")
    return lambda numeric: max(1, round(numeric * factor))


@pytest.fixture(scope="session")
def is_missing() -> Callable[[str], None]:
    """Skips loudly for want of something that `.ci/run` installs; in CI a skip is a failure."""

    def report(wat: str) -> None:
        notice = f"{wat} is not installed; .ci/run installs it"
        if os.environ.get("CI"):  # noqa: TID251 - CI says so in the environment, and only there
            pytest.fail(notice)
        pytest.skip(notice)

    return report


@pytest.fixture(scope="session")
def required(is_missing: Callable[[str], None]) -> Callable[[str], str]:
    """The path of a program that a test needs."""

    def search(program: str) -> str:
        path = shutil.which(program)
        if path is None:
            is_missing(program)
        return path or ""

    return search
