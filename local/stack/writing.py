"""Files that others wait for: whole or not at all, readable by their owner alone; one writer at a time."""

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def write_json(file: Path, content: dict[str, Any]) -> None:
    """Write JSON in one step; keys can be in it, so nobody else may read it."""
    temporary = file.with_suffix(".nieuw")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as open_:
        json.dump(content, open_, indent=2)
        open_.write("\n")
    temporary.replace(file)


def read_json(file: Path) -> dict[str, Any]:
    """What is in it; nothing when it is not there or is no JSON object."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


@contextmanager
def alone(lock: Path, report: Callable[[str], None]) -> Iterator[None]:
    """Within it nobody else has this lock. The system lets go of it when its holder dies."""
    with os.fdopen(os.open(lock, os.O_RDWR | os.O_CREAT, 0o600), "r+") as open_:
        try:
            fcntl.flock(open_, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            report("Another make up or make down is busy here; waiting for it …")
            fcntl.flock(open_, fcntl.LOCK_EX)
        yield
