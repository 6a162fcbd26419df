"""A process that has no descriptor left, as a worker of Lambda that used its 1,024."""

import contextlib
import os
import resource
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def without_descriptors(over: int = 0) -> Iterator[None]:
    """Nothing more can be opened in this block, but for `over`; what is open goes on as it was."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    highest = max(int(path.name) for path in Path("/proc/self/fd").iterdir())
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(highest + 1 + over, hard), hard))
    filler: list[int] = []
    try:
        # The numbers below the limit that are free: at least those that are given back.
        with contextlib.suppress(OSError):
            while len(filler) < hard:
                filler.append(os.open(os.devnull, os.O_RDONLY))
        for _ in range(over):
            os.close(filler.pop())
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        for number in filler:
            os.close(number)
