"""Which tests share a process, and in which order: side by side, or all of it in reversed order.

A file is never split: what its tests share is made once. The end-to-end tests begin first, for they take
longest; each worker deploys one stack for all of them that it gets.
"""

import os
from pathlib import Path
from typing import Any, Final

import pytest
from xdist.scheduler import LoadScopeScheduling

# What takes longest begins first: whoever is ready early has small pieces left to take.
_ORDER: Final = ("tests/e2e/", "tests/integration/")


def piece_of(nodeid: str) -> str:
    """The piece of work that this test belongs to: its file."""
    return nodeid.partition("::")[0]


def rank(piece: str) -> int:
    """Its place in the order in which pieces begin."""
    return next((nr for nr, begin in enumerate(_ORDER) if piece.startswith(begin)), len(_ORDER))


class Pieces(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """Hands out pieces of work whole, in the order in which they were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return piece_of(nodeid)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The other way round nothing may be different."""
    parser.addoption("--omgekeerd", action="store_true", help="run the tests in reversed order")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """One file alone is quickest without workers; else one more than processors: some only wait."""
    files = {Path(argument.partition("::")[0]) for argument in config.args}
    return 0 if len(files) == 1 and all(file.is_file() for file in files) else (os.cpu_count() or 1) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Pieces:
    """Our pieces, whatever `--dist` says."""
    # Not by how many tests a piece has: that says nothing of how long it takes.
    config.option.loadscopereorder = False
    return Pieces(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The order."""
    if config.getoption("--omgekeerd"):
        items.reverse()
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: rank(piece_of(item.nodeid)))
