"""Which tests share a process, and in which order: side by side, or all of it in reversed order.

A file is never split: what its tests share is made once. All end-to-end tests that share the deployed stack
are one piece of work, which begins first, for it takes longest; a file whose tests start stacks of their own
is a piece by itself.
"""

from pathlib import Path
from typing import Any, Final

import pytest
from xdist.scheduler import LoadScopeScheduling

SHARED: Final = "tests/e2e"
# These start stacks of their own, and use the shared one for nothing.
OWN_STACK: Final = frozenset(
    f"test_{name}.py" for name in ("ander_eindpunt", "bewaking", "cachemodus", "limieten", "opstarten")
)
# What takes longest begins first: whoever is ready early has small pieces left to take.
_ORDER: Final = (SHARED, f"{SHARED}/", "tests/integration/")


def piece_of(nodeid: str) -> str:
    """The piece of work that this test belongs to."""
    file = nodeid.partition("::")[0]
    folder, _, name = file.rpartition("/")
    return SHARED if folder == SHARED and name not in OWN_STACK else file


def rank(piece: str) -> int:
    """Its place in the order in which pieces begin."""
    return next(
        (nr for nr, begin in enumerate(_ORDER) if piece == begin or _is_in(piece, begin)), len(_ORDER)
    )


def _is_in(piece: str, begin: str) -> bool:
    return begin.endswith("/") and piece.startswith(begin)


class Pieces(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """Hands out pieces of work whole, in the order in which they were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return piece_of(nodeid)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The other way round nothing may be different."""
    parser.addoption("--omgekeerd", action="store_true", help="run the tests in reversed order")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """One file alone is quickest without workers; None leaves it to the number of processors."""
    files = {Path(argument.partition("::")[0]) for argument in config.args}
    return 0 if len(files) == 1 and all(file.is_file() for file in files) else None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Pieces:
    """Our pieces, whatever `--dist` says."""
    # Not by how many tests a piece has: that says nothing of how long it takes.
    config.option.loadscopereorder = False
    return Pieces(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The order, and that no file with stacks of its own makes its process start the shared one too.

    Raises:
        UsageError: such a file does.
    """
    for item in items:
        piece = piece_of(item.nodeid)
        if rank(piece) == 1 and "stapel" in getattr(item, "fixturenames", ()):
            raise pytest.UsageError(f"{item.nodeid} uses the shared stack: it belongs in another file")
    if config.getoption("--omgekeerd"):
        items.reverse()
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: rank(piece_of(item.nodeid)))
