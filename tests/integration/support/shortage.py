"""A process that has no descriptor left, as a worker of Lambda that used its 1,024."""

import contextlib
import os
import resource
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def zonder_descriptoren(over: int = 0) -> Iterator[None]:
    """Nothing more can be opened in this block, but for `over`; what is open goes on as it was."""
    zacht, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    hoogste = max(int(pad.name) for pad in Path("/proc/self/fd").iterdir())
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hoogste + 1 + over, hard), hard))
    vulling: list[int] = []
    try:
        # The numbers below the limit that are free: at least those that are given back.
        with contextlib.suppress(OSError):
            while len(vulling) < hard:
                vulling.append(os.open(os.devnull, os.O_RDONLY))
        for _ in range(over):
            os.close(vulling.pop())
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (zacht, hard))
        for nummer in vulling:
            os.close(nummer)
