"""A command line for each test."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.unit.cli.command_line import CommandLine


@pytest.fixture
def line(tmp_path: Path) -> Callable[[Callable[[httpx.Request], httpx.Response]], CommandLine]:
    """Makes one over a facade."""
    return lambda answer: CommandLine(tmp_path, answer)
