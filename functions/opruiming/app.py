"""Empties what `CacheMode` forbids: by the clock, and as soon as the stack has been deployed.

Touches the kept answers, and may only find and delete them.
"""

from collections.abc import Callable
from typing import Any

from stagemarkt.composition.opruiming import OpruimingPorts
from stagemarkt.domain.cache.retention import KINDS, allowed_kinds
from stagemarkt.entry.last_resort import without_text
from stagemarkt.observability import logger


def make_handler(ports: OpruimingPorts) -> Callable[[dict[str, Any], object], None]:
    """The handler over these ports; what it is called with does not matter."""

    def handler(_event: dict[str, Any], _context: object) -> None:
        mode = ports.cachemodus
        allowed = allowed_kinds(mode)
        # Where everything may be kept, there is nothing to look for, and no table to read.
        count = 0 if allowed == set(KINDS) else ports.purger.purge(allowed)
        logger.info("opruiming", extra={"cacheMode": mode, "verwijderd": count})

    return without_text("opruiming", handler)


handler = make_handler(OpruimingPorts())
