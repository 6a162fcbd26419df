"""The sweep, each minute: nudges whoever has something due. Sees when, and never what."""

from collections.abc import Callable
from itertools import islice
from typing import Any, Final

from stagemarkt.observatie import logger
from stagemarkt.opbouw import Opbouw
from stagemarkt.web.ingang import LambdaContext

_MINUUT: Final = 60
# Nudges that are kept in memory at a time.
_PER_KEER: Final = 100


def maak_handler(opbouw: Opbouw) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def handler(_event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
        nu = opbouw.klok()
        # Under one name per minute: a sweep that is done twice nudges once.
        kenmerk = f"veger.{int(nu // _MINUUT)}"
        aantal, rij = 0, opbouw.uitbak.te_wekken(nu)
        while stuk := list(islice(rij, _PER_KEER)):
            opbouw.wekker.wek(stuk, kenmerk)
            aantal += len(stuk)
        logger.info("geveegd", extra={"gewekt": aantal})
        return {"gewekt": aantal}

    return handler


handler = maak_handler(Opbouw())
