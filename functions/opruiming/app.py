"""Empties what `CacheMode` forbids: by the clock, and as soon as the stack has been deployed.

Touches the kept answers, and may only find and delete them.
"""

from collections.abc import Callable
from typing import Any

from stagemarkt.composition.opruiming import OpruimingPorts
from stagemarkt.domain.cache.retention import SOORTEN, toegestane_soorten
from stagemarkt.observability import logger


def maak_handler(ports: OpruimingPorts) -> Callable[[dict[str, Any], object], None]:
    """The handler over these ports; what it is called with does not matter."""

    def handler(_event: dict[str, Any], _context: object) -> None:
        modus = ports.cachemodus
        toegestaan = toegestane_soorten(modus)
        # Where everything may be kept, there is nothing to look for, and no table to read.
        aantal = 0 if toegestaan == set(SOORTEN) else ports.opruimer.ruim_op(toegestaan)
        logger.info("opruiming", extra={"cacheMode": modus, "verwijderd": aantal})

    return handler


handler = maak_handler(OpruimingPorts())
