"""The sweep, each minute: nudges whoever has something due. Sees when, and never what."""

from collections.abc import Callable
from itertools import islice
from typing import Any, Final

from stagemarkt.composition.veger import VegerPorts
from stagemarkt.observability import logger
from stagemarkt.ports.deadline import Termijn
from stagemarkt.web.handler import LambdaContext

_MINUUT: Final = 60
# Nudges that are kept in memory at a time, and done before it looks at the clock.
_PER_KEER: Final = 100
# What is left of a function's time for those, at 15 ms each and more.
_RESERVE: Final = 8.0


def maak_handler(ports: VegerPorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def handler(_event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        nu = ports.klok()
        termijn = Termijn.van(max(0.0, context.get_remaining_time_in_millis() / 1000 - _RESERVE))
        # Under one name per minute: a sweep that is done twice nudges once.
        kenmerk = f"veger.{int(nu // _MINUUT)}"
        aantal, rij = 0, ports.uitbak.te_wekken(nu)
        # What is left is due a minute later too.
        while termijn.over > 0 and (stuk := list(islice(rij, _PER_KEER))):
            ports.wekker.wek(stuk, kenmerk)
            aantal += len(stuk)
        op_tijd = termijn.over > 0
        logger.info("geveegd", extra={"gewekt": aantal, "opTijd": op_tijd})
        return {"gewekt": aantal, "opTijd": op_tijd}

    return handler


handler = maak_handler(VegerPorts())
